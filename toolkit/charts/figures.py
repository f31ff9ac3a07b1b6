"""Figures side by side: who gives which number, and how sure of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator, ScalarFormatter

from toolkit.charts.dispersion import article_name
from toolkit.charts.legend import legend_below
from toolkit.charts.rows import PLACE, note_rows
from toolkit.charts.theme import (
    colours,
    format_number,
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

#: Inches: names on the right and numbers on the left are on a phone's screen together.
_WIDTH = 4.9
#: Inches a figure takes up, and what axis and legend take.
_ROW_HEIGHT, _AXIS_HEIGHT = 0.54, 1.2
#: Rows between one subject and the next, where the name of the next stands.
_BETWEEN = 0.9
#: An axis that goes so far is logarithmic: the small numbers would stand on one heap.
_WIDE = 50
#: Of the length of the axis: how far an open interval is drawn.
_OPEN = 0.12
_ABOUT, _OR_MORE, _OR_LESS = "نحو", "أو أكثر", "أو أقل"
_ITSELF, _NOWHERE = "الخبر نفسه", "مكان لم يُذكر"

_KINDS = {
    "people_killed": "عدد القتلى",
    "people_injured": "عدد الجرحى",
    "people_displaced": "عدد النازحين",
    "people": "عدد الناس",
    "money": "المال",
    "percent": "النسبة",
    "distance": "المسافة",
    "duration": "المدة",
    "age": "العمر",
    "ordinal": "الترتيب",
    "other": "العدد",
}

Floats = npt.NDArray[np.float64]


def plot_figures_compared(figures: pd.DataFrame, *, top: int = 14, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw figures as dots with what they claim, one row each, under the name of who gives it.

    Parameters
    ----------
    figures
        What `figures_compared` returns, or some of its rows: of one kind, and
        all counting one thing.
    top
        How many figures at most, from 1 on: the first of the table. What is
        left out is told below the chart.
    title
        Written above the chart.
    ax
        Draw here; by default on a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        The axis runs from the right and names what is counted; it is
        logarithmic where numbers lie far apart. A full dot is an exact
        number, a hollow one an approximate number; a line is what the figure
        claims, with an arrow where it is open; a vague number (عشرات) has
        the line alone. Those that disagree have a colour of their own. On the
        left each number in words; on the right who says it, outlet and date.

    Raises
    ------
    MissingColumnsError
        If the table is none of `figures_compared`.
    InvalidArgumentError
        If it holds several kinds or several things counted, or ``top`` is no number from 1 on.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["قتل في الرقة نحو 20 مدنياً.", "قتل في الرقة 31 شخصاً."])
    >>> figures = tk.find_figures(articles, mentions=tk.find_entities(articles))
    >>> ax = tk.plot_figures_compared(tk.figures_compared(figures, articles))
    >>> [text.get_text() for text in ax.texts][-2:]
    ['نحو 20', '31']
    """
    require_top(top, function="plot_figures_compared")
    needed = [*PLACE, "subject", "kind", "place", "counted", "figure", "value", "low", "high", "approximate"]
    needed += ["least", "most", "speaker", "source", "date", "disagrees"]
    require_columns(figures, needed, function="plot_figures_compared", made_by="figures_compared")
    _require_one_axis(figures)
    shown = figures.head(top)
    rows = _rows(shown)
    height = _AXIS_HEIGHT + _ROW_HEIGHT * (float(rows.max(initial=0)) + 1)
    ax = new_axes(ax, figsize=(_WIDTH, height))
    set_title(ax, title)
    if shown.empty:
        say_instead(ax, "لا أرقام تكفي لرسم هذا الشكل")
        return ax
    _scale(ax, shown)
    _draw(ax, shown, rows)
    ax.set_yticks(rows, [shorten(speaker) or _ITSELF for speaker in shown["speaker"]])
    left_out = len(figures) - len(shown)
    unit = f" ({shown['counted'].iloc[0]})" if shown["counted"].iloc[0] else ""
    more = f"\nلا يظهر من الأرقام: {format_number(left_out)}" if left_out else ""
    ax.set_xlabel(f"{_KINDS.get(shown['kind'].iloc[0], 'القيمة')}{unit}{more}")
    right_to_left(ax)
    ax.xaxis.grid(True, color=colours().grid)
    ax.set_ylim(rows.max() + 0.6, rows.min() - 0.6 - (_BETWEEN if rows.min() > 0 else 0))
    ax.tick_params(axis="y", length=0)
    _name(ax, shown, rows)
    _legend(ax, shown)
    note_rows(ax, shown, [(0, row - 0.5, 1, row + 0.5) for row in rows.tolist()])
    return ax


def _require_one_axis(figures: pd.DataFrame) -> None:
    for name in ("kind", "counted"):
        found = figures[name].drop_duplicates().tolist()
        if len(found) > 1:
            raise InvalidArgumentError(
                f"plot_figures_compared() draws one axis; this table has {len(found)} values of {name}.\n"
                f"Choose one of them.\nTry: plot_figures_compared(table[table[{name!r}] == table[{name!r}].iloc[0]])"
            )


def _rows(shown: pd.DataFrame) -> Floats:
    """The place of each figure; where there are several subjects, each begins below its name."""
    subject = shown["subject"].to_numpy()
    begins = np.concatenate([[False], subject[1:] != subject[:-1]]) if len(subject) else np.zeros(0, dtype=bool)
    several = bool(begins.any())
    return np.arange(len(shown), dtype=np.float64) + _BETWEEN * (np.cumsum(begins) + several)


def _scale(ax: Axes, shown: pd.DataFrame) -> None:
    """From the least to the most claimed, with room for what is open."""
    ends = shown[["value", "least", "most"]].to_numpy(dtype=np.float64)
    ends = ends[np.isfinite(ends)]
    least, most = float(ends.min()), float(ends.max())
    if least > 0 and most / least >= _WIDE:
        ax.set_xscale("log")
        room = (most / least) ** _OPEN
        limits = least / room, most * room
        powers = 10.0 ** np.arange(np.floor(np.log10(limits[0])), np.ceil(np.log10(limits[1])) + 1)
        powers = powers[(powers >= limits[0]) & (powers <= limits[1])]
        ax.xaxis.set_major_locator(FixedLocator(powers[:: -(-len(powers) // 4)].tolist()))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(ScalarFormatter())  # for right_to_left() to replace
    else:
        room = _OPEN * 1.2 * ((most - least) or abs(most) or 1.0)
        limits = least - room if least < 0 else max(least - room, -0.02 * most), most + room
        ax.xaxis.set_major_locator(MaxNLocator(nbins=4))
    ax.set_xlim(*limits)


def _draw(ax: Axes, shown: pd.DataFrame, rows: Floats) -> None:
    palette = colours()
    near, far = ax.get_xlim()
    colour = np.where(shown["disagrees"], palette.emphasis, palette.accent)
    value, least, most = (shown[name].to_numpy(dtype=np.float64) for name in ("value", "least", "most"))
    about = shown["approximate"].to_numpy(dtype=bool)
    for row, start, end, one in zip(rows.tolist(), least.tolist(), most.tolist(), colour.tolist(), strict=True):
        from_, to = (near if np.isnan(start) else start), (far if np.isnan(end) else end)
        if from_ < to:
            ax.plot([from_, to], [row, row], color=one, linewidth=5, alpha=0.4, solid_capstyle="butt", zorder=2)
        for is_open, at, arrow in ((np.isnan(start), from_, ">"), (np.isnan(end), to, "<")):
            if is_open:  # the axis runs from the right: what is larger lies to the left
                ax.plot([at], [row], marker=arrow, color=one, markersize=7, clip_on=False, zorder=3)
    for hollow in (False, True):
        of_kind = (about == hollow) & np.isfinite(value)
        if of_kind.any():
            face = palette.paper if hollow else colour[of_kind]
            ax.scatter(
                value[of_kind], rows[of_kind], s=30, c=face, edgecolors=colour[of_kind], linewidths=1.6, zorder=4
            )


def _name(ax: Axes, shown: pd.DataFrame, rows: Floats) -> None:
    """Who gives each number, and the number in words; above each subject its place."""
    for label in ax.get_yticklabels():
        label.set(verticalalignment="bottom", fontsize="small")
    origins = zip(shown["article_id"].astype("str"), shown["source"], shown["date"], strict=True)
    for row, origin in zip(rows.tolist(), origins, strict=True):
        ax.annotate(
            article_name(*origin), (1, row), xycoords=("axes fraction", "data"), xytext=(6, 1),
            textcoords="offset points", ha="left", va="top", fontsize="x-small", color=colours().muted,
            annotation_clip=False,
        )  # fmt: skip
    for row, figure in zip(rows.tolist(), shown.to_dict("records"), strict=True):
        ax.annotate(
            in_words(figure), (0, row), xycoords=("axes fraction", "data"), xytext=(-7, 0),
            textcoords="offset points", ha="right", va="center_baseline", fontsize="small", annotation_clip=False,
        )  # fmt: skip
    if shown["subject"].nunique() < 2:
        return
    first = shown.assign(row=rows).drop_duplicates("subject")
    for begins in first.itertuples():
        ax.annotate(
            str(begins.place) or _NOWHERE, (1, begins.row - 0.5), xycoords=("axes fraction", "data"),
            xytext=(-4, 2), textcoords="offset points", ha="right", va="bottom", fontsize="small", fontweight="bold",
            color=colours().ink, annotation_clip=False,
        )  # fmt: skip


def in_words(figure: dict[str, object]) -> str:
    """Return a figure as a chart writes it: about, at least, at most, from … to, or as it stands where it is vague.

    Examples
    --------
    >>> in_words({"value": 120000.0, "low": float("nan"), "high": float("nan"), "approximate": True, "figure": ""})
    'نحو 120,000'
    >>> in_words({"value": 12.5, "low": 10.0, "high": 15.0, "approximate": False, "figure": ""})
    'من 10 إلى 15'
    """
    value, low, high = (float(figure[name]) for name in ("value", "low", "high"))  # type: ignore[arg-type]
    if np.isnan(value):
        return shorten(str(figure["figure"]))
    if np.isfinite(low) and np.isfinite(high):
        words = f"من {format_number(low)} إلى {format_number(high)}"
    elif np.isfinite(low):
        words = f"{format_number(low)} {_OR_MORE}"
    elif np.isfinite(high):
        words = f"{format_number(high)} {_OR_LESS}"
    else:
        words = format_number(value)
    return f"{_ABOUT} {words}" if figure["approximate"] else words


def _legend(ax: Axes, shown: pd.DataFrame) -> None:
    """Only what is on the chart, and only where there is something to tell apart."""
    palette = colours()
    value = shown["value"].notna()

    def mark(words: str, colour: str, face: str) -> Line2D:
        return Line2D([], [], linestyle="", marker="o", color=colour, markerfacecolor=face, markersize=7, label=words)

    handles = []
    if (value & ~shown["approximate"]).any():
        handles.append(mark("رقم محدد", palette.accent, palette.accent))
    if (value & shown["approximate"]).any():
        handles.append(mark("رقم تقريبي", palette.accent, palette.paper))
    if shown["disagrees"].any():
        handles.append(mark("لا يتفق مع غيره", palette.emphasis, palette.emphasis))
    if len(handles) > 1:
        legend_below(ax, handles, [str(handle.get_label()) for handle in handles])
