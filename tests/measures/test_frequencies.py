from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from strategies import articles

import toolkit as tk
from toolkit.text.stopwords import is_stop_word

DTYPES = {"term": "str", "key": "str", "n": "int64", "n_articles": "int64", "per_million": "float64"}


@given(articles())
def test_terms_are_counted_as_by_hand(table):
    tokens = tk.tokenize(tk.as_articles(table))
    frame = tokens.to_frame()
    frame["key"] = tk.term_keys(frame["word"])
    counted = tk.term_frequencies(tokens, keep_stop_words=True, keep_numbers=True)
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
    everything = tk.term_frequencies(tokens, keep_stop_words=True, keep_numbers=True)
    assert everything["n"].sum() == len(tokens)
    assert "الشخص" not in set(tk.term_frequencies(tokens, stop_words=["أشخاص"])["key"])
    assert len(tk.term_frequencies(tokens, stop_words=["أشخاص"])) == len(tk.term_frequencies(tokens)) - 1


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
    assert set(places["kind"]) <= {"place"}


def test_the_wrong_table_is_named():
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.entity_frequencies(pd.DataFrame({"term": ["ماء"]}), tk.tokenize(["ماء"]))
