"""Date lines of the Arabic press: read as printed, or refused with a reason."""

import datetime as dt
import json

import pandas as pd
import pytest
from hijridate import Gregorian
from hypothesis import example, given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.text.date_words import HIJRI_MONTHS, MONTHS
from toolkit.text.dates import is_date_line, parse_dates

MONTH_NAMES = [(name, month) for month, names in MONTHS.items() for name in names.split("|")]
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize(("name", "month"), MONTH_NAMES)
def test_every_month_name(name, month):
    assert tk.parse_date(f"16 {name} 2017").timestamp == dt.datetime(2017, month, 16)
    assert tk.parse_date(f"16 {name}، 2017".translate(ARABIC_DIGITS)).timestamp == dt.datetime(2017, month, 16)


@given(DAYS, st.sampled_from("/-."), st.booleans())
def test_numeric_dates_are_day_first(day, sign, arabic):
    for text in (f"{day.day}{sign}{day.month}{sign}{day.year}", f"{day.year}{sign}{day.month:02}{sign}{day.day:02}"):
        parsed = tk.parse_date(text.translate(ARABIC_DIGITS) if arabic else text)
        assert parsed.timestamp == dt.datetime.combine(day, dt.time())
        assert (parsed.precision, parsed.reason) == ("day", "")


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2099, 12, 31)).map(lambda t: t.replace(microsecond=0)))
def test_iso_comes_back(stamp):
    assert tk.parse_date(stamp.isoformat()).timestamp == stamp
    zoned = tk.parse_date(stamp.isoformat() + "+03:00")
    assert (zoned.timestamp, zoned.utc_offset) == (stamp, "+03:00")


@pytest.mark.parametrize(
    ("text", "stamp", "offset"),
    [
        ("الخميس 9 نوفمبر/تشرين الثاني 2017 - 14:20", "2017-11-09 14:20", ""),
        ("11/25/2017", "2017-11-25 00:00", ""),
        ("الخميس 11/9/2017", "2017-11-09 00:00", ""),
        ("9 نوفمبر 2017 12:30 ص", "2017-11-09 00:30", ""),
        ("9 نوفمبر 2017 12:30 م", "2017-11-09 12:30", ""),
        ("9 نوفمبر 2017 م", "2017-11-09 00:00", ""),
        ("9 نوفمبر 2017 25:61", "2017-11-09 00:00", ""),
        ("9/11/2017 الساعة الثامنة والنصف مساءً", "2017-11-09 20:30", ""),
        ("9 نوفمبر 2017 - 18:00 بتوقيت مكة (15:00 غرينتش)", "2017-11-09 18:00", "+03:00"),
        ("9 يوليو 2017 18:00 بتوقيت بيروت", "2017-07-09 18:00", "+03:00"),
        ("Thu, 09 Nov 2017 14:20:00 -0500", "2017-11-09 14:20", "-05:00"),
        ("آخر تحديث: 10 نوفمبر 2017 - نشر: 9 نوفمبر 2017", "2017-11-09 00:00", ""),
        ("الخميس 20 صفر 1439 هـ الموافق 9 نوفمبر 2017 م", "2017-11-09 00:00", ""),
        ("الحادي والعشرين من آب 2013", "2013-08-21 00:00", ""),
    ],
)
def test_lines(text, stamp, offset):
    parsed = tk.parse_date(text)
    assert (parsed.timestamp, parsed.utc_offset) == (dt.datetime.fromisoformat(stamp), offset)


@pytest.mark.parametrize(
    ("text", "stamp", "precision"),
    [
        ("نوفمبر 2017", "2017-11-01", "month"),
        ("11/2017", "2017-11-01", "month"),
        ("شتاء 2016", "2016-12-01", "season"),
        ("عام ٢٠١٤", "2014-01-01", "year"),
    ],
)
def test_coarse_dates(text, stamp, precision):
    parsed = tk.parse_date(text)
    assert (parsed.timestamp, parsed.precision) == (dt.datetime.fromisoformat(stamp), precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 شباط 2017", "impossible"),
        ("2017-13-40", "impossible"),
        ("2999-01-01", "out-of-range"),
        ("أمس", "relative"),
        ("قبل يومين", "relative"),
        ("16 نوفمبر", "relative"),
        ("الخميس", "relative"),
        ("14:30", "relative"),
        ("03/04/05", "ambiguous"),
        ("تشرين 2017", "ambiguous"),
        ("16-18 نوفمبر 2017", "ambiguous"),
        ("5 مايو/آذار 2018", "ambiguous"),
        ("9 نوفمبر 2017 - 12 نوفمبر 2017", "ambiguous"),
        ("16 رمضان 1436هـ الموافق 3 يونيو 2015م", "ambiguous"),
        ("20 صفر 1310 هـ", "hijri"),
        ("30 صفر 1439 هـ", "impossible"),
        ("20/13/1439 هـ", "impossible"),
        ("رمضان 1310", "hijri"),
        ("31 رمضان 1436", "impossible"),
        ("20 صفر 1439 - 25 صفر 1439", "ambiguous"),
        ("غير محدد", "not-a-date"),
        ("0599123456", "not-a-date"),
        ("", "not-a-date"),
    ],
)
def test_what_cannot_be_known_is_refused(text, reason):
    parsed = tk.parse_date(text)
    assert (parsed.timestamp, parsed.precision, parsed.reason) == (None, "none", reason)


@given(st.text(alphabet="0123456789٣٤/-.: مصنوفبريالثحد,،+TZهـ", max_size=40))
def test_any_line_has_an_answer(text):
    parsed = tk.parse_date(text)
    assert (parsed.timestamp is None) == (parsed.reason != "") == (parsed.precision == "none")
    assert parsed.timestamp is None or parsed.timestamp.tzinfo is None


@pytest.mark.parametrize("value", [None, 2017, dt.date(2017, 11, 9), ["9 نوفمبر 2017"]])
def test_what_is_no_string_is_refused(value):
    with pytest.raises(tk.InvalidArgumentError, match=f"this is a {type(value).__name__}"):
        tk.parse_date(value)


def test_a_column_is_read_like_its_lines():
    texts = pd.Series(["9 نوفمبر 2017", None, "9 نوفمبر 2017", "2017-11-09T08:00:00+03:00"], index=[3, 1, 4, 5])
    table = parse_dates(texts)
    assert table.index.tolist() == [3, 1, 4, 5]
    assert table.dtypes.astype(str).to_dict() == {
        "date": "datetime64[us]",
        "utc_offset": "str",
        "date_precision": "str",
    }
    assert table["date_precision"].tolist() == ["day", "none", "day", "minute"]
    assert table["utc_offset"].tolist() == ["", "", "", "+03:00"]
    assert parse_dates(pd.Series([], dtype="str")).dtypes.equals(table.dtypes)


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("الخميس 9 نوفمبر 2017 - 14:20", True),
        ("تاريخ النشر: 9/11/2017", True),
        ("2017-11-09", True),
        ("٩ تشرين الثاني ٢٠١٧", True),
        ("قتل ثلاثة في 9 نوفمبر 2017", False),
        ("عام 2017", False),
        ("31 شباط 2017", False),
    ],
)
def test_whole_date_lines(line, whole):
    assert is_date_line(line) is whole


def test_gold_date_lines(shared):
    cases = [json.loads(line) for line in (shared / "cases/date_lines.jsonl").read_text(encoding="utf-8").splitlines()]
    for case in cases:
        parsed = tk.parse_date(case["text"])
        if case["date"] is None:
            assert parsed.timestamp is None, case
            assert parsed.reason == case["reason_if_null"], case
        elif parsed.timestamp is None:
            assert parsed.reason == "hijri", case
        else:
            shown = parsed.timestamp.strftime("%Y-%m-%d %H:%M" if case["time"] else "%Y-%m-%d")
            assert shown == f"{case['date']} {case['time'] or ''}".strip(), case
            assert parsed.utc_offset == (case["tz_offset"] or ""), case
            assert parsed.precision == case["precision"], case


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("20 صفر 1439 هـ", "2017-11-09 00:00", "day"),
        ("1439-02-20", "2017-11-09 00:00", "day"),
        ("20/2/1439هـ 2:05 م", "2017-11-09 14:05", "minute"),
        ("رمضان 1436", "2015-06-18 00:00", "month"),
        ("1436 هـ", "2014-10-25 00:00", "year"),
    ],
)
def test_hijri_dates_are_read_and_said(text, date, precision):
    parsed = tk.parse_date(text)
    assert (f"{parsed.timestamp:%Y-%m-%d %H:%M}", parsed.precision, parsed.notes) == (date, precision, ("hijri",))


@example(dt.date(1931, 4, 18), 0)  # the last day of a month of 31, as it was printed then
@given(st.dates(dt.date(1930, 1, 1), dt.date(2070, 1, 1)), st.integers(-6, 6))
def test_two_calendars_agree_to_within_two_days(day, off):
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    months = list(HIJRI_MONTHS.values())
    spelled = f"{hijri.day} {months[hijri.month - 1].split('|')[0]} {hijri.year} هـ"
    assert tk.parse_date(spelled).timestamp == dt.datetime.combine(day, dt.time())
    assert tk.parse_date(f"{hijri.day}/{hijri.month}/{hijri.year}").timestamp == dt.datetime.combine(day, dt.time())
    other = day + dt.timedelta(days=off)
    both = tk.parse_date(f"{spelled} الموافق {other.day}/{other.month}/{other.year} م")
    if abs(off) <= 2:
        assert both.timestamp == dt.datetime.combine(other, dt.time())
    else:
        assert both.reason == "ambiguous"


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("03/04/2017", ("day-first",)),
        ("الاثنين 03/04/2017", ()),
        ("22/04/2017", ()),
        ("22/04/17", ("two-digit-year",)),
        ("الجمعة 9 نوفمبر 2017", ("weekday-disagrees",)),
        ("الخميس 9 نوفمبر 2017", ()),
    ],
)
def test_what_was_decided_is_said(text, notes):
    assert tk.parse_date(text).notes == notes


def test_dates_of_two_calendars_in_real_news(shared):
    texts = pd.read_parquet(shared / "corpora/news/news_large.parquet", columns=["text"])["text"].dropna()
    lines = texts.str.extract(r"(\d{1,2} [^\n\d]{3,15} 14\d\d ?هـ? ?الموافق \d{1,2} [^\n\d]{3,12} 20\d\d)")[0].dropna()
    parsed = [tk.parse_date(line) for line in lines]
    assert len(parsed) > 100
    assert {p.reason for p in parsed} <= {"", "ambiguous", "impossible"}
    assert sum(p.timestamp is not None for p in parsed) > 0.95 * len(parsed)
