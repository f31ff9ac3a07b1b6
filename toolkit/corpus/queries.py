"""A word or phrase that somebody looks for: which entries of the corpus it means, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy

from toolkit.corpus.chunk_words import cut_chunks
from toolkit.corpus.tokens import LEVELS, Tokens
from toolkit.errors import InvalidArgumentError, require_choice
from toolkit.text.arabic import bare

#: How a query may be written.
SYNTAXES = ("words", "glob", "regex")
#: What one word of a query may be: an entry of the vocabulary, or one of several.
Wanted = int | npt.NDArray[np.int64]
#: So many entries are looked for one by one; a list of more is marked first, and read off once a running word.
_FEW = 5
#: Where each entry of a level stands, found once for a corpus and forgotten with it.
_POSTINGS: WeakKeyDictionary[Tokens, dict[str, scipy.sparse.csr_array]] = WeakKeyDictionary()


def resolve(query: str, tokens: Tokens, level: str, *, function: str) -> list[int]:
    """Return the words of a query as numbers of ``tokens.vocabulary(level)``.

    Parameters
    ----------
    query
        One word or several that follow each other.
    tokens
        The corpus that is asked; its normalisation and segmenter read the query too.
    level
        What counts as the same word: ``"surface"``, ``"word"`` or ``"term"``.
        A term as it is shown is that term.
    function
        Who asks, for the error message.

    Returns
    -------
    list of int
        One number a word, -1 for a word that the corpus lacks.

    Raises
    ------
    InvalidArgumentError
        If the query holds no word, or ``level`` is unknown.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> tokens = tokenize(["قافلة للبوكمال"])
    >>> resolve("البوكمال", tokens, "term", function="concordance")
    [1]
    >>> resolve("قافلة الرقة", tokens, "term", function="concordance")
    [0, -1]
    """
    require_choice(level, LEVELS, name="level", function=function)
    _require_string(query, function)
    # A query is cut as texts are; the tables of an index would take longer than the search.
    pieces = pa.array([piece.encode("utf-8", "replace") for piece in query.split()], pa.binary())
    words, surfaces = cut_chunks(pieces)
    if not surfaces:
        raise _no_word(query, function)
    said = [surfaces[i] for i in words.surface]
    numbers = tokens.find_words(said, level)
    if level == "term":
        forms = [tokens.find_shown(bare(word)) for word in said]
        numbers = [number if form < 0 else form for form, number in zip(forms, numbers, strict=True)]
    return numbers


def resolve_patterns(
    query: str, tokens: Tokens, level: str, *, syntax: str, function: str
) -> list[npt.NDArray[np.int64]]:
    """Return which entries of ``tokens.vocabulary(level)`` each pattern of a query is the whole of.

    Parameters
    ----------
    query
        One pattern or several with blanks between, for words that follow each
        other; its letters are folded as the words are.
    tokens, level, function
        As in `resolve`. A term fits by its key or as it is shown.
    syntax
        ``"glob"``: ``*`` is any letters or none, ``?`` is one;
        ``"regex"``: a regular expression of Python's.

    Raises
    ------
    InvalidArgumentError
        If the query is empty, or no regular expression.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> tokens = tokenize(["النازحون ونازحة في نازحات"])
    >>> [found.tolist() for found in resolve_patterns("*نازح* في", tokens, "word", syntax="glob", function="find")]
    [[0, 1, 3], [2]]
    """
    require_choice(level, LEVELS, name="level", function=function)
    require_choice(syntax, SYNTAXES[1:], name="syntax", function=function)
    _require_string(query, function)
    parts = query.split()
    if not parts:
        raise _no_word(query, function)
    readings = _readings(tokens, level)
    found = []
    for part in parts:
        fits = _pattern(part, tokens, level, syntax, function).fullmatch
        entries = {i for reading in readings for i, entry in enumerate(reading) if fits(entry)}
        found.append(np.array(sorted(entries), dtype=np.int64))
    return found


def _pattern(part: str, tokens: Tokens, level: str, syntax: str, function: str) -> re.Pattern[str]:
    """One word of a query as a regular expression, folded; capitals stay, for some of its signs are letters."""
    folding = tokens.normalization
    if level != "surface":
        part = replace(folding, case=False).apply(part)
    if syntax == "glob":
        part = re.escape(part).replace(r"\*", ".*").replace(r"\?", ".")
    try:
        return re.compile(part, re.IGNORECASE if folding.case and level != "surface" else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidArgumentError(
            f"{function}() cannot read this regular expression: {error}.\n"
            "Put \\ before a sign that means itself, or try: syntax='glob', where * is any letters and ? is one\n"
            f"{part}"
        ) from None


def _readings(tokens: Tokens, level: str) -> list[list[str]]:
    """The entries of a level as a pattern reads them."""
    if level != "term":
        return [tokens.vocabulary(level)]
    # One pass over the letters of all terms; no word holds a line break.
    return [
        tokens.normalization.apply("\n".join(terms)).split("\n")
        for terms in (tokens.vocabulary(), tokens.shown_forms())
    ]


def _require_string(query: object, function: str) -> None:
    if not isinstance(query, str):
        raise InvalidArgumentError(
            f"{function}() needs a word or phrase to look for; it got a {type(query).__name__}.\n"
            f"Try: {function}(tokens, 'البوكمال')"
        )


def _no_word(query: str, function: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"{function}() needs a word to look for; this query holds none.\nTry: {function}(tokens, 'البوكمال')\n{query}"
    )


def find(tokens: Tokens, entries: Sequence[Wanted], level: str) -> npt.NDArray[np.int64]:
    """Return where entries follow each other inside one field.

    Parameters
    ----------
    tokens
        The corpus.
    entries
        What `resolve` or `resolve_patterns` returns.
    level
        Of which vocabulary the entries are numbers.

    Returns
    -------
    ndarray of int64
        The place of the first word of each occurrence in the stream of words,
        in reading order.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> tokens = tokenize(["من دير الزور", "دير الزور ودير الزور"])
    >>> find(tokens, resolve("دير الزور", tokens, "term", function="concordance"), "term").tolist()
    [1, 3, 5]
    """
    ids = tokens.ids(level)
    first = entries[0]
    places = _postings(tokens, level, first) if isinstance(first, int) else np.flatnonzero(_is_one_of(ids, first))
    if len(entries) > 1 and len(places):
        bounds = tokens.segment_bounds
        places = places[places + len(entries) <= bounds[np.searchsorted(bounds, places, side="right")]]
        for i, wanted in enumerate(entries[1:], start=1):
            places = places[_is_one_of(ids[places + i], wanted)]
    return places.astype(np.int64)


def _postings(tokens: Tokens, level: str, entry: int) -> npt.NDArray[np.int64]:
    """Where one entry stands, in reading order."""
    of_level = _POSTINGS.setdefault(tokens, {})
    if level not in of_level:
        ids = tokens.ids(level)
        cells = np.ones(len(ids), dtype=np.int8), (ids, np.arange(len(ids), dtype=np.int32))
        of_level[level] = scipy.sparse.coo_array(cells, shape=(len(tokens.vocabulary(level)), len(ids))).tocsr()
    if not 0 <= entry < of_level[level].shape[0]:
        return np.zeros(0, dtype=np.int64)
    table = of_level[level]
    return table.indices[table.indptr[entry] : table.indptr[entry + 1]].astype(np.int64)


def _is_one_of(ids: npt.NDArray[np.int32], wanted: Wanted) -> npt.NDArray[np.bool_]:
    """Which ids are the wanted entry, or one of them."""
    entries = np.atleast_1d(wanted)
    entries = entries[entries >= 0]
    if len(entries) > _FEW:
        marked = np.zeros(max(int(entries.max()), int(ids.max(initial=0))) + 1, dtype=bool)
        marked[entries] = True
        return marked[ids]
    found = np.zeros(len(ids), dtype=bool) if len(entries) != 1 else ids == entries[0]
    for entry in entries if len(entries) > 1 else ():
        found |= ids == entry
    return found
