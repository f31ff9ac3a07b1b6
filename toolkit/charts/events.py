"""Dated statements along a line of time, the first at the top, every word of them to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from toolkit.charts.description import note_events
from toolkit.charts.placement import settled_frame
from toolkit.charts.rows import PLACE, note_rows
from toolkit.charts.theme import (
    colours,
    format_date,
    format_number,
    new_axes,
    require_top,
    say_instead,
    set_title,
)
from toolkit.errors import require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Inches: it is all words, which a phone shows whole and large enough to read only if the page is narrow.
_WIDTH = 4.4
#: Points: from the right edge to the line of time, from there to the text, and free on its left, for
#: a coarse screen draws letters wider.
_EDGE, _INDENT, _MARGIN = 8.0, 14.0, 16.0
#: Points between one statement and the next, and above its dot; the height of a line as a share of its type.
_GAP, _LEADING = 13.0, 1.55
#: A statement longer than so many characters is shown around its date; the page opens the whole of it.
_LONGEST = 170
_SMALL = 0.85
_ARABIC, _RIGHT = re.compile(r"[\u0621-\u064a]"), "\u200f"
#: Dots an inch at which words are measured, as they are drawn on a screen.
_MEASURED = 200
#: A winter is named for the year in which most of it lies.
_SEASONS = {12: "شتاء", 3: "ربيع", 6: "صيف", 9: "خريف"}


@dataclass(frozen=True)
class _Row:
    """One statement in lines that fit: when, what, and who says it where."""

    when: list[str]
    what: list[str]
    who: list[str]
    is_day: bool

    def height(self, size: float) -> float:
        """Points from its first line to its last."""
        return size * _LEADING * (len(self.when) + len(self.what) + _SMALL * len(self.who))


def plot_event_line(events: pd.DataFrame, *, top: int = 12, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw dated statements below each other along a line of time, from the earliest to the latest.

    Parameters
    ----------
    events
        What `event_line` returns, or some of its rows.
    top
        How many statements at most, from 1 on: the first of the table that
        have a date.
    title
        Written above the chart.
    ax
        Draw here, as many as there is room for; by default on a new figure
        that is as high as they need.

    Returns
    -------
    matplotlib.axes.Axes
        Time runs downwards, in order and not to scale. Each statement stands
        under its date, a long one around it, with who says it and in which
        outlet. A full dot is a day, a hollow one a longer time. What has no
        date, and what there was no room for, is counted below.

    Raises
    ------
    MissingColumnsError
        If the table is none of `event_line`.
    InvalidArgumentError
        If ``top`` is no number from 1 on.

    Examples
    --------
    >>> import toolkit as tk
    >>> text = "بدأ القصف يوم 9 تشرين الثاني 2017."
    >>> day = {"article_id": "0", "field": "text", "start": 14, "end": 33, "mention": text[14:33], "grain": "day"}
    >>> dates = pd.DataFrame([day | {"rule": "explicit", "date_start": pd.Timestamp("2017-11-09")}])
    >>> line = tk.event_line(dates.assign(date_end=dates["date_start"]), tk.as_articles([text]))
    >>> [words.get_text() for words in tk.plot_event_line(line).texts]
    ['9 تشرين الثاني 2017', 'بدأ القصف يوم 9 تشرين الثاني 2017.']
    """
    require_top(top, function="plot_event_line")
    needed = [*PLACE, "date_start", "date_end", "grain", "mention", "sentence", "speaker", "source", "date"]
    require_columns(events, needed, function="plot_event_line", made_by="event_line")
    dated = events.dropna(subset=["date_start"])
    is_own = ax is None
    ax = new_axes(ax, figsize=(_WIDTH, 3.0))
    set_title(ax, title)
    if dated.empty:
        say_instead(ax, "لا تواريخ تكفي لرسم هذا الشكل")
        return ax
    ax.set_axis_off()
    size = FontProperties(size="medium").get_size_in_points()
    frame = settled_frame(ax)
    scale = ax.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
    width, room = (frame[2] - frame[0]) / scale, (frame[3] - frame[1]) / scale
    shown = dated.head(top)
    rows = [_row(event, width - _EDGE - _INDENT - _MARGIN, size) for event in shown.to_dict("records")]
    if not is_own:
        rows = rows[: _fitting(rows, room - size * _LEADING, size)]
        shown = shown.head(len(rows))
    left_out = {"بلا تاريخ معروف": len(events) - len(dated), "لم يتسع لها الشكل": len(dated) - len(shown)}
    note = "، ".join(f"{why}: {format_number(n)}" for why, n in left_out.items() if n)
    needed_points = sum(row.height(size) + _GAP for row in rows) + (size * _LEADING if note else 0)
    if is_own:
        root = ax.get_figure(root=True)
        root.set_figheight(root.get_figheight() + (needed_points - room) / 72)  # type: ignore[union-attr]
        frame = settled_frame(ax)
        room = (frame[3] - frame[1]) / scale
    ax.set(xlim=(-width, 0), ylim=(-room, 0))  # a unit is a point, from the top right corner
    _draw(ax, rows, shown, size)
    if note:
        ax.text(-_EDGE, -needed_points, note, ha="right", va="bottom", fontsize=size * _SMALL, color=colours().muted)
    note_events(ax, [" ".join(row.when) for row in rows], [str(words) for words in shown["sentence"]])
    return ax


def _fitting(rows: list[_Row], room: float, size: float) -> int:
    """How many statements there is room for."""
    ends = np.cumsum([row.height(size) + _GAP for row in rows])
    return int((ends <= room).sum())


def _draw(ax: Axes, rows: list[_Row], shown: pd.DataFrame, size: float) -> None:
    palette, at = colours(), 0.0
    boxes, dots = [], []
    for row in rows:
        top = at
        dots.append(at - size * _LEADING / 2)
        for lines, share, colour, weight in (
            (row.when, 1.0, palette.ink, "bold"),
            (row.what, 1.0, palette.ink, "normal"),
            (row.who, _SMALL, palette.muted, "normal"),
        ):
            for words in lines:
                height = size * share * _LEADING
                ax.text(
                    -_EDGE - _INDENT, at - height / 2, words, ha="right", va="center_baseline", fontsize=size * share,
                    color=colour, fontweight=weight,
                )  # fmt: skip
                at -= height
        boxes.append((0.0, at - _GAP / 2, 1.0, min(top + _GAP / 2, 0.0)))
        at -= _GAP
    ax.plot([-_EDGE, -_EDGE], [dots[0], at + _GAP], color=palette.grid, linewidth=2, zorder=1)
    for height, row in zip(dots, rows, strict=True):
        face = palette.accent if row.is_day else palette.paper
        ax.scatter([-_EDGE], [height], s=42, c=face, edgecolors=palette.accent, linewidths=1.6, zorder=3)
    note_rows(ax, shown, boxes)


def _row(event: dict[str, object], width: float, size: float) -> _Row:
    what = _around(str(event["sentence"]), str(event["mention"]))
    who = "، ".join(str(event[name]) for name in ("speaker", "source") if event[name] and not pd.isna(event[name]))
    begin, end = (pd.Timestamp(event[name]) for name in ("date_start", "date_end"))
    return _Row(
        when=_wrapped(when_in_words(begin, end, str(event["grain"])), width, size, "bold"),
        what=_wrapped(what, width, size, "normal"),
        who=_wrapped(who, width, size * _SMALL, "normal"),
        is_day=bool(pd.isna(end) or begin.normalize() == end.normalize()),
    )


# --- words that fit ---------------------------------------------------------------------------------------------------


def when_in_words(begin: pd.Timestamp, end: pd.Timestamp, grain: str = "") -> str:
    """Return a day, a month, a season, a year, or from when to when, as charts name months.

    Examples
    --------
    >>> days = [pd.Timestamp(day) for day in ("2017-11-09", "2017-11-30", "2018-10-31")]
    >>> when_in_words(days[0], days[0]), when_in_words(pd.Timestamp("2017-11-01"), days[1])
    ('9 تشرين الثاني 2017', 'تشرين الثاني 2017')
    >>> when_in_words(pd.Timestamp("2014-01-01"), pd.Timestamp("2014-12-31")), when_in_words(days[0], days[1])
    ('2014', 'من 9 إلى 30 تشرين الثاني 2017')
    """
    if pd.isna(end) or begin.normalize() == end.normalize():
        return format_date(begin)
    if grain == "season" and begin.month in _SEASONS:
        return f"{_SEASONS[begin.month]} {format_date(end, precision='year')}"
    if begin.day == 1 and (end + pd.Timedelta(days=1)).day == 1:
        if (begin.year, begin.month) == (end.year, end.month):
            return format_date(begin, precision="month")
        precision = "year" if begin.month == 1 and end.month == 12 else "month"
    else:
        precision = "day"
    first, last = format_date(begin, precision=precision), format_date(end, precision=precision)
    if first == last:
        return first
    # What both say is said once, at the end.
    parts, others = first.split(" "), last.split(" ")
    while len(parts) > 1 and parts[-1] == others[-1] and precision != "year":
        parts, others = parts[:-1], others[:-1]
    return f"من {' '.join(parts)} إلى {last}"


def _around(sentence: str, mention: str) -> str:
    """A sentence, or as much of a long one around its date as is read at a glance, cut between words."""
    words = " ".join(sentence.split())
    if len(words) <= _LONGEST:
        return words
    named = " ".join(mention.split())
    at = max(words.find(named), 0)
    begin = max(0, min(at - (_LONGEST - len(named)) // 2, len(words) - _LONGEST))
    end = begin + _LONGEST
    begin = words.rfind(" ", 0, begin + 1) + 1 if begin else 0
    end = words.rfind(" ", 0, end) if end < len(words) else end
    part = words[begin : max(end, at + len(named))]
    return ("… " if begin else "") + (part if end == len(words) else part.rstrip("،, ") + "…")


def _wrapped(text: str, width: float, size: float, weight: str) -> list[str]:
    """The text in lines that are no wider than so many points; a longer word has a line of its own."""
    drawn = Figure(dpi=_MEASURED).text(0, 0, "", fontsize=size, fontweight=weight)
    lines: list[str] = []
    for word in text.split():
        drawn.set_text(f"{lines[-1]} {word}" if lines else word)
        if lines and drawn.get_window_extent().width * 72 / _MEASURED <= width:
            lines[-1] = drawn.get_text()
        else:
            lines.append(word)
    return [line if _ARABIC.search(line) else f"{_RIGHT}{line}" for line in lines]  # «2014.» alone keeps its stop
