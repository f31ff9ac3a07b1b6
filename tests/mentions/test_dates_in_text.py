"""Dates in sentences: found, resolved, told apart from durations, names and recurring days."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.strategies import articles
from toolkit.mentions.date_mentions import DATE_COLUMNS, date_spans, dates_of_numbers
from toolkit.mentions.date_periods import choose, month_period, part_of, week_period, year_period
from toolkit.mentions.passages import passages
from toolkit.text.hijri import from_hijri, to_hijri

SHARED = Path(__file__).parents[3] / "shared"
NUMERALS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MONTHS = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
TWINS = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
HIJRI = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الثاني",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذي القعدة",
    "ذي الحجة",
]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
#: A Thursday; 20 Safar 1439.
PUBLISHED = "2017-11-09"


def dates(text, published=PUBLISHED):
    table = pd.DataFrame({"article_id": ["a"], "text": [text], "date": [published]})
    return tk.find_dates(tk.as_articles(table))


def read(text, published=PUBLISHED):
    found = dates(text, published)
    days = [found[name].dt.strftime("%Y-%m-%d") for name in ("date_start", "date_end")]
    return list(zip(found["mention"], *days, found["grain"], strict=True))


@pytest.mark.parametrize(
    ("text", "mention", "start", "end", "grain"),
    [
        # written out
        ("وقع الاتفاق في 3 آذار 2016.", "3 آذار 2016", "2016-03-03", "2016-03-03", "day"),
        ("منذ الثالث من شهر آذار/مارس عام 2016", "الثالث من شهر آذار/مارس عام 2016", "2016-03-03", "2016-03-03", "day"),
        ("وصل في05 كانون الثاني/يناير2017 إلى", "05 كانون الثاني/يناير2017", "2017-01-05", "2017-01-05", "day"),
        ("الجلسة 12/10/2017 صباحا", "12/10/2017", "2017-10-12", "2017-10-12", "day"),
        ("في كانون الأول ديسمبر 2015 بدأ", "كانون الأول ديسمبر 2015", "2015-12-01", "2015-12-31", "month"),
        ("وقد بدأ في عام 2012 م فعلا", "عام 2012 م", "2012-01-01", "2012-12-31", "year"),
        ("منذ تأسيسه في1981 هناك", "1981", "1981-01-01", "1981-12-31", "year"),
        ("بنيت (1954-1962) ثم", "1954-1962", "1954-01-01", "1962-12-31", "range"),
        ("حكم بين 1972 و2011 البلد", "1972 و2011", "1972-01-01", "2011-12-31", "range"),
        ("في عامي 2013 و2014 فقط", "عامي 2013 و2014", "2013-01-01", "2014-12-31", "range"),
        # behind أول and آخر, of a century, two years at once
        ("في آخر جمعة من رمضان المقبل", "آخر جمعة من رمضان المقبل", "2018-06-08", "2018-06-08", "day"),
        ("أول خميس من مايو المقبل", "أول خميس من مايو المقبل", "2018-05-03", "2018-05-03", "day"),
        ("خلال العقد الأول من القرن الحالي", "العقد الأول من القرن الحالي", "2000-01-01", "2009-12-31", "decade"),
        ("العقد الأخير من القرن العشرين", "العقد الأخير من القرن العشرين", "1990-01-01", "1999-12-31", "decade"),
        ("النصف الثاني من القرن الماضي", "النصف الثاني من القرن الماضي", "1951-01-01", "2000-12-31", "range"),
        ("في العامين الجاري والمقبل", "العامين الجاري والمقبل", "2017-01-01", "2018-12-31", "range"),
        ("يوم (21) صفر 1439", "يوم (21) صفر 1439", "2017-11-10", "2017-11-10", "day"),
        ("منذ السابع من الجاري", "السابع من الجاري", "2017-11-07", "2017-11-07", "day"),
        # without a year
        ("سيعقد في 2 كانون الأول المؤتمر", "2 كانون الأول", "2017-12-02", "2017-12-02", "day"),
        ("كان ذلك في 20 شباط قرب الجسر", "20 شباط", "2017-02-20", "2017-02-20", "day"),
        ("في 30 من الشهر الحالي", "30 من الشهر الحالي", "2017-11-30", "2017-11-30", "day"),
        ("في الثالث من الشهر الماضي", "الثالث من الشهر الماضي", "2017-10-03", "2017-10-03", "day"),
        ("يلعب في 21 الجاري مباراته", "21 الجاري", "2017-11-21", "2017-11-21", "day"),
        ("انسحب في مايو 12، وعاد", "مايو 12", "2017-05-12", "2017-05-12", "day"),
        ("انسحب في مايو 12، 2016", "مايو 12، 2016", "2016-05-12", "2016-05-12", "day"),
        ("سجل في ديسمبر الماضي نموا", "ديسمبر الماضي", "2016-12-01", "2016-12-31", "month"),
        ("حتى أيار مايو المقبل", "أيار مايو المقبل", "2018-05-01", "2018-05-31", "month"),
        ("من 11 إلى 17 كانون الأول المقبل", "11 إلى 17 كانون الأول المقبل", "2017-12-11", "2017-12-17", "range"),
        (
            "من 28 تموز إلى الثاني من آب الماضيين",
            "28 تموز إلى الثاني من آب الماضيين",
            "2017-07-28",
            "2017-08-02",
            "range",
        ),
        ("من سبتمبر إلى يناير الماضيين", "سبتمبر إلى يناير الماضيين", "2016-09-01", "2017-01-31", "range"),
        # days counted from publication
        ("وصل أمس إلى المدينة", "أمس", "2017-11-08", "2017-11-08", "day"),
        ("وصل أول من أمس إلى المدينة", "أول من أمس", "2017-11-07", "2017-11-07", "day"),
        ("أعلن اليوم (الخميس) فتح الجسر", "اليوم (الخميس)", "2017-11-09", "2017-11-09", "day"),
        ("أعلن اليوم (الأربعاء) فتح الجسر", "اليوم (الأربعاء)", "2017-11-08", "2017-11-08", "day"),
        ("يلتقيان يوم غد الجمعة", "يوم غد الجمعة", "2017-11-10", "2017-11-10", "day"),
        ("قبل ثلاثة أيام قصف الحي", "قبل ثلاثة أيام", "2017-11-06", "2017-11-06", "day"),
        ("مسجون منذ عامين هناك", "منذ عامين", "2015-01-01", "2015-12-31", "year"),
        ("قبل أسبوع في الحي", "قبل أسبوع", "2017-10-30", "2017-11-05", "week"),
        ("منذ عام، قرب الحدود", "منذ عام", "2016-01-01", "2016-12-31", "year"),
        ("في الربع السابق نما", "الربع السابق", "2017-07-01", "2017-09-30", "range"),
        ("يستمر طوال شهر ربيع الأول", "شهر ربيع الأول", "2017-11-19", "2017-12-18", "month"),
        ("مستمرة منذ 19 شهرا.", "منذ 19 شهرا", "2016-04-01", "2016-04-30", "month"),
        ("سيبدأ بعد شهرين العمل", "بعد شهرين", "2018-01-01", "2018-01-31", "month"),
        ("خلال الأعوام الخمسة الماضية", "الأعوام الخمسة الماضية", "2012-01-01", "2016-12-31", "range"),
        ("في العشرين عاما الماضية", "العشرين عاما الماضية", "1997-01-01", "2016-12-31", "range"),
        ("خلال الشهرين المقبلين", "الشهرين المقبلين", "2017-12-01", "2018-01-31", "range"),
        # weekdays
        ("وصل الوفد الثلاثاء إلى المدينة", "الثلاثاء", "2017-11-07", "2017-11-07", "day"),
        ("سيصل الوفد الثلاثاء إلى المدينة", "الثلاثاء", "2017-11-14", "2017-11-14", "day"),
        ("يوم الخميس الماضي", "يوم الخميس الماضي", "2017-11-02", "2017-11-02", "day"),
        ("الخميس المقبل", "الخميس المقبل", "2017-11-16", "2017-11-16", "day"),
        ("في يومي الراحة (السبت والأحد) غاب", "السبت والأحد", "2017-11-04", "2017-11-05", "range"),
        ("الجمعة 16 رمضان 1436هـ وصل", "الجمعة 16 رمضان 1436هـ", "2015-07-03", "2015-07-03", "day"),
        # weeks, seasons, quarters, decades
        ("طردت الأسبوع الماضي القوات", "الأسبوع الماضي", "2017-10-30", "2017-11-05", "week"),
        ("منذ صيف 2014 هناك", "صيف 2014", "2014-06-01", "2014-08-31", "season"),
        ("الشتاء الماضي", "الشتاء الماضي", "2016-12-01", "2017-02-28", "season"),
        ("في الربع الثاني من العام الجاري", "الربع الثاني من العام الجاري", "2017-04-01", "2017-06-30", "range"),
        ("في النصف الأول من 2016", "النصف الأول من 2016", "2016-01-01", "2016-06-30", "range"),
        ("أوائل ثمانينيات القرن الماضي", "أوائل ثمانينيات القرن الماضي", "1980-01-01", "1982-12-31", "vague"),
        ("في القرن التاسع عشر كانت", "القرن التاسع عشر", "1801-01-01", "1900-12-31", "century"),
        ("مطلع العام الجاري", "مطلع العام الجاري", "2017-01-01", "2017-04-30", "vague"),
        ("منتصف الشهر الماضي", "منتصف الشهر الماضي", "2017-10-11", "2017-10-20", "vague"),
        ("بنهاية يونيو من العام الماضي", "نهاية يونيو من العام الماضي", "2016-06-21", "2016-06-30", "vague"),
        ("ارتفع هذا العام كثيرا", "هذا العام", "2017-01-01", "2017-12-31", "year"),
        # Hijri
        ("في 1 محرم 1439 هـ الموافق", "1 محرم 1439 هـ", "2017-09-21", "2017-09-21", "day"),
        ("يوم الأربعاء 13/10/1436ه تهدف", "يوم الأربعاء 13/10/1436ه", "2015-07-29", "2015-07-29", "day"),
        ("للعام الدراسي 1437/1436هـ", "1437/1436هـ", "2014-10-25", "2016-10-01", "range"),
        ("شهر رمضان الماضي", "شهر رمضان الماضي", "2017-05-27", "2017-06-24", "month"),
        ("شهر رمضان لعام 2015", "شهر رمضان لعام 2015", "2015-06-18", "2015-07-16", "month"),
        ("منتصف شوال الماضي", "منتصف شوال الماضي", "2017-07-05", "2017-07-14", "vague"),
        ("عاد بعد عيد الأضحى الماضي", "عيد الأضحى الماضي", "2017-09-01", "2017-09-04", "range"),
        ("قتل ليلة رأس السنة هناك", "ليلة رأس السنة", "2016-12-31", "2016-12-31", "day"),
    ],
)
def test_an_expression_is_read(text, mention, start, end, grain):
    assert read(text) == [(mention, start, end, grain)]


@pytest.mark.parametrize(
    "text",
    [
        "تقام الصلاة كل جمعة",
        "خطبة الجمعة في المسجد",
        "كل عام وأنتم بخير",
        "استمرت لمدة ثلاثة أيام",
        "قبل شهر رمضان من كل سنة",
        "بعد عام من الحرب",
        "قبل يومين من انطلاق البطولة",
        "بعد 4 أيام على الهجوم",
        "خلال الأشهر الماضية",
        "استعادت القوات قصر 22 مايو الرئاسي",
        "تأهل إلى مونديال 2018",
        "ذكرت صحيفة «اليوم» ذلك",
        "في اليوم الأول من المهرجان",
        "في أمس الحاجة إليه",
        "مارس التعذيب ضدهم",
        "فاز 3-2 في المباراة",
        "الأبيات الأحد عشر",
        "في العقد الثالث من عمره",
        "قبل 35 دقيقة على نهاية المباراة",
        "قتل 2000 شخص",
        "في الربع الأخير من الساعة",
        "رجل في الستينيات من العمر",
        "فاز بنتيجة 1-صفر على ضيفه",
        "منذ أن حكم (1479-1425 قبل الميلاد) البلاد",
        "",
        "في مواسم 2013-2014 و2015-2016",
        "حتى موسم 2023/2024 الكروي",
    ],
)
def test_what_is_no_date_is_left_out(text):
    assert read(text) == []


def test_a_list_of_years_may_leave_out_the_century():
    assert [row[1][:4] for row in read("فاز بها (1993، 97، 2001).")] == ["1993", "1997", "2001"]


def test_years_joined_to_a_year_are_years():
    assert [row[0] for row in read("فاز في 2015 و2017 بالكأس")] == ["2015", "2017"]
    assert read("بين العامين 1981 و2005")[0][1:3] == ("1981-01-01", "2005-12-31")


def test_a_year_in_both_calendars_is_two_mentions():
    assert [row[0] for row in read("توفي عام 1390هـ/1970م")] == ["عام 1390هـ", "1970م"]


def test_the_dates_of_names_hold_no_figure():
    tokens = tk.tokenize(tk.as_articles(["قتل 5 في ثورة 25 يناير"]))
    wanted = dates_of_numbers(tokens, ())
    assert [date_spans(passage, wanted, [4, 14]) for passage in passages(tokens, wanted)] == [[(14, 22)]]
    assert tk.find_figures(tokens)["figure"].tolist() == ["5"]


def test_a_day_may_touch_the_town_before_it():
    assert read("الأحساء25 شوال 1436 هـ")[0][:2] == ("25 شوال 1436 هـ", "2015-08-10")


def test_a_month_is_hijri_where_the_dates_before_it_are():
    found = read("من 17 شوال وحتى 28 من الشهر نفسه، وينتهي نهاية الشهر الجاري", "2015-08-11")
    assert found[0][1:3] == ("2015-08-02", "2015-08-13")
    assert found[1][1:3] == ("2015-08-06", "2015-08-15")


def test_the_same_period_of_another_year():
    found = read("في الربع الثاني من العام الجاري مقارنة بالفترة نفسها من العام الماضي")
    assert found[1] == ("الفترة نفسها من العام الماضي", "2016-04-01", "2016-06-30", "range")
    assert read("في 3 أكتوبر 1924، وفي نفس اليوم من عام 1932")[1][1] == "1932-10-03"


def test_two_calendars_are_two_mentions():
    assert [row[0] for row in read("26 شوال 1436 هـ الموافق 11 أغسطس 2015 م")] == ["26 شوال 1436 هـ", "11 أغسطس 2015 م"]


@pytest.mark.parametrize(
    "text", ["وصل أمس", "الخميس الماضي", "مطلع العام الجاري", "منذ عامين", "الربع الثاني", "9 أيار"]
)
def test_without_a_day_of_publication_what_is_relative_is_found_and_left_open(text):
    found = dates(text, None)
    assert len(found) == 1
    assert found["date_start"].isna().all()
    assert found["date_end"].isna().all()


@pytest.mark.parametrize("published", ["0001-01-01", "1797-12-31", "9999-12-31"])
def test_a_day_no_paper_came_out_on_is_none_to_count_from(published):
    table = pd.DataFrame({"text": ["وصل أمس"], "date": np.array([published], dtype="datetime64[us]")})
    assert tk.find_dates(tk.as_articles(table))["date_start"].isna().tolist() == [True]


def test_without_a_day_of_publication_what_is_explicit_is_read():
    assert read("بين 3 آذار 2016 و9 أيار 2017", None)[0][1:3] == ("2016-03-03", "2017-05-09")


STYLES = [
    "{day} {month} {year}",
    "{day} {month}/{twin} {year}",
    "{day} {month} ({twin}) {year}",
    "{weekday} {day} {month} {year}",
    "يوم {weekday} {day} {twin} {year}م",
    "{day} {twin} من عام {year}",
    "الـ{day} من {twin} {year}",
    "{d:02}/{m:02}/{year}",
    "{weekday} {d}-{m}-{year}",
]


@given(st.dates(dt.date(1925, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(STYLES))
def test_any_day_in_any_style_is_read(day, style):
    written = style.format(
        day=day.day, d=day.day, m=day.month, year=day.year, month=MONTHS[day.month - 1], twin=TWINS[day.month - 1],
        weekday=WEEKDAYS[day.weekday()],
    )  # fmt: skip
    assert read(f"وقع ذلك في {written} قرب الجسر") == [(written, str(day), str(day), "day")]


@given(st.integers(1350, 1490), st.integers(1, 12), st.integers(1, 29))
def test_any_hijri_day_is_read(year, month, day):
    wanted = str(from_hijri(year, month, day)[0])
    for written in (f"{day} {HIJRI[month - 1]} {year}هـ", f"{day}/{month}/{year} هـ"):
        assert read(f"بدأ في {written}.") == [(written, wanted, wanted, "day")]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 6))
def test_last_and_next_weekday_lie_around_publication(published, weekday):
    name = WEEKDAYS[weekday]
    past, after = (read(f"{name} {word}", str(published))[0][1] for word in ("الماضي", "المقبل"))
    past, after = dt.date.fromisoformat(past), dt.date.fromisoformat(after)
    assert past.weekday() == after.weekday() == weekday
    assert published - dt.timedelta(days=7) <= past < published < after <= published + dt.timedelta(days=7)


@given(articles())
def test_every_row_slices_back_to_its_mention(table):
    found = tk.find_dates(tk.as_articles(table))
    assert found.dtypes.astype("str").to_dict() == DATE_COLUMNS
    texts = tk.as_articles(table).set_index("article_id")
    for row in found.itertuples():
        assert texts.loc[row.article_id, row.field][row.start : row.end] == row.mention
        assert pd.isna(row.date_start) == pd.isna(row.date_end)
        assert pd.isna(row.date_start) or row.date_start <= row.date_end
    assert (found.groupby(["article_id", "field"])["start"].diff().fillna(1) > 0).all()


PIECES = [
    *("قبل", "منذ", "بعد", "يوم", "اليوم", "أمس", "غدا", "الخميس", "الماضي", "المقبل", "عام", "العام", "سنة", "2015"),
    *("1436هـ", "12", "3", "من", "إلى", "و", "شهر", "آذار", "رمضان", "مطلع", "نهاية", "الربع", "الثاني", "الأول"),
    *("القرن", "نفس", "الفترة", "هذا", "الـ", "/", "-", "(", ")", "،", "ثلاثة", "أيام", "99999"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_odd_rows_of_words_are_survived(pieces, dated):
    text = " ".join(pieces)
    found = dates(text, PUBLISHED if dated else None)
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["mention"].tolist()
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_arabic_digits_change_no_date(pieces):
    text = " ".join(pieces)
    european, arabic = dates(text), dates(text.translate(NUMERALS))
    columns = ["start", "end", "date_start", "date_end", "grain", "rule"]
    pd.testing.assert_frame_equal(european[columns], arabic[columns])


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "12 ",
            "2015-",
            "الخميس و",
            "قبل ",
            "من إلى ",
            "1/",
            "شهر ",
            " ",
            "(",
            "نهاية ",
            "ال ",
            "12 و",
            "1436هـ/",
            "2015، 97، ",
        ),
        *(
            "الربع الثاني من ",
            "نفس اليوم من ",
            "الخميس (",
            "مطلع مطلع ",
            "شهر محرم إلى ",
            "العشرين ",
            "منذ ثلاثة آلاف و",
        ),
    ],
)
def test_a_long_row_of_one_piece_is_read_through(piece):
    assert len(dates(piece * 20_000)) >= 0


@given(st.dates(dt.date(1930, 1, 1), dt.date(2070, 1, 1)))
def test_hijri_there_and_back(day):
    year, month, number = to_hijri(day)
    assert from_hijri(year, month, number) == (day, "")


@given(st.integers(1900, 2100), st.sampled_from(["month", "year", "decade", "week", "season", "hijri"]))
def test_three_parts_lie_inside_in_order(year, grain):
    whole = {
        "month": month_period(year, 2),
        "year": year_period(year),
        "decade": year_period(year // 10 * 10, years=10),
        "week": week_period(dt.date(year, 5, 5)),
        "season": month_period(year, 12, months=3),
        "hijri": year_period(1440, hijri=True),
    }[grain]
    name = "year" if grain == "hijri" else grain
    parts = [part_of(whole, part, name, hijri=grain == "hijri") for part in ("begin", "middle", "end")]
    assert parts[0][0] == whole[0]
    assert parts[-1][1] == whole[1]
    assert all(a <= b for a, b in parts)
    assert [part[0] for part in parts] == sorted(part[0] for part in parts)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 12))
def test_relation_and_cue_decide_the_year(published, month):
    options = [month_period(published.year + n, month) for n in (-1, 0, 1)]
    assert choose(options, published, "past", "")[1] < published
    assert choose(options, published, "next", "")[0] > published
    assert choose(options, published, "", "past")[0] <= published
    coming = choose(options, published, "", "future")
    assert coming[1] >= published or (published - coming[1]).days <= 60


def test_the_dates_of_the_seed_page():
    if not SHARED.exists():
        pytest.skip("shared data are not here")
    gold = json.loads((SHARED / "corpora/seed/gold.json").read_text(encoding="utf-8"))
    page = tk.load_articles(SHARED / "corpora/seed/page.txt")
    found = tk.find_dates(page.assign(date=pd.Timestamp(gold["published"]).as_unit("us")))
    days = found[["date_start", "date_end"]].astype("str").to_numpy().tolist()
    rows = {
        mention: (*span, grain) for mention, span, grain in zip(found["mention"], days, found["grain"], strict=True)
    }
    for date in gold["dates"]:
        assert date["text"] in rows
        assert date.get("start", rows[date["text"]][0]) == rows[date["text"]][0]
        assert date.get("end", rows[date["text"]][1]) == rows[date["text"]][1]
    assert rows["الأسبوع الماضي"] == ("2017-10-30", "2017-11-05", "week")


def test_labelled_sentences_are_read():
    path = SHARED / "cases/date_mentions.jsonl"
    if not path.exists():
        pytest.skip("shared data are not here")
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    n_mentions = sum(len(case["mentions"]) for case in cases)
    table = pd.DataFrame(
        {
            "article_id": [case["id"] for case in cases],
            "text": [case["text"] for case in cases],
            "date": [case["published"] for case in cases],
        }
    )
    found = tk.find_dates(tk.as_articles(table))
    rows = set(zip(found["article_id"], found["mention"], found["date_start"].dt.strftime("%Y-%m-%d"), strict=True))
    exact = sum((c["id"], m["text"], m["date_start"]) in rows for c in cases for m in c["mentions"])
    assert exact / n_mentions > 0.95
    silent = {case["id"] for case in cases if not case["mentions"]}
    assert found["article_id"].isin(silent).sum() <= len(silent) / 10
