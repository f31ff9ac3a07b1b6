import pandas as pd
import pytest
from matplotlib.colors import to_hex

import toolkit as tk
from toolkit.charts.theme import colours

TEXTS = [
    "قال المرصد السوري لحقوق الإنسان إن 31 مدنياً قتلوا في الرقة.",
    "قتل في الرقة نحو 20 مدنياً.",
    "قتل ما بين 12 و18 شخصاً في الرقة.",
    "قتل أكثر من 25 شخصاً في الرقة.",
    "قتل عشرات المدنيين في الرقة.",
    "قتل أقل من 10 أشخاص في الموصل.",
]


def compared(texts=TEXTS):
    articles = tk.as_articles(pd.DataFrame({"text": texts, "date": "2017-11-09", "source": "الأفق"}))
    figures = tk.find_figures(articles, quotes=tk.find_quotes(articles), mentions=tk.find_entities(articles))
    return tk.figures_compared(figures, articles, kind="people_killed"), articles


def dots_of(ax):
    """Each dot: place across, place down, whether hollow, colour."""
    return [
        (
            *point,
            to_hex(item.get_facecolor()[0]) == colours().paper,
            to_hex(item.get_edgecolor()[i % len(item.get_edgecolor())]),
        )
        for item in ax.collections
        for i, point in enumerate(item.get_offsets().tolist())
    ]


def test_each_figure_has_a_row_its_source_its_number_and_its_dot():
    table, _ = compared()
    ax = tk.plot_figures_compared(table, title="كم قُتل؟")
    ax.figure.canvas.draw()
    assert len(ax.get_yticks()) == len(table)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [speaker or "الخبر نفسه" for speaker in table["speaker"]]
    written = [text.get_text() for text in ax.texts]
    for words in ("31", "نحو 20", "من 12 إلى 18", "25 أو أكثر", "10 أو أقل", "عشرات", "الرقة", "الموصل"):
        assert words in written
    dots = {round(dot[1], 3): dot for dot in dots_of(ax)}
    rows = dict(zip(ax.get_yticks().round(3).tolist(), table.itertuples(), strict=True))
    assert dots.keys() == {at for at, row in rows.items() if pd.notna(row.value)}
    for at, (value, _, hollow, colour) in dots.items():
        assert value == rows[at].value
        assert hollow == rows[at].approximate
        assert colour == (colours().emphasis if rows[at].disagrees else colours().accent)
    assert ax.xaxis_inverted()
    assert ax.get_xlabel() == "عدد القتلى (شخص)"


def test_lines_are_what_the_figures_claim():
    table, _ = compared()
    ax = tk.plot_figures_compared(table)
    spans = {tuple(sorted(line.get_xdata())) for line in ax.get_lines() if len(line.get_xdata()) == 2}
    right, left = sorted(ax.get_xlim())
    assert {(12.0, 18.0), (18.0, 22.0), (10.0, 100.0), (25.0, left), (right, 10.0)} == spans


def test_nothing_is_cut_and_no_two_texts_touch():
    table, _ = compared()
    ax = tk.plot_figures_compared(table)
    ax.figure.canvas.draw()
    texts = [text for text in [*ax.texts, *ax.get_yticklabels()] if text.get_text()]
    boxes = [text.get_window_extent() for text in texts]
    paper = ax.figure.bbox
    assert all(box.x0 >= paper.x0 - 1 and box.x1 <= paper.x1 + 1 for box in boxes)
    for i, box in enumerate(boxes):
        assert not any(box.padded(-1).overlaps(other.padded(-1)) for other in boxes[:i])


def test_far_numbers_have_a_logarithmic_axis_and_the_rest_is_told():
    numbers = (3, 8, 20, 55, 150, 400, 1100, 3000)
    table, _ = compared([f"مقتل {number} من المدنيين في الرقة." for number in numbers])
    ax = tk.plot_figures_compared(table, top=2)
    assert ax.get_xscale() == "linear"
    assert "لا يظهر من الأرقام: 6" in ax.get_xlabel()
    assert tk.plot_figures_compared(table).get_xscale() == "log"


def test_a_chart_says_who_gives_most():
    table, _ = compared()
    words = tk.describe_chart(tk.plot_figures_compared(table, title="كم قُتل؟"))
    assert words.startswith("رسم نقاط: كم قُتل؟. عدد النقاط: 5. عدد القتلى (شخص): من 10 إلى 31.")
    assert "المرصد السوري لحقوق الإنسان (31)" in words


def test_each_row_opens_its_sentence():
    table, articles = compared()
    block = tk.figure(tk.plot_figures_compared(table), caption="كم", table=table, tokens=articles)
    html = block._repr_html_()
    assert html.count('<path class="tk-hit"') == len(table)
    assert html.count('class="tk-behind"') == len(table)
    assert "قتلوا في الرقة" in html


def test_several_axes_and_other_tables_are_refused_and_none_is_said():
    table, _ = compared()
    with pytest.raises(tk.InvalidArgumentError, match="values of kind"):
        tk.plot_figures_compared(pd.concat([table, table.head(1).assign(kind="money")]))
    with pytest.raises(tk.InvalidArgumentError, match="values of counted"):
        tk.plot_figures_compared(pd.concat([table, table.head(1).assign(counted="عائلة")]))
    with pytest.raises(tk.MissingColumnsError, match=r"figures_compared\("):
        tk.plot_figures_compared(tk.term_frequencies(["ماء"]))
    with pytest.raises(tk.InvalidArgumentError, match="top"):
        tk.plot_figures_compared(table, top=0)
    ax = tk.plot_figures_compared(table.head(0))
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == ["لا أرقام تكفي لرسم هذا الشكل"]
