"""What two groups say, on one plane: the more one of them says it, the farther from the line between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedLocator, ScalarFormatter

from toolkit.charts.placement import beside, pixels_per_point, settled_frame, sizes
from toolkit.charts.theme import (
    CHART_WIDTH,
    VALUE_LABELS,
    colours,
    new_axes,
    require_top,
    right_to_left,
    say_instead,
    set_title,
    shorten,
)
from toolkit.errors import InvalidArgumentError, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MEASURED = ["value", "rank", "spread"]
#: What an item is counted under is not shown.
_IDENTIFIERS = {"key", "entity_id"}
#: Points across a dot that has a name, and one that has none.
_NAMED, _UNNAMED = 4.5, 2.5
#: More dots say nothing more, and each is an object to draw.
_MOST_DOTS = 2000
#: Of the length of an axis: what 0 stands apart from the smallest number, and what is free beyond the largest.
_ZERO, _BEYOND = 0.6, 1.5


def plot_comparison(
    comparison: pd.DataFrame,
    *,
    groups: tuple[str, str] | None = None,
    top: int = 40,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw each term as a dot between two groups, with the names of those that set them apart.

    Parameters
    ----------
    comparison
        What `compare` returns.
    groups
        The two groups, across and upwards; by default the two that the table has.
    top
        How many dots have a name, from 1 on: those with the largest
        difference. A name that would cover another is left out.
    title
        Written above the chart.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        One dot an item, at most 2,000. Both axes are logarithmic, the same
        length and begin with 0. On the line the groups are equal; above it
        and below it the dots have the colour of the group that has more.

    Raises
    ------
    MissingColumnsError
        If the table is none of `compare`.
    InvalidArgumentError
        If it has more than two groups and ``groups`` does not name two of
        them, or compares nothing that has a name.

    Notes
    -----
    Where names go is decided in the order of the differences and without
    chance: the same table gives the same chart.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["قوات البوكمال", "مساعدات قوات"]).assign(source=["شرق", "غرب"])
    >>> ax = tk.plot_comparison(tk.compare(tk.term_frequencies, articles, by="source"))
    >>> [text.get_text() for text in ax.texts]
    ['البوكمال', 'مساعدات', 'قوات']
    """
    require_columns(comparison, _MEASURED, function="plot_comparison", made_by="compare")
    require_top(top, function="plot_comparison")
    by, name = _columns(comparison)
    across, up = _groups(comparison, by, groups)
    items = [column for column in comparison if column not in (by, *_MEASURED)]
    sides = [comparison[comparison[by] == group].set_index(items)["value"] for group in (across, up)]
    wide = pd.concat(sides, axis=1, keys=["across", "up"]).dropna()
    wide = wide[(wide >= 0).all(axis=1) & (wide > 0).any(axis=1)]
    difference = (wide["across"] - wide["up"]).abs()
    wide = wide.loc[difference.sort_values(ascending=False, kind="stable").index].head(_MOST_DOTS)
    ax = new_axes(ax, figsize=(CHART_WIDTH, CHART_WIDTH))
    set_title(ax, title)
    if wide.empty:
        say_instead(ax, "لا بيانات تكفي لرسم هذا الشكل")
        return ax
    points = wide.to_numpy(dtype=np.float64)
    _scale(ax, points)
    _dots(ax, points, min(top, len(points)))
    value = comparison.attrs.get("value", "")
    # The mark keeps what follows apart from a group in Latin letters.
    label = f"\u200f: {VALUE_LABELS[value]}" if value in VALUE_LABELS else ""
    ax.set_xlabel(f"{across}{label}")
    ax.set_ylabel(f"{up}{label}")
    right_to_left(ax)
    _write(ax, points, [shorten(str(item)) for item in wide.index.get_level_values(name)[:top]])
    return ax


def _columns(comparison: pd.DataFrame) -> tuple[str, str]:
    """The column of the groups, and the one that names the items."""
    by = str(comparison.columns[0])
    named = [column for column in comparison.columns[1:] if column not in (*_MEASURED, *_IDENTIFIERS)]
    if not named:
        raise InvalidArgumentError(
            "plot_comparison() draws a dot for each term or name; this table compares one number for each group.\n"
            "Try: plot_comparison(compare(term_frequencies, tokens, by='source'))"
        )
    return by, str(named[0])


def _groups(comparison: pd.DataFrame, by: str, groups: tuple[str, str] | None) -> tuple[object, object]:
    known = comparison[by].drop_duplicates().tolist()
    chosen = list(groups) if groups is not None and not isinstance(groups, str) else sorted(known, key=str)
    if known and (len(set(chosen)) != 2 or not set(chosen) <= set(known) or len(chosen) != 2):
        asked = "" if groups is None else f"; it was asked for {groups!r}"
        raise InvalidArgumentError(
            f"plot_comparison() draws two groups; this table has {known}{asked}.\n"
            f"Try: plot_comparison(table, groups={tuple(known[:2])!r})"
        )
    return (chosen[0], chosen[1]) if known else ("", "")


def _scale(ax: Axes, points: np.ndarray) -> None:
    """The same logarithmic scale on both axes, with a place for 0 before its smallest number."""
    least, most = points[points > 0].min(), points.max()
    highest = most * _BEYOND
    ax.set_xscale("symlog", linthresh=least, linscale=_ZERO)
    ax.set_yscale("symlog", linthresh=least, linscale=_ZERO)
    powers = 10.0 ** np.arange(np.floor(np.log10(least)), np.ceil(np.log10(highest)) + 1)
    ticks = [0.0, *powers[(powers >= least) & (powers <= highest)]]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(FixedLocator(ticks))
        axis.set_minor_locator(FixedLocator([]))
        axis.set_major_formatter(ScalarFormatter())  # for right_to_left() to replace
    margin = -least * 0.25
    ax.set(xlim=(margin, highest), ylim=(margin, highest))
    ax.plot([0, highest], [0, highest], color=colours().grid, linewidth=1, zorder=0.5)


def _dots(ax: Axes, points: np.ndarray, n_named: int) -> None:
    palette = colours()
    more_across = points[:, 0] > points[:, 1]
    colour = np.where(more_across, palette.accent, palette.emphasis)
    size = np.where(np.arange(len(points)) < n_named, _NAMED, _UNNAMED) ** 2
    # From the least to the most different, so that the named dots lie on top.
    x, y = points[::-1].T
    ax.scatter(x, y, s=size[::-1], c=colour[::-1], linewidths=0, alpha=0.75, zorder=2)


def _write(ax: Axes, points: np.ndarray, names: list[str]) -> None:
    """The names of the first dots, each where it covers no other name and least of the dots."""
    palette = colours()
    halo = [withStroke(linewidth=2, foreground=palette.paper)]
    texts = [
        ax.annotate(
            name, point, xytext=(0, 0), textcoords="offset points", ha="center", va="center", fontsize="small",
            path_effects=halo,
        )
        for name, point in zip(names, points, strict=False)
    ]  # fmt: skip
    frame, scale = settled_frame(ax), pixels_per_point(ax)
    marks = ax.transData.transform(points)
    radii = np.where(np.arange(len(points)) < len(texts), _NAMED, _UNNAMED) * scale / 2
    for text, mark, centre in zip(texts, marks, beside(marks, radii, sizes(texts), frame), strict=False):
        if centre is None:
            text.remove()
        else:
            text.xyann = tuple((centre - mark) / scale)
