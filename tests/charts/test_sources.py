import pytest

import toolkit as tk

ARTICLES = [
    "قال المرصد إن القصف مستمر. وأضاف: «لا هدنة في المدينة حتى الآن». وأكد الوزير أن الطريق مفتوح.",
    "بحسب المرصد، تتواصل الاشتباكات في البلدة.",
]


def heard(texts):
    articles = tk.as_articles(texts)
    return tk.sources_heard(tk.find_quotes(articles), articles, n_resamples=20)


def test_a_bar_has_its_direct_and_its_other_part():
    table = heard(ARTICLES)
    ax = tk.plot_sources_heard(table, title="من يُسمع صوته؟")
    ax.figure.canvas.draw()
    n = len(table)
    direct, told = ax.patches[:n], ax.patches[n : 2 * n]
    assert [bar.get_width() for bar in direct] == table["n_direct"].to_list()
    assert [bar.get_width() for bar in told] == table["n_indirect"].to_list()
    assert [bar.get_x() for bar in told] == table["n_direct"].to_list()
    assert [label.get_text() for label in ax.get_yticklabels()] == table["speaker"].to_list()
    assert ax.xaxis_inverted()
    assert [text.get_text() for text in ax.texts] == [str(number) for number in table["n"]]


def test_the_most_heard_are_drawn_and_an_empty_table_says_so():
    ax = tk.plot_sources_heard(heard(ARTICLES), top=1)
    assert len(ax.patches) == 2
    ax = tk.plot_sources_heard(heard(["لا أحد هنا."]))
    ax.figure.canvas.draw()
    assert not ax.patches
    assert ax.texts


def test_groups_and_other_tables_are_refused():
    table = heard(ARTICLES)
    with pytest.raises(tk.InvalidArgumentError, match="several rows for one speaker"):
        tk.plot_sources_heard(table.loc[[0, 0]])
    with pytest.raises(tk.MissingColumnsError, match=r"sources_heard\("):
        tk.plot_sources_heard(tk.term_frequencies(["ماء"]))
    with pytest.raises(tk.InvalidArgumentError, match="top"):
        tk.plot_sources_heard(table, top=0)
