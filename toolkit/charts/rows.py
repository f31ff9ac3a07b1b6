"""Which row of a table stands where on a chart whose rows are single places in the text."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What names one place in the articles.
PLACE = ("article_id", "field", "start", "end")
_KEPT = "_arabic_rows"

Corners = tuple[float, float, float, float]


def note_rows(ax: Axes, table: pd.DataFrame, boxes: Sequence[Corners]) -> None:
    """Keep where each row is drawn, so that a page can open its sentence there.

    Parameters
    ----------
    ax
        The chart.
    table
        The rows that are drawn, with ``article_id``, ``field``, ``start`` and ``end``.
    boxes
        Left, bottom, right and top of each: across in shares of the axes, up in data.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> table = pd.DataFrame({"article_id": ["7"], "field": ["text"], "start": [0], "end": [3]})
    >>> note_rows(ax, table, [(0, -0.5, 1, 0.5)])
    >>> noted_rows(ax)
    {('7', 'text', 0, 3): (0, -0.5, 1, 0.5)}
    """
    setattr(ax, _KEPT, dict(zip(row_keys(table), boxes, strict=True)))


def noted_rows(ax: Axes) -> dict[tuple[Hashable, ...], Corners]:
    """Return what `note_rows` kept; empty for another chart.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> noted_rows(new_axes())
    {}
    """
    return getattr(ax, _KEPT, {})


def row_keys(table: pd.DataFrame) -> list[tuple[Hashable, ...]]:
    """Return what tells the rows of a table apart: their place in the text.

    Examples
    --------
    >>> row_keys(pd.DataFrame({"article_id": ["7"], "field": ["text"], "start": [0], "end": [3]}))
    [('7', 'text', 0, 3)]
    """
    return list(zip(*(table[name].tolist() for name in PLACE), strict=True))
