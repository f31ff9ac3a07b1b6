import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.text.lexicon import zipf

DTYPES = {
    "term": "str",
    "key": "str",
    "n_target": "int64",
    "n_reference": "int64",
    "per_million_target": "float64",
    "per_million_reference": "float64",
    "g2": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "log_ratio": "float64",
    "log_ratio_low": "float64",
    "log_ratio_high": "float64",
    "n_articles_target": "int64",
    "n_articles_reference": "float64",
    "smoothed": "bool",
}
FIGURES = [name for name in DTYPES if name != "term"]


def by_key(table):
    return table[FIGURES].sort_values("key").reset_index(drop=True)


@given(articles(), articles(), st.integers(1, 2))
def test_counts_are_those_of_term_frequencies_and_figures_those_of_scipy(one, other, ngrams):
    target, reference = tk.tokenize(tk.as_articles(one)), tk.tokenize(tk.as_articles(other))
    found = tk.keyness(target, reference, min_n=1, ngrams=ngrams)
    assert found.dtypes.astype(str).to_dict() == DTYPES
    assert found.attrs == {"stories": "all"}
    n = [tk.term_frequencies(tokens, ngrams=ngrams).set_index("key") for tokens in (target, reference)]
    assert set(found["key"]) == set(n[0].index) | set(n[1].index)
    for row in found.itertuples():
        a, b = (int(side["n"].get(row.key, 0)) for side in n)
        assert (row.n_target, row.n_reference) == (a, b)
        assert row.n_articles_target == n[0]["n_articles"].get(row.key, 0)
        assert row.n_articles_reference == n[1]["n_articles"].get(row.key, 0)
        assert row.term == (n[0] if a else n[1])["term"][row.key]
        assert row.smoothed == (a == 0 or b == 0)
        c, d = len(target), len(reference)
        if not c or not d:
            assert np.isnan([row.g2, row.p_value, row.q_value, row.log_ratio, row.log_ratio_low]).all()
            continue
        grid = np.array([[a, b], [c - a, d - b]])
        if grid[1].sum():
            expected = scipy.stats.chi2_contingency(grid, lambda_="log-likelihood", correction=False)
            assert row.g2 == pytest.approx(expected.statistic, rel=1e-9, abs=1e-9)
            assert row.p_value == pytest.approx(expected.pvalue, abs=1e-7)
        assert row.log_ratio == pytest.approx(math.log2(((a or 0.5) / c) / ((b or 0.5) / d)))
        half = 1.959963984540054 / math.log(2) * math.sqrt(max(0, 1 / (a or 0.5) - 1 / c + 1 / (b or 0.5) - 1 / d))
        assert (row.log_ratio_low, row.log_ratio_high) == pytest.approx((row.log_ratio - half, row.log_ratio + half))
    order = list(zip(-found["g2"].fillna(-1), found["term"], found["key"], strict=True))
    assert order == sorted(order)


@given(articles(max_size=8), st.integers(1, 4))
def test_a_group_against_the_rest_is_its_articles_against_the_others(table, min_n):
    tokens = tk.tokenize(tk.as_articles(table))
    options = {"min_n": min_n}
    together = tk.keyness(tokens, by="source", **options)
    assert list(together.columns) == ["source", *DTYPES]
    for source in tokens.articles["source"].unique():
        chosen = tokens.articles["source"] == source
        alone = tk.keyness(tokens.select(chosen), tokens.select(~chosen), **options)
        pd.testing.assert_frame_equal(by_key(together[together["source"] == source]), by_key(alone))


@given(articles(), articles())
def test_sides_changed_only_the_sign_changes(one, other):
    target, reference = tk.tokenize(tk.as_articles(one)), tk.tokenize(tk.as_articles(other))
    there = by_key(tk.keyness(target, reference, min_n=1))
    back = by_key(tk.keyness(reference, target, min_n=1))
    assert np.allclose(there["g2"], back["g2"], equal_nan=True)
    assert np.allclose(there["log_ratio"], -back["log_ratio"], equal_nan=True)
    assert np.allclose(there["log_ratio_low"], -back["log_ratio_high"], equal_nan=True)


def test_vocabularies_are_matched_by_key_and_the_target_shows_its_form():
    found = tk.keyness(tk.tokenize(["كتاب كتاب"]), tk.as_articles(["ماء الكتاب", "قلم وقلم"]), min_n=2)
    assert dict(zip(found["term"], found["n_reference"], strict=True)) == {"كتاب": 1, "قلم": 2}


def test_hardies_doublings():
    # log2((a/c)/(b/d)) with c = d: 8 for 1 is three doublings, 1 for 1 none, 1 for 4 two back.
    target, reference = tk.tokenize(["ماء " * 8 + "خبز ورد"]), tk.tokenize(["ماء خبز " + "ورد " * 4 + "قلم " * 4])
    found = tk.keyness(target, reference, min_n=2).set_index("term")["log_ratio"]
    assert found[["ماء", "خبز", "ورد"]].tolist() == [3.0, 0.0, -2.0]


def test_q_is_corrected_for_the_rows_of_the_group(sample_articles):
    found = tk.keyness(sample_articles, by="source")
    for _, group in found.groupby("source"):
        expected = scipy.stats.false_discovery_control(group["p_value"])
        assert group["q_value"].to_numpy() == pytest.approx(expected, abs=1e-12)
        assert (group["n_target"] + group["n_reference"]).min() >= 5


def test_the_general_list_is_counted_by_key_over_all_forms():
    tokens = tk.tokenize(["مدينة البوكمال مدينة", "المدينة كبيرة Netflix زخرطقبلم"])
    found = tk.keyness(tokens, "general", min_n=1).set_index("term")
    assert found["n_articles_reference"].isna().all()
    listed = sum(10 ** (zipf(word) - 1) for word in ("مدينة", "المدينة", "بمدينة", "للمدينة", "ومدينة", "مدن", "المدن"))
    assert found["n_reference"]["مدينة"] >= 0.99 * listed
    assert found["n_reference"]["Netflix"] > 0  # listed in small letters, as a rare word
    assert found.loc["زخرطقبلم", ["n_reference", "smoothed"]].tolist() == [0, True]
    assert found["log_ratio"]["البوكمال"] > found["log_ratio"]["مدينة"] > 0
    assert found["per_million_reference"]["مدينة"] == pytest.approx(found["n_reference"]["مدينة"] / 100)
    assert tk.keyness(tokens, "general", min_n=2).shape[0] == 1
    both = tk.keyness(tokens, "general", by="article_id", min_n=2)
    assert both[["article_id", "n_target"]].to_numpy().tolist() == [["0", 2]]
    resampled = tk.keyness(tokens, "general", min_n=1, units="articles", n_resamples=50).set_index("term")
    assert (resampled["log_ratio_low"] <= resampled["log_ratio"] + 1e-9).all()


def test_a_word_of_one_article_is_less_sure_when_articles_are_resampled():
    target = tk.tokenize(["ماء " * 30, *["خبز ورد قلم"] * 29])
    reference = tk.tokenize(["خبز ورد قلم ماء"] * 30)
    by_words = tk.keyness(target, reference).set_index("term")
    by_articles = tk.keyness(target, reference, units="articles").set_index("term")
    width = [table["log_ratio_high"] - table["log_ratio_low"] for table in (by_words, by_articles)]
    assert width[1]["ماء"] > 2 * width[0]["ماء"]
    assert by_articles["g2"].equals(by_words["g2"])
    again = tk.keyness(target, reference, units="articles").set_index("term")
    pd.testing.assert_frame_equal(by_articles, again)
    other = tk.keyness(target, reference, units="articles", seed=1).set_index("term")
    assert not other["log_ratio_low"].equals(by_articles["log_ratio_low"])
    assert np.isnan(tk.keyness(tk.tokenize(["ماء"]), reference, units="articles")["log_ratio_low"]).all()


def test_resampled_groups_have_about_the_interval_of_two_corpora_and_of_copied_articles():
    texts = ["ماء خبز ورد", "خبز خبز", "ماء ماء ورد خبز قلم", "ورد قلم ورد"] * 25
    table = tk.as_articles(texts).assign(source=["أ"] * 40 + ["ب"] * 60)
    tokens = tk.tokenize(table)
    first = table["source"] == "أ"
    options = {"units": "articles", "n_resamples": 4000, "interval": 0.9}
    grouped = tk.keyness(tokens, by="source", **options)
    grouped = grouped[grouped["source"] == "أ"].set_index("term")
    paired = tk.keyness(tokens.select(first), tokens.select(~first), **options).set_index("term")
    matrix, words = tokens.matrix("term").toarray(), tokens.count_words()
    random = np.random.default_rng(0)
    draws = [random.choice(np.flatnonzero(rows), size=(4000, rows.sum())) for rows in (first, ~first)]
    for i, term in enumerate(tokens.shown_forms()):
        rates = [matrix[drawn, i].sum(axis=1) / words[drawn].sum(axis=1) for drawn in draws]
        low, high = np.percentile(np.log2(rates[0] / rates[1]), [5, 95])
        for found in (grouped, paired):
            ends = found.loc[term, ["log_ratio_low", "log_ratio_high"]].tolist()
            assert ends == pytest.approx([low, high], abs=0.08 * (high - low))


def test_two_corpora_are_drawn_each_by_itself():
    texts = ["ماء خبز", "خبز خبز", "ماء ماء ورد"] * 5
    found = tk.keyness(tk.tokenize(texts), tk.tokenize(texts), units="articles")
    assert (found["log_ratio"] == 0).all()
    assert (found["log_ratio_high"] - found["log_ratio_low"] > 0.5).all()


def test_a_story_on_both_sides_is_drawn_on_both():
    texts = ["ماء خبز", "خبز خبز", "ماء ماء ورد"]
    table = tk.as_articles(texts * 2).assign(source=["أ"] * 3 + ["ب"] * 3, story_id=["1", "2", "3"] * 2)
    ends = tk.keyness(table, by="source", min_n=2, units="articles")[["log_ratio_low", "log_ratio_high"]]
    assert (ends == 0).all().all()
    alone = tk.keyness(table.drop(columns="story_id"), by="source", min_n=2, units="articles")
    assert (alone["log_ratio_low"] < 0).all()


def test_resampling_does_not_depend_on_blocks(monkeypatch, sample_articles):
    tokens = tk.tokenize(sample_articles.head(60))
    options = {"units": "articles", "n_resamples": 30}
    whole = tk.keyness(tokens, by="source", **options)
    monkeypatch.setattr("toolkit.measures.intervals._BLOCK", 100)
    pd.testing.assert_frame_equal(whole, tk.keyness(tokens, by="source", **options))


def test_reprints_are_counted_once_when_asked_and_drawn_together():
    table = tk.as_articles(["ماء"] * 4 + ["خبز"] * 4).assign(story_id=["1"] * 4 + list("2345"), source=list("اااابببب"))
    once = tk.keyness(table, by="source", stories="first", min_n=1)
    assert once.attrs == {"stories": "first"}
    assert once.loc[once["term"] == "ماء", ["n_target", "n_reference"]].to_numpy().tolist() == [[1, 0], [0, 1]]
    drawn = tk.keyness(table, by="source", min_n=1, units="articles", n_resamples=20)
    assert drawn.loc[drawn["source"] == "ا", "log_ratio_low"].isna().all()  # one story


def test_bad_calls_are_refused():
    tokens = tk.tokenize(["الموصل"])
    for bad, said in [
        ({}, "by='source'"),
        ({"reference": "wikipedia"}, "general"),
        ({"reference": "general", "ngrams": 2}, "single words"),
        ({"by": "source", "units": "stories"}, "units"),
        ({"by": "source", "interval": 95}, "0.95"),
        ({"by": "source", "min_n": 0}, "min_n"),
        ({"by": "source", "stop_words": "من"}, "stop_words"),
        ({"by": pd.Series(["a"], index=["0"], name="g2")}, "called 'g2'"),
        ({"by": "outlet"}, "not a column"),
    ]:
        with pytest.raises(tk.InvalidArgumentError, match=said):
            tk.keyness(tokens, **bad)


def test_real_outlets_are_marked_by_their_own_words(sample_articles):
    tokens = tk.tokenize(sample_articles)
    found = tk.keyness(tokens, by="source")
    whole = tk.term_frequencies(tokens).set_index("key")["n"]
    assert (found["n_target"] + found["n_reference"] == found["key"].map(whole)).all()
    assert ((found["log_ratio_low"] <= found["log_ratio"]) & (found["log_ratio"] <= found["log_ratio_high"])).all()
