"""Each hit a mark, where the table says."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

import toolkit as tk


@pytest.fixture(scope="module")
def hits(sample_articles):
    return tk.occurrences(tk.tokenize(sample_articles), ["القوات", "المدينة"])


def _marks(ax):
    """Where the marks of each query stand: place and row."""
    named = [item for item in ax.collections if isinstance(item, LineCollection) and item.get_label()[0] != "_"]
    return {item.get_label(): [tuple(seg.mean(axis=0)) for seg in item.get_segments()] for item in named}


def test_marks_stand_on_the_length_of_their_article(hits):
    ax = tk.plot_dispersion(hits, top=8)
    ax.figure.canvas.draw()
    n = hits["article_id"].value_counts()
    chosen = n.sort_values(ascending=False, kind="stable")
    shown = hits[hits["article_id"].isin(n[n >= chosen.iloc[7]].index)]
    for query, marks in _marks(ax).items():
        assert {round(place, 9) for place, _ in marks} <= set(shown.loc[shown["query"] == query, "position"].round(9))
    assert len(ax.get_yticks()) == 8
    assert sum(map(len, _marks(ax).values())) == chosen.head(8).sum()
    assert ax.xaxis_inverted()
    assert ax.yaxis.get_ticks_position() == "right"


def test_articles_stand_in_the_order_of_time_under_their_outlet_and_day(hits):
    ax = tk.plot_dispersion(hits, top=12)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    rows = pd.Series({label: int(row) for row, label in zip(ax.get_yticks(), labels, strict=True)})
    assert ax.yaxis_inverted()
    n = hits["article_id"].value_counts().sort_values(ascending=False, kind="stable")
    assert any(hits.loc[hits["article_id"] == n.index[0], "source"].iloc[0] in label for label in rows.index)


def test_along_time_each_query_has_a_row_and_undated_hits_are_counted(hits):
    ax = tk.plot_dispersion(hits, along="time")
    ax.figure.canvas.draw()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["القوات", "المدينة"]
    dated = hits.dropna(subset=["date"])
    for row, (query, marks) in enumerate(_marks(ax).items()):
        expected = ax.convert_xunits(dated.loc[dated["query"] == query, "date"].to_numpy())
        assert np.sort([place for place, _ in marks]) == pytest.approx(np.sort(expected))
        assert {at for _, at in marks} == {row}
    assert str(len(hits) - len(dated)) in ax.get_xlabel()


def test_time_runs_as_asked(hits):
    assert not tk.plot_dispersion(hits, along="time", direction="ltr").xaxis_inverted()


def test_colours_are_named_where_there_are_several(hits):
    legend = tk.plot_dispersion(hits).get_legend()
    assert sorted(text.get_text() for text in legend.get_texts()) == ["القوات", "المدينة"]
    assert tk.plot_dispersion(hits[hits["query"] == "القوات"]).get_legend() is None


def test_an_article_without_outlet_and_date_bears_its_identifier():
    ax = tk.plot_dispersion(tk.occurrences(tk.as_articles(["البوكمال"]), "البوكمال"))
    ax.figure.canvas.draw()
    assert ax.get_yticklabels()[0].get_text() == tk.as_articles(["البوكمال"])["article_id"].iloc[0]


@pytest.mark.parametrize("along", ["article", "time"])
def test_small_tables_say_so_or_are_drawn(hits, along):
    ax = tk.plot_dispersion(hits.head(0), along=along)
    ax.figure.canvas.draw()
    assert "لا مواضع" in ax.texts[0].get_text()
    one = tk.plot_dispersion(hits.dropna(subset=["date"]).head(1), along=along)
    one.figure.canvas.draw()
    assert [len(marks) for marks in _marks(one).values()] == [1]


def test_given_axes_are_used_and_wrong_tables_named(hits):
    _, ax = plt.subplots()
    assert tk.plot_dispersion(hits, ax=ax) is ax
    with pytest.raises(tk.MissingColumnsError, match="occurrences"):
        tk.plot_dispersion(hits.drop(columns="position"))
    with pytest.raises(tk.InvalidArgumentError, match="along"):
        tk.plot_dispersion(hits, along="page")
    with pytest.raises(tk.InvalidArgumentError, match="colours for 6"):
        tk.plot_dispersion(pd.concat([hits.assign(query=str(i)) for i in range(7)]))
