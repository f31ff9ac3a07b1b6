"""Counts along time: bars for one count, lines to compare several."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.charts.theme import (
    CHART_WIDTH,
    VALUE_LABELS,
    colours,
    format_date,
    new_axes,
    require_top,
    right_to_left,
    right_to_left_legend,
    say_instead,
    set_title,
)
from toolkit.errors import InvalidArgumentError, require_choice, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

#: Columns of a timeline that are no group to compare.
_COUNTS = {"period", "n", "n_articles", "n_published", "share", "low", "high"}
#: More names of months, or days with their months, would touch each other under a chart of the usual width.
_MOST_MONTHS, _MOST_DAYS = 6, 4
#: So many months are told apart by their days.
_FEW_MONTHS = 3
#: Months from one name to the next: a quarter, half a year, a year, a decade.
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
#: Letters that a row of names below a chart has room for, and what a line and its spaces take up of it.
_LETTERS_IN_A_ROW, _LETTERS_OF_A_LINE = 70, 6
#: More bars than this are narrower than a dot of ink, and each is an object to draw: one outline does it.
_MOST_BARS = 400
#: What a line is called whose value is missing or empty.
_NO_VALUE = "بلا قيمة"


def plot_timeline(
    counts: pd.DataFrame,
    *,
    value: str = "n",
    top: int = 5,
    title: str = "",
    direction: str = "rtl",
    ax: Axes | None = None,
) -> Axes:
    """Draw counts period by period.

    Parameters
    ----------
    counts
        What `timeline` returns. With a column ``by``, one line for each of its
        values; what is undated is left out.
    value
        ``"n"`` or ``"n_articles"``.
    top
        How many lines at most, from 1 on: those with the most occurrences.
    title
        Written above the chart.
    direction
        ``"rtl"``: time runs from right to left, as the text around the chart
        is read; ``"ltr"``: from left to right.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    MissingColumnsError
        If the table is no timeline.
    InvalidArgumentError
        If ``value``, ``top`` or ``direction`` is not one of those above, or the
        table has more than one column to compare.

    Examples
    --------
    >>> import toolkit as tk
    >>> dates = ["2017-11-01", "2017-11-09", "2017-11-20"]
    >>> articles = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates}))
    >>> ax = tk.plot_timeline(tk.timeline(articles, freq="W"))
    >>> [int(bar.get_height()) for bar in ax.patches]
    [1, 1, 0, 1]
    """
    require_choice(value, ("n", "n_articles"), name="value", function="plot_timeline")
    require_choice(direction, ("rtl", "ltr"), name="direction", function="plot_timeline")
    require_top(top, function="plot_timeline")
    require_columns(counts, ["period", "n", "n_articles"], function="plot_timeline", made_by="timeline")
    groups = [name for name in counts.columns if name not in _COUNTS]
    if len(groups) > 1:
        raise InvalidArgumentError(
            f"plot_timeline() compares one column; this table has {groups}.\nTry: counts.drop(columns={groups[1:]})"
        )
    dated = counts.dropna(subset=["period"])
    ax = new_axes(ax, figsize=(CHART_WIDTH, 3.2))
    set_title(ax, title)
    if dated["period"].nunique() < 2:
        say_instead(ax, "التواريخ المعروفة لا تكفي لرسم خط زمني")
        return ax
    if groups:
        _lines(ax, dated, groups[0], value, top)
    else:
        _columns(ax, dated, value)
    _label_periods(ax, pd.DatetimeIndex(dated["period"].unique()))
    ax.set_ylabel(VALUE_LABELS[value])
    right_to_left(ax, mirror=direction == "rtl")
    ax.xaxis.grid(False)
    return ax


def _columns(ax: Axes, dated: pd.DataFrame, value: str) -> None:
    starts, heights = dated["period"].to_numpy(), dated[value].to_numpy()
    period = np.min(np.diff(starts).astype("timedelta64[D]"))
    if len(dated) > _MOST_BARS:
        # From each period back to zero and on: what is between two periods is nothing, also when one is left out.
        edges = np.column_stack([starts, starts + period]).ravel()
        steps = np.column_stack([heights, np.zeros_like(heights)]).ravel()[:-1]
        # The line has a width: a single day among ten thousand would not be seen otherwise.
        ax.stairs(steps, edges, fill=True, facecolor=colours().accent, edgecolor=colours().accent, linewidth=0.6)
    else:
        ax.bar(starts, heights, width=period.astype(int) * 0.82, color=colours().accent, align="edge")
    _whole_numbers(ax, heights.max())


def _lines(ax: Axes, dated: pd.DataFrame, group: Hashable, value: str, top: int) -> None:
    groups = list(dated.groupby(dated[group], observed=True, dropna=False))
    largest = sorted(groups, key=lambda named: -named[1][value].sum())[:top]
    for (name, line), colour in zip(largest, _cycle(len(largest)), strict=True):
        label = _NO_VALUE if pd.isna(name) or not str(name).strip() else str(name)
        ax.plot(line["period"].to_numpy(), line[value], color=colour, label=label, linewidth=2, solid_capstyle="round")
    ax.margins(x=0.02)
    _whole_numbers(ax, max(line[value].max() for _, line in largest))
    _name_lines(ax)


def _name_lines(ax: Axes) -> None:
    """Name the lines below the chart, in columns that are read from the right; on axes of the user's, inside."""
    lines = ax.get_lines()
    if ax.figure.get_layout_engine() is None:
        right_to_left_legend(ax, handles=lines, labels=_labels(lines), loc="best")
        return
    longest = max(map(len, _labels(lines)))
    n_rows = -(-len(lines) // max(1, _LETTERS_IN_A_ROW // (longest + _LETTERS_OF_A_LINE)))
    n_columns = -(-len(lines) // n_rows)
    # matplotlib fills columns from the left, the longer ones first: they are filled from the right here.
    shorter, longer = divmod(len(lines), n_columns)
    sizes = [shorter] * (n_columns - longer) + [shorter + 1] * longer
    ends = np.cumsum(sizes)
    columns = [lines[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    handles = [line for column in reversed(columns) for line in column]
    options = {"frameon": False, "markerfirst": False, "alignment": "right"}
    ax.figure.legend(handles=handles, labels=_labels(handles), loc="outside lower center", ncols=n_columns, **options)


def _labels(lines: Sequence[Line2D]) -> list[str]:
    return [str(line.get_label()) for line in lines]


def _cycle(n: int) -> list[str]:
    series = colours().series
    return [series[i % len(series)] for i in range(n)]


def _whole_numbers(ax: Axes, highest: float) -> None:
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.set_ylim(0, max(1.0, highest * 1.08))


def _label_periods(ax: Axes, periods: pd.DatetimeIndex) -> None:
    """Name days, months or years, in steps that a calendar has; the year stands where it begins."""
    ticks, precision = _ticks(periods)
    labels, year = [], None
    for tick in ticks:
        full, number = format_date(tick, precision=precision), format_date(tick, precision="year")
        labels.append(full if precision == "year" else full.removesuffix(f" {number}"))
        if number not in (year, full):
            labels[-1] += f"\n{number}"
        year = number
    # The first month may begin before the first period; its name stands where the counts begin.
    ax.set_xticks(ticks.where(ticks >= periods.min(), periods.min()).to_numpy(), labels)


def _ticks(periods: pd.DatetimeIndex) -> tuple[pd.DatetimeIndex, str]:
    months = pd.date_range(periods.min().to_period("M").start_time, periods.max(), freq="MS")
    if len(months) <= _FEW_MONTHS:
        return periods[:: -(-len(periods) // _MOST_DAYS)], "day"
    number = months.year * 12 + months.month - 1
    for step in _MONTH_STEPS:
        ticks = months[number % step == 0]
        if len(ticks) <= _MOST_MONTHS:
            break
    return ticks, "month" if step < 12 else "year"
