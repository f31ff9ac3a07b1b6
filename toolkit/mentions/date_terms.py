"""The words of date expressions, folded: what each stands for, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from toolkit.text.arabic import fold
from toolkit.text.date_words import HIJRI_MONTHS, MONTHS, WEEKDAYS
from toolkit.text.wordlists import read_table

_UNITS = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
AL = "(?:ال|لل)"
GAP = "[ ]{1,3}"


@cache
def terms(kind: str) -> dict[str, str]:
    """Return the words of a class, folded, with what they stand for.

    Examples
    --------
    >>> terms("part")["مطلع"], terms("season")["صيف"]
    ('begin', '6')
    """
    return {fold(row["word"]): row["value"] for row in read_table("date_terms.tsv") if row["class"] == kind}


def one_of(words: Iterable[str], *, article: bool = False) -> str:
    """Return a pattern for any of some folded words, however many blanks are in it; with ``article`` لل is ال too."""
    escaped = (re.escape(word).replace(r"\ ", GAP) for word in sorted(words, key=len, reverse=True))
    if article:
        escaped = (re.sub("^ال", AL, word) for word in escaped)
    return f"(?:{'|'.join(escaped)})"


def spaced(words: str) -> str:
    """Return words as they stand in the tables: one blank between them, ال for لل."""
    single = " ".join(words.split())
    return "ا" + single[1:] if single.startswith("لل") else single


@cache
def month_names() -> dict[str, int]:
    """Return each Gregorian month name, folded, with its number.

    Examples
    --------
    >>> month_names()["تشرين الثاني"], month_names()["افريل"]
    (11, 4)
    """
    names = {fold(name): month for month, row in MONTHS.items() for name in row.split("|")}
    return {name: month for name, month in names.items() if name not in terms("month_never") and "ء" <= name[0] <= "ي"}


@cache
def hijri_month_names() -> dict[str, int]:
    """Return each Hijri month name, folded, with its number."""
    names = {fold(name): month for month, row in HIJRI_MONTHS.items() for name in row.split("|")}
    return {name: month for name, month in names.items() if name not in terms("month_never")}


@cache
def weekday_names() -> dict[str, int]:
    """Return each weekday with its article, folded, with its number (Monday is 0)."""
    names = {fold(name): day for day, row in enumerate(WEEKDAYS) for name in row.split("|") if name.startswith("ال")}
    return names | {fold("الثلثاء"): 1, fold("الثلاثا"): 1}


@cache
def bare_weekdays() -> dict[str, int]:
    """Return each weekday without its article, folded, with its number; أحد is mostly "one of"."""
    names = {name.removeprefix("ال"): day for name, day in weekday_names().items()}
    return {name: day for name, day in names.items() if name not in ("احد", "حد")}


@cache
def ordinal_days() -> dict[str, int]:
    """Return each ordinal of a day of the month, folded, with its number.

    Examples
    --------
    >>> ordinal_days()["الحادي والعشرين"], ordinal_days()["غره"]
    (21, 1)
    """
    ones = ["الحادي", *_UNITS[1:9]]
    found = {name: day for day, name in enumerate(_UNITS, 1)} | {"غرة": 1}
    found |= {f"{name} عشر": 10 + day for day, name in enumerate(ones, 1)}
    for ending in ("ين", "ون"):
        found |= {f"{name} والعشر{ending}": 20 + day for day, name in enumerate(ones, 1)}
        found |= {f"العشر{ending}": 20, f"الثلاث{ending}": 30, f"الحادي والثلاث{ending}": 31}
    return {fold(name): day for name, day in found.items()}


_END = r"(?!\w)"
#: A digit may touch it.
TOUCHED_END = r"(?![^\W\d_])"
WEEKDAY = one_of(weekday_names(), article=True) + TOUCHED_END
ORDINAL = one_of(ordinal_days()) + _END
RELATION = one_of(terms("relation")) + _END
ANAPHOR = one_of(terms("anaphor")) + _END
MONTH = one_of(month_names()) + TOUCHED_END
HIJRI = one_of(hijri_month_names()) + TOUCHED_END
YEAR = r"(?<!\d)(?:1[2-9]|20)\d\d(?![\d]|[.,]\d)"
#: Behind a year; which calendar it is of.
ERA = rf"[ ]{{0,2}}(?:م|ه|هجري|هجريه|ميلادي|ميلاديه|للهجره){_END}"
FEW_BLANKS = "[ ]{0,3}"


@cache
def beginnings() -> dict[str, tuple[str, int]]:
    """Return each word that may begin a date, its clitics before it: what reads it, and the letters of clitics."""
    listed: dict[str, str] = {}

    def enter(words: Iterable[str], reader: str) -> None:
        for word in words:
            listed.setdefault(word.split()[0], reader)

    enter(["اليوم"], "today")
    enter(("يوم", "يومي", "ليله"), "frame")
    enter(("قبل", "منذ", "بعد"), "ago")
    enter(("هذا", "هذه"), "this")
    enter(terms("day"), "day")
    enter(("نفس", "ذات"), "anaphora")
    enter(("شهر", "الشهر", "شهري", "الشهرين"), "month")
    enter(("عام", "العام", "عامي", "سنه", "السنه", "سنتي", "الاعوام", "اعوام"), "year")
    enter(("الاسبوع",), "week")
    enter(("الفتره", "الربع", "النصف", "الثلث", "ربع"), "share")
    enter(terms("part"), "part")
    enter(("العشر",), "part")
    enter(weekday_names(), "weekday")
    enter(bare_weekdays(), "nth")
    enter(ordinal_days(), "ordinal")
    enter(terms("holiday"), "holiday")
    enter((f"{article}{word}" for word in terms("season") for article in ("ال", "")), "season")
    enter((f"{article}{word}" for word in terms("decade") for article in ("ال", "")), "decade")
    enter(("عقد", "القرن", "العقد"), "decade")
    enter((word for word in terms("unit") if word.startswith("ال")), "length")
    enter((f"ال{word}" for word in terms("count")), "length")
    enter(month_names(), "month")
    enter(hijri_month_names(), "month")
    return _with_clitics(listed)


def _with_clitics(listed: dict[str, str]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {word: (reader, 0) for word, reader in listed.items()}
    for word, reader in listed.items():
        for clitic in ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"):
            found.setdefault(clitic + word, (reader, len(clitic)))
        if word.startswith("ال"):
            for clitic in ("", "و", "ف"):
                found.setdefault(f"{clitic}ل{word[1:]}", (reader, len(clitic)))
    return found
