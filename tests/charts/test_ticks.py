"""Axes that matplotlib and pandas label themselves."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import toolkit as tk


@pytest.fixture
def drawn():
    """Draws with Arabic in use, and gives the labels of both axes."""

    def draw(plot, **options):
        tk.use_arabic(tables=False, **options)
        ax = plot()
        ax.figure.canvas.draw()
        return [label.get_text() for label in ax.get_xticklabels()], [
            label.get_text() for label in ax.get_yticklabels()
        ]

    yield draw
    tk.undo_arabic()


def _numbers():
    ax = plt.figure().add_subplot()
    ax.plot([0, 2000], [-1, 0.5])
    return ax


def test_number_axes_of_ones_own_follow_the_digits(drawn):
    x, y = drawn(_numbers, digits="arabic")
    assert "١٠٠٠" in x
    assert "−١٫٠" in y
    assert not any(character in "0123456789" for label in x + y for character in label)


def test_number_axes_stay_as_they_are_in_european_digits(drawn):
    with_arabic = drawn(_numbers)
    tk.undo_arabic()
    ax = _numbers()
    ax.figure.canvas.draw()
    assert with_arabic[0] == [label.get_text() for label in ax.get_xticklabels()]


@pytest.mark.parametrize(
    ("months", "first"), [("levantine", "كانون الثاني"), ("egyptian", "يناير"), ("maghrebi", "جانفي")]
)
@pytest.mark.parametrize(
    "index", [pd.period_range("2017-01", periods=5, freq="M"), pd.date_range("2017-01-01", periods=99)]
)
def test_the_period_axis_of_pandas_names_months_in_arabic(drawn, months, first, index):
    x, _ = drawn(lambda: pd.Series(np.arange(len(index)), index=index).plot(), months=months)
    assert x[0] == f"{first}\n2017"
    assert not any(character.isascii() and character.isalpha() for label in x for character in label)


def test_undo_gives_both_back():
    plot = pd.Series([1, 2, 3], index=pd.period_range("2017-01", periods=3, freq="M")).plot
    tk.use_arabic(tables=False, digits="arabic")
    tk.use_arabic(tables=False, digits="arabic")  # twice is once
    tk.undo_arabic()
    ax = plot()
    ax.figure.canvas.draw()
    assert ax.get_xticklabels()[0].get_text() == "Jan\n2017"
    assert ax.get_yticklabels()[1].get_text() == "1.00"
