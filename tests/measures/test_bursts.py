import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.measures.bursts import COLUMNS

GOLD = Path(__file__).resolve().parents[1] / "gold"
batches = st.lists(
    st.integers(0, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), min_size=1, max_size=7
)


def series(counts, **more):
    r, d = zip(*counts, strict=True) if counts else ((), ())
    days = pd.date_range("2017-11-01", periods=len(r)).astype("datetime64[us]")
    return pd.DataFrame({"period": days, **more, "n": [2 * x for x in r], "n_articles": r, "n_published": d})


def cost(levels, counts, s, gamma):
    """Kleinberg's cost of one sequence of levels, term by term."""
    p0 = sum(r for r, _ in counts) / sum(d for _, d in counts)
    total, before = 0.0, 0
    for level, (r, d) in zip(levels, counts, strict=True):
        p = p0 * s**level
        if p >= 1:
            return np.inf
        total += max(level - before, 0) * gamma * np.log(len(counts))
        total -= r * np.log(p) + (d - r) * np.log(1 - p)
        before = level
    return total


def levels_of(found, counts):
    """The level of each period that the table of bursts tells of."""
    days = pd.date_range("2017-11-01", periods=len(counts))
    return [int(((found["start"] <= day) & (day <= found["end"])).sum()) for day in days]


@given(batches, st.sampled_from([1.5, 2.0, 3.0]), st.sampled_from([0.0, 0.3, 1.0]), st.integers(1, 2))
def test_no_sequence_of_levels_is_cheaper(counts, s, gamma, levels):
    found = tk.bursts(series(counts), s=s, gamma=gamma, levels=levels)
    chosen = levels_of(found, counts)
    r, d = sum(r for r, _ in counts), sum(d for _, d in counts)
    if r in (0, d):
        assert not any(chosen)
        return
    cheapest = min(cost(way, counts, s, gamma) for way in itertools.product(range(levels + 1), repeat=len(counts)))
    assert cost(chosen, counts, s, gamma) == pytest.approx(cheapest, abs=1e-9)


@given(batches, st.integers(1, 3))
def test_weights_and_sums_are_those_of_the_periods(counts, levels):
    found = tk.bursts(series(counts), levels=levels)
    table = series(counts).set_index("period")
    p0 = table["n_articles"].sum() / max(table["n_published"].sum(), 1)
    for burst in found.itertuples():
        inside = table.loc[burst.start : burst.end]
        assert (burst.n, burst.n_articles, burst.n_published) == tuple(inside.sum())
        r, d = inside["n_articles"], inside["n_published"]
        high, low = p0 * 2**burst.level, p0 * 2 ** (burst.level - 1)
        gain = (r * np.log(high / low) + (d - r) * np.log((1 - high) / (1 - low))).sum()
        assert burst.weight == pytest.approx(gain, abs=1e-9)
        assert burst.weight >= -1e-9


def test_the_example_worked_by_hand():
    gold = json.loads((GOLD / "kleinberg_2002.json").read_text(encoding="utf-8"))
    table = series(list(zip(gold["n_articles"], gold["n_published"], strict=True)))
    (burst,) = tk.bursts(table).itertuples()
    assert (burst.start, burst.end) == (table["period"][gold["first"]], table["period"][gold["last"]])
    assert burst.weight == pytest.approx(gold["weight"], abs=1e-6)
    assert tk.bursts(table, gamma=2.5).empty  # 2.5 ln 5 = 4.02 is more than what is gained


def test_each_group_has_its_own_bursts_and_they_nest():
    quiet, loud = [(1, 20)] * 8, [(1, 100)] * 4 + [(5, 100), (30, 100), (6, 100)] + [(1, 100)] * 5
    both = pd.concat([series(quiet, term="ماء"), series(loud, term="حرب")], ignore_index=True)
    found = tk.bursts(both, levels=3)
    assert set(found["term"]) == {"حرب"}
    pd.testing.assert_frame_equal(found.drop(columns="term"), tk.bursts(series(loud), levels=3))
    assert found["level"].tolist() == [1, 2, 3]
    assert list(found.columns) == ["term", *COLUMNS]
    for low, high in itertools.pairwise(found.itertuples()):
        assert high.level == low.level + 1
        assert low.start <= high.start <= high.end <= low.end


def test_a_timeline_of_terms_and_outlets_is_taken_as_it_is():
    dates = pd.date_range("2017-11-01", periods=6).repeat(10).strftime("%Y-%m-%d")
    texts = ["البوكمال" if i // 10 in (3, 4) and i % 10 < 8 else "الطقس" for i in range(60)]
    made = tk.as_articles(pd.DataFrame({"text": texts, "date": dates, "source": ["أ", "ب"] * 30}))
    found = tk.bursts(tk.timeline(made, terms=["البوكمال", "الطقس"], by="source", freq="D"))
    assert found[["term", "source", "level", "n"]].to_numpy().tolist() == [
        ["البوكمال", "أ", 1, 8],
        ["البوكمال", "ب", 1, 8],
    ]
    assert found.attrs == {"stories": "all"}


@given(articles())
def test_any_timeline_gives_a_table_of_the_same_columns(table):
    made = tk.as_articles(table)
    counts = tk.timeline(made, terms=["البوكمال", "دير الزور"], freq="D")
    kept = counts.copy()
    found = tk.bursts(counts)
    pd.testing.assert_frame_equal(counts, kept)
    types = found.drop(columns="term").dtypes.astype(str).to_dict()
    dates, whole = dict.fromkeys(["start", "end"], "datetime64[us]"), dict.fromkeys(COLUMNS[4:], "int64")
    assert types == dates | {"level": "int64", "weight": "float64"} | whole


def test_undated_and_no_periods_have_no_bursts():
    assert tk.bursts(tk.timeline(tk.as_articles(["خبر"]))).empty
    assert list(tk.bursts(series([])).columns) == COLUMNS


@pytest.mark.parametrize("bad", [{"s": 1}, {"s": "2"}, {"gamma": -1}, {"gamma": float("nan")}, {"levels": 0}])
def test_bad_numbers_are_refused(bad):
    with pytest.raises(tk.InvalidArgumentError, match="s above 1"):
        tk.bursts(series([(1, 2)]), **bad)


def test_what_is_no_timeline_is_refused():
    with pytest.raises(tk.MissingColumnsError, match="timeline"):
        tk.bursts(series([(1, 2)]).drop(columns="n_published"))
    with pytest.raises(tk.InvalidArgumentError, match="twice"):
        tk.bursts(pd.concat([series([(1, 2)])] * 2))
