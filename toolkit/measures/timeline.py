"""How many, period by period, and which share of what was published; empty periods are kept as 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import check_articles
from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.periods import every_period, periods
from toolkit.corpus.queries import find, resolve
from toolkit.corpus.stories import chosen_articles, resampling_units
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_words
from toolkit.measures.intervals import require_interval, share_interval

#: Columns of a timeline beside its groups, in order.
COLUMNS = ["period", "n", "n_articles", "n_published", "share", "low", "high"]
Codes = npt.NDArray[np.int64]


def timeline(
    counted: pd.DataFrame | Tokens,
    data: Tokens | pd.DataFrame | None = None,
    *,
    terms: Iterable[str] | None = None,
    by: str | pd.Series | None = None,
    freq: str = "W",
    week_start: str = "mon",
    stories: str = "all",
    interval: float = 0.95,
) -> pd.DataFrame:
    """Count articles, terms, mentions or concordance lines per day, week or month.

    Parameters
    ----------
    counted
        Articles or `Tokens`, to count articles or, with ``terms``, words; or
        any table with one row an occurrence and a column ``article_id``, such
        as `find_entities`, `find_tags` and `concordance` return.
    data
        The `Tokens` or articles that the occurrences come from: for the dates.
    terms
        Words or phrases to count in ``counted``, one line of counts each: the
        quick way, which makes no table of occurrences.
    by
        A column of ``counted`` or of the articles, or a Series indexed by
        ``article_id``: one line of counts for each value, "" where there is none.
    freq
        ``"D"`` day, ``"W"`` week, ``"M"`` month, as the newspapers date them.
    week_start
        ``"mon"``, ``"sun"`` or ``"sat"``.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.
    interval
        Between ``low`` and ``high`` the true share lies so often.

    Returns
    -------
    DataFrame
        ``period`` datetime64[us], its first day; ``term`` str and the column
        ``by`` if asked for; ``n`` int64 occurrences; ``n_articles`` int64
        articles they come from; ``n_published`` int64 articles published in
        the period (where occurrences are counted ``by`` something of the
        articles: published in that group); ``share`` float64, 0 to 1,
        ``n_articles / n_published``, and its interval ``low`` ``high``
        float64, all three NaN where nothing was published. Every period from
        the first to the last dated article is there. What is undated, or dated
        more coarsely than ``freq``, stands last under NaT, so that all rows
        add up to the whole.

    Raises
    ------
    InvalidArgumentError
        If occurrences are passed without the articles they are in, ``terms``
        are asked of a table of occurrences or hold no word, ``by`` is no
        column, or another argument is unknown.
    MissingColumnsError
        If ``counted`` lacks ``article_id``.

    Notes
    -----
    The interval is Wilson's (1927) for a share. Reprints of one story have a
    term or lack it together, so that with a column ``story_id`` a period counts
    as (Σm)²/Σm² articles, where m are the articles of each story (Kish 1965).
    It speaks of the share of articles; it does not know that news come in waves.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(pd.DataFrame({
    ...     "text": ["البوكمال", "البوكمال", "الرقة"], "date": ["2017-11-01", "2017-11-16", None]}))
    >>> tk.timeline(articles, terms=["البوكمال"])[["period", "term", "n", "n_published", "share"]]
          period      term  n  n_published  share
    0 2017-10-30  البوكمال  1            1    1.0
    1 2017-11-06  البوكمال  0            0    NaN
    2 2017-11-13  البوكمال  1            1    1.0
    3        NaT  البوكمال  0            1    0.0
    """
    require_interval(interval, 2, function="timeline")
    articles = _articles_of(counted, data, terms)
    keep = chosen_articles(articles, stories, function="timeline")
    groups: list[_Group] = []
    rows = None if data is None else counted.articles if isinstance(counted, Tokens) else counted
    if terms is not None:
        of_row, of_terms = _terms(as_tokens(counted), terms, keep)
        groups.append(of_terms)
    elif rows is None:
        of_row = np.flatnonzero(keep)
    else:
        of_row = rows_of_articles(rows, articles, function="timeline")
        rows, of_row = rows[keep[of_row]], of_row[keep[of_row]]
    if by is not None:
        group = _group(by, rows, articles, of_row)
        group_name(group.name, [known.name for known in groups])
        # Where articles are counted, all that were published are shared out among the groups.
        groups.append(replace(group, of_article=None) if rows is None and terms is None else group)
    starts = periods(counted if data is None else data, freq=freq, week_start=week_start).to_numpy()
    every = _every_period(starts, freq, week_start)
    at = np.where(np.isnat(starts), len(every), np.searchsorted(every, starts))
    if np.isnat(starts[keep]).any():
        every = np.append(every, np.datetime64("NaT"))
    counts = _count(at, len(every), of_row, groups, np.flatnonzero(keep), resampling_units(articles))
    table = _labelled(counts, every, groups, interval)
    table.attrs = {"stories": stories}
    return table


# --- what is counted, and where --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Group:
    """A column to count by: its values, which one each row is, and which each article, if it is of the articles."""

    name: str
    labels: list[object]
    of_row: Codes
    of_article: Codes | None


def _articles_of(
    counted: pd.DataFrame | Tokens, data: Tokens | pd.DataFrame | None, terms: Iterable[str] | None
) -> pd.DataFrame:
    if terms is not None and data is not None:
        raise InvalidArgumentError(
            "timeline() counts either a table of occurrences or terms; it was given both.\n"
            'Try: timeline(tokens, terms=["…"])'
        )
    table = counted if data is None else data
    if isinstance(table, Tokens):
        return table.articles
    if not isinstance(table, pd.DataFrame) or "text" not in table.columns:
        raise InvalidArgumentError(
            "timeline() needs the articles or Tokens, for their dates; occurrences alone have none.\n"
            "They are the first argument, or the second beside a table of occurrences.\n"
            "Try: timeline(mentions, tokens)"
        )
    check_articles(table, function="timeline")
    return table


def _terms(tokens: Tokens, terms: Iterable[str], keep: npt.NDArray[np.bool_]) -> tuple[Codes, _Group]:
    """The article of each occurrence of some terms, and the terms as what to count by."""
    asked = list(dict.fromkeys(require_words(terms, name="terms", function="timeline")))
    if not keep.all():
        tokens = tokens.select(keep)
    places = [find(tokens, resolve(term, tokens, "term", function="timeline"), "term") for term in asked]
    chosen = np.flatnonzero(keep)
    rows = [chosen[np.searchsorted(tokens.article_bounds, place, side="right") - 1] for place in places]
    of_row = np.concatenate([np.zeros(0, np.int64), *rows])
    return of_row, _Group("term", list(asked), np.repeat(np.arange(len(asked)), [len(found) for found in rows]), None)


def _group(by: str | pd.Series, rows: pd.DataFrame | None, articles: pd.DataFrame, of_row: Codes) -> _Group:
    """A column of what is counted, or of the articles; a copy of the articles' own column is of the articles."""
    name = group_name(by, COLUMNS)
    if rows is not None and isinstance(by, str) and by in rows.columns:
        values = rows[by].astype("object").reset_index(drop=True)
        if by not in articles.columns or not values.equals(_taken(articles[by], of_row)):
            codes, labels = _numbered(values)
            return _Group(name, labels, codes, None)
    codes, labels = _numbered(article_groups(articles, by))
    return _Group(name, labels, codes[of_row], codes)


def _taken(values: pd.Series, rows: Codes) -> pd.Series:
    return values.astype("object").iloc[rows].reset_index(drop=True)


def _numbered(values: pd.Series) -> tuple[Codes, list[object]]:
    """The values in alphabetical order, "" where one is missing, and which one each row has."""
    filled = values.astype("object").where(values.notna(), "")
    codes, labels = pd.factorize(filled.to_numpy())
    order = sorted(range(len(labels)), key=lambda i: str(labels[i]))
    return np.argsort(order).astype(np.int64)[codes], [labels[i] for i in order]


def _every_period(starts: npt.NDArray[np.datetime64], freq: str, week_start: str) -> npt.NDArray[np.datetime64]:
    dated = starts[~np.isnat(starts)]
    if not len(dated):
        return np.zeros(0, dtype="datetime64[us]")
    first, last = pd.Timestamp(dated.min()), pd.Timestamp(dated.max())
    return every_period(first, last, freq=freq, week_start=week_start).to_numpy()


# --- counts ----------------------------------------------------------------------------------------------------------


def _count(
    at: Codes, n_periods: int, of_row: Codes, groups: list[_Group], kept: Codes, units: Codes
) -> dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float64]]:
    """Counts of each period and group: occurrences, articles, what was published, and what that is worth."""
    shape = (n_periods, *(len(group.labels) for group in groups))
    size = int(np.prod(shape))
    cell = _cells(at[of_row], [group.of_row for group in groups], shape)
    pairs = np.unique(cell * len(at) + of_row)
    # Groups that are not of the articles share one denominator.
    parts = (n_periods, *(1 if group.of_article is None else len(group.labels) for group in groups))
    codes = [np.zeros(len(kept), np.int64) if group.of_article is None else group.of_article[kept] for group in groups]
    part = _cells(at[kept], codes, parts)
    n_parts = int(np.prod(parts))
    published = np.bincount(part, minlength=n_parts)
    story, m = np.unique(part * len(at) + units[kept], return_counts=True)
    squares = np.bincount(story // max(len(at), 1), weights=m.astype(np.float64) ** 2, minlength=n_parts)
    worth = published**2 / np.where(squares == 0, 1, squares)
    return {
        "n": np.bincount(cell, minlength=size),
        "n_articles": np.bincount(pairs // max(len(at), 1), minlength=size),
        "n_published": np.broadcast_to(published.reshape(parts), shape).ravel(),
        "worth": np.broadcast_to(worth.reshape(parts), shape).ravel(),
    }


def _cells(at: Codes, codes: list[Codes], shape: tuple[int, ...]) -> Codes:
    """The place of each row in a table of that shape."""
    cell = at.astype(np.int64)
    for code, length in zip(codes, shape[1:], strict=True):
        cell = cell * length + code
    return cell


def _labelled(
    counts: dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float64]],
    every: npt.NDArray[np.datetime64],
    groups: list[_Group],
    interval: float,
) -> pd.DataFrame:
    """The table: periods, the values of the groups, counts, and the share with its interval."""
    shape = (len(every), *(len(group.labels) for group in groups))
    places = np.indices(shape).reshape(len(shape), -1)
    columns: dict[str, object] = {"period": every[places[0]].astype("datetime64[us]")}
    for group, place in zip(groups, places[1:], strict=True):
        labels = pd.Series(group.labels, dtype=None if group.labels else "str")
        columns[group.name] = labels.iloc[place].array
    share = counts["n_articles"] / np.where(counts["n_published"] == 0, np.nan, counts["n_published"])
    low, high = share_interval(share * counts["worth"], counts["worth"], interval=interval)
    whole = {name: counts[name].astype(np.int64) for name in COLUMNS[1:4]}
    return pd.DataFrame(columns | whole | {"share": share, "low": low, "high": high})
