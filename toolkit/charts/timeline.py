"""Counts along time: bars for one count, lines to compare several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.charts.theme import (
    CHART_WIDTH,
    colours,
    format_date,
    new_axes,
    right_to_left,
    right_to_left_legend,
    say_instead,
    set_title,
)
from toolkit.errors import InvalidArgumentError, require_choice, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: More names of months, or days with their months, would touch each other under a chart of the usual width.
_MOST_MONTHS, _MOST_DAYS = 6, 4
#: Letters that a row of names below a chart has room for, and what a line and its spaces take up of it.
_LETTERS_IN_A_ROW, _LETTERS_OF_A_LINE = 70, 6
_VALUE_LABELS = {"n": "العدد", "n_articles": "عدد الأخبار"}


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
        How many lines at most, those with the most occurrences.
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
        If ``value`` or ``direction`` is unknown.

    Examples
    --------
    >>> import toolkit as tk
    >>> dates = ["2017-11-01", "2017-11-09", "2017-11-20"]
    >>> articles = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates}))
    >>> ax = tk.plot_timeline(tk.timeline(articles, freq="W"))
    >>> [int(bar.get_height()) for bar in ax.patches]
    [1, 1, 0, 1]
    """
    require_columns(counts, ["period", "n", "n_articles"], function="plot_timeline", made_by="timeline")
    require_choice(value, _VALUE_LABELS, name="value", function="plot_timeline")
    require_choice(direction, ("rtl", "ltr"), name="direction", function="plot_timeline")
    groups = [str(name) for name in counts.columns if name not in ("period", "n", "n_articles")]
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
    ax.set_ylabel(_VALUE_LABELS[value])
    right_to_left(ax, mirror=direction == "rtl")
    ax.xaxis.grid(False)
    return ax


def _columns(ax: Axes, dated: pd.DataFrame, value: str) -> None:
    days = float(np.min(np.diff(dated["period"].to_numpy()).astype("timedelta64[D]").astype(int)))
    ax.bar(dated["period"].to_numpy(), dated[value], width=days * 0.82, color=colours().accent, align="edge")
    _whole_numbers(ax, dated[value].max())


def _lines(ax: Axes, dated: pd.DataFrame, group: str, value: str, top: int) -> None:
    totals = dated.groupby(group, observed=True)[value].sum()
    names = totals.sort_values(ascending=False, kind="stable").index[:top]
    for name, colour in zip(names, _cycle(len(names)), strict=True):
        line = dated[dated[group] == name]
        ax.plot(
            line["period"].to_numpy(), line[value], color=colour, label=str(name), linewidth=2, solid_capstyle="round"
        )
    ax.margins(x=0.02)
    _whole_numbers(ax, dated[dated[group].isin(names)][value].max())
    _name_lines(ax)


def _name_lines(ax: Axes) -> None:
    """Name the lines below the chart, in columns that are read from the right; on axes of the user's, inside."""
    lines = ax.get_lines()
    options = {"frameon": False, "markerfirst": False, "alignment": "right"}
    if ax.figure.get_layout_engine() is None:
        right_to_left_legend(ax, handles=lines, loc="best")
        return
    longest = max(len(str(line.get_label())) for line in lines)
    n_rows = -(-len(lines) // max(1, _LETTERS_IN_A_ROW // (longest + _LETTERS_OF_A_LINE)))
    n_columns = -(-len(lines) // n_rows)
    # matplotlib fills columns from the left, the longer ones first: they are filled from the right here.
    shorter, longer = divmod(len(lines), n_columns)
    sizes = [shorter] * (n_columns - longer) + [shorter + 1] * longer
    ends = np.cumsum(sizes)
    columns = [lines[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    handles = [line for column in reversed(columns) for line in column]
    ax.figure.legend(handles=handles, loc="outside lower center", ncols=n_columns, **options)


def _cycle(n: int) -> list[str]:
    series = colours().series
    return [series[i % len(series)] for i in range(n)]


def _whole_numbers(ax: Axes, highest: float) -> None:
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.set_ylim(0, max(1.0, highest * 1.08))


def _label_periods(ax: Axes, periods: pd.DatetimeIndex) -> None:
    """Name months where there are enough of them, days otherwise; the year stands where it begins."""
    months = pd.date_range(periods.min().to_period("M").start_time, periods.max(), freq="MS")
    by_month = len(months) > 3
    ticks = months if by_month else periods
    ticks = ticks[:: -(-len(ticks) // (_MOST_MONTHS if by_month else _MOST_DAYS))]
    labels, year = [], None
    for tick in ticks:
        full = format_date(tick, precision="month" if by_month else "day")
        number = format_date(tick, precision="year")
        labels.append(full.removesuffix(f" {number}") + (f"\n{number}" if number != year else ""))
        year = number
    # The first month may begin before the first period; its name stands where the counts begin.
    ax.set_xticks(ticks.where(ticks >= periods.min(), periods.min()).to_numpy(), labels)
