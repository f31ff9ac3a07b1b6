"""Keyword in context: every occurrence of a word or phrase with what stands around it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import LEVELS, Tokens, as_tokens, tokenize
from toolkit.errors import InvalidArgumentError, require_choice
from toolkit.text.arabic import bare

#: Columns of a concordance, in order.
COLUMNS = ["article_id", "date", "source", "title", "field", "start", "end", "left", "match", "right"]


def concordance(
    data: Tokens | pd.DataFrame,
    query: str,
    *,
    level: str = "term",
    width: int = 60,
    limit: int | None = None,
) -> pd.DataFrame:
    """Find a word or phrase, and show what stands before and after it.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    query
        One word or several that follow each other.
    level
        What counts as the same word: ``"term"`` finds للبوكمال for البوكمال and
        المدن for مدينة, ``"word"`` only other spellings, ``"surface"`` only what
        is written exactly so.
    width
        Characters of context on each side, cut at the end of a word.
    limit
        At most so many lines, the first ones; all by default.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the articles: ``article_id``
        str, ``date`` datetime64[us], ``source`` ``title`` ``field`` str,
        ``start`` ``end`` int32 (characters in that field), and ``left``
        ``match`` ``right`` str: what is read before, at and after the match,
        white space as single blanks.

    Raises
    ------
    InvalidArgumentError
        If the query holds no word, or ``level`` is unknown.

    Examples
    --------
    >>> import toolkit as tk
    >>> lines = tk.concordance(tk.as_articles(["وصلت قافلة للبوكمال أمس"]), "البوكمال")
    >>> lines[["left", "match", "right"]].iloc[0].to_list()
    ['وصلت قافلة', 'للبوكمال', 'أمس']
    """
    require_choice(level, LEVELS, name="level", function="concordance")
    if not isinstance(query, str) or width < 0 or (limit is not None and limit < 0):
        raise InvalidArgumentError(
            "concordance() needs a word or phrase, and no negative width or limit.\n"
            "Try: concordance(tokens, 'البوكمال', width=60, limit=20)"
        )
    tokens = as_tokens(data)
    wanted = _entries(query, tokens, level)
    first = _find(tokens, wanted, level)[:limit]
    starts, ends = tokens.spans(first), tokens.spans(first + len(wanted) - 1)
    rows = starts["article"].to_numpy()
    fields = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    texts = [fields[name][row] for name, row in zip(starts["field"], rows, strict=True)]
    begin, end = starts["start"].tolist(), ends["end"].tolist()
    context = [_around(text, a, b, width) for text, a, b in zip(texts, begin, end, strict=True)]
    found = tokens.articles.iloc[rows][["article_id", "date", "source", "title"]].reset_index(drop=True)
    parts = {name: pd.array([c[i] for c in context], dtype="str") for i, name in enumerate(("left", "match", "right"))}
    return found.assign(field=starts["field"], start=starts["start"], end=ends["end"], **parts)[COLUMNS]


def _entries(query: str, tokens: Tokens, level: str) -> list[int]:
    """The query as numbers of the corpus's vocabulary, -1 for what it lacks; a term as it is shown is that term."""
    asked = tokenize([query], normalization=tokens.normalization, segmenter=tokens.segmenter)
    if not len(asked):
        raise InvalidArgumentError(
            "concordance() needs a word to look for; this query holds none.\n"
            f"Try: concordance(tokens, 'البوكمال')\n{query}"
        )
    vocabulary = asked.vocabulary(level)
    number = {entry: i for i, entry in enumerate(tokens.vocabulary(level))}
    entries = [number.get(vocabulary[i], -1) for i in asked.ids(level)]
    if level == "term":
        shown = {form: i for i, form in enumerate(tokens.shown_forms())}
        entries = [shown.get(word, entry) for word, entry in zip(_words(asked), entries, strict=True)]
    return entries


def _words(asked: Tokens) -> list[str]:
    surfaces = asked.vocabulary("surface")
    return [bare(surfaces[i]) for i in asked.ids("surface")]


def _find(tokens: Tokens, wanted: list[int], level: str) -> npt.NDArray[np.int64]:
    """Places where the wanted entries follow each other inside one field."""
    ids = tokens.ids(level)
    places = np.flatnonzero(ids == wanted[0])
    bounds = tokens.segment_bounds
    ends = bounds[np.searchsorted(bounds, places, side="right")] if len(places) else places
    places = places[places + len(wanted) <= ends]
    for i, entry in enumerate(wanted[1:], start=1):
        places = places[ids[places + i] == entry]
    return places.astype(np.int64)


def _around(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """What stands around a match, blanks made single, cut where a word ends."""
    left = _first_words(text[:start][::-1], width)[::-1]
    return left, " ".join(text[start:end].split()), _first_words(text[end:], width)


def _first_words(text: str, width: int) -> str:
    """As many whole words as ``width`` characters hold; long runs of blanks are not read through."""
    size = 2 * width + 20
    while len(seen := " ".join(text[:size].split())) <= width:
        if size >= len(text):
            return seen
        size *= 2
    return seen[: width + 1].rpartition(" ")[0]
