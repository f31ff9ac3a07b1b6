import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer
from strategies import articles

import toolkit as tk
from toolkit.text.arabic import bare
from toolkit.text.stopwords import is_stop_word

GOLD = Path(__file__).resolve().parents[1] / "gold"
DTYPES = {
    "term": "str",
    "key": "str",
    "n": "int64",
    "n_articles": "int64",
    "per_million": "float64",
    "tf_idf": "float64",
    "dp_norm": "float64",
}


@given(articles())
def test_terms_are_counted_as_by_hand(table):
    tokens = tk.tokenize(tk.as_articles(table))
    frame = tokens.to_frame()
    frame["key"] = tk.term_keys(frame["word"])
    counted = tk.term_frequencies(tokens, keep_stop_words=True, words_only=False)
    assert counted.dtypes.astype(str).to_dict() == DTYPES
    assert dict(zip(counted["key"], counted["n"], strict=True)) == Counter(frame["key"])
    in_articles = frame.drop_duplicates(["article_id", "key"])["key"].value_counts().to_dict()
    assert dict(zip(counted["key"], counted["n_articles"], strict=True)) == in_articles
    assert counted["per_million"].sum() == pytest.approx(1e6 if len(tokens) else 0)
    assert counted["n"].is_monotonic_decreasing


@given(articles())
def test_groups_add_up_to_the_whole(table):
    tokens = tk.tokenize(tk.as_articles(table))
    whole = tk.term_frequencies(tokens, keep_stop_words=True)
    by = tk.term_frequencies(tokens, keep_stop_words=True, by="source")
    assert list(by.columns) == ["source", *DTYPES]
    assert by.groupby("key")["n"].sum().to_dict() == dict(zip(whole["key"], whole["n"], strict=True))
    assert by.groupby("key")["n_articles"].sum().to_dict() == dict(zip(whole["key"], whole["n_articles"], strict=True))


def test_forms_of_one_name_are_one_row_shown_as_it_is_written_most():
    tokens = tk.tokenize(["البوكمال البوكمال للبوكمال", "بالبوكمال"])
    counted = tk.term_frequencies(tokens)
    assert counted[["term", "n", "n_articles"]].to_numpy().tolist() == [["البوكمال", 4, 2]]


def test_per_million_is_of_all_running_words():
    tokens = tk.tokenize(["كتاب في بيت على رف"])
    assert tk.term_frequencies(tokens)["per_million"].unique().tolist() == [200_000.0]


def test_no_stop_word_and_no_number_unless_asked_for():
    tokens = tk.tokenize(["وقال إن 120 شخصا عادوا في 2017 إلى بيوتهم"])
    assert not any(map(is_stop_word, tk.term_frequencies(tokens)["term"]))
    assert "2017" not in set(tk.term_frequencies(tokens)["term"])
    assert set(tk.term_frequencies(tokens)["term"]) == {"شخصا", "عادوا", "بيوت"}
    everything = tk.term_frequencies(tokens, keep_stop_words=True, words_only=False)
    assert everything["n"].sum() == len(tokens)
    assert set(tk.term_frequencies(tokens, stop_words=["أشخاص"])["term"]) == {"عادوا", "بيوت"}


def test_what_is_a_stop_word_does_not_depend_on_the_corpus(sample_articles):
    tokens = tk.tokenize(sample_articles)
    together = tk.term_frequencies(tokens, by="source")
    for source, counted in together.groupby("source"):
        alone = tk.term_frequencies(tokens.select(sample_articles["source"] == source))
        assert counted.set_index("key")["n"].to_dict() == alone.set_index("key")["n"].to_dict()


def test_the_stop_words_of_the_caller_go_through_the_callers_segmenter():
    def prefixed(words):
        return tk.Segmentation([f"K:{word}" for word in words], words)

    tokens = tk.tokenize(["الماء والماء"], segmenter=prefixed)
    assert tk.term_frequencies(tokens, stop_words=["الماء"])["term"].tolist() == ["والماء"]


def test_the_form_shown_is_one_that_was_written(sample_articles):
    tokens = tk.tokenize(sample_articles)
    text = " ".join(sample_articles[["title", "deck", "text"]].to_numpy().ravel())
    for term in tk.term_frequencies(tokens)["term"].head(300):
        assert bare(term.removeprefix("ال")).rstrip("ةءى") in bare(text)


def test_bad_calls_are_refused():
    tokens = tk.tokenize(["الموصل"])
    mentions = tk.find_entities(tokens)
    with pytest.raises(tk.InvalidArgumentError, match="stop_words"):
        tk.term_frequencies(tokens, stop_words="الوفد")
    with pytest.raises(tk.InvalidArgumentError, match="places"):
        tk.entity_frequencies(mentions, tokens, kind="places")
    with pytest.raises(tk.InvalidArgumentError, match="1 of them are in articles"):
        tk.entity_frequencies(mentions, tk.tokenize(tk.as_articles(pd.DataFrame({"article_id": ["x"], "text": ["أ"]}))))
    with pytest.raises(tk.InvalidArgumentError, match="index"):
        tk.term_frequencies(tokens, by=pd.Series(["a"], index=["not there"]))
    with pytest.raises(tk.InvalidArgumentError, match="called 'n'"):
        tk.term_frequencies(tokens, by=pd.Series(["a"], index=["0"], name="n"))
    with pytest.raises(tk.InvalidArgumentError, match="min_n=0"):
        tk.term_frequencies(tokens, min_n=0)
    with pytest.raises(tk.InvalidArgumentError, match="interval=95"):
        tk.entity_frequencies(mentions, tokens, interval=95)
    with pytest.raises(tk.InvalidArgumentError, match="not a column"):
        tk.term_frequencies(tokens, by=["source"])
    with pytest.raises(tk.InvalidArgumentError, match="outlet"):
        tk.term_frequencies(tokens, by="outlet")


def test_groups_may_come_from_a_series():
    made = tk.as_articles(pd.DataFrame({"article_id": ["1", "2", "3"], "text": ["ماء", "ماء خبز", "خبز"]}))
    camps = pd.Series({"1": "شرق", "2": "غرب"}, name="camp")
    counted = tk.term_frequencies(made, by=camps)
    expected = [["شرق", "ماء", 1], ["غرب", "خبز", 1], ["غرب", "ماء", 1]]
    assert counted[["camp", "term", "n"]].to_numpy().tolist() == expected


def test_the_seed_page_counts_its_town_eleven_times(shared):
    tokens = tk.tokenize(tk.load_articles(shared / "corpora/seed/page.txt"))
    counted = tk.term_frequencies(tokens).set_index("term")
    assert counted.at["البوكمال", "n"] == 11  # noqa: PD008
    assert not any(map(is_stop_word, counted.index))


@given(articles())
def test_tf_idf_is_that_of_scikit_learn_and_dp_norm_that_of_the_formula(table):
    tokens = tk.tokenize(tk.as_articles(table))
    counted = tk.term_frequencies(tokens, keep_stop_words=True, words_only=False).set_index("key")
    matrix = tokens.matrix("term")
    if not len(counted):
        return
    tf_idf = TfidfTransformer(norm=None).fit_transform(matrix.astype(float)).sum(axis=0)
    assert counted["tf_idf"][tokens.vocabulary("term")].to_numpy() == pytest.approx(np.ravel(tf_idf), abs=1e-9)
    worded = tokens.count_words() > 0
    s = tokens.count_words()[worded] / len(tokens)
    for key, column in zip(tokens.vocabulary("term"), matrix.toarray()[worded].T, strict=True):
        found = counted["dp_norm"][key]
        if len(s) < 2:
            assert np.isnan(found)
        else:
            deviation = np.abs(column / column.sum() - s).sum() / 2
            assert found == pytest.approx(deviation / (1 - s.min()), abs=1e-9)


def test_dp_norm_is_that_of_gries():
    gold = json.loads((GOLD / "gries_2008.json").read_text(encoding="utf-8"))
    counted = tk.term_frequencies(tk.as_articles(gold["parts"]), keep_stop_words=True).set_index("term")
    row = counted.loc[gold["word"]]
    assert row["n"] == gold["n"]
    assert round(row["dp_norm"] * (1 - gold["smallest_share"]), 2) == gold["dp"]
    assert round(row["dp_norm"], 2) == gold["dp_norm"]


@given(articles(), st.integers(1, 4))
def test_a_group_is_counted_as_its_articles_alone(table, min_n):
    tokens = tk.tokenize(tk.as_articles(table))
    options = {"keep_stop_words": True, "min_n": min_n, "interval": 0.9, "n_resamples": 20}
    together = tk.term_frequencies(tokens, by="source", **options)
    figures = [name for name in together.columns if name not in ("source", "term")]
    assert figures == ["key", "n", "n_articles", "per_million", "low", "high", "tf_idf", "dp_norm"]
    assert together["n"].min() >= min_n or not len(together)
    for source in tokens.articles["source"].unique():
        alone = tk.term_frequencies(tokens.select(tokens.articles["source"] == source), **options)
        group = together[together["source"] == source]
        order = [table[figures].sort_values("key").reset_index(drop=True) for table in (group, alone)]
        pd.testing.assert_frame_equal(*order)


def test_intervals_resample_articles_and_stories():
    texts = ["ماء وخبز في بيت", "ماء", "خبز وورد"] * 20
    counted = tk.term_frequencies(tk.as_articles(texts), interval=0.95).set_index("term")
    assert ((counted["low"] < counted["per_million"]) & (counted["per_million"] < counted["high"])).all()
    assert counted.equals(tk.term_frequencies(tk.as_articles(texts), interval=0.95).set_index("term"))
    narrower = tk.term_frequencies(tk.as_articles(texts), interval=0.5).set_index("term")
    assert (narrower["high"] - narrower["low"] < counted["high"] - counted["low"]).all()
    other = tk.term_frequencies(tk.as_articles(texts), interval=0.95, seed=1).set_index("term")
    assert not other["low"].equals(counted["low"])
    stories = tk.as_articles(texts).assign(story_id=["1"] * 30 + ["2"] * 30)
    of_two = tk.term_frequencies(stories, interval=0.95).set_index("term")
    assert of_two["per_million"].equals(counted["per_million"])
    assert (of_two["low"] > counted["low"]).all()  # two halves alike have no spread
    alone = tk.term_frequencies(tk.as_articles(texts[:1]), interval=0.95)
    assert alone[["low", "high", "dp_norm"]].isna().all().all()


def test_stories_stay_with_their_articles_when_these_are_grouped():
    texts = ["ماء", "ماء خبز", "خبز خبز", "ورد خبز"] * 5
    table = tk.as_articles(texts).assign(source=list("بأ") * 10, story_id=[str(i // 3) for i in range(20)])
    together = tk.term_frequencies(table, by="source", interval=0.9)
    for source, group in together.groupby("source"):
        alone = tk.term_frequencies(table[table["source"] == source], interval=0.9)
        assert group[["key", "low", "high"]].to_numpy().tolist() == alone[["key", "low", "high"]].to_numpy().tolist()


def test_stories_are_said_and_counted_once():
    table = tk.as_articles(["من دير الزور"] * 3 + ["البوكمال"]).assign(story_id=["1", "1", "1", "2"])
    tokens = tk.tokenize(table)
    mentions = tk.find_entities(tokens)
    for stories, n in (("all", 3), ("first", 1)):
        terms = tk.term_frequencies(tokens, stories=stories)
        names = tk.entity_frequencies(mentions, tokens, stories=stories, interval=0.9)
        assert terms.attrs == names.attrs == {"stories": stories}
        assert names.set_index("entity")["n"]["دير الزور"] == n
        assert list(names.columns[:8]) == [
            *("entity", "entity_id", "kind"),
            *("n", "n_articles", "per_million", "low", "high"),
        ]
        assert names["low"].notna().all()


@given(articles())
def test_names_are_counted_as_by_hand(table):
    texts = [f"{text or ''} دير الزور للبوكمال داعش" for text in table["text"]]
    tokens = tk.tokenize(tk.as_articles(table.assign(text=texts)))
    mentions = tk.find_entities(tokens)
    counted = tk.entity_frequencies(mentions, tokens)
    assert dict(zip(counted["entity_id"], counted["n"], strict=True)) == Counter(mentions["entity_id"])
    assert counted["n"].sum() == len(mentions)
    by = tk.entity_frequencies(mentions, tokens, by="source")
    assert by["n"].sum() == len(mentions)
    places = tk.entity_frequencies(mentions, tokens, kind="place")
    assert places["n"].sum() == (mentions["kind"] == "place").sum()
    assert len(table) == 0 or set(places["kind"]) == {"place"}


def test_the_wrong_table_is_named():
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.entity_frequencies(pd.DataFrame({"term": ["ماء"]}), tk.tokenize(["ماء"]))


def test_the_forms_of_a_name_are_said_in_each_group():
    made = tk.as_articles(["خسر تنظيم الدولة وخسر داعش", "داعش", "للبوكمال ثم البُوكمال"]).assign(source=["أ", "ب", "ب"])
    mentions = tk.find_entities(made)
    whole = tk.entity_frequencies(mentions, made).set_index("entity")["aliases"]
    assert whole.to_dict() == {"داعش": "داعش، تنظيم الدولة", "البوكمال": "البوكمال"}
    by = tk.entity_frequencies(mentions, made, by="source").set_index(["source", "entity"])["aliases"]
    assert by.to_dict() == {
        ("أ", "داعش"): "تنظيم الدولة، داعش",
        ("ب", "البوكمال"): "البوكمال",
        ("ب", "داعش"): "داعش",
    }
    camps = pd.Series({"0": "شرق"}, name="camp")
    assert tk.entity_frequencies(mentions, made, by=camps)["aliases"].tolist() == ["تنظيم الدولة، داعش"]
    assert tk.entity_frequencies(mentions.head(0), made)["aliases"].dtype == "str"
