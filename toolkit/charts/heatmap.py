"""Two columns against each other, a third as shade: names by outlet, terms by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap

from toolkit.charts.theme import (
    CHART_WIDTH,
    colours,
    format_date,
    format_number,
    new_axes,
    say_instead,
    set_title,
)
from toolkit.errors import InvalidArgumentError, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW_HEIGHT, _AXIS_HEIGHT = 0.3, 0.7
#: More cells than this cannot be read as numbers.
_MOST_NUMBERS = 150


def plot_heatmap(table: pd.DataFrame, *, x: str, y: str, value: str, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw a table as a grid, the darker the more.

    Parameters
    ----------
    table
        One row a cell; a cell that is not there is drawn empty.
    x, y
        Columns of names or dates, in the order in which they first stand in
        the table (dates in theirs): ``x`` from right to left, ``y`` from the top.
    value
        The column of numbers.
    title
        Written above the chart.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    MissingColumnsError
        If the table lacks a column.
    InvalidArgumentError
        If it holds two rows for one cell, or ``value`` is no column of numbers.

    Examples
    --------
    >>> counts = pd.DataFrame({"place": ["الرقة", "حلب"], "source": ["أ", "ب"], "n": [3, 1]})
    >>> ax = plot_heatmap(counts, x="source", y="place", value="n")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['الرقة', 'حلب']
    """
    require_columns(table, [x, y, value], function="plot_heatmap", made_by="term_frequencies")
    if not pd.api.types.is_numeric_dtype(table[value]) or table.duplicated([x, y]).any():
        raise InvalidArgumentError(
            f"plot_heatmap() needs one number for each pair of {x!r} and {y!r}; "
            f"{value!r} is of type {table[value].dtype}, or a pair stands there twice.\n"
            "Add the rows up first.\nTry: table.groupby([x, y], as_index=False)[value].sum()"
        )
    columns, rows = _entries(table[x]), _entries(table[y])
    ax = new_axes(ax, figsize=(CHART_WIDTH, _AXIS_HEIGHT + _ROW_HEIGHT * max(len(rows), 4)))
    set_title(ax, title)
    if table.empty:
        say_instead(ax, "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    cells = np.full((len(rows), len(columns)), np.nan)
    cells[pd.Index(rows).get_indexer(table[y]), pd.Index(columns).get_indexer(table[x])] = table[value]
    palette = colours()
    shades = LinearSegmentedColormap.from_list("toolkit", [palette.paper, palette.accent])
    most = np.nanmax(cells) if np.isfinite(cells).any() else 1.0
    ax.pcolormesh(
        cells, cmap=shades, vmin=min(0.0, np.nanmin(cells)), vmax=most or 1.0, edgecolors=palette.paper, linewidth=1.5
    )
    ax.set_xticks(np.arange(len(columns)) + 0.5, [_label(column) for column in columns])
    ax.set_yticks(np.arange(len(rows)) + 0.5, [_label(row) for row in rows])
    ax.set_xlim(len(columns), 0)
    ax.set_ylim(len(rows), 0)
    ax.yaxis.tick_right()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if cells.size <= _MOST_NUMBERS:
        _write_numbers(ax, cells, most)
    for text in ax.get_yticklabels():
        text.set_verticalalignment("center_baseline")
    if len(columns) > 6:
        ax.tick_params(axis="x", rotation=45)
    return ax


def _entries(column: pd.Series) -> list[object]:
    entries = column.drop_duplicates()
    return (entries.sort_values() if pd.api.types.is_datetime64_any_dtype(column) else entries).tolist()


def _label(entry: object) -> str:
    if entry is pd.NaT:
        return "بلا تاريخ"
    return format_date(entry.date()) if isinstance(entry, pd.Timestamp) else str(entry)


def _write_numbers(ax: Axes, cells: np.ndarray, most: float) -> None:
    """The number in each cell, light on dark shades."""
    palette = colours()
    for (row, column), number in np.ndenumerate(cells):
        if np.isfinite(number):
            colour = palette.paper if number > 0.55 * most else palette.ink
            text = format_number(round(float(number)) if abs(number) >= 100 or number % 1 == 0 else float(number))
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center_baseline", color=colour, fontsize="small")
