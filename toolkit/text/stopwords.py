"""Which words say little of what a text is about: particles, pronouns, verbs of saying."""

from __future__ import annotations

from functools import cache

from toolkit.text.arabic import bare
from toolkit.text.segment import segment
from toolkit.text.wordlists import stop_word_classes

#: Classes that take ب ل ك in front, not only و and ف: بهذا, كالذي, لكل.
_AFTER_PREPOSITION = {
    "pronoun",
    "demonstrative",
    "relative",
    "quantifier",
    "interrogative",
    "particle",
    "time",
    "number_word",
}


def is_stop_word(word: str) -> bool:
    """Tell whether a word is a stop word, with or without clitics.

    A hamza left off counts as written (الى is إلى), but not one that is
    written otherwise: آن and علي stay.

    Examples
    --------
    >>> [is_stop_word(word) for word in ("وفي", "الى", "بهذا", "لهم", "علي", "الفرات")]
    [True, True, True, True, False, False]
    """
    word = bare(word)
    if len(word) < 2:
        return True
    if word in _spellings():
        return True
    if word[0] in "وف" and word[1:] in _spellings():
        return True
    if word[0] in "وف" and len(word) > 3:
        word = word[1:]
    if word[0] in "بلك" and _spellings().get(word[1:]) in _AFTER_PREPOSITION:
        return True
    pieces = segment(word)
    return (
        len(pieces) > 1
        and all(piece in _spellings() or len(piece) < 3 for piece in pieces)
        and pieces[0] in _spellings()
    )


@cache
def _spellings() -> dict[str, str]:
    """Each stop word with its class, also without its hamza where that is no other word of the list."""
    classes = dict(stop_word_classes())
    hamza = str.maketrans("أإآ", "ااا")
    return {word.translate(hamza): kind for word, kind in classes.items()} | classes
