"""How a chart looks: font, colours, digits, month names, axes that run from the right.

``install_theme()`` sets matplotlib's parameters and ``remove_theme()`` puts back
what was there. The functions that charts call (``new_axes``, ``right_to_left``,
``set_title``, ``format_number`` …) work with and without it.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass, field
from functools import partial
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.ticker import AutoLocator, FuncFormatter, PercentFormatter, ScalarFormatter

from toolkit.charts.fonts import font_families
from toolkit.charts.shaping import install_shaping, isolate, shapes_natively
from toolkit.errors import InvalidArgumentError, require_choice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.legend import Legend

#: What the columns that can be drawn are called on an axis.
VALUE_LABELS = {"n": "العدد", "n_articles": "عدد الأخبار", "per_million": "لكل مليون كلمة"}

#: Inches: narrow enough that its letters can be read on a phone, where it fills the page.
CHART_WIDTH = 5.6
#: A longer label is cut: it would leave no room for what it names.
_LONGEST_LABEL = 28
#: Inches of a figure that only says why there is nothing to see.
_MESSAGE_HEIGHT = 0.9

MONTHS = {
    "levantine": (
        "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
        "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
    ),
    "egyptian": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
    "maghrebi": (
        "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان",
        "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip
_ARABIC_DIGITS = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")


@dataclass(frozen=True)
class Palette:
    """The colours of one theme.

    Attributes
    ----------
    paper, ink, muted, grid : str
        Background, text, secondary text, grid lines.
    accent, emphasis : str
        What a chart draws with, and what it points at.
    series : tuple of str
        One colour per line or group, in order of use: told apart by readers
        with any colour vision, and each at least 3:1 against ``paper``.
    """

    paper: str
    ink: str
    muted: str
    grid: str
    accent: str
    emphasis: str
    series: tuple[str, ...]


PALETTES = {
    "light": Palette(
        paper="#ffffff", ink="#1c2326", muted="#59646b", grid="#e4e7e6", accent="#0f6e7c", emphasis="#c0492c",
        series=("#0f6e7c", "#c0492c", "#ad8a1e", "#2f45ad", "#c745ae", "#3d464c"),
    ),
    "dark": Palette(
        paper="#12171b", ink="#e9eded", muted="#9fabb1", grid="#2b343a", accent="#56c2cc", emphasis="#ff8d6b",
        series=("#56c2cc", "#ff8d6b", "#eab442", "#8b96da", "#d9509f", "#e5eaeb"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class _Settings:
    theme: str = "light"
    digits: str = "european"
    months: str = "levantine"
    parameters_before: dict[str, Any] = field(default_factory=dict)


# What was asked for and what was there before is written on matplotlib: a reload empties this module.
_PLACE = "_arabic_theme"


def _settings() -> _Settings:
    return getattr(mpl, _PLACE, _Settings())


# --- the whole of matplotlib ------------------------------------------------------------------------------------------


def install_theme(
    *, font: str | Path | None = None, theme: str = "light", digits: str = "european", months: str = "levantine"
) -> None:
    """Give every chart an Arabic font, quiet axes and colours, until ``remove_theme()``.

    Parameters
    ----------
    font
        The family name or the file of a font to use before the bundled
        Vazirmatn. A matplotlib before 3.11 draws Arabic rightly in DejaVu Sans
        alone, which is what it gets there unless a font is named.
    theme
        ``"light"`` or ``"dark"``.
    digits
        ``"european"`` (1,234.5) or ``"arabic"`` (١٬٢٣٤٫٥).
    months
        Month names: ``"levantine"``, ``"egyptian"`` or ``"maghrebi"``.

    Raises
    ------
    InvalidArgumentError
        A choice that does not exist, or a font that is not installed.

    Notes
    -----
    The font files stay known to matplotlib after ``remove_theme()``; nothing
    uses them unless it names them.

    Examples
    --------
    >>> install_theme(digits="arabic")
    >>> format_number(1234.5)
    '١٬٢٣٤٫٥'
    >>> remove_theme()
    >>> format_number(1234.5)
    '1,234.5'
    """
    for name, value, choices in (("theme", theme, PALETTES), ("digits", digits, ("european", "arabic")),
                                 ("months", months, MONTHS)):  # fmt: skip
        require_choice(value, choices, name=name, function="use_arabic")
    families = font_families(font, native=shapes_natively())
    remove_theme()
    parameters = _parameters(PALETTES[theme]) | {"font.family": families}
    before = {name: mpl.rcParams[name] for name in parameters}  # type: ignore[index]
    setattr(mpl, _PLACE, _Settings(theme=theme, digits=digits, months=months, parameters_before=before))
    mpl.rcParams.update(parameters)  # type: ignore[arg-type]


def remove_theme() -> None:
    """Put back the matplotlib parameters that ``install_theme()`` changed.

    Examples
    --------
    >>> before = mpl.rcParams["font.family"]
    >>> install_theme()
    >>> remove_theme()
    >>> mpl.rcParams["font.family"] == before
    True
    """
    mpl.rcParams.update(_settings().parameters_before)  # type: ignore[arg-type]
    if hasattr(mpl, _PLACE):
        delattr(mpl, _PLACE)


def _parameters(palette: Palette) -> dict[str, Any]:
    """Quiet axes: no ticks, few lines, text at the start side."""
    return {
        "figure.facecolor": palette.paper,
        "axes.facecolor": palette.paper,
        "savefig.dpi": 200,
        "font.size": 11,
        "text.color": palette.ink,
        "axes.labelcolor": palette.muted,
        "axes.titlecolor": palette.ink,
        "axes.titlelocation": "right",
        "axes.titleweight": "bold",
        "axes.titlesize": 14,
        "axes.titlepad": 12,
        "axes.edgecolor": palette.muted,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.prop_cycle": cycler(color=palette.series),
        "grid.color": palette.grid,
        "grid.linewidth": 0.8,
        "xtick.color": palette.muted,
        "ytick.color": palette.muted,
        "xtick.labelcolor": palette.ink,
        "ytick.labelcolor": palette.ink,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.major.pad": 6,
        "ytick.major.pad": 6,
        "lines.linewidth": 2.2,
        "lines.solid_capstyle": "round",
        "patch.edgecolor": palette.paper,
        "legend.frameon": False,
        "legend.labelcolor": palette.ink,
    }


# --- one chart --------------------------------------------------------------------------------------------------------


def require_top(top: int, *, function: str) -> None:
    """Raise unless at least one bar or line is asked for.

    Raises
    ------
    InvalidArgumentError
        ``top`` is no whole number of 1 or more.

    Examples
    --------
    >>> require_top(0, function="plot_timeline")
    Traceback (most recent call last):
    ...
    toolkit.errors.InvalidArgumentError: plot_timeline() needs a top of 1 or more; it was given 0.
    """
    if not isinstance(top, Integral) or top < 1:
        raise InvalidArgumentError(f"{function}() needs a top of 1 or more; it was given {top!r}.")


def new_axes(ax: Axes | None = None, *, figsize: tuple[float, float] = (CHART_WIDTH, 3.2)) -> Axes:
    """The axes to draw on: those given, or those of a new figure; Arabic is drawn rightly on them.

    Parameters
    ----------
    ax
        What the caller of a ``plot_*`` function passed as ``ax=``.
    figsize
        Width and height of a new figure, in inches.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> ax = new_axes(figsize=(6, 3))
    >>> new_axes(ax) is ax
    True
    """
    install_shaping()
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots(figsize=figsize, layout="constrained")[1]


def right_to_left(ax: Axes, *, mirror: bool = True) -> None:
    """Turn a chart so that it is read from the right.

    Call it after drawing and before ``Axes.bar_label()``. Categories and the
    values of upright charts stand on the right side, horizontal bars grow from
    there to the left (time runs that way too), an axes title moves to the start
    side, plain numbers on the axes get their separators, and quiet lines lead
    the eye from them.

    Parameters
    ----------
    ax
        Any two-dimensional axes. Calling twice changes nothing more.
    mirror
        ``False`` leaves the direction of the horizontal axis alone.

    Examples
    --------
    >>> ax = new_axes()
    >>> bars = ax.barh(["البوكمال", "الميادين"], [11, 4])
    >>> right_to_left(ax)
    >>> ax.yaxis.get_ticks_position()
    'right'
    """
    if mirror and not ax.xaxis_inverted():
        ax.invert_xaxis()
    ax.yaxis.tick_right()
    ax.yaxis.set_label_position("right")
    ax.spines["right"].set_visible(True)
    ax.spines[["left", "top"]].set_visible(False)
    for axis in (ax.xaxis, ax.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(FuncFormatter(partial(_tick, axis)))
        axis.grid(False)
        if isinstance(axis.get_major_locator(), AutoLocator):
            axis.grid(True, color=colours().grid)
    ax.set_axisbelow(True)
    title = ax.get_title(loc="center")
    if title:
        ax.set_title("", loc="center")
        ax.set_title(title, loc="right")


def _tick(axis: Axis, value: float, _: int | None = None) -> str:
    """A number on an axis: in millions or thousand millions where the axis goes so far, as nobody counts noughts."""
    furthest = max(abs(end) for end in axis.get_view_interval())
    for size, name in ((10**9, "مليار"), (10**6, "مليون")):
        if furthest >= size and value:
            return f"{format_number(value / size)} {name}"
    return format_number(value)


def set_title(ax: Axes, title: str, *, above: float = 0) -> None:
    """Write the title above the start side of a chart, on as many lines as it takes.

    Parameters
    ----------
    ax
        The chart.
    title
        What it shows. Dates and ranges in it keep the order they were written in.
    above
        Points to leave free below it, beside the usual space.

    Examples
    --------
    >>> ax = new_axes()
    >>> set_title(ax, "أكثر الألفاظ وروداً")
    >>> ax.get_title(loc="right")
    'أكثر الألفاظ وروداً'
    """
    ax.set_title(isolate(title), loc="right", pad=mpl.rcParams["axes.titlepad"] + above, wrap=True)


def shorten(name: str) -> str:
    """A label that leaves room for what it names: its first words, where it is long.

    Examples
    --------
    >>> shorten("المنظمة العربية الدولية للتنمية الزراعية والريفية")
    'المنظمة العربية الدولية…'
    """
    if len(name) <= _LONGEST_LABEL:
        return name
    cut = name[:_LONGEST_LABEL]
    return (cut.rpartition(" ")[0] or cut) + "…"


def right_to_left_legend(ax: Axes, **options: Any) -> Legend:
    """A legend with its markers to the right of their text.

    Parameters
    ----------
    ax
        The chart, with labelled artists.
    **options
        Passed to ``Axes.legend``.

    Examples
    --------
    >>> ax = new_axes()
    >>> line = ax.plot([1, 2], label="الرقة")
    >>> [text.get_text() for text in right_to_left_legend(ax).get_texts()]
    ['الرقة']
    """
    return ax.legend(**{"markerfirst": False, "alignment": "right"} | options)


def say_instead(ax: Axes, message: str) -> None:
    """Write a sentence where a chart has nothing to draw; a figure of its own shrinks to it.

    Examples
    --------
    >>> ax = new_axes()
    >>> say_instead(ax, "لا بيانات تكفي لرسم")
    >>> ax.axison
    False
    """
    ax.set_axis_off()
    ax.text(
        0.5, 0.5, message, transform=ax.transAxes, ha="center", va="center", color=colours().muted, fontsize="large"
    )
    root = ax.get_figure(root=True)
    if root is not None and root.get_layout_engine() is not None and len(root.axes) == 1:
        root.set_figheight(_MESSAGE_HEIGHT)


def colours(theme: str | None = None) -> Palette:
    """The colours of the theme in use, or of the one named.

    Examples
    --------
    >>> colours().accent, colours("dark").paper
    ('#0f6e7c', '#12171b')
    """
    return PALETTES[theme or _settings().theme]


# --- numbers and dates ------------------------------------------------------------------------------------------------


def format_number(value: float, *, digits: str | None = None) -> str:
    """A number as it is printed in a chart.

    Parameters
    ----------
    value
        A whole number keeps all its digits, another gets two decimals at most,
        a small one two digits that say something.
    digits
        ``"european"`` or ``"arabic"``; by default what ``use_arabic()`` was told.

    Returns
    -------
    str
        A dash for NaN.

    Examples
    --------
    >>> format_number(1234567), format_number(0.5), format_number(0.00123)
    ('1,234,567', '0.5', '0.0012')
    >>> format_number(1234.5, digits="arabic")
    '١٬٢٣٤٫٥'
    """
    if not math.isfinite(value):
        return "–"
    decimals = 2 if value == 0 or abs(value) >= 0.1 else 1 - math.floor(math.log10(abs(value)))
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return in_digits("0" if text == "-0" else text, digits)


def format_date(date: datetime.date, *, precision: str = "day", digits: str | None = None) -> str:
    """A date as it is printed in a chart, with the month names in use.

    Parameters
    ----------
    date
        A date, datetime or Timestamp.
    precision
        ``"day"``, ``"month"`` or ``"year"``: the smallest part to print.
    digits
        As in ``format_number()``.

    Raises
    ------
    InvalidArgumentError
        A precision that does not exist.

    Examples
    --------
    >>> format_date(datetime.date(2017, 11, 9))
    '9 تشرين الثاني 2017'
    >>> format_date(datetime.date(2017, 11, 9), precision="month")
    'تشرين الثاني 2017'
    """
    require_choice(precision, ("day", "month", "year"), name="precision", function="format_date")
    parts = [str(date.day), MONTHS[_settings().months][date.month - 1], str(date.year)]
    return in_digits(" ".join(parts[("day", "month", "year").index(precision) :]), digits)


def format_share(value: float, *, digits: str | None = None) -> str:
    """A share from 0 to 1 in per cent, as it is printed in a chart.

    Examples
    --------
    >>> format_share(0.125), format_share(0.125, digits="arabic")
    ('12.5%', '١٢٫٥٪')
    """
    return format_number(value * 100, digits=digits) + (in_digits("%", digits) if math.isfinite(value) else "")


class ShareFormatter(PercentFormatter):
    """Shares on an axis, in per cent."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """One share."""
        return format_share(x)


def in_digits(text: str, digits: str | None = None) -> str:
    """Digits, separators and per cent sign of a text as charts print them.

    Examples
    --------
    >>> in_digits("1,234.5%", "arabic")
    '١٬٢٣٤٫٥٪'
    """
    return text.translate(_ARABIC_DIGITS) if (digits or _settings().digits) == "arabic" else text
