"""Dates along an axis: named as the region names its months, a step of the calendar apart."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib import units as munits
from matplotlib.ticker import Formatter

from toolkit.charts.theme import format_date, in_digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

#: More names of months, or days with their months, would touch each other under a chart of the usual width.
_MOST_MONTHS, _MOST_DAYS = 6, 4
#: So many months are told apart by their days.
_FEW_MONTHS = 3
#: Of the time shown: names that begin less far apart touch each other.
_LEAST_APART = 0.13
#: Months from one name to the next: a quarter, half a year, a year, a decade.
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
#: What holds dates, and is drawn on an axis of dates.
_DATE_TYPES = (np.datetime64, datetime.date, datetime.datetime)
# What was there before is written on matplotlib: a reload empties this module.
_PLACE = "_arabic_date_axes"


# --- the axis of a chart of periods -----------------------------------------------------------------------------------


def name_periods(ax: Axes, periods: pd.DatetimeIndex) -> None:
    r"""Name some of the periods below a chart: days, months or years; the year stands where it begins.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> name_periods(ax, pd.date_range("2017-11-01", periods=5, freq="MS"))
    >>> [label.get_text() for label in ax.get_xticklabels()][:3]
    ['تشرين الثاني\n2017', 'كانون الأول', 'كانون الثاني\n2018']
    """
    ticks, precision = calendar_ticks(periods)
    labels = date_labels(ticks.to_pydatetime().tolist(), precision)
    # The first month may begin before the first period; its name stands where the counts begin.
    ax.set_xticks(ticks.where(ticks >= periods.min(), periods.min()).to_numpy(), labels)


def date_labels(dates: Sequence[datetime.datetime], precision: str) -> list[str]:
    r"""Names of dates along an axis, each without the part that the one before it has said.

    Parameters
    ----------
    dates
        In the order of time.
    precision
        ``"time"``, ``"day"``, ``"month"`` or ``"year"``: the smallest part to print.

    Examples
    --------
    >>> date_labels([datetime.datetime(2017, 11, 9), datetime.datetime(2017, 11, 16)], "day")
    ['9 تشرين الثاني\n2017', '16 تشرين الثاني']
    """
    if precision == "year":
        return [format_date(date, precision="year") for date in dates]
    labels, above = [], ""
    for date in dates:
        if precision == "time":
            name, whole = in_digits(f"{date:%H:%M}"), format_date(date)
        else:
            whole = format_date(date, precision="year")
            name = format_date(date, precision=precision).removesuffix(f" {whole}")
        labels.append(name if whole == above else f"{name}\n{whole}")
        above = whole
    return labels


def calendar_ticks(periods: pd.DatetimeIndex) -> tuple[pd.DatetimeIndex, str]:
    """A few dates to name among periods, in their order, and the smallest part of them to print.

    Examples
    --------
    >>> ticks, precision = calendar_ticks(pd.date_range("2010-03-01", "2017-06-01", freq="MS"))
    >>> ticks.year.tolist(), precision
    ([2012, 2014, 2016], 'year')
    """
    months = pd.date_range(periods.min().to_period("M").start_time, periods.max(), freq="MS")
    # Months are named as months, however few they are.
    if len(months) <= _FEW_MONTHS and not (len(months) > 1 and (periods.day == 1).all()):
        return periods[:: -(-len(periods) // _MOST_DAYS)], "day"
    number = months.year * 12 + months.month - 1
    for step in _MONTH_STEPS:
        ticks = months[number % step == 0]
        if len(ticks) <= _MOST_MONTHS:
            break
    if len(ticks) > 1 and ticks[1] - periods.min() < _LEAST_APART * (periods.max() - periods.min()):
        ticks = ticks[1:]  # what little there is of the first month has no room for its name
    return ticks, "month" if step < 12 else "year"


# --- every axis of dates ----------------------------------------------------------------------------------------------


class ArabicDateFormatter(Formatter):
    r"""Names the ticks of any axis of dates, with the months and digits in use.

    Examples
    --------
    >>> days = [datetime.date(2017, month, 1) for month in (1, 2, 3)]
    >>> ArabicDateFormatter().format_ticks(mdates.date2num(days))
    ['كانون الثاني\n2017', 'شباط', 'آذار']
    """

    def __call__(self, x: float, pos: int | None = None) -> str:
        """One date in full."""
        return format_date(mdates.num2date(x))

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """A name for each tick."""
        dates = [mdates.num2date(value) for value in values]
        if any(date.hour or date.minute for date in dates):
            return date_labels(dates, "time")
        if any(date.day > 1 for date in dates):
            return date_labels(dates, "day")
        return date_labels(dates, "month" if any(date.month > 1 for date in dates) else "year")


class _ArabicDates(mdates.DateConverter):
    """What matplotlib asks about an axis that is given dates."""

    @staticmethod
    def axisinfo(unit: datetime.tzinfo | None, axis: Axis) -> munits.AxisInfo:
        locator = mdates.AutoDateLocator(tz=unit, minticks=3, maxticks=_MOST_MONTHS)
        return munits.AxisInfo(majloc=locator, majfmt=ArabicDateFormatter(), label="")


def install_date_axes() -> None:
    """Name months in Arabic on every axis that matplotlib is given dates for, until ``remove_date_axes()``.

    Examples
    --------
    >>> install_date_axes()
    >>> type(munits.registry[datetime.date]).__name__
    '_ArabicDates'
    >>> remove_date_axes()
    """
    remove_date_axes()
    setattr(mpl, _PLACE, {kind: munits.registry.get(kind) for kind in _DATE_TYPES})
    munits.registry.update(dict.fromkeys(_DATE_TYPES, _ArabicDates()))


def remove_date_axes() -> None:
    """Put back what matplotlib did with dates.

    Examples
    --------
    >>> before = munits.registry[datetime.date]
    >>> install_date_axes()
    >>> remove_date_axes()
    >>> munits.registry[datetime.date] is before
    True
    """
    before: dict[Any, Any] = getattr(mpl, _PLACE, {})
    for kind, converter in before.items():
        munits.registry[kind] = converter
    if hasattr(mpl, _PLACE):
        delattr(mpl, _PLACE)
