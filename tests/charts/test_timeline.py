import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import dates as mdates
from matplotlib.colors import to_rgba
from matplotlib.text import Text

import toolkit as tk


def test_one_count_is_bars_as_high_as_the_table_says(sample_articles):
    counted = tk.timeline(sample_articles, freq="W")
    ax = tk.plot_timeline(counted)
    dated = counted.dropna(subset=["period"])
    assert [bar.get_height() for bar in ax.patches] == dated["n"].tolist()
    assert [bar.get_x() for bar in ax.patches] == mdates.date2num(dated["period"]).tolist()
    ax.figure.canvas.draw()


@pytest.mark.parametrize(("direction", "inverted"), [("rtl", True), ("ltr", False)])
def test_time_runs_as_asked(sample_articles, direction, inverted):
    ax = tk.plot_timeline(tk.timeline(sample_articles), direction=direction)
    assert bool(ax.xaxis_inverted()) is inverted
    assert ax.yaxis.get_ticks_position() == "right"


def test_several_counts_are_the_largest_lines(sample_articles):
    tokens = tk.tokenize(sample_articles)
    counted = tk.timeline(tk.find_entities(tokens), tokens, by="entity", freq="M")
    ax = tk.plot_timeline(counted, top=3)
    totals = counted.dropna(subset=["period"]).groupby("entity")["n"].sum().sort_values(ascending=False, kind="stable")
    assert [line.get_label() for line in ax.lines] == totals.index[:3].tolist()
    for line in ax.lines:
        one = counted[(counted["entity"] == line.get_label()) & counted["period"].notna()]
        assert line.get_ydata().tolist() == one["n"].tolist()
    ax.figure.canvas.draw()


@pytest.mark.parametrize("days", [2, 10, 60, 400, 3000])
def test_labels_of_periods_do_not_touch(days):
    dates = pd.date_range("2017-09-05", periods=days, freq="D")
    made = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates}))
    ax = tk.plot_timeline(tk.timeline(made, freq="D" if days < 100 else "M"))
    ax.figure.canvas.draw()
    boxes = sorted(
        (label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()), key=lambda box: box.x0
    )
    assert boxes
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


@pytest.mark.parametrize("empty", ["", " ", None])
def test_a_group_without_a_name_is_drawn_and_named(empty):
    dates = ["2017-11-01", "2017-11-08", "2017-11-08"]
    made = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates})).assign(outlet=[empty, empty, "_الأفق"])
    for layout in ("constrained", None):
        _, given = plt.subplots(layout=layout)
        ax = tk.plot_timeline(tk.timeline(made, by="outlet", freq="W"), ax=given)
        assert [line.get_label() for line in ax.lines] == ["بلا قيمة", "_الأفق"]
        names = ax.get_legend().get_texts() if layout is None else ax.texts
        assert sorted(text.get_text() for text in names) == ["_الأفق", "بلا قيمة"]
        assert ax.lines[0].get_ydata().tolist() == [1, 1]
        ax.figure.canvas.draw()


def _names(ax):
    """The words beside the lines, without what leads to them."""
    return [Text.get_window_extent(text) for text in ax.texts]


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
@pytest.mark.parametrize("top", [1, 4, 8])
def test_lines_are_named_where_they_end_and_no_name_touches_another(sample_articles, direction, top):
    tokens = tk.tokenize(sample_articles)
    counted = tk.timeline(tk.find_entities(tokens), tokens, by="entity", freq="W")
    ax = tk.plot_timeline(counted, top=top, direction=direction)
    ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts] == [line.get_label() for line in ax.lines]
    boxes, frame = _names(ax), ax.get_window_extent()
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    for text, line, box in zip(ax.texts, ax.lines, boxes, strict=True):
        assert text.xy == (line.get_xdata(orig=False)[-1], line.get_ydata()[-1])
        assert text.arrow_patch.get_edgecolor() == to_rgba(line.get_color())
        assert box.x1 < frame.x0 if direction == "rtl" else box.x0 > frame.x1
        assert ax.figure.bbox.x0 <= box.x0
        assert box.x1 <= ax.figure.bbox.x1


def test_more_lines_than_there_is_room_for_are_named_below(sample_articles):
    tokens = tk.tokenize(sample_articles)
    counted = tk.timeline(tk.find_entities(tokens), tokens, by="entity", freq="W")
    ax = tk.plot_timeline(counted, top=24)
    ax.figure.canvas.draw()
    assert not ax.texts
    legend = ax.get_legend()
    assert sorted(t.get_text() for t in legend.get_texts()) == sorted(line.get_label() for line in ax.lines)
    ticks = min(label.get_window_extent().y0 for label in ax.get_xticklabels() if label.get_text())
    assert legend.get_window_extent().y1 < ticks
    looks = [(line.get_color(), line._unscaled_dash_pattern) for line in ax.lines[:18]]
    assert len({str(look) for look in looks}) == 18, "no two lines look the same"


def test_a_period_left_out_of_the_table_is_drawn_as_nothing():
    counted = tk.timeline(
        tk.as_articles(
            pd.DataFrame({"text": ["قافلة", "خبر", "قافلة"], "date": ["2017-11-01", "2017-11-08", "2017-11-15"]})
        ),
        terms=["قافلة", "خبر"],
    )
    ax = tk.plot_timeline(counted[counted["n"] > 0])
    drawn = {line.get_label(): line.get_ydata().tolist() for line in ax.lines}
    assert drawn == {"قافلة": [1, 0, 1], "خبر": [0, 1, 0]}


def test_shares_have_the_band_of_the_table_and_per_cent(sample_articles):
    counted = tk.timeline(tk.tokenize(sample_articles), terms=["القوات", "المدينة"], freq="M")
    ax = tk.plot_timeline(counted, value="share")
    ax.figure.canvas.draw()
    for line, band in zip(ax.lines, ax.collections, strict=True):
        one = counted[(counted["term"] == line.get_label()) & counted["period"].notna()]
        assert line.get_ydata() == pytest.approx(one["share"].to_numpy(), nan_ok=True)
        edge = band.get_paths()[0].vertices[:, 1]
        assert (edge.min(), edge.max()) == pytest.approx((one["low"].min(), one["high"].max()))
    assert all(label.get_text().endswith("%") for label in ax.get_yticklabels())
    many = tk.timeline(tk.tokenize(sample_articles), terms=["القوات", "المدينة", "الطريق", "سعر"], freq="M")
    assert not tk.plot_timeline(many, value="share").collections


def test_a_point_alone_between_gaps_is_seen():
    dates = ["2017-11-01", "2017-11-22", "2017-11-29"]
    counted = tk.timeline(tk.as_articles(pd.DataFrame({"text": "قافلة", "date": dates})), terms=["قافلة"])
    (line,) = tk.plot_timeline(counted, value="share").lines
    assert line.get_markevery() == [0]
    assert line.get_marker() == "o"


EVENTS = {
    "2017-10-17": "دخول المدينة",
    "2017-10-19": "انسحاب آخر القوات منها",
    "2017-12-01": "هدنة",
    "1999-01-01": "قبلها",
}


def test_events_stand_at_their_day_above_the_chart_and_touch_nothing(sample_articles):
    ax = tk.plot_timeline(tk.timeline(sample_articles), events=EVENTS, title="عدد الأخبار")
    ax.figure.canvas.draw()
    assert sorted(text.get_text() for text in ax.texts) == sorted(list(EVENTS.values())[:3])
    days = {words: ax.convert_xunits(pd.Timestamp(day)) for day, words in EVENTS.items()}
    assert all(text.xy[0] == days[text.get_text()] for text in ax.texts)
    assert sorted(line.get_segments()[0][0][0] for line in ax.collections) == sorted(text.xy[0] for text in ax.texts)
    boxes, frame = _names(ax), ax.get_window_extent()
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    title = ax.title if ax.title.get_text() else ax._right_title
    assert all(frame.y1 <= box.y0 and box.y1 <= title.get_window_extent().y0 for box in boxes)
    assert all(frame.x0 - 1 <= box.x0 and box.x1 <= frame.x1 + 1 for box in boxes)


@pytest.mark.parametrize("wrong", [{"not a day": "هدنة"}, ["2017-11-01"]])
def test_events_that_cannot_be_read_are_named(sample_articles, wrong):
    with pytest.raises(tk.InvalidArgumentError, match="events"):
        tk.plot_timeline(tk.timeline(sample_articles), events=wrong)


def test_a_column_may_have_any_name(sample_articles):
    counted = tk.timeline(sample_articles, by="source", freq="M").rename(columns={"source": 7})
    assert tk.plot_timeline(counted).lines


def _daily(n, **columns):
    periods = pd.date_range("1987-01-01", periods=n, freq="D")
    return pd.DataFrame({"period": periods, "n": 2, "n_articles": 1, **columns}).astype({"period": "datetime64[us]"})


def test_decades_of_days_are_one_outline_and_no_day_is_lost():
    ax = tk.plot_timeline(_daily(11_000).drop(index=range(5000, 6000)))
    (outline,) = ax.patches
    values, edges, _ = outline.get_data()
    assert values[::2].tolist() == [2] * 10_000
    assert not values[1::2].any()
    assert edges[::2].tolist() == mdates.date2num(_daily(11_000).drop(index=range(5000, 6000))["period"]).tolist()
    assert edges[1] == edges[0] + 1
    assert len(ax.get_children()) < 20
    ax.figure.canvas.draw()
    assert len(tk.plot_timeline(_daily(400)).patches) == 400


@pytest.mark.parametrize(("days", "months"), [(150, 1), (200, 2), (400, 3), (1500, 12), (4000, 24)])
def test_names_of_periods_are_a_calendars_step_apart(days, months):
    dates = pd.date_range("2017-09-05", periods=days, freq="D")
    ax = tk.plot_timeline(tk.timeline(tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates})), freq="M"))
    ticks = pd.DatetimeIndex(mdates.num2date(ax.get_xticks()))
    steps = {12 * (b.year - a.year) + b.month - a.month for a, b in itertools.pairwise(ticks)}
    assert steps == {months}


def test_too_few_dates_are_said():
    ax = tk.plot_timeline(tk.timeline(tk.as_articles(["خبر بلا تاريخ"])))
    assert not ax.patches
    assert "لا تكفي" in ax.texts[0].get_text()


def test_wrong_tables_and_choices_are_named(sample_articles):
    with pytest.raises(tk.MissingColumnsError, match="timeline"):
        tk.plot_timeline(sample_articles)
    with pytest.raises(tk.InvalidArgumentError, match="direction"):
        tk.plot_timeline(tk.timeline(sample_articles), direction="up")
    with pytest.raises(tk.InvalidArgumentError, match="value='count'"):
        tk.plot_timeline(tk.timeline(sample_articles), value="count")
    for top in (0, -1, 1.5):
        with pytest.raises(tk.InvalidArgumentError, match="top of 1 or more"):
            tk.plot_timeline(tk.timeline(sample_articles, by="source"), top=top)
