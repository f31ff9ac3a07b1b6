"""What the colours of a chart mean, below it, in columns that are read from the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.transforms import ScaledTranslation

from toolkit.charts.placement import pixels_per_point, settled_frame
from toolkit.charts.theme import right_to_left_legend, shorten

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

#: Letters that an inch of a row has room for, and what a mark and its spaces take up of it.
_LETTERS_IN_AN_INCH, _LETTERS_OF_A_MARK = 13, 6
#: Points between a chart and its legend.
_GAP = 6


def legend_below(ax: Axes, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """Name lines or marks below a chart that is otherwise finished; on axes whose figure makes no room, inside.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> legend_below(ax, ax.plot([1, 2]), ["الرقة"])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['الرقة']
    """
    names = [shorten(label) for label in labels]
    if ax.figure.get_layout_engine() is None:
        right_to_left_legend(ax, handles=handles, labels=names, loc="best")
        return
    frame, scale = settled_frame(ax), pixels_per_point(ax)
    room = int((frame[2] - frame[0]) / scale / 72 * _LETTERS_IN_AN_INCH)
    n_rows = -(-len(names) // max(1, room // (max(map(len, names)) + _LETTERS_OF_A_MARK)))
    n_columns = -(-len(names) // n_rows)
    # matplotlib fills columns from the left, the longer ones first: they are filled from the right here.
    shorter, longer = divmod(len(names), n_columns)
    sizes = [shorter] * (n_columns - longer) + [shorter + 1] * longer
    ends = np.cumsum(sizes)
    order = [i for end, size in zip(ends[::-1], sizes[::-1], strict=True) for i in range(end - size, end)]
    box = ax.get_tightbbox()
    below = _GAP + (max(0.0, frame[1] - box.y0) / scale if box is not None else 0)
    corner = ax.transAxes + ScaledTranslation(0, -below / 72, ax.figure.dpi_scale_trans)
    options: dict[str, Any] = {"loc": "upper right", "bbox_to_anchor": (1, 0), "bbox_transform": corner}
    options |= {"ncols": n_columns, "borderaxespad": 0, "borderpad": 0, "frameon": False}
    right_to_left_legend(ax, handles=[handles[i] for i in order], labels=[names[i] for i in order], **options)
