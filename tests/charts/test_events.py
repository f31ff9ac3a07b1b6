import re
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import toolkit as tk
from tests.measures.test_events import FOUND, TEXTS, corpus, dates_of
from toolkit.charts.events import _wrapped

LONG = (
    "قال المرصد إن القصف على المدينة بدأ يوم 9 تشرين الثاني 2017 وإن الطائرات عادت بعد ساعات فقصفت السوق والمشفى "
    "والمدرسة التي لجأ إليها النازحون من القرى المجاورة، وإن فرق الإسعاف لم تصل إلا مساء اليوم التالي بسبب الطريق."
)


def line():
    articles = corpus()
    return tk.event_line(dates_of(FOUND), articles, quotes=tk.find_quotes(articles))


def of_one(text, mention="يوم 9 تشرين الثاني 2017", n=1):
    start = text.index(mention)
    one = {"article_id": "0", "field": "text", "start": start, "end": start + len(mention), "mention": mention}
    dates = pd.DataFrame([one | {"grain": "day", "rule": ""}] * n).assign(date_start=pd.Timestamp("2017-11-09"))
    return tk.event_line(dates.assign(date_end=dates["date_start"]), tk.as_articles([text]))


def test_time_runs_downwards_and_what_has_no_date_is_counted():
    events = line()
    ax = tk.plot_event_line(events, title="متى حدث ماذا")
    ax.figure.canvas.draw()
    written = [text.get_text() for text in ax.texts]
    dates = ["صيف 2014", "9 تشرين الثاني 2017", "10 تشرين الثاني 2017", "11 تشرين الثاني 2017"]
    assert [words for words in written if words in dates] == dates
    heights = [text.get_position()[1] for text in ax.texts]
    assert heights == sorted(heights, reverse=True)
    assert written[-1] == "بلا تاريخ معروف: 1"
    dots = [item.get_offsets()[0] for item in ax.collections]
    assert len(dots) == len(dates)
    assert "المرصد، الأفق" in written


@pytest.mark.parametrize("size", [8, 11, 14])
def test_no_word_is_cut_and_no_two_lines_touch(size):
    with plt.rc_context({"font.size": size}):
        ax = tk.plot_event_line(pd.concat([line(), of_one(LONG, n=4)]), top=20)
        ax.figure.canvas.draw()
        boxes = [text.get_window_extent() for text in ax.texts]
        paper = ax.figure.bbox
    assert all(box.x0 >= paper.x0 and box.x1 <= paper.x1 for box in boxes)
    assert all(box.y0 >= paper.y0 - 1 and box.y1 <= paper.y1 + 1 for box in boxes)
    for above, below in pairwise(boxes):
        assert above.y0 + above.y1 > below.y0 + below.y1
        assert above.y0 >= below.y1 - 2


def test_a_long_statement_is_shown_around_its_date():
    written = " ".join(text.get_text() for text in tk.plot_event_line(of_one(LONG)).texts)
    assert "يوم 9 تشرين الثاني 2017" in written
    assert written.endswith("…")
    later = tk.plot_event_line(of_one("ثم " * 100 + LONG)).texts
    assert "يوم 9 تشرين الثاني 2017" in " ".join(text.get_text() for text in later)
    short = tk.plot_event_line(of_one(LONG[:59] + "."))
    assert LONG[:59] + "." in " ".join(text.get_text() for text in short.texts).replace("\u200f", "")


def test_a_line_without_arabic_letters_is_read_from_the_right_too():
    text = "تقدمت القوات في 9/11/2017."
    wide = tk.plot_event_line(of_one("كلمة " * 30 + text, mention="9/11/2017"))
    lines = [words.get_text() for words in wide.texts]
    assert all(re.search("[\u0621-\u064a]", words) or words.startswith("\u200f") for words in lines)
    assert _wrapped("منذ 2014.", 5, 11, "normal") == ["منذ", "\u200f2014."]


def test_on_axes_of_ones_own_as_many_are_drawn_as_there_is_room_for():
    _, ax = plt.subplots(figsize=(5.6, 2), layout="constrained")
    tk.plot_event_line(of_one(LONG, n=9), top=9, ax=ax)
    ax.figure.canvas.draw()
    drawn = len(ax.collections)
    assert 0 < drawn < 9
    assert ax.texts[-1].get_text() == f"لم يتسع لها الشكل: {9 - drawn}"
    assert all(text.get_window_extent().y0 >= ax.figure.bbox.y0 - 1 for text in ax.texts)


def test_a_chart_says_its_first_and_its_last_statement():
    words = tk.describe_chart(tk.plot_event_line(line()))
    assert words.startswith("خط زمني لأقوال مؤرخة. عددها: 4. أولها: صيف 2014")
    assert "آخرها: 11 تشرين الثاني 2017" in words


def test_each_statement_opens_its_sentence():
    events = line()
    html = tk.figure(tk.plot_event_line(events), caption="متى", table=events, tokens=corpus())._repr_html_()
    assert html.count('<path class="tk-hit"') == len(events) - 1
    assert html.count('class="tk-behind"') == len(events)
    assert all(text[:8] in html for text in TEXTS)


def test_other_tables_are_refused_and_no_date_is_said():
    with pytest.raises(tk.MissingColumnsError, match=r"event_line\("):
        tk.plot_event_line(tk.term_frequencies(["ماء"]))
    with pytest.raises(tk.InvalidArgumentError, match="top"):
        tk.plot_event_line(line(), top=0)
    ax = tk.plot_event_line(line().tail(1))
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == ["لا تواريخ تكفي لرسم هذا الشكل"]
