import pandas as pd
import pytest
from matplotlib.collections import QuadMesh

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
