"""Days, weeks and months as the newspapers date them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.corpus.articles import check_articles
from toolkit.corpus.tokens import Tokens
from toolkit.errors import require_choice

#: How exactly an article must be dated to be put in a period; a month is no day.
_FINE_ENOUGH = {
    "D": {"minute", "day"},
    "W": {"minute", "day"},
    "M": {"minute", "day", "month"},
}
#: Days from 1 January 1970, a Thursday, to a first day of a week.
_FIRST_WEEK = {"mon": 4, "sun": 3, "sat": 2}


def periods(data: Tokens | pd.DataFrame, *, freq: str, week_start: str = "mon") -> pd.Series:
    """Return the day, week or month each article was published in, to count by.

    Parameters
    ----------
    data
        `Tokens` or an articles table.
    freq
        ``"D"`` day, ``"W"`` week, ``"M"`` month.
    week_start
        ``"mon"``, ``"sun"`` or ``"sat"``.

    Returns
    -------
    Series
        datetime64[us], the first day of the period, named ``period``, indexed
        by ``article_id``; NaT where an article has no date, or one coarser than ``freq``.

    Raises
    ------
    InvalidArgumentError
        If ``freq`` or ``week_start`` is unknown.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(pd.DataFrame({"text": ["البوكمال", "الرقة"], "date": ["2017-11-09", "2017-10-17"]}))
    >>> tk.term_frequencies(articles, by=tk.periods(articles, freq="M"))[["period", "term", "n"]]
          period      term  n
    0 2017-10-01     الرقة  1
    1 2017-11-01  البوكمال  1
    """
    require_choice(freq, _FINE_ENOUGH, name="freq", function="periods")
    require_choice(week_start, _FIRST_WEEK, name="week_start", function="periods")
    if not isinstance(data, Tokens):
        check_articles(data, function="periods")
    articles = data.articles if isinstance(data, Tokens) else data
    starts = articles["date"].to_numpy().astype("datetime64[M]" if freq == "M" else "datetime64[D]")
    if freq == "W":
        starts = starts - (starts.astype(np.int64) - _FIRST_WEEK[week_start]) % 7
    starts[~articles["date_precision"].isin(_FINE_ENOUGH[freq]).to_numpy(dtype=bool)] = np.datetime64("NaT")
    return pd.Series(starts.astype("datetime64[us]"), index=articles["article_id"], name="period")


def every_period(first: pd.Timestamp, last: pd.Timestamp, *, freq: str, week_start: str = "mon") -> pd.DatetimeIndex:
    """Return the first days of all periods from one to another.

    Examples
    --------
    >>> len(every_period(pd.Timestamp("2017-09-01"), pd.Timestamp("2017-12-01"), freq="M"))
    4
    """
    step = {"D": "D", "W": f"W-{week_start.upper()}", "M": "MS"}[freq]
    return pd.date_range(first, last, freq=step).astype("datetime64[us]")
