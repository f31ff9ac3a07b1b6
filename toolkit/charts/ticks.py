"""Numbers and periods that matplotlib and pandas write along the axes of charts that are not ours."""

from __future__ import annotations

import datetime
import re
from calendar import month_abbr
from collections.abc import Callable
from functools import wraps
from typing import Any

import matplotlib as mpl
from matplotlib.ticker import Formatter, ScalarFormatter

from toolkit.charts.theme import format_date, in_digits

# What was there before is written on matplotlib: a reload empties this module.
_PLACE = "_arabic_ticks"
#: As pandas writes months; names in other locales stay as they are.
_MONTH = re.compile(r"\b(?:" + "|".join(name for name in month_abbr if name) + r")\b")


def install_ticks() -> None:
    r"""Write number axes in the digits in use, and the months of pandas' period axes in Arabic.

    Notes
    -----
    Reached are axes whose numbers matplotlib formats by default, and the axes
    of ``Series.plot()`` and ``DataFrame.plot()`` over dates or periods. A
    formatter that was set by hand is left as it is.

    Examples
    --------
    >>> from toolkit.charts.theme import install_theme, remove_theme
    >>> install_theme(digits="arabic")
    >>> install_ticks()
    >>> import matplotlib.pyplot as plt
    >>> axis = plt.figure().add_subplot(xlim=(0, 1500)).xaxis
    >>> axis.get_major_formatter().format_ticks([500, 1000])
    ['٥٠٠', '١٠٠٠']
    >>> remove_ticks()
    >>> remove_theme()
    """
    remove_ticks()
    kept: dict[type[Formatter], Callable[..., str]] = {}
    setattr(mpl, _PLACE, kept)
    for formatter, translate in ((ScalarFormatter, _number), *((found, _period) for found in _of_periods())):
        kept[formatter] = formatter.__call__
        formatter.__call__ = _translated(formatter.__call__, translate)  # type: ignore[method-assign]


def remove_ticks() -> None:
    """Put back how matplotlib and pandas wrote them.

    Examples
    --------
    >>> before = ScalarFormatter.__call__
    >>> install_ticks()
    >>> remove_ticks()
    >>> ScalarFormatter.__call__ is before
    True
    """
    for formatter, call in getattr(mpl, _PLACE, {}).items():
        formatter.__call__ = call
    if hasattr(mpl, _PLACE):
        delattr(mpl, _PLACE)


def _of_periods() -> list[type[Formatter]]:
    """The formatter of pandas' own axes; it is private there, and without it their months stay English."""
    try:
        from pandas.plotting._matplotlib.converter import TimeSeries_DateFormatter
    except ImportError:
        return []
    return [TimeSeries_DateFormatter]


def _translated(call: Callable[..., str], translate: Callable[[str], str]) -> Callable[..., str]:
    @wraps(call)
    def translated(self: Formatter, *args: Any, **kwargs: Any) -> str:
        return translate(call(self, *args, **kwargs))

    return translated


def _number(text: str) -> str:
    return text if "$" in text else in_digits(text)


def _period(text: str) -> str:
    return in_digits(_MONTH.sub(lambda found: _month(found[0]), text))


def _month(abbreviation: str) -> str:
    first = datetime.date(2000, list(month_abbr).index(abbreviation), 1)
    return format_date(first, precision="month").rsplit(" ", 1)[0]
