"""Months of each region along an axis of dates, and what is put back."""

import datetime
import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import units as munits

import toolkit as tk
from toolkit.charts.dates import ArabicDateFormatter, calendar_ticks, date_labels, name_periods
from toolkit.charts.theme import MONTHS, new_axes


@pytest.fixture(autouse=True)
def _undo():
    yield
    tk.undo_arabic()


def _labels(dates, **options):
    tk.use_arabic(**options)
    _, ax = plt.subplots(layout="constrained")
    ax.plot(dates, range(len(dates)))
    ax.figure.canvas.draw()
    return ax, [label.get_text() for label in ax.get_xticklabels()]


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("kind", ["datetime64", "date", "timestamp"])
def test_any_axis_of_dates_names_the_months_of_the_region(months, kind):
    days = pd.date_range("2017-01-01", "2017-05-28", freq="D")
    dates = {"datetime64": days.to_numpy(), "date": [day.date() for day in days], "timestamp": list(days)}[kind]
    _, labels = _labels(dates, months=months)
    assert labels[0] == f"{MONTHS[months][0]}\n2017"
    assert set(labels[1:]) <= set(MONTHS[months])


def test_arabic_digits_stand_on_an_axis_of_dates_too():
    _, labels = _labels(pd.date_range("2011-01-01", "2017-01-01", freq="MS"), digits="arabic")
    assert labels
    assert set("".join(labels)) <= set("٠١٢٣٤٥٦٧٨٩")


@pytest.mark.parametrize("freq", ["h", "D", "W", "MS", "QS", "YS"])
def test_names_of_dates_do_not_touch(freq):
    ax, _ = _labels(pd.date_range("2017-01-01", periods=20, freq=freq))
    boxes = sorted((label.get_window_extent() for label in ax.get_xticklabels()), key=lambda box: box.x0)
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_undo_puts_back_what_matplotlib_did_with_dates():
    kinds = (np.datetime64, datetime.date, datetime.datetime)
    before = [munits.registry.get(kind) for kind in kinds]
    tk.use_arabic()
    tk.use_arabic(theme="dark")
    assert munits.registry[np.datetime64] is not before[0]
    tk.undo_arabic()
    assert [munits.registry.get(kind) for kind in kinds] == before


def test_a_label_says_only_what_the_one_before_has_not():
    noon = datetime.datetime(2017, 11, 30, 12)
    assert date_labels([noon, noon + datetime.timedelta(hours=6), noon + datetime.timedelta(days=1)], "time") == [
        "12:00\n30 تشرين الثاني 2017",
        "18:00",
        "12:00\n1 كانون الأول 2017",
    ]
    assert date_labels([noon, noon.replace(year=2018)], "year") == ["2017", "2018"]
    assert ArabicDateFormatter()(17500) == "30 تشرين الثاني 2017"


def test_the_periods_of_a_chart_are_named_from_the_first_on():
    periods = pd.date_range("2017-09-11", periods=16, freq="W-MON")
    ax = new_axes()
    ax.plot(periods, range(16))
    name_periods(ax, periods)
    assert ax.get_xticks()[0] == ax.convert_xunits(periods[0])
    assert ax.get_xticklabels()[0].get_text() == "أيلول\n2017"
    ticks, precision = calendar_ticks(periods)
    assert (len(ticks), precision) == (4, "month")


@pytest.mark.parametrize("first", pd.date_range("2017-09-01", "2017-09-30", freq="4D").strftime("%Y-%m-%d"))
@pytest.mark.parametrize("days", [100, 180])
def test_names_below_a_timeline_do_not_touch_wherever_it_begins(first, days):
    periods = pd.date_range(first, periods=days).astype("datetime64[us]")
    ax = tk.plot_timeline(pd.DataFrame({"period": periods, "n": 1, "n_articles": 1}))
    ax.figure.canvas.draw()
    boxes = sorted((label.get_window_extent() for label in ax.get_xticklabels()), key=lambda box: box.x0)
    assert len(boxes) >= 3
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))
    assert any("2017" in label.get_text() for label in ax.get_xticklabels())
