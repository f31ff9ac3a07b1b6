import pandas as pd
import pytest
from hypothesis import given
from strategies import articles

import toolkit as tk
from toolkit.measures.first_mentions import COLUMNS


@given(articles())
def test_each_name_once_and_none_before_it(table):
    made = tk.as_articles(table)
    mentions = tk.find_entities(made)
    first = tk.first_mentions(mentions, made)
    assert first.dtypes.astype(str).to_dict() == COLUMNS
    assert sorted(first["entity_id"]) == sorted(set(mentions["entity_id"]))
    dates = made.set_index("article_id")["date"].to_dict()
    for row in first.itertuples():
        named = [dates[one] for one in mentions.loc[mentions["entity_id"] == row.entity_id, "article_id"]]
        known = [date for date in named if not pd.isna(date)]
        assert row.date == min(known) if known else pd.isna(row.date)
    spans = set(mentions[["article_id", "field", "start", "end", "mention"]].itertuples(index=False, name=None))
    assert spans >= set(first[["article_id", "field", "start", "end", "mention"]].itertuples(index=False, name=None))
    assert first["date"].dropna().is_monotonic_increasing
    groups = made.set_index("article_id")["source"].rename("outlet")
    by = tk.first_mentions(mentions, made, by=groups)
    assert by.astype(COLUMNS).dtypes.astype(str).to_dict() == {"outlet": by["outlet"].dtype.name, **COLUMNS}
    assert set(first["entity_id"]) == set(by["entity_id"])
    assert not by.duplicated(["outlet", "entity_id"]).any()


def test_the_order_is_that_of_the_dates_and_inside_an_article_that_of_reading():
    table = pd.DataFrame(
        {
            "title": ["البوكمال", "", ""],
            "text": ["داعش في الموصل", "الموصل", "داعش في الموصل"],
            "date": ["2017-11-09", None, "2017-11-08"],
        }
    )
    made = tk.as_articles(table).assign(outlet=["أ", "ب", "أ"])
    found = tk.first_mentions(tk.find_entities(made), made)
    assert found[["entity", "article_id", "field"]].to_numpy().tolist() == [
        ["داعش", "2", "text"],
        ["الموصل", "2", "text"],
        ["البوكمال", "0", "title"],
    ]
    by = tk.first_mentions(tk.find_entities(made), made, by="outlet", kind="place")
    assert by[["outlet", "entity", "article_id"]].to_numpy().tolist() == [
        ["أ", "الموصل", "2"],
        ["أ", "البوكمال", "0"],
        ["ب", "الموصل", "1"],
    ]
    assert by["date"].isna().tolist() == [False, False, True]


def test_bad_calls_are_refused():
    made = tk.as_articles(["الموصل"])
    mentions = tk.find_entities(made)
    with pytest.raises(tk.InvalidArgumentError, match="places"):
        tk.first_mentions(mentions, made, kind="places")
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.first_mentions(mentions[["entity"]], made)
    with pytest.raises(tk.InvalidArgumentError, match="are in articles"):
        tk.first_mentions(mentions.assign(article_id="x"), made)
    with pytest.raises(tk.InvalidArgumentError, match="'date'"):
        tk.first_mentions(mentions, made, by="date")
