import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.measures.dispersion import COLUMNS, OCCURRENCE_COLUMNS

GOLD = json.loads((Path(__file__).resolve().parents[1] / "gold/dispersion.json").read_text(encoding="utf-8"))
EVERYTHING = {"min_n": 1, "keep_stop_words": True, "words_only": False}


def parts_by_hand(tokens) -> list[list[str]]:
    """Keys, article by article."""
    keys, ids = tokens.vocabulary("term"), tokens.ids("term")
    return [[keys[i] for i in ids[a:b]] for a, b in pairwise(tokens.article_bounds)]


def check(table, parts) -> None:
    """Every row against the formulas as they are written, over all parts."""
    parts = [part for part in parts if part]
    words = np.array([len(part) for part in parts])
    share = words / words.sum() if len(parts) else words
    counts = [Counter(part) for part in parts]
    assert set(table["key"]) == set().union(*counts)
    for row in table.itertuples():
        n = np.array([count[row.key] for count in counts])
        assert (row.n, row.range) == (n.sum(), (n > 0).sum())
        assert row.range_share == pytest.approx((n > 0).mean(), abs=1e-12)
        dp = np.abs(n / n.sum() - share).sum() / 2
        assert row.dp == pytest.approx(dp, rel=1e-9, abs=1e-12)
        if len(parts) == 1:
            assert np.isnan(row.dp_norm)
            assert np.isnan(row.juilland_d)
            continue
        assert row.dp_norm == pytest.approx(dp / (1 - share.min()), rel=1e-9, abs=1e-12)
        rates = n / words
        juilland = 1 - rates.std() / rates.mean() / np.sqrt(len(parts) - 1)
        assert row.juilland_d == pytest.approx(juilland, rel=1e-9, abs=1e-9)


@given(articles())
def test_spread_over_articles_is_as_the_formulas_say(table):
    made = tk.as_articles(table)
    before = made.copy()
    tokens = tk.tokenize(made)
    spread = tk.dispersion(tokens, **EVERYTHING)
    assert spread.dtypes.astype(str).to_dict() == COLUMNS
    check(spread, parts_by_hand(tokens))
    assert spread["range"].tolist() == spread["n_articles"].tolist()
    for name in ("dp", "dp_norm", "juilland_d"):
        assert spread[name].dropna().between(-1e-12, 1 + 1e-12).all()
    pd.testing.assert_frame_equal(made, before)


@given(articles())
def test_outlets_are_parts_too(table):
    tokens = tk.tokenize(tk.as_articles(table))
    spread = tk.dispersion(tokens, by="source", **EVERYTHING)
    by_source = {}
    for source, words in zip(tokens.articles["source"], parts_by_hand(tokens), strict=True):
        by_source.setdefault(source, []).extend(words)
    check(spread, list(by_source.values()))
    alone = tk.dispersion(tokens, **EVERYTHING)
    assert dict(zip(spread["key"], spread["n_articles"], strict=True)) == dict(
        zip(alone["key"], alone["n_articles"], strict=True)
    )


@given(articles(), st.integers(2, 6))
def test_equal_parts_are_cut_in_the_order_of_the_articles(table, n_parts):
    tokens = tk.tokenize(tk.as_articles(table))
    words = [word for part in parts_by_hand(tokens) for word in part]
    bounds = [i * len(words) // n_parts for i in range(n_parts + 1)]
    spread = tk.dispersion(tokens, parts=n_parts, **EVERYTHING)
    check(spread, [words[a:b] for a, b in pairwise(bounds)])


def test_published_figures_come_out():
    spread = tk.dispersion(tk.tokenize(GOLD["parts"]), **EVERYTHING).set_index("key")
    check(spread.reset_index(), [part.split() for part in GOLD["parts"]])
    for word, figures in GOLD["published"].items():
        for name, figure in figures.items():
            assert round(spread.loc[word, name], 3) == figure
    for word, figures in GOLD["computed"].items():
        for name, figure in figures.items():
            assert spread.loc[word, name] == pytest.approx(figure, abs=1e-12)


def test_articles_without_a_group_are_no_part():
    made = tk.as_articles(["ماء ماء", "ماء خبز", "خبز ماء ملح"])
    camps = pd.Series({"0": "شرق", "1": "غرب"})
    spread = tk.dispersion(made, by=camps, min_n=1).set_index("term")
    assert spread.loc["ماء", ["n", "n_articles", "range"]].tolist() == [3, 2, 2]
    assert spread.loc["ماء", "dp"] == pytest.approx(2 / 3 - 1 / 2)
    assert "ملح" not in spread.index


def test_what_is_everywhere_and_what_is_in_one_place_stand_at_the_ends():
    table = tk.dispersion(tk.tokenize(["ماء خبز ملح"] * 9 + ["ماء زيت زيت"]), min_n=2).set_index("term")
    assert table.loc["ماء", ["dp", "dp_norm"]].tolist() == pytest.approx([0, 0], abs=1e-12)
    assert table.loc["ماء", "juilland_d"] == pytest.approx(1, abs=1e-12)
    assert table.loc["زيت", ["dp", "dp_norm"]].tolist() == pytest.approx([0.9, 1])
    assert table.loc["زيت", "juilland_d"] == pytest.approx(0, abs=1e-12)


def test_the_same_terms_are_listed_as_are_counted(sample_articles):
    tokens = tk.tokenize(sample_articles)
    counted = tk.term_frequencies(tokens, stop_words=["المدينة"])
    spread = tk.dispersion(tokens, min_n=1, stop_words=["المدينة"])
    assert len(spread) > 1000
    same = spread.merge(counted, on=["term", "key", "n", "n_articles"])
    assert len(same) == len(spread) == len(counted)
    assert tk.dispersion(tokens)["n"].min() == 5


def test_stories_are_counted_once_when_asked():
    made = tk.as_articles(["ماء", "ماء", "خبز ماء"]).assign(story_id=["1", "1", "2"])
    once = tk.dispersion(made, min_n=1, stories="first")
    assert once.set_index("term")["n"].to_dict() == {"ماء": 2, "خبز": 1}
    assert once.attrs == {"stories": "first"}
    hits = tk.occurrences(made, "ماء", stories="first")
    assert hits["article_id"].tolist() == ["0", "2"]
    assert hits.attrs == {"stories": "first"}
    assert len(tk.occurrences(made, "ماء")) == 3


@given(articles(), st.lists(st.sampled_from(["البوكمال", "دير الزور", "المدن", "في"]), max_size=3))
def test_every_hit_is_one_of_the_concordance_with_its_place(table, queries):
    made = tk.as_articles(table)
    tokens = tk.tokenize(made)
    hits = tk.occurrences(tokens, queries)
    assert hits.dtypes.astype(str).to_dict() == OCCURRENCE_COLUMNS
    columns = ["article_id", "date", "source", "field", "start", "end"]
    frame = tokens.to_frame()
    for query in set(queries):
        some = hits[hits["query"] == query].reset_index(drop=True)
        pd.testing.assert_frame_equal(some[columns], tk.concordance(tokens, query)[columns])
        for hit in some.itertuples():
            words = frame[frame["article_id"] == hit.article_id]
            at = words[(words["field"] == hit.field) & (words["start"] == hit.start)].index[0] - words.index[0]
            assert hit.position == at / len(words)
    assert set(hits["query"]) <= set(queries)


def test_queries_keep_their_order_and_may_be_a_column():
    tokens = tk.tokenize(["ماء خبز ماء"])
    hits = tk.occurrences(tokens, pd.Series(["خبز", "ماء", "خبز"]))
    assert hits["query"].tolist() == ["خبز", "ماء", "ماء"]
    assert hits["position"].tolist() == [1 / 3, 0, 2 / 3]
    assert tk.occurrences(tokens, "مياه", level="surface").empty
    assert len(tk.occurrences(tokens, "مياه")) == len(tk.concordance(tokens, "مياه"))


def test_nothing_found_is_an_empty_table_of_the_same_columns():
    for texts in ([], [""]):
        tokens = tk.tokenize(texts)
        for spread in (tk.dispersion(tokens), tk.dispersion(tokens, parts=3), tk.dispersion(tokens, by="source")):
            assert spread.dtypes.astype(str).to_dict() == COLUMNS
            assert spread.empty
        for query in ("ماء", []):
            hits = tk.occurrences(tokens, query)
            assert hits.dtypes.astype(str).to_dict() == OCCURRENCE_COLUMNS
            assert hits.empty


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"min_n": 0}, "min_n"),
        ({"parts": 1}, "parts"),
        ({"parts": 2.5}, "parts"),
        ({"parts": 2, "by": "source"}, "not both"),
        ({"by": "outlet"}, "outlet"),
        ({"stories": "first"}, "story_id"),
        ({"stop_words": "ماء"}, "stop_words"),
    ],
)
def test_bad_calls_say_what_to_do(bad, says):
    with pytest.raises(tk.InvalidArgumentError, match=says):
        tk.dispersion(tk.tokenize(["ماء خبز"]), **bad)


@pytest.mark.parametrize(("query", "says"), [("؟", "holds none"), (3, "query"), ([3], "query"), (["؟"], "holds none")])
def test_bad_queries_say_what_to_do(query, says):
    with pytest.raises(tk.InvalidArgumentError, match=says):
        tk.occurrences(tk.tokenize(["ماء خبز"]), query)
