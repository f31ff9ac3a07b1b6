"""Bars of the sources heard most: what stands in their own words, and what is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit.charts.theme import (
    CHART_WIDTH,
    colours,
    format_number,
    new_axes,
    require_top,
    right_to_left,
    right_to_left_legend,
    say_instead,
    set_title,
    shorten,
)
from toolkit.errors import InvalidArgumentError, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Inches a bar takes up, and what the axis and the legend take.
_BAR_HEIGHT, _AXIS_HEIGHT = 0.3, 1.1


def plot_sources_heard(sources: pd.DataFrame, *, top: int = 15, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw the sources heard most as bars in two parts: quoted directly, and told indirectly.

    Parameters
    ----------
    sources
        What `sources_heard` returns.
    top
        How many bars at most, from 1 on.
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
        If the table is not one of sources.
    InvalidArgumentError
        If it holds more than one group, or ``top`` is no number from 1 on.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["قال المرصد إن القصف مستمر. وأضاف: «لا هدنة حتى الآن»"])
    >>> ax = tk.plot_sources_heard(tk.sources_heard(tk.find_quotes(articles), articles))
    >>> [bar.get_width().item() for bar in ax.patches]
    [1.0, 1.0]
    """
    require_top(top, function="plot_sources_heard")
    needed = ["speaker", "entity", "n", "n_direct", "n_indirect"]
    require_columns(sources, needed, function="plot_sources_heard", made_by="sources_heard")
    if sources[["speaker", "entity"]].duplicated().any():
        raise InvalidArgumentError(
            "plot_sources_heard() draws one group; this table holds several rows for one speaker.\n"
            "It was counted with by=.\nTry: choose one group of the table first"
        )
    shown = sources.sort_values("n", ascending=False, kind="stable").head(top)
    ax = new_axes(ax, figsize=(CHART_WIDTH, _AXIS_HEIGHT + _BAR_HEIGHT * max(len(shown), 5)))
    if shown.empty:
        set_title(ax, title)
        say_instead(ax, "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    _draw_bars(ax, shown)
    set_title(ax, title, above=20)
    return ax


def _draw_bars(ax: Axes, shown: pd.DataFrame) -> None:
    places = np.arange(len(shown))
    direct, told = (shown[name].to_numpy(dtype=np.float64) for name in ("n_direct", "n_indirect"))
    ax.barh(places, direct, height=0.72, color=colours().accent, label="كلام منقول بنصّه")
    ax.barh(places, told, left=direct, height=0.72, color=colours().grid, edgecolor=colours().muted, linewidth=0.6,
            label="كلام منقول بمعناه")  # fmt: skip
    ax.set_yticks(places, [shorten(name) for name in shown["speaker"]])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlabel("عدد الأقوال")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    right_to_left(ax)
    ax.tick_params(axis="y", length=0)
    ax.margins(x=0.08)
    for place, n in zip(places, shown["n"], strict=True):
        ax.annotate(
            format_number(n),
            (n, place),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            color=colours().muted,
        )
    for label in ax.get_yticklabels():
        label.set_verticalalignment("center_baseline")
    handles, _ = ax.get_legend_handles_labels()
    right_to_left_legend(
        ax, handles=handles[::-1], loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False
    )
