import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

import toolkit as tk


@pytest.fixture
def marks(sample_articles):
    tokens = tk.tokenize(sample_articles)
    table = tk.keyness(tokens, by="source", min_n=3)
    return table[table["source"] == "ساعي البادية"]


def test_bars_are_the_log_ratios_of_the_surest_terms_in_order(marks):
    ax = tk.plot_keyness(marks, top=12)
    ax.figure.canvas.draw()
    surest = marks.sort_values("g2", ascending=False, kind="stable").head(12)
    expected = surest.sort_values("log_ratio", ascending=False, kind="stable")
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(expected["log_ratio"].tolist())
    assert [label.get_text() for label in ax.get_yticklabels()] == expected["term"].tolist()
    assert ax.xaxis_inverted(), "the target's bars run to the left"
    assert ax.yaxis.get_ticks_position() == "right"


def test_the_two_sides_have_colours_of_their_own(marks):
    ax = tk.plot_keyness(marks, top=30)
    colours = {bar.get_width() > 0: bar.get_facecolor() for bar in ax.patches}
    assert colours[True] != colours[False]


def test_lines_are_the_intervals_and_none_leaves_the_chart(marks):
    ax = tk.plot_keyness(marks, top=10)
    ax.figure.canvas.draw()
    shown = marks.sort_values("g2", ascending=False, kind="stable").head(10)
    shown = shown.sort_values("log_ratio", ascending=False, kind="stable")
    lines = next(item for item in ax.collections if isinstance(item, LineCollection)).get_segments()
    left, right = sorted(ax.get_xlim())
    for line, low, high in zip(lines, shown["log_ratio_low"], shown["log_ratio_high"], strict=True):
        assert line[0][0] == pytest.approx(low) or abs(line[0][0]) < abs(low)
        assert line[1][0] == pytest.approx(high) or line[1][0] < high
        assert left <= line[0][0] <= line[1][0] <= right


def test_sides_are_named_where_both_are_drawn(marks):
    both = tk.plot_keyness(marks, top=30, sides=("هنا", "هناك")).get_xlabel()
    one = tk.plot_keyness(marks[marks["log_ratio"] > 0], sides=("هنا", "هناك")).get_xlabel()
    assert "هناك" in both
    assert "هناك" not in one


def test_nothing_to_draw_is_said_and_groups_are_refused(marks):
    ax = tk.plot_keyness(marks.head(0))
    ax.figure.canvas.draw()
    assert "لا ألفاظ" in " ".join(text.get_text() for text in ax.texts)
    assert len(tk.plot_keyness(marks.head(1)).patches) == 1
    unknown = marks.head(2).assign(log_ratio=np.nan)
    assert not tk.plot_keyness(unknown).patches
    with pytest.raises(tk.InvalidArgumentError, match="one group"):
        tk.plot_keyness(pd.concat([marks, marks]))
    with pytest.raises(tk.MissingColumnsError, match="keyness"):
        tk.plot_keyness(pd.DataFrame({"term": []}))


def test_a_term_that_one_side_lacks_is_pale_and_explained(marks):
    ax = tk.plot_keyness(marks, top=30)
    ax.figure.canvas.draw()
    shown = marks.sort_values("g2", ascending=False, kind="stable").head(30)
    shown = shown.sort_values("log_ratio", ascending=False, kind="stable")
    assert [bar.get_facecolor()[3] < 1 for bar in ax.patches] == shown["smoothed"].tolist()
    assert all(bar.get_edgecolor()[3] == 1 for bar in ax.patches if bar.get_facecolor()[3] < 1), "with a full outline"
    assert ("الباهت" in ax.get_xlabel()) == shown["smoothed"].any()
    sure = marks[~marks["smoothed"]]
    assert "الباهت" not in tk.plot_keyness(sure).get_xlabel()
