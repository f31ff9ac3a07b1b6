import json
from pathlib import Path

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
        ("أرباح شركة غوغل هذا العام", [("غوغل", "غوغل")]),
        ("عاد من برشلونة الإسباني", [("برشلونة", "نادي برشلونة")]),
        ("منظمة التحرير الفلسطينية", [("منظمة التحرير الفلسطينية", "منظمة التحرير الفلسطينية")]),
        ("أدى صلاة المغرب في المسجد", []),
        ("من الطبقة المثقفة", []),
        ("مدينة الطبقة", [("الطبقة", "الطبقة")]),
        ("غادر من الباب", []),
        ("صلاح الدين يفكك جيشه", [("صلاح الدين", "صلاح الدين")]),
        ("في محافظة صلاح الدين", [("صلاح الدين", "صلاح الدين")]),
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


GOLD = Path(__file__).resolve().parents[1] / "gold/sample.json"


def rules(text: str, **options) -> list[tuple[str, str, str]]:
    mentions = tk.find_entities(tk.as_articles([text]), **options)
    return list(mentions[["mention", "entity", "rule"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال وزير الخارجية العراقي فؤاد حسين إن بلاده ترفض", "فؤاد حسين"),
        ("وصل الرئيس محمود عباس إلى القاهرة", "محمود عباس"),
        ("صرح عبد الفتاح السيسي بأن مصر ترفض ذلك", "عبد الفتاح السيسي"),
        ("التقى بالمدرب جوزيه مورينيو أمس", "جوزيه مورينيو"),
    ],
)
def test_a_person_is_found_without_the_title(text, name):
    mentions = tk.find_entities(tk.as_articles([text]))
    persons = mentions[mentions["kind"] == "person"]
    assert persons["mention"].to_list() == [name]


def test_one_person_has_one_id_in_every_spelling_and_by_the_surname():
    text = "قال الرئيس أحمد الشرقاوي إنه باق. وأضاف الشرقاوي في بيان. ووصل احمد الشرقاوي أمس."
    mentions = tk.find_entities(tk.as_articles([text]))
    persons = mentions[mentions["kind"] == "person"]
    assert persons["entity_id"].to_list() == ["person:احمد-الشرقاوي"] * 3
    assert persons["rule"].to_list() == ["learnt", "short_form", "learnt"]


def test_what_stands_for_a_name_is_taken_only_when_asked_for():
    text = "خسر تنظيم داعش البلدة. وانسحب التنظيم منها."
    assert ("التنظيم", "داعش", "anaphora") not in rules(text)
    assert ("التنظيم", "داعش", "anaphora") in rules(text, anaphora=True)
    assert rules("أكد التنظيم النقابي رفضه. ثم خسر تنظيم داعش البلدة.", anaphora=True)[0][0] == "تنظيم داعش"


def test_names_inside_names_are_taken_only_when_asked_for():
    text = "قالت منظمة العفو الدولية إن الأهالي عادوا، وأعلن تنظيم الدولة الإسلامية في العراق والشام مسؤوليته"
    assert "العراق" not in {mention for mention, *_ in rules(text)}
    outer, inner = rules(text), rules(text, nested=True)
    assert set(outer) < set(inner)
    assert "العراق" in {mention for mention, *_ in inner}


def test_the_list_alone_knows_no_names_that_are_not_in_it():
    text = "قال فؤاد حسين في بغداد"
    assert [mention for mention, *_ in rules(text, policy="gazetteer")] == ["بغداد"]
    assert [mention for mention, *_ in rules(text)] == ["فؤاد حسين", "بغداد"]
    with pytest.raises(tk.InvalidArgumentError, match="policy"):
        rules(text, policy="all")


def test_a_model_has_the_word_that_policy_gives_it():
    text = "قال فؤاد حسين في بغداد"

    def model(texts):
        return [[(4, 8, "PER")] for _ in texts]

    assert [mention for mention, *_ in rules(text, model=model)] == ["فؤاد"]
    assert [mention for mention, *_ in rules(text, model=model, policy="rules")] == ["فؤاد حسين", "بغداد"]
    assert [mention for mention, *_ in rules(text, model=model, policy="union")] == ["فؤاد", "بغداد"]


def test_a_selection_of_a_corpus_has_the_names_of_its_articles(sample_articles):
    tokens = tk.tokenize(sample_articles)
    mask = sample_articles["source"] == sample_articles["source"].iloc[0]
    part = tk.find_entities(tokens.select(mask))
    alone = tk.find_entities(tk.tokenize(sample_articles[mask]))
    columns = ["article_id", "field", "start", "end", "kind"]
    assert part[columns].equals(alone[columns])


def test_hard_sentences_are_wholly_right(shared):
    cases = [json.loads(line) for line in (shared / "cases/entities.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds = {"LOC": "place", "ORG": "organisation", "PER": "person"}
    mentions = tk.find_entities(tk.as_articles([case["text"] for case in cases]))
    right = 0
    for number, case in enumerate(cases):
        gold = [(span["start"], span["end"], kinds[span["label"]]) for span in case["spans"]]
        rows = mentions[mentions["article_id"] == str(number)]
        got = list(rows[["start", "end", "kind"]].itertuples(index=False, name=None))
        right += len(gold) == len(got) and all(
            g[1:] == p[1:] and abs(g[0] - p[0]) <= 3 for g, p in zip(gold, got, strict=True)
        )
    assert right >= 26


def test_the_sample_is_read_as_a_careful_reader_does(sample_articles):
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["articles"]
    right = {
        (of["article_id"], name["field"], name["start"], name["end"], name["kind"])
        for of in gold
        for name in of["entities"]
    }
    mentions = tk.find_entities(sample_articles)
    mentions = mentions[mentions["article_id"].isin([of["article_id"] for of in gold])]
    got = set(mentions[["article_id", "field", "start", "end", "kind"]].itertuples(index=False, name=None))
    assert len(right & got) / len(got) > 0.78
    assert len(right & got) / len(right) > 0.74


def test_no_name_holds_sure_names_that_stand_side_by_side():
    found = tk.find_entities(tk.as_articles(["ءء ءلصل X دير الزور للبوكمال داعش"]))
    assert found["entity"].to_list() == ["دير الزور", "البوكمال", "داعش"]
