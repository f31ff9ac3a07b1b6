"""Dates in sentences, resolved against the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence

import pandas as pd

from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.mentions.date_cues import cue_around, is_doubtful
from toolkit.mentions.date_periods import Period, choose, year_period
from toolkit.mentions.date_reader import Reading
from toolkit.mentions.date_terms import beginnings, one_of, terms
from toolkit.mentions.passages import Passage, passages
from toolkit.mentions.relative_dates import DateReader
from toolkit.text.arabic import FOLDED
from toolkit.text.dates import FIRST_YEAR, LAST_YEAR

#: Columns of a table of dates, in order, with their dtypes.
DATE_COLUMNS = {
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "mention": "str",
    "date_start": "datetime64[us]",
    "date_end": "datetime64[us]",
    "grain": "str",
    "rule": "str",
}
#: Days in which a feast is near.
_A_WEEK = dt.timedelta(days=7)
#: Characters from the beginning of a date to a number in it: العام الهجري الجاري 1439.
_REACH = 60
#: Where only the place of a date is asked for, any day of publication does.
_ANY_DAY = dt.date(2015, 6, 15)
#: Readers whose dates hold no number, or one that is read from itself too.
_WITHOUT_NUMBERS = frozenset(("today", "day", "this", "anaphora", "ago", "nth"))
#: Rules by which a length is read as a date.
_LENGTHS = frozenset(("ago", "in-n-units", "last-n-units"))
_DIGITS = re.compile(r"\d")
_TOUCHING = re.compile(r"(?:و|ف|ب|ل|في|من|الي|حتي)?")
_BEFORE_A_YEAR = re.compile(r"([^\W\d_]+)[ ،,(]{0,3}$")
_CLOSES = re.compile(r" ?[»”\"]")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?![\d%]|[.,:/]\d)")
_OTHER_ERA = re.compile(r" ?(?:قبل الميلاد|ق ?\.? ?م(?!\w))")
#: The article of الـ 15, apart from its number.
_APART = re.compile(r"(?<!\w)ال {1,2}$")
#: A year of two digits in a list of years: (1993، 97، 2001).
_IN_A_LIST = re.compile(r"((?:19|20)\d\d)(?: ?[،,] ?\d\d){0,9} ?[،,] ?$")
_OPENED = re.compile(r"\( ?$")
#: مواسم 2013-2014 و2015-2016 are no dates.
_SEASON_BEFORE = re.compile(
    r"(?<!\w)[وبل]?(?:ال|لل)?(?:موسم|موسمي|موسمين|مواسم)(?: ال\w+)? \(?(?:\d[\d/ \-]*(?:و|، ?) ?)*$"
)
_INSIDE_A_NUMBER = re.compile(r"(?:[a-z0-9]|\d[-/.])$")


def find_dates(data: Tokens | pd.DataFrame) -> pd.DataFrame:
    """Find the dates that articles speak of, and the days they mean.

    Explicit and partial dates of both calendars, days and weeks counted from
    publication, weekdays, seasons, quarters, decades, ranges, vague thirds
    (مطلع، منتصف، أواخر) and feasts. Durations, ages, recurring days (كل جمعة)
    and dates in names (قصر 22 مايو) are left out.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.

    Returns
    -------
    DataFrame
        One row an expression, in reading order. ``article_id`` ``field`` str,
        ``start`` ``end`` int32 (characters in that field), ``mention`` str as
        written, ``date_start`` ``date_end`` datetime64[us], first and last day;
        both NaT where the expression is relative and the article has no date
        (or one outside 1798 to 2100).
        ``grain`` str (day, week, month, season, year, decade, century, range;
        vague: a third of one of them), ``rule`` str: how it was read.

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table.

    Notes
    -----
    A day or month without a year is the one that الماضي, المقبل or the verb
    speaks for, else the nearest within 60 days, else the latest one. A bare
    weekday is the latest one, or the next where the text looks ahead; a weekday
    or date beside أمس, اليوم or غدا outranks it. A week runs from Monday to
    Sunday. Hijri dates are read by the calendar of Umm al-Qura.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = pd.DataFrame({"text": ["وصل أمس الأربعاء ويعود مطلع العام المقبل"], "date": ["2017-11-09"]})
    >>> articles = tk.as_articles(articles)
    >>> tk.find_dates(articles)[["mention", "date_start", "date_end", "grain"]]
                 mention date_start   date_end  grain
    0       أمس الأربعاء 2017-11-08 2017-11-08    day
    1  مطلع العام المقبل 2018-01-01 2018-04-30  vague
    """
    tokens = as_tokens(data)
    identifiers = tokens.articles["article_id"].tolist()
    dates = tokens.articles["date"].tolist()
    rows: list[tuple[object, ...]] = []
    wanted = _entries(tokens)
    for passage in passages(tokens, wanted):
        published = _day_of(dates[passage.article])
        reader = DateReader(passage.folded.text, published)
        for reading in _readings(passage, reader, wanted):
            rows.append((identifiers[passage.article], passage.field, *_row(reading, passage, reader)))
    return pd.DataFrame(rows, columns=list(DATE_COLUMNS)).astype(DATE_COLUMNS)


def _day_of(date: pd.Timestamp) -> dt.date | None:
    """The day of publication; what lies outside the years of the press is a slip, and no day to count from."""
    return None if pd.isna(date) or not FIRST_YEAR <= date.year <= LAST_YEAR else date.date()


def dates_of_numbers(tokens: Tokens, numbers: Container[int]) -> dict[int, tuple[str, int]]:
    """Return the words that may begin a date with a number in it, for `date_spans`.

    Parameters
    ----------
    tokens
        The articles.
    numbers
        Entries of ``vocabulary("surface")`` that may be numbers: of the
        weekdays only such are looked at (الاثنين), for speed.
    """
    return {
        entry: (kind, prefix)
        for entry, (kind, prefix) in _entries(tokens).items()
        if kind not in _WITHOUT_NUMBERS and (kind != "weekday" or entry in numbers)
    }


def date_spans(passage: Passage, wanted: dict[int, tuple[str, int]], numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return where numbers of a field are those of dates: start and end in the folded text, in order.

    Lengths (قبل ثلاثة أيام) are quantities too, and left out. A date that
    begins far before every one of ``numbers``, places in order, is not looked for.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(tk.as_articles(["قتل 5 في 12 نيسان 2018"]))
    >>> wanted = dates_of_numbers(tokens, ())
    >>> [date_spans(passage, wanted, [9]) for passage in passages(tokens, wanted)]
    [[(9, 22)]]
    """
    words = [word for word in passage.words if word[1] in wanted and _is_near(word[0], numbers)]
    if not words:
        return []
    reader = DateReader(passage.folded.text, _ANY_DAY)
    readings = _readings(passage._replace(words=words), reader, wanted, names=True)
    return [(reading.start, reading.end) for reading in readings if reading.rule not in _LENGTHS]


def _is_near(place: int, numbers: Sequence[int]) -> bool:
    following = bisect_left(numbers, place)
    return following < len(numbers) and numbers[following] < place + _REACH


def _row(reading: Reading, passage: Passage, reader: DateReader) -> tuple[object, ...]:
    start, end = passage.folded.written(reading.start), passage.folded.written(reading.end)
    first, last = _meant(reading, reader) or (pd.NaT, pd.NaT)
    return start, end, passage.written[start:end], first, last, reading.grain, reading.rule


def _meant(reading: Reading, reader: DateReader) -> Period | None:
    if len(reading.options) < 2 or reader.published is None:
        return reading.options[0] if reading.options else None
    cue = "" if reading.relation else cue_around(reader.text, reading.start, reading.end)
    if cue == "past" and reading.rule.startswith("holiday"):
        week_ahead = reader.published + _A_WEEK  # on the eve of a feast it is the coming one
        cue = "" if any(reader.published < option[0] <= week_ahead for option in reading.options) else cue
    return choose(reading.options, reader.published, reading.relation, cue)


def _entries(tokens: Tokens) -> dict[int, tuple[str, int]]:
    """Entries of the vocabulary that may begin a date: what reads it, and the letters of clitics before it."""
    known = beginnings()
    found = {}
    for entry, word in enumerate(FOLDED.apply_to_all(tokens.vocabulary("surface"))):
        if word in known:
            found[entry] = known[word]
        elif match := _DIGITS.search(word):
            front = word[: match.start()]
            prefix = len(front) - 2 if front.endswith("ال") else len(front)
            if _TOUCHING.fullmatch(front[:prefix]):
                found[entry] = ("digits", prefix)
            elif front.isalpha() and not front.isascii():
                found[entry] = known.get(front, ("touching", len(front)))
    return found


def _readings(
    passage: Passage, reader: DateReader, wanted: dict[int, tuple[str, int]], *, names: bool = False
) -> Iterator[Reading]:
    """The expressions in order; with ``names`` those too that are part of a name, as ثورة 25 يناير."""
    taken = 0
    text = passage.folded.text
    for place, entry in passage.words:
        kind, prefix = wanted[entry]
        if place + prefix < taken:
            continue
        reading = _READERS[kind](reader, place + prefix)
        if reading is None:
            continue
        taken = reading.end
        if _is_name(reading, text):
            if names:
                yield reading
            continue
        if reading.options:
            reader.last = reading if names else _as_meant(reading, reader)  # where only places count, any day will do
        yield reading


def _as_meant(reading: Reading, reader: DateReader) -> Reading:
    meant = _meant(reading, reader)
    return reading._replace(options=(meant,) if meant else ())


def _is_name(reading: Reading, text: str) -> bool:
    """Tell names with a date in them: ثورة 25 يناير, ملعب 5 جويلية."""
    if reading.rule not in ("partial", "month", "range-days") or reading.relation:
        return False
    before = re.search(r"(\w+)[ \"«(]{1,2}$", text[max(0, reading.start - 16) : reading.start])
    return bool(before and _is_named_for_a_day(before[1]))


def _is_named_for_a_day(word: str) -> bool:
    names = terms("name_before")
    return word in names or word[1:] in names or word.removeprefix("ال") in names or word[3:] in names


# --- which reader for which word -------------------------------------------------------------------------------------


def _digits(reader: DateReader, place: int) -> Reading | None:
    text = reader.text
    if _INSIDE_A_NUMBER.search(text, max(0, place - 2), place):
        return None
    article = _APART.search(text, max(0, place - 5), place)
    begin = article.start() if article else place
    if ")" in text[place + 1 : place + 4] and (bracket := _OPENED.search(text, max(0, place - 2), place)):
        begin = bracket.start()  # (21) شوال
    return (
        reader.read_range(begin) or _bare_years(reader, place) or reader.read_length(begin) or _short_year(text, place)
    )


def _bare_years(reader: DateReader, place: int) -> Reading | None:
    """A year without عام: in 2001, (1954-1962), 1437/1436هـ."""
    years = reader.read_year(place)
    if years is None:
        return None
    if _OTHER_ERA.match(reader.text, years.end):
        return None
    head = reader.text[max(0, place - 40) : place]
    if ("موسم" in head or "مواسم" in head) and _SEASON_BEFORE.search(head):
        return None
    if years.grain == "range" or not reader.text[years.start : years.end].isdigit():
        return years if reader.text[place : place + 2] in ("19", "20") or years.hijri else None
    if not _BARE_YEAR.match(reader.text, place):
        return None
    before = _BEFORE_A_YEAR.search(reader.text, max(0, place - 16), place)
    opened = reader.text[max(0, place - 1) : place] == "(" or reader.text[max(0, place - 2) : place] in ("، ", ", ")
    word = before[1] if before else ""
    last = reader.last
    if last is not None and last.grain == "year" and re.fullmatch(r"[ ،,]{0,2} ?و ?", reader.text[last.end : place]):
        return years
    if opened and re.match(r" ?[)،,]", reader.text[years.end : years.end + 2]):
        return years
    if word in terms("not_a_year_before") or _CLOSES.match(reader.text, years.end):
        return None
    known = terms("year_before")
    if not (word in known or word[1:] in known):
        return None
    return None if _counted(reader.text, years.end) else years


def _short_year(text: str, place: int) -> Reading | None:
    before = _IN_A_LIST.search(text, max(0, place - 50), place)
    if before is None or not re.match(r"\d\d ?[،,)]", text[place : place + 4]):
        return None
    period = year_period(int(before[1]) // 100 * 100 + int(text[place : place + 2]))
    return Reading(place, place + 2, (period,), "year", "explicit-year") if period else None


#: An indefinite noun in the accusative: 1940 بالغا; not رسميا, أيضا.
_COUNTED = re.compile(r" (?!ايضا|تقريبا|مثلا|عندما|بينما|فيما|حينما|هذا|وهذا)[^\W\d_]{2,}[^\Wيه]ا(?!\w)")
_THINGS = re.compile(rf" {one_of(terms('thing'))}")


def _counted(text: str, end: int) -> bool:
    return bool(_THINGS.match(text, end) or _COUNTED.match(text, end))


def _month(reader: DateReader, place: int) -> Reading | None:
    text = reader.text
    if (length := reader.read_length(place)) is not None:
        return length
    if (first := reader.read_month_first(place)) is not None:
        return first
    month = reader.read_relative_month(place) or reader.read_same(place) or reader.read_month(place)
    if month is None or is_doubtful(text[month.start : month.end], text[max(0, month.start - 12) : month.start]):
        return None
    if text[max(0, month.start - 2) : month.start].strip().isdigit():
        return None
    every_year = "رمضان" in text[month.start : month.end] and month.rule == "hijri-month" and not month.relation
    if every_year and len(month.options) != 1:
        return None  # Ramadan without a year is mostly that of every year
    return reader.joined(month)


def _ordinal(reader: DateReader, place: int) -> Reading | None:
    return reader.read_range(place) or reader.read_length(place) or reader.read_named_day(place)


def _frame(reader: DateReader, place: int) -> Reading | None:
    """What يوم, يومي or ليلة begins."""
    return (
        reader.read_named_day(place)
        or reader.read_day_word(place)
        or reader.read_holiday(place)
        or _after_frame(reader, place)
    )


def _after_frame(reader: DateReader, place: int) -> Reading | None:
    match = re.compile(r"(?:يوم|يومي) {1,3}").match(reader.text, place)
    reading = reader.read_range(match.end()) if match else None
    return reading._replace(start=place) if reading else None


def _year(reader: DateReader, place: int) -> Reading | None:
    return reader.read_year(place) or reader.read_same(place) or reader.read_length(place)


_READERS = {
    "digits": _digits,
    "touching": lambda reader, place: reader.read_range(place),
    "ordinal": _ordinal,
    "month": _month,
    "frame": _frame,
    "today": lambda reader, place: reader.read_same(place) or reader.read_day_word(place) or reader.read_range(place),
    "day": lambda reader, place: reader.read_day_word(place) or reader.read_range(place),
    "ago": lambda reader, place: reader.read_ago(place) or reader.read_day_word(place),
    "this": lambda reader, place: reader.read_this(place) or reader.read_day_word(place),
    "anaphora": lambda reader, place: reader.read_same(place),
    "year": _year,
    "week": lambda reader, place: reader.read_week(place) or reader.read_same(place),
    "share": lambda reader, place: reader.read_share(place) or reader.read_same(place),
    "part": lambda reader, place: reader.read_part(place) or reader.read_length(place),
    "nth": lambda reader, place: reader.read_nth_weekday(place),
    "weekday": lambda reader, place: reader.read_named_day(place),
    "holiday": lambda reader, place: reader.read_holiday(place) or _frame(reader, place),
    "season": lambda reader, place: reader.read_season(place) or reader.read_month(place),
    "decade": lambda reader, place: reader.read_decade(place),
    "length": lambda reader, place: reader.read_length(place) or reader.read_range(place) or reader.read_year(place),
}
