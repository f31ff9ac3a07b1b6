import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tk
from toolkit.charts.theme import VALUE_LABELS


@pytest.fixture
def terms(sample_articles):
    return tk.term_frequencies(sample_articles)


@pytest.mark.parametrize("value", VALUE_LABELS)
def test_bars_are_as_long_as_the_table_says_longest_first(terms, value):
    ax = tk.plot_term_frequencies(terms, top=12, value=value)
    expected = terms.sort_values(value, ascending=False, kind="stable").head(12)
    assert [bar.get_width() for bar in ax.patches] == expected[value].tolist()
    assert [label.get_text() for label in ax.get_yticklabels()] == expected["term"].tolist()
    tops = [bar.get_y() for bar in ax.patches]
    assert sorted(tops) == tops
    assert ax.yaxis_inverted()
    ax.figure.canvas.draw()


def test_bars_grow_from_the_right_and_names_stand_there(terms):
    ax = tk.plot_term_frequencies(terms)
    ax.figure.canvas.draw()
    first = ax.patches[0].get_window_extent()
    box = ax.get_window_extent()
    assert first.x1 == pytest.approx(box.x1)
    assert first.x0 > box.x0
    label = ax.get_yticklabels()[0].get_window_extent()
    assert label.x0 >= box.x1
    assert label.x1 <= ax.figure.bbox.x1


def test_numbers_stand_beyond_the_bars_inside_the_chart(terms):
    ax = tk.plot_term_frequencies(terms)
    ax.figure.canvas.draw()
    for bar, text in zip(ax.patches, ax.texts, strict=True):
        number = text.get_window_extent()
        assert number.x1 <= bar.get_window_extent().x0
        assert number.x0 >= ax.get_window_extent().x0
        assert text.get_text() == f"{bar.get_width():,.0f}"


def test_intervals_of_the_table_are_lines_and_numbers_stand_beyond_them(sample_articles):
    counted = tk.term_frequencies(sample_articles, interval=0.95, min_n=20, n_resamples=200)
    ax = tk.plot_term_frequencies(counted, top=10, value="per_million")
    ax.figure.canvas.draw()
    shown = counted.sort_values("per_million", ascending=False, kind="stable").head(10)
    segments = ax.collections[0].get_segments()
    edge = 1.5 * shown["per_million"].max()
    for segment, number, low, high in zip(segments, ax.texts, shown["low"], shown["high"], strict=True):
        assert segment[:, 0] == pytest.approx([low, min(high, edge)])
        end = ax.transData.transform(segment[1])[0]
        assert number.get_window_extent().x1 <= end
        assert number.get_window_extent().x0 >= ax.figure.bbox.x0
    assert not tk.plot_term_frequencies(counted, value="n").collections


def test_one_row_is_one_bar(terms):
    ax = tk.plot_term_frequencies(terms.head(1))
    ax.figure.canvas.draw()
    assert [bar.get_width() for bar in ax.patches] == [terms["n"].iloc[0]]


def test_millions_are_read_without_counting_noughts():
    table = pd.DataFrame({"term": ["سعر", "ماء"], "key": ["a", "b"], "n": [12_500_000, 8_000_000]})
    ax = tk.plot_term_frequencies(table)
    ax.figure.canvas.draw()
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels[0] == "0"
    assert "10 مليون" in labels
    assert ax.texts[0].get_text() == "12,500,000", "the number of a bar is whole"


def test_names_are_drawn_and_long_ones_cut(sample_articles):
    tokens = tk.tokenize(sample_articles)
    counted = tk.entity_frequencies(tk.find_entities(tokens), tokens)
    counted.loc[0, "entity"] = "المنظمة العربية الدولية للتنمية الزراعية والريفية"
    ax = tk.plot_entity_frequencies(counted, title="من وأين")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "المنظمة العربية الدولية…"
    assert labels[1:] == counted["entity"].tolist()[1:20]
    assert ax.get_title(loc="right") == "من وأين"
    ax.figure.canvas.draw()


def test_a_long_word_keeps_its_beginning():
    ax = tk.plot_term_frequencies(tk.term_frequencies(tk.as_articles(["ه" * 60])))
    assert ax.get_yticklabels()[0].get_text() == "ه" * 28 + "…"


def test_an_empty_table_says_so():
    ax = tk.plot_term_frequencies(tk.term_frequencies(tk.as_articles([])))
    assert not ax.patches
    assert "لا بيانات" in ax.texts[0].get_text()


def test_given_axes_are_used_and_the_table_is_not_changed(terms):
    before = terms.copy()
    _, ax = plt.subplots()
    assert tk.plot_term_frequencies(terms, ax=ax) is ax
    pd.testing.assert_frame_equal(terms, before)


def test_wrong_tables_are_named(terms, sample_articles):
    with pytest.raises(tk.MissingColumnsError, match=r"plot_entity_frequencies\(entity_frequencies"):
        tk.plot_entity_frequencies(terms)
    with pytest.raises(tk.InvalidArgumentError, match="one group"):
        tk.plot_term_frequencies(tk.term_frequencies(sample_articles, by="source"))
    with pytest.raises(tk.MissingColumnsError, match="per_million"):
        tk.plot_term_frequencies(terms.drop(columns="per_million"), value="per_million")


@pytest.mark.parametrize("plot", [tk.plot_term_frequencies, tk.plot_entity_frequencies])
def test_wrong_choices_are_named_before_the_table_is_blamed(terms, plot):
    with pytest.raises(tk.InvalidArgumentError, match=f"{plot.__name__}.* does not know value='count'"):
        plot(terms, value="count")
    for top in (0, -3):
        with pytest.raises(tk.InvalidArgumentError, match=f"{plot.__name__}.* top of 1 or more"):
            plot(terms, top=top)
