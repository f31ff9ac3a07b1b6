"""A page is split into its parts, and no line is lost."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk

BODY = [
    "أعلن المجلس المحلي في بلدة السنابل فتح جسر الخشب أمام المارة بعد إصلاح دام شهرين كاملين.",
    "وقال مهندس في المجلس إن الأحمال الثقيلة تبقى ممنوعة على الجسر حتى الربيع المقبل.",
    "ويستعمل الجسر كل يوم مئات التلاميذ والمزارعين بين ضفتي النهر.",
]
TITLE = "جسر الخشب في السنابل يفتح أمام المارة"
DECK = "الأحمال الثقيلة تبقى ممنوعة على الجسر حتى الربيع"
LINES = st.lists(
    st.one_of(st.sampled_from([*BODY, TITLE, DECK, "شارك الخبر", "5 مايو 2018", "—", ""]), st.text(max_size=80))
)


def plain(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_the_seed_page(shared):
    gold = json.loads((shared / "corpora/seed/gold.json").read_text(encoding="utf-8"))
    text = (shared / "corpora/seed/page.txt").read_text(encoding="utf-8")
    for page in (tk.split_page(text), tk.split_pages([text])[0]):
        assert (page.title, page.deck) == (gold["title"], gold["deck"])
        assert page.text.split("\n") == gold["text"]
        assert list(page.furniture) == gold["furniture"]


def test_headline_below_the_text_and_a_date_line():
    lines = [*BODY, TITLE, DECK, TITLE, "الخميس 9 نوفمبر 2017 - 14:20", "شارك الخبر"]
    page = tk.split_page("\n".join(lines))
    assert (page.title, page.deck, page.text) == (TITLE, DECK, "\n".join(BODY))
    assert page.date_line == "الخميس 9 نوفمبر 2017 - 14:20"
    assert page.furniture == ("الخميس 9 نوفمبر 2017 - 14:20", "شارك الخبر")


def test_headline_first_with_furniture_on_all_sides():
    lines = [
        "الرئيسية",
        "آخر الأخبار",
        TITLE,
        DECK,
        "شارك الخبر",
        *BODY,
        "اقرأ أيضا",
        "خبر آخر من بلدة أخرى",
        "جميع الحقوق محفوظة",
    ]
    page = tk.split_page("\n".join(lines))
    assert (page.title, page.deck, page.text) == (TITLE, DECK, "\n".join(BODY))
    assert len(page.furniture) == 6


def test_headline_above_and_again_below_a_text():
    for body in (BODY, [" ".join(BODY * 3)]):
        page = tk.split_page("\n".join([TITLE, *body, TITLE, "شارك الخبر"]))
        assert (page.title, page.text, page.furniture) == (TITLE, "\n".join(body), ("شارك الخبر",))


def test_headline_once_below_the_text():
    page = tk.split_page("\n".join([*BODY, TITLE, DECK + ".", "5 مايو 2018", "الأكثر قراءة", "خبر آخر من بلدة أخرى"]))
    assert (page.title, page.deck, page.text) == (TITLE, DECK + ".", "\n".join(BODY))


def test_a_text_without_a_headline_keeps_its_first_paragraph():
    page = tk.split_page("\n".join(BODY))
    assert (page.title, page.deck, page.text) == ("", "", "\n".join(BODY))


def test_one_line_is_a_headline():
    assert tk.split_page(TITLE).title == TITLE


def test_a_headline_about_furniture_is_no_furniture():
    title = "إعلان المدينة خالية من الألغام"
    page = tk.split_page("\n".join([*BODY, title, title, "شارك الخبر"]))
    assert (page.title, page.text) == (title, "\n".join(BODY))


def test_a_date_inside_the_text_stays_there():
    page = tk.split_page("\n".join([TITLE, BODY[0], "9 نوفمبر 2017", BODY[1], BODY[2]]))
    assert page.text == "\n".join([BODY[0], "9 نوفمبر 2017", BODY[1], BODY[2]])
    assert page.date_line == ""


def test_lines_that_repeat_are_furniture_only_where_articles_differ():
    pages = [
        f"خبر السد رقم {n} من الوادي\nقال حارس السد رقم {n} إن الماء كثير هذا العام في الوادي.\nحكاية كل مساء"
        for n in range(8)
    ]
    assert all(page.furniture == ("حكاية كل مساء",) for page in tk.split_pages(pages))
    reprints = ["\n".join([TITLE, *BODY])] * 8
    assert all(page.text == "\n".join(BODY) for page in tk.split_pages(reprints))


@given(LINES)
def test_every_line_stands_in_one_part(lines):
    text = "\n".join(lines)
    page = tk.split_page(text)
    parts = [
        *plain(page.title),
        *plain(page.deck),
        *plain(page.text),
        *(" ".join(line.split()) for line in page.furniture),
    ]
    assert set(parts) | {""} == {line.strip("\ufeff") for line in plain(text)} | {""}
    assert tk.split_page(text) == page


def test_long_input_is_read_in_one_go():
    page = tk.split_page("\n" * 500_000 + TITLE + "\n" + "ب" * 2_000_000)
    assert page.title == TITLE
    assert len(page.text) == 2_000_000
    assert tk.split_page("\n".join(f"سطر {n}" for n in range(50_000))).title


def test_made_pages_of_real_articles(shared):
    with gzip.open(shared / "corpora/derived/seed_shape.jsonl.gz", "rt", encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    known = tk.split_pages(page["raw"] for page in pages)
    right = sum(plain(got.title) == plain(page["title"]) for got, page in zip(known, pages, strict=True))
    exact = sum(plain(got.text) == plain(page["body"]) for got, page in zip(known, pages, strict=True))
    assert right >= 0.98 * len(pages)
    assert exact >= 0.97 * len(pages)
    alone = sum(plain(tk.split_page(page["raw"]).text) == plain(page["body"]) for page in pages[:300])
    assert alone >= 0.9 * 300


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "----\n***"])
def test_nothing_to_split(text):
    page = tk.split_page(text)
    assert (page.title, page.deck, page.text) == ("", "", "")


@pytest.mark.parametrize("text", [None, 7, b"x", ["نص"]])
def test_what_is_no_page_is_refused(text):
    with pytest.raises(tk.InvalidArgumentError, match=rf"split_page\(\) .* a {type(text).__name__}"):
        tk.split_page(text)
    with pytest.raises(tk.InvalidArgumentError, match=rf"split_pages\(\) .* a {type(text).__name__}"):
        tk.split_pages([TITLE, text])


@pytest.mark.parametrize("texts", ["صفحة واحدة", None, 7, b"x", {"page": TITLE}])
def test_one_page_is_not_several(texts):
    with pytest.raises(tk.InvalidArgumentError, match=f"several pages; this is one {type(texts).__name__}"):
        tk.split_pages(texts)
