"""Reads the date expression that begins at a place of a folded text."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from toolkit.mentions.date_cues import counts_things
from toolkit.mentions.date_patterns import (
    A_MONTH,
    DAYS,
    MONTH_FIRST,
    NUMERIC,
    OF_THE_MONTH,
    OF_YEAR,
    RELATIVE_YEAR,
    YEARS,
)
from toolkit.mentions.date_periods import (
    Period,
    day_period,
    month_period,
    year_period,
    yearly,
)
from toolkit.mentions.date_terms import (
    hijri_month_names,
    month_names,
    ordinal_days,
    spaced,
    terms,
    weekday_names,
)
from toolkit.text.dates import parse_date
from toolkit.text.hijri import HIJRI_YEARS, to_hijri


class Reading(NamedTuple):
    """A date expression and what it can mean.

    Attributes
    ----------
    start, end : int
        In the folded text.
    options : tuple of Period
        In order of time; one where nothing is open, none where nothing is known.
    grain, rule : str
        As in the table.
    relation : str
        past, next, now or "".
    hijri : bool
        Of that calendar.
    base : str
        The grain that a part is a part of.
    """

    start: int
    end: int
    options: tuple[Period, ...]
    grain: str
    rule: str
    relation: str = ""
    hijri: bool = False
    base: str = ""


def relation_of(words: str | None) -> str:
    """Return what الماضي, المقبل or الجاري says, "" for None."""
    return terms("relation")[spaced(words)] if words else ""


class CalendarReader:
    """Reads months, years, weeks, seasons and their parts in one field of an article.

    Parameters
    ----------
    text
        Folded.
    published
        The day of the article, None where it is not known: what is relative then has no options.
    """

    def __init__(self, text: str, published: dt.date | None) -> None:
        self.text = text
        self.published = published
        self.last: Reading | None = None

    # --- days --------------------------------------------------------------------------------------------------------

    def read_day(self, place: int, weekday: int | None = None) -> Reading | None:
        """A day of a month, or several: 9 تشرين الثاني/نوفمبر 2017, 11 و12 أكتوبر المقبل, 27/09/1436هـ."""
        numeric = NUMERIC.match(self.text, place)
        if numeric:
            return self._numeric_day(numeric, weekday)
        days = DAYS.match(self.text, place)
        if not days:
            return None
        first, last = (_day_of(days, name) for name in ("first", "last"))
        month = self.read_month(days.end(), with_year=True)
        if month is None:
            return self._of_the_month(days, first, last)
        if self.text[days.end() : month.end] == "صفر" and not days[0].endswith("من "):
            return None  # a score: 2-صفر
        return self._days_of(month, place, first, last, weekday)

    def _days_of(self, month: Reading, place: int, first: int, last: int, weekday: int | None) -> Reading | None:
        last = last or first
        options = []
        for begin, _ in month.options:
            number = month_number(begin, month.hijri)
            ends = (day_period(*number, first, hijri=month.hijri), day_period(*number, last, hijri=month.hijri))
            if ends[0] and ends[1] and ends[0][0] <= ends[1][0]:
                options.append((ends[0][0], ends[1][0]))
        if not options and (month.options or not 1 <= first <= last <= 31):
            return None
        if weekday is not None and len(options) > 1 and not month.relation:
            named = [option for option in options if option[0].weekday() == weekday]
            options = named if len(named) == 1 and not month.hijri else options
        grain, rule = ("day", "explicit" if "explicit" in month.rule else "partial")
        if last != first:
            grain, rule = "range", "range-days"
        return month._replace(start=place, options=tuple(options), grain=grain, rule=rule_of(month.hijri, rule))

    def _numeric_day(self, match: re.Match[str], weekday: int | None) -> Reading | None:
        named = "" if weekday is None else next(n for n, day in weekday_names().items() if day == weekday) + " "
        parsed = parse_date(named + match[0])
        if parsed.timestamp is None or parsed.precision != "day":
            return None
        day = parsed.timestamp.date()
        hijri = "hijri" in parsed.notes
        return Reading(*match.span(), ((day, day),), "day", rule_of(hijri, "numeric"), hijri=hijri)

    def read_month_first(self, place: int) -> Reading | None:
        """مايو 12, مايو 12، 2018."""
        match = MONTH_FIRST.match(self.text, place)
        if not match:
            return None
        year = int(match["year"]) if match["year"] else None
        options = self._months(month_names()[spaced(match["month"])], False, year, "")
        month = Reading(*match.span(), options, "month", "explicit-month" if year else "month")
        return self._days_of(month, place, int(match["day"]), 0, None)

    def _of_the_month(self, days: re.Match[str], first: int, last: int) -> Reading | None:
        """21 الحالي, الأول من الشهر الجاري, 28 من الشهر نفسه."""
        match = OF_THE_MONTH.match(self.text, days.end())
        named = match and (match["word"] or "شهر" in match[0] or days["first"])
        if not match or not (named or (days[0].endswith("من ") and relation_of(match["relation"]) == "now")):
            return None  # الأول الماضي, but السابع من الجاري
        anaphor = match["anaphor"] or match["same"]
        if not match["word"] and match["anaphor"]:
            return None
        month = self._same_month(match.end()) if anaphor else self._relative_month(relation_of(match["relation"]))
        if month is None:
            return None
        month = month._replace(end=match.end(), rule="day-of-month")
        return self._days_of(month, days.start(), first, last, None)

    def _same_month(self, end: int) -> Reading | None:
        if self.last is None or not self.last.options:
            return None
        hijri = self.last.hijri
        months = (month_period(*month_number(begin, hijri), hijri=hijri) for begin, _ in self.last.options)
        return Reading(end, end, tuple(month for month in months if month), "month", "same", hijri=hijri)

    # --- months and years --------------------------------------------------------------------------------------------

    def read_month(self, place: int, *, with_year: bool = True) -> Reading | None:
        """A month, with or without its year: شهر رمضان لعام 2017, كانون الثاني يناير, يونيو من العام الماضي."""
        match = A_MONTH.match(self.text, place)
        if not match:
            return None
        hijri = match["hijri"] is not None
        name = spaced(match["hijri"] or match["month"])
        number = hijri_month_names()[name] if hijri else month_names()[name]
        end = match.end()
        if match["twin"] and month_names()[spaced(match["twin"])] != number:
            end = match.end("month")
        elif match["twin"] and "(" not in match[0] and match[0].endswith(")"):
            end = match.end("twin")
        behind = OF_YEAR.match(self.text, end) if with_year else None
        year = behind["year"] if behind else None
        if behind and year and counts_things(self.text, behind.start("year")):
            behind = year = None
        relation = relation_of(behind["relation"] or behind["own"]) if behind else ""
        if behind and behind["this"]:
            relation = "now"
        of_year = bool(behind) and not (behind and behind["own"])
        options = self._months(number, hijri, int(year) if year else None, relation if of_year else "")
        rule = "explicit-month" if year else "month"
        stop = behind.end() if behind else end
        own = "" if of_year else relation
        return Reading(place, stop, options, "month", rule_of(hijri, rule), own, hijri)

    def _months(self, number: int, hijri: bool, year: int | None, relation: str) -> tuple[Period, ...]:
        if year is not None:
            if hijri and year not in HIJRI_YEARS:
                options = [month_period(year - 579 + n, number, hijri=True) for n in (-1, 0, 1)]
                return tuple(p for p in options if p and p[0].year == year)[:1]
            period = month_period(year, number, hijri=hijri or year in HIJRI_YEARS)
            return (period,) if period else ()
        if self.published is None:
            return ()
        if relation:
            year_now = self._year_now(hijri) + STEPS.get(relation, 0)
            period = month_period(year_now, number, hijri=hijri)
            return (period,) if period else ()
        return yearly(self.published, lambda y: month_period(y, number, hijri=hijri), hijri=hijri)

    def _year_now(self, hijri: bool) -> int:
        today = self.published or dt.date.min
        found = to_hijri(today) if hijri else None
        return found[0] if found else today.year

    def _relative_month(self, relation: str) -> Reading:
        """الشهر الماضي: of the Hijri year where the dates before it are Hijri."""
        hijri = self.counts_in_hijri()
        if self.published is None:
            return Reading(0, 0, (), "month", "month-relative", hijri=hijri)
        today = to_hijri(self.published) if hijri else None
        year, month = today[:2] if today else (self.published.year, self.published.month)
        period = month_period(year, month + STEPS.get(relation or "now", 0), hijri=today is not None)
        options = (period,) if period else ()
        return Reading(0, 0, options, "month", "month-relative", hijri=today is not None)

    def counts_in_hijri(self) -> bool:
        """Whether the last date that names its calendar was a Hijri one."""
        return self.last is not None and self.last.hijri

    def read_year(self, place: int) -> Reading | None:
        """عام 2016, عامي 2012 و2013, 1437/1436هـ, العام الماضي."""
        relative = RELATIVE_YEAR.match(self.text, place)
        if relative:
            if relative["year"]:
                hijri = _is_hijri(relative["year"], relative["era"])
                period = year_period(int(relative["year"]), hijri=hijri)
                return Reading(*relative.span(), (period,) if period else (), "year", "year-named", hijri=hijri)
            hijri = "هجري" in (relative["kind"] or "")
            reading = self._relative_year(relation_of(relative["relation"]), hijri)
            return reading._replace(start=place, end=relative.end())
        match = YEARS.match(self.text, place)
        return self._years(match) if match else None

    def _years(self, match: re.Match[str]) -> Reading | None:
        first, last = int(match["year"]), match["last"]
        hijri = _is_hijri(match["year"], (match["era"] or "") + (match["last_era"] or ""))
        joint = (match["joint"] or "").strip(" ")
        spoken = joint in ("و", "") and not (match["word"] or "").endswith(("ي", "ين", "اعوام", "سنوات"))
        if last and not (spoken and not self._is_between(match.start())):
            digits = re.match(r"\d+", last)[0]  # type: ignore[index]
            end_year = int(digits) if len(digits) == 4 else first // 100 * 100 + int(digits)
            first, end_year = min(first, end_year), max(first, end_year)
            period = year_period(first, hijri=hijri, years=end_year - first + 1)
            if period and end_year - first <= 300:
                return Reading(*match.span(), (period,), "range", rule_of(hijri, "range-years"), hijri=hijri)
        period = year_period(int(match["year"]), hijri=hijri)
        if not period:
            return None
        end = match.end("era") if match["era"] else match.end("year")
        return Reading(match.start(), end, (period,), "year", rule_of(hijri, "explicit-year"), hijri=hijri)

    def _relative_year(self, relation: str, hijri: bool = False) -> Reading:
        options: tuple[Period, ...] = ()
        if self.published is not None:
            period = year_period(self._year_now(hijri) + STEPS.get(relation, 0), hijri=hijri)
            options = (period,) if period else ()
        return Reading(0, 0, options, "year", "year-relative", hijri=hijri)

    def _is_between(self, place: int) -> bool:
        return bool(re.search(r"(?:بين|ما بين)(?: عامي| الفتره| عام)? ?$", self.text[max(0, place - 14) : place]))


STEPS = {"past": -1, "next": 1, "now": 0, "before_last": -2, "after_next": 2}


def kept(period: Period | None) -> tuple[Period, ...]:
    """Return the one period there is, if there is one."""
    return (period,) if period else ()


def rule_of(hijri: bool, rule: str) -> str:
    """Return the name of a rule, marked where it reads a Hijri date."""
    return f"hijri-{rule}" if hijri and not rule.startswith("hijri") else rule


def _day_of(match: re.Match[str], name: str) -> int:
    if match[name]:
        return int(match[name])
    return ordinal_days()[spaced(match[f"{name}_name"])] if match[f"{name}_name"] else 0


def month_number(day: dt.date, hijri: bool) -> tuple[int, int]:
    """Return year and month of a day in its calendar."""
    found = to_hijri(day) if hijri else None
    return found[:2] if found else (day.year, day.month)


def _is_hijri(year: str, era: str | None) -> bool:
    era = era or ""
    return "ه" in era.replace("ميلاديه", "") or (int(year) in HIJRI_YEARS and not era.strip())
