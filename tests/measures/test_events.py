import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk

DTYPES = {
    "date_start": "datetime64[us]", "date_end": "datetime64[us]", "grain": "str", "mention": "str", "sentence": "str",
    "speaker": "str", "figures": "str", "source": "str", "date": "datetime64[us]", "article_id": "str",
    "field": "str", "start": "int32", "end": "int32", "rule": "str",
}  # fmt: skip
TEXTS = [
    "بدأ القصف يوم 9 تشرين الثاني 2017. قال المرصد إن 30 شخصاً نزحوا يوم 10 تشرين الثاني 2017.",
    "قال الوزير يوم 11 تشرين الثاني 2017 إن «القصف بدأ في صيف 2014». ثم عاد قبل أيام.",
]
FOUND = [
    (0, "يوم 9 تشرين الثاني 2017", "day", "2017-11-09", "2017-11-09"),
    (0, "يوم 10 تشرين الثاني 2017", "day", "2017-11-10", "2017-11-10"),
    (1, "يوم 11 تشرين الثاني 2017", "day", "2017-11-11", "2017-11-11"),
    (1, "صيف 2014", "season", "2014-06-01", "2014-08-31"),
    (1, "قبل أيام", "vague", None, None),
]


def corpus():
    return tk.as_articles(pd.DataFrame({"text": TEXTS, "date": ["2017-11-12"] * 2, "source": ["الأفق", "الضفاف"]}))


def dates_of(rows):
    table = pd.DataFrame(rows, columns=["article", "mention", "grain", "date_start", "date_end"])
    start = [TEXTS[article].index(mention) for article, mention in zip(table["article"], table["mention"], strict=True)]
    table = table.assign(article_id=table["article"].astype("str"), field="text", rule="explicit", start=start)
    table["end"] = table["start"] + table["mention"].str.len()
    days = {name: pd.to_datetime(table[name]).astype("datetime64[us]") for name in ("date_start", "date_end")}
    return table.assign(**days).astype({"start": "int32", "end": "int32"}).drop(columns="article")


@given(st.permutations(FOUND), st.integers(0, len(FOUND)))
def test_every_date_is_there_in_the_order_of_time_and_the_unknown_last(rows, n):
    dates = dates_of(rows[:n]) if n else dates_of(FOUND).head(0)
    before = dates.copy()
    line = tk.event_line(dates, corpus())
    pd.testing.assert_frame_equal(dates, before)
    assert line.dtypes.astype(str).to_dict() == DTYPES
    assert sorted(line["mention"]) == sorted(dates["mention"])
    known = line["date_start"].dropna()
    assert known.is_monotonic_increasing
    assert line["date_start"].head(len(known)).notna().all()
    for row in line.itertuples():
        assert row.mention in row.sentence
        assert row.sentence in TEXTS[int(row.article_id)]


def test_a_date_inside_a_statement_is_its_speakers_and_one_beside_it_is_not():
    articles = corpus()
    line = tk.event_line(dates_of(FOUND), articles, quotes=tk.find_quotes(articles)).set_index("mention")
    assert line["speaker"].to_dict() == {
        "صيف 2014": "الوزير",
        "يوم 9 تشرين الثاني 2017": "",
        "يوم 10 تشرين الثاني 2017": "المرصد",
        "يوم 11 تشرين الثاني 2017": "",
        "قبل أيام": "",
    }


def test_figures_of_the_sentence_stand_beside_it():
    articles = corpus()
    line = tk.event_line(dates_of(FOUND), articles, figures=tk.find_figures(articles)).set_index("mention")
    assert line.loc["يوم 10 تشرين الثاني 2017", "figures"] == "30 شخصاً"
    assert line.loc["يوم 9 تشرين الثاني 2017", "figures"] == ""


def test_a_longer_time_stands_before_the_days_it_begins_with():
    rows = [(1, "صيف 2014", "day", "2014-06-01", "2014-06-01"), (1, "قبل أيام", "season", "2014-06-01", "2014-08-31")]
    assert tk.event_line(dates_of(rows), corpus())["grain"].tolist() == ["season", "day"]


def test_the_seed_page_has_its_three_dates_in_the_order_of_time(shared):
    articles = tk.load_articles(shared / "corpora/seed/page.txt")
    dated = articles.assign(date=pd.to_datetime(["2017-11-09"]).astype("datetime64[us]"))
    line = tk.event_line(tk.find_dates(dated), dated).drop_duplicates("date_start")
    assert line["mention"].tolist() == ["صيف 2014", "الأسبوع الماضي", "اليوم (الخميس)"]
    assert line["date_start"].dt.strftime("%Y-%m-%d").tolist() == ["2014-06-01", "2017-10-30", "2017-11-09"]
    undated = tk.event_line(tk.find_dates(articles), articles)
    assert undated["mention"].iloc[0] == "صيف 2014"
    assert undated["date_start"].isna().tolist() == [False] + [True] * (len(undated) - 1)


def test_what_is_no_table_of_dates_is_refused():
    with pytest.raises(tk.MissingColumnsError, match="find_dates"):
        tk.event_line(pd.DataFrame({"article_id": []}), corpus())
    with pytest.raises(tk.MissingColumnsError, match="find_quotes"):
        tk.event_line(dates_of(FOUND), corpus(), quotes=dates_of(FOUND))
    with pytest.raises(tk.InvalidArgumentError, match="not among"):
        tk.event_line(dates_of(FOUND), corpus().head(1))
