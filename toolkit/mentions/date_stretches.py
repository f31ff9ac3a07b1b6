"""Reads weeks, seasons, decades, weekdays and the parts of longer stretches."""

from __future__ import annotations

import datetime as dt
import re

from toolkit.mentions.date_cues import cue_around
from toolkit.mentions.date_patterns import (
    A_DECADE,
    A_DECADE_OF,
    A_PART,
    A_SEASON,
    A_SHARE,
    A_WEEKDAY,
    BARE,
    NOT_OF_TIME,
    OF_A_PERSON,
    RELATIVE_MONTH,
    RELATIVE_QUARTER,
    RELATIVE_WEEK,
    SAME,
    SHARES,
    THE_CENTURY,
    THE_DECADE,
    THIS,
)
from toolkit.mentions.date_periods import (
    Period,
    choose,
    day_period,
    month_period,
    part_of,
    week_period,
    weekday_of,
    year_period,
    yearly,
)
from toolkit.mentions.date_reader import STEPS, CalendarReader, Reading, kept, month_number, relation_of, rule_of
from toolkit.mentions.date_terms import ANAPHOR, GAP, ordinal_days, spaced, terms, weekday_names


class StretchReader(CalendarReader):
    """Reads what is longer than a day, its parts, and weekdays."""

    # --- other stretches ---------------------------------------------------------------------------------------------

    def read_week(self, place: int) -> Reading | None:
        """الأسبوع الماضي."""
        match = RELATIVE_WEEK.match(self.text, place)
        if not match:
            return None
        return self._week(STEPS.get(relation_of(match["relation"]), 0))._replace(start=place, end=match.end())

    def _week(self, step: int) -> Reading:
        options = (week_period(self.published + dt.timedelta(weeks=step)),) if self.published else ()
        return Reading(0, 0, options, "week", "week-relative")

    def read_relative_month(self, place: int) -> Reading | None:
        """الشهر الماضي."""
        match = RELATIVE_MONTH.match(self.text, place)
        if not match:
            return None
        return self._relative_month(relation_of(match["relation"]))._replace(start=place, end=match.end())

    def read_season(self, place: int) -> Reading | None:
        """صيف 2017, الخريف القادم."""
        match = A_SEASON.match(self.text, place)
        if not match or not (match["year"] or match["relation"] or match["this"]):
            return None
        number = int(terms("season")[match["season"]])
        relation = "now" if match["this"] else relation_of(match["relation"])
        year_word = re.search(r"عام|سنه", match[0])
        if match["year"]:
            options = kept(month_period(int(match["year"]), number, months=3))
            return Reading(*match.span(), options, "season", "season-explicit")
        if not year_word and not match["article"]:
            return None
        return self._season(number, relation, bool(year_word))._replace(start=place, end=match.end())

    def _season(self, number: int, relation: str, of_year: bool) -> Reading:
        if self.published is None:
            return Reading(0, 0, (), "season", "season-relative")
        if of_year:
            options = kept(month_period(self.published.year + STEPS.get(relation, 0), number, months=3))
            return Reading(0, 0, options, "season", "season-relative")
        options = yearly(self.published, lambda y: month_period(y, number, months=3))
        return Reading(0, 0, options, "season", "season-relative", relation)

    def read_decade(self, place: int) -> Reading | None:
        """التسعينيات, ثمانينيات القرن الماضي, القرن التاسع عشر, العقد الماضي."""
        match = A_DECADE.match(self.text, place)
        if match:
            if OF_A_PERSON.match(self.text, match.end()) or not (match["article"] or "قرن" in match[0]):
                return None
            century = self._century(match) if "قرن" in match[0] else 1900
            first = (1900 if century is None else century) + int(terms("decade")[match["decade"]])
            return Reading(*match.span(), kept(year_period(first, years=10)), "decade", "decade")
        match = A_DECADE_OF.match(self.text, place)
        if match:
            century, nth = self._century(match), 10 if match["last"] else ordinal_days()[spaced(match["nth"])]
            options = kept(year_period(century + 10 * nth - 10, years=10)) if century is not None and nth <= 10 else ()
            return Reading(*match.span(), options, "decade", "decade")
        match = THE_CENTURY.match(self.text, place)
        if match:
            century = self._century(match)
            options = kept(year_period(century + 1, years=100)) if century is not None else ()
            return Reading(*match.span(), options, "century", "century")
        match = THE_DECADE.match(self.text, place)
        if not match:
            return None
        options = ()
        if self.published:
            first = self.published.year // 10 * 10 + 10 * STEPS.get(relation_of(match["relation"]), 0)
            options = kept(year_period(first, years=10))
        return Reading(*match.span(), options, "decade", "decade-relative")

    def _century(self, match: re.Match[str]) -> int | None:
        """The year before its first."""
        if match["century"]:
            number = ordinal_days()[spaced(match["century"])]
            return (number - 1) * 100 if number <= 21 else None
        if self.published is None:
            return None
        return self.published.year // 100 * 100 + 100 * STEPS.get(relation_of(match["relation"]), 0)

    def read_this(self, place: int) -> Reading | None:
        """هذا العام, هذه السنة, هذا الأسبوع."""
        match = THIS.match(self.text, place)
        if not match:
            return None
        what = match["what"][2:]
        if what in terms("season"):
            reading = self._season(int(terms("season")[what]), "now", False)
        else:
            hijri = what in ("عام", "سنه") and bool(
                re.search(r"(?<!\w)(?:ال|ل)?حج(?!\w)", self.text[max(0, place - 25) : place])
            )
            reading = self._now(what, hijri)
        return reading._replace(start=place, end=match.end())

    def _now(self, what: str, hijri: bool = False) -> Reading:
        if what == "اسبوع":
            return self._week(0)
        return self._relative_month("now") if what == "شهر" else self._relative_year("now", hijri)

    # --- parts -------------------------------------------------------------------------------------------------------

    def read_stretch(self, place: int) -> Reading | None:
        """Whatever has a beginning, a middle and an end: a month, year, week, season, decade or quarter."""
        for read in (
            self.read_relative_month,
            self.read_week,
            self.read_this,
            self.read_season,
            self.read_decade,
            self.read_year,
            self.read_same,
            self.read_month,
        ):
            if reading := read(place):
                return reading
        return None

    def read_part(self, place: int) -> Reading | None:
        """مطلع العام الجاري, منتصف شوال, نهاية الأسبوع, العشر الأواخر من رمضان."""
        match = A_PART.match(self.text, place)
        if not match:
            return None
        stretch = self.read_stretch(match.end()) or self.read_share(match.end())
        if stretch is None:
            bare = BARE.match(self.text, match.end())
            if not bare or re.match(rf"{GAP}(?:ال|{ANAPHOR})", self.text[bare.end() : bare.end() + 6]):
                return None
            if bare["what"] == "اسبوع" and self._weekends(place, bare.end()):
                return None
            stretch = self._now(bare["what"])._replace(start=bare.start(), end=bare.end())
        if stretch.grain in ("vague", "day"):
            return None
        part = "end" if match["last"] else terms("part")[match["part"]]
        options = tuple(part_of(option, part, stretch.grain, hijri=stretch.hijri) for option in stretch.options)
        rule = f"part-of-{stretch.grain}"
        return stretch._replace(
            start=place, options=options, grain="vague", rule=rule_of(stretch.hijri, rule), base=stretch.grain
        )

    def _weekends(self, place: int, end: int) -> bool:
        """Tell في نهاية الأسبوع of every week from that of this one."""
        before = self.text[max(0, place - 6) : place]
        return before.endswith((" في ", "عطله ")) and cue_around(self.text, place, end) == ""

    def read_share(self, place: int) -> Reading | None:
        """الربع الثاني من العام الجاري, النصف الأول من 2018."""
        if relative := RELATIVE_QUARTER.match(self.text, place):
            return self._relative_quarter(relative)
        match = A_SHARE.match(self.text, place)
        if not match or NOT_OF_TIME.match(self.text, match.end("nth") if match["nth"] else match.end("lnth")):
            return None
        of = match["of"] or match["leading"]
        count = {"ربع": 4, "نصف": 2, "ثلث": 3}[of]
        nth = SHARES[match["nth"]] if match["nth"] else (1 if match["lnth"] == "اول" else 2)
        nth = count if nth < 0 else nth
        whole = self.read_stretch(match.end()) if match["link"] else None
        if nth > count or (whole is not None and whole.grain not in ("year", "month", "decade", "century")):
            return None
        if whole is None:
            if of != "ربع" or match["nth"] == "اخير" or match["leading"]:
                return None
            options = yearly(self.published, lambda y: month_period(y, 3 * nth - 2, months=3)) if self.published else ()
            return Reading(place, match.end("nth"), options, "range", "quarter")
        options = tuple(_share(option, nth, count, whole) for option in whole.options)
        return whole._replace(start=place, options=options, grain="range", rule={4: "quarter"}.get(count, "part"))

    def _relative_quarter(self, match: re.Match[str]) -> Reading:
        """الربع الحالي, الربع السابق."""
        options: tuple[Period, ...] = ()
        if self.published is not None:
            step = STEPS[relation_of(match["relation"])]
            first = (self.published.month - 1) // 3 * 3 + 1 + 3 * step
            options = kept(month_period(self.published.year, first, months=3))
        return Reading(*match.span(), options, "range", "quarter")

    def read_same(self, place: int) -> Reading | None:
        """نفس اليوم من عام 1932, الفترة نفسها من العام الماضي, اليوم التالي."""
        match = SAME.match(self.text, place)
        if not match or self.last is None or not self.last.options:
            return None
        step = terms("anaphor")[spaced(match["anaphor"])] if match["anaphor"] else "same"
        what = match["what"] or match["noun"]
        first, last = self._chosen(self.last)
        link = re.compile(rf"{GAP}(?:من|في){GAP}").match(self.text, match.end())
        year = self.read_year(link.end()) if link else None
        if year is None and link and (this := self.read_this(link.end())) and this.grain == "year":
            year = this
        if year is not None and year.options and what in ("يوم", "شهر", "فتره", "ربع"):
            return self._moved((first, last), year, place, what)
        if what == "يوم" and self.last.grain == "day":
            day = first + dt.timedelta(days={"same": 0, "next": 1, "past": -1}[step])
            return Reading(place, match.end(), ((day, day),), "day", "anaphoric", hijri=self.last.hijri)
        if what in ("عام", "سنه", "شهر") and self.last.grain in ("day", "month", "year", "range"):
            offset = {"same": 0, "next": 1, "past": -1}[step]
            number = month_number(first, self.last.hijri)
            hijri = self.last.hijri
            month = month_period(number[0], number[1] + offset, hijri=hijri)
            period = month if what == "شهر" else year_period(number[0] + offset, hijri=hijri)
            grain = "month" if what == "شهر" else "year"
            return Reading(place, match.end(), kept(period), grain, "anaphoric", hijri=hijri)
        return None

    def _moved(self, period: Period, year: Reading, place: int, what: str) -> Reading | None:
        """The same period in another year."""
        target = self._chosen(year)[0].year
        first, last = period
        if what == "شهر":
            moved = month_period(target, first.month)
            grain = "month"
        else:
            begin = day_period(target, first.month, min(first.day, 28 if first.month == 2 else 31))
            n_days = (last - first).days
            moved = (begin[0], begin[0] + dt.timedelta(days=n_days)) if begin else None
            grain = "day" if n_days == 0 else "range"
        return Reading(place, year.end, kept(moved), grain, "anaphoric") if moved else None

    def _chosen(self, reading: Reading) -> Period:
        if len(reading.options) == 1 or self.published is None:
            return reading.options[0]
        return choose(reading.options, self.published, reading.relation, self.cue(reading))

    def cue(self, reading: Reading) -> str:
        """What the words around speak for: future, past or ""."""
        return cue_around(self.text, reading.start, reading.end)

    # --- weekdays ----------------------------------------------------------------------------------------------------

    def read_weekday(self, place: int) -> Reading | None:
        """A weekday alone: الثلاثاء الماضي, الخميس."""
        match = A_WEEKDAY.match(self.text, place)
        if not match:
            return None
        relation = relation_of(match["relation"])
        options: tuple[Period, ...] = ()
        weekday = weekday_names()[spaced(match["name"])]
        if self.published is not None:
            cue = cue_around(self.text, place, match.end()) if not relation else ""
            day = weekday_of(weekday, self.published, relation, cue)
            options = ((day, day),)
        return Reading(*match.span(), options, "day", "weekday-relative" if relation else "weekday", relation)


def _share(period: Period, nth: int, count: int, whole: Reading) -> Period:
    """The nth of so many parts; of a year in months."""
    first, last = period
    if whole.grain == "year" and not whole.hijri:
        months = 12 // count
        return month_period(first.year, months * (nth - 1) + 1, months=months) or period
    n_days = (last - first).days + 1
    bounds = [first + dt.timedelta(days=n_days * n // count) for n in (nth - 1, nth)]
    return bounds[0], bounds[1] - dt.timedelta(days=1)
