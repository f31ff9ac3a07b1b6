"""What the words around a date speak for: what will be, what has been, or no date at all."""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.mentions.date_terms import terms
from toolkit.text.lexicon import zipf
from toolkit.text.numerals import read_number

#: Characters before and after a date in which a cue is looked for.
_BEFORE, _BEHIND = 80, 25
#: Words before it that speak of it.
_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!؟\n؛]")
_PAUSE = re.compile(r"[.!؟\n؛،]")
_SHALL = re.compile(r"[وف]?س(?P<verb>[يتن]\w{2,})")
_TIME_PREPOSITIONS = frozenset(("في", "منذ", "خلال", "حتي", "من", "الي", "بين", "وفي", "ومنذ", "نهايه", "مطلع"))


def cue_around(text: str, start: int, end: int) -> str:
    """Return ``future`` or ``past``, by the nearest word before a date or a few behind it, else "".

    Examples
    --------
    >>> cue_around("ستنطلق الخميس", 7, 13), cue_around("انطلقت الخميس", 7, 13)
    ('future', 'past')
    """
    before = _STOP.split(text[max(0, start - _BEFORE) : start])[-1]
    words = _WORD.findall(before)[-_WORDS:]
    for i in range(len(words) - 1, -1, -1):
        if words[i] == "المتوقع" and words[i + 1 : i + 2] != ["ان"]:
            continue  # افضل من المتوقع
        if words[max(0, i - 2) : i] in (["قبل", "ان"], ["بعد", "ان"]) or words[max(0, i - 1) : i] == ["لم"]:
            return "past"
        if cue := _cue_of(words[i]):
            return cue
    behind = _WORD.findall(_PAUSE.split(text[end : end + _BEHIND])[0])[:2]
    return next((cue for word in behind if (cue := _cue_of(word))), "")


@lru_cache(maxsize=20_000)
def _cue_of(word: str) -> str:
    if _shall(word) or word in terms("future") or word[1:] in terms("future"):
        return "future"
    stems = (form[: len(form) - n] for form in (word, word[1:] if word[0] in "وف" else "") for n in (0, 1))
    past = terms("past")
    if any(stem in past for stem, n in zip(stems, (0, 1, 0, 1), strict=True) if not n or word.endswith("ت")):
        return "past"
    return ""


def _shall(word: str) -> bool:
    """Tell سيبدأ and ستنطلق from سيارة and سنوات: what stands behind س is the commoner word."""
    match = _SHALL.fullmatch(word)
    return match is not None and zipf(match["verb"]) > zipf(word)


def counts_things(text: str, place: int) -> bool:
    """Tell whether a number of four digits counts what follows: في مايو 2000 مليون."""
    number = read_number(text, place)
    return bool(number and number.scale > 1)


def is_doubtful(words: str, before: str) -> bool:
    """Tell whether a month that stands alone is mainly another word: مارس, آب, رمضان.

    Examples
    --------
    >>> is_doubtful("مارس", "الذي "), is_doubtful("مارس", "منذ "), is_doubtful("شهر مارس", "")
    (True, False, False)
    """
    listed = terms("month_doubtful")
    if words not in listed:
        return False
    preposition = re.search(r"(\w+) $", before)
    return not (preposition and preposition[1] in _TIME_PREPOSITIONS and listed[words] == "after_in")
