"""The sample corpus is what data/README.md says, and its gold marks stand where they say."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "data/README.md").read_text(encoding="utf-8")
GOLD = json.loads((ROOT / "tests/gold/sample.json").read_text(encoding="utf-8"))

BARID, DAFTAR, SAI, SHIRA = OUTLETS = "بريد الضفاف", "دفتر المعبر", "ساعي البادية", "شراع الخابور"
#: As data/README.md lists them: the article, and its reprint in another outlet.
REPRINTS = [
    ("bd-004", "sk-04"),
    ("hawija-out.txt", "sai-albadiya.csv#29"),
    ("sai-albadiya.csv#42", "bd-008"),
    ("sai-albadiya.csv#53", "omar-field-smoke.txt"),
    ("bd-011", "sai-albadiya.csv#58"),
    ("sk-11", "bd-014"),
    ("kilo-18-counting.txt", "sai-albadiya.csv#68"),
    ("bd-015", "albukamal-changes-hands.txt"),
    ("halabja-quake.txt", "sk-13"),
    ("sai-albadiya.csv#103", "bd-019"),
    ("sk-18", "bell-film-prize.txt"),
    ("storm-camps.txt", "bd-023"),
]
WEEKDAYS = dict(zip(["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"], range(7), strict=True))
MONTHS = {
    "سبتمبر": 9,
    "أيلول": 9,
    "أكتوبر": 10,
    "تشرين الأول": 10,
    "نوفمبر": 11,
    "تشرين الثاني": 11,
    "ديسمبر": 12,
    "كانون الأول": 12,
}
WEEKDAY_AND_DATE = re.compile(rf"(?<!\w)({'|'.join(WEEKDAYS)}),? (\d{{1,2}}) ({'|'.join(MONTHS)})(?!\w)")
FIELDS = ("title", "deck", "text")
#: For each kind of mark the column with the words as they stand, and what other columns may hold.
MARKS = {
    "entities": ("mention", {"kind": {"place", "organisation", "person"}}),
    "quotes": ("quote", {"kind": {"direct", "indirect", "according_to"}, "nested": {True, False}}),
    "figures": (
        "figure",
        {
            "kind": {
                *("people", "people_killed", "people_injured", "people_displaced", "money", "percent"),
                *("duration", "distance", "age", "ordinal", "other"),
            },
            "approximate": {True, False},
        },
    ),
    "dates": ("mention", {"grain": {"day", "week", "month", "season", "year", "range", "vague"}}),
}


def short(article_id: str) -> str:
    return article_id.rsplit("/", 1)[-1]


def whole(articles: pd.DataFrame) -> pd.Series:
    return articles["title"] + "\n" + articles["deck"] + "\n" + articles["text"]


def runs(text: str, length: int = 8) -> set[str]:
    words = re.findall(r"\w+", re.sub("[\u064b-\u0652]", "", text))
    return {" ".join(words[n : n + length]) for n in range(len(words) - length + 1)}


@pytest.fixture(scope="module")
def by_id(sample_articles):
    return sample_articles.assign(short=sample_articles["article_id"].map(short)).set_index("short")


def test_everything_loads_and_the_report_says_what_is_odd(sample_articles):
    report = tk.load_report(sample_articles)
    assert (report.seen, report.loaded, report.files) == (97, 96, 27)
    notes = report.to_frame()[["kind", "path", "row", "reason"]].to_numpy().tolist()
    assert sorted(notes) == [
        ["rejected", "sai-albadiya.csv", 107, "empty-text"],
        ["warning", "barid-aldifaf.jsonl", 0, "deck-repeats-text"],
        ["warning", "sai-albadiya.csv", 0, "encoding-guessed"],
        ["warning", "sai-albadiya.csv", 63, "date-impossible"],
        ["warning", "shira-alkhabur.json", 19, "date-relative"],
    ]
    for _, path, row, reason in notes:
        assert f"| `{reason}` | `{path}`{f', {row}' if row else ''} |" in README


def test_outlets_months_sections_and_lengths_are_those_of_the_readme(sample_articles):
    counts = sample_articles["source"].value_counts()
    assert counts.to_dict() == dict.fromkeys(OUTLETS, 24)
    for outlet, sections in sample_articles.groupby("source")["section"]:
        told = "، ".join(f"{name} {n}" for name, n in sections.value_counts().items())
        assert re.search(rf"\| {outlet} \|.*\| 24 \| {told} \|", README)
    months = sample_articles["date"].dt.month.value_counts().to_dict()
    assert months == {9: 21, 10: 25, 11: 23, 12: 25}
    for month, n in months.items():
        assert f"{datetime.date(2017, int(month), 1):%B} {n}" in README
    words = sample_articles["text"].str.split().str.len()
    assert words.between(100, 300).all()
    assert not sample_articles[["title", "url"]][~sample_articles["path"].str.endswith(".txt")].eq("").any(axis=None)
    assert sample_articles.loc[sample_articles["url"] != "", "url"].str.contains(r"^https://[a-z-]+\.example/").all()


def test_the_vocabulary_is_large_enough_to_learn_from(sample_articles):
    words = tk.tokenize(sample_articles).to_frame()["word"]
    assert words.nunique() >= 4500
    size = sum(path.stat().st_size for path in (ROOT / "data/sample").rglob("*") if path.is_file())
    assert size < 600_000


def test_only_the_planted_reprints_share_eight_words(sample_articles):
    articles_of = defaultdict(set)
    for article_id, text in zip(sample_articles["article_id"], whole(sample_articles), strict=True):
        for run in runs(text):
            articles_of[run].add(short(article_id))
    shared = Counter(pair for found in articles_of.values() for pair in combinations(sorted(found), 2))
    assert set(shared) == {tuple(sorted(pair)) for pair in REPRINTS}
    assert min(shared.values()) > 50


@pytest.mark.parametrize(("article", "reprint"), REPRINTS)
def test_a_reprint_is_later_elsewhere_shorter_and_in_the_readme(by_id, article, reprint):
    first, second = by_id.loc[article], by_id.loc[reprint]
    assert first["source"] != second["source"]
    assert first["date"].normalize() < second["date"].normalize() <= first["date"].normalize() + pd.Timedelta(days=1)
    assert first["title"] != second["title"]
    assert f"| `{article}` | `{reprint}` |" in README


def test_weekdays_beside_dates_are_those_of_2017(sample_articles):
    pairs = [
        found.groups()
        for text in whole(sample_articles) + "\n" + sample_articles["date_raw"]
        for found in WEEKDAY_AND_DATE.finditer(text)
    ]
    assert len(pairs) > 80
    for weekday, day, month in pairs:
        assert datetime.date(2017, MONTHS[month], int(day)).weekday() == WEEKDAYS[weekday], (weekday, day, month)


def test_each_outlet_keeps_its_own_names_months_and_digits(sample_articles):
    texts = whole(sample_articles)
    of = {outlet: "\n".join(texts[sample_articles["source"] == outlet]) for outlet in OUTLETS}
    without = {
        BARID: r"داعش|الجيش السوري|قوات النظام",
        DAFTAR: r"تنظيم الدولة|القوات الحكومية|قوات النظام|[٠-٩]|أيلول|تشرين|كانون",
        SAI: r"تنظيم الدولة|القوات الحكومية|الجيش السوري|[٠-٩]|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        SHIRA: r"تنظيم الدولة|القوات الحكومية|قوات النظام|[0-9]|(?<!تنظيم )داعش",
    }
    for outlet, pattern in without.items():
        assert not re.findall(pattern, of[outlet])
    months = "سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    assert len(re.findall(rf"(?:{months})/", of[BARID])) > 20
    assert len(re.findall(rf"(?:{months}) \(", of[SHIRA])) > 20
    quotes = {outlet: len(re.findall('«|""?[^"]+"', text)) for outlet, text in of.items()}
    assert quotes[SHIRA] < 5 < 30 < min(quotes[outlet] for outlet in (BARID, DAFTAR, SAI))


def test_furniture_and_headlines_repeat_as_the_readme_says(sample_articles):
    last = sample_articles["text"].str.rsplit("\n", n=1).str[-1]
    expected = {"بريد الضفاف - الصفحة السياسية": 5, "(ساعي البادية)": 5, "نتائج أخرى في صفحة الرياضة": 9}
    repeated = last.value_counts()
    assert repeated[repeated > 2].to_dict() == expected
    for line, n in expected.items():
        assert f"`{line}`" in README
        sections = sample_articles.loc[last == line, ["source", "section"]].drop_duplicates()
        assert len(sections) == 1
        of_section = sample_articles[["source", "section"]].eq(sections.iloc[0]).all(axis=1)
        assert of_section.sum() == n
    titles = sample_articles["title"].value_counts()
    assert titles[titles > 1].to_dict() == {"أسعار الأسبوع.. من الفرات إلى دجلة": 2}


def test_attention_moves_from_place_to_place(sample_articles):
    tokens = tk.tokenize(sample_articles)
    places = tk.find_entities(tokens).query("kind == 'place'")
    monthly = tk.timeline(places, tokens, by="entity", freq="M").dropna(subset=["period"])
    most = monthly.sort_values("n", ascending=False).groupby(monthly["period"].dt.month)["entity"].first()
    assert most.to_dict() == {9: "دير الزور", 10: "كركوك", 11: "البوكمال", 12: "الموصل"}
    weekly = tk.timeline(places, tokens, by="entity", freq="W").dropna(subset=["period"])
    peak = weekly.sort_values("n", ascending=False).groupby("entity")["period"].first().dt.date.astype(str)
    assert peak[["الرقة", "كركوك", "حلبجة"]].to_dict() == {
        "الرقة": "2017-10-16",
        "كركوك": "2017-10-16",
        "حلبجة": "2017-11-13",
    }


@pytest.mark.parametrize(
    ("outlet", "marks"),
    [
        (BARID, ["القوات", "ضابط", "الاتحادية", "الوحدات"]),
        (DAFTAR, ["خيمة", "طفل", "مخيم"]),
        (SAI, ["سعر", "ليرة", "دينار", "برميل"]),
        (SHIRA, ["كأس", "مباراة", "فيلم", "فريق"]),
    ],
)
def test_each_outlet_writes_most_of_its_own_matters(sample_articles, outlet, marks):
    tokens = tk.tokenize(sample_articles)
    share = tk.term_frequencies(tokens, by="source").pivot_table(
        index="key", columns="source", values="per_million", fill_value=0
    )
    for word in marks:
        (key,) = tk.term_keys([word])
        others = share.loc[key].drop(outlet)
        assert share.loc[key, outlet] > 1.5 * others.max(), word


def test_the_storm_is_a_burst(sample_articles):
    tokens = tk.tokenize(sample_articles)
    lines = tk.concordance(tokens, "العاصفة")
    in_storm = pd.to_datetime(lines["date"]).between("2017-12-15", "2017-12-25")
    assert in_storm.sum() == 16
    assert lines.loc[in_storm, "article_id"].nunique() == 7
    weeks = tk.timeline(sample_articles, freq="W").dropna(subset=["period"])
    assert len(weeks) == 17
    assert (weeks["n"] > 0).all()


def test_two_outlets_count_the_same_arrivals_differently(by_id):
    assert "620 بطاقة لعائلات جديدة من البوكمال" in by_id.loc["sai-albadiya.csv#83", "text"]
    assert "1,040 عائلة" in by_id.loc["sad-camp-albukamal-arrivals.txt", "text"]
    assert "450 خيمة" in by_id.loc["storm-camps.txt", "text"]
    assert "٣٢٠ خيمة" in by_id.loc["sk-21", "text"]


def test_gold_says_first_what_it_is_and_covers_every_outlet(by_id):
    assert next(iter(GOLD)) == "about"
    articles = [short(article["article_id"]) for article in GOLD["articles"]]
    assert len(articles) == len(set(articles)) == 20
    assert by_id.loc[articles, "source"].value_counts().to_dict() == dict.fromkeys(OUTLETS, 5)
    counts = {kind: sum(len(article[kind]) for article in GOLD["articles"]) for kind in MARKS}
    for kind, n in counts.items():
        assert f"{n} {kind}" in README


@pytest.mark.parametrize("kind", MARKS)
def test_gold_marks_slice_back_in_reading_order(sample_articles, kind):
    texts = sample_articles.set_index("article_id")
    column, choices = MARKS[kind]
    for article in GOLD["articles"]:
        places = []
        for mark in article[kind]:
            text = texts.loc[article["article_id"], mark["field"]]
            assert text[mark["start"] : mark["end"]] == mark[column]
            assert not text[mark["end"] : mark["end"] + 1].isalnum()
            assert all(mark[name] in allowed for name, allowed in choices.items())
            places.append((FIELDS.index(mark["field"]), mark["start"]))
        assert places == sorted(places)


def test_gold_values_are_sound(sample_articles):
    texts = sample_articles.set_index("article_id")
    for article in GOLD["articles"]:
        row = texts.loc[article["article_id"]]
        text = "\n".join(row[field] for field in FIELDS)
        for mark in article["dates"]:
            first, last = (datetime.date.fromisoformat(mark[name]) for name in ("date_start", "date_end"))
            assert first <= last
            assert (first == last) == (mark["grain"] == "day")
        for mark in article["figures"]:
            known = [mark[name] for name in ("low", "value", "high") if mark[name] is not None]
            assert known == sorted(known)
            assert known
        for mark in (*article["figures"], *article["quotes"]):
            assert (mark["speaker"] or "") in text
            assert (mark.get("unit") or "") in text
            assert (mark.get("cue") or "") in text
        for mark in article["entities"]:
            assert mark["entity"]


def test_nothing_is_taken_from_the_shared_page(sample_articles, shared):
    page = (shared / "corpora/seed/page.txt").read_text(encoding="utf-8")
    assert not runs(page) & {run for text in whole(sample_articles) for run in runs(text)}
