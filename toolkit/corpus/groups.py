"""Which group an article is in, and which article a row of another table speaks of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InvalidArgumentError, require_columns


def article_groups(articles: pd.DataFrame, by: str | pd.Series) -> pd.Series:
    """Return the group of each article.

    Parameters
    ----------
    articles
        An articles table.
    by
        One of its columns, or a Series indexed by ``article_id``.

    Returns
    -------
    Series
        One value an article; missing where a Series has none for it.

    Raises
    ------
    InvalidArgumentError
        If there is no such column, or a Series does not tell of these articles.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["1", "2"]})
    >>> article_groups(articles, pd.Series({"1": "شرق", "2": "غرب"})).tolist()
    ['شرق', 'غرب']
    """
    if isinstance(by, pd.Series):
        if not by.index.is_unique or (len(articles) and not articles["article_id"].isin(by.index).any()):
            raise InvalidArgumentError(
                "by= is a Series whose index does not name these articles, or names one twice.\n"
                "It needs the article_id as its index.\nTry: by=table.set_index('article_id')['…']"
            )
        return articles["article_id"].map(by)
    if not isinstance(by, str) or by not in articles.columns:
        raise InvalidArgumentError(
            f"by={by!r} is not a column of the articles; they have {[str(name) for name in articles]}.\n"
            "Pass one of these, or a Series indexed by article_id."
        )
    return articles[by]


def group_name(by: str | pd.Series, columns: Iterable[str]) -> str:
    """Return what the column of groups is called in a table that has ``columns`` of its own.

    Raises
    ------
    InvalidArgumentError
        If the table has such a column already.

    Examples
    --------
    >>> group_name("source", ["term", "n"]), group_name(pd.Series(dtype="str"), ["n"])
    ('source', 'group')
    """
    name = str(by if isinstance(by, str) else "group" if by.name is None else by.name)
    if name in set(columns):
        raise InvalidArgumentError(
            f"by= is called {name!r}, as a column of the result is.\nGive it another name.\n"
            f"Try: by=articles.set_index('article_id')[{name!r}].rename('group')"
        )
    return name


def rows_of_articles(occurrences: pd.DataFrame, articles: pd.DataFrame, *, function: str) -> npt.NDArray[np.int64]:
    """Return the row of ``articles`` that each occurrence comes from.

    Raises
    ------
    InvalidArgumentError
        If an occurrence comes from an article that is not there: counted, it would be lost.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["1", "2"]})
    >>> rows_of_articles(pd.DataFrame({"article_id": ["2", "2"]}), articles, function="timeline").tolist()
    [1, 1]
    """
    require_columns(occurrences, ["article_id"], function=function, made_by="find_entities")
    rows = pd.Index(articles["article_id"]).get_indexer(occurrences["article_id"])
    if (rows < 0).any():
        raise InvalidArgumentError(
            f"{function}() was given {len(rows)} occurrences, but {int((rows < 0).sum())} of them are in articles "
            f"that are not among the {len(articles)} it was given beside them.\n"
            "Pass the tokens or articles they were found in, or leave the others out.\n"
            "Try: mentions[mentions['article_id'].isin(articles['article_id'])]"
        )
    return rows.astype(np.int64)
