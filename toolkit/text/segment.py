"""Clitics off, one key per term, the form to show.

وللبوكمال is written as one word and read as three: و, ل and البوكمال. A reader
counts the last of them. Where to cut is decided by how common the pieces are
(`toolkit.text.cuts`); particles and pronouns are a closed class and are cut by
rule. All words of a corpus are looked at together, in a few array operations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from toolkit.errors import require_words
from toolkit.text.arabic import BARE
from toolkit.text.closed_class import as_written_alone, closed_class
from toolkit.text.cuts import ENCLITICS, PROCLITICS, best_cuts
from toolkit.text.keys import keys_of
from toolkit.text.word_hashes import LETTERS
from toolkit.text.wordlists import keep_whole, stop_spellings

_FRONT = np.array([len(letters) for letters in PROCLITICS])
_BACK = np.array([len(letters) for letters in ENCLITICS])
_IS_PREPOSITION = np.array([letters[-1:] in ("ب", "ل", "ك") for letters in PROCLITICS])
#: A number with a preposition before it: لـ20 is 20.
_NUMBER = re.compile("([وف]?[بلك]?)([0-9٠-٩۰-۹].*)")


@dataclass(frozen=True)
class Segmentation:
    """What is known of some words, one entry a word in each list.

    Attributes
    ----------
    keys : sequence of str
        What the word is counted under.
    forms : sequence of str
        How the word reads without clitics, ال kept.
    """

    keys: Sequence[str]
    forms: Sequence[str]


def analyse_words(words: Iterable[str]) -> Segmentation:
    """Give each of many words its key and the form to show.

    Parameters
    ----------
    words
        Single words without marks.

    Examples
    --------
    >>> analyse_words(["وللبوكمال", "البوكمال"])
    Segmentation(keys=['بوكمال', 'بوكمال'], forms=['البوكمال', 'البوكمال'])
    """
    words = list(words)
    cuts = _cut(words)
    forms = list(words)
    for i, front, back, melted, restored in cuts.taken():
        forms[i] = _readable(words[i][front : len(words[i]) - back], melted, restored)
    closed, whole = closed_class(), keep_whole()
    for i in cuts.closed:
        forms[i] = as_written_alone(closed[words[i]][1]) if cuts.back[i] else closed[words[i]][1]
    keys = keys_of(forms, after_preposition=cuts.after_preposition)
    for i in cuts.closed:
        if words[i] not in whole:
            keys[i] = f"({keys[i]})"
    for i, said in _stop_words(words, forms, cuts).items():
        keys[i], forms[i] = f"({said})", said
    return Segmentation(keys, forms)


def _stop_words(words: list[str], forms: list[str], cuts: _Cut) -> dict[int, str]:
    """Words that are stop words as spelt: whole (بسبب), without clitics, or behind و and ف alone (وبسبب)."""
    stops = stop_spellings()
    found = {i: stops[form] for i, form in enumerate(forms) if form in stops}
    behind = {i: words[i][1:] for i in np.flatnonzero(cuts.front > 1).tolist()}
    found |= {i: stops[word] for i, word in behind.items() if word in stops}
    return found | {i: stops[word] for i, word in enumerate(words) if word in stops}


@dataclass(frozen=True)
class _Cut:
    """How many letters come off each word in front and behind, and what the stem is like."""

    front: npt.NDArray[np.int64]
    back: npt.NDArray[np.int64]
    melted: npt.NDArray[np.bool_]
    restored: npt.NDArray[np.uint8]
    after_preposition: npt.NDArray[np.bool_]
    closed: list[int]

    def taken(self) -> Iterator[tuple[int, int, int, bool, int]]:
        """Words that lose letters: which, how many in front and behind, ال melted, the letter restored."""
        at = np.flatnonzero((self.front > 0) | (self.back > 0))
        columns = (self.front, self.back, self.melted, self.restored)
        return zip(at.tolist(), *(column[at].tolist() for column in columns), strict=True)


def _cut(words: list[str]) -> _Cut:
    best, closed = best_cuts(words), closed_class()
    cut = _Cut(
        front=_FRONT[best.proclitic],
        back=_BACK[best.enclitic],
        melted=best.melted,
        restored=best.restored,
        after_preposition=_IS_PREPOSITION[best.proclitic],
        closed=[i for i, word in enumerate(words) if word in closed],
    )
    for i in cut.closed:
        proclitics, _, pronoun = closed[words[i]]
        cut.front[i], cut.back[i] = len(proclitics), len(pronoun)
        cut.melted[i], cut.restored[i], cut.after_preposition[i] = False, 0, False
    for i in np.flatnonzero(best.is_foreign).tolist():
        if number := _NUMBER.fullmatch(words[i]):
            cut.front[i] = len(number[1])
    return cut


def _readable(stem: str, melted: bool, restored: int) -> str:
    """The stem as it is written alone: ال back after لل, ة back before a pronoun."""
    if restored:
        stem = stem[:-1] + LETTERS[restored - 1]
    return "ا" + stem if melted else stem


def segment(word: str) -> list[str]:
    """Return the surface pieces of a word; they join to the word, and ال stays on its noun.

    Parameters
    ----------
    word
        One word; marks are taken out first.

    Examples
    --------
    >>> segment("للولايات"), segment("وبمدينتهم"), segment("فلسطين")
    (['ل', 'لولايات'], ['و', 'ب', 'مدينت', 'هم'], ['فلسطين'])
    """
    require_words([word], name="word", function="segment")
    return list(_segment_one(word))


@lru_cache(maxsize=1 << 14)
def _segment_one(word: str) -> tuple[str, ...]:
    """Looking at one word costs as much as looking at a thousand."""
    return tuple(segment_many([word])[0])


def segment_many(words: Iterable[str]) -> list[list[str]]:
    """Return the surface pieces of many words, as `segment` does for one.

    Parameters
    ----------
    words
        Single words; marks are taken out first.

    Examples
    --------
    >>> segment_many(["بالعراق", "وقال"])
    [['ب', 'العراق'], ['و', 'قال']]
    """
    words = require_words(words, name="words", function="segment_many")
    words = BARE.apply_to_all(words)
    cut = _cut(words)
    pieces = [[word] for word in words]
    for i, front, back, *_ in cut.taken():
        word, end = words[i], len(words[i]) - back
        pieces[i] = [*word[:front], word[front:end], *([word[end:]] if back else [])]
    return pieces


def term_keys(words: Iterable[str]) -> list[str]:
    """Return the key each word is counted under: clitics and article off, number and gender set aside.

    Parameters
    ----------
    words
        Single words; marks are taken out first.

    Examples
    --------
    >>> term_keys(["للبوكمال", "البوكمال", "المدن", "ومدينتهم"])
    ['بوكمال', 'بوكمال', 'مدينه', 'مدينه']
    """
    words = require_words(words, name="words", function="term_keys")
    return list(analyse_words(BARE.apply_to_all(words)).keys)
