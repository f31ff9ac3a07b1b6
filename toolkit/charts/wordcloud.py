"""Words as large as they are frequent, packed around the most frequent one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.textpath import TextPath

from toolkit.charts.description import note_values
from toolkit.charts.key import draw_key
from toolkit.charts.placement import Floats, pixels_per_point, settled_frame
from toolkit.charts.theme import (
    CHART_WIDTH,
    VALUE_LABELS,
    colours,
    format_number,
    new_axes,
    require_top,
    say_instead,
    set_title,
)
from toolkit.errors import InvalidArgumentError, require_choice, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Points of type at which words are measured, where fitting begins, and by how much it goes down each time.
_MEASURED, _LARGEST, _STEP = 100.0, 80.0, 0.95
#: Inches of a new figure.
_HEIGHT = 3.8
#: Points between the steps of the search for a place.
_GRID = 1.5
#: Room beside a word and above it, in shares of its size of type: two words in a row shall not read as one.
_AROUND = (0.15, 0.03)
#: How many words are in the first colour, and in the second.
_FIRST, _SECOND = 5, 20


def plot_wordcloud(
    frequencies: pd.DataFrame, *, top: int = 60, value: str = "n", title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw words as large as they are frequent.

    Parameters
    ----------
    frequencies
        What `term_frequencies` or `entity_frequencies` returns.
    top
        How many words at most, from 1 on.
    value
        ``"n"``, ``"n_articles"`` or ``"per_million"``.
    title
        Written above the chart.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The words are text: joined and ordered like all other text, searchable
        in a PDF. The same table gives the same picture.

    Raises
    ------
    MissingColumnsError
        If the table is neither of terms nor of names.
    InvalidArgumentError
        If it holds more than one group, or ``value`` or ``top`` is not one of those above.

    Notes
    -----
    The height of a word is in proportion to the root of its frequency, so that
    the areas of two words of the same length compare like their numbers. Long
    words still look more important than they are: where numbers matter, use
    `plot_term_frequencies`. The most frequent stands in the middle, each next
    one as near to it as there is room.

    Examples
    --------
    >>> import toolkit as tk
    >>> ax = tk.plot_wordcloud(tk.term_frequencies(tk.as_articles(["عادت المياه إلى البوكمال"])))
    >>> sorted(text.get_text() for text in ax.texts)
    ['البوكمال', 'المياه', 'عادت']
    """
    require_choice(value, VALUE_LABELS, name="value", function="plot_wordcloud")
    require_top(top, function="plot_wordcloud")
    words, key = _columns(frequencies, value)
    if frequencies[key].duplicated().any():
        raise InvalidArgumentError(
            "plot_wordcloud() draws one group; this table holds several rows for one word.\n"
            "It was counted with by=.\nTry: choose one group of the table first"
        )
    shown = frequencies[frequencies[value] > 0].sort_values(value, ascending=False, kind="stable").head(top)
    ax = new_axes(ax, figsize=(CHART_WIDTH, _HEIGHT))
    set_title(ax, title)
    if shown.empty:
        say_instead(ax, "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    numbers = shown[value].to_numpy(dtype=np.float64)
    note_values(ax, shown[words], numbers, VALUE_LABELS[value])
    draw_key(ax, [], note=_note(numbers, value))
    frame = settled_frame(ax) / pixels_per_point(ax)
    ink = np.array([_ink(word) for word in shown[words]])
    heights, corners = _pack(ink, np.sqrt(numbers / numbers[0]), frame[2:] - frame[:2])
    for rank, (word, height, corner) in enumerate(zip(shown[words], heights, corners, strict=True)):
        # Text stands on its origin: the ink begins beside it, and below.
        x, y = (corner - height * ink[rank, :2]) / (frame[2:] - frame[:2])
        ax.text(x, y, word, fontsize=height, color=_colour(rank), ha="left", va="baseline", parse_math=False)
    return ax


def _columns(frequencies: pd.DataFrame, value: str) -> tuple[str, str]:
    """The column of the words, and that of what they are counted under."""
    of_names = isinstance(frequencies, pd.DataFrame) and "entity" in frequencies.columns
    word, key = ("entity", "entity_id") if of_names else ("term", "key")
    require_columns(frequencies, [word, key, value], function="plot_wordcloud", made_by=f"{word}_frequencies")
    return word, key


def _note(numbers: Floats, value: str) -> str:
    note = f"مساحة الكلمة بقدر ورودها ({VALUE_LABELS[value]}: {format_number(numbers[0])} لأكبرها)"
    return f"{note}\nفي الجدول كلمة واحدة" if len(numbers) == 1 else note


def _ink(word: str) -> Floats:
    """Left, bottom, right and top of what a word blackens, in shares of its size of type."""
    if not word.strip():
        return np.zeros(4)
    # A dollar is a dollar, as in the words that are drawn.
    outline = TextPath((0, 0), word.replace("$", r"\$"), size=_MEASURED)
    return np.asarray(outline.get_extents().extents) / _MEASURED


def _colour(rank: int) -> str:
    palette = colours()
    return palette.accent if rank < _FIRST else palette.ink if rank < _SECOND else palette.muted


def _pack(ink: Floats, shares: Floats, room: Floats) -> tuple[Floats, Floats]:
    """Sizes of type, the largest with which all words have room, and the lower left corner of the ink of each."""
    boxes = ink[:, 2:] - ink[:, :2] + 2 * np.array(_AROUND)
    largest = min(_LARGEST, *(room / boxes[0]))
    while (corners := _corners(boxes * shares[:, None] * largest, room)) is None:
        largest *= _STEP
    heights = shares * largest
    return heights, corners + heights[:, None] * _AROUND


def _corners(boxes: Floats, room: Floats) -> Floats | None:
    """The lower left corner of each box, as near to the middle as those before it allow; None if one has no room."""
    y, x = np.mgrid[0 : room[1] : _GRID, 0 : room[0] : _GRID]
    # An ellipse as broad as the room: the cloud gets its shape.
    away = ((x - room[0] / 2) / room[0]) ** 2 + ((y - room[1] / 2) / room[1]) ** 2
    corners = np.zeros_like(boxes)
    for number, box in enumerate(boxes):
        # Distances of middles: a box of this size may stand where its middle is free.
        free = away.copy()
        half = box / 2
        for corner, size in zip(corners[:number], boxes[:number], strict=True):
            low, high = corner - half, corner + size + half
            first, last = np.ceil(low / _GRID).astype(int).clip(0), np.ceil(high / _GRID).astype(int)
            free[first[1] : last[1], first[0] : last[0]] = np.inf
        edge = np.ceil(half / _GRID).astype(int)
        free[: edge[1]], free[:, : edge[0]] = np.inf, np.inf
        free[y + half[1] > room[1]] = np.inf
        free[x + half[0] > room[0]] = np.inf
        best = np.unravel_index(int(free.argmin()), free.shape)
        if not np.isfinite(free[best]):
            return None
        corners[number] = np.array([x[best], y[best]]) - half
    return corners
