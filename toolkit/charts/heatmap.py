"""Two columns against each other, a third as shade: names by outlet, terms by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from toolkit.charts.dates import calendar_ticks, date_labels
from toolkit.charts.description import note_cells
from toolkit.charts.theme import (
    CHART_WIDTH,
    colours,
    format_date,
    format_number,
    new_axes,
    say_instead,
    set_title,
    shorten,
)
from toolkit.errors import InvalidArgumentError, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh

_ROW_HEIGHT, _AXIS_HEIGHT = 0.3, 0.7
_NO_DATE = "بلا تاريخ"
#: Between more columns a frame leaves nothing of them.
_MOST_FRAMED = 24
#: More names than this touch each other.
_MOST_UPRIGHT = 5
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
    mesh = ax.pcolormesh(
        cells,
        cmap=shades,
        vmin=min(0.0, np.nanmin(cells)),
        vmax=most or 1.0,
        edgecolors=palette.paper,
        linewidth=1.5 if len(columns) <= _MOST_FRAMED else 0,
    )
    note_cells(mesh, _labels(columns), _labels(rows))
    _name_columns(ax, columns)
    ax.set_yticks(np.arange(len(rows)) + 0.5, _labels(rows))
    ax.set_xlim(len(columns), 0)
    ax.set_ylim(len(rows), 0)
    ax.yaxis.tick_right()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if cells.size <= _MOST_NUMBERS:
        _write_numbers(ax, mesh, cells)
    for text in ax.get_yticklabels():
        text.set_verticalalignment("center_baseline")
    return ax


def _entries(column: pd.Series) -> list[object]:
    entries = column.drop_duplicates()
    return (entries.sort_values() if pd.api.types.is_datetime64_any_dtype(column) else entries).tolist()


def _name_columns(ax: Axes, columns: list[object]) -> None:
    """Below each column its name, slanted where they are many; of many dates only some."""
    middles = np.arange(len(columns)) + 0.5
    if all(isinstance(column, pd.Timestamp) and not pd.isna(column) for column in columns):
        dates = pd.DatetimeIndex(columns)
        ticks, precision = calendar_ticks(dates)
        places = np.searchsorted(dates.to_numpy(), ticks.to_numpy())
        ax.set_xticks(middles[places], date_labels(ticks.to_pydatetime().tolist(), precision))
    elif len(columns) <= _MOST_UPRIGHT:
        ax.set_xticks(middles, _labels(columns))
    else:
        # The first letter stands at the column.
        slanted: dict[str, Any] = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}
        ax.set_xticks(middles, _labels(columns), **slanted)


def _labels(entries: list[object]) -> list[str]:
    """Names as they are; dates in full, as months where they all begin one."""
    dates = [entry for entry in entries if isinstance(entry, pd.Timestamp) and not pd.isna(entry)]
    precision = "day" if any(date.day > 1 for date in dates) else "month"
    return [
        _NO_DATE if entry is pd.NaT
        else format_date(entry, precision=precision) if isinstance(entry, pd.Timestamp)
        else shorten(str(entry))
        for entry in entries
    ]  # fmt: skip


def _write_numbers(ax: Axes, mesh: QuadMesh, cells: np.ndarray) -> None:
    """The number in each cell, in whichever of ink and paper stands out more from its shade."""
    palette = colours()
    choices = sorted((palette.paper, palette.ink), key=_lightness)
    dark, light = (_lightness(colour) + 0.05 for colour in choices)
    for (row, column), number in np.ndenumerate(cells):
        if np.isfinite(number):
            shade = _lightness(mesh.cmap(mesh.norm(number))) + 0.05
            colour = choices[light / shade > shade / dark]
            text = format_number(round(float(number)) if abs(number) >= 100 or number % 1 == 0 else float(number))
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center_baseline", color=colour, fontsize="small")


def _lightness(colour: Any) -> float:
    """Relative luminance, as the contrast ratio of WCAG 2 takes it."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
