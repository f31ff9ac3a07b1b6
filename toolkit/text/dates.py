"""Arabic date lines → timestamps: month names of each region, both calendars, both digit sets.

A date is what the page prints, without a zone; the zone, if one is stated,
is kept beside it. What is impossible, relative or ambiguous is refused with
a reason and never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from toolkit.errors import InvalidArgumentError
from toolkit.text.date_words import (
    HIJRI_MONTHS,
    MONTHS,
    OFFSETS,
    SEASONS,
    WEEKDAYS,
    ZONES,
    either,
    lookup,
    normal,
)
from toolkit.text.hijri import HIJRI_YEARS, from_hijri

#: No article is older than the press, or younger than this century: a year outside is a slip.
FIRST_YEAR, LAST_YEAR = 1798, 2100
#: A moon that is sighted and one that is computed begin a month at most so far apart.
_SIGHTING = dt.timedelta(days=2)
_MONTH = lookup(MONTHS)
_HIJRI = lookup(HIJRI_MONTHS)
_SEASON = lookup(SEASONS)
_WEEKDAY = lookup(dict(enumerate(WEEKDAYS)))
_ZONE = lookup(ZONES)
_OFFSET = lookup(OFFSETS)
_UNITS = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
_ORDINAL = {normal(name): day for day, name in enumerate(_UNITS, 1)}
_ORDINAL |= {normal(f"{unit} عشر"): 10 + day for day, unit in enumerate(["الحادي", *_UNITS[1:9]], 1)}
_ORDINAL |= {normal(f"{unit} والعشرين"): 20 + day for day, unit in enumerate(["الحادي", *_UNITS[1:9]], 1)}
_ORDINAL |= {normal(name): day for name, day in {"العشرين": 20, "الثلاثين": 30, "الحادي والثلاثين": 31}.items()}
_HOUR = {normal(f"{unit}ة"): hour for hour, unit in enumerate(("الواحد", *_UNITS[1:]), 1)}
_HOUR |= {normal("الحادية عشرة"): 11, normal("الثانية عشرة"): 12, normal("الثانية"): 2}

_GAP = r"[\s,./|\-]*(?:من )?(?:شهر )?"
_YEAR = r"(?P<year>(?<!\d)\d{4}(?!\d)|(?<!\d)\d{2}(?![\d:]))"
_IN = r"[\s,./|\-]*(?:(?:من )?(?:عام|سنه|لعام|لسنه) )?"
_ANY_MONTH = rf"(?P<month>{either(_MONTH)})\.?(?: ?[/(\-] ?(?P<twin>{either(_MONTH)}) ?\)?)?"
_DAY = r"(?<![\d:])(?P<day>\d{1,2})(?:er|st|nd|rd|th)?(?!\d)"
_ORDINALS = re.compile(rf"({either(_ORDINAL)})(?= من (?:شهر )?(?:{either(_MONTH)}|{either(_HIJRI)}))")
_SPELLED = re.compile(rf"{_DAY}{_GAP}{_ANY_MONTH}{_IN}{_YEAR}")
_SPELLED_MONTH_FIRST = re.compile(rf"{_ANY_MONTH} ?{_DAY} ?,? ?(?P<year>(?<!\d)\d{{4}}(?!\d))")
_NUMERIC = re.compile(r"(?<![\d:.+/])(\d{1,4}) ?([/.\-]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?!\d)(?![./:]\d)")
_MONTH_YEAR = re.compile(rf"{_ANY_MONTH}{_IN}(?P<year>(?<!\d)\d{{4}}(?!\d))")
_SEASON_YEAR = re.compile(rf"(?P<season>{either(_SEASON)}) (?:عام |سنه )?(?P<year>\d{{4}})(?!\d)")
_HIJRI_DAY = re.compile(rf"{_DAY}{_GAP}(?P<month>{either(_HIJRI)}){_IN}(?P<year>\d{{4}})(?!\d)")
_HIJRI_ANY = re.compile(rf"(?:{either(_HIJRI)}){_IN}1[345]\d\d(?!\d)|(?<!\d)1[345]\d\d ?ه(?![^\W\d_])")
_HIJRI_MONTH_YEAR = re.compile(rf"(?P<month>{either(_HIJRI)}){_IN}(?P<year>1[345]\d\d)(?!\d)")
_HIJRI_YEAR = re.compile(r"(?<!\d)(?P<year>1[345]\d\d) ?ه(?![^\W\d_])")
_BARE_YEAR = re.compile(r"(?:في )?(?:عام |سنه |العام )?(\d{4}) ?(?:م|ميلادي|ميلاديه)?")
_BARE_MONTH = re.compile(r"(?:(\d{1,2}) ?[/.\-] ?(\d{4})|(\d{4}) ?[/.\-] ?(\d{1,2}))")
_RANGE = re.compile(r"(?<![\d:./\-])\d{1,2} ?(?:-|و|الي|حتي) ?$")
_UNCLEAR_MONTH = re.compile(rf"{either(['تشرين', 'كانون'])}(?! ?(?:ال)?(?:اول|ثان))")
_NAMED_DAY = re.compile(either(_WEEKDAY))
_UPDATED = re.compile(r"تحديث|تعديل|حدث|update|modifi|mis a jour")
_PUBLISHED = re.compile(r"نشر|publi|صدر")
_NEAR = lookup({0: "أمس|اليوم|غدا|منذ|قبل|الآن|البارحة|الماضي|المقبل|القادم|دقائق|ساعات|ago|today|yesterday|hier"})
_RELATIVE = re.compile(
    rf"{either(_NEAR)}"
    rf"|{either(_WEEKDAY)}|\d{{1,2}}{_GAP}{either(_MONTH)}|{either(_MONTH)} ?\d{{1,2}}(?!\d)|^\W*\d{{1,2}}:\d\d"
)
_MORNING = "ص|صباحا|الصباح|am|a.m|فجرا|قبل الظهر"
_EVENING = "م|مساء|مساءا|المساء|pm|p.m|عصرا|بعد الظهر"
_HALVES = lookup({"am": _MORNING, "pm": _EVENING, "noon": "ظهرا", "night": "ليلا"})
_HALF = rf"(?:في )?(?P<half>{either(_HALVES)})"
_CLOCK = re.compile(
    rf"(?<![\d:.])(?P<h>\d{{1,2}}) ?[:h] ?(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?![\d:])(?: ?{_HALF})?"
)
_HOURS = re.compile(
    rf"(?:الساعه |(?<![\d:./]))(?P<h>\d{{1,2}}|{either(_HOUR)})(?:\.(?P<m>\d\d))?(?P<part> والنصف| والربع)? ?{_HALF}"
)
_BY_TIME_OF = r"[\s,|(\-]*(?:(?:حسب |ب|ال)?توقيت )?"
_PLACE = f"{either(_OFFSET)}|{either(_ZONE)}"
_ZONED = re.compile(
    rf"{_BY_TIME_OF}(?:(?P<name>{_PLACE}) ?)?\(?(?P<sign>[+\-]) ?(?P<zh>\d{{1,2}}):?(?P<zm>\d\d)?(?!\d)"
    rf"|{_BY_TIME_OF}(?P<only>{_PLACE})"
)
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)? ?(?:(Z)|UTC|([+-]\d\d)(?::?(\d\d))?)?"
)
_FRAME = lookup({0: "نشرت|في|يوم|الموافق|الساعة|على|بتاريخ|تاريخ|م|ه|بتوقيت|التوقيت|المحلي|published|updated|on|at|le"})
_LABEL = re.compile(rf"{either(_WEEKDAY)}|(?:اخر |تاريخ |تم )?(?:ال)?(?:نشر|تحديث)(?![^\W\d_])|{either(_FRAME)}")


@dataclass(frozen=True)
class ParsedDate:
    """What a date line says.

    Attributes
    ----------
    timestamp
        The time as printed, without a zone, or None; the first day of a month, season or year.
    utc_offset
        Such as "+03:00"; "" where the line names no zone.
    precision
        minute, day, month, season, year or none.
    reason
        Why there is no timestamp: impossible, out-of-range, ambiguous, relative, hijri (a year whose
        calendar is not known) or not-a-date; else "".
    notes
        What was decided without being stated: hijri, day-first, two-digit-year, weekday-disagrees.
    """

    timestamp: dt.datetime | None
    utc_offset: str = ""
    precision: str = "none"
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    """A calendar date in a line: where it stands, and its day or why it has none."""

    start: int
    end: int
    day: dt.date | None
    reason: str = ""


def parse_date(text: str) -> ParsedDate:
    """Read a date as a news page prints it.

    Numeric dates are read day first, as the Arabic press writes them, unless
    only another order is possible or a weekday in the line decides.

    Parameters
    ----------
    text
        A date, with or without a label, a weekday, a time and a zone.

    Returns
    -------
    ParsedDate
        ``timestamp`` (datetime, as printed and without a zone), ``utc_offset`` (str, "+03:00"
        or ""), ``precision`` (str: minute, day, month, season, year or none), ``reason``
        (str): why ``timestamp`` is None, for what is no date or cannot be known; and
        ``notes`` (tuple of str): what was decided without being stated.

    Raises
    ------
    InvalidArgumentError
        ``text`` is no string.

    Notes
    -----
    Where a publication date and a later update stand in one line, the former
    is taken. A Hijri date is read by the calendar of Umm al-Qura; beside a
    Gregorian one it must agree to within two days, as far as a sighted moon can
    differ from a computed one.

    What was decided without being stated stands in ``notes``: ``hijri``,
    ``day-first`` (03/04 could be in April or March), ``two-digit-year``,
    ``weekday-disagrees``.

    Examples
    --------
    >>> parse_date("الخميس 9 تشرين الثاني/نوفمبر 2017 - 14:20").timestamp
    datetime.datetime(2017, 11, 9, 14, 20)
    >>> parse_date("٠٩/١١/٢٠١٧ ٢:٠٥ م").timestamp
    datetime.datetime(2017, 11, 9, 14, 5)
    >>> parse_date("2017-11-09T14:20:00+03:00").utc_offset
    '+03:00'
    >>> parse_date("20 صفر 1439 هـ").timestamp, parse_date("20 صفر 1439 هـ").notes
    (datetime.datetime(2017, 11, 9, 0, 0), ('hijri',))
    >>> parse_date("31 شباط 2017").reason, parse_date("أمس").reason
    ('impossible', 'relative')
    """
    if not isinstance(text, str):
        raise InvalidArgumentError(
            f"parse_date() reads one date as a string; this is a {type(text).__name__}.\n"
            "A column of dates, with missing ones, goes through as_articles().\nTry: parse_date(str(date))"
        )
    return _parse(text)


@lru_cache(maxsize=65_536)
def _parse(text: str) -> ParsedDate:
    match = _ISO.fullmatch(text.strip())
    if match and int(match[1]) not in HIJRI_YEARS:
        return _read_iso(match)
    line = normal(text)
    if re.fullmatch(r"1\d{9}(?:\d{3})?", line):
        return _read_epoch(line)
    line = _ORDINALS.sub(lambda m: str(_ORDINAL[m[1]]), line)
    found = _find_days(line)
    days = _published(line, [f for f in found if f.day])
    hijri = _find_hijri_days(line)
    if days and days[0].day:
        differ = any(f.day and abs(f.day - days[0].day) > _SIGHTING for f in hijri)
        if len({f.day for f in days}) > 1 or differ:
            return ParsedDate(None, reason="ambiguous")
        return _noted(line, _with_time(line, days[0].day, days[0], found))
    days = _published(line, [f for f in hijri if f.day])
    if days and days[0].day:
        if len({f.day for f in days}) > 1:
            return ParsedDate(None, reason="ambiguous")
        parsed = _noted(line, _with_time(line, days[0].day, days[0], hijri))
        return replace(parsed, notes=("hijri", *parsed.notes))
    refused = hijri or found
    return ParsedDate(None, reason=refused[0].reason) if refused else _read_coarse(line)


def _noted(line: str, parsed: ParsedDate) -> ParsedDate:
    """The date with what was decided about it without being stated."""
    notes = []
    weekday = _NAMED_DAY.search(line)
    disagrees = weekday and parsed.timestamp and parsed.timestamp.weekday() != _WEEKDAY[weekday[0]]
    if match := _NUMERIC.search(line):
        first, second, third = match[1], match[3], match[4]
        if len(first) <= 2 < len(third) and max(int(first), int(second)) <= 12 and first != second and not weekday:
            notes.append("day-first")
        if len(first) <= 2 and len(third) <= 2:
            notes.append("two-digit-year")
    return replace(parsed, notes=(*notes, "weekday-disagrees") if disagrees else tuple(notes))


def parse_dates(texts: pd.Series) -> pd.DataFrame:
    """Read a column of dates; each different one is read once.

    Parameters
    ----------
    texts
        Strings; missing values count as "".

    Returns
    -------
    pandas.DataFrame
        With the index of ``texts``: ``date`` (datetime64[us], NaT where there is none),
        ``utc_offset`` (str), ``date_precision`` (str).

    Examples
    --------
    >>> parse_dates(pd.Series(["9 نوفمبر 2017", "نوفمبر 2017", ""]))["date_precision"].tolist()
    ['day', 'month', 'none']
    """
    codes, unique = pd.factorize(texts.fillna("").astype("str"))
    dtypes = {"date": "datetime64[us]", "utc_offset": "str", "date_precision": "str"}
    rows = [(parsed.timestamp, parsed.utc_offset, parsed.precision) for parsed in map(parse_date, unique)]
    table = pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)
    return table.take(codes).set_axis(texts.index)


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and nothing else but its time, weekday and label.

    Examples
    --------
    >>> is_date_line("نشر في: الخميس 9 نوفمبر 2017 - 14:20"), is_date_line("قتل ثلاثة في 9 نوفمبر 2017")
    (True, False)
    """
    if len(text) > 160 or not any(c.isdecimal() for c in text):
        return False
    if _ISO.fullmatch(text.strip()):
        return parse_date(text).timestamp is not None
    line = _ORDINALS.sub(lambda m: str(_ORDINAL[m[1]]), normal(text))
    found = _find_days(line)
    found += [f for f in _find_hijri_days(line) if not any(f.start < g.end and g.start < f.end for g in found if g.day)]
    for day in sorted(found, key=lambda f: f.start, reverse=True):
        line = line[: day.start] + " , " + line[day.end :]
    for pattern in (_HIJRI_DAY, _CLOCK, _HOURS, _ZONED, _LABEL):
        line = pattern.sub(" ", line)
    return any(day.day for day in found) and not any(c.isalnum() for c in line)


def _read_iso(match: re.Match[str]) -> ParsedDate:
    year, month, day = (int(part) for part in match.groups()[:3])
    date, reason = _valid(year, month, day)
    if date is None:
        return ParsedDate(None, reason=reason)
    if match[4] is None or int(match[4]) > 23 or int(match[5]) > 59:
        return ParsedDate(dt.datetime.combine(date, dt.time()), precision="day")
    offset = "+00:00" if match[7] or match[0].endswith("UTC") else f"{match[8]}:{match[9] or '00'}" if match[8] else ""
    second = min(int(match[6] or 0), 59)
    return ParsedDate(dt.datetime.combine(date, dt.time(int(match[4]), int(match[5]), second)), offset, "minute")


def _read_epoch(digits: str) -> ParsedDate:
    """Seconds or milliseconds since 1970, in UTC; ten digits with a one in front lie between 2001 and 2033."""
    seconds = int(digits[:10])
    return ParsedDate(dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds), "+00:00", "minute")


def _valid(year: int, month: int, day: int) -> tuple[dt.date | None, str]:
    """The date, or why it is none."""
    if year in HIJRI_YEARS:
        return None, "hijri" if 1 <= month <= 12 and 1 <= day <= 30 else "impossible"
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None, "impossible"
    return (date, "") if FIRST_YEAR <= year <= LAST_YEAR else (None, "out-of-range")


def _full_year(digits: str) -> int:
    """A year of two digits lies in the fifty years around the turn of the century (00–49, 50–99)."""
    return int(digits) if len(digits) > 2 else int(digits) + (2000 if int(digits) < 50 else 1900)


def _find_days(line: str) -> list[_Found]:
    """Every calendar date in the line, in order."""
    found: list[_Found] = []
    for pattern in (_SPELLED, _SPELLED_MONTH_FIRST):
        for match in pattern.finditer(line):
            if any(f.start < match.end() and match.start() < f.end for f in found):
                continue
            month, twin = _MONTH[_spaced(match["month"])], match["twin"]
            ranges = pattern is _SPELLED and _RANGE.search(line[: match.start()])
            if ranges or (twin and _MONTH[_spaced(twin)] != month):
                found.append(_Found(*match.span(), None, "ambiguous"))
            else:
                found.append(_Found(*match.span(), *_valid(_full_year(match["year"]), month, int(match["day"]))))
    weekday = _NAMED_DAY.search(line)
    for match in _NUMERIC.finditer(line):
        if not any(f.start < match.end() and match.start() < f.end for f in found):
            found.append(_Found(*match.span(), *_read_numeric(match[1], match[3], match[4], weekday)))
    return sorted(found, key=lambda f: f.start)


def _spaced(name: str) -> str:
    """A name as it stands in the tables, though the line leaves out its space."""
    return name if " " in name or name in _MONTH else re.sub("(ال)?(اول|ثاني|ثان|النار)$", r" \1\2", name)


def _read_numeric(first: str, second: str, third: str, weekday: re.Match[str] | None) -> tuple[dt.date | None, str]:
    """Day first, unless only another order is possible or the weekday decides."""
    a, b, c = int(first), int(second), int(third)
    if len(first) == 3 or len(third) == 3 or (len(first) == 4 and len(third) == 4):
        return None, "not-a-date"
    if len(first) == 4:
        return _valid(a, b, c)
    year = _full_year(third)
    readings = [_valid(year, b, a), _valid(year, a, b)]
    if len(third) <= 2:
        readings.append(_valid(_full_year(first), b, c))
    days = list(dict.fromkeys(day for day, _ in readings if day))
    if not days:
        return readings[0] if readings[0][1] == "hijri" else readings[1]
    if weekday:
        days = [day for day in days if day.weekday() == _WEEKDAY[weekday[0]]] or days
    if len(days) > 1 and len(third) <= 2 and max(a, b, c) <= 12:
        return None, "ambiguous"
    return days[0], ""


def _published(line: str, days: list[_Found]) -> list[_Found]:
    """The dates of publication, where some are dates of an update."""
    before = [line[end : f.start] for end, f in zip([0, *(f.end for f in days)], days, strict=False)]
    kept = [f for f, words in zip(days, before, strict=True) if not _UPDATED.search(words)] or days[:1]
    named = [f for f, words in zip(days, before, strict=True) if _PUBLISHED.search(words) and f in kept]
    return named[:1] or kept


def _find_hijri_days(line: str) -> list[_Found]:
    """Every Hijri date in the line, spelled or in digits, by its Gregorian day."""
    found = [
        _Found(*m.span(), *from_hijri(int(m["year"]), _HIJRI[_spaced(m["month"])], int(m["day"])))
        for m in _HIJRI_DAY.finditer(line)
    ]
    for match in _NUMERIC.finditer(line):
        first, second, third = int(match[1]), int(match[3]), int(match[4])
        if third in HIJRI_YEARS:
            found.append(_Found(*match.span(), *from_hijri(third, second, first)))
        elif first in HIJRI_YEARS:
            found.append(_Found(*match.span(), *from_hijri(first, second, third)))
    return sorted(found, key=lambda f: f.start)


def _with_time(line: str, date: dt.date, day: _Found, found: list[_Found]) -> ParsedDate:
    """The date with the time that stands beside it, which a label of an update ends."""
    place = found.index(day)
    after = line[day.end : found[place + 1].start if place + 1 < len(found) else len(line)]
    updated = _UPDATED.search(after)
    after = re.sub(r"^ ?م(?:يلاديه?)?(?![^\W\d_])", " ", after[: updated.start()] if updated else after)
    for words in (after, line[: day.start] if place == 0 else ""):
        for pattern in (_CLOCK, _HOURS):
            if (match := pattern.search(words)) and (time := _read_time(match)) is not None:
                stamp = dt.datetime.combine(date, time)
                return ParsedDate(stamp, _read_zone(words[match.end() :], stamp), "minute")
    return ParsedDate(dt.datetime.combine(date, dt.time()), precision="day")


def _read_time(match: re.Match[str]) -> dt.time | None:
    parts = match.groupdict()
    hour = int(parts["h"]) if parts["h"].isdecimal() else _HOUR[parts["h"]]
    minute = {" والنصف": 30, " والربع": 15}.get(parts.get("part") or "", int(parts["m"] or 0))
    half = _HALVES[parts["half"]] if parts["half"] else ""
    if half == "am" and hour > 12:
        return None
    if (half in ("am", "night") and hour == 12) or hour == 24:
        hour = 0
    elif (half == "pm" and hour < 12) or (half == "noon" and hour < 10) or (half == "night" and 6 <= hour < 12):
        hour += 12
    second = int(parts.get("s") or 0)
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _read_zone(words: str, stamp: dt.datetime) -> str:
    match = _ZONED.match(words)
    if not match:
        return ""
    if match["sign"]:
        offset = f"{match['sign']}{int(match['zh']):02d}:{match['zm'] or '00'}"
        return offset if int(match["zh"]) <= 14 else ""
    if match["only"] in _OFFSET:
        return _OFFSET[match["only"]]
    try:
        offset = stamp.replace(tzinfo=ZoneInfo(_ZONE[match["only"]])).strftime("%z")
    except (KeyError, ZoneInfoNotFoundError):
        return ""
    return f"{offset[:3]}:{offset[3:5]}"


def _read_coarse(line: str) -> ParsedDate:
    """A month, a season or a year, or the reason why the line holds no date."""
    if _HIJRI_ANY.search(line):
        return _read_coarse_hijri(line)
    year, month, precision = 0, 1, "none"
    if match := _MONTH_YEAR.search(line):
        twin = match["twin"]
        year, month, precision = int(match["year"]), _MONTH[_spaced(match["month"])], "month"
        if (twin and _MONTH[_spaced(twin)] != month) or re.search(r"\d ?$", line[: match.start()]):
            return ParsedDate(None, reason="ambiguous")
    elif match := _SEASON_YEAR.search(line):
        year, month, precision = int(match["year"]), _SEASON[match["season"]], "season"
    elif match := _BARE_MONTH.fullmatch(line):
        year, month, precision = int(match[2] or match[3]), int(match[1] or match[4]), "month"
    elif match := _BARE_YEAR.fullmatch(line):
        year, precision = int(match[1]), "year"
    if precision != "none":
        day, reason = _valid(year, month, 1)
        stamp = dt.datetime.combine(day, dt.time()) if day else None
        return ParsedDate(stamp, precision=precision if day else "none", reason=reason)
    if _UNCLEAR_MONTH.search(line):
        return ParsedDate(None, reason="ambiguous")
    return ParsedDate(None, reason="relative" if _RELATIVE.search(line) else "not-a-date")


def _read_coarse_hijri(line: str) -> ParsedDate:
    """The first day of a Hijri month or year; a digit before a month that made no date leaves it open."""
    match = _HIJRI_MONTH_YEAR.search(line)
    if match and re.search(r"\d ?$", line[: match.start()]):
        return ParsedDate(None, reason="ambiguous")
    match = match or _HIJRI_YEAR.search(line)
    if match is None:
        return ParsedDate(None, reason="hijri")
    name = match.groupdict().get("month")
    day, reason = from_hijri(int(match["year"]), _HIJRI[_spaced(name)] if name else 1, 1)
    if day is None:
        return ParsedDate(None, reason=reason)
    stamp = dt.datetime.combine(day, dt.time())
    return ParsedDate(stamp, precision="month" if name else "year", notes=("hijri",))
