"""Labels that somebody has shaped already: known by their presentation forms, and put back into letters.

Up to matplotlib 3.10 the recipe ``get_display(reshape(label))`` was the only cure, and from 3.11 on it draws the
label backwards. Here such a label is recognised, and whether it stands in the order it is read or drawn.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata

from bidi.mirror import MIRRORED

# Presentation forms of single letters, of lam-alef and of الله: they betray text that somebody has joined already.
_FORMS = re.compile("[\ufb50-\ufbb1\ufbd3-\ufbe9\ufbfc-\ufbff\ufdf2\ufe80-\ufefc]")
_PLAIN_LETTERS = re.compile("[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5]")
_LATIN = re.compile("[A-Za-z]")
#: An Arabic word, in letters or in presentation forms, with its marks.
WORD = re.compile(
    "[\u0610-\u061a\u0620-\u065f\u066e-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0750-\u077f"
    "\u200c\u200d\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]+"
)


def is_reshaped(line: str) -> bool:
    """Whether a line holds letters in presentation forms.

    Examples
    --------
    >>> is_reshaped("\ufeae\ufeb8\ufe97"), is_reshaped("نشر")
    (True, False)
    """
    return _FORMS.search(line) is not None


def is_in_drawing_order(line: str) -> bool:
    """Whether a line of presentation forms already went through ``get_display``: which reading breaks fewer joins.

    A tie (a word of separate letters) counts as drawing order, which is what
    nine years of recipes produced.

    Examples
    --------
    >>> from arabic_reshaper import reshape
    >>> is_in_drawing_order(reshape("نشر")), is_in_drawing_order(reshape("نشر")[::-1])
    (False, True)
    """
    if len(_FORMS.findall(line)) <= len(_PLAIN_LETTERS.findall(line)):
        return False
    broken_logical = broken_drawing = 0
    for word in WORD.findall(line):
        letters = [letter for letter in word if not unicodedata.combining(letter)]
        ties = [(False, False), *map(_joins, letters), (False, False)]
        for (left_before, left_after), (right_before, right_after) in itertools.pairwise(ties):
            broken_logical += left_after != right_before
            broken_drawing += left_before != right_after
    return broken_drawing <= broken_logical


@functools.lru_cache(maxsize=1024)
def _joins(form: str) -> tuple[bool, bool]:
    """Whether a presentation form is joined to the letter before it, and to the one after it."""
    kind = unicodedata.decomposition(form).partition(" ")[0]
    return kind in ("<medial>", "<final>"), kind in ("<medial>", "<initial>")


def in_letters(text: str) -> str:
    """Presentation forms back to letters.

    Examples
    --------
    >>> in_letters("\ufee7\ufeb8\ufeae")
    'نشر'
    """
    return "".join(unicodedata.normalize("NFKC", letter).strip() if letter >= "\ufb50" else letter for letter in text)


def with_brackets_turned(line: str) -> str:
    """A line in drawing order whose brackets embrace what they should.

    ``bidi.get_display`` of python-bidi 0.5 and later leaves brackets as typed,
    so that ``(خاص)`` comes out between ``)`` and ``(``. A bracket that turns its
    back on the word beside it is such a one; where both sides are alike, it goes
    with the other brackets of the line, unless it stands in a Latin word.

    Examples
    --------
    >>> with_brackets_turned(")2017( \ufeae\ufeb8\ufe97") == "(2017) \ufeae\ufeb8\ufe97"
    True
    >>> with_brackets_turned("(2017) \ufeae\ufeb8\ufe97") == "(2017) \ufeae\ufeb8\ufe97"
    True
    """
    places = [place for place, sign in enumerate(line) if _is_bracket(sign)]
    votes = {place: _turns_its_back(line, place) for place in places}
    majority = sum(vote if vote is not None else 0 for vote in votes.values()) > 0
    turned = list(line)
    for place, vote in votes.items():
        in_latin = _LATIN.search(line[max(place - 1, 0) : place + 2]) is not None
        if vote == 1 or (vote is None and majority and not in_latin):
            turned[place] = MIRRORED[line[place]]
    return "".join(turned)


def _is_bracket(sign: str) -> bool:
    return sign in MIRRORED and unicodedata.category(sign) in ("Ps", "Pe", "Pi", "Pf")


def _turns_its_back(line: str, place: int) -> int | None:
    """1 if only what is outside a bracket is a word, -1 if only what is inside; None when that says nothing."""
    before, after = _is_word_at(line[:place][::-1]), _is_word_at(line[place + 1 :])
    if before == after:
        return None
    opens = unicodedata.category(line[place]) in ("Ps", "Pi")
    return 1 if opens == before else -1


def _is_word_at(text: str) -> bool:
    """Whether a word begins here, after punctuation if need be."""
    for sign in text:
        if sign.isspace() or _is_bracket(sign):
            return False
        if sign.isalnum() or unicodedata.combining(sign):
            return True
    return False
