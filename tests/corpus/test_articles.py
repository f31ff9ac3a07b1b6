"""What an articles table is, and what as_articles() keeps."""

import datetime as dt
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.corpus.articles import COLUMNS, keep_rows

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


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        (["أ", None, "", "ب"], ["أ", "1", "2", "ب"]),
        (["2", None, "", np.nan], ["2", "1", "2#2", "3"]),
        ([7, None, 9, None], ["7", "1", "9", "3"]),
        ([None] * 4, ["0", "1", "2", "3"]),
    ],
)
def test_missing_ids_are_numbered(ids, wanted):
    articles = tk.as_articles(pd.DataFrame({"text": ["نهر"] * 4, "article_id": ids}))
    assert articles["article_id"].tolist() == wanted
    tk.check_articles(articles)


def test_a_table_that_went_through_csv_is_refused_and_mended():
    table = pd.DataFrame({"article_id": ["7", "8"], "title": ["جسر", "سد"], "date": ["9 نوفمبر 2017", None]})
    articles = tk.as_articles(table.assign(text="نهر"))
    back = pd.read_csv(io.StringIO(articles.to_csv(index=False)))
    with pytest.raises(tk.InvalidArgumentError, match="'article_id' is int64, not str") as caught:
        tk.check_articles(back, function="tokenize")
    assert str(caught.value).startswith("tokenize() needs")
    assert str(caught.value).endswith("Try: as_articles(table)")
    pd.testing.assert_frame_equal(tk.as_articles(back), articles)


@pytest.mark.parametrize(("name", "dtype"), [("article_id", "object"), ("source", "category"), ("text", "string")])
def test_check_articles_knows_every_dtype(name, dtype):
    articles = tk.as_articles(["نهر", "سد"])
    with pytest.raises(tk.InvalidArgumentError, match=f"'{name}' is {dtype}, not str"):
        tk.check_articles(articles.astype({name: dtype}))


def test_check_articles_refuses_names_that_are_not_plain():
    articles = tk.as_articles(["نهر"])
    with pytest.raises(tk.InvalidArgumentError, match=r"these occur twice: \['text'\]"):
        tk.check_articles(pd.concat([articles, articles[["text"]]], axis="columns"))
    levels = articles.set_axis(pd.MultiIndex.from_product([articles.columns, ["أ"]]), axis="columns")
    for function in (tk.check_articles, tk.as_articles):
        with pytest.raises(tk.InvalidArgumentError, match="several levels"):
            function(levels)


def test_a_lone_surrogate_does_not_break_the_table():
    assert tk.as_articles(["خبر \ud83d"])["text"].tolist() == ["خبر \ufffd"]


@pytest.mark.parametrize("columns", [["نص"], []])
def test_a_table_without_a_text_is_refused(columns):
    with pytest.raises(tk.MissingColumnsError, match="as_articles\\(\\) needs one of the columns"):
        tk.as_articles(pd.DataFrame({name: ["أ"] for name in columns}))


@pytest.mark.parametrize("data", ["نهر الفرات", "نهر".encode(), {"text": ["نهر"]}, None, 7, bytearray(b"x")])
def test_what_is_neither_a_table_nor_a_list_is_refused(data):
    with pytest.raises(tk.InvalidArgumentError, match=f"this is one {type(data).__name__}"):
        tk.as_articles(data)


@pytest.mark.parametrize(
    ("data", "place", "kind"),
    [
        (["نهر", None, b"x", 7], 2, "bytes"),
        ([7], 0, "int"),
        ([["نهر"]], 0, "list"),
        ([{"text": "نهر"}, "سد"], 1, "str"),
        (["نهر", {"text": "سد"}], 0, "str"),
    ],
)
def test_a_list_of_other_things_is_refused_and_the_first_is_named(data, place, kind):
    with pytest.raises(tk.InvalidArgumentError, match=f"the value at {place} is a {kind}"):
        tk.as_articles(data)


def test_records_become_a_table():
    records = [{"title": "جسر", "text": "فتح الجسر.", "رقم": 1}, {"text": "نهر \ud83d", "date": "9 نوفمبر 2017"}]
    articles = tk.as_articles(iter(records))
    assert articles["title"].tolist() == ["جسر", ""]
    assert articles["text"].tolist() == ["فتح الجسر.", "نهر \ufffd"]
    assert articles["date"].iloc[1] == pd.Timestamp("2017-11-09")
    assert articles.columns[-1] == "رقم"
    assert dtypes_are_right(articles)
    tk.check_articles(articles)


def test_numbers_become_strings_and_lists_are_joined():
    path = Path("a.txt")
    cells = pd.Series([7, ["فقرة", "أخرى"], np.array(["سد", "جسر"], dtype=object), np.nan, path], dtype="object")
    articles = tk.as_articles(pd.DataFrame({"title": cells, "text": cells, "section": [1.0, 2.0, 3.0, np.nan, 5.0]}))
    assert articles["text"].tolist() == ["7", "فقرة\nأخرى", "سد\nجسر", "", "a.txt"]
    assert articles["title"].tolist() == articles["text"].tolist()
    assert articles["section"].tolist() == ["1", "2", "3", "", "5"]
    assert tk.as_articles(pd.DataFrame({"text": [1.5, np.inf, 1e300]}))["text"].tolist() == ["1.5", "inf", "1e+300"]
    arrow = pd.DataFrame({"text": pd.Series([7.0, None], dtype="double[pyarrow]")})
    assert tk.as_articles(arrow)["text"].tolist() == ["7", ""]


@pytest.mark.parametrize("value", [{"a": 1}, b"x", ["أ", 1], {"أ"}, object()])
@pytest.mark.parametrize("name", ["title", "text", "date", "author"])
def test_what_is_no_text_is_refused_and_named(name, value):
    table = pd.DataFrame({"text": "نهر", name: pd.Series(["نهر", value], dtype="object")})
    with pytest.raises(
        tk.InvalidArgumentError, match=f"column '{name}' as text: its row 1 holds a {type(value).__name__}"
    ):
        tk.as_articles(table)


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
    with pytest.raises(tk.InvalidArgumentError, match=r"'date' is str, not datetime64\[us\]"):
        tk.check_articles(articles.assign(date="2017"))


@given(st.lists(st.booleans(), min_size=1, max_size=120), st.booleans())
def test_rows_are_kept_as_pandas_keeps_them(wanted, mostly):
    mask = np.array(wanted * (20 if mostly else 1))
    mask[len(wanted) :] |= mostly
    articles = tk.as_articles([f"خبر {n}" for n in range(len(mask))]).assign(n=range(len(mask)))
    pd.testing.assert_frame_equal(keep_rows(articles, mask), articles[mask].reset_index(drop=True))
