"""Keyword in context: every occurrence of a word or phrase with what stands around it."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.queries import find, resolve
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError

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
    if not isinstance(query, str) or width < 0 or (limit is not None and limit < 0):
        raise InvalidArgumentError(
            "concordance() needs a word or phrase, and no negative width or limit.\n"
            "Try: concordance(tokens, 'البوكمال', width=60, limit=20)"
        )
    tokens = as_tokens(data)
    wanted = resolve(query, tokens, level, function="concordance")
    first = find(tokens, wanted, level)[:limit]
    starts, ends = tokens.spans(first), tokens.spans(first + len(wanted) - 1)
    rows = starts["article"].to_numpy()
    fields = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    texts = [fields[name][row] for name, row in zip(starts["field"], rows, strict=True)]
    begin, end = starts["start"].tolist(), ends["end"].tolist()
    context = [_around(text, a, b, width) for text, a, b in zip(texts, begin, end, strict=True)]
    found = tokens.articles.iloc[rows][["article_id", "date", "source", "title"]].reset_index(drop=True)
    parts = {name: pd.array([c[i] for c in context], dtype="str") for i, name in enumerate(("left", "match", "right"))}
    return found.assign(field=starts["field"], start=starts["start"], end=ends["end"], **parts)[COLUMNS]


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
