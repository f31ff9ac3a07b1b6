import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import dates as mdates

import toolkit as tk


def test_one_count_is_bars_as_high_as_the_table_says(sample_articles):
    counted = tk.timeline(sample_articles, freq="W")
    ax = tk.plot_timeline(counted)
    dated = counted.dropna(subset=["period"])
    assert [bar.get_height() for bar in ax.patches] == dated["n"].tolist()
    assert [bar.get_x() for bar in ax.patches] == mdates.date2num(dated["period"]).tolist()
    ax.figure.canvas.draw()


@pytest.mark.parametrize(("direction", "inverted"), [("rtl", True), ("ltr", False)])
def test_time_runs_as_asked(sample_articles, direction, inverted):
    ax = tk.plot_timeline(tk.timeline(sample_articles), direction=direction)
    assert bool(ax.xaxis_inverted()) is inverted
    assert ax.yaxis.get_ticks_position() == "right"


def test_several_counts_are_the_largest_lines(sample_articles):
    tokens = tk.tokenize(sample_articles)
    counted = tk.timeline(tk.find_entities(tokens), tokens, by="entity", freq="M")
    ax = tk.plot_timeline(counted, top=3)
    totals = counted.dropna(subset=["period"]).groupby("entity")["n"].sum().sort_values(ascending=False, kind="stable")
    assert [line.get_label() for line in ax.lines] == totals.index[:3].tolist()
    for line in ax.lines:
        one = counted[(counted["entity"] == line.get_label()) & counted["period"].notna()]
        assert line.get_ydata().tolist() == one["n"].tolist()
    ax.figure.canvas.draw()


@pytest.mark.parametrize("days", [2, 10, 60, 400, 3000])
def test_labels_of_periods_do_not_touch(days):
    dates = pd.date_range("2017-09-05", periods=days, freq="D")
    made = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates}))
    ax = tk.plot_timeline(tk.timeline(made, freq="D" if days < 100 else "M"))
    ax.figure.canvas.draw()
    boxes = sorted(
        (label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()), key=lambda box: box.x0
    )
    assert boxes
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


@pytest.mark.parametrize("empty", ["", " ", None])
def test_a_group_without_a_name_is_drawn_and_named(empty):
    dates = ["2017-11-01", "2017-11-08", "2017-11-08"]
    made = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates})).assign(outlet=[empty, empty, "_الأفق"])
    for layout in ("constrained", None):
        _, given = plt.subplots(layout=layout)
        ax = tk.plot_timeline(tk.timeline(made, by="outlet", freq="W"), ax=given)
        assert [line.get_label() for line in ax.lines] == ["بلا قيمة", "_الأفق"]
        legend = ax.get_legend() or ax.figure.legends[0]
        assert sorted(text.get_text() for text in legend.get_texts()) == ["_الأفق", "بلا قيمة"]
        assert ax.lines[0].get_ydata().tolist() == [1, 1]
        ax.figure.canvas.draw()


def test_a_column_may_have_any_name(sample_articles):
    counted = tk.timeline(sample_articles, by="source", freq="M").rename(columns={"source": 7})
    assert tk.plot_timeline(counted).lines


def _daily(n, **columns):
    periods = pd.date_range("1987-01-01", periods=n, freq="D")
    return pd.DataFrame({"period": periods, "n": 2, "n_articles": 1, **columns}).astype({"period": "datetime64[us]"})


def test_decades_of_days_are_one_outline_and_no_day_is_lost():
    ax = tk.plot_timeline(_daily(11_000).drop(index=range(5000, 6000)))
    (outline,) = ax.patches
    values, edges, _ = outline.get_data()
    assert values[::2].tolist() == [2] * 10_000
    assert not values[1::2].any()
    assert edges[::2].tolist() == mdates.date2num(_daily(11_000).drop(index=range(5000, 6000))["period"]).tolist()
    assert edges[1] == edges[0] + 1
    assert len(ax.get_children()) < 20
    ax.figure.canvas.draw()
    assert len(tk.plot_timeline(_daily(400)).patches) == 400


@pytest.mark.parametrize(("days", "months"), [(150, 1), (200, 2), (400, 3), (1500, 12), (4000, 24)])
def test_names_of_periods_are_a_calendars_step_apart(days, months):
    dates = pd.date_range("2017-09-05", periods=days, freq="D")
    ax = tk.plot_timeline(tk.timeline(tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates})), freq="M"))
    ticks = pd.DatetimeIndex(mdates.num2date(ax.get_xticks()))
    steps = {12 * (b.year - a.year) + b.month - a.month for a, b in itertools.pairwise(ticks)}
    assert steps == {months}


def test_too_few_dates_are_said():
    ax = tk.plot_timeline(tk.timeline(tk.as_articles(["خبر بلا تاريخ"])))
    assert not ax.patches
    assert "لا تكفي" in ax.texts[0].get_text()


def test_wrong_tables_and_choices_are_named(sample_articles):
    with pytest.raises(tk.MissingColumnsError, match="timeline"):
        tk.plot_timeline(sample_articles)
    with pytest.raises(tk.InvalidArgumentError, match="direction"):
        tk.plot_timeline(tk.timeline(sample_articles), direction="up")
    with pytest.raises(tk.InvalidArgumentError, match="value='count'"):
        tk.plot_timeline(tk.timeline(sample_articles), value="count")
    for top in (0, -1, 1.5):
        with pytest.raises(tk.InvalidArgumentError, match="top of 1 or more"):
            tk.plot_timeline(tk.timeline(sample_articles, by="source"), top=top)
