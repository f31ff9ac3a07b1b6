"""Where on a chart a row of its table is drawn: the places a reader clicks, taps or tabs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

#: The id of a mark in the drawing, before the number of its row.
MARK = "tk-mark-"
#: Half the side of the square around a point, in pixels at 100 dots an inch: a finger's width on a phone.
_REACH = 14

Box = tuple[float, float, float, float]


@contextmanager
def marked(drawn: Figure, table: pd.DataFrame, names: Sequence[str], rows: Mapping[int, str]) -> Iterator[None]:
    """Lay an unseen rectangle over each place where one of these rows is drawn; taken off again afterwards.

    Parameters
    ----------
    drawn
        The chart.
    table
        The table it was drawn from.
    names
        Columns whose values may be written on the chart.
    rows
        Numbers of the rows that shall be marked, each with what the row is called.

    Notes
    -----
    A place that two rows lay claim to is left alone: a reader would open the wrong lines.
    """
    from matplotlib.patches import Rectangle

    patches: list[Rectangle] = []
    drawn.canvas.draw()
    for ax in drawn.axes:
        limits = ax.get_xlim(), ax.get_ylim()
        frame = ax.get_tightbbox()
        found = list(_boxes(ax, table, names, rows))
        claims = Counter(box for _, box in found)
        for row, box in found:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if claims[box] > 1 or frame is None or not (frame.x0 <= x <= frame.x1 and frame.y0 <= y <= frame.y1):
                continue  # or it lies beyond the edge of a map
            x0, y0, x1, y1 = drawn.transFigure.inverted().transform(np.reshape(box, (2, 2))).ravel()
            patch = Rectangle((x0, y0), x1 - x0, y1 - y0, transform=drawn.transFigure, facecolor="none", linewidth=0)
            patch.set(gid=f"{MARK}{row}", zorder=1000, clip_on=False)
            patches.append(drawn.add_artist(patch))  # type: ignore[arg-type]
        ax.set(xlim=limits[0], ylim=limits[1])
    try:
        yield
    finally:
        for patch in patches:
            patch.remove()


def _boxes(ax: Axes, table: pd.DataFrame, names: Sequence[str], rows: Mapping[int, str]) -> Iterator[tuple[int, Box]]:
    """The number of each row that is drawn on these axes, and its place in pixels."""
    from matplotlib.collections import PathCollection, QuadMesh

    from toolkit.charts.rows import noted_rows

    noted = noted_rows(ax)
    meshes = [item for item in ax.collections if isinstance(item, QuadMesh)]
    dots = [item for item in ax.collections if isinstance(item, PathCollection)]
    if noted:
        yield from _noted(ax, table, noted, rows)
    elif dots and {"lat", "lon"} <= set(table):
        yield from _points(ax, table, rows, "lon", "lat")
    elif meshes:
        yield from _cells(ax, meshes[0], table, names, rows)
    elif "period" in table:
        yield from _periods(ax, table, names, rows)
    elif not len(ax.get_yticks()):
        yield from _words(ax, table, names, rows)
    elif not dots:
        yield from _bands(ax, table, names, rows)


def _labels_of(table: pd.DataFrame, names: Sequence[str], row: int) -> list[str]:
    from toolkit.charts.theme import shorten

    values = (table[name].iloc[row] for name in names if name in table and name != "period")
    return [shorten(str(value)) for value in values if not pd.isna(value)]


def _ticks(axis: Any) -> dict[str, float]:
    """What stands on an axis, and where; not what stands there twice."""
    ticks = np.asarray(axis.get_ticklocs(), np.float64).tolist()
    labels = axis.get_major_formatter().format_ticks(ticks)
    often = Counter(labels)
    return {label: tick for label, tick in zip(labels, ticks, strict=False) if often[label] == 1}


def _bands(ax: Axes, table: pd.DataFrame, names: Sequence[str], rows: Mapping[int, str]) -> Iterator[tuple[int, Box]]:
    """Of each bar the whole stripe it lies in, its name with it."""
    places = _ticks(ax.yaxis)
    frame = ax.get_window_extent()
    written = [label.get_window_extent() for label in ax.get_yticklabels() if label.get_text()]
    left = min([frame.x0, *(box.x0 for box in written)])
    right = max([frame.x1, *(box.x1 for box in written)])
    for row in rows:
        labels = (*_labels_of(table, names, row), rows[row])
        at = next((places[label] for label in labels if label in places), None)
        if at is not None:
            y0, y1 = ax.transData.transform([(0, at - 0.5), (0, at + 0.5)])[:, 1]
            yield row, (left, min(y0, y1), right, max(y0, y1))


def _noted(
    ax: Axes, table: pd.DataFrame, noted: Mapping[tuple[Any, ...], Box], rows: Mapping[int, str]
) -> Iterator[tuple[int, Box]]:
    """Of each place in the text the stripe that its chart has kept for it, with what is written beside it."""
    from toolkit.charts.rows import PLACE, row_keys

    if not set(PLACE) <= set(table):
        return
    frame = ax.get_tightbbox() or ax.get_window_extent()
    keys = row_keys(table)
    for row in rows:
        if keys[row] in noted:
            _, low, _, high = noted[keys[row]]
            y0, y1 = ax.transData.transform([(ax.get_xlim()[0], low), (ax.get_xlim()[0], high)])[:, 1]
            yield row, (frame.x0, min(y0, y1), frame.x1, max(y0, y1))


def _cells(
    ax: Axes, mesh: Any, table: pd.DataFrame, names: Sequence[str], rows: Mapping[int, str]
) -> Iterator[tuple[int, Box]]:
    """Of each cell of a grid the cell."""
    from toolkit.charts.description import noted_cells

    noted = noted_cells(mesh)
    if noted is None:
        return
    columns, lines = ({name: i for i, name in enumerate(each)} for each in noted)
    for row in rows:
        labels = _labels_of(table, names, row)
        x, y = (next((found[label] for label in labels if label in found), None) for found in (columns, lines))
        if x is not None and y is not None:
            yield row, _box(ax, (x, y), (x + 1, y + 1))


def _periods(ax: Axes, table: pd.DataFrame, names: Sequence[str], rows: Mapping[int, str]) -> Iterator[tuple[int, Box]]:
    """Of each period its stripe from top to bottom; where several lines are drawn, the point on its line."""
    starts = pd.DatetimeIndex(table["period"].dropna().unique()).sort_values()
    if len(starts) < 2 or not ax.axison:
        return
    step = np.diff(starts.to_numpy()).min()
    named = {str(line.get_label()): line for line in ax.get_lines()}
    points: list[tuple[int, Box]] = []
    for row in rows:
        period = table["period"].iloc[row]
        if pd.isna(period):
            continue
        begin, end = (float(ax.convert_xunits(np.datetime64(at, "us"))) for at in (period, period + step))
        values = (str(table[name].iloc[row]) for name in names if name in table and name != "period")
        line = next((named[label] for label in values if label in named), None)
        low, high = ax.get_ylim()
        if line is None:
            yield row, _box(ax, (begin, low), (end, high))
            continue
        heights = np.asarray(line.get_ydata(orig=False), np.float64)
        places = np.asarray(line.get_xdata(orig=False), np.float64)
        at = np.flatnonzero(np.isclose(places, begin))
        if len(at):
            points.append((row, _around(ax, begin, heights[at[0]])))
    yield from _shared(points)


def _shared(points: list[tuple[int, Box]]) -> Iterator[tuple[int, Box]]:
    """Share out a place where several lines meet: from left to right, each has its part."""
    often, done = Counter(box for _, box in points), Counter[Box]()
    for row, box in points:
        x0, y0, x1, y1 = box
        part = (x1 - x0) / often[box]
        yield row, (x0 + done[box] * part, y0, x0 + (done[box] + 1) * part, y1)
        done[box] += 1


def _points(ax: Axes, table: pd.DataFrame, rows: Mapping[int, str], x: str, y: str) -> Iterator[tuple[int, Box]]:
    for row in reversed(list(rows)):  # the table begins with the largest, whose circle lies below the others
        place = table[x].iloc[row], table[y].iloc[row]
        if not pd.isna(np.asarray(place, dtype=np.float64)).any():
            yield row, _around(ax, *place)


def _words(ax: Axes, table: pd.DataFrame, names: Sequence[str], rows: Mapping[int, str]) -> Iterator[tuple[int, Box]]:
    """Of each word of a cloud the word."""
    written = {text.get_text(): text for text in ax.texts if "entity_a" not in table}  # a name of a net has many pairs
    for row in rows:
        text = next((written[label] for label in _labels_of(table, names, row) if label in written), None)
        if text is not None:
            box = text.get_window_extent()
            yield row, (box.x0, box.y0, box.x1, box.y1)


def _around(ax: Axes, x: float, y: float) -> Box:
    reach = _REACH * ax.get_figure(root=True).dpi / 100  # type: ignore[union-attr]
    at_x, at_y = ax.transData.transform((x, y))
    return at_x - reach, at_y - reach, at_x + reach, at_y + reach


def _box(ax: Axes, first: tuple[float, float], last: tuple[float, float]) -> Box:
    (x0, y0), (x1, y1) = ax.transData.transform([first, last])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
