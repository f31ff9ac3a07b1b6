import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk

DTYPES = {
    "subject": "int64", "kind": "str", "place": "str", "counted": "str", "figure": "str", "unit": "str",
    "value": "float64", "low": "float64", "high": "float64", "approximate": "bool", "least": "float64",
    "most": "float64", "speaker": "str", "source": "str", "date": "datetime64[us]", "article_id": "str",
    "field": "str", "start": "int32", "end": "int32", "sentence": "str", "n_compared": "int64", "n_apart": "int64",
    "disagrees": "bool",
}  # fmt: skip

row = st.tuples(
    st.integers(0, 4),  # article
    st.sampled_from(["people_killed", "people", "percent"]),
    st.sampled_from(["الرقة", "الموصل", ""]),
    st.sampled_from(["شخصاً", "مدنياً", "عائلة", "أسرة", ""]),
    st.sampled_from(["", "المرصد", "الوزير"]),
    st.sampled_from(["exact", "about", "least", "most", "range", "vague"]),
    st.integers(1, 40),
)
DATES = ["2017-11-01", "2017-11-02", "2017-11-09", None, None]


def corpus():
    text = "قتل 5 أشخاص. " * 20
    return tk.as_articles(pd.DataFrame({"text": [text] * 5, "date": DATES, "source": list("أبجدأ")}))


def as_figures(rows):
    nan = np.nan
    made = []
    for i, (article, kind, place, unit, speaker, how, n) in enumerate(rows):
        low = {"least": n, "range": n, "vague": 10}.get(how, nan)
        high = {"most": n, "range": n + 5}.get(how, nan)
        value = {"vague": nan, "range": n + 2.5}.get(how, float(n))
        start = 4 + 13 * (i % 20)
        made.append((str(article), "text", start, start + 1, str(n), value, low, high, how in ("about", "vague"), unit,
                     kind, place, speaker))  # fmt: skip
    columns = list(tk.find_figures(corpus().head(0)).columns)
    return pd.DataFrame(made, columns=columns).astype(tk.find_figures(corpus().head(0)).dtypes)


def ends(figure):
    """Between what a figure lies, written a second way."""
    if np.isnan(figure.value):
        return figure.low, figure.low * 10
    if np.isnan(figure.low) and np.isnan(figure.high):
        width = 0.1 * figure.value if figure.approximate else 0
        return figure.value - width, figure.value + width
    low = -np.inf if np.isnan(figure.low) else figure.low
    return low, np.inf if np.isnan(figure.high) else figure.high


@given(st.lists(row, max_size=14))
def test_no_figure_is_lost_and_each_pair_is_judged_as_by_hand(rows):
    figures = as_figures(rows)
    before = figures.copy()
    compared = tk.figures_compared(figures, corpus())
    pd.testing.assert_frame_equal(figures, before)
    assert compared.dtypes.astype(str).to_dict() == DTYPES
    keys = ["article_id", "start", "figure", "kind", "place", "unit", "speaker"]
    assert sorted(compared[keys].itertuples(index=False)) == sorted(figures[keys].itertuples(index=False))
    assert compared["subject"].is_monotonic_increasing
    assert sorted(compared["subject"].unique()) == list(range(compared["subject"].nunique()))
    for one in compared.itertuples():
        others = [two for two in compared[compared["subject"] == one.subject].itertuples() if two.Index != one.Index]
        others = [
            two
            for two in others
            if two.article_id != one.article_id or (two.speaker and one.speaker and two.speaker != one.speaker)
        ]
        apart = [two for two in others if ends(two)[0] > ends(one)[1] + 1e-9 or ends(two)[1] < ends(one)[0] - 1e-9]
        assert (one.n_compared, one.n_apart, one.disagrees) == (len(others), len(apart), bool(apart))
    for _, subject in compared.groupby("subject"):
        assert subject[["kind", "place", "counted"]].drop_duplicates().shape[0] == 1
        assert subject["date"].isna().all() or np.ptp(subject["date"]) <= pd.Timedelta(days=1)
        assert subject["date"].isna().all() or subject["date"].notna().all()
        if len(subject) > 1:
            assert subject["kind"].iloc[0] != "percent"
            assert subject["place"].iloc[0]
            assert subject["counted"].iloc[0]


@given(st.lists(row, max_size=14))
def test_more_doubt_never_parts_what_was_together(rows):
    sure, doubtful = (tk.figures_compared(as_figures(rows), corpus(), margin=margin) for margin in (0, 0.5))
    assert doubtful["n_apart"].sum() <= sure["n_apart"].sum()


def test_days_are_counted_from_the_first_article_of_a_subject():
    dates = ["2017-11-01", "2017-11-02", "2017-11-03", None, None]
    texts = [f"قتل {n} شخصاً في الرقة." for n in (11, 12, 13, 14, 15)]
    assert found(texts, date=dates).groupby("subject")["figure"].agg(list).tolist() == [
        ["11", "12"],
        ["14", "15"],
        ["13"],
    ]
    articles = tk.as_articles(pd.DataFrame({"text": texts, "date": dates}))
    figures = tk.find_figures(articles, mentions=tk.find_entities(articles))
    whole = tk.figures_compared(figures, articles, days=2).groupby("subject")["figure"].agg(list).tolist()
    assert whole == [["11", "12", "13"], ["14", "15"]]
    assert tk.figures_compared(figures, articles, days=0)["n_compared"].sum() == 2


def found(texts, **columns):
    articles = tk.as_articles(pd.DataFrame({"text": texts} | columns))
    figures = tk.find_figures(articles, quotes=tk.find_quotes(articles), mentions=tk.find_entities(articles))
    return tk.figures_compared(figures, articles)


def test_people_are_people_whatever_the_noun_but_families_are_not():
    compared = found(["قتل 20 مدنياً في الرقة.", "قتل 31 شخصاً في الرقة."])
    assert compared["subject"].tolist() == [0, 0]
    assert compared["counted"].tolist() == ["شخص", "شخص"]
    assert compared["disagrees"].all()
    compared = found(["نزحت 20 عائلة من الرقة.", "نزح 31 شخصاً من الرقة.", "نزحت 20 أسرة من الرقة."])
    assert compared.groupby("counted")["subject"].nunique().to_dict() == {"شخص": 1, "عائلة": 1}
    assert compared["n_compared"].tolist() == [1, 1, 0]


def test_an_approximate_figure_is_wider_and_a_vague_one_goes_up_to_the_next():
    compared = found(["قتل نحو 100 شخص في الرقة.", "قتل 109 أشخاص في الرقة.", "قتل عشرات الأشخاص في الرقة."])
    of = compared.set_index("figure")
    assert of.loc["100", ["least", "most", "n_apart"]].tolist() == [90, 110, 0]
    assert of.loc["عشرات", ["least", "most"]].tolist() == [10, 100]
    assert of.loc["109", "n_apart"] == 1


def test_two_figures_of_one_speaker_in_one_article_are_two_things():
    both = "قال المرصد إن 3 أشخاص قتلوا في الرقة."
    assert not found([f"{both} وقال المرصد إن 9 أشخاص قتلوا في الرقة."])["n_compared"].any()
    assert found([f"{both} وقال الوزير إن 9 أشخاص قتلوا في الرقة."])["disagrees"].all()


def test_a_part_of_a_figure_is_not_compared():
    texts = ["قتل في الرقة 13 شخصاً بينهم 4 أطفال.", "قتل 13 شخصاً في الرقة من بينهم نحو 5 نساء.", "قتل 6 في الرقة."]
    compared = found(texts).set_index("figure")
    assert compared.loc["13", "n_compared"].min() > 0
    assert compared.loc[["4", "5"], "n_compared"].tolist() == [0, 0]


def test_what_is_many_times_greater_or_of_another_time_is_another_thing():
    texts = [
        "قتل 20 شخصاً في الرقة.",
        "قتل 31 شخصاً في الرقة.",
        "قتل في الرقة 900 شخص.",
        "قتل 25 شخصاً في الرقة عام 2008.",
    ]
    found_ = found(texts, date=["2017-11-09"] * 4).set_index("figure")
    assert found_.loc["20", "subject"] == found_.loc["31", "subject"]
    assert found_["n_compared"].to_dict() == {"20": 1, "31": 1, "900": 0, "25": 0}


def test_what_happens_to_nobody_is_listed_and_not_compared():
    texts = ["دفعت الرقة 20 دولاراً.", "دفعت الرقة 31 دولاراً.", "بنيت 3 مدارس في الرقة.", "بنيت 5 مدارس في الرقة."]
    assert found(texts)["n_compared"].tolist() == [0, 0, 0, 0]


def test_only_what_was_asked_for_is_there():
    articles = tk.as_articles(["قتل 3 أشخاص في الرقة.", "دفع 5 دولارات لكل من 12 عائلة في الموصل."])
    figures = tk.find_figures(articles, mentions=tk.find_entities(articles))
    kinds = {kind: tk.figures_compared(figures, articles, kind=kind) for kind in figures["kind"].unique()}
    assert sum(map(len, kinds.values())) == len(figures)
    assert len(tk.figures_compared(figures, articles, kind=["people_killed", "money"])) == 2
    assert set(tk.figures_compared(figures, articles, place="الرقة")["place"]) == {"الرقة"}
    assert tk.figures_compared(figures, articles, unit="عائلات")["unit"].tolist() == ["عائلة"]
    assert tk.figures_compared(figures, articles, unit="الدولار")["kind"].tolist() == ["money"]


def test_the_seed_page_tells_of_about_120_thousand_people_by_the_un(shared):
    articles = tk.load_articles(shared / "corpora/seed/page.txt")
    tokens = tk.tokenize(articles)
    figures = tk.find_figures(tokens, quotes=tk.find_quotes(tokens), mentions=tk.find_entities(tokens))
    compared = tk.figures_compared(figures, tokens).set_index("figure")
    displaced = compared.loc["120 ألف"]
    assert displaced[["value", "approximate", "unit"]].tolist() == [120000, True, "شخص"]
    assert displaced["place"] == "البوكمال"
    assert "الأمم المتحدة" in displaced["speaker"]
    assert displaced[["least", "most"]].tolist() == [108000, 132000]
    assert displaced["sentence"].startswith("وأجبرت المعارك")


def test_what_is_no_table_of_figures_or_no_number_is_refused():
    with pytest.raises(tk.MissingColumnsError, match="find_figures"):
        tk.figures_compared(pd.DataFrame({"article_id": []}), corpus())
    with pytest.raises(tk.InvalidArgumentError, match="not among"):
        tk.figures_compared(as_figures([(9, "people", "", "", "", "exact", 1)]), corpus())
    for wrong in ({"days": -1}, {"days": 1.5}, {"margin": 1}, {"margin": -0.1}, {"kind": "deaths"}):
        with pytest.raises(tk.InvalidArgumentError):
            tk.figures_compared(as_figures([]), corpus(), **wrong)
