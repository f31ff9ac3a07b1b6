"""Days, weeks and months as the newspapers date them."""

from __future__ import annotations

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
_WEEK_ENDS = {"mon": "W-SUN", "sun": "W-SAT", "sat": "W-FRI"}


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
    require_choice(week_start, _WEEK_ENDS, name="week_start", function="periods")
    articles = data.articles if isinstance(data, Tokens) else data
    check_articles(articles, function="periods")
    dates = articles["date"].where(articles["date_precision"].isin(_FINE_ENOUGH[freq]))
    starts = dates.dt.to_period(_WEEK_ENDS[week_start] if freq == "W" else freq).dt.start_time
    return pd.Series(starts.astype("datetime64[us]").to_numpy(), index=articles["article_id"], name="period")


def every_period(first: pd.Timestamp, last: pd.Timestamp, *, freq: str, week_start: str = "mon") -> pd.DatetimeIndex:
    """Return the first days of all periods from one to another.

    Examples
    --------
    >>> len(every_period(pd.Timestamp("2017-09-01"), pd.Timestamp("2017-12-01"), freq="M"))
    4
    """
    step = {"D": "D", "W": f"W-{week_start.upper()}", "M": "MS"}[freq]
    return pd.date_range(first, last, freq=step).astype("datetime64[us]")
