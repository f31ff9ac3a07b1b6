"""Reprints of one story: count them all, or each story once; resample stories, not articles."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.tokens import Tokens
from toolkit.errors import InvalidArgumentError, require_choice

STORIES = ("all", "first")


def choose_stories(tokens: Tokens, stories: str, *, function: str) -> Tokens:
    """Return the index of all articles, or of the first article of each story.

    Parameters
    ----------
    tokens
        A corpus; its articles carry ``story_id`` where reprints are known.
    stories
        ``"all"`` or ``"first"``: the earliest dated article of a story, of
        equals the one that stands first.
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
    return tokens if stories == "all" else tokens.select(keep)


def chosen_articles(articles: pd.DataFrame, stories: str, *, function: str) -> npt.NDArray[np.bool_]:
    """Tell which articles are counted: all, or the first of each story. The arguments are those of `choose_stories`.

    Examples
    --------
    >>> articles = pd.DataFrame({"story_id": ["1", "1"], "date": pd.to_datetime(["2017-11-09", "2017-11-08"])})
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
            "Try: stories='all', or add a column story_id of your own"
        )
    story = _story_codes(articles)
    order = np.argsort(articles["date"].to_numpy(), kind="stable")  # NaT goes last
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


def _story_codes(articles: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number a story; an article without a story is one of its own."""
    story: pd.Series[Any] = articles["story_id"].astype("object")
    codes = pd.factorize(story.where(story.notna() & (story != "")))[0].astype(np.int64)
    alone = np.flatnonzero(codes < 0)
    codes[alone] = len(codes) + alone
    return pd.factorize(codes)[0].astype(np.int64)
