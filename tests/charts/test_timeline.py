import itertools

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


def test_too_few_dates_are_said():
    ax = tk.plot_timeline(tk.timeline(tk.as_articles(["خبر بلا تاريخ"])))
    assert not ax.patches
    assert "لا تكفي" in ax.texts[0].get_text()


def test_wrong_tables_and_choices_are_named(sample_articles):
    with pytest.raises(tk.MissingColumnsError, match="timeline"):
        tk.plot_timeline(sample_articles)
    with pytest.raises(tk.InvalidArgumentError, match="direction"):
        tk.plot_timeline(tk.timeline(sample_articles), direction="up")
