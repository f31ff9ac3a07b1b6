import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy.stats import chi2_contingency
from strategies import articles

import toolkit as tk
from toolkit.measures import collocations as module
from toolkit.measures.collocations import COLUMNS
from toolkit.text.stopwords import is_stop_key

_GOLD = Path(__file__).resolve().parents[1] / "gold"
PUBLISHED = json.loads((_GOLD / "associations.json").read_text(encoding="utf-8"))["cases"] + [
    {"of": name, "n": n, "row": n + b, "column": n + c, "total": n + b + c + d, "g2": g2}
    for g2, n, b, c, d, name in json.loads((_GOLD / "dunning_1993.json").read_text(encoding="utf-8"))["rows"]
]
EVERYTHING = {"min_n": 1, "keep_stop_words": True, "words_only": False}
TEXTS = st.lists(
    st.lists(st.sampled_from(["ماء", "خبز", "ملح", "زيت", "تمر", ".", "؟"]), max_size=30).map(" ".join), max_size=4
)
WINDOWS = st.sampled_from([1, 2, 5, (0, 1), (1, 0), (0, 3), (2, 4), (4, 2), "sentence"])


def sentences_of(tokens) -> list[list[str]]:
    """Keys, sentence by sentence."""
    keys, ids = tokens.vocabulary("term"), tokens.ids("term")
    return [[keys[i] for i in ids[a:b]] for a, b in pairwise(tokens.sentence_bounds)]


def counted_by_hand(sentences, window):
    """Counter of (node, collocate, side); counters of nodes, of collocates; all there is; how often each term is."""
    pairs, rows, columns, singles, total = Counter(), Counter(), Counter(), Counter(), 0
    for words in sentences:
        if window == "sentence":
            first = {word: words.index(word) for word in words}
            pairs.update((x, y, "right" if first[y] > first[x] else "left") for x in first for y in first if x != y)
            for counter in (rows, columns, singles):
                counter.update(list(first))
            total += 1
            continue
        before, after = window if isinstance(window, tuple) else (window, window)
        singles.update(words)
        for i, x in enumerate(words):
            for j, y in enumerate(words):
                if i != j and -before <= j - i <= after:
                    pairs[x, y, "right" if j > i else "left"] += 1
                    rows[x] += 1
                    columns[y] += 1
                    total += 1
    return pairs, rows, columns, total, singles


def check_row(row, node, hand) -> None:
    """One row of the table against counts by hand, NLTK and scipy."""
    pairs, rows, columns, total, singles = hand
    n, row_sum, column_sum = row.n, rows[node], columns[row.key]
    assert (row.n_left, row.n_right) == (pairs[node, row.key, "left"], pairs[node, row.key, "right"])
    assert n == row.n_left + row.n_right
    assert (row.n_node, row.n_collocate) == (singles[node], singles[row.key])
    assert row.expected == pytest.approx(row_sum * column_sum / total, rel=1e-12)
    margins = (n, (row_sum, column_sum), total)
    assert row.mi == pytest.approx(BigramAssocMeasures.pmi(*margins), rel=1e-9, abs=1e-9)
    assert row.t_score == pytest.approx(BigramAssocMeasures.student_t(*margins), rel=1e-9, abs=1e-9)
    table = np.array([[n, row_sum - n], [column_sum - n, total - row_sum - column_sum + n]])
    assert (table >= 0).all()
    if table.sum(axis=0).all() and table.sum(axis=1).all():
        assert row.g2 == pytest.approx(BigramAssocMeasures.likelihood_ratio(*margins), rel=1e-9, abs=1e-9)
        g2 = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert row.g2 == pytest.approx(g2, rel=1e-9, abs=1e-9)
        (a, b), (c, d) = table.tolist()
        assert row.delta_p_node == pytest.approx(a / (a + b) - c / (c + d), abs=1e-12)
        assert row.delta_p_collocate == pytest.approx(a / (a + c) - b / (b + d), abs=1e-12)
    else:
        assert np.isnan(row.g2)
        assert np.isnan(row.delta_p_node) or np.isnan(row.delta_p_collocate)
    assert row.log_dice == pytest.approx(14 + np.log2(2 * n / (singles[node] + singles[row.key])), abs=1e-12)


@given(TEXTS, WINDOWS, st.sampled_from(["ماء", "خبز"]))
@example(["ماء خبز ماء", "ماء"], 1, "ماء")
def test_what_stands_beside_a_word_is_counted_as_by_hand(texts, window, node):
    tokens = tk.tokenize(texts)
    hand = counted_by_hand(sentences_of(tokens), window)
    table = tk.collocations(tokens, node, window=window, **EVERYTHING)
    assert table.dtypes.astype(str).to_dict() == COLUMNS
    assert set(table["key"]) == {y for x, y, _ in hand[0] if x == node}
    assert table["key"].is_unique
    assert table.attrs == {"stories": "all", "window": table.attrs["window"], "n_pairs": hand[3]}
    for row in table.itertuples():
        assert row.node == node
        check_row(row, node, hand)


@given(TEXTS, WINDOWS, st.integers(1, 3))
def test_all_pairs_are_what_every_node_has_beside_it(texts, window, min_n):
    tokens = tk.tokenize(texts)
    hand = counted_by_hand(sentences_of(tokens), window)
    table = tk.collocations(tokens, window=window, **EVERYTHING | {"min_n": min_n})
    assert table.dtypes.astype(str).to_dict() == COLUMNS
    both = Counter()
    for (x, y, _), n in hand[0].items():
        both[x, y] += n
    wanted = {pair for pair, n in both.items() if n >= min_n}
    key_of = dict(zip(tokens.shown_forms(), tokens.vocabulary("term"), strict=True))
    nodes = [key_of[name] for name in table["node"]]
    found = list(zip(nodes, table["key"], strict=True))
    assert len(set(found)) == len(found)
    if isinstance(window, tuple):
        assert set(found) == wanted
    else:
        assert {frozenset(pair) for pair in found} == {frozenset(pair) for pair in wanted}
        assert len(found) == len({frozenset(pair) for pair in wanted})
        assert (table["n_right"] >= table["n_left"]).all(), "the node stands first more often"
    for node, row in zip(nodes, table.itertuples(), strict=True):
        check_row(row, node, hand)


def test_pairs_counted_in_many_parts_are_the_same_pairs(sample_articles, monkeypatch):
    tokens = tk.tokenize(sample_articles)
    options = [{"window": 5}, {"window": (1, 3)}, {"window": "sentence"}]
    whole = [tk.collocations(tokens, **option) for option in options]
    monkeypatch.setattr(module, "_PAIRS_PER_SORT", 500)
    for option, table in zip(options, whole, strict=True):
        assert len(table) > 50
        pd.testing.assert_frame_equal(tk.collocations(tokens, **option), table)


@given(articles(), st.sampled_from([1, (2, 3), "sentence"]))
def test_any_text_gives_the_documented_table(table, window):
    made = tk.as_articles(table)
    before = made.copy()
    tokens = tk.tokenize(made)
    pairs = tk.collocations(tokens, window=window, min_n=1)
    hand = counted_by_hand(sentences_of(tokens), window)
    assert pairs.dtypes.astype(str).to_dict() == COLUMNS
    assert not any(map(is_stop_key, pairs["key"]))
    key_of = dict(zip(tokens.shown_forms(), tokens.vocabulary("term"), strict=True))
    for row in pairs.head(20).itertuples():
        check_row(row, key_of[row.node], hand)
    pd.testing.assert_frame_equal(made, before)


@given(TEXTS, st.sampled_from([1, (1, 2), 4]))
def test_a_phrase_is_one_node_and_its_own_words_are_not_beside_it(texts, window):
    tokens = tk.tokenize(texts)
    table = tk.collocations(tokens, "ماء خبز", window=window, **EVERYTHING)
    before, after = window if isinstance(window, tuple) else (window, window)
    expected = Counter()
    for words in sentences_of(tokens):
        for i in range(len(words) - 1):
            if words[i : i + 2] == ["ماء", "خبز"]:
                expected.update(words[max(0, i - before) : i] + words[i + 2 : i + 2 + after])
    assert dict(zip(table["key"], table["n"], strict=True)) == expected
    assert set(table["node"]) <= {"ماء خبز"}


def test_the_sentence_of_a_phrase_holds_no_word_of_it():
    table = tk.collocations(
        tk.tokenize(["قافلة من دير الزور وصلت. دير قديم", "دير. الزور"]), "دير الزور", window="sentence", min_n=1
    )
    assert table["collocate"].tolist() == ["قافلة", "وصلت"]
    assert table[["n_left", "n_right", "n_node"]].to_numpy().tolist() == [[1, 0, 1], [0, 1, 1]]


def test_adjacent_words_agree_with_nltk_on_real_text(sample_articles):
    tokens = tk.tokenize(sample_articles)
    sentences = sentences_of(tokens)
    bigrams = Counter(pair for words in sentences for pair in pairwise(words))
    firsts, seconds = Counter(), Counter()
    for (x, y), n in bigrams.items():
        firsts[x] += n
        seconds[y] += n
    total = bigrams.total()
    table = tk.collocations(tokens, window=(0, 1), **EVERYTHING)
    key_of = dict(zip(tokens.shown_forms(), tokens.vocabulary("term"), strict=True))
    nodes = [key_of[name] for name in table["node"]]
    assert {(x, y): n for x, y, n in zip(nodes, table["key"], table["n"], strict=True)} == bigrams
    margins = [(row.n, (firsts[x], seconds[row.key]), total) for x, row in zip(nodes, table.itertuples(), strict=True)]
    for column, measure in (("mi", "pmi"), ("t_score", "student_t"), ("g2", "likelihood_ratio")):
        theirs = [getattr(BigramAssocMeasures, measure)(*margin) for margin in margins]
        np.testing.assert_allclose(table[column], theirs, rtol=1e-9, atol=1e-9)
    listed = tk.collocations(tokens, window=(0, 1), min_n=2)
    same = listed.merge(table, on=["node", "key"], suffixes=("", "_all"))
    assert len(same) == len(listed) > 20
    for column in ("n_node", "expected", "g2", "delta_p_node"):
        np.testing.assert_array_equal(same[column], same[f"{column}_all"])


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["of"])
def test_published_figures_come_out_as_printed(case):
    one = {name: np.array([case[name]]) for name in ("row", "column")}
    pairs = module._Pairs(
        node=np.zeros(1, int),
        collocate=np.zeros(1, int),
        n_left=np.array([0]),
        n_right=np.array([case["n"]]),
        n_node=one["row"],
        n_collocate=one["column"],
        total=case["total"],
        **one,
    )
    row = module._measured(pairs).iloc[0]
    figures = set(case) & set(COLUMNS) - {"n"}
    assert figures
    for name in figures:
        places = len(repr(case[name]).partition(".")[2])
        assert round(row[name], max(places, 2)) == case[name]


def test_the_surest_stand_first_and_what_avoids_the_node_last(sample_articles):
    table = tk.collocations(sample_articles, "القوات", min_n=1)
    assert table["collocate"].head(2).tolist() == ["العراقية", "الحكومية"]
    signed = np.sign(table["mi"]) * table["g2"]
    assert (np.diff(signed) <= 1e-9).all()
    assert signed.iloc[-1] < 0


def test_no_stop_word_no_number_and_no_word_of_the_callers_unless_asked_for():
    tokens = tk.tokenize(["ماء في 2017 مع خبز"] * 3)
    assert set(tk.collocations(tokens, "ماء")["collocate"]) == {"خبز"}
    assert set(tk.collocations(tokens, "ماء", **EVERYTHING)["collocate"]) == {"في", "2017", "مع", "خبز"}
    assert tk.collocations(tokens, "ماء", stop_words=["للخبز"]).empty
    assert tk.collocations(tokens, "ماء", window=3).empty, "stop words take up room"
    assert tk.collocations(tokens, "في", **EVERYTHING)["node"].unique().tolist() == ["في"]


def test_a_node_may_be_one_written_form():
    tokens = tk.tokenize(["مدينة ماء", "المدن خبز", "مدينه ملح"])
    found = {
        level: set(tk.collocations(tokens, "مدينة", level=level, min_n=1)["collocate"])
        for level in ("term", "word", "surface")
    }
    assert found == {"term": {"ماء", "خبز", "ملح"}, "word": {"ماء", "ملح"}, "surface": {"ماء"}}


def test_stories_are_counted_once_when_asked():
    made = tk.as_articles(["ماء خبز", "ماء خبز", "ماء ملح"]).assign(story_id=["1", "1", "2"])
    once = tk.collocations(made, "ماء", min_n=1, stories="first")
    assert once.set_index("collocate")["n"].to_dict() == {"خبز": 1, "ملح": 1}
    assert once.attrs["stories"] == "first"
    assert tk.collocations(made, "ماء", min_n=1)["n"].sum() == 3


@pytest.mark.parametrize("node", [None, "الفرات"])
@pytest.mark.parametrize("window", [5, "sentence"])
def test_nothing_found_is_an_empty_table_of_the_same_columns(node, window):
    for texts in ([], [""], ["ماء خبز"]):
        table = tk.collocations(tk.tokenize(texts), node, window=window)
        assert table.dtypes.astype(str).to_dict() == COLUMNS
        assert table.empty


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"window": 0}, "window=0"),
        ({"window": (0, 0)}, "window="),
        ({"window": -1}, "window=-1"),
        ({"window": True}, "window=True"),
        ({"window": "article"}, "'sentence'"),
        ({"window": (1, 2, 3)}, "two numbers"),
        ({"min_n": 0}, "min_n"),
        ({"min_n": 1.5}, "min_n"),
        ({"node": "؟"}, "holds none"),
        ({"node": 3}, "word or phrase"),
        ({"level": "lemma"}, "level='lemma'"),
        ({"node": None, "level": "word"}, "pass a node"),
        ({"stories": "last"}, "stories='last'"),
        ({"stories": "first"}, "story_id"),
        ({"stop_words": "ماء"}, "stop_words"),
    ],
)
def test_bad_calls_say_what_to_do(bad, says):
    options = {"node": "ماء"} | bad
    with pytest.raises(tk.InvalidArgumentError, match=says):
        tk.collocations(tk.tokenize(["ماء خبز"]), options.pop("node"), **options)
