"""A chart in words, read off what is drawn: for those who do not see it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from matplotlib import dates as mdates
from matplotlib import units as munits
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.container import BarContainer
from matplotlib.patches import StepPatch
from matplotlib.text import Annotation
from matplotlib.ticker import PercentFormatter

from toolkit.charts.rows import noted_rows
from toolkit.charts.theme import format_date, format_number, format_share
from toolkit.errors import InvalidArgumentError, require_choice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

Floats = npt.NDArray[np.float64]

#: How many of the largest are named, and how many lines or texts are gone through.
_LARGEST, _MOST_LINES, _MOST_TEXTS = 3, 8, 12
#: The mean of the last third is so many times that of the first before a line is said to rise (or fall).
_CHANGE = 1.25
#: Fewer points have no trend.
_FEWEST = 6
#: Where a chart keeps what cannot be read off its shapes: the numbers behind sizes of circles, names of all cells.
_PLACE = "_arabic_values"
_EVENTS = "_arabic_events"
#: Direction marks serve the eye; a voice reads none.
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@dataclass(frozen=True)
class _Words:
    """The phrases of one language."""

    comma: str
    bars: str
    lines: str
    grid: str
    dots: str
    marks: str
    names: str
    chart: str
    n_bars: str
    n_lines: str
    n_rows: str
    n_columns: str
    n_dots: str
    n_marks: str
    n_names: str
    span: str
    largest: str
    smallest: str
    highest: str
    lowest: str
    at: str
    rises: str
    falls: str
    level: str
    holds: str
    value: str
    events: str
    n_events: str
    earliest: str
    latest: str


_LANGUAGES = {
    "ar": _Words(
        comma="، ", bars="رسم أعمدة", lines="رسم زمني", grid="شبكة", dots="رسم نقاط", marks="رسم مواضع",
        names="رسم أسماء", chart="رسم", n_bars="عدد الأعمدة", n_lines="عدد الخطوط", n_rows="عدد الصفوف",
        n_columns="عدد أعمدة الشبكة", n_dots="عدد النقاط", n_marks="عدد العلامات", n_names="عدد الأسماء",
        span="من {} إلى {}", largest="الأكبر", smallest="الأصغر", highest="أعلاه {}", lowest="أدناه {}", at=" في {}",
        rises="يرتفع: متوسط ثلثه الأول {} وثلثه الأخير {}", falls="ينخفض: متوسط ثلثه الأول {} وثلثه الأخير {}",
        level="لا اتجاه واضحاً له: متوسط ثلثه الأول {} وثلثه الأخير {}", holds="يظهر فيه", value="القيمة",
        events="خط زمني لأقوال مؤرخة", n_events="عددها", earliest="أولها", latest="آخرها",
    ),
    "en": _Words(
        comma=", ", bars="Bar chart", lines="Chart along time", grid="Grid", dots="Scatter plot",
        marks="Plot of positions", names="Chart of names", chart="Chart", n_bars="bars", n_lines="lines",
        n_rows="rows", n_columns="columns", n_dots="dots", n_marks="marks", n_names="names", span="from {} to {}",
        largest="largest", smallest="smallest", highest="highest {}", lowest="lowest {}", at=" at {}",
        rises="rises: its first third has a mean of {}, its last of {}",
        falls="falls: its first third has a mean of {}, its last of {}",
        level="no clear trend: its first third has a mean of {}, its last of {}", holds="shows", value="value",
        events="Line of dated statements", n_events="statements", earliest="first", latest="last",
    ),
}  # fmt: skip


def describe_chart(ax: Axes, *, language: str = "ar") -> str:
    """Say in words what a chart shows: its kind and title, the range, the largest, the trend.

    Parameters
    ----------
    ax
        What a ``plot_`` function returned, or axes of matplotlib with bars,
        lines, a grid or dots on them.
    language
        ``"ar"`` or ``"en"``: of the sentences; names stay as they are drawn.

    Returns
    -------
    str
        Made from the numbers that are drawn, not from the labels of an axis: the
        maximum it states is the true one. A line rises or falls where the
        means of its first and last third differ by a quarter at least.

    Raises
    ------
    InvalidArgumentError
        If ``ax`` is no chart of matplotlib, or the language is another.

    Examples
    --------
    >>> import toolkit as tk
    >>> ax = tk.plot_term_frequencies(tk.term_frequencies(["قوات البوكمال", "البوكمال"]), title="أكثر الألفاظ")
    >>> tk.describe_chart(ax)
    'رسم أعمدة: أكثر الألفاظ. عدد الأعمدة: 2. العدد: من 1 إلى 2. الأكبر: البوكمال (2)، قوات (1).'
    >>> tk.describe_chart(ax, language="en")
    'Bar chart: أكثر الألفاظ. bars: 2. العدد: from 1 to 2. largest: البوكمال (2), قوات (1).'
    """
    require_choice(language, _LANGUAGES, name="language", function="describe_chart")
    if not hasattr(ax, "get_lines") or not hasattr(ax, "containers"):
        raise InvalidArgumentError(
            f"describe_chart() needs the axes of a chart; this is a {type(ax).__name__}.\n"
            "Try: describe_chart(plot_term_frequencies(terms))"
        )
    reader = _Reader(ax, _LANGUAGES[language], language)
    kind, sentences = reader.read()
    title = next((words for words in (ax.get_title(loc=side) for side in ("right", "center", "left")) if words), "")
    root = ax.get_figure(root=True)
    source = root.get_supxlabel() if root is not None else ""
    opening = f"{kind}: {title}" if title else kind
    parts = [" ".join(part.split()) for part in (opening, *sentences, source) if part]
    return ". ".join(part.rstrip(".") for part in parts).translate(_MARKS) + "."


def note_values(ax: Axes, names: Iterable[str], values: Iterable[float], label: str) -> None:
    """Keep the numbers of a chart whose shapes do not give them back, for `describe_chart`.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> note_values(ax, ["الرقة"], [3], "العدد")
    >>> describe_chart(ax)
    'رسم أسماء. عدد الأسماء: 1. العدد: 3. الأكبر: الرقة (3).'
    """
    setattr(ax, _PLACE, (list(names), [float(value) for value in values], label))


def note_cells(mesh: QuadMesh, columns: Sequence[str], rows: Sequence[str]) -> None:
    """Keep the names of a grid's columns and rows, of which an axis may write only some.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> note_cells(ax.pcolormesh([[1, 4]]), ["تموز", "آب"], ["الرقة"])
    >>> describe_chart(ax)
    'شبكة. عدد الصفوف: 1. عدد أعمدة الشبكة: 2. القيمة: من 1 إلى 4. الأكبر: 4 (الرقة، آب).'
    """
    setattr(mesh, _PLACE, (list(columns), list(rows)))


def noted_cells(mesh: QuadMesh) -> tuple[list[str], list[str]] | None:
    """Return what `note_cells` kept: the names of a grid's columns and rows.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> mesh = new_axes().pcolormesh([[1, 4]])
    >>> note_cells(mesh, ["تموز", "آب"], ["الرقة"])
    >>> noted_cells(mesh)
    (['تموز', 'آب'], ['الرقة'])
    """
    noted: tuple[list[str], list[str]] | None = getattr(mesh, _PLACE, None)
    return noted


def note_events(ax: Axes, dates: Sequence[str], statements: Sequence[str]) -> None:
    """Keep what stands on a line of events, in the order of time, for `describe_chart`.

    Examples
    --------
    >>> from toolkit.charts.theme import new_axes
    >>> ax = new_axes()
    >>> note_events(ax, ["2014", "2017"], ["بدأ القصف", "توقف القصف"])
    >>> describe_chart(ax)
    'خط زمني لأقوال مؤرخة. عددها: 2. أولها: 2014، بدأ القصف. آخرها: 2017، توقف القصف.'
    """
    setattr(ax, _EVENTS, (list(dates), list(statements)))


class _Reader:
    """Reads one chart in one language."""

    def __init__(self, ax: Axes, words: _Words, language: str) -> None:
        self.ax, self.words, self.language = ax, words, language

    def read(self) -> tuple[str, list[str]]:
        """What kind of chart it is, and what it says."""
        ax, words = self.ax, self.words
        noted = getattr(ax, _PLACE, None)
        if hasattr(ax, _EVENTS):
            return words.events, self._events(*getattr(ax, _EVENTS))
        bars = [container for container in ax.containers if isinstance(container, BarContainer) and len(container)]
        outlines = [patch for patch in ax.patches if isinstance(patch, StepPatch)]
        lines = [
            line for line in ax.get_lines() if line.get_transform() == ax.transData and np.size(line.get_xdata()) > 1
        ]
        meshes = [item for item in ax.collections if isinstance(item, QuadMesh)]
        dots = [item for item in ax.collections if isinstance(item, PathCollection) and np.size(item.get_offsets())]
        marks = [item for item in ax.collections if isinstance(item, LineCollection) and _is_named(item)]
        if noted is not None:
            return words.names, self._names(*noted)
        if bars or outlines:
            drawn = [self._bars(container) for container in bars] + [self._outline(patch) for patch in outlines]
            if bars and not self._is_time(drawn[0][0]):
                return words.bars, [part for one in drawn for part in self._ranked(one, words.n_bars)]
            return words.lines, self._along_time([one[1:] for one in drawn])
        if meshes:
            return words.grid, self._grid(meshes[0])
        if dots:
            return words.dots, self._dots(dots)
        if marks:
            return words.marks, self._marks(marks)
        if lines:
            return words.lines, self._along_time([_points(line) for line in lines])
        texts = [text.get_text() for text in ax.texts if text.get_text()][:_MOST_TEXTS]
        return words.chart, [f"{words.holds}: {words.comma.join(texts)}"] if texts else []

    # --- kinds of charts ---

    def _names(self, names: list[str], values: list[float], label: str) -> list[str]:
        return self._ranked((None, label, names, np.array(values)), self.words.n_names)

    def _events(self, dates: list[str], statements: list[str]) -> list[str]:
        words = self.words
        first, last = (f"{dates[i]}{words.comma}{statements[i]}" for i in (0, -1))
        said = [f"{words.n_events}: {self._number(len(dates))}", f"{words.earliest}: {first}"]
        return said + ([f"{words.latest}: {last}"] if len(dates) > 1 else [])

    def _bars(self, container: BarContainer) -> tuple[Any, str, Any, Floats]:
        upright = container.orientation != "horizontal"
        axis, other = (self.ax.xaxis, self.ax.yaxis) if upright else (self.ax.yaxis, self.ax.xaxis)
        places = np.array([bar.get_x() if upright else bar.get_y() for bar in container], dtype=np.float64)
        widths = np.array([bar.get_width() if upright else bar.get_height() for bar in container], dtype=np.float64)
        values = np.asarray(container.datavalues, dtype=np.float64)
        label = other.get_label().get_text().split("\n")[0]
        if self._is_time(axis):
            return axis, label, places, values
        return axis, label, self._named(axis, places + widths / 2), values

    def _outline(self, patch: StepPatch) -> tuple[Any, str, Any, Floats]:
        values, edges, _ = patch.get_data()
        return self.ax.xaxis, "", np.asarray(edges, np.float64)[:-1], np.asarray(values, np.float64)

    def _ranked(self, one: tuple[Any, str, Any, Floats], count: str) -> list[str]:
        """How many, from what to what, and which are the largest; below 0 the smallest too."""
        _, label, names, values = one
        words, known = self.words, np.isfinite(values)
        order = [i for i in np.argsort(-values, kind="stable") if known[i]]
        if not order:
            return [f"{count}: {self._number(len(values))}"]
        largest = [i for i in order[:_LARGEST] if values[i] >= 0 or values.max() < 0]
        said = [f"{count}: {self._number(len(values))}", f"{label or words.value}: {self._span(values[known])}"]
        said += [f"{words.largest}: {self._listed(names, values, largest)}"] if largest else []
        if values[order[-1]] < 0 and len(order) > len(largest):
            said.append(f"{words.smallest}: {self._listed(names, values, order[: -_LARGEST - 1 : -1])}")
        return said

    def _along_time(self, drawn: Sequence[tuple[Any, Floats, Floats]]) -> list[str]:
        """From when to when; of each line the highest, the lowest and the trend."""
        words = self.words
        axis = self.ax.xaxis
        places = np.concatenate([np.asarray(places, np.float64) for _, places, _ in drawn])
        said = [self._place_span(axis, places)]
        said += [f"{words.n_lines}: {self._number(len(drawn))}"] if len(drawn) > 1 else []
        for name, at, values in drawn[:_MOST_LINES]:
            known = np.flatnonzero(np.isfinite(values))
            if not len(known):
                continue
            top, bottom = known[np.argmax(values[known])], known[np.argmin(values[known])]
            parts = [words.highest.format(self._value(values[top])) + words.at.format(self._place(axis, at[top]))]
            parts.append(words.lowest.format(self._value(values[bottom])))
            parts += self._trend(values[known])
            said.append(f"{name or self.ax.get_ylabel() or words.value}: {words.comma.join(parts)}")
        return said

    def _trend(self, values: Floats) -> list[str]:
        if len(values) < _FEWEST:
            return []
        third = len(values) // 3
        first, last = values[:third].mean(), values[-third:].mean()
        words = self.words
        phrase = words.rises if last > first * _CHANGE else words.falls if first > last * _CHANGE else words.level
        return [phrase.format(self._value(first), self._value(last))]

    def _grid(self, mesh: QuadMesh) -> list[str]:
        cells = np.ma.filled(np.ma.asarray(mesh.get_array(), dtype=np.float64), np.nan)
        cells = cells.reshape(np.asarray(mesh.get_coordinates()).shape[0] - 1, -1)
        words = self.words
        said = [f"{words.n_rows}: {self._number(cells.shape[0])}", f"{words.n_columns}: {self._number(cells.shape[1])}"]
        if not np.isfinite(cells).any():
            return said
        row, column = np.unravel_index(np.nanargmax(cells), cells.shape)
        noted = getattr(mesh, _PLACE, None)
        if noted is not None:
            where = [noted[1][row], noted[0][column]]
        else:
            where = [*self._named(self.ax.yaxis, [row + 0.5]), *self._named(self.ax.xaxis, [column + 0.5])]
        said.append(f"{words.value}: {self._span(cells[np.isfinite(cells)])}")
        return [*said, f"{words.largest}: {self._number(cells[row, column])} ({words.comma.join(filter(None, where))})"]

    def _dots(self, dots: list[PathCollection]) -> list[str]:
        points = np.concatenate([np.ma.filled(np.ma.asarray(item.get_offsets(), np.float64), np.nan) for item in dots])
        words = self.words
        if noted_rows(self.ax):  # each dot has a name beside it
            label = self.ax.get_xlabel().split("\n")[0]
            return self._ranked((None, label, self._named(self.ax.yaxis, points[:, 1]), points[:, 0]), words.n_dots)
        said = [f"{words.n_dots}: {self._number(len(points))}"]
        notes = [text for text in self.ax.texts if isinstance(text, Annotation) and text.get_text()]
        for axis, column in ((self.ax.xaxis, 0), (self.ax.yaxis, 1)):
            known = points[np.isfinite(points[:, column])]
            if not len(known):
                continue
            most = known[np.argmax(known[:, column])]
            named = [note.get_text() for note in notes if np.allclose(np.asarray(note.xy, np.float64), most)]
            name = f"{words.comma}{words.largest}: {named[0]}" if named else ""
            label = axis.get_label().get_text() or words.value
            said.append(f"{label}: {self._place_span(axis, known[:, column])}{name}")
        return said

    def _marks(self, marks: list[LineCollection]) -> list[str]:
        """How many marks each name has, from where to where they stand, and the row with the most of them."""
        words = self.words
        starts = [np.array([segment[0] for segment in item.get_segments()], np.float64) for item in marks]
        segments = np.concatenate([np.array([s.mean(axis=0) for s in item.get_segments()]) for item in marks])
        rows, n = np.unique(segments[:, 1].round(6), return_counts=True)
        labels = self._named(self.ax.yaxis, rows)
        said = [f"{words.n_rows}: {self._number(len(rows))}", f"{words.n_marks}: {self._number(len(segments))}"]
        said += [f"{item.get_label()}: {self._number(len(found))}" for item, found in zip(marks, starts, strict=True)]
        label = self.ax.get_xlabel() if not self._is_time(self.ax.xaxis) else ""
        said.append(f"{label}: " * bool(label) + self._place_span(self.ax.xaxis, segments[:, 0]))
        most = int(np.argmax(n))
        return [*said, f"{words.largest}: {labels[most]} ({self._number(n[most])})"]

    # --- numbers, places and names ---

    def _number(self, value: float) -> str:
        return format_number(float(value), digits="european" if self.language == "en" else None)

    def _value(self, value: float) -> str:
        """A number of the upright axis."""
        return self._on(self.ax.yaxis, value)

    def _on(self, axis: Axis, value: float) -> str:
        if isinstance(axis.get_major_formatter(), PercentFormatter):
            return format_share(float(value), digits="european" if self.language == "en" else None)
        return self._number(value)

    def _span(self, values: Floats) -> str:
        low, high = values.min(), values.max()
        return self._number(low) if low == high else self.words.span.format(self._number(low), self._number(high))

    def _listed(self, names: Sequence[str], values: Floats, order: Iterable[int]) -> str:
        return self.words.comma.join(f"{names[i]} ({self._number(values[i])})" for i in order)

    def _place(self, axis: Axis, at: float) -> str:
        if not self._is_time(axis):
            return self._on(axis, at)
        date = mdates.num2date(at)
        return f"{date:%Y-%m-%d}" if self.language == "en" else format_date(date)

    def _place_span(self, axis: Axis, places: Floats) -> str:
        return self.words.span.format(self._place(axis, float(places.min())), self._place(axis, float(places.max())))

    def _is_time(self, axis: Axis | None) -> bool:
        converters = (mdates.DateConverter, type(munits.registry.get(np.datetime64)))
        return axis is not None and isinstance(axis.get_converter(), converters)

    def _named(self, axis: Axis, places: Iterable[float]) -> list[str]:
        """What the axis calls each place: the label of its tick, else its number."""
        ticks = np.asarray(axis.get_ticklocs(), np.float64).tolist()
        labels = axis.get_major_formatter().format_ticks(ticks)
        known = {round(float(tick), 6): label for tick, label in zip(ticks, labels, strict=False)}
        return [" ".join(known.get(round(float(place), 6), "").split()) or self._number(place) for place in places]


def _is_named(item: LineCollection) -> bool:
    return not str(item.get_label()).startswith("_child") and bool(item.get_segments())


def _points(line: Any) -> tuple[str, Floats, Floats]:
    label = str(line.get_label())
    values = np.ma.filled(np.ma.asarray(line.get_ydata(orig=False), dtype=np.float64), math.nan)
    return "" if label.startswith("_child") else label, np.asarray(line.get_xdata(orig=False), np.float64), values
