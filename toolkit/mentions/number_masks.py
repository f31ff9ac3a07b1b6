"""Numbers that count nothing: clocks, scores, list numbers, names; dates are left to `date_mentions`."""

from __future__ import annotations

import re
from functools import cache

from toolkit.text.arabic import fold
from toolkit.text.wordlists import read_table

#: Characters before and after a number in which its mask is looked for.
REACH = 48
#: Behind n-m these make it a range of quantities, no score.
_UNITS = "عام|سنه|سنو|يوم(?! ال)|ايام|شهر|اشهر|كم|كيلو|متر|درج|في الم|بالم|ساع|دقي|%|اشخاص|شخص|ملي|الف|دول"
#: Behind في 2000 these make it a number of things, no year.
_THINGS = "شخص|دولار|من |ميل|كيلو|متر|الف|ملي|حال|مواطن|قتيل|موقع|سوري|مدني|طالب|شرك"
#: Behind برنت 32 these make it a quantity, no name.
_COUNTED = r" ?(?:%|سنت|دولار|نقط|في ال?م|بال?م)"
_YEARS = r"(?:1[3-9]|20)\d\d"
_NUMBER = r"\d[\d.,]*"


@cache
def _pattern() -> re.Pattern[str]:
    """What begins with a digit or sign, and what begins with a word: the rest of the letters is passed over quickly."""
    numbers = (
        r"\d{1,4} ?[/\-.] ?\d{1,2} ?[/\-.] ?\d{2,4}(?!\d)",
        r"(?<![\d.,])(?:19|20)\d\d ?[-/] ?(?:(?:19|20)\d\d|\d\d)(?!\d)",
        rf"(?<![\d.,])1\d\d\d ?[-–—/]? ?(?:1\d|20)\d\d(?!\d)(?! (?:{_UNITS}|{_THINGS}))",
        r"\d{1,2} ?(?:الي|-|–) ?\d{1,2} ?[-/]\s?\d{1,2}\s{0,2}[-/]\s?(?:1[34]|19|20)\d\d(?!\d)",
        r"\d{1,2} ?: ?\d{2}(?: ?: ?\d\d)?",
        r"\d{1,2} ?(?:صباحا|مساء|ظهرا|عصرا|فجرا|بتوقيت)(?!\w)",
        rf"(?<![\d.,])\d{{1,3}} ?[-/:\\] ?\d{{1,3}}(?: ?[-/] ?\d{{1,3}})*(?![\d.,]*\d)(?! (?:{_UNITS}))",
        r"(?<=[^\W\d_]\.[^\W\d_] )\d+|(?<=ساعه علي )24(?!\d)",
        r"\d{3,4} ?ه(?!\w)|\d+ ?[×*] ?\d+",
        r"(?<=[^\W\d_]{2}[-–])(?<!ال[-–])\d[\d.]*(?![\d.]*%)",
        r"\d ?- ?صفر|1[34]\d\d ?[-/] ?1?[34]?\d\d",
        r"\d+ ?\+ ?\d+(?: ?= ?\d+)?|[a-z][\w.]* ?-? ?\d[\w.\-]*|\d+[a-z]+\w*|[a-z]\w* \d+",
        r"(?:^|\n) *\(?\d{1,2} ?[-.):/] ?(?=\D)",
        r"(?<![\w.,])\d{1,2} ?- +(?=[^\W\d])|\(\d{1,2}\) (?=ال)",
        r"\d{5,}(?=\d{4})\d+|\d{3,4}-\d{3,}|\+\d{6,}",
    )
    words = (
        rf"(?:منذ|موسم|حتي|بحلول|بين|في|دوره|نسخه|مونديال|كاس العالم)[ (]{{1,2}}{_YEARS}"
        rf"(?:[ ]?(?:-|/|و|الي) ?(?:{_YEARS}|\d\d(?!\d)))?(?![\d.,]*\d)(?! (?:{_THINGS}))",
        r"(?:الساعه|الساعتين|الدقيقه|الدقيقتين|دقيقه|الدقائق|الثانيه)[ («]{1,3}(?:ال)?\d[\d+.]*"
        r"(?: ?(?:و|-) ?(?:ال)?\d+)*",
        r"صفر ?- ?\d",
        rf"(?:{'|'.join(map(re.escape, _names()))}) ?[-(\"#:]? ?(?:ال)?{_NUMBER}(?:[/\-]\d+)*"
        rf"(?![\d.,]*{_COUNTED})",
        r"(?:الربع|النصف|الثلث|الفصل|الحرب العالميه) (?:الاول|الاولي|الثاني|الثانيه|الثالث|الرابع|الاخير)",
    )
    return re.compile(rf"(?=[\d\n(+a-z]|^)(?:{'|'.join(numbers)})|(?<!\w)(?=\w)[وفبلك]{{0,2}}(?:{'|'.join(words)})")


@cache
def _names() -> tuple[str, ...]:
    words = {fold(row["word"]) for row in read_table("figure_words.tsv") if row["class"] == "name_before"}
    kept = words - {"الدقيقه", "دقيقه", "الساعه", "كاس", "دوره", "خطه", "مجموعه", "كيلو", "قرار", "القرار", "يورو"}
    return tuple(sorted(kept, key=len, reverse=True))


def masked_spans(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a folded text that hold no quantity, from ``begin`` to ``end`` and a little around.

    Examples
    --------
    >>> masked_spans("في الساعه 12 قتل 5", 0, 18)
    [(3, 12)]
    """
    first, last = max(0, begin - REACH), min(len(text), end + REACH)
    while first > 0 and not text[first - 1].isspace() and begin - first < 2 * REACH:
        first -= 1
    return [match.span() for match in _pattern().finditer(text, first, last)]
