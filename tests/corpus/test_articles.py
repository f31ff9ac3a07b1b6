"""What an articles table is, and what as_articles() keeps."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.articles import COLUMNS

TEXTS = st.lists(st.one_of(st.none(), st.text(alphabet=st.characters(exclude_categories=["Cs"]))))


def dtypes_are_right(articles):
    return {name: str(articles[name].dtype) for name in COLUMNS} == COLUMNS


@given(TEXTS)
def test_every_row_and_character_is_kept(texts):
    articles = tk.as_articles(texts)
    assert articles["text"].tolist() == [text or "" for text in texts]
    assert articles["article_id"].tolist() == [str(n) for n in range(len(texts))]
    assert list(articles.columns) == list(COLUMNS)
    assert dtypes_are_right(articles)
    tk.check_articles(articles)


@given(TEXTS)
def test_an_articles_table_stays_what_it_is(texts):
    once = tk.as_articles(pd.DataFrame({"text": pd.Series(texts, dtype="object"), "date": "2017-11-09"}))
    pd.testing.assert_frame_equal(tk.as_articles(once), once)


def test_the_argument_is_not_changed():
    table = pd.DataFrame({"text": ["نهر", None], "عمود": [1, 2]}, index=[5, 9])
    before = table.copy(deep=True)
    articles = tk.as_articles(table)
    pd.testing.assert_frame_equal(table, before)
    assert list(articles.columns) == [*COLUMNS, "عمود"]
    assert articles.index.tolist() == [0, 1]


def test_dates_as_strings_datetimes_and_with_a_zone():
    strings = tk.as_articles(pd.DataFrame({"text": ["أ", "ب", "ج"], "date": ["9 نوفمبر 2017", "أمس", None]}))
    assert strings["date"].tolist()[0] == pd.Timestamp("2017-11-09")
    assert strings["date"].isna().tolist() == [False, True, True]
    assert strings["date_raw"].tolist() == ["9 نوفمبر 2017", "أمس", ""]
    assert strings["date_precision"].tolist() == ["day", "none", "none"]
    zone = dt.timezone(dt.timedelta(hours=3))
    stamps = pd.to_datetime(pd.Series(["2017-11-09T23:30", None])).dt.tz_localize(zone)
    local = tk.as_articles(pd.DataFrame({"text": ["أ", "ب"], "date": stamps}))
    assert local["date"].iloc[0] == pd.Timestamp("2017-11-09 23:30")
    assert local["utc_offset"].tolist() == ["+03:00", ""]
    assert local["date_precision"].tolist() == ["minute", "none"]
    days = tk.as_articles(pd.DataFrame({"text": ["أ"], "date": [dt.date(2017, 11, 9)]}))
    assert days["date"].iloc[0] == pd.Timestamp("2017-11-09")


def test_ids_are_strings_and_differ():
    assert tk.as_articles(pd.DataFrame({"text": ["أ", "ب"], "article_id": [7, 8]}))["article_id"].tolist() == ["7", "8"]
    with pytest.raises(tk.InvalidArgumentError, match="occur more than once"):
        tk.as_articles(pd.DataFrame({"text": ["أ", "ب"], "article_id": [7, 7]}))


def test_a_lone_surrogate_does_not_break_the_table():
    assert tk.as_articles(["خبر \ud83d"])["text"].tolist() == ["خبر \ufffd"]


@pytest.mark.parametrize("columns", [["نص"], []])
def test_a_table_without_a_text_is_refused(columns):
    with pytest.raises(tk.MissingColumnsError, match="as_articles\\(\\) needs one of the columns"):
        tk.as_articles(pd.DataFrame({name: ["أ"] for name in columns}))


def test_one_string_is_refused():
    with pytest.raises(tk.InvalidArgumentError, match="one string"):
        tk.as_articles("نهر الفرات")


def test_columns_twice_are_refused():
    with pytest.raises(tk.InvalidArgumentError, match="twice"):
        tk.as_articles(pd.DataFrame([["أ", "ب"]], columns=["text", "text"]))


def test_check_articles_names_the_function_and_what_is_wrong():
    articles = tk.as_articles(["أ", "ب"])
    with pytest.raises(tk.MissingColumnsError, match=r"tokenize\(\) needs the columns \['deck'\]"):
        tk.check_articles(articles.drop(columns="deck"), function="tokenize")
    with pytest.raises(tk.MissingColumnsError, match="list"):
        tk.check_articles(["أ"])
    with pytest.raises(tk.InvalidArgumentError, match="occur more than once"):
        tk.check_articles(pd.concat([articles, articles]))
    with pytest.raises(tk.InvalidArgumentError, match="datetimes"):
        tk.check_articles(articles.assign(date="2017"))
