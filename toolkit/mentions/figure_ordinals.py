"""Ordinals behind or before what they rank: المرة الثانية, ثاني أكبر."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.text.arabic import fold
from toolkit.text.numerals import number_words, ordinal_words

_TENS = [
    "عشرون",
    "عشرين",
    "ثلاثون",
    "ثلاثين",
    "اربعون",
    "اربعين",
    "خمسون",
    "خمسين",
    "ستون",
    "ستين",
    "سبعون",
    "سبعين",
    "ثمانون",
    "ثمانين",
    "تسعون",
    "تسعين",
]
_WORD, _BEFORE = re.compile(r"\w+"), re.compile(r"([^\W\d_]{3,}) $")
_ORDINAL_REST = re.compile(rf"(?: (?P<ten>عشره?)(?!\w)| وال(?P<tens>{'|'.join(_TENS)})(?!\w))")
_FEMININE = ("ه", "ات", "ها", "هم", "ي", "اء", "ا", "وف", "ود")
#: No nouns that ثاني and up rank: مع ثالث عند الباب, ثاني أكسيد الكربون.
_NOT_RANKED = frozenset(fold("عند في من على إلى عن بعد قبل خلال مع أكسيد لم لا كان كانت قد حين").split())
#: A noun before these is part of a name: الحرب العالمية الثانية, اللغة الأولى.
_NOT_COUNTED = frozenset(
    [
        "الدقيقه",
        "الساعه",
        "العالميه",
        "العالمي",
        "الحسن",
        "عبدالله",
        "فؤاد",
        "محمد",
        "الملك",
        "فيليب",
        "البابا",
        "اليزابيث",
        "نيكولاس",
        "تشرين",
        "كانون",
        "ربيع",
        "جمادي",
        "الوقت",
        "يوحنا",
        "بنديكت",
        "الربع",
        "النصف",
        "الفصل",
        "الغرفه",
        "السيده",
        "فريقه",
        "فريقها",
        "لفريقه",
        "لفريقها",
        "المكتب",
        "بالمكتب",
        "الماده",
        "الفقره",
        "البند",
        "الله",
        "الطراز",
        "الفريق",
        "المنتخب",
        "القسم",
        "الصف",
        "الدرجه",
        "القناه",
    ]
)


class Ordinal(NamedTuple):
    """An ordinal, its value, and where the noun stands that it ranks."""

    start: int
    end: int
    value: float
    noun: tuple[int, int]


def read_ordinal(text: str, place: int, start: int) -> Ordinal | None:
    """Read المرة الثانية, المركز الحادي عشر, سفينة ثالثة, ثاني أكبر.

    Parameters
    ----------
    text
        Folded.
    place, start
        Where the word begins, and where behind its article.

    Examples
    --------
    >>> read_ordinal("في المره الثانيه", 9, 11)
    Ordinal(start=9, end=16, value=2.0, noun=(3, 8))
    """
    word = _WORD.match(text, start)
    value = ordinal_words().get(word[0], 0) if word else 0
    if not word or not value:
        return None
    definite = text[place:start].endswith(("ال", "لل"))
    before = _BEFORE.search(text[max(0, place - 25) : place])
    end = word.end()
    if definite and (rest := _ORDINAL_REST.match(text, end)):
        value, end = value + (10 if rest["ten"] else int(number_words()[rest["tens"]][1])), rest.end()
    if before and _is_number_word(before[1]):
        return None
    if before and word[0] == "اولي" and before[1].endswith("ات"):  # السنوات الأولى
        return None
    if before and word[0] == "اولي" and not before[1].endswith(_FEMININE):  # أوّلي is "preliminary"
        return None
    if not definite:
        if (
            before
            and value > 1
            and word[0].endswith("ه")
            and before[1].endswith("ه")
            and not before[1].startswith("ال")
        ):
            noun = (max(0, place - 25) + before.start(1), max(0, place - 25) + before.end(1))
            return Ordinal(start, end, float(value), noun)
        return _read_leading_ordinal(text, start, end, value, word[0])
    if (
        before is None
        or re.sub("^لل", "ال", before[1]) in _NOT_COUNTED
        or before[1].endswith("ين")
        or (
            not before[1].lstrip("وفبلك").startswith("ال")
            and not before[1].startswith(("لل", "ولل"))
            and not before[1].endswith(("ه", "ها", "هم", "هما"))
        )
    ):
        return None
    noun = (max(0, place - 25) + before.start(1), max(0, place - 25) + before.end(1))
    return Ordinal(place, end, float(value), noun)


def _is_number_word(word: str) -> bool:
    return word.isdigit() or any(form in number_words() for form in (word, word.removeprefix("ال"), word[1:]))


def _read_leading_ordinal(text: str, start: int, end: int, value: int, word: str) -> Ordinal | None:
    behind = re.compile(r" (?:(?:اكبر|اكثر|اهم|اعلي|افضل|اطول|اسرع|اقوي|اغني) )?([^\W\d_]{3,})").match(text, end)
    if (
        value < 2
        or behind is None
        or word not in ("ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
        or behind[1].startswith("ال")
        or behind[1] in _NOT_RANKED
    ):
        return None
    if start and text[start - 1] not in ' \n«"(' and text[start - 2 : start - 1] not in ("", " ", "\n"):
        return None
    return Ordinal(start, end, float(value), behind.span(1))
