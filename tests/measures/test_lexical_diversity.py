import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk

DTYPES = {"n": "int64", "n_types": "int64", "ttr": "float64", "mattr": "float64", "hd_d": "float64"}


def naive(words, window, sample):
    """The definitions as they stand: every window, every word's hypergeometric chance."""
    n, types = len(words), set(words)
    windows = [len(set(words[i : i + window])) / window for i in range(n - window + 1)]
    chances = [1 - scipy.stats.hypergeom.pmf(0, n, words.count(word), sample) for word in types]
    return {
        "n": n,
        "n_types": len(types),
        "ttr": len(types) / n if n else np.nan,
        "mattr": np.mean(windows) if windows else np.nan,
        "hd_d": sum(chances) / sample if n >= sample else np.nan,
    }


@given(articles(), st.integers(1, 12), st.integers(1, 12), st.sampled_from(["surface", "word", "term"]))
def test_figures_are_those_of_the_definitions(table, window, sample, level):
    tokens = tk.tokenize(tk.as_articles(table))
    found = tk.lexical_diversity(tokens, window=window, sample=sample, level=level)
    assert found.dtypes.astype(str).to_dict() == DTYPES
    assert found.attrs == {"stories": "all"}
    expected = naive(tokens.ids(level).tolist(), window, sample)
    assert found.iloc[0].to_dict() == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)
    assert len(found) == 1


@given(articles(), st.integers(1, 8))
def test_a_group_is_measured_as_its_articles_alone(table, window):
    tokens = tk.tokenize(tk.as_articles(table))
    together = tk.lexical_diversity(tokens, by="source", window=window, sample=window)
    assert together.dtypes.astype(str).to_dict() == {"source": "str", **DTYPES}
    for source, group in together.groupby("source"):
        alone = tk.lexical_diversity(tokens.select(tokens.articles["source"] == source), window=window, sample=window)
        pd.testing.assert_frame_equal(group[list(DTYPES)].reset_index(drop=True), alone)
    assert set(together["source"]) == set(tokens.articles["source"])


def test_a_worked_example():
    # Windows of 3: ماء خبز ماء (2 of 3), خبز ماء ورد (3 of 3): 5/6. Samples of 2 from 4: ماء, twice there, is missed
    # by 1 of the 6 samples, the others by 3 of 6: (5/6 + 1/2 + 1/2) / 2 = 11/12.
    row = tk.lexical_diversity(tk.tokenize(["ماء خبز ماء ورد"]), window=3, sample=2).iloc[0]
    assert row[["ttr", "mattr", "hd_d"]].tolist() == pytest.approx([3 / 4, 5 / 6, 11 / 12])


def test_articles_without_a_group_are_left_out_and_those_of_a_group_are_one_text():
    table = tk.as_articles(["ماء خبز", "ورد ورد", "خبز ماء"])
    found = tk.lexical_diversity(table, by=pd.Series({"0": "ا", "2": "ا"}), window=3, sample=4)
    assert found.to_numpy().tolist() == [["ا", 4, 2, 0.5, 2 / 3, 0.5]]


def test_a_text_shorter_than_the_window_has_no_figure():
    found = tk.lexical_diversity(tk.tokenize(["ماء خبز", ""]), by="article_id")
    assert found[["mattr", "hd_d"]].isna().all().all()
    assert found["n"].tolist() == [2, 0]
    assert found["ttr"].isna().tolist() == [False, True]


def test_hd_d_stays_exact_where_a_word_is_one_of_millions():
    from toolkit.measures.lexical_diversity import _chance_seen

    assert _chance_seen(np.array([1]), np.array([14_000_000]), 42)[0] == pytest.approx(42 / 14_000_000, rel=1e-12)


def test_varied_text_scores_higher_and_length_does_not_matter(sample_articles):
    tokens = tk.tokenize(sample_articles)
    found = tk.lexical_diversity(tokens).iloc[0]
    by_term = tk.lexical_diversity(tokens, level="term").iloc[0]
    assert 0.5 < by_term["mattr"] < found["mattr"] < 1
    assert 0.5 < by_term["hd_d"] < found["hd_d"] < 1
    dull = tk.lexical_diversity(tk.tokenize(["ماء خبز ورد " * 200])).iloc[0]
    assert dull["mattr"] == pytest.approx(0.03)
    half = tk.lexical_diversity(tokens.select(np.arange(len(sample_articles)) % 2 == 0)).iloc[0]
    assert abs(half["mattr"] - found["mattr"]) < 0.03 < half["ttr"] - found["ttr"]


def test_each_story_once():
    table = tk.as_articles(["ماء خبز"] * 3).assign(story_id="1")
    found = tk.lexical_diversity(table, stories="first")
    assert (found["n"].item(), found.attrs) == (2, {"stories": "first"})


@pytest.mark.parametrize("bad", [{"window": 0}, {"sample": 2.5}, {"level": "root"}, {"by": "outlet"}])
def test_bad_calls_are_refused(bad):
    with pytest.raises(tk.InvalidArgumentError):
        tk.lexical_diversity(tk.tokenize(["ماء"]), **bad)
