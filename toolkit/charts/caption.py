"""The line under a chart: where its numbers come from, and of how many articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.charts.placement import settled_frame
from toolkit.charts.shaping import isolate
from toolkit.charts.theme import colours, format_number
from toolkit.errors import InvalidArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Points between a chart and the line under it.
_GAP = 6
#: Keeps what follows apart from a source in Latin letters.
_RIGHT = "\u200f"


def caption_chart(ax: Axes, source: str = "", *, n_articles: int | None = None) -> Axes:
    """Write under a chart where its numbers come from and how many articles they count.

    Parameters
    ----------
    ax
        What a ``plot_`` function returned, or any axes of matplotlib.
    source
        The outlets, archives or people that the articles come from.
    n_articles
        How many articles were read: ``len(articles)``.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes. The line stands at the right edge of the figure, below
        all that is drawn; a second call replaces it.

    Raises
    ------
    InvalidArgumentError
        If there is nothing to write.

    Notes
    -----
    It is for charts that are saved as pictures. In a report `figure` writes the
    source below the chart as text of the page.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["عادت المياه إلى البوكمال"])
    >>> ax = tk.plot_term_frequencies(tk.term_frequencies(articles))
    >>> ax = tk.caption_chart(ax, "أرشيف الضفاف", n_articles=len(articles))
    >>> ax.figure.get_supxlabel().split(" · ")[1]
    'عدد الأخبار: 1'
    """
    parts = [f"المصدر: {isolate(source)}{_RIGHT}"] if source else []
    parts += [f"عدد الأخبار: {format_number(n_articles)}"] if n_articles is not None else []
    if not parts:
        raise InvalidArgumentError(
            "caption_chart() needs something to write.\nTry: caption_chart(ax, 'أرشيف', n_articles=len(articles))"
        )
    words = " · ".join(parts)
    root = ax.get_figure(root=True)
    if root is None:
        raise InvalidArgumentError("caption_chart() needs a chart that is part of a figure.\nTry: plot_…(…)")
    text = root.supxlabel(words, x=0.99, ha="right", fontsize="small", color=colours().muted, wrap=True)
    if root.get_layout_engine() is None:  # nobody else makes room
        settled_frame(ax)
        boxes = [other.get_tightbbox() for other in root.axes]
        lowest = min(box.y0 for box in boxes if box is not None)
        text.set(y=(lowest - _GAP * root.dpi / 72) / root.bbox.height, va="top")
    return ax
