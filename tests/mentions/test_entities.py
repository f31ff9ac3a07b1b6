import json

import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.mentions.gazetteer import make_gazetteer, shipped_gazetteer
from toolkit.mentions.mention_table import MENTION_COLUMNS
from toolkit.text.arabic import fold


def found(text: str, **options) -> list[tuple[str, str]]:
    mentions = tk.find_entities(tk.as_articles([text]), **options)
    return list(mentions[["mention", "entity"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصلت القافلة إلى البوكمال", [("البوكمال", "البوكمال")]),
        ("الطريق المؤدي للبوكمال", [("بوكمال", "البوكمال")]),
        ("وبالعراق وبسوريا", [("العراق", "العراق"), ("سوريا", "سوريا")]),
        ("دعت الامم المتحده", [("الامم المتحده", "الأمم المتحدة")]),
        ("وللأمم المتّحدة مكتب", [("أمم المتّحدة", "الأمم المتحدة")]),
        ("خسر تنظيم الدولة مواقعه", [("تنظيم الدولة", "داعش")]),
        ("عناصر «داعش» في المدينة", [("داعش", "داعش")]),
        ("لوكالة الصحافة الفرنسية", [("وكالة الصحافة الفرنسية", "وكالة الصحافة الفرنسية")]),
        ("القوات العراقية والسورية", []),
        ("النظام القائم على القانون", []),
        ("من قضاء القائم المقابل", [("القائم", "القائم")]),
        ("وصل إلى القائم على رأس قوة", []),
        ("أحس بالرقة في صوته", []),
        ("بين راوة والقائم", [("راوة", "راوة"), ("القائم", "القائم")]),
        ("الأمم. المتحدة", []),
        ("قال علي إن الطريق على حاله", [("علي", "علي")]),
        ("إلى الشرق الأقصى", []),
        ("من الطبقة المثقفة", []),
        ("مدينة الطبقة", [("الطبقة", "الطبقة")]),
        ("غادر من الباب", []),
        ("صلاح الدين يفكك جيشه", [("صلاح الدين", "صلاح الدين")]),
        ("في محافظة صلاح الدين", [("محافظة صلاح الدين", "صلاح الدين")]),
        ("مدينة وجدة", [("وجدة", "وجدة")]),
        ("الرياض وجدة", [("الرياض", "الرياض"), ("جدة", "جدة")]),
        ("مهرجان وجدة الوطني", []),
        ("السلطات السعودية", []),
        ("وصل إلى السعودية", [("السعودية", "السعودية")]),
    ],
)
def test_names_are_found_through_clitics_and_spellings(text, expected):
    assert found(text) == expected


def test_an_ordinary_word_is_a_name_where_the_article_made_it_one():
    text = "دخلت القوات مدينة الرقة. وقال سكان إن الرقة تنتظر."
    assert [entity for _, entity in found(text)] == ["الرقة", "الرقة"]
    assert found("الرقة تنتظر") == []


def test_a_body_is_known_by_its_head_after_its_full_name_only():
    text = "قال المرصد شيئا. وأفاد المرصد السوري لحقوق الإنسان بذلك، ثم أضاف المرصد. وقال المرصد الأردني غيره."
    assert [mention for mention, _ in found(text)] == ["المرصد السوري لحقوق الإنسان", "المرصد"]
    assert len(found(text, short_forms=False)) == 1


@given(articles())
def test_every_mention_slices_back_to_the_text(table):
    made = tk.as_articles(table)
    mentions = tk.find_entities(made)
    assert mentions.dtypes.astype(str).to_dict() == MENTION_COLUMNS
    texts = made.set_index("article_id")
    for row in mentions.itertuples():
        event("a mention was found")
        assert texts[row.field][row.article_id][row.start : row.end] == row.mention


@given(articles(), st.data())
def test_names_planted_in_any_text_are_found_where_they_stand(table, data):
    spelled = ["البوكمال", "للبوكمال", "وَالْبُوكَمال", "بـداعش", "وللأُمَم المتّحدة", "الامم المتحده"]
    planted = data.draw(st.lists(st.sampled_from(spelled), min_size=len(table), max_size=len(table)))
    made = tk.as_articles(
        table.assign(
            deck="", title="", text=[f"{name} {text or ''}" for name, text in zip(planted, table["text"], strict=True)]
        )
    )
    mentions = tk.find_entities(made, policy="gazetteer")
    first = mentions.drop_duplicates("article_id")
    assert len(first) == len(made)
    for name, text, row in zip(planted, made["text"], first.itertuples(), strict=True):
        assert row.end == len(name)
        assert text[row.start : row.end] == row.mention


def test_mentions_of_the_sample_are_whole_words_in_reading_order(sample_articles):
    mentions = tk.find_entities(sample_articles)
    texts = sample_articles.set_index("article_id")
    assert len(mentions) > 900
    for row in mentions.itertuples():
        text = texts[row.field][row.article_id]
        assert text[row.start : row.end] == row.mention
        assert not text[row.end : row.end + 1].isalnum()
    order = mentions["article_id"].map({name: i for i, name in enumerate(sample_articles["article_id"])})
    assert order.is_monotonic_increasing


def test_an_empty_table_has_the_documented_columns():
    assert tk.find_entities([]).dtypes.astype(str).to_dict() == MENTION_COLUMNS


def test_own_names_take_the_place_of_the_shipped_ones():
    row = {
        "id": "org:x",
        "kind": "organisation",
        "name": "لجنة مياه الرقة",
        "aliases": "",
        "lat": "",
        "lon": "",
        "trigger": "no",
    }
    assert found("قالت لجنة مياه الرقة", gazetteer=make_gazetteer([row])) == [("لجنة مياه الرقة", "لجنة مياه الرقة")]


def test_the_seed_page_is_counted_as_a_reader_counts_it(shared):
    gold = json.loads((shared / "corpora/seed/gold.json").read_text(encoding="utf-8"))
    tokens = tk.tokenize(tk.load_articles(shared / "corpora/seed/page.txt"))
    counted = tk.entity_frequencies(tk.find_entities(tokens), tokens)
    assert dict(zip(counted["entity"], counted["n"], strict=True)) == gold["entity_mentions"]


def test_real_mentions_slice_back_to_the_text(shared):
    news = pd.read_parquet(shared / "corpora/news/news_large.parquet").sample(1000, random_state=0)
    made = tk.as_articles(news.rename(columns={"id": "article_id"}))
    mentions = tk.find_entities(made)
    texts = made.set_index("article_id")
    assert len(mentions) > 5000
    for field, some in mentions.groupby("field"):
        for text, start, end, mention in zip(
            texts.loc[some["article_id"], field], some["start"], some["end"], some["mention"], strict=True
        ):
            assert text[start:end] == mention


def test_the_gazetteer_is_sound():
    gazetteer = shipped_gazetteer()
    assert len({alias.words for alias in gazetteer.aliases}) == len(gazetteer.aliases)
    for entry in gazetteer.entries.values():
        assert entry.kind in {"place", "organisation", "person"}
        assert (entry.kind == "place") == (-90 <= entry.lat <= 90 and -180 <= entry.lon <= 180)
        assert fold(entry.name)
    countries = {entry.name for entry in gazetteer.entries.values() if entry.id.startswith("country:")}
    assert {"سوريا", "العراق", "لبنان", "مصر", "المغرب", "فلسطين"} <= countries
    assert len(countries) > 190


def test_a_quoted_region_may_be_a_newspaper():
    text = "قال لـ«الشرق الأوسط» إن أمن الشرق الأوسط على المحك"
    assert [entity for _, entity in found(text)] == ["صحيفة الشرق الأوسط", "الشرق الأوسط"]


def test_a_body_named_in_thousands_of_articles_costs_no_more_each():
    text = "أفاد المرصد السوري لحقوق الإنسان بذلك. وقال المرصد غيره."
    mentions = tk.find_entities(tk.as_articles([text] * 3000))
    assert mentions["rule"].value_counts().to_dict() == {"name": 3000, "short_form": 3000}
