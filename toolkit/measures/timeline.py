"""How many, period by period; empty periods are kept as 0."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.articles import check_articles
from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.periods import every_period, periods
from toolkit.corpus.tokens import Tokens
from toolkit.errors import InvalidArgumentError


def timeline(
    counted: pd.DataFrame | Tokens,
    data: Tokens | pd.DataFrame | None = None,
    *,
    by: str | pd.Series | None = None,
    freq: str = "W",
    week_start: str = "mon",
) -> pd.DataFrame:
    """Count articles, mentions or concordance lines per day, week or month.

    Parameters
    ----------
    counted
        Articles or `Tokens`, to count articles; or any table with one row an
        occurrence and a column ``article_id``, such as `find_entities` and
        `concordance` return.
    data
        The `Tokens` or articles that the occurrences come from: for the dates.
    by
        A column of ``counted`` or of the articles, or a Series indexed by
        ``article_id``: one line of counts for each value, "" where there is none.
    freq
        ``"D"`` day, ``"W"`` week, ``"M"`` month, as the newspapers date them.
    week_start
        ``"mon"``, ``"sun"`` or ``"sat"``.

    Returns
    -------
    DataFrame
        ``period`` datetime64[us], its first day; the column ``by`` if asked
        for; ``n`` int64 rows counted; ``n_articles`` int64 articles they come
        from. Every period from the first to the last dated article is there.
        What is undated, or dated more coarsely than ``freq``, stands last
        under NaT, so that all rows add up to the whole.

    Raises
    ------
    InvalidArgumentError
        If occurrences are passed without the articles they are in, ``by`` is
        no column, or ``freq`` or ``week_start`` is unknown.
    MissingColumnsError
        If ``counted`` lacks ``article_id``.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(pd.DataFrame({
    ...     "text": ["البوكمال", "البوكمال", "الرقة"], "date": ["2017-11-01", "2017-11-16", None]}))
    >>> tk.timeline(articles, freq="W")
          period  n  n_articles
    0 2017-10-30  1           1
    1 2017-11-06  0           0
    2 2017-11-13  1           1
    3        NaT  1           1
    """
    articles = _articles_of(counted if data is None else data)
    of_article = periods(articles, freq=freq, week_start=week_start)
    rows = articles if isinstance(counted, Tokens) else counted
    of_row = rows_of_articles(rows, articles, function="timeline")
    table = pd.DataFrame({"period": of_article.to_numpy()[of_row], "article_id": rows["article_id"].to_numpy()})
    if by is None:
        counts = table.groupby("period", dropna=False)["article_id"].agg(n="size", n_articles="nunique")
        return _with_empty_periods(counts, _range(of_article, freq, week_start), None)
    name = group_name(by, ["period", "n", "n_articles"])
    of_rows = isinstance(by, str) and by in rows.columns
    groups = rows[by].to_numpy() if of_rows else article_groups(articles, by).to_numpy()[of_row]
    table[name] = pd.Series(groups, dtype="object").where(pd.notna(groups), "")
    counts = table.groupby(["period", name], dropna=False)["article_id"].agg(n="size", n_articles="nunique")
    return _with_empty_periods(counts, _range(of_article, freq, week_start), name)


def _articles_of(data: Tokens | pd.DataFrame) -> pd.DataFrame:
    if isinstance(data, Tokens):
        return data.articles
    if not isinstance(data, pd.DataFrame) or "text" not in data.columns:
        raise InvalidArgumentError(
            "timeline() needs the articles or Tokens, for their dates; occurrences alone have none.\n"
            "They are the first argument, or the second beside a table of occurrences.\n"
            "Try: timeline(mentions, tokens)"
        )
    check_articles(data, function="timeline")
    return data


def _range(of_article: pd.Series, freq: str, week_start: str) -> pd.DatetimeIndex:
    if not of_article.notna().any():
        return pd.DatetimeIndex([], dtype="datetime64[us]")
    return every_period(of_article.min(), of_article.max(), freq=freq, week_start=week_start)


def _with_empty_periods(counts: pd.DataFrame, periods: pd.DatetimeIndex, name: str | None) -> pd.DataFrame:
    """Every period in order, NaT last, with 0 where nothing was counted."""
    if counts.index.get_level_values(0).isna().any():
        periods = periods.append(pd.DatetimeIndex([pd.NaT], dtype=periods.dtype))
    wanted: pd.Index = periods.rename("period")
    if name is not None:
        values = sorted(counts.index.get_level_values(1).unique(), key=str)
        wanted = pd.MultiIndex.from_product([periods, values], names=["period", name])
    types = {"period": "datetime64[us]", "n": "int64", "n_articles": "int64"}
    return counts.reindex(wanted, fill_value=0).reset_index().astype(types)
