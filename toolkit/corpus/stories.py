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
    require_choice(stories, STORIES, name="stories", function=function)
    if stories == "all":
        return tokens
    if "story_id" not in tokens.articles.columns:
        raise InvalidArgumentError(
            f"{function}() was asked to count each story once, but these articles have no column story_id.\n"
            "It says which articles are reprints of one another.\n"
            "Try: stories='all', or add a column story_id of your own"
        )
    story = _story_codes(tokens.articles)
    order = np.argsort(tokens.articles["date"].to_numpy(), kind="stable")  # NaT goes last
    first = order[np.unique(story[order], return_index=True)[1]]
    keep = np.zeros(len(story), dtype=bool)
    keep[first] = True
    return tokens.select(keep)


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
    known = story.notna() & (story != "")
    alone = pd.Series([("", i) for i in range(len(story))], index=story.index, dtype="object")
    return pd.factorize(story.where(known, alone))[0].astype(np.int64)
