"""Counts and shares along time: bars for one count, lines to compare several."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from toolkit.charts.dates import name_periods
from toolkit.charts.legend import legend_below
from toolkit.charts.placement import apart, pixels_per_point, settled_frame, sizes
from toolkit.charts.theme import (
    CHART_WIDTH,
    VALUE_LABELS,
    ShareFormatter,
    colours,
    new_axes,
    require_top,
    right_to_left,
    say_instead,
    set_title,
    shorten,
)
from toolkit.errors import InvalidArgumentError, require_choice, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

#: Columns of a timeline that are no group to compare.
_COUNTS = {"period", "n", "n_articles", "n_published", "share", "low", "high"}
_VALUE_LABELS = {"n": VALUE_LABELS["n"], "n_articles": VALUE_LABELS["n_articles"], "share": "نسبة الأخبار"}
#: More bars than this are narrower than a dot of ink, and each is an object to draw: one outline does it.
_MOST_BARS = 400
#: More bands than this hide each other.
_MOST_BANDS = 3
#: Lines of one colour are told apart by their strokes.
_STROKES = ("-", (0, (4, 1.5)), (0, (1, 1.2)))
#: Points from the chart to the name of a line or event, and between the names of two events.
_GAP = 6.0
#: What a line is called whose value is missing or empty.
_NO_VALUE = "بلا قيمة"


def plot_timeline(
    counts: pd.DataFrame,
    *,
    value: str = "n",
    top: int = 5,
    title: str = "",
    events: Mapping[str | datetime.date, str] | None = None,
    direction: str = "rtl",
    ax: Axes | None = None,
) -> Axes:
    """Draw counts or shares period by period.

    Parameters
    ----------
    counts
        What `timeline` returns. With a column ``by`` or ``term``, one line for
        each of its values, named at its end; what is undated is left out.
    value
        ``"n"``, ``"n_articles"`` or ``"share"``. Counts of one thing are bars;
        a share is a line, with its interval ``low`` to ``high`` as a band
        around it where there are three lines at most.
    top
        How many lines at most, from 1 on: those with the most occurrences in all.
    title
        Written above the chart.
    events
        What happened: the words to write above the chart, by date. What is
        outside the time shown is left out.
    direction
        ``"rtl"``: time runs from right to left, as the text around the chart
        is read; ``"ltr"``: from left to right.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    MissingColumnsError
        If the table is no timeline.
    InvalidArgumentError
        If ``value``, ``top``, ``events`` or ``direction`` is not one of those
        above, or the table has more than one column to compare.

    Notes
    -----
    In every chart of the toolkit time runs from right to left, as the words
    around it do; a chart that is to stand in a text in English is drawn with
    ``direction="ltr"``.

    Examples
    --------
    >>> import toolkit as tk
    >>> dates = ["2017-11-01", "2017-11-09", "2017-11-20"]
    >>> articles = tk.as_articles(pd.DataFrame({"text": "خبر", "date": dates}))
    >>> ax = tk.plot_timeline(tk.timeline(articles, freq="W"))
    >>> [int(bar.get_height()) for bar in ax.patches]
    [1, 1, 0, 1]
    """
    require_choice(value, _VALUE_LABELS, name="value", function="plot_timeline")
    require_choice(direction, ("rtl", "ltr"), name="direction", function="plot_timeline")
    require_top(top, function="plot_timeline")
    columns = list(dict.fromkeys(["period", "n", "n_articles", value]))
    require_columns(counts, columns, function="plot_timeline", made_by="timeline")
    groups = [name for name in counts.columns if name not in _COUNTS]
    if len(groups) > 1:
        raise InvalidArgumentError(
            f"plot_timeline() compares one column; this table has {groups}.\nTry: counts.drop(columns={groups[1:]})"
        )
    happened = _events(events)
    dated = counts.dropna(subset=["period"])
    ax = new_axes(ax, figsize=(CHART_WIDTH, 3.2))
    set_title(ax, title)
    if dated["period"].nunique() < 2:
        say_instead(ax, "التواريخ المعروفة لا تكفي لرسم خط زمني")
        return ax
    if groups or value == "share":
        _lines(ax, dated, groups[0] if groups else None, value, top)
    else:
        _columns(ax, dated, value)
    name_periods(ax, pd.DatetimeIndex(dated["period"].unique()))
    ax.set_ylabel(_VALUE_LABELS[value])
    right_to_left(ax, mirror=direction == "rtl")
    ax.xaxis.grid(False)
    if value == "share":
        ax.yaxis.set_major_formatter(ShareFormatter())
    if groups:
        _name_lines(ax)
    if happened:
        set_title(ax, title, above=_annotate(ax, happened))
    return ax


def _columns(ax: Axes, dated: pd.DataFrame, value: str) -> None:
    starts, heights = dated["period"].to_numpy(), dated[value].to_numpy()
    period = np.min(np.diff(starts).astype("timedelta64[D]"))
    if len(dated) > _MOST_BARS:
        # From each period back to zero and on: what is between two periods is nothing, also when one is left out.
        edges = np.column_stack([starts, starts + period]).ravel()
        steps = np.column_stack([heights, np.zeros_like(heights)]).ravel()[:-1]
        # The line has a width: a single day among ten thousand would not be seen otherwise.
        ax.stairs(steps, edges, fill=True, facecolor=colours().accent, edgecolor=colours().accent, linewidth=0.6)
    else:
        ax.bar(starts, heights, width=period.astype(int) * 0.82, color=colours().accent, align="edge")
    _whole_numbers(ax, heights.max())


def _lines(ax: Axes, dated: pd.DataFrame, group: Hashable | None, value: str, top: int) -> None:
    """One line for each group, the largest first; a period that the table leaves out has none of it."""
    groups = list(dated.groupby(dated[group], observed=True, dropna=False)) if group is not None else [("", dated)]
    largest = sorted(groups, key=lambda named: -named[1]["n" if value == "share" else value].sum())[:top]
    periods = np.unique(dated["period"])
    has_band = value == "share" and {"low", "high"} <= set(dated) and len(largest) <= _MOST_BANDS
    highest = 0.0
    for number, (name, line) in enumerate(largest):
        series = colours().series
        colour, stroke = series[number % len(series)], _STROKES[number // len(series) % len(_STROKES)]
        label = _NO_VALUE if pd.isna(name) or not str(name).strip() else str(name)
        points = line.set_index("period").reindex(periods)
        heights = points[value].to_numpy(dtype=np.float64, na_value=np.nan)
        heights = heights if value == "share" else np.nan_to_num(heights)
        if has_band:
            low, high = (points[end].to_numpy(dtype=np.float64) for end in ("low", "high"))
            ax.fill_between(periods, low, high, color=colour, alpha=0.18, linewidth=0)
            highest = max(highest, np.nanmax(high, initial=0))
        (stretch,) = ax.plot(periods, heights, color=colour, linestyle=stroke, label=label, linewidth=2)
        alone = _alone(heights)
        if alone:
            stretch.set(marker="o", markersize=4, markevery=alone)
        highest = max(highest, np.nanmax(heights, initial=0))
    ax.margins(x=0.02)
    if value == "share":
        ax.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
        ax.set_ylim(0, highest * 1.08 or 1)
    else:
        _whole_numbers(ax, highest)


def _alone(heights: np.ndarray) -> list[int]:
    """Points without a neighbour: no line leads to them."""
    known = np.pad(np.isfinite(heights), 1)
    return np.flatnonzero(known[1:-1] & ~known[:-2] & ~known[2:]).tolist()


def _whole_numbers(ax: Axes, highest: float) -> None:
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.set_ylim(0, max(1.0, highest * 1.08))


# --- names of lines ---------------------------------------------------------------------------------------------------


def _name_lines(ax: Axes) -> None:
    """Write the name of each line where it ends; where there is no room for that, all of them below the chart."""
    lines = ax.get_lines()
    if ax.figure.get_layout_engine() is None:
        legend_below(ax, lines, _labels(lines))
        return
    backwards = ax.xaxis_inverted()
    if not backwards:  # the names stand on the right, so the numbers cannot
        ax.yaxis.tick_left()
        ax.yaxis.set_label_position("left")
        ax.spines[["left", "right"]].set_visible(True)
        ax.spines["right"].set_visible(False)
    ends = [_end(line) for line in lines]
    frame = settled_frame(ax)
    width, height = frame[2:] - frame[:2]
    beyond = _GAP * 1.5 * pixels_per_point(ax) / width
    texts = [
        ax.annotate(
            shorten(name), end, xytext=(-beyond if backwards else 1 + beyond, 0.5), textcoords="axes fraction",
            ha="right" if backwards else "left", va="center", annotation_clip=False, fontsize="medium",
            arrowprops={"arrowstyle": "-", "color": line.get_color(), "linestyle": line.get_linestyle(),
                        "linewidth": 1.2, "shrinkA": 1, "shrinkB": 0, "relpos": (float(backwards), 0.5)},
        )
        for name, line, end in zip(_labels(lines), lines, ends, strict=True)
    ]  # fmt: skip
    # Of the words alone: an annotation counts the line that leads to it.
    high = np.array([Text.get_window_extent(text).height for text in texts])
    if high.sum() > height:
        for text in texts:
            text.remove()
        legend_below(ax, lines, _labels(lines))
        return
    wanted = ax.transData.transform([(ax.convert_xunits(x), y) for x, y in ends])
    far = 1e6  # side by side there is no room: the names go up and down only
    boxes = np.column_stack([np.full(len(texts), far), high])
    places = apart(
        np.column_stack([np.zeros(len(texts)), wanted[:, 1]]), boxes, np.array([-far, frame[1], far, frame[3]])
    )
    for text, place in zip(texts, places[:, 1], strict=True):
        text.xyann = (text.xyann[0], (place - frame[1]) / height)


def _end(line: Line2D) -> tuple[float, float]:
    heights = np.asarray(line.get_ydata(), dtype=np.float64)
    last = np.flatnonzero(np.isfinite(heights))[-1:]
    place = int(last[0]) if len(last) else -1
    return np.asarray(line.get_xdata(orig=False))[place], heights[place] if len(last) else 0.0


def _labels(lines: Sequence[Line2D]) -> list[str]:
    return [str(line.get_label()) for line in lines]


# --- events -----------------------------------------------------------------------------------------------------------


def _events(events: Mapping[str | datetime.date, str] | None) -> list[tuple[pd.Timestamp, str]]:
    """What happened, in the order of time."""
    if events is None:
        return []
    try:
        found = [(pd.Timestamp(date).tz_localize(None), str(words)) for date, words in events.items()]
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidArgumentError(
            "plot_timeline() needs events as words by date.\n"
            f"Of those it was given one cannot be read: {error}.\n"
            'Try: events={"2017-11-09": "…"}'
        ) from error
    return sorted(event for event in found if not pd.isna(event[0]))


def _annotate(ax: Axes, events: list[tuple[pd.Timestamp, str]]) -> float:
    """Mark events by lines and write above them what they were, on several rows if need be; points that this takes."""
    first, last = sorted(ax.get_xlim())
    places = [(ax.convert_xunits(date.to_pydatetime()), words) for date, words in events]
    frame, scale = settled_frame(ax), pixels_per_point(ax)
    taken: list[float] = []  # how far each row is written, from the right
    tallest = 0.0
    for place, words in sorted(places, key=lambda event: -ax.transData.transform((event[0], 0))[0]):
        if not first <= place <= last:
            continue
        text = ax.annotate(
            shorten(words), (place, 1), xycoords=("data", "axes fraction"), xytext=(0, _GAP / 2),
            textcoords="offset points", ha="center", va="bottom", annotation_clip=False, fontsize="small",
        )  # fmt: skip
        ((width, height),) = sizes([text])
        tallest = max(tallest, height / scale)
        at = ax.transData.transform((place, 0))[0]
        centre = np.clip(at, frame[0] + width / 2, max(frame[2] - width / 2, frame[0] + width / 2))
        row = next((i for i, end in enumerate(taken) if centre + width / 2 <= end), len(taken))
        taken[row : row + 1] = [centre - width / 2 - _GAP * scale]
        text.xyann = ((centre - at) / scale, _GAP / 2 + row * tallest)
        ax.vlines(place, 0, 1, transform=ax.get_xaxis_transform(), color=colours().muted, linewidth=0.9,
                  linestyle=(0, (3, 2)), zorder=1.5)  # fmt: skip
    return len(taken) * tallest + _GAP if taken else 0
