import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_rgb

import toolkit as tk

COUNTS = pd.DataFrame({"place": ["الرقة", "الرقة", "حلب"], "source": ["أ", "ب", "ب"], "n": [3, 5, 1]})


def draw(table, **named):
    ax = tk.plot_heatmap(table, **{"x": "source", "y": "place", "value": "n"} | named)
    ax.figure.canvas.draw()
    return ax


def test_cells_hold_the_numbers_of_the_table_from_the_right_and_the_top():
    ax = draw(COUNTS)
    mesh = next(item for item in ax.collections if isinstance(item, QuadMesh))
    assert mesh.get_array().filled(-1).tolist() == [[3, 5], [-1, 1]]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["أ", "ب"]
    assert ax.xaxis_inverted()
    assert ax.yaxis_inverted()
    assert {text.get_text(): text.get_position() for text in ax.texts} == {
        "3": (0.5, 0.5),
        "5": (1.5, 0.5),
        "1": (1.5, 1.5),
    }


def test_dates_stand_in_their_order_and_a_large_grid_has_no_numbers():
    days = pd.date_range("2017-10-01", periods=40)[::-1]
    table = pd.DataFrame({"period": list(days) * 5, "term": [t for t in "ابتثج" for _ in days], "n": 1})
    ax = draw(table, x="period", y="term")
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels[0].startswith("1 ")
    assert not ax.texts


def test_many_months_are_named_in_part_and_years_where_they_begin():
    periods = pd.date_range("2016-03-01", periods=30, freq="MS")
    ax = draw(pd.DataFrame({"period": periods, "term": "س", "n": range(30)}), x="period", y="term")
    labels = ax.get_xticklabels()
    assert 3 <= len(labels) <= 6
    assert "2016" in labels[0].get_text()
    boxes = sorted((label.get_window_extent() for label in labels), key=lambda box: box.x0)
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_many_outlets_are_all_named_and_end_at_their_column():
    table = pd.DataFrame({"source": [f"صحيفة البلد {i}" for i in range(12)], "place": "الرقة", "n": 2})
    labels = draw(table).get_xticklabels()
    assert [label.get_text() for label in labels] == table["source"].tolist()
    assert {label.get_rotation() for label in labels} == {45}


@pytest.mark.parametrize("table", [COUNTS.head(0), COUNTS.head(1), COUNTS.assign(n=0)])
def test_small_tables_are_drawn_or_said_to_be_empty(table):
    ax = draw(table)
    assert len(ax.texts) == max(len(table), 1)


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(tk.InvalidArgumentError, match="twice"):
        draw(pd.concat([COUNTS, COUNTS]))
    with pytest.raises(tk.InvalidArgumentError, match="one number"):
        draw(COUNTS, value="place", y="n")
    with pytest.raises(tk.MissingColumnsError):
        draw(COUNTS, value="g2")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_number_can_be_read_on_its_shade(theme):
    def luminance(colour):
        channels = np.array(to_rgb(colour))
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    tk.use_arabic(theme=theme)
    table = pd.DataFrame({"source": [f"{i:03}" for i in range(100)], "place": "الرقة", "n": range(1, 101)})
    ax = draw(table)
    mesh = next(item for item in ax.collections if isinstance(item, QuadMesh))
    tk.undo_arabic()
    for text, shade in zip(ax.texts, mesh.get_facecolors(), strict=True):
        low, high = sorted((luminance(text.get_color()), luminance(shade)))
        assert (high + 0.05) / (low + 0.05) >= 3.5, "the middle shade is as far from ink as from paper"
