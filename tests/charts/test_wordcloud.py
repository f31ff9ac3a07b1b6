from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.font_manager import findfont
from matplotlib.offsetbox import TextArea

import toolkit as tk
from toolkit.charts.shaping import shapes_natively
from toolkit.charts.wordcloud import _ink


@pytest.fixture(autouse=True)
def _undo():
    yield
    tk.undo_arabic()


@pytest.fixture(scope="module")
def terms(sample_articles):
    return tk.term_frequencies(sample_articles)


def written(ax):
    return " ".join(area.get_text() for area in ax.findobj(TextArea))


def ink(ax, text):
    """The pixels that one word blackens when it is drawn alone."""
    for other in (*ax.texts, *ax.artists):
        other.set_visible(other is text)
    ax.figure.canvas.draw()
    pixels = np.asarray(ax.figure.canvas.buffer_rgba())[..., :3].astype(int)
    return (pixels != pixels[0, 0]).any(axis=2)


@pytest.mark.parametrize("value", ["n", "n_articles", "per_million"])
def test_the_area_of_a_word_is_its_number(terms, value):
    ax = tk.plot_wordcloud(terms, value=value, top=40)
    ax.figure.canvas.draw()
    shown = terms.sort_values(value, ascending=False, kind="stable").head(40)
    assert [text.get_text() for text in ax.texts] == shown["term"].tolist()
    areas = np.array([text.get_fontsize() for text in ax.texts]) ** 2
    np.testing.assert_allclose(areas / areas[0], shown[value] / shown[value].iloc[0])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_two_words_share_a_pixel_and_none_is_cut(terms, theme):
    tk.use_arabic(tables=False, theme=theme)
    ax = tk.plot_wordcloud(terms, top=40, title="أكثر الألفاظ وروداً")
    ax.set_title("", loc="right")
    seen = None
    for text in ax.texts:
        alone = ink(ax, text)
        assert alone.any()
        assert not alone[[0, -1]].any()
        assert not alone[:, [0, -1]].any()
        seen = alone.astype(int) if seen is None else seen + alone
    assert seen.max() == 1


def test_the_most_frequent_word_stands_in_the_middle(terms):
    ax = tk.plot_wordcloud(terms)
    rows, columns = np.nonzero(ink(ax, ax.texts[0]))
    box = ax.get_window_extent()
    assert np.mean([columns.min(), columns.max()]) == pytest.approx((box.x0 + box.x1) / 2, abs=4)
    height = ax.figure.bbox.height
    assert np.mean([rows.min(), rows.max()]) == pytest.approx(height - (box.y0 + box.y1) / 2, abs=4)


def test_the_same_table_gives_the_same_picture(terms):
    first, again = ([text.get_position() for text in tk.plot_wordcloud(terms).texts] for _ in range(2))
    assert first == again


def test_words_are_shaped_text_in_the_font_of_the_toolkit(terms):
    tk.use_arabic(tables=False)
    ax = tk.plot_wordcloud(terms)
    assert len(ax.texts) == 60
    for text in ax.texts:
        assert text._preprocess_math(text.get_text())[0] != text.get_text()
        family = "Vazirmatn" if shapes_natively() else "DejaVu"
        assert family in Path(findfont(text.get_fontproperties())).name


def test_names_make_a_cloud_too(sample_articles):
    tokens = tk.tokenize(sample_articles)
    names = tk.entity_frequencies(tk.find_entities(tokens), tokens)
    ax = tk.plot_wordcloud(names, top=10)
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == names["entity"].head(10).tolist()
    assert f"{names['n'].iloc[0]} لأكبرها" in written(ax)


def test_words_with_signs_of_mathematics_and_blank_ones_are_drawn_as_they_are(terms):
    odd = pd.concat([terms.head(4).assign(term=["$x_1$", "5$ و6$", "a_b", " "]), terms.iloc[4:10]])
    ax = tk.plot_wordcloud(odd)
    first, second = ax.texts[:2]
    # The outlines that words were packed by are as wide as the words.
    for text in (first, second):
        columns = np.nonzero(ink(ax, text))[1]
        expected = np.ptp(_ink(text.get_text())[[0, 2]]) * text.get_fontsize() * ax.figure.dpi / 72
        assert np.ptp(columns) == pytest.approx(expected, abs=4)


def test_empty_and_one_row_tables_say_so(terms):
    ax = tk.plot_wordcloud(terms.head(0))
    ax.figure.canvas.draw()
    assert "لا بيانات" in ax.texts[0].get_text()
    ax = tk.plot_wordcloud(terms.head(1))
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == [terms["term"].iloc[0]]
    assert "في الجدول كلمة واحدة" in written(ax)


def test_given_axes_are_used_and_the_table_is_not_changed(terms):
    before = terms.copy()
    figure, (ax, _) = plt.subplots(1, 2)
    assert tk.plot_wordcloud(terms, ax=ax) is ax
    figure.canvas.draw()
    pd.testing.assert_frame_equal(terms, before)


def test_wrong_tables_and_choices_are_named(terms, sample_articles):
    with pytest.raises(tk.InvalidArgumentError, match="one group"):
        tk.plot_wordcloud(tk.term_frequencies(sample_articles, by="source"))
    with pytest.raises(tk.MissingColumnsError, match=r"plot_wordcloud\(term_frequencies"):
        tk.plot_wordcloud(terms.drop(columns="term"))
    with pytest.raises(tk.InvalidArgumentError, match="value='count'"):
        tk.plot_wordcloud(terms, value="count")
    with pytest.raises(tk.InvalidArgumentError, match="top of 1 or more"):
        tk.plot_wordcloud(terms, top=0)
