"""Numbers that count nothing: dates, clocks, scores, list numbers, names."""

from __future__ import annotations

import re
from functools import cache

from toolkit.text.arabic import fold
from toolkit.text.date_words import HIJRI_MONTHS, MONTHS, either, lookup
from toolkit.text.wordlists import read_table

#: Characters before and after a number in which its mask is looked for.
REACH = 48
#: Names of months that are mainly other words, and those in Latin letters.
_OTHER_WORDS = frozenset(
    [
        "الربيع",
        "الماء",
        "نوار",
        "الصيف",
        "ناصر",
        "الفاتح",
        "الطير",
        "التمور",
        "الحرث",
        "الكانون",
        "النوار",
        "الحجه",
        "القعده",
    ]
)
#: Behind n-m these make it a range of quantities, no score.
_UNITS = "عام|سنه|سنو|يوم|ايام|شهر|اشهر|كم|كيلو|متر|درج|في الم|بالم|ساع|دقي|%|اشخاص|شخص|ملي|الف|دول"
#: Behind في 2000 these make it a number of things, no year.
_THINGS = "شخص|دولار|من |ميل|كيلو|متر|الف|ملي|حال|مواطن|قتيل|موقع|سوري|مدني|طالب|شرك"
_YEARS = r"(?:1[3-9]|20)\d\d"
_NUMBER = r"\d[\d.,]*"
_ORDINAL_DAY = (
    r"(?:الاول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|\w+ عشر|\w+ والعشرين|العشرين|الثلاثين)"
)


@cache
def _pattern() -> re.Pattern[str]:
    names = [name for name in lookup(MONTHS | {m + 12: n for m, n in HIJRI_MONTHS.items()}) if _is_month(name)]
    month = rf"(?:شهر )?{either(names)}"
    parts = (
        rf"(?:{_NUMBER} ?(?:-|و|الي|حتي) ?(?:ال)?)?{_NUMBER} ?(?:من )?{month}"
        rf"(?:[ ,،/(]*{month}\)?)?(?:[ ,،]*(?:من )?(?:ال)?(?:عام|سنه)?[ ]*{_YEARS})?",
        rf"{month}[ /,،)]*(?:(?:من )?(?:ال)?(?:عام|سنه|لعام) )?{_YEARS}",
        rf"{month} \d{{1,2}}(?![\d.,]*\d)(?:[ ,،]*{_YEARS})?",
        rf"{_ORDINAL_DAY} من (?:شهر )?(?:{month}|الشهر)",
        rf"{_NUMBER} (?:من )?(?:الشهر |شهر )?(?:الحالي|الجاري|المقبل|القادم)(?!\w)",
        r"\d{1,4} ?[/\-.] ?\d{1,2} ?[/\-.] ?\d{2,4}(?!\d)",
        rf"(?:عام|عامي|سنه|سنتي|العام|السنه|للعام|اعوام|منذ|موسم|صيف|شتاء|ربيع|خريف|حتي|بحلول|بين|في"
        r"|مونديال|كاس العالم)"
        rf"[ (]{{1,2}}{_YEARS}(?:[ ]?(?:-|/|و|الي) ?(?:{_YEARS}|\d\d(?!\d)))?(?![\d.,]*\d)(?! (?:{_THINGS}))",
        r"(?<![\d.,])(?:19|20)\d\d ?[-/] ?(?:(?:19|20)\d\d|\d\d)(?!\d)",
        r"[(،,] ?(?:19|20)\d\d ?[)،,]",
        rf"{_YEARS} ?(?:م|ه|هجري|ميلادي|هجريه|ميلاديه)(?!\w)",
        r"\d{1,2} ?: ?\d{2}(?: ?: ?\d\d)?",
        r"(?:الساعه|الساعتين|الدقيقه|الدقيقتين|دقيقه|الدقائق|الثانيه) (?:ال)?\d[\d+.]*(?: ?(?:و|-) ?(?:ال)?\d+)*",
        r"\d{1,2} ?(?:صباحا|مساء|ظهرا|عصرا|فجرا|بتوقيت)(?!\w)",
        rf"(?<![\d.,])\d{{1,3}} ?[-/:\\] ?\d{{1,3}}(?: ?[-/] ?\d{{1,3}})*(?![\d.,]*\d)(?! (?:{_UNITS}))",
        r"\d ?- ?صفر|صفر ?- ?\d|1[34]\d\d ?[-/] ?1?[34]?\d\d",
        r"\d+ ?\+ ?\d+|[a-z][\w.]* ?-? ?\d[\w.\-]*|\d+[a-z]+\w*|[a-z]\w* \d+",
        rf"(?<!\w)[وبل]?(?:{'|'.join(map(re.escape, _names()))}) ?[-(\"#:]? ?(?:ال)?{_NUMBER}(?:[/\-]\d+)*",
        r"(?:الربع|النصف|الثلث|الفصل|الحرب العالميه) (?:الاول|الاولي|الثاني|الثانيه|الثالث|الرابع|الاخير)",
        r"(?:^|\n) *\(?\d{1,2} ?[-.):/] ?(?=\D)",
        r"(?<![\w.,])\d{1,2} ?- (?=[^\W\d])|\(\d{1,2}\) ",
        r"\d{5,}(?=\d{4})\d+|\d{3,4}-\d{3,}|\+\d{6,}",
    )
    return re.compile("|".join(f"(?:{part})" for part in parts))


def _is_month(name: str) -> bool:
    return name not in _OTHER_WORDS and "ء" <= name[0] <= "ي"


@cache
def _names() -> tuple[str, ...]:
    words = {fold(row["word"]) for row in read_table("figure_words.tsv") if row["class"] == "name_before"}
    kept = words - {"الدقيقه", "دقيقه", "الساعه", "كاس", "دوره", "خطه", "مجموعه", "كيلو", "قرار", "القرار", "يورو"}
    return tuple(sorted(kept, key=len, reverse=True))


def masked_spans(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a folded text that hold no quantity, from ``begin`` to ``end`` and a little around.

    Examples
    --------
    >>> masked_spans("في 12 نيسان 2018 قتل 5", 0, 22)
    [(3, 16)]
    """
    first, last = max(0, begin - REACH), min(len(text), end + REACH)
    while first > 0 and not text[first - 1].isspace() and begin - first < 2 * REACH:
        first -= 1
    return [match.span() for match in _pattern().finditer(text, first, last)]
