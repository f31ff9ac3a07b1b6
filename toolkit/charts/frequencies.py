"""Bars of the commonest terms and names, read from the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.charts.theme import (
    CHART_WIDTH,
    VALUE_LABELS,
    colours,
    format_number,
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
    from matplotlib.container import BarContainer
    from matplotlib.text import Annotation

#: Inches a bar takes up, and what the axis below takes.
_BAR_HEIGHT, _AXIS_HEIGHT = 0.27, 0.7


def plot_term_frequencies(
    frequencies: pd.DataFrame, *, top: int = 20, value: str = "n", title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the commonest terms as bars.

    Parameters
    ----------
    frequencies
        What `term_frequencies` returns.
    top
        How many bars at most, from 1 on.
    value
        ``"n"``, ``"n_articles"`` or ``"per_million"``; of the last a thin line
        shows the interval ``low`` to ``high``, where the table has it.
    title
        Written above the chart.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    MissingColumnsError
        If the table is not one of terms.
    InvalidArgumentError
        If it holds more than one group, or ``value`` or ``top`` is not one of those above.

    Examples
    --------
    >>> import toolkit as tk
    >>> ax = tk.plot_term_frequencies(tk.term_frequencies(tk.as_articles(["عادت المياه إلى البوكمال"])))
    >>> len(ax.patches)
    3
    """
    return _bars(frequencies, "term", "key", top=top, value=value, title=title, ax=ax)


def plot_entity_frequencies(
    frequencies: pd.DataFrame, *, top: int = 20, value: str = "n", title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the names mentioned most as bars.

    Parameters
    ----------
    frequencies
        What `entity_frequencies` returns.
    top, value, title, ax
        As in `plot_term_frequencies`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    MissingColumnsError
        If the table is not one of names.
    InvalidArgumentError
        If it holds more than one group, or ``value`` or ``top`` is not one of those above.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["من دير الزور إلى البوكمال"])
    >>> ax = tk.plot_entity_frequencies(tk.entity_frequencies(tk.find_entities(tokens), tokens))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['البوكمال', 'دير الزور']
    """
    return _bars(frequencies, "entity", "entity_id", top=top, value=value, title=title, ax=ax)


def _bars(
    table: pd.DataFrame, label: str, identifier: str, *, top: int, value: str, title: str, ax: Axes | None
) -> Axes:
    function = f"plot_{label}_frequencies"
    require_choice(value, VALUE_LABELS, name="value", function=function)
    require_top(top, function=function)
    require_columns(table, [label, identifier, value], function=function, made_by=f"{label}_frequencies")
    if table[identifier].duplicated().any():
        raise InvalidArgumentError(
            f"{function}() draws one group; this table holds several rows for one {label}.\n"
            "It was counted with by=.\nTry: choose one group of the table first"
        )
    shown = table.sort_values(value, ascending=False, kind="stable").head(top)
    ax = new_axes(ax, figsize=(CHART_WIDTH, _AXIS_HEIGHT + _BAR_HEIGHT * max(len(shown), 5)))
    set_title(ax, title)
    if shown.empty:
        say_instead(ax, "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    places = range(len(shown))
    bars = ax.barh(places, shown[value], color=colours().accent, height=0.72)
    ax.set_yticks(places, [shorten(name) for name in shown[label]])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlabel(VALUE_LABELS[value])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=pd.api.types.is_integer_dtype(shown[value])))
    right_to_left(ax)
    ax.tick_params(axis="y", length=0)
    ax.margins(x=0.08)
    numbers = _write_numbers(ax, bars, shown, value)
    for text in (*numbers, *ax.get_yticklabels()):
        text.set_verticalalignment("center_baseline")
    return ax


def _write_numbers(ax: Axes, bars: BarContainer, shown: pd.DataFrame, value: str) -> list[Annotation]:
    """The number of each bar beyond its end, and beyond its interval if it has one."""
    ends = shown[value].to_numpy(dtype=np.float64)
    if value == "per_million" and {"low", "high"} <= set(shown):
        low, high = (shown[end].to_numpy(dtype=np.float64) for end in ("low", "high"))
        # One interval that runs far off would squeeze all bars: it is cut at the edge.
        known, edge = np.isfinite(low) & np.isfinite(high), 1.5 * ends.max()
        low, high = low.clip(0, edge), high.clip(0, edge)
        ax.hlines(np.flatnonzero(known), low[known], high[known], color=colours().ink, linewidth=0.9)
        ends = np.where(known, np.maximum(ends, high), ends)
    options: dict[str, Any] = {
        "xytext": (-4, 0),
        "textcoords": "offset points",
        "ha": "right",
        "color": colours().muted,
    }
    places = [bar.get_y() + bar.get_height() / 2 for bar in bars]
    return [
        ax.annotate(format_number(round(number) if number >= 100 else number), (end, place), **options)
        for number, end, place in zip(shown[value], ends, places, strict=True)
    ]
