"""Keyword in context: every occurrence of a word or phrase with what stands around it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.queries import SYNTAXES, find, resolve, resolve_patterns
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_choice

#: Columns of a concordance, in order.
COLUMNS = ["article_id", "date", "source", "title", "field", "start", "end", "left", "match", "right"]
#: What lines may be ordered by, beside the order of the articles.
_SORTS = (None, "left", "match", "right")
#: So many words on a side are compared; lines that are equal so far are copies, and stay as they stand.
_COMPARED = 8
Places = npt.NDArray[np.int64]


def concordance(
    data: Tokens | pd.DataFrame,
    query: str,
    *,
    level: str = "term",
    syntax: str = "words",
    width: int = 60,
    sort: str | None = None,
    limit: int | None = None,
    stories: str = "all",
) -> pd.DataFrame:
    """Find a word, a phrase or a pattern, and show what stands before and after it.

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
    syntax
        How the query is written: ``"words"``; ``"glob"``, where ``*`` is any
        letters or none and ``?`` is one (نازح*); ``"regex"``, a regular
        expression. A pattern fits whole words of the level, folded as they are;
        with blanks, it is several, for words that follow each other.
    width
        Characters of context on each side, cut at the end of a word.
    sort
        ``"right"``: by the words that follow; ``"left"``: by those before, from
        the nearest outward; ``"match"``: by the words found. Spelling is
        folded, signs are passed over, equals stand in the order of the articles.
    limit
        At most so many lines, the first ones; all by default.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the articles unless sorted:
        ``article_id`` str, ``date`` datetime64[us], ``source`` ``title``
        ``field`` str, ``start`` ``end`` int32 (characters in that field), and
        ``left`` ``match`` ``right`` str: what is read before, at and after the
        match, white space as single blanks. ``attrs["n"]`` is how many
        occurrences there are, with those that ``limit`` leaves out.

    Raises
    ------
    InvalidArgumentError
        If the query holds no word or is no regular expression, or ``level``,
        ``syntax``, ``sort`` or ``stories`` is unknown.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["وصلت قافلة للبوكمال أمس", "عاد نازحون إلى البوكمال"])
    >>> lines = tk.concordance(articles, "البوكمال", limit=1)
    >>> lines[["left", "match", "right"]].iloc[0].to_list(), lines.attrs["n"]
    (['وصلت قافلة', 'للبوكمال', 'أمس'], 2)
    >>> tk.concordance(articles, "نازح* إلى", syntax="glob", level="word")["match"].to_list()
    ['نازحون إلى']
    """
    require_choice(sort, _SORTS, name="sort", function="concordance")
    require_choice(syntax, SYNTAXES, name="syntax", function="concordance")
    if not _is_count(width) or not (limit is None or _is_count(limit)):
        raise InvalidArgumentError(
            f"concordance() needs whole numbers for width and limit, and none below 0; it got width={width!r} and "
            f"limit={limit!r}.\nTry: concordance(tokens, query, width=60, limit=20)"
        )
    tokens = choose_stories(as_tokens(data), stories, function="concordance")
    if syntax == "words":
        found = find(tokens, words := resolve(query, tokens, level, function="concordance"), level)
        length = len(words)
    else:
        patterns = resolve_patterns(query, tokens, level, syntax=syntax, function="concordance")
        found, length = find(tokens, patterns, level), len(patterns)
    first = found[:limit] if sort is None else found[_order(tokens, found, length, sort)[:limit]]
    lines = _lines(tokens, first, length, int(width))
    lines.attrs = {"n": len(found), "stories": stories}
    return lines


def _is_count(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 0)


# --- order -----------------------------------------------------------------------------------------------------------


def _order(tokens: Tokens, places: Places, length: int, sort: str) -> Places:
    """The order of the lines by the words on one side, or by those found."""
    if not len(places):
        return places
    ids, ranks, bounds = tokens.ids("word"), tokens.word_ranks(), tokens.segment_bounds
    segment = np.searchsorted(bounds, places, side="right") - 1
    begin, end = bounds[segment], bounds[segment + 1]
    steps = {
        "left": range(-1, -1 - _COMPARED, -1),
        "match": range(length),
        "right": range(length, length + _COMPARED),
    }[sort]
    order = np.arange(len(places))
    for step in reversed(steps):  # the word that counts most is sorted by last; each sort keeps the order of equals
        at = places[order] + step
        inside = (at >= begin[order]) & (at < end[order])
        rank = np.where(inside, ranks[ids[np.where(inside, at, 0)]], -1)  # where the text ends stands first
        order = order[np.argsort(rank, kind="stable")]
    return order


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(tokens: Tokens, first: Places, length: int, width: int) -> pd.DataFrame:
    """The table of the lines at these places of the stream of words."""
    starts, ends = tokens.spans(first), tokens.spans(first + length - 1)
    return lines_at(tokens.articles, starts.assign(end=ends["end"]), width=width)


def lines_at(articles: pd.DataFrame, spans: pd.DataFrame, *, width: int) -> pd.DataFrame:
    """Return the lines of a concordance at places that are known; only the articles that are shown are read.

    Parameters
    ----------
    articles
        The articles table.
    spans
        ``article`` (row of ``articles``), ``field``, ``start``, ``end``, as `Tokens.spans` gives them.
    width
        Characters of context on each side, cut at the end of a word.

    Examples
    --------
    >>> import toolkit as tk
    >>> spans = pd.DataFrame({"article": [0], "field": ["text"], "start": [5], "end": [13]})
    >>> lines_at(tk.as_articles(["قرب  البوكمال أمس"]), spans, width=9)[["left", "match", "right"]].iloc[0].to_list()
    ['قرب', 'البوكمال', 'أمس']
    """
    rows, field = spans["article"].to_numpy(), spans["field"].to_numpy()
    found = articles[["article_id", "date", "source", "title"]].iloc[rows].reset_index(drop=True)
    context = np.full((len(spans), 3), "", dtype=object)
    for name in FIELDS:
        here = np.flatnonzero(field == name)
        shown, of_line = np.unique(rows[here], return_inverse=True)
        texts = articles[name].iloc[shown].tolist()
        places = zip(spans["start"].to_numpy()[here].tolist(), spans["end"].to_numpy()[here].tolist(), strict=True)
        for line, text, (start, end) in zip(here.tolist(), of_line.tolist(), places, strict=True):
            context[line] = _around(texts[text], start, end, width)
    parts = {name: pd.array(context[:, i], dtype="str") for i, name in enumerate(("left", "match", "right"))}
    where = {name: spans[name].to_numpy() for name in ("start", "end")}
    return found.assign(field=pd.array(field, dtype="str"), **where, **parts)[COLUMNS]


def _around(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """What stands around a match, blanks made single, cut where a word ends; long runs of blanks are read through."""
    size = 2 * width + 20
    while len(left := " ".join(text[max(0, start - size) : start].split())) <= width and size < start:
        size *= 2
    if len(left) > width:
        left = left[len(left) - width - 1 :].partition(" ")[2]
    size = 2 * width + 20
    while len(right := " ".join(text[end : end + size].split())) <= width and end + size < len(text):
        size *= 2
    if len(right) > width:
        right = right[: width + 1].rpartition(" ")[0]
    return left, " ".join(text[start:end].split()), right
