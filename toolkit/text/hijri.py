"""Hijri dates → Gregorian ones, by the calendar of Umm al-Qura.

The Saudi state publishes that calendar in advance; where a month begins with
the sighting of the moon, the day that was meant may lie one or two days off.
"""

from __future__ import annotations

import datetime as dt

from hijridate import Gregorian, Hijri

#: Hijri years that a news page can mean (1882 to 2077); no Gregorian year of the press lies here.
HIJRI_YEARS = range(1300, 1501)


def from_hijri(year: int, month: int, day: int) -> tuple[dt.date | None, str]:
    """Return the Gregorian day, or None and why there is none.

    Parameters
    ----------
    year, month, day
        As written. The calendar of Umm al-Qura is known from 1343 to 1500 (1924 to 2077).

    Returns
    -------
    date or None, str
        The reason is ``"impossible"`` (no such month, or a day 30 in a month of 29) or
        ``"hijri"`` (a year for which the calendar is not known). As printed at the time, three
        months before 1350 (1931) had 31 days.

    Examples
    --------
    >>> from_hijri(1439, 2, 20)
    (datetime.date(2017, 11, 9), '')
    >>> from_hijri(1439, 2, 30)[1], from_hijri(1310, 1, 1)[1]
    ('impossible', 'hijri')
    """
    try:
        found = Hijri(year, month, day).to_gregorian()
    except OverflowError:
        return None, "hijri" if 1 <= month <= 12 and 1 <= day <= 30 else "impossible"
    except ValueError:
        return None, "impossible"
    return dt.date(found.year, found.month, found.day), ""


def to_hijri(day: dt.date) -> tuple[int, int, int] | None:
    """Return year, month and day by the calendar of Umm al-Qura, None outside the years it is known for.

    Examples
    --------
    >>> to_hijri(dt.date(2017, 11, 9)), to_hijri(dt.date(1798, 1, 1))
    ((1439, 2, 20), None)
    """
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    except OverflowError:
        return None
