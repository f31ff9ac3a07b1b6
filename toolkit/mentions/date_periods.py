"""Days, months and years of both calendars as periods, and which of several a mention means."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence

from toolkit.text.hijri import from_hijri, to_hijri

#: First and last day.
Period = tuple[dt.date, dt.date]
#: Without a year and without a cue a day or month so near to publication is the one meant, before or after.
_NEAR = dt.timedelta(days=60)
#: The news speaks of what is near: what comes so late is not meant where the last one has just been.
_FAR = dt.timedelta(days=180)
_ONE_DAY = dt.timedelta(days=1)
#: Years about publication in which an expression without a year is looked for.
_YEARS = (-1, 0, 1)
_THIRDS = ("begin", "middle", "end")


def day_period(year: int, month: int, day: int, *, hijri: bool = False) -> Period | None:
    """Return one day, None where the calendar has none."""
    if hijri:
        found, _ = from_hijri(year, month, day)
        return (found, found) if found else None
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day), dt.date(year, month, day)


def month_period(year: int, month: int, *, hijri: bool = False, months: int = 1) -> Period | None:
    """Return one or several months from a month on, which may lie beyond the twelve of its year.

    Examples
    --------
    >>> month_period(2017, 13)[0], month_period(1439, 9, hijri=True)
    (datetime.date(2018, 1, 1), (datetime.date(2018, 5, 16), datetime.date(2018, 6, 14)))
    """
    begin, end = divmod(month - 1, 12), divmod(month - 1 + months, 12)
    first = day_period(year + begin[0], begin[1] + 1, 1, hijri=hijri)
    after = day_period(year + end[0], end[1] + 1, 1, hijri=hijri)
    return (first[0], after[0] - _ONE_DAY) if first and after else None


def year_period(year: int, *, hijri: bool = False, years: int = 1) -> Period | None:
    """Return one or several years from a year on."""
    return month_period(year, 1, hijri=hijri, months=12 * years)


def week_period(day: dt.date) -> Period:
    """Return the week of a day, Monday to Sunday."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def part_of(period: Period, part: str, grain: str, *, hijri: bool = False) -> Period:
    """Return the first, middle or last third: days 1–10, 11–20, 21–end of a month, years 0–2, 3–6, 7–9 of a decade.

    Examples
    --------
    >>> part_of(month_period(2017, 2), "end", "month")
    (datetime.date(2017, 2, 21), datetime.date(2017, 2, 28))
    """
    first, last = period
    third = _THIRDS.index(part)
    if grain == "month":
        bounds = [first + dt.timedelta(days=n) for n in (0, 10, 20)] + [last + _ONE_DAY]
    elif grain == "week":
        return first + dt.timedelta(days=(0, 1, 4)[third]), first + dt.timedelta(days=(1, 3, 6)[third])
    elif grain in ("decade", "century") and first.year % 10 in (0, 1):
        years = (0, 3, 7, 10) if grain == "decade" else (0, 33, 67, 100)
        bounds = [first.replace(year=first.year + n) for n in years]
    elif hijri and grain == "year" and (today := to_hijri(first)):
        return month_period(today[0], 1 + 4 * third, hijri=True, months=4) or period
    else:
        n_days = (last - first).days + 1
        bounds = [_nearest_month(first + dt.timedelta(days=round(n_days * n / 3)), n_days) for n in range(3)]
        bounds = [first, *bounds[1:], last + _ONE_DAY]
    return bounds[third], bounds[third + 1] - _ONE_DAY


def _nearest_month(day: dt.date, n_days: int) -> dt.date:
    """Thirds of a year or a season begin with a month, where it begins nearby."""
    if n_days < 80:
        return day
    here = day.replace(day=1)
    after = (here + dt.timedelta(days=32)).replace(day=1)
    return min(here, after, key=lambda first: abs(first - day))


def yearly(published: dt.date, make: Callable[[int], Period | None], *, hijri: bool = False) -> tuple[Period, ...]:
    """Return what ``make`` gives for the year of publication, the one before and the one after."""
    if hijri:
        today = to_hijri(published)
        return () if today is None else tuple(p for n in _YEARS if (p := make(today[0] + n)))
    return tuple(p for n in _YEARS if (p := make(published.year + n)))


def choose(options: Sequence[Period], published: dt.date, relation: str, cue: str) -> Period:
    """Return the one of several periods, in order of time, that is meant.

    Parameters
    ----------
    options
        At least one.
    published
        The day of the article.
    relation
        What is said beside it: ``past`` (الماضي), ``next`` (المقبل), ``now`` (الجاري), or "".
    cue
        What the words around it speak for: ``future``, ``past``, or "".

    Examples
    --------
    >>> mays = [month_period(year, 5) for year in (2017, 2018)]
    >>> choose(mays, dt.date(2018, 5, 2), "past", "")[0].year, choose(mays, dt.date(2018, 5, 2), "", "")[0].year
    (2017, 2018)
    """
    before = [p for p in options if p[1] < published]
    begun = [p for p in options if p[0] <= published]
    after = [p for p in options if p[0] > published]
    to_come = [p for p in options if p[1] >= published]
    nearest = min(options, key=lambda p: _distance(p, published))
    if relation == "past":
        return (before or begun or [nearest])[-1]
    if relation == "next":
        return (after or to_come or [nearest])[0]
    if relation == "now":
        return nearest
    if cue == "future":
        coming = (to_come or [nearest])[0]
        far = _distance(coming, published) > _FAR and _distance(nearest, published) <= _NEAR
        return nearest if far else coming
    if cue == "past" or _distance(nearest, published) > _NEAR:
        return (begun or [nearest])[-1]
    return nearest


def _distance(period: Period, day: dt.date) -> dt.timedelta:
    return max(period[0] - day, day - period[1], dt.timedelta())


def weekday_of(weekday: int, published: dt.date, relation: str, cue: str) -> dt.date:
    """Return the day a bare weekday (Monday is 0) means: the latest one up to publication unless said otherwise."""
    ahead = (weekday - published.weekday()) % 7
    if relation == "next":
        return published + dt.timedelta(days=ahead or 7)
    if relation == "after_next":
        return published + dt.timedelta(days=(ahead or 7) + 7)
    if relation in ("past", "before_last"):
        return published + dt.timedelta(days=ahead - 7 - 7 * (relation == "before_last"))
    return published + dt.timedelta(days=ahead if cue == "future" or not ahead else ahead - 7)


def nearest_weekday(weekday: int, day: dt.date) -> dt.date:
    """Return the weekday at most three days from a day."""
    return day + dt.timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
