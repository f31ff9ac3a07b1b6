"""The source and the number of articles, under any chart, touching nothing."""

import matplotlib.pyplot as plt
import pytest

import toolkit as tk


@pytest.mark.parametrize("layout", ["constrained", None])
def test_the_line_stands_below_all_and_at_the_right(layout):
    figure, axes = plt.subplots(1, 2, layout=layout)
    for ax in axes:
        ax.plot([1, 2])
        ax.set_xlabel("السنة")
    assert tk.caption_chart(axes[0], "أرشيف الضفاف", n_articles=1234) is axes[0]
    figure.canvas.draw()
    words = figure.get_supxlabel()
    assert "أرشيف الضفاف" in words
    assert "1,234" in words
    (line,) = [text for text in figure.findobj(plt.Text) if text.get_text() == words]
    box = line.get_window_extent()
    assert box.y1 <= min(ax.get_tightbbox().y0 for ax in axes)
    assert box.x1 > figure.bbox.width * 0.9


def test_it_stays_below_the_legend_of_a_chart(sample_articles):
    tokens = tk.tokenize(sample_articles)
    ax = tk.plot_dispersion(tk.occurrences(tokens, ["القوات", "المدينة"]))
    tk.caption_chart(ax, "أرشيف", n_articles=3)
    ax.figure.canvas.draw()
    (line,) = [text for text in ax.figure.findobj(plt.Text) if text.get_text() == ax.figure.get_supxlabel()]
    assert line.get_window_extent().y1 <= ax.get_legend().get_window_extent().y0


def test_a_second_call_replaces_the_first_and_nothing_is_refused():
    ax = tk.plot_term_frequencies(tk.term_frequencies(["خبر"]))
    tk.caption_chart(ax, "أرشيف")
    tk.caption_chart(ax, n_articles=7)
    assert ax.figure.get_supxlabel() == "عدد الأخبار: 7"
    with pytest.raises(tk.InvalidArgumentError, match="caption_chart"):
        tk.caption_chart(ax)
