"""Two groups on one plane: dots where the table says, names that do not touch."""

import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text

import toolkit as tk


@pytest.fixture(scope="module")
def compared(sample_articles):
    return tk.compare(tk.term_frequencies, tk.tokenize(sample_articles), by="source")


GROUPS = ("بريد الضفاف", "ساعي البادية")


def _draw(table, **options):
    ax = tk.plot_comparison(table, **options)
    ax.figure.canvas.draw()
    return ax


def test_each_term_stands_where_the_two_groups_have_it(compared):
    ax = _draw(compared, groups=GROUPS)
    drawn = {tuple(point) for point in ax.collections[0].get_offsets().tolist()}
    by_term = compared.pivot_table(index="key", columns="source", values="value")[list(GROUPS)]
    shown = by_term[(by_term > 0).any(axis=1)]
    assert drawn == {tuple(point) for point in shown.to_numpy().tolist()}
    assert ax.xaxis_inverted()
    assert ax.yaxis.get_ticks_position() == "right"
    assert GROUPS[0] in ax.get_xlabel()
    assert GROUPS[1] in ax.get_ylabel()


def test_a_name_points_at_its_own_dot(compared):
    ax = _draw(compared, groups=GROUPS)
    values = compared.pivot_table(index="term", columns="source", values="value")[list(GROUPS)]
    assert len(ax.texts) >= 25
    for text in ax.texts:
        assert tuple(text.xy) == tuple(values.loc[text.get_text()])


@pytest.mark.parametrize("top", [1, 40, 200])
def test_names_touch_neither_each_other_nor_the_edge(compared, top):
    ax = _draw(compared, groups=GROUPS, top=top)
    boxes = [Text.get_window_extent(text) for text in ax.texts]
    assert boxes
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    frame = ax.get_window_extent().padded(1)
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 for box in boxes)


def test_the_same_table_gives_the_same_chart(compared):
    one, other = (_draw(compared, groups=GROUPS) for _ in range(2))
    assert [(text.get_text(), text.xyann) for text in one.texts] == [(t.get_text(), t.xyann) for t in other.texts]


def test_the_side_that_has_more_gives_the_colour(compared):
    dots = _draw(compared, groups=GROUPS).collections[0]
    sides = {}
    for (across, up), colour in zip(dots.get_offsets().tolist(), dots.get_facecolors().tolist(), strict=True):
        sides.setdefault(across > up, set()).add(tuple(colour))
    assert len(sides[True]) == len(sides[False]) == 1
    assert sides[True] != sides[False]


def test_small_tables_say_so_or_are_drawn(compared):
    assert "لا بيانات" in _draw(compared.head(0)).texts[0].get_text()
    key = compared["key"].iloc[0]
    one = _draw(compared[compared["key"] == key], groups=GROUPS)
    assert len(one.texts) == 1


def test_a_measure_of_zero_everywhere_is_not_drawn():
    table = pd.DataFrame(
        {"source": ["أ", "ب"] * 2, "term": ["س", "س", "ص", "ص"], "value": [0.0, 0, 2, 3], "rank": 1.0, "spread": 1.0}
    )
    assert [text.get_text() for text in _draw(table).texts] == ["ص"]


def test_given_axes_are_used_and_wrong_tables_named(compared):
    _, ax = plt.subplots()
    assert _draw(compared, groups=GROUPS, ax=ax) is ax
    with pytest.raises(tk.InvalidArgumentError, match="two groups"):
        tk.plot_comparison(compared)
    with pytest.raises(tk.InvalidArgumentError, match="two groups"):
        tk.plot_comparison(compared, groups=("بريد الضفاف", "لا أحد"))
    with pytest.raises(tk.MissingColumnsError, match=r"plot_comparison\(compare"):
        tk.plot_comparison(compared.drop(columns="value"))
    with pytest.raises(tk.InvalidArgumentError, match="each term or name"):
        tk.plot_comparison(compared.drop(columns=["term", "key"]))
