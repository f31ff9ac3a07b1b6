import pandas as pd
import pytest

import toolkit as tk


def test_an_article_dated_more_coarsely_than_the_period_has_none():
    articles = tk.as_articles(pd.DataFrame({"text": ["أ", "ب", "ج"], "date": ["2017-11-09", "2017-11", None]}))
    assert tk.periods(articles, freq="D").notna().tolist() == [True, False, False]
    assert tk.periods(articles, freq="M").tolist()[:2] == [pd.Timestamp("2017-11-01")] * 2


@pytest.mark.parametrize(("day", "start"), [("mon", "2017-11-06"), ("sun", "2017-11-05"), ("sat", "2017-11-04")])
def test_weeks_begin_where_asked(day, start):
    articles = tk.as_articles(pd.DataFrame({"text": ["أ"], "date": ["2017-11-09"]}))
    assert tk.periods(articles, freq="W", week_start=day).tolist() == [pd.Timestamp(start)]


def test_unknown_periods_are_refused():
    with pytest.raises(tk.InvalidArgumentError, match="freq='Y'"):
        tk.periods(tk.as_articles(["أ"]), freq="Y")
