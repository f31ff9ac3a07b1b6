"""Which words say little of what a text is about: particles, pronouns, verbs of saying."""

from __future__ import annotations

from functools import cache

from toolkit.text.arabic import bare
from toolkit.text.segment import term_keys
from toolkit.text.wordlists import stop_word_classes


def is_stop_word(word: str) -> bool:
    """Tell whether a word is a stop word, with or without clitics.

    A hamza left off counts as written (الى is إلى), but not one that is
    written otherwise: آن and علي stay. A single letter is a stop word too.

    Examples
    --------
    >>> [is_stop_word(word) for word in ("وفي", "الى", "بهذا", "لهم", "وبسبب", "علي", "الفرات")]
    [True, True, True, True, True, False, False]
    """
    return is_stop_key(term_keys([bare(word)])[0])


def is_stop_key(key: str) -> bool:
    """Tell whether terms under this key are stop words; it does not depend on the corpus.

    Examples
    --------
    >>> is_stop_key("(على)"), is_stop_key("علي")
    (True, False)
    """
    return (len(key) < 2 and key.isalpha()) or key.startswith("(") or key in _stop_keys()


@cache
def _stop_keys() -> frozenset[str]:
    """Keys of the stop words that are nouns."""
    return frozenset(term_keys(stop_word_classes()))
