"""A word or phrase that somebody looks for: which entries of the corpus it means, and where they stand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from toolkit.corpus.tokens import LEVELS, Tokens, tokenize
from toolkit.errors import InvalidArgumentError, require_choice
from toolkit.text.arabic import bare


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
    >>> tokens = tokenize(["قافلة للبوكمال"])
    >>> resolve("البوكمال", tokens, "term", function="concordance")
    [1]
    >>> resolve("قافلة الرقة", tokens, "term", function="concordance")
    [0, -1]
    """
    require_choice(level, LEVELS, name="level", function=function)
    if not isinstance(query, str):
        raise InvalidArgumentError(
            f"{function}() needs a word or phrase to look for; it got a {type(query).__name__}.\n"
            f"Try: {function}(tokens, 'البوكمال')"
        )
    asked = tokenize([query], normalization=tokens.normalization, segmenter=tokens.segmenter)
    if not len(asked):
        raise InvalidArgumentError(
            f"{function}() needs a word to look for; this query holds none.\n"
            f"Try: {function}(tokens, 'البوكمال')\n{query}"
        )
    entries, known = asked.vocabulary(level), tokens.vocabulary(level)
    numbers = [_place(entries[i], known) for i in asked.ids(level)]
    if level == "term":
        surfaces, shown = asked.vocabulary("surface"), tokens.shown_forms()
        forms = [_place(bare(surfaces[i]), shown) for i in asked.ids("surface")]
        numbers = [number if form < 0 else form for form, number in zip(forms, numbers, strict=True)]
    return numbers


def find(tokens: Tokens, entries: list[int], level: str) -> npt.NDArray[np.int64]:
    """Return where entries follow each other inside one field.

    Parameters
    ----------
    tokens
        The corpus.
    entries
        What `resolve` returns.
    level
        Of which vocabulary the entries are numbers.

    Returns
    -------
    ndarray of int64
        The place of the first word of each occurrence in the stream of words,
        in reading order.

    Examples
    --------
    >>> tokens = tokenize(["من دير الزور", "دير الزور ودير الزور"])
    >>> find(tokens, resolve("دير الزور", tokens, "term", function="concordance"), "term").tolist()
    [1, 3, 5]
    """
    if min(entries) < 0:
        return np.zeros(0, dtype=np.int64)
    ids = tokens.ids(level)
    places = np.flatnonzero(ids == entries[0])
    if len(entries) > 1:
        bounds = tokens.segment_bounds
        ends = bounds[np.searchsorted(bounds, places, side="right")] if len(places) else places
        places = places[places + len(entries) <= ends]
        for i, entry in enumerate(entries[1:], start=1):
            places = places[ids[places + i] == entry]
    return places.astype(np.int64)


def _place(word: str, known: list[str]) -> int:
    """Where a word stands in a list, or -1; one pass costs less than a dict of the whole vocabulary."""
    try:
        return known.index(word)
    except ValueError:
        return -1
