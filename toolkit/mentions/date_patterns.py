"""The patterns of calendar expressions in folded text."""

from __future__ import annotations

import re

from toolkit.mentions.date_terms import (
    ANAPHOR,
    ERA,
    FEW_BLANKS,
    GAP,
    HIJRI,
    MONTH,
    ORDINAL,
    RELATION,
    WEEKDAY,
    YEAR,
    bare_weekdays,
    one_of,
    ordinal_days,
    terms,
)

_SHAHR = rf"(?:(?:(?:ال|لل)?شهر|شهري){GAP})?"
_AGAIN = rf"(?:{FEW_BLANKS}[/\-(]{FEW_BLANKS}|{GAP})"
A_MONTH = re.compile(
    rf"{_SHAHR}(?:(?P<month>{MONTH})(?:{_AGAIN}(?P<twin>{MONTH})(?:{FEW_BLANKS}\))?)?|(?P<hijri>{HIJRI}))"
)
OF_YEAR = re.compile(
    rf"[ ،,(]{{0,3}}(?:(?:من|في){GAP})?(?:(?:ل|لل|ال)?(?:عام|سنه){GAP}|ل)?(?P<year>{YEAR})(?P<era>{ERA})?"
    rf"|{GAP}(?:من{GAP})?(?:(?:لل|ال)(?:عام|سنه){GAP}(?P<relation>{RELATION})|(?P<this>هذا العام|هذه السنه))"
    rf"|{GAP}(?P<own>{RELATION})"
)


def _day_pattern(name: str) -> str:
    return (
        rf"(?:(?:ال|لل)?يوم{GAP})?(?:ال{FEW_BLANKS})?"
        rf"(?:(?:\( ?)?(?P<{name}>(?<!\d)\d{{1,2}}(?!\d|[.,]\d))(?: ?\))?|(?P<{name}_name>{ORDINAL}))"
    )


DAYS = re.compile(
    _day_pattern("first")
    + rf"(?:(?:{FEW_BLANKS}-{FEW_BLANKS}|{GAP}(?:الي|حتي|وحتي|و|او){GAP}|{GAP}و){_day_pattern('last')})?"
    + rf"(?:{FEW_BLANKS}[\-/]{FEW_BLANKS}|{FEW_BLANKS})(?:من{GAP})?(?=\w)"
)
OF_THE_MONTH = re.compile(
    rf"(?P<word>(?:ال)?شهر{GAP})?(?:(?P<relation>{RELATION})|(?P<anaphor>{ANAPHOR}))|(?:هذا{GAP}الشهر)|(?P<same>(?:نفس|ذات){GAP}الشهر)"
)
NUMERIC = re.compile(rf"\d{{1,4}} ?([/.\-]) ?\d{{1,2}} ?\1 ?\d{{2,4}}(?!\d|[.,/:]\d)(?:{ERA})?")
YEARS = re.compile(
    rf"(?P<word>(?:ال|لل)?(?:عام|سنه|عامين?|سنتين?|اعوام|سنوات))?(?:{GAP}(?:ال)?(?:هجري|ميلادي|مالي)ه?)?{FEW_BLANKS}\(?"
    rf"(?P<year>{YEAR})(?P<era>{ERA})?"
    rf"(?:(?P<joint>{FEW_BLANKS}[/\-]{FEW_BLANKS}|{GAP}(?:و|الي|حتي|وحتي|والي){GAP}|{GAP}و)(?:عام{GAP})?"
    rf"(?P<last>(?:{YEAR}|(?<=[/\-])\d\d(?![\d/]))(?P<last_era>{ERA})?))?"
)
#: مايو 12, where the number counts nothing behind it.
MONTH_FIRST = re.compile(
    rf"(?P<month>{MONTH}){GAP}(?P<day>\d{{1,2}})(?![\d%]|[.,:/\-]\d)"
    rf"(?:{FEW_BLANKS}[،,]?{GAP}(?P<year>{YEAR})|(?={FEW_BLANKS}(?:$|[،,.)؛\n]|و(?![اح]د))))"
)
RELATIVE_YEAR = re.compile(
    rf"(?:ال|لل)(?:عام|سنه)(?P<kind>{GAP}ال(?:هجري|هجريه|ميلادي|ميلاديه|مالي|ماليه))?{GAP}(?P<relation>{RELATION})"
    rf"(?:{FEW_BLANKS}[(]?(?P<year>{YEAR})(?P<era>{ERA})?)?"
)
RELATIVE_QUARTER = re.compile(rf"(?:ال|لل)ربع{GAP}(?P<relation>{RELATION})")
RELATIVE_WEEK = re.compile(rf"(?:ال|لل)اسبوع{GAP}(?P<relation>{RELATION})")
RELATIVE_MONTH = re.compile(rf"(?:ال|لل)شهر{GAP}(?P<relation>{RELATION})")
A_SEASON = re.compile(
    rf"(?P<article>ال|لل)?(?P<season>{one_of(terms('season'))})(?!\w)"
    rf"(?:{GAP}(?:من{GAP})?(?:(?:ال|ل|لل)?(?:عام|سنه){GAP})?(?P<year>{YEAR})(?:{ERA})?"
    rf"|{GAP}(?:من{GAP})?(?:(?:لل|ال)(?:عام|سنه){GAP})?(?P<relation>{RELATION})|{GAP}(?P<this>هذا العام))?"
)
_CENTURY_ORDINAL = one_of([*ordinal_days(), "العشرين"])
_CENTURY = rf"(?:ال|لل)?قرن{GAP}(?:(?P<century>{_CENTURY_ORDINAL})|(?P<relation>{RELATION}))(?!\w)"
A_DECADE = re.compile(
    rf"(?:عقد{GAP})?(?P<article>ال|لل)?(?P<decade>{one_of(terms('decade'))})(?!\w)(?:{GAP}(?:من{GAP})?{_CENTURY})?"
)
THE_CENTURY = re.compile(_CENTURY)
THE_DECADE = re.compile(rf"(?:ال|لل)عقد{GAP}(?P<relation>{RELATION})")
A_DECADE_OF = re.compile(rf"(?:ال|لل)عقد{GAP}(?:ال(?P<last>اخير)|(?P<nth>{ORDINAL})){GAP}(?:من{GAP})?{_CENTURY}")
#: جمعة من شهر رمضان, behind أول or آخر.
NTH_WEEKDAY = re.compile(rf"(?P<weekday>{one_of(bare_weekdays())})(?!\w){GAP}(?:من|في){GAP}")
#: العامين الجاري والمقبل.
TWO_RELATIONS = re.compile(rf"{GAP}(?P<first>{RELATION}){GAP}و{FEW_BLANKS}(?P<last>{RELATION})")
OF_A_PERSON = re.compile(rf"{GAP}(?:من{GAP}(?:ال)?عمر|من{GAP}العمر)")
THIS = re.compile(rf"(?:هذا|هذه){GAP}(?P<what>العام|السنه|الشهر|الاسبوع|الصيف|الشتاء|الخريف|الربيع)(?!\w)")
BARE = re.compile(r"(?:ال|لل)(?P<what>عام|سنه|شهر|اسبوع)(?!\w)")
SHARES = {"اول": 1, "ثاني": 2, "ثالث": 3, "رابع": 4, "اخير": -1}
A_SHARE = re.compile(
    rf"(?:(?:ال|لل)(?P<of>ربع|نصف|ثلث){GAP}ال(?P<nth>{one_of(SHARES)})(?!\w)|(?P<leading>ربع|نصف){GAP}(?P<lnth>اول|ثان)(?!\w))"
    rf"(?P<link>{GAP}(?:(?:من|في){GAP})?|{GAP}ل(?=عام))?"
)
A_WEEKDAY = re.compile(rf"(?P<name>{WEEKDAY})(?:{GAP}(?P<relation>{RELATION}))?")
SAME = re.compile(
    rf"(?:(?:نفس|ذات){GAP}(?:ال)?(?P<what>يوم|شهر|عام|سنه|فتره|ربع|اسبوع)|ال(?P<noun>يوم|شهر|عام|سنه|فتره|ربع|اسبوع){GAP}(?P<anaphor>{ANAPHOR}))(?!\w)"
)
A_PART = re.compile(rf"(?:(?P<part>{one_of(terms('part'))})|(?P<last>العشر{GAP}الاواخر))(?!\w){GAP}(?:من{GAP})?")
NOT_OF_TIME = re.compile(rf"{GAP}من{GAP}(?:ال)?(?:ساعه|شوط|مبارا|لقاء|ليل|ملعب|مواجه|موسم|مسابق|بطول|دوري)")
