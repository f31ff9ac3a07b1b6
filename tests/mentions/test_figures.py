"""Quantities: found, valued, told apart from dates and names."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.strategies import articles
from toolkit.mentions.figure_kinds import figure_words
from toolkit.mentions.figures import FIGURE_COLUMNS
from toolkit.mentions.number_hedges import _HINT

SHARED = Path(__file__).parents[3] / "shared"
NUMERALS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def figures(text, **keywords):
    return tk.find_figures(tk.as_articles([text]), **keywords)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "about", "unit", "kind"),
    [
        ("نزح نحو 120 ألف شخص", 120_000, None, None, True, "شخص", "people_displaced"),
        ("مقتل 14 شخصا على الأقل", 14, 14, None, False, "شخصا", "people_killed"),
        ("مبلغ (10000) آلاف ريال", 10_000, None, None, False, "ريال", "money"),
        ("وأصيب خمسة جنود", 5, None, None, False, "جنود", "people_injured"),
        ("ما بين 120 و160 مترا", 140, 120, 160, False, "مترا", "distance"),
        ("أكثر من مئة امرأة", 100, 100, None, False, "امرأة", "people"),
        ("سعر للفيلا تجاوز 3 ملايين ريال", 3e6, 3e6, None, False, "ريال", "money"),
        ("لم تكن تتجاوز 3 ملايين نسخة", 3e6, None, 3e6, False, "نسخة", "other"),
        ("لا يتجاوز 40 ألف برميل", 40_000, None, 40_000, False, "برميل", "other"),
        ("بنسبة 7.4 في المائة", 7.4, None, None, False, "في المائة", "percent"),
        ("بلغ ١٢٪ هذا العام", 12, None, None, False, "٪", "percent"),
        ("بلغ %24 هذا العام", 24, None, None, False, "%", "percent"),
        ("بلغ ٪٢٤ العام الماضي", 24, None, None, False, "٪", "percent"),
        ("كلّف 2.2 تريليون دولار", 2.2e12, None, None, False, "دولار", "money"),
        ("عشرات الآلاف من الأشخاص", None, 10_000, None, True, "الأشخاص", "people"),
        ("سامي (50 عاما) يعيش هنا", 50, None, None, False, "عاما", "age"),
        ("منذ أكثر من 20 عاما", 20, 20, None, False, "عاما", "duration"),
        ("في المرتبة الثالثة", 3, None, None, False, "المرتبة", "ordinal"),
        ("بعد يومين من المعارك", 2, None, None, False, "يومين", "duration"),
    ],
)
def test_a_figure_says_how_many_of_what(text, value, low, high, about, unit, kind):
    row = figures(text).iloc[0]
    numbers = [None if pd.isna(row[name]) else row[name] for name in ("value", "low", "high")]
    assert (*numbers, row["approximate"], row["unit"], row["kind"]) == (value, low, high, about, unit, kind)


@pytest.mark.parametrize(
    "text",
    [
        "رؤية 2030 الطموحة",
        "وصل نهائيات 2014 البرازيلية",
        "اجتمعوا في 12 نيسان 2018 في دمشق",
        "عند الساعة 10:30 بتوقيت غرينتش",
        "فاز الفريق 2-1 أمس",
        "في عام 2016 وبين 2017 و2018",
        "القرار رقم 2254",
        "طائرة F-16 ومجموعة 5+1",
        "السادس من شوال",
        "شارع الستين",
        "الحرب العالمية الثانية",
        "لا أرقام هنا",
    ],
)
def test_dates_scores_and_names_are_no_figures(text):
    assert figures(text).empty


def test_other_digits_change_nothing_but_how_it_is_written():
    text = "قتل 15 شخصا وأصيب 1,200 بين 10 و20 حزيران، بنسبة 7.5% من 3 ملايين"
    here, there = figures(text), figures(text.translate(NUMERALS))
    assert len(here) == 4
    pd.testing.assert_frame_equal(here.drop(columns="figure"), there.drop(columns="figure"))


def test_who_says_it_and_where():
    table = tk.as_articles(["قال سامي إن 5 جنود قتلوا في البوكمال. وصل 3 نواب"])
    quotes = pd.DataFrame(
        {"article_id": table["article_id"], "field": "text", "start": 12, "end": 36, "speaker": "سامي"}
    )
    found = tk.find_figures(table, quotes=quotes, mentions=tk.find_entities(table))
    assert found["speaker"].tolist() == ["سامي", ""]
    assert found["place"].tolist() == ["البوكمال", ""]
    with pytest.raises(tk.MissingColumnsError, match="speaker"):
        tk.find_figures(table, quotes=quotes.drop(columns="speaker"))


@given(articles(), st.booleans())
def test_every_figure_lies_in_its_field(table, as_index):
    table = tk.as_articles(table)
    found = tk.find_figures(tk.tokenize(table) if as_index else table)
    assert found.dtypes.astype(str).to_dict() == FIGURE_COLUMNS
    texts = table.set_index("article_id")
    for row in found.itertuples():
        assert texts.loc[row.article_id, row.field][row.start : row.end] == row.figure != ""
    assert not (found["low"] > found["high"]).any()


def test_a_long_article_of_digits_is_read():
    assert len(figures("1 " * 50_000 + "قتل 7 جنود")) > 0


@pytest.mark.skipif(not SHARED.exists(), reason="shared data are not here")
def test_the_page_it_began_with():
    gold = json.loads((SHARED / "corpora/seed/gold.json").read_text(encoding="utf-8"))
    found = figures("\n".join(gold["text"]))
    wanted = gold["figures"][0]
    row = found[found["value"] == wanted["value"]].iloc[0]
    assert (row["figure"], row["unit"], row["approximate"]) == (wanted["text"], wanted["unit"], wanted["approx"])
    assert row["kind"] == "people_displaced"


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("بلغ الإنتاج 5ر32 مليون برميل", 32.5e6, "برميل", "other"),
        ("توفر المدينة (1.7) مليون وظيفة", 1.7e6, "وظيفة", "other"),
        ("تستمر الدورة «17» يوما", 17, "يوما", "duration"),
        ("بلغت قيمته 160.000.000 ريال", 160e6, "ريال", "money"),
        ("أغلق عند 11.783.7 نقطة", 11783.7, "نقطة", "other"),
        ("أدنى مستوى في عام ونصف العام", 1.5, "عام", "duration"),
        ("توقف عامين ونصف", 2.5, "عامين", "duration"),
        ("تستمر يومين أو ثلاثة أيام", 2.5, "أيام", "duration"),
        ("شكر الدول الثلاث على دعمها", 3, "الدول", "other"),
        ("القبض على مواطنين اثنين", 2, "مواطنين", "people"),
        ("أوقف الأمن 4 مهربين", 4, "مهربين", "people"),
        ("يخدم آلاف مستخدمي الهاتف", None, "مستخدمي", "people"),
        ("وصل عشرات آلاف الحجاج", None, "الحجاج", "people"),
        ("إصابة أربعة آخرين", 4, "آخرين", "people_injured"),
        ("ثلاثة أشخاص على الأقل قضوا", 3, "أشخاص", "people_killed"),
        ("أصدرت الوزارة 12 تعيين", 12, "تعيين", "other"),
        ("بناء 886 وحدة سكنية", 886, "وحدة", "other"),
        ("بنسبة %24 هذا العام", 24, "%", "percent"),
        ("دفع 30 $ للكتاب", 30, "$", "money"),
        ("توجه 70 ألفا منهم إلى الحدود", 70_000, "", "people"),
        ("يبعد 1400 سنة ضوئية", 1400, "سنة", "distance"),
        ("شراء 48 مقاتلة", 48, "مقاتلة", "other"),
        ("تبعد 120كم عن المطار", 120, "كم", "distance"),
        ("بقيمة 2.55 ملياري يورو", 2.55e9, "يورو", "money"),
        ("بلغت 1,769 مليار دولار", 1.769e9, "دولار", "money"),
        ("أسعار التذاكر 35 و60 دينارا", 35, "دينارا", "money"),
        ("هبط برنت 32 سنتا", 32, "سنتا", "money"),
        ("في المباني (17) مبنى", 17, "مبنى", "other"),
        ("القوى العالمية الست", 6, "القوى", "other"),
        ("تعمل مكاتب المديرية الخمسة يوميا", 5, "مكاتب", "other"),
        ("توفيت في لندن عن 46 عاما", 46, "عاما", "age"),
        ("تتراوح أعمارهن بين 15 و60 عاما", 37.5, "عاما", "age"),
        ("البالغ من العمر 76 عن الحزب", 76, "", "age"),
        ("التقى 11 من أشهر المطربين", 11, "المطربين", "people"),
        ("احتشد الآلاف أمس", None, "", "people"),
        ("مقتل العشرات", None, "", "people_killed"),
        ("وكان عددهم 3 آلاف.", 3_000, "", "people"),
        ("دفعت المعارك 32 ألف شخص للنزوح", 32_000, "شخص", "people_displaced"),
        ("فاز باللقب الـ12 في تاريخه", 12, "باللقب", "ordinal"),
        ("يحارب منذ ثلاثة عقود من أجل الحكم", 3, "عقود", "duration"),
        ("وقعت ثلاثة عقود مع شركات", 3, "عقود", "other"),
        ("بمساحة 1500م2 تضم", 1500, "م", "other"),
        ("قتل لاعبان", 2, "لاعبان", "people_killed"),
        ("يمثل التأمين الصحي 52 في المئة", 52, "في المئة", "percent"),
        ("تراجعت في الربع الثاني 3 بالمئة", 3, "بالمئة", "percent"),
        ("بكلفة 46 م.د. للطريق", 46, "م", "money"),
        ("اعتقل مع رفاقه الثلاثة محمد", 3, "رفاقه", "people"),
        ("إصابة رجل 27 سنة بجروح", 27, "سنة", "age"),
        ("بلغ 0,9 و0,6% على التوالي", 0.9, "%", "percent"),
        ("أعاد 220 مليونا لشراء السفن", 220e6, "", "other"),
        ("قدم 600 من طالبي اللجوء", 600, "طالبي", "people"),
        ("فحص 50 مريضا مصابا بفيروس", 50, "مريضا", "people"),
        ("7 أشخاص قتلوا", 7, "أشخاص", "people_killed"),
        ("لمقتل عدد منهم وهناك مئة شخص أصيبوا بحروق", 100, "شخص", "people_injured"),
        ("تأمين 6518 مدرسة", 6518, "مدرسة", "other"),
        ("جرح اثنان من قوات الأمن", 2, "قوات", "people_injured"),
        ("تنقذ أرواح خمسة أطفال", 5, "أطفال", "people"),
        ("فقدان أرواح 100 فلسطيني", 100, "فلسطيني", "people_killed"),
        ("قبل يوم واحد من المباراة", 1, "يوم", "duration"),
        ("تجري في دورة واحدة وتبدو محسومة", 1, "دورة", "other"),
        ("تكلفة إنتاج لتر واحد من الماء", 1, "لتر", "other"),
        ("أنجز العمل في سنة واحدة ليؤكد", 1, "سنة", "duration"),
        ("وأصيب نحو عشرة بجروح في الهجوم", 10, "", "people_injured"),
        ("لقي القائد في المعركة أمس و12 من مرافقيه مصرعهم", 12, "مرافقيه", "people_killed"),
        ("صاحبا المركزين الـ15 والأخير", 15, "المركزين", "ordinal"),
        ("شارك 2015 طالبا", 2015, "طالبا", "people"),
        ("عن مقتل 29 وجرح 15 من المتطرفين", 29, "", "people_killed"),
        ("لقوا حتفهم أمس، فيما أصبح 390 ألف شخص بلا مأوى", 390_000, "شخص", "people"),
        ("الذين تبلغ أعمارهم 18 أو أكثر", 18, "", "age"),
        ("وفاة 4 حالات في الموقع", 4, "حالات", "people_killed"),
    ],
)
def test_numbers_as_newspapers_write_them(text, value, unit, kind):
    row = figures(text).iloc[0]
    assert (None if pd.isna(row["value"]) else row["value"], row["unit"], row["kind"]) == (value, unit, kind)


@pytest.mark.parametrize(
    "text",
    [
        "وتمتد المهلة من 8 إلى 10 -11 -1436 في المدن.",
        "ومن الصعب القيام بهما في وقت واحد.",
        "وأشار بيده بالرقم ثلاثة أمام الجمهور.",
        "يبدأ دوري الدرجة الأولى غدا.",
        "للتواصل أرسل sms إلى 88548",
        "اتصل بالرقم «940»",
        "انتهت المباراة بنتيجة 28 مقابل 23",
        "سجل سامي (56) الهدف",
        "في القرن العشرين",
        "بلغ المنتخب دور الستة عشر",
        "ولست ضد النور",
        "ثاني أكسيد الكربون",
        "المخطط الأولي للمبنى",
        "عام 30 قبل الميلاد",
        "حكم من 950 ق.م",
        "يعد تشريع 1983 من أكثر القوانين تقييدا",
        "كمية من الأدوية",
        "أثنى على الجهود",
        "لم تسع للمعرفة",
        "ساحة السبعين ومجموعة العشرين",
        "الأديب (1818- 1883)",
        "طائرة سوخوي-24",
        "يقيم بالحارة 95",
        "فلسطين إبان الحرب",
        "الجريدة الرسمية عدد 6816، أمس",
        "الفريق الأول لكرة القدم",
        "للفريق الأول لكرة القدم",
        "لفريقها الأول لكرة القدم",
        "ووصلت السيدة الأولى أمس",
        "كأسي العالم 2010 و2014 فشلت الجزائر",
        "وهو واحد من كبار المخرجين",
        "رد عبر دزيكو (80) لروما",
        "مباريات الدور (32) من الكأس",
    ],
)
def test_codes_scores_and_names_count_nothing(text):
    assert figures(text)[["figure", "kind"]].to_numpy().tolist() == []


def test_an_adjective_of_two_is_no_second_figure():
    assert figures("اعتبر مسؤولان أوروبيان كبيران")["figure"].tolist() == ["مسؤولان"]


def test_what_is_said_once_holds_for_the_next():
    found = figures("مقتل 46 شخصا في الشمال، و31 في الجنوب")
    assert found["kind"].tolist() == ["people_killed", "people_killed"]
    found = figures("400 مليون يورو بينها 220 مليونا لشراء لاعب")
    assert found["unit"].tolist() == ["يورو", "يورو"]
    assert figures("بين 22 ألفا و72 ألف طلب").iloc[0][["low", "high"]].tolist() == [22_000, 72_000]


def test_what_happened_to_all_holds_for_their_number_and_for_those_beside_them():
    found = figures("قُتل جميع ركاب الطائرة، من طراز بوينغ، وعددهم 259 راكبا علاوة على 11 شخصا كانوا على الأرض")
    assert found["kind"].tolist() == ["people_killed"] * 2


def test_no_word_of_more_is_passed_over_for_speed():
    assert all(_HINT.search(word) for word in figure_words()["more"] | figure_words()["less"] - {"دون"})


def test_a_telephone_counts_nothing_and_a_range_may_hold_its_unit():
    assert figures("على الرقم الهاتفي 17 17 71 37 05").empty
    row = figures("يتراوح عددهم بين نائب واحد وستة نواب").iloc[0]
    assert (row["low"], row["high"], row["unit"]) == (1, 6, "نواب")
    row = figures("بين 8 أعوام و28 عاما").iloc[0]
    assert (row["low"], row["high"], row["unit"]) == (8, 28, "عاما")
    assert figures("بلغت قيمته واحد جنيه سوداني").iloc[0]["kind"] == "money"


def test_a_number_without_a_noun_counts_what_the_one_before_it_counts():
    found = figures("حصلت ألمانيا على 184 صوتا، وبلجيكا على 181. وقتل 10 جنود وأصيب 9 آخرون.")
    assert found[["figure", "unit"]].to_numpy().tolist() == [
        ["184", "صوتا"],
        ["181", "صوتا"],
        ["10", "جنود"],
        ["9", "جنود"],
    ]
