"""What the round marks of a chart mean, in one row below it, read from the right."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.offsetbox import AnchoredOffsetbox, DrawingArea, HPacker, TextArea, VPacker
from matplotlib.patches import Circle
from matplotlib.transforms import ScaledTranslation

from toolkit.charts.placement import pixels_per_point, settled_frame
from toolkit.charts.shaping import isolate
from toolkit.charts.theme import colours

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

#: Points between two marks, between a mark and its text, and above a row.
_BETWEEN, _BESIDE, _BELOW = 16, 5, 6
#: Letters that an inch of a note has room for, and so many whatever the width.
_LETTERS_IN_AN_INCH, _SHORTEST_ROW = 16, 20


def draw_key(
    ax: Axes, marks: Sequence[tuple[str, float, str]], *, title: str = "", note: str = "", alpha: float = 1.0
) -> None:
    """Explain round marks below a chart, the first on the right; then a note.

    Parameters
    ----------
    ax
        The chart. What is drawn belongs to it, so that any layout leaves room for it.
    marks
        Text, diameter in points and colour of each mark.
    title
        What the marks are, in front of them.
    note
        Text below the marks, in rows as long as the chart is wide.
    alpha
        How much the marks hide of what is below them.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> draw_key(ax, [("مكان", 8, "#0f6e7c"), ("منظمة", 8, "#c0492c")], note="من 12 خبراً")
    >>> len(ax.artists)
    1
    """
    quiet, plain = ({"color": colour, "fontsize": "small"} for colour in (colours().muted, colours().ink))
    row: list[Artist] = [TextArea(title, textprops=quiet)] if title else []
    for text, size, colour in marks:
        space = DrawingArea(size, size)
        space.add_artist(Circle((size / 2, size / 2), size / 2, color=colour, alpha=alpha, linewidth=0))
        row.append(HPacker(children=[TextArea(text, textprops=plain), space], align="center", pad=0, sep=_BESIDE))
    rows: list[Artist] = [HPacker(children=row[::-1], align="center", pad=0, sep=_BETWEEN)] if row else []
    left, _, right, _ = settled_frame(ax) / pixels_per_point(ax) / 72
    letters = max(_SHORTEST_ROW, int((right - left) * _LETTERS_IN_AN_INCH))
    written = [row for line in note.splitlines() for row in textwrap.wrap(line, letters)]
    rows += [TextArea(isolate(line), textprops=quiet) for line in written]
    box = VPacker(children=rows, align="right", pad=0, sep=_BELOW)
    corner = ax.transAxes + ScaledTranslation(0, -_BELOW / 72, ax.figure.dpi_scale_trans)
    key = AnchoredOffsetbox(
        "upper right", child=box, frameon=False, pad=0, borderpad=0, bbox_to_anchor=(1, 0), bbox_transform=corner
    )
    ax.add_artist(key)
    if ax.figure.get_layout_engine() is None:
        # Nobody else makes room: the key takes it from its own chart, not from what is below.
        place = ax.get_position(original=True)
        taken = min(key.get_window_extent().height / ax.figure.bbox.height, place.height / 2)
        ax.set_position((place.x0, place.y0 + taken, place.width, place.height - taken))
