"""Quantities in the text: how many, of what, of which kind, and who says so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from math import isnan
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_columns
from toolkit.mentions.counting import counts, is_code
from toolkit.mentions.date_mentions import date_spans, dates_of_numbers
from toolkit.mentions.figure_kinds import PERCENT, figure_words, find_unit, kind_of
from toolkit.mentions.figure_ordinals import read_ordinal
from toolkit.mentions.number_hedges import bounds, is_about
from toolkit.mentions.number_masks import masked_spans
from toolkit.mentions.passages import Passage, passages
from toolkit.text.arabic import FOLDED
from toolkit.text.numerals import Numeral, number_words, ordinal_words, read_number

#: Columns of a table of figures, in order, with their dtypes.
FIGURE_COLUMNS = {
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "figure": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "approximate": "bool",
    "unit": "str",
    "kind": "str",
    "place": "str",
    "speaker": "str",
}
_CLITICS = ("", *"وفبلك", "وب", "ول", "فب", "ال", "وال", "بال", "لل", "فال", "كال")
#: Letters that may touch a number in digits.
_TOUCHING = frozenset(("", *"وفبلك", "وب", "ول", "في", "الي", "علي", "من"))
#: Characters whose masks are read at once.
_WINDOW = 20
_BEFORE, _NEAR = 45, 25
_SIGN = r" ?(?:%| ?في ال(?:مئه|مائه)| ?بال(?:مئه|مائه))?"
_TO = re.compile(rf"{_SIGN}(?: (?:الي|او|حتي|ل) ?(?:نحو )?| ?- ?| (?=ل\d))(?:ال|ل)?(?=[\w])")
_AND = re.compile(rf"{_SIGN} و ?(?:ال)?(?=\w)")
#: Numbers of one unit, and how many there may be: 35 و40 و60 دينارا.
_ALSO, _MOST_NUMBERS = re.compile(r"(?: ?[،,/] ?و?| و ?| او )(?=\d)"), 8
_UNIT_AND = re.compile(r" [^\W\d_]+ و ?(?=\d)")
_BETWEEN = re.compile(r"(?:بين|ما بين|تراوح\w*|يتراوح\w*) (?:[^\W\d_]+ ){0,3}(?:ال)?$")
#: What is counted by more than ten ends so; كأس 2010 و2014 فشلت.
_AFTER_MANY = ("ا", "ه", "ء", "ي")
#: What a number counts is indefinite: 2014 الرئاسية is a year.
_DEFINITE = re.compile(r" (?:ال|لل)\w{2,}")
#: A bracket or mark that opens before digits, and what may stand behind the one that closes.
_OPENS = frozenset('(["«“/')
_WRAPPED = re.compile(r' ?(?P<sign>[)\]"»”/])(?: (?P<scale>[^\W\d_]+))?')
_THOUSAND = 1000
_AND_HALF = re.compile(r" و ?نصف(?: ال\w+)?(?!\w)")
#: What stands between the town an agency writes from and the story: دبي، الإمارات (CNN) --
_DATELINE, _DATELINE_END = re.compile(r"\([^()\n]{2,20}\) ?[-–—]{1,2}"), 60
_SENTENCE = re.compile(r"[.!?؟\n]")
_PERSONS = frozenset(("people", "people_killed", "people_injured", "people_displaced"))
#: Others of those who were counted before.
_OTHERS = frozenset(("اخرين", "اخرون", "اخر", "اخريات"))
#: The word that leads to a number.
_LED = re.compile(r"(?<!\w)(علي|الي|نحو) $")
#: 400 مليون يورو بينها 220 مليونا.
_OF_IT = re.compile(r"(?:من|بين)ها (?:\w+ )?$|و$")
#: What is added to people to whom the same happened.
_BESIDES = re.compile(r"(?:علاوه علي|اضافه الي|فضلا عن|الي جانب) $")
_DUAL_BEFORE = re.compile(r"\w{2}[اي]ن[ \"«]{1,2}$")
#: Duals that are names or other words.
_NO_DUALS = frozenset(("طالبان", "سلطانان"))


class _Figure(NamedTuple):
    start: int
    end: int
    value: float
    low: float
    high: float
    approximate: bool
    unit: tuple[int, int]
    kind: str


def find_figures(
    data: Tokens | pd.DataFrame, *, quotes: pd.DataFrame | None = None, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find the quantities that articles give: digits and number words, ranges, shares, money, ordinals.

    Dates, clocks, scores, list numbers and numbers in names are left out.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    quotes
        Statements with ``article_id``, ``field``, ``start``, ``end`` and
        ``speaker``; a figure inside one is its speaker's.
    mentions
        What `find_entities` returns; the nearest place in the sentence is where
        the figure was counted.

    Returns
    -------
    DataFrame
        One row a figure, in reading order. ``article_id`` ``field`` str,
        ``start`` ``end`` int32 (characters in that field), ``figure`` str as
        written, ``value`` float64 (NaN where vague: عشرات; the middle of a
        range), ``low`` ``high`` float64 (NaN where open; the ``high`` of أقل من
        عشرة is 10), ``approximate`` bool, ``unit`` str as written, ``kind`` str (people_killed, people_injured,
        people_displaced, people, money, percent, distance, duration, age,
        ordinal, other), ``place`` and ``speaker`` str, empty where unknown.

    Raises
    ------
    MissingColumnsError
        If ``quotes`` or ``mentions`` lacks a column named above.

    Examples
    --------
    >>> import toolkit as tk
    >>> figures = tk.find_figures(tk.as_articles(["أجبرت المعارك نحو 120 ألف شخص على النزوح"]))
    >>> figures[["figure", "value", "approximate", "unit", "kind"]]
        figure     value  approximate unit              kind
    0  120 ألف  120000.0         True  شخص  people_displaced
    """
    tokens = as_tokens(data)
    places = ["article_id", "field", "start", "end"]
    if quotes is not None:
        require_columns(quotes, [*places, "speaker"], function="find_figures", made_by="find_quotes")
    if mentions is not None:
        require_columns(mentions, [*places, "entity", "kind"], function="find_figures", made_by="find_entities")
        mentions = mentions[mentions["kind"] == "place"]
    identifiers = tokens.articles["article_id"].tolist()
    speakers, where = _by_field(quotes, "speaker"), _by_field(mentions, "entity")
    rows: list[tuple[object, ...]] = []
    wanted = _number_entries(tokens)
    of_dates = dates_of_numbers(tokens, wanted)
    for passage in passages(tokens, wanted | of_dates):
        numbers = [word for word in passage.words if word[1] in wanted]
        key = (identifiers[passage.article], passage.field)
        dates = date_spans(passage, of_dates, [place for place, _ in numbers])
        for figure in _figures_of(passage, numbers, wanted, dates):
            rows.append(_row(figure, passage, key, speakers.get(key), where.get(key)))
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS)).astype(FIGURE_COLUMNS)


def _by_field(table: pd.DataFrame | None, column: str) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """Spans with what they stand for, field by field, in reading order."""
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    if table is not None:
        columns = (table[name].tolist() for name in ("article_id", "field", "start", "end", column))
        for article, field, start, end, value in zip(*columns, strict=True):
            found[article, field].append((start, end, value if isinstance(value, str) else ""))
    return {key: sorted(spans) for key, spans in found.items()}


def _number_entries(tokens: Tokens) -> dict[int, tuple[str, int]]:
    """Entries of the vocabulary that may begin a number: their class, and the letters of clitics before it."""
    forms = _number_forms()
    words = FOLDED.apply_to_all(tokens.vocabulary("surface"))
    digit = re.compile(r"\d")
    found = {}
    for entry, word in enumerate(words):
        if word in forms:
            found[entry] = forms[word]
        elif (match := digit.search(word)) and word[: match.start()].removesuffix("ال") in _TOUCHING:
            found[entry] = ("digits", match.start())
    return found


@cache
def _number_forms() -> dict[str, tuple[str, int]]:
    forms: dict[str, tuple[str, int]] = {}
    listed = figure_words()
    duals = {f"{word}ان" for word in listed["person"] | listed["killed"] | listed["injured"] if len(word) > 3}
    words = [(word, "dual") for word in listed["dual"] | duals - _NO_DUALS]
    words += [(word, "number") for word, (kind, _) in number_words().items() if kind != "part"]
    for word, kind in words:
        for clitic in _CLITICS if kind == "number" else _CLITICS[:9]:
            forms[clitic + word] = (kind, len(clitic))
    forms |= {word: (kind, 0) for word, kind in words}  # واحد is one, not و and أحد
    for word in ordinal_words():
        for clitic in ("ال", "بال", "لل", ""):
            forms.setdefault(clitic + word, ("ordinal", len(clitic)))
    return forms


def _figures_of(
    passage: Passage, words: list[tuple[int, int]], wanted: dict[int, tuple[str, int]], dates: list[tuple[int, int]]
) -> Iterator[_Figure]:
    text, taken, masked_to, last = passage.folded.text, 0, -1, None
    masks: list[tuple[int, int]] = []
    for place, entry in words:
        kind, prefix = wanted[entry]
        start = place + prefix
        if start < taken:
            continue
        dated = bisect_right(dates, start, key=itemgetter(0))
        if dated and start < dates[dated - 1][1]:
            taken = dates[dated - 1][1]
            continue
        figure = None
        if kind == "dual":
            figure = _read_dual(text, start)
        elif kind == "ordinal":
            figure = _ordinal(text, place, start)
        else:
            may_be_date = text[start].isdigit() or text[place:start].endswith("ال")
            if may_be_date and start > masked_to:
                masks, masked_to = masked_spans(text, start, start + _WINDOW), start + _WINDOW
            masked = next((end for begin, end in masks if begin <= start < end), None)
            if masked is not None:
                taken = masked
                continue
            figure = _read_quantity(text, start, prefix)
            if figure is not None:
                figure = _of_the_same(text, place, figure, last)
        if figure is not None:
            last = figure
            taken = max(
                figure.end, figure.unit[1] if figure.kind == "percent" and figure.unit[0] < figure.end + 4 else 0
            )
            yield figure


def _read_quantity(text: str, start: int, prefix: int) -> _Figure | None:
    number = read_number(text, start)
    if prefix and text[start - prefix] == "و" and (one := _one_and_half(text, start, prefix)):
        return one
    if number is None or not counts(text, start, prefix, number):
        return None
    value, low, high, end = number.value, np.nan, np.nan, number.end
    behind = _range_end(text, start, number)
    if behind is not None:
        scale = (
            behind.scale
            if number.scale == 1.0 and behind.scale > 1 and value < behind.value / behind.scale * 10
            else 1.0
        )
        low, high, end = value * scale, behind.value, behind.end
        value = (low + high) / 2
    figure_end = end
    wrapped = _WRAPPED.match(text, end) if text[max(0, start - 2) : start].strip(" ")[-1:] in _OPENS else None
    if wrapped:  # (1.7) مليون وظيفة
        word, scale = number_words().get(wrapped["scale"] or "", ("", 1.0))
        figure_end = wrapped.end() if word == "scale" else end
        value *= scale if word == "scale" and value < _THOUSAND else 1  # (10000) آلاف ريال are no ten million
        end = max(figure_end, wrapped.end("sign"))
    unit = find_unit(text, start, end)
    year = number.end - start == 4 and 1900 <= number.value <= 2035
    if unit[0] == unit[1] and behind is None and not year:
        unit = _shared_unit(text, end)
    if wrapped and text.startswith("وال", unit[0]):
        unit = end, end
    name = text[slice(*unit)]
    kind = kind_of(text, start, end, name, unit[1])
    counted = unit[0] < unit[1] and not _DEFINITE.match(text, end)
    many = year and number.value % 100 > 10
    if kind == "other" and (text.startswith(" ب", end) or (many and not name.endswith(_AFTER_MANY))):
        counted = False
    if behind is None and not counted and is_code(text, start, figure_end, in_brackets=bool(wrapped)):
        return None
    if kind == "other" and text[start - 1 : start] in ("$", "€", "£"):
        kind = "money"
    end = figure_end
    if (half := _AND_HALF.match(text, unit[1])) and unit[0] < unit[1] and kind in ("duration", "distance", "age"):
        value, end = value + 0.5, half.end()
    if number.vague:
        return _Figure(start, end, np.nan, number.value, np.nan, True, unit, kind)
    if behind is None:
        low, high = bounds(text, start, end, unit[1], value)
    about = is_about(text, start, end, unit[1]) and isnan(low) and isnan(high)
    return _Figure(start, end, value, low, high, bool(about), unit, kind)


def _of_the_same(text: str, place: int, figure: _Figure, last: _Figure | None) -> _Figure:
    """46 شخصا في الشمال، و31 في الجنوب: what the one before counts, if nothing else is said."""
    if last is None or place - last.end > _BEFORE or _SENTENCE.search(text, last.end, place):
        return figure
    if last.kind == "age" and figure.kind == "duration" and place - last.end < _NEAR:
        return figure._replace(kind="age")  # بين 18 عاما ولا يزيد عن 45 عاما
    if text[slice(*figure.unit)] in _OTHERS and last.kind in _PERSONS and last.unit[0] < last.unit[1]:
        return figure._replace(unit=last.unit)  # مقتل 10 جنود وإصابة 9 آخرين
    if figure.kind == "people" and last.kind in _PERSONS and _BESIDES.search(text, last.end, place):
        return figure._replace(kind=last.kind)  # قتل 259 راكبا علاوة على 11 شخصا
    if figure.kind != "other" or figure.unit[0] < figure.unit[1]:
        return figure
    counted = last.kind == "other" and last.unit[0] < last.unit[1]
    if counted and _led_by(text, place) and _led_by(text, place) == _led_by(text, last.start):
        return figure._replace(unit=last.unit)  # حصلت على 184 صوتا، وبلجيكا على 181
    shared = last.kind in _PERSONS and text[place] == "و" and place < figure.start
    if shared or (last.kind == "money" and figure.value > 1e5 and _OF_IT.search(text, last.end, place)):
        return figure._replace(unit=last.unit, kind=last.kind)
    return figure


def _led_by(text: str, place: int) -> str:
    """The preposition right before a number."""
    led = _LED.search(text[max(0, place - 6) : place])
    return led[1] if led else ""


def _shared_unit(text: str, end: int) -> tuple[int, int]:
    """The unit of the last of several numbers, 35 و60 دينارا; an empty span where there is none."""
    last = end
    for _ in range(_MOST_NUMBERS):
        also = _ALSO.match(text, last)
        number = read_number(text, also.end()) if also else None
        if number is None:
            break
        last = number.end
        unit = find_unit(text, last, last)
        if unit[0] < unit[1] and unit[0] > last - 1:
            return unit
    return end, end


def _one_and_half(text: str, start: int, prefix: int) -> _Figure | None:
    """عام ونصف, ساعة ونصف الساعة: the unit stands before the fraction."""
    before = re.search(r"(?<!\w)(?:ال)?([^\W\d_]+) $", text[max(0, start - prefix - 20) : start - prefix])
    half = _AND_HALF.match(text, start - prefix - 1)
    if not before or not half or before[1] not in figure_words()["duration"] | figure_words()["distance"]:
        return None
    first = start - prefix - 1 - len(before[1])
    unit = (first, start - prefix - 1)
    kind = kind_of(text, first, first, before[1], unit[1])
    return _Figure(first, half.end(), 1.5, np.nan, np.nan, False, unit, kind)


def _range_end(text: str, start: int, number: Numeral) -> Numeral | None:
    """The second number of ما بين 120 و160, 10 إلى 15, 10 أو 15."""
    match = _TO.match(text, number.end)
    if (
        match is None
        and (match := _AND.match(text, number.end) or _UNIT_AND.match(text, number.end))
        and not _BETWEEN.search(text[max(0, start - 40) : start])
    ):
        match = None
    behind = read_number(text, match.end()) if match else None
    if behind and match and PERCENT.match(text, number.end) and not PERCENT.match(text, behind.end):
        return None
    if (
        behind is None
        or behind.vague
        or behind.value <= number.value / max(1.0, number.scale)
        or behind.value > 1e4 * number.value * behind.scale
    ):
        return None
    return behind


def _read_dual(text: str, start: int) -> _Figure | None:
    """شهرين; and عامين ونصف, يومين أو ثلاثة أيام."""
    end = unit_end = re.compile(r"\w+").match(text, start).end()  # type: ignore[union-attr]
    if text[start:end] not in figure_words()["dual"] and _DUAL_BEFORE.search(text, max(0, start - 20), start):
        return None  # مسؤولان أوروبيان
    unit, value = (start, end), 2.0
    kind = kind_of(text, start, start, text[start:end], end)
    low, high = bounds(text, start, end, end, 2.0)
    if half := _AND_HALF.match(text, end):
        value, end = 2.5, half.end()
    elif behind := _range_end(text, start, Numeral(2.0, end)):
        counted = find_unit(text, start, behind.end)
        if kind_of(text, start, behind.end, text[slice(*counted)], counted[1]) == kind:
            value, low, high, end, unit = (2.0 + behind.value) / 2, 2.0, behind.value, behind.end, counted
    about = is_about(text, start, unit_end, unit_end) and isnan(low)
    return _Figure(start, end, value, low, high, bool(about), unit, kind)


def _ordinal(text: str, place: int, start: int) -> _Figure | None:
    found = read_ordinal(text, place, start)
    if found is None:
        return None
    return _Figure(found.start, found.end, found.value, np.nan, np.nan, False, found.noun, "ordinal")


def _row(
    figure: _Figure,
    passage: Passage,
    key: tuple[str, str],
    speakers: list[tuple[int, int, str]] | None,
    where: list[tuple[int, int, str]] | None,
) -> tuple[object, ...]:
    folded = passage.folded
    start, end = folded.written(figure.start), folded.written(figure.end)
    unit = passage.written[folded.written(figure.unit[0]) : folded.written(figure.unit[1])]
    place = _nearest(where, passage.written, start, end) if where else ""
    speaker = _innermost(speakers, start, end) if speakers else ""
    numbers = (figure.value, figure.low, figure.high, figure.approximate)
    return (*key, start, end, passage.written[start:end], *numbers, unit, figure.kind, place, speaker)


def _innermost(spans: list[tuple[int, int, str]], start: int, end: int) -> str:
    """What the last span to begin around a figure stands for."""
    begun = bisect_right(spans, start, key=lambda span: span[0])
    return next((value for a, b, value in reversed(spans[max(0, begun - 8) : begun]) if end <= b and value), "")


def _nearest(spans: list[tuple[int, int, str]], text: str, start: int, end: int) -> str:
    """The name nearest to a figure with no end of a sentence between them."""
    at = bisect_right(spans, start, key=lambda span: span[0])
    best: tuple[int, str] = (400, "")
    for a, b, name in spans[max(0, at - 3) : at + 3]:
        gap = text[b:start] if b <= start else text[end:a]
        if len(gap) < best[0] and not _SENTENCE.search(gap) and not (a < _DATELINE_END and _DATELINE.search(gap)):
            best = (len(gap), name)
    return best[1]
