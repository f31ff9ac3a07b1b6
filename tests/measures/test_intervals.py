import json
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.measures import intervals

GOLD = Path(__file__).resolve().parents[1] / "gold"
cells = st.tuples(*[st.integers(0, 100_000)] * 4)


def read(name):
    return json.loads((GOLD / name).read_text(encoding="utf-8"))


@given(cells)
def test_g2_is_that_of_scipy(table):
    a, b, rest_a, rest_b = table
    found = intervals.g2(a, b, a + rest_a, b + rest_b).item()
    if a + rest_a == 0 or b + rest_b == 0:
        assert np.isnan(found)
        return
    if a + b == 0 or rest_a + rest_b == 0:  # scipy refuses a table with an empty column
        assert found == 0
        return
    grid = [[a, b], [rest_a, rest_b]]
    expected = scipy.stats.chi2_contingency(grid, lambda_="log-likelihood", correction=False)
    assert found == pytest.approx(expected.statistic, rel=1e-9, abs=1e-9)
    assert intervals.p_values(found) == pytest.approx(expected.pvalue, rel=1e-8, abs=1e-9)
    assert found >= 0
    assert intervals.g2(b, a, b + rest_b, a + rest_a) == pytest.approx(found)


def test_g2_is_that_of_dunning():
    for published, a, b, c, d, bigram in read("dunning_1993.json")["rows"]:
        assert round(intervals.g2(a, b, a + c, b + d).item(), 2) == published, bigram


def test_g2_keeps_its_digits_in_a_large_corpus():
    # One word in a million more: the exact value by a series, δ²Σ1/E to the first order.
    million = 10**6
    a, b, c, d = 5_000_001, 5_000_000, 700 * million, 700 * million
    expected = 0.25 * (2 / 5_000_000.5 + 2 / (700 * million - 5_000_000.5))
    assert intervals.g2(a, b, c, d) == pytest.approx(expected, rel=1e-6)


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=30))
def test_q_values_are_those_of_scipy_and_leave_nan_alone(p):
    q = intervals.q_values(p)
    known = ~np.isnan(np.array(p, dtype=float))
    assert np.isnan(q[~known]).all()
    if known.any():
        expected = scipy.stats.false_discovery_control(np.array(p)[known])
        assert q[known] == pytest.approx(expected, abs=1e-12)
        assert (q[known] >= np.array(p)[known] - 1e-15).all()


def test_q_values_reject_what_benjamini_and_hochberg_reject():
    gold = read("benjamini_hochberg_1995.json")
    assert (intervals.q_values(gold["p"]) <= gold["level"]).sum() == gold["rejected"]


@given(st.integers(1, 500), st.integers(1, 500), st.integers(500, 10_000), st.integers(500, 10_000))
def test_the_interval_of_a_log_ratio_is_scipys_of_a_relative_risk(a, b, c, d):
    low, high = intervals.log_ratio_interval(a, b, c, d, interval=0.95)
    expected = scipy.stats.contingency.relative_risk(a, c, b, d).confidence_interval(0.95)
    assert (2**low, 2**high) == pytest.approx((expected.low, expected.high), rel=1e-9)
    assert intervals.log_ratio(a, b, c, d) == pytest.approx((low + high) / 2)


def test_what_cannot_be_computed_is_nan():
    assert np.isnan(intervals.log_ratio([0, 1, 1], [0, 1, 0], [9, 0, 9], [9, 9, 0])).all()
    assert np.isnan(intervals.g2(0, 1, 0, 5))
    nothing = scipy.sparse.csr_array((1, 2), dtype=np.int32)
    options = {"interval": 0.95, "n_resamples": 10, "seed": 0}
    assert np.isnan(intervals.rate_interval(nothing, np.array([5]), np.arange(1), **options)).all()
    assert np.isnan(intervals.rate_interval(nothing[[0, 0]], np.zeros(2, int), np.arange(2), **options)).all()


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(2, 130), st.integers(0, 3))
def test_units_are_drawn_whole_with_replacement_and_the_same_again(units, n_resamples, seed):
    units = np.array(units, dtype=np.int64)
    weights = intervals.resampling_weights(units, n_resamples=n_resamples, seed=seed)
    assert weights.shape == (len(units), n_resamples)
    assert np.array_equal(weights, intervals.resampling_weights(units, n_resamples=n_resamples, seed=seed))
    distinct, first = np.unique(units, return_index=True)
    assert (weights[first].sum(axis=0) == len(distinct)).all()
    for unit in distinct:
        assert (weights[units == unit] == weights[units == unit][0]).all()


def test_draws_have_the_mean_and_spread_of_a_multinomial():
    weights = intervals.resampling_weights(np.arange(20), n_resamples=20_000, seed=1).astype(float)
    assert weights.mean(axis=1) == pytest.approx(1, abs=0.03)
    assert weights.var(axis=1) == pytest.approx(0.95, abs=0.05)
    assert np.corrcoef(weights)[0, 1:] == pytest.approx(-1 / 19, abs=0.03)


@given(st.data())
def test_sums_are_those_of_copying_the_articles(data):
    rows = data.draw(st.integers(1, 6))
    counts = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=rows, max_size=rows))
    )
    weights = intervals.resampling_weights(np.arange(rows), n_resamples=70, seed=2)
    sums = intervals.resampled_sums(scipy.sparse.csr_array(counts), weights)
    for i in range(70):
        assert sums[:, i].tolist() == np.repeat(counts, weights[:, i], axis=0).sum(axis=0).tolist()


def test_sums_too_large_for_float32_stay_exact():
    counts = scipy.sparse.csr_array(np.array([[2**24 + 1], [0]]))
    assert intervals.resampled_sums(counts, np.array([[1], [1]], np.uint8)).item() == 2**24 + 1


def test_intervals_are_those_of_scipys_bootstrap_and_do_not_depend_on_blocks(monkeypatch):
    random = np.random.default_rng(3)
    words = random.integers(50, 400, 200)
    counts = random.poisson(np.outer(words, [0.01, 0.1]))
    options = {"interval": 0.9, "n_resamples": 4000, "seed": 0}
    low, high = intervals.rate_interval(scipy.sparse.csr_array(counts), words, np.arange(200), **options)
    for column in range(2):
        expected = scipy.stats.bootstrap(
            (counts[:, column], words),
            lambda n, of, axis: n.sum(axis=axis) / of.sum(axis=axis),
            paired=True,
            n_resamples=4000,
            confidence_level=0.9,
            method="percentile",
            rng=1,
        ).confidence_interval
        width = expected.high - expected.low
        assert low[column] == pytest.approx(expected.low, abs=0.06 * width)
        assert high[column] == pytest.approx(expected.high, abs=0.06 * width)
    monkeypatch.setattr(intervals, "_BLOCK", 1)
    again = intervals.rate_interval(scipy.sparse.csr_array(counts), words, np.arange(200), **options)
    assert np.array_equal(again, (low, high))


def test_reprints_drawn_together_widen_the_interval():
    counts = scipy.sparse.csr_array(np.array([[1], [0]] * 50))
    words, options = np.full(100, 100), {"interval": 0.95, "n_resamples": 500, "seed": 0}
    alone = intervals.rate_interval(counts, words, np.arange(100), **options)
    together = intervals.rate_interval(counts, words, np.arange(100) % 10, **options)
    assert together[0] < alone[0] < 0.005 < alone[1] < together[1]


@pytest.mark.parametrize(("interval", "n_resamples"), [(95, 10), (0.0, 10), (1.0, 10), ("a", 10), (0.9, 1), (0.9, 2.5)])
def test_bad_intervals_are_refused(interval, n_resamples):
    with pytest.raises(tk.InvalidArgumentError, match="Try: "):
        intervals.require_interval(interval, n_resamples, function="keyness")
