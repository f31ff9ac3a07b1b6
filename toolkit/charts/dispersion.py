"""Where each hit stands: on the length of its article, or along time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator

from toolkit.charts.dates import name_periods
from toolkit.charts.legend import legend_below
from toolkit.charts.theme import (
    CHART_WIDTH,
    ShareFormatter,
    colours,
    format_date,
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
    from numpy.typing import ArrayLike

#: Inches a row takes up, and what title, axis and legend take.
_ROW_HEIGHT, _AXIS_HEIGHT = 0.27, 1.2
#: Half the height of a mark, in rows.
_HALF = 0.34
_RIGHT = "\u200f"
#: Where an article is cut for the eye.
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def plot_dispersion(
    occurrences: pd.DataFrame,
    *,
    along: str = "article",
    top: int = 20,
    title: str = "",
    direction: str = "rtl",
    ax: Axes | None = None,
) -> Axes:
    """Draw each hit as a mark on the length of its article, or along time.

    Parameters
    ----------
    occurrences
        What `occurrences` returns.
    along
        ``"article"``: a row for each article, from its first word to its last;
        the queries have a colour each. ``"time"``: a row for each query, from
        the first dated hit to the last; hits without a date are left out, and
        counted below the chart.
    top
        How many rows at most, from 1 on: those with the most hits. Articles
        stand in the order of time, queries in that of the table.
    title
        Written above the chart.
    direction
        ``"rtl"``: text and time run from right to left; ``"ltr"``: from left to right.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    MissingColumnsError
        If the table is none of `occurrences`.
    InvalidArgumentError
        If an argument is not one of those above, or there are more queries
        than colours that can be told apart.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["وصلت قافلة للبوكمال أمس", "عادت المياه إلى البوكمال"])
    >>> ax = tk.plot_dispersion(tk.occurrences(articles, "البوكمال"))
    >>> len(ax.get_yticks())
    2
    """
    require_choice(along, ("article", "time"), name="along", function="plot_dispersion")
    require_choice(direction, ("rtl", "ltr"), name="direction", function="plot_dispersion")
    require_top(top, function="plot_dispersion")
    columns = ["query", "article_id", "date", "source", "position"]
    require_columns(occurrences, columns, function="plot_dispersion", made_by="occurrences")
    hits = occurrences if along == "article" else occurrences.dropna(subset=["date"])
    row_of = "article_id" if along == "article" else "query"
    rows = _rows(hits, row_of, top)
    hits = hits[hits[row_of].isin(rows)]
    ax = new_axes(ax, figsize=(CHART_WIDTH, _AXIS_HEIGHT + _ROW_HEIGHT * max(len(rows), 4)))
    set_title(ax, title)
    if hits.empty:
        say_instead(ax, "لا مواضع تكفي لرسم هذا الشكل")
        return ax
    places = pd.Series(np.arange(len(rows)), index=rows)
    if along == "article":
        _along_articles(ax, hits, places)
    else:
        _along_time(ax, hits, places, len(occurrences) - len(occurrences.dropna(subset=["date"])))
    right_to_left(ax, mirror=direction == "rtl")
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.grid(True, color=colours().grid)
    for text in ax.get_yticklabels():
        text.set_verticalalignment("center_baseline")
    handles, labels = ax.get_legend_handles_labels()
    if along == "article" and len(handles) > 1:
        legend_below(ax, handles, labels)
    return ax


def _rows(hits: pd.DataFrame, row_of: str, top: int) -> list[str]:
    """The rows with the most hits: articles in the order of time, queries in that of the table."""
    n = hits[row_of].value_counts(sort=False)
    chosen = n.sort_values(ascending=False, kind="stable").index[:top]
    found = hits[hits[row_of].isin(chosen)].drop_duplicates(row_of)
    if row_of == "article_id":
        found = found.sort_values("date", kind="stable")
    return found[row_of].tolist()


def _along_articles(ax: Axes, hits: pd.DataFrame, places: pd.Series) -> None:
    queries = hits["query"].drop_duplicates().tolist()
    series = colours().series
    if len(queries) > len(series):
        raise InvalidArgumentError(
            f"plot_dispersion() has colours for {len(series)} queries; this table has {len(queries)}.\n"
            "Try: plot_dispersion(table, along='time'), or fewer queries"
        )
    ax.hlines(places, 0, 1, color=colours().grid, linewidth=3, zorder=0.5)
    for query, colour in zip(queries, series, strict=False):
        one = hits[hits["query"] == query]
        _mark(ax, one["position"], places[one["article_id"]], colour, query)
    first = hits.drop_duplicates("article_id").set_index("article_id").loc[places.index]
    ax.set_yticks(
        places,
        [
            article_name(article, row.source, row.date)
            for article, row in zip(first.index, first.itertuples(), strict=True)
        ],
    )
    ax.xaxis.set_major_locator(FixedLocator(_QUARTERS))
    ax.xaxis.set_major_formatter(ShareFormatter())
    ax.set_xlim(-0.01, 1.01)
    ax.set_xlabel("موضع الورود من أول الخبر إلى آخره")


def _along_time(ax: Axes, hits: pd.DataFrame, places: pd.Series, n_undated: int) -> None:
    for query, place in places.items():
        one = hits[hits["query"] == query]
        _mark(ax, one["date"].to_numpy(), np.full(len(one), place), colours().accent, str(query))
    days = pd.DatetimeIndex(hits["date"].unique()).normalize().unique().sort_values()
    ax.set_yticks(places, [shorten(query) for query in places.index])
    name_periods(ax, days)
    ax.margins(x=0.02)
    if n_undated:
        ax.set_xlabel(f"لا يظهر ما لا تاريخ له: {format_number(n_undated)}")


def _mark(ax: Axes, at: ArrayLike, rows: ArrayLike, colour: str, name: str) -> None:
    middle = np.asarray(rows, dtype=np.float64)
    ax.vlines(at, middle - _HALF, middle + _HALF, color=colour, linewidth=1.6, alpha=0.85, label=name)


def article_name(article: str, source: object, date: pd.Timestamp) -> str:
    """What an article is called: its outlet and date, or its identifier where it has neither.

    Examples
    --------
    >>> article_name("7", "الضفاف", pd.Timestamp("2017-11-09")).replace("\u200f", "")
    'الضفاف، 9 تشرين الثاني 2017'
    """
    # The mark keeps a day apart from an outlet in Latin letters, which would draw it to its side.
    parts = [f"{source}{_RIGHT}"] if isinstance(source, str) and source else []
    parts += [format_date(date)] if not pd.isna(date) else []
    return "، ".join(parts) if parts else shorten(article)
