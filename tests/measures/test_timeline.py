import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk

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
