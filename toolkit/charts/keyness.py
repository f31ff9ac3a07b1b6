"""Terms that mark one side against another: how much more often, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import to_rgba
from matplotlib.ticker import MaxNLocator

from toolkit.charts.theme import (
    CHART_WIDTH,
    colours,
    format_number,
    new_axes,
    require_top,
    right_to_left,
    say_instead,
    set_title,
    shorten,
)
from toolkit.errors import InvalidArgumentError, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = ["term", "key", "g2", "log_ratio", "log_ratio_low", "log_ratio_high"]
_BAR_HEIGHT, _AXIS_HEIGHT = 0.27, 0.75
#: How full the colour of a bar is whose length is a guess; its outline is full.
_PALE = 0.35


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    top: int = 20,
    title: str = "",
    sides: tuple[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how much more often each term stands on one side, with the range it may be in.

    Parameters
    ----------
    keyness
        What `keyness` returns, of one group.
    top
        How many terms at most: those with the highest G², from the most
        typical of the target down to the most typical of the reference.
    title
        Written above the chart.
    sides
        What the target and the reference are called, written below the axis.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The length of a bar is the log ratio: 1 is twice as often, 2 four
        times; bars of the target run to the left, those of the reference to
        the right. The line on a bar is the interval of the table; a pale bar is
        that of a term which one side lacks, so that its length is a guess.

    Raises
    ------
    MissingColumnsError
        If the table is not one of keyness.
    InvalidArgumentError
        If it holds more than one group, or ``top`` is not a number from 1 on.

    Examples
    --------
    >>> import toolkit as tk
    >>> texts = ["سعر الخبز", "سعر الوقود", "قافلة"]
    >>> articles = tk.as_articles(pd.DataFrame({"text": texts, "source": ["أ", "أ", "ب"]}))
    >>> marks = tk.keyness(articles, by="source", min_n=1)
    >>> ax = tk.plot_keyness(marks[marks["source"] == "أ"])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['سعر', 'الخبز', 'الوقود', 'قافلة']
    """
    require_columns(keyness, _COLUMNS, function="plot_keyness", made_by="keyness")
    require_top(top, function="plot_keyness")
    if keyness["key"].duplicated().any():
        raise InvalidArgumentError(
            "plot_keyness() draws one group; this table holds several rows for one term.\n"
            "It was counted with by=.\nTry: choose one group of the table first"
        )
    drawn = keyness[np.isfinite(keyness["log_ratio"])]
    shown = drawn.sort_values("g2", ascending=False, kind="stable").head(top)
    shown = shown.sort_values("log_ratio", ascending=False, kind="stable")
    ax = new_axes(ax, figsize=(CHART_WIDTH, _AXIS_HEIGHT + _BAR_HEIGHT * max(len(shown), 5)))
    set_title(ax, title)
    if shown.empty:
        say_instead(ax, "لا ألفاظ تكفي لرسم هذا الشكل")
        return ax
    ratios, places = shown["log_ratio"].to_numpy(), np.arange(len(shown))
    palette = colours()
    bars = ax.barh(places, ratios, height=0.72, color=np.where(ratios >= 0, palette.accent, palette.emphasis))
    guessed = shown["smoothed"].to_numpy(dtype=bool) if "smoothed" in shown else np.zeros(len(shown), dtype=bool)
    for number in np.flatnonzero(guessed):
        colour = bars[number].get_facecolor()
        bars[number].set(facecolor=to_rgba(colour, _PALE), edgecolor=colour, linewidth=0.9)
    _intervals(ax, shown, places)
    ax.axvline(0, color=palette.muted, linewidth=0.8)
    ax.set_yticks(places, [shorten(term) for term in shown["term"]])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    ax.set_xlabel(_axis_label(sides, both=bool(ratios.min() < 0 < ratios.max()), guessed=bool(guessed.any())))
    right_to_left(ax)
    ax.tick_params(axis="y", length=0)
    for text in ax.get_yticklabels():
        text.set_verticalalignment("center_baseline")
    return ax


def _intervals(ax: Axes, shown: pd.DataFrame, places: np.ndarray) -> None:
    """A thin line over each bar; one that runs far off is cut, or it would squeeze the bars."""
    ratios = shown["log_ratio"].to_numpy()
    reach = 1.25 * max(np.abs(ratios).max(), 1.0)
    low = np.clip(shown["log_ratio_low"].to_numpy(), -reach, reach)
    high = np.clip(shown["log_ratio_high"].to_numpy(), -reach, reach)
    known = np.isfinite(low) & np.isfinite(high)
    ax.hlines(places[known], low[known], high[known], color=colours().ink, linewidth=0.9)
    ends = np.concatenate([low[known], high[known], ratios, [0.0]])
    ax.set_xlim(ends.min() * 1.03, ends.max() * 1.03)


def _axis_label(sides: tuple[str, str] | None, *, both: bool, guessed: bool) -> str:
    lines = [f"لوغاريتم النسبة ({format_number(1)} ضعف، {format_number(2)} أربعة أضعاف)"]
    if sides is not None and both:
        lines.append(f"إلى اليسار ما يكثر في {sides[0]}، وإلى اليمين ما يكثر في {sides[1]}")
    if guessed:
        lines.append("الباهت لفظ لا يرد إلا في أحد الجانبين")
    return "\n".join(lines)
