import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.measures.intervals import share_interval
from toolkit.measures.timeline import COLUMNS

GOLD = Path(__file__).resolve().parents[1] / "gold"
DTYPES = (
    {"period": "datetime64[us]"}
    | dict.fromkeys(["n", "n_articles", "n_published"], "int64")
    | dict.fromkeys(["share", "low", "high"], "float64")
)


@given(articles(), st.sampled_from("DWM"), st.sampled_from(["mon", "sun", "sat"]))
def test_periods_and_undated_add_up_and_none_is_left_out(table, freq, week_start):
    made = tk.as_articles(table)
    counted = tk.timeline(made, freq=freq, week_start=week_start)
    assert counted.dtypes.astype(str).to_dict() == DTYPES
    assert counted["n"].sum() == len(made)
    dated = counted.dropna(subset=["period"])
    assert dated["period"].is_monotonic_increasing
    if len(dated) > 1:
        steps = dated["period"].diff().dropna().dt.days
        assert set(steps) <= {"D": {1}, "W": {7}, "M": {28, 29, 30, 31}}[freq]
    if freq == "W" and len(dated):
        assert set(dated["period"].dt.day_name().str[:3].str.lower()) == {week_start}


@given(articles())
def test_months_agree_with_pandas(table):
    made = tk.as_articles(table)
    counted = tk.timeline(made, freq="M").dropna(subset=["period"]).set_index("period")["n"]
    dates = pd.DatetimeIndex(made["date"].dropna())
    expected = pd.Series(1, index=dates).resample("MS").sum()
    assert counted.tolist() == expected.tolist()
    assert counted.index.tolist() == expected.index.tolist()


def test_mentions_are_counted_by_name_with_zeros_between():
    made = tk.as_articles(
        pd.DataFrame({"text": ["الموصل", "أربيل وأربيل", "الموصل"], "date": ["2017-09-05", "2017-11-09", None]})
    )
    tokens = tk.tokenize(made)
    counted = tk.timeline(tk.find_entities(tokens), tokens, by="entity", freq="M")
    months = counted.dropna(subset=["period"]).pivot_table(index="period", columns="entity", values="n")
    assert months["الموصل"].tolist() == [1, 0, 0]
    assert months["أربيل"].tolist() == [0, 0, 2]
    undated = counted[counted["period"].isna()].set_index("entity")["n"]
    assert undated.to_dict() == {"أربيل": 0, "الموصل": 1}


def test_concordance_lines_have_a_timeline_too():
    made = tk.as_articles(pd.DataFrame({"text": ["ماء", "ماء"], "date": ["2017-09-05", "2017-09-07"]}))
    assert tk.timeline(tk.concordance(made, "ماء"), made, freq="D")["n"].tolist() == [1, 0, 1]


@given(articles(), st.sampled_from(["mon", "sun", "sat"]))
def test_weeks_agree_with_pandas(table, week_start):
    made = tk.as_articles(table)
    ends = {"mon": "W-SUN", "sun": "W-SAT", "sat": "W-FRI"}[week_start]
    expected = made["date"].dt.to_period(ends).dt.start_time
    assert tk.periods(made, freq="W", week_start=week_start).tolist() == expected.tolist()


@given(articles(), st.sampled_from([None, "source"]), st.sampled_from("DWM"))
def test_a_term_is_counted_as_its_lines_are(table, by, freq):
    tokens = tk.tokenize(tk.as_articles(table))
    asked = ["البوكمال", "دير الزور", "في"]
    counted = tk.timeline(tokens, terms=asked, by=by, freq=freq)
    for term in asked:
        lines = tk.timeline(tk.concordance(tokens, term), tokens, by=by, freq=freq)
        of_term = counted[counted["term"] == term].drop(columns="term").reset_index(drop=True)
        pd.testing.assert_frame_equal(of_term, lines)


@given(articles(), st.sampled_from([None, "source"]))
def test_shares_are_those_of_the_articles_that_were_published(table, by):
    made = tk.as_articles(table)
    lines = tk.concordance(made, "في")
    counted = tk.timeline(lines, made, by=by, freq="M")
    month = made["date"].dt.to_period("M").dt.start_time
    for row in counted.itertuples():
        there = month.isna() if pd.isna(row.period) else month == row.period
        there &= True if by is None else made["source"] == row.source
        holding = made["article_id"].isin(lines["article_id"]) & there
        assert (row.n_published, row.n_articles) == (there.sum(), holding.sum())
        assert row.n == lines["article_id"].isin(made.loc[there, "article_id"]).sum()
        if not there.any():
            assert np.isnan([row.share, row.low, row.high]).all()
            continue
        oracle = scipy.stats.binomtest(int(holding.sum()), int(there.sum())).proportion_ci(method="wilson")
        assert row.share == holding.sum() / there.sum()
        assert [row.low, row.high] == pytest.approx([oracle.low, oracle.high], abs=1e-12)


def test_the_interval_of_a_share_is_that_of_the_paper():
    for n, of, low, high in json.loads((GOLD / "newcombe_1998.json").read_text(encoding="utf-8"))["rows"]:
        assert [float(end) for end in share_interval(n, of, interval=0.95)] == pytest.approx([low, high], abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.floats(0.5, 0.999))
def test_the_interval_of_a_share_is_that_of_scipy(counts, interval):
    oracle = scipy.stats.binomtest(*counts).proportion_ci(confidence_level=interval, method="wilson")
    found = [float(end) for end in share_interval(*counts, interval=interval)]
    assert found == pytest.approx([oracle.low, oracle.high], abs=1e-12)
    assert 0 <= found[0] <= counts[0] / counts[1] <= found[1] <= 1


def test_reprints_widen_the_interval():
    table = pd.DataFrame({"text": ["ماء"] * 6 + ["خبز"] * 6, "date": "2017-11-09"})
    plain = tk.as_articles(table)
    reprints = plain.assign(story_id=["1"] * 5 + ["2"] + [str(i) for i in range(3, 9)])
    (alone,) = tk.timeline(plain, terms=["ماء"]).itertuples()
    (copied,) = tk.timeline(reprints, terms=["ماء"]).itertuples()
    assert alone.share == copied.share == 0.5
    # 144 / (25 + 7) = 4.5 articles: as if 2.25 of 4.5 held the word.
    expected = [float(end) for end in share_interval(2.25, 4.5, interval=0.95)]
    assert [copied.low, copied.high] == pytest.approx(expected, abs=1e-12)
    assert copied.low < alone.low
    assert copied.high > alone.high


@given(articles(), st.data())
def test_each_story_once_is_the_timeline_of_the_first_ones(table, data):
    made = tk.as_articles(table)
    stories = data.draw(st.lists(st.sampled_from("12345"), min_size=len(made), max_size=len(made)))
    tokens = tk.tokenize(made.assign(story_id=pd.Series(stories, dtype="str")))
    first = tk.timeline(tokens, terms=["في"], freq="M", stories="first")
    lines = tk.timeline(tk.concordance(tokens, "في"), tokens, freq="M", stories="first")
    pd.testing.assert_frame_equal(first.drop(columns="term"), lines)
    assert first["n_published"].sum() == len(set(stories))
    assert first["n"].sum() == tk.concordance(tokens, "في", stories="first").attrs["n"]
    assert first.attrs == {"stories": "first"}


def test_outlets_share_out_what_was_published():
    made = tk.as_articles(pd.DataFrame({"text": "خبر", "date": "2017-11-09", "source": ["أ", "ب", "ب", "ب"]}))
    assert tk.timeline(made, by="source", freq="D")["share"].tolist() == [0.25, 0.75]
    of_b = tk.timeline(tk.tokenize(made).select(made["source"] == "ب"), made, freq="D")
    assert of_b[["n", "n_published", "share"]].to_numpy().tolist() == [[3, 4, 0.75]]


def test_an_outlet_that_never_says_it_is_there_with_0():
    made = tk.as_articles(pd.DataFrame({"text": ["ماء", "خبز"], "date": "2017-11-09", "source": ["أ", "ب"]}))
    for counted in (
        tk.timeline(made, terms=["ماء"], by="source", freq="D"),
        tk.timeline(tk.concordance(made, "ماء"), made, by="source", freq="D"),
    ):
        assert counted[["source", "n", "n_published", "share"]].to_numpy().tolist() == [["أ", 1, 1, 1], ["ب", 0, 1, 0]]


def test_a_column_of_the_occurrences_shares_one_denominator():
    made = tk.as_articles(pd.DataFrame({"text": ["الموصل وأربيل", "الموصل"], "date": "2017-11-09"}))
    counted = tk.timeline(tk.find_entities(made), made, by="entity", freq="D")
    assert counted.set_index("entity")["share"].to_dict() == {"أربيل": 0.5, "الموصل": 1.0}
    assert counted["n_published"].tolist() == [2, 2]


def test_no_rows_are_a_table_with_its_columns():
    made = tk.as_articles(pd.DataFrame({"text": ["ماء"], "date": ["2017-11-09"], "source": ["أ"]}))
    for none in (
        tk.timeline(tk.as_articles([])),
        tk.timeline(made, terms=[]).drop(columns="term"),
        tk.timeline(tk.find_entities(made), made, by="entity").drop(columns="entity"),
    ):
        assert none.empty
        assert none[COLUMNS].dtypes.astype(str).to_dict() == DTYPES


def test_an_article_dated_too_coarsely_is_undated():
    made = tk.as_articles(pd.DataFrame({"text": ["أ", "ب"], "date": ["2017-11", "2017-11-09"]}))
    assert made["date_precision"].tolist() == ["month", "day"]
    weeks = tk.timeline(made, freq="W")
    assert weeks[weeks["period"].isna()]["n"].tolist() == [1]
    assert tk.timeline(made, freq="M")["n"].tolist() == [2]


def test_no_dates_give_undated_only_and_no_articles_nothing():
    assert tk.timeline(tk.as_articles(["خبر"]))["n"].tolist() == [1]
    assert tk.timeline(tk.as_articles([])).empty


def test_groups_may_be_of_the_articles_or_a_series():
    made = tk.as_articles(pd.DataFrame({"text": ["الموصل"] * 3, "date": "2017-11-09", "source": ["أ", "ب", "ب"]}))
    mentions = tk.find_entities(made)
    counted = tk.timeline(mentions, made, by="source", freq="D")
    assert counted.set_index("source")["n"].to_dict() == {"أ": 1, "ب": 2}
    camps = pd.Series({"0": "شرق", "1": "غرب"}, name="camp")
    assert tk.timeline(made, by=camps, freq="D").set_index("camp")["n"].to_dict() == {"": 1, "شرق": 1, "غرب": 1}


def test_occurrences_of_other_articles_are_refused():
    mentions = tk.find_entities(tk.as_articles(["الموصل", "الموصل"]))
    with pytest.raises(tk.InvalidArgumentError, match="1 of them"):
        tk.timeline(mentions, tk.as_articles(["خبر"]))


def test_bad_calls_say_what_to_do():
    mentions = tk.find_entities(tk.as_articles(["الموصل"]))
    with pytest.raises(tk.InvalidArgumentError, match=r"timeline\(mentions, tokens\)"):
        tk.timeline(mentions)
    with pytest.raises(tk.InvalidArgumentError, match="freq='Y'"):
        tk.timeline(tk.as_articles(["خبر"]), freq="Y")
    with pytest.raises(tk.InvalidArgumentError, match="given both"):
        tk.timeline(mentions, tk.as_articles(["الموصل"]), terms=["الموصل"])
    with pytest.raises(tk.InvalidArgumentError, match="list of words for terms"):
        tk.timeline(tk.as_articles(["خبر"]), terms="خبر")
    with pytest.raises(tk.InvalidArgumentError, match=r"timeline\(\) needs a word"):
        tk.timeline(tk.as_articles(["خبر"]), terms=["؟"])
    with pytest.raises(tk.InvalidArgumentError, match="interval=95"):
        tk.timeline(tk.as_articles(["خبر"]), interval=95)
    with pytest.raises(tk.InvalidArgumentError, match="stories='last'"):
        tk.timeline(tk.as_articles(["خبر"]), stories="last")
    with pytest.raises(tk.InvalidArgumentError, match="called 'share'"):
        tk.timeline(tk.as_articles(["خبر"]).assign(share="أ"), by="share")
