"""Dates counted from the day of publication: أمس, قبل ثلاثة أيام, الأعوام الخمسة الماضية; and feasts."""

from __future__ import annotations

import datetime as dt
import re

from toolkit.mentions.date_cues import cue_around
from toolkit.mentions.date_patterns import NTH_WEEKDAY, TWO_RELATIONS
from toolkit.mentions.date_periods import (
    Period,
    day_period,
    month_period,
    nearest_weekday,
    weekday_of,
    year_period,
    yearly,
)
from toolkit.mentions.date_reader import STEPS, Reading, relation_of
from toolkit.mentions.date_stretches import StretchReader
from toolkit.mentions.date_terms import (
    AL,
    FEW_BLANKS,
    GAP,
    RELATION,
    WEEKDAY,
    YEAR,
    bare_weekdays,
    hijri_month_names,
    month_names,
    one_of,
    spaced,
    terms,
    weekday_names,
)
from toolkit.text.arabic import fold
from toolkit.text.numerals import read_number

_DAY_WORD = rf"(?:يوم{GAP})?(?P<word>{one_of(terms('day'))})(?!\w)"
_NAMED = rf"{FEW_BLANKS}[،,]?{FEW_BLANKS}(?P<open>[(«\"\[]?)(?:يوم{GAP})?(?P<weekday>{WEEKDAY})(?P<close>[)»\"\]]?)"
_DAY_WORDS = re.compile(rf"{_DAY_WORD}(?:{_NAMED})?")
_CORRECTED = re.compile(r" ?\((?P<word>امس|اليوم|غدا|امس الاول)\)")
_DAY_NUMBER = re.compile(rf"{GAP}ال(?:اول|ثان|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|حادي|\d)")
_FIGURATIVE = re.compile(r"[ ،,]{1,3}(?:وليس|ولا|قبل|او|و) ?(?:ال)?غدا?(?!\w)|(?<=س) حاجه| الحاجه| القريب")
#: Tomorrow named twice is a saying: ما تقدمه غدا ... بعد غد.
_TOMORROW = re.compile(r"(?<!\w)(?:ال)?غدا?(?!\w)")
#: Words close before a weekday that make it one of every week.
_EVERY_WEEK = re.compile(r"(?:نهايه الاسبوع(?! ال)|عطله|كل اسبوع|اسبوعيا)[^.]{0,30}$")
_DATE_BEHIND = re.compile(rf"{FEW_BLANKS}[،,(]?{FEW_BLANKS}(?:(?:ال|لل)?موافق(?:ه)?(?:{GAP}|:)(?:ل|ب)?{FEW_BLANKS})?")
_WEEKDAY_FIRST = re.compile(
    rf"(?:(?:ال|لل)?(?:يوم|يومي|ليله){GAP})?(?P<weekday>{WEEKDAY})(?:{GAP}(?P<relation>{RELATION}))?"
)
_TWO_WEEKDAYS = re.compile(
    rf"{GAP}(?:و{FEW_BLANKS}|(?P<to>الي|حتي|وحتي){GAP}(?:يوم{GAP})?)(?P<weekday>{WEEKDAY})(?:{GAP}(?P<relation>{RELATION}))?"
)
_AGO = re.compile(
    rf"(?P<way>قبل|منذ|بعد){GAP}(?:(?:نحو|حوالي|قرابه|اكثر من|ما يقارب|ما يقرب من|ما يزيد علي|ما يزيد عن){GAP}"
    rf"(?:من{GAP})?)?"
)
_UNIT = re.compile(rf"{FEW_BLANKS}(?P<unit>{one_of(terms('unit'))})(?!\w)")
_NTH = re.compile(r"(?<!\w)(?P<nth>اخر|اول)(?: يوم)? {1,3}$")
_FROM_AN_EVENT = re.compile(
    rf"{GAP}(?:من(?!{GAP}(?:الان|اليوم))|علي|عن|فقط من|و(?:نصف{GAP})?(?:من|علي))(?!\w)"
    rf"|{GAP}(?:واحد[ه]?{GAP})?(?:من|علي)(?!\w)"
)
#: The article before a number, with the ones before it or behind a noun: العشرين عاما, الأعوام الخمسة.
_THE, _THE_BEHIND = re.compile(rf"{AL}{FEW_BLANKS}(?=\w)"), re.compile(rf"{GAP}ال{FEW_BLANKS}(?=\w)")
#: What joins the last day of a stretch to the first: و only behind بين.
_TO = re.compile(
    rf"{FEW_BLANKS}-{FEW_BLANKS}|{GAP}(?:الي|حتي|وحتي|والي|ولغايه|لغايه){GAP}(?:يوم{GAP})?(?:{WEEKDAY}{GAP})?"
)
_AND, _BETWEEN = re.compile(rf"{GAP}و{FEW_BLANKS}"), re.compile(r"بين (?:يومي |شهري )?$")
_LENGTH_FIRST = re.compile(rf"{AL}(?P<unit>{one_of(u.removeprefix('ال') for u in terms('unit'))})(?!\w)")
#: First words of months of two words.
_MONTH_HEADS = frozenset(fold(word) for word in ("كانون", "تشرين", "ربيع", "جمادى", "ذي", "ذو"))
_LENGTH_END = re.compile(rf"{GAP}(?P<relation>{RELATION})")
_HOLIDAY = re.compile(
    rf"(?P<name>{one_of(terms('holiday'))})(?!\w)(?:{GAP}(?:(?:ل|لل|ال|من{GAP}ال)?(?:عام|سنه){GAP})?(?:(?P<year>{YEAR})|(?P<relation>{RELATION})))?"
)


class DateReader(StretchReader):
    """Reads every kind of date expression in one field of an article."""

    # --- day words and weekdays --------------------------------------------------------------------------------------

    def read_day_word(self, place: int) -> Reading | None:
        """أمس, غدا الأربعاء, اليوم (الخميس), أول من أمس; a date behind it outranks it, then a weekday."""
        match = _DAY_WORDS.match(self.text, place)
        if not match:
            return None
        word, weekday = spaced(match["word"]), match["weekday"]
        end = match.end("word")
        if weekday:
            end = match.end() if match["open"] or not match["close"] else match.end("weekday")
        elif corrected := _CORRECTED.match(self.text, end):
            word, end = corrected["word"], corrected.end()
        elif not self._is_a_day(word, match):
            return None
        number = weekday_names()[spaced(weekday)] if weekday else None
        dated = self._date_behind(match.end(), number, "اليوم" in word or bool(weekday))
        if dated is not None and not dated.relation.startswith("x"):
            return dated._replace(start=place)
        rule = {0: "today", -1: "yesterday", -2: "day-before-yesterday", 1: "tomorrow", 2: "day-after-tomorrow"}
        offset = int(terms("day")[word])
        options: tuple[Period, ...] = ()
        if self.published is not None:
            day = self.published + dt.timedelta(days=offset)
            day = nearest_weekday(number, day) if number is not None else day
            options = ((day, day),)
        return Reading(place, end, options, "day", rule[offset] + ("-with-weekday" if weekday else ""))

    def _date_behind(self, end: int, weekday: int | None, allowed: bool) -> Reading | None:
        gap = _DATE_BEHIND.match(self.text, end) if allowed else None
        return self.read_range(gap.end(), weekday) if gap and gap.end() > end else None

    def _is_a_day(self, word: str, match: re.Match[str]) -> bool:
        """Leave out اليوم الأول, صحيفة (اليوم), أمس الحاجة, اليوم وليس غدا, حزب الغد."""
        text, start, end = self.text, match.start(), match.end("word")
        behind = text[end : end + 18]
        if (
            _FIGURATIVE.match(behind)
            or (word == "غدا" and _TOMORROW.search(text, end, end + 45))
            or (word in ("غد", "الغد") and not match[0].startswith("يوم"))
        ):
            return False
        before = _word_before(text, start)
        if word in ("غد", "غدا", "بعد غد") and before in ("ما", "ليس", "وليس", "بعد"):
            return False
        if word != "اليوم":
            return True
        if _DAY_NUMBER.match(behind) or (start and text[start - 1] in "«\"“(–-'" and behind[:1] in tuple("»\"”)–-'")):
            return False
        after = re.match(r" (\w+)", behind)
        return before not in terms("not_today_before") and not (after and after[1] in terms("not_today_after"))

    def read_named_day(self, place: int) -> Reading | None:
        """A weekday, alone or before its date: الخميس, يوم الأحد القادم, الجمعة 16 رمضان 1436هـ, الأحد والإثنين."""
        match = _WEEKDAY_FIRST.match(self.text, place)
        if not match:
            return None
        weekday = weekday_names()[spaced(match["weekday"])]
        gap = _DATE_BEHIND.match(self.text, match.end())
        dated = None
        touched = self.text[match.end() : match.end() + 1].isdigit()
        if gap and (gap.end() > match.end() or touched) and not (match["relation"] and "موافق" in gap[0]):
            dated = self.read_range(gap.end(), weekday)
        if dated is not None:
            closes = "(" in (gap[0] if gap else "") and self.text[dated.end : dated.end + 1] == ")"
            return dated._replace(start=place, end=dated.end + closes)
        if self._recurs(place, match):
            return None
        first = self.read_weekday(match.start("weekday"))
        return self._two_weekdays(first, place, weekday) if first else None

    def _two_weekdays(self, first: Reading, place: int, weekday: int) -> Reading:
        match = _TWO_WEEKDAYS.match(self.text, first.end)
        second = weekday_names()[spaced(match["weekday"])] if match else weekday
        together = (second - weekday) % 7
        if not match or not (match["to"] or together == 1):
            return first._replace(start=place)
        relation = relation_of(match["relation"])
        options: tuple[Period, ...] = ()
        if self.published is not None:
            cue = cue_around(self.text, place, match.end()) if not relation else ""
            if relation == "next" or (cue == "future" and not relation):
                begin = weekday_of(weekday, self.published, relation, cue)
            else:
                begin = weekday_of(second, self.published, relation, cue) - dt.timedelta(days=together)
            options = ((begin, begin + dt.timedelta(days=together)),)
        return Reading(place, match.end(), options, "range", "range-days", relation)

    def _recurs(self, place: int, match: re.Match[str]) -> bool:
        """Leave out كل جمعة, صلاة الجمعة, الأحد عشر, أيام السبت."""
        before = _word_before(self.text, place)
        behind = self.text[match.end() : match.end() + 14]
        if not match["relation"] and re.match(r" عشر(?!\w)| من كل| معا(?!\w)| اسبوعيا", behind):
            return True
        if not match["relation"] and _EVERY_WEEK.search(self.text, max(0, place - 45), place):
            return True
        return before in terms("recurring_before") or before[1:] in terms("recurring_before")

    def read_nth_weekday(self, place: int) -> Reading | None:
        """آخر جمعة من رمضان, أول خميس من مايو المقبل."""
        before, match = _NTH.search(self.text, max(0, place - 12), place), NTH_WEEKDAY.match(self.text, place)
        month = self.read_month(match.end()) if before and match else None
        if before is None or match is None or month is None:
            return None
        weekday = bare_weekdays()[match["weekday"]]
        options = []
        for first, last in month.options:
            ahead = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
            back = last - dt.timedelta(days=(last.weekday() - weekday) % 7)
            day = back if before["nth"] == "اخر" else ahead
            options.append((day, day))
        return month._replace(start=before.start(), options=tuple(options), grain="day", rule="nth-weekday")

    # --- lengths -----------------------------------------------------------------------------------------------------

    def read_ago(self, place: int) -> Reading | None:
        """قبل ثلاثة أيام, منذ عامين; بعد شهرين where the text looks ahead."""
        match = _AGO.match(self.text, place)
        length = self._length(match.end()) if match else None
        if not match or length is None:
            return None
        count, unit, end = length
        if _FROM_AN_EVENT.match(self.text, end):
            return None
        if match["way"] == "بعد":
            if cue_around(self.text, place, end) != "future":
                return None
            return Reading(place, end, self._shifted(unit, count), unit, "in-n-units", "")
        return Reading(place, end, self._shifted(unit, -count), unit, "ago", "")

    def _length(self, place: int) -> tuple[int, str, int] | None:
        """How many of which unit, and where they end: 19 شهرا, عامين, ثلاثة أيام."""
        number = read_number(self.text, place)
        if number is not None and number.value == int(number.value) and not number.vague:
            unit = _UNIT.match(self.text, number.end)
            return (int(number.value), terms("unit")[spaced(unit["unit"])].split()[0], unit.end()) if unit else None
        match = _UNIT.match(self.text, place)
        if not match or match["unit"].startswith("ال"):
            return None
        listed = _unit_form(match["unit"])
        one = re.compile(rf"{GAP}واحد[ه]?(?!\w)").match(self.text, match.end())
        if listed.endswith("1") and not one and not _ends_a_length(self.text, match.end(), listed):
            return None
        if listed.endswith("n"):
            return None
        return int(listed[-1]), listed.split()[0], one.end() if one else match.end()

    def _shifted(self, unit: str, count: int) -> tuple[Period, ...]:
        """The day so far off, or the week, month or year that holds it."""
        if self.published is None or abs(count) > 5000:
            return ()
        day = self.published
        if unit in ("day", "week"):
            day += dt.timedelta(days=count * (7 if unit == "week" else 1))
            monday = day - dt.timedelta(days=day.weekday())
            return ((day, day),) if unit == "day" else ((monday, monday + dt.timedelta(days=6)),)
        if unit == "month":
            period = month_period(day.year, day.month + count)
        else:
            year = day.year + count * (10 if unit == "decade" else 1)
            period = year_period(year) if 1 < year < 9000 else None
        return (period,) if period else ()

    def read_length(self, place: int) -> Reading | None:
        """الأعوام الخمسة الماضية, الشهرين المقبلين, العشرين عاما الماضية."""
        match = _LENGTH_FIRST.match(self.text, place)
        if match:
            form = _unit_form("ال" + match["unit"]) or _unit_form(match["unit"])
            count, end = (2 if form.endswith("2") else 0), match.end()
            number = _THE_BEHIND.match(self.text, end)
            read = read_number(self.text, number.end()) if number and not count else None
            if read is not None:
                count, end = int(read.value), read.end
        else:
            number = _THE.match(self.text, place)
            read = read_number(self.text, number.end()) if number else None
            unit = _UNIT.match(self.text, read.end) if read else None
            if read is None or unit is None:
                return None
            form, count, end = _unit_form(unit["unit"]), int(read.value), unit.end()
        if count == 2 and (both := TWO_RELATIONS.match(self.text, end)):
            steps = sorted(STEPS[relation_of(both[name])] for name in ("first", "last"))
            options = self._from_to(*(self._shifted(form.split()[0], step) for step in steps))
            return Reading(place, both.end(), options, "range", "last-n-units")
        last = _LENGTH_END.match(self.text, end)
        if not last or not 2 <= count <= 200 or relation_of(last["relation"]) not in ("past", "next"):
            return None
        options = self._lasting(form.split()[0], count, relation_of(last["relation"]))
        return Reading(place, last.end(), options, "range", "last-n-units")

    def _lasting(self, unit: str, count: int, relation: str) -> tuple[Period, ...]:
        """So many whole units before or behind the one of publication."""
        ends = (
            self._shifted(unit, -count if relation == "past" else 1),
            self._shifted(unit, -1 if relation == "past" else count),
        )
        if unit == "decade" or not ends[0] or not ends[1]:
            ends = self._shifted("year", -10 * count), self._shifted("year", -1)
        return self._from_to(*ends)

    @staticmethod
    def _from_to(first: tuple[Period, ...], last: tuple[Period, ...]) -> tuple[Period, ...]:
        return ((first[0][0], last[0][1]),) if first and last else ()

    # --- feasts ------------------------------------------------------------------------------------------------------

    def read_holiday(self, place: int) -> Reading | None:
        """عيد الفطر, ليلة رأس السنة, عيد الأضحى الماضي."""
        match = _HOLIDAY.match(self.text, place)
        if not match:
            return None
        kind, first, last, name = terms("holiday")[spaced(match["name"])].split()
        (month, begin), (_, end) = ([int(n) for n in part.split("-")] for part in (first, last))
        hijri = kind == "h"

        def make(year: int) -> Period | None:
            days = day_period(year, month, begin, hijri=hijri), day_period(year, month, end, hijri=hijri)
            return (days[0][0], days[1][0]) if days[0] and days[1] else None

        options: tuple[Period, ...] = ()
        year = int(match["year"]) if match["year"] else None
        if year is not None:
            near = (year,) if not hijri or year < 1600 else tuple(year - 579 + n for n in (-1, 0, 1))
            found = [p for y in near if (p := make(y))]
            options = tuple(p for p in found if len(near) == 1 or p[0].year == year)[:1]
        elif self.published is not None:
            options = yearly(self.published, make, hijri=hijri)
        grain = "day" if first == last else "range"
        return Reading(*match.span(), options, grain, f"holiday:{name}", relation_of(match["relation"]))

    # --- ranges ------------------------------------------------------------------------------------------------------

    def read_range(self, place: int, weekday: int | None = None) -> Reading | None:
        """A day, or from one day to another: 25 تموز إلى الثاني من آب المقبلين."""
        first = self.read_day(place, weekday)
        return self.joined(first) if first is not None else None

    def joined(self, first: Reading) -> Reading:
        """The stretch that begins with a day or a month, where its last one follows."""
        if first.grain not in ("day", "month"):
            return first
        between = _BETWEEN.search(self.text[max(0, first.start - 12) : first.start])
        to = _TO.match(self.text, first.end)
        if to is None and (between or self.text.startswith("شهري", first.start)):
            to = _AND.match(self.text, first.end)
        if not to:
            return first
        if first.grain == "day":
            kept, self.last = self.last, first
            second = self.read_day(to.end())
            self.last = kept
        else:
            second = self.read_month(to.end())
        if second is None or second.grain != first.grain:
            return first
        options = _from_to(first, second, self)
        if not options and first.options:
            return first
        rule = "range-days" if first.grain == "day" else "range-months"
        hijri = first.hijri and second.hijri
        rule = f"hijri-{rule}" if hijri else rule
        return Reading(first.start, second.end, options, "range", rule, second.relation, hijri)


def _from_to(first: Reading, second: Reading, reader: DateReader) -> tuple[Period, ...]:
    """The one that leaves its year open is read by the other."""
    if not first.options or not second.options:
        return ()
    if len(second.options) > 1 and len(first.options) == 1:
        ends = [p for p in second.options if p[0] >= first.options[0][0]]
        return ((first.options[0][0], ends[0][1]),) if ends else ()
    joint = []
    for end in second.options:
        begins = [p for p in first.options if p[0] <= end[0]]
        if begins:
            joint.append((begins[-1][0], end[1]))
    return tuple(joint)


def _ends_a_length(text: str, end: int, unit: str) -> bool:
    """Tell قبل عام from قبل عام 2015, قبل شهر رمضان and منذ يوم الأربعاء."""
    behind = re.match(r" {0,3}[(]? ?(\w+)", text[end : end + 24])
    if behind is None:
        return True
    word = behind[1]
    named = word in month_names() or word in hijri_month_names() or word in _MONTH_HEADS
    return not (unit == "day 1" or named or word[0].isdigit() or word.startswith(("ال", "لل")))


def _unit_form(word: str) -> str:
    """Unit and number of a noun of time: singular, dual, or counted."""
    listed = terms("unit")
    return listed.get(word) or listed.get(word.removeprefix("ال"), "")


def _word_before(text: str, place: int) -> str:
    found = re.search(r"(\w+)[ («\"]{1,2}$", text[max(0, place - 16) : place])
    return found[1] if found else ""
