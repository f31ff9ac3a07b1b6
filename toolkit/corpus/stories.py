"""Reprints of one story: count them all, or each story once; resample stories, not articles."""

from __future__ import annotations

import re
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.tokens import Tokens
from toolkit.errors import InvalidArgumentError, require_choice

STORIES = ("all", "first")
#: How long after the beginning of what it is dated by an article was out at the latest.
_KNOWN_AFTER = {"day": 1, "month": 31, "season": 92, "year": 366}
#: The last choice from a corpus: which articles, and their index; forgotten with the corpus.
_CHOSEN: WeakKeyDictionary[Tokens, tuple[npt.NDArray[np.bool_], Tokens]] = WeakKeyDictionary()
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def choose_stories(tokens: Tokens, stories: str, *, function: str) -> Tokens:
    """Return the index of all articles, or of the first article of each story.

    Parameters
    ----------
    tokens
        A corpus; its articles carry ``story_id`` where reprints are known.
    stories
        ``"all"`` or ``"first"``: the article of a story that came first, by
        `order_of_appearance`.
    function
        Who asks, for the error message.

    Raises
    ------
    InvalidArgumentError
        If ``stories`` is unknown, or ``"first"`` and the articles have no ``story_id``.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["خبر", "خبر"]).assign(story_id=["1", "1"])
    >>> choose_stories(tk.tokenize(articles), "first", function="keyness")
    <Tokens: 1 words in 1 articles>
    """
    keep = chosen_articles(tokens.articles, stories, function=function)
    if stories == "all":
        return tokens
    chosen = _CHOSEN.get(tokens)
    if chosen is None or not np.array_equal(chosen[0], keep):
        chosen = _CHOSEN[tokens] = keep, tokens.select(keep)
    return chosen[1]


def chosen_articles(articles: pd.DataFrame, stories: str, *, function: str) -> npt.NDArray[np.bool_]:
    """Tell which articles are counted: all, or the first of each story. The arguments are those of `choose_stories`.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(pd.DataFrame({"text": ["خبر", "خبر"], "date": ["2017-11-09", "2017-11-08"]}))
    >>> articles = articles.assign(story_id="1")
    >>> chosen_articles(articles, "first", function="timeline").tolist()
    [False, True]
    """
    require_choice(stories, STORIES, name="stories", function=function)
    if stories == "all":
        return np.ones(len(articles), dtype=bool)
    if "story_id" not in articles.columns:
        raise InvalidArgumentError(
            f"{function}() was asked to count each story once, but these articles have no column story_id.\n"
            "It says which articles are reprints of one another.\n"
            "Try: articles.assign(story_id=find_duplicates(articles)['story_id'])"
        )
    story = _story_codes(articles)
    order = order_of_appearance(articles)
    first = order[np.unique(story[order], return_index=True)[1]]
    keep = np.zeros(len(story), dtype=bool)
    keep[first] = True
    return keep


def resampling_units(articles: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Number the units that intervals resample: stories where known, else articles.

    Examples
    --------
    >>> resampling_units(pd.DataFrame({"article_id": ["1", "2", "3"], "story_id": ["ا", None, "ا"]})).tolist()
    [0, 1, 0]
    """
    return _story_codes(articles) if "story_id" in articles.columns else np.arange(len(articles))


def order_of_appearance(articles: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the rows of the articles in the order in which they are known to have been out.

    The printed date less ``utc_offset`` where that is known; an article dated
    by the day, the month or the year at the end of it, for it may have come out
    at any hour; an undated one last. Equals stay as they stand.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(pd.DataFrame({"text": ["دمشق", "بغداد"], "date": ["2017-11-09 08:30", "2017-11-08"]}))
    >>> order_of_appearance(articles).tolist()
    [1, 0]
    >>> order_of_appearance(articles.assign(utc_offset=["+09:00", ""])).tolist()
    [0, 1]
    """
    offsets, number = np.unique(articles["utc_offset"].to_numpy(dtype=object), return_inverse=True)
    ahead = np.array([_minutes_ahead(offset) for offset in offsets], dtype="timedelta64[m]")
    after = articles["date_precision"].map(_KNOWN_AFTER).fillna(0).to_numpy().astype("timedelta64[D]")
    known_by = articles["date"].to_numpy() + after - ahead[number]
    return np.argsort(known_by, kind="stable")  # NaT goes last


def _minutes_ahead(offset: str) -> int:
    """Minutes of "+03:00"; none of what says nothing of the kind."""
    written = _OFFSET.fullmatch(offset)
    return int(written[1] + "1") * (60 * int(written[2]) + int(written[3])) if written else 0


def _story_codes(articles: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number a story; an article without a story is one of its own."""
    story: pd.Series[Any] = articles["story_id"].astype("object")
    codes = pd.factorize(story.where(story.notna() & (story != "")))[0].astype(np.int64)
    alone = np.flatnonzero(codes < 0)
    codes[alone] = len(codes) + alone
    return pd.factorize(codes)[0].astype(np.int64)
