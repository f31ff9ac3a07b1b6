"""A chart with its caption, its description and the table behind it, in one right-to-left block."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.errors import InvalidArgumentError
from toolkit.report.lines import RowLines, lines_behind, lines_html
from toolkit.report.marks import MARK, marked
from toolkit.report.settings import page_settings
from toolkit.report.tables import output_style, table_html
from toolkit.report.wording import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from toolkit.corpus.tokens import Tokens

#: The card behind a chart in dark mode; ``--tk-card`` in output.css is the same.
DARK_CARD = "#1b2027"

#: An SVG above this many characters is shown as a picture: ten thousand points are no drawing any more.
MAX_SVG = 600_000

#: Rows its CSV holds: a page is a letter, not an archive.
MAX_CSV_ROWS = 2000

#: An outline of a letter is written in steps of so many units of matplotlib's 64 to a font's unit.
_GLYPH_STEP = 16

#: No label is cut at the edge, and none of the card is wasted.
_MARGINS: dict[str, Any] = {"bbox_inches": "tight", "pad_inches": 0.06}

#: Where matplotlib keeps its titles: emptied and filled again there, they lose nothing of their looks.
_TITLES, _SUPTITLE = ("_left_title", "title", "_right_title"), "_suptitle"

#: What a spreadsheet takes for the beginning of a formula, full-width signs too.
_FORMULA = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")

#: What tells rows apart, and the name beside which a reader does without it; the CSV has both.
_IDS = {"entity_id": "entity", "entity_id_a": "entity_a", "entity_id_b": "entity_b"}
#: Rows of the table behind a chart that are shown.
MAX_ROWS = 100


class ReportFigure:
    """A chart ready for a page: what `figure` returns and a notebook shows as HTML, or as its caption."""

    def __init__(self, html: str, caption: str) -> None:
        self._html = html
        self._caption = caption

    def __repr__(self) -> str:
        return f"ReportFigure({self._caption!r})"

    def _repr_html_(self) -> str:
        return output_style() + self._html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": self._caption}


def figure(
    axes_or_figure: Axes | Figure,
    *,
    caption: str,
    alt: str | None = None,
    table: pd.DataFrame | None = None,
    source: str | None = None,
    tokens: Tokens | pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
) -> ReportFigure:
    """Return a chart as one block: its title as text, the drawing, a caption, and the numbers behind it.

    The drawing follows the page into dark mode. A single title is taken off the drawing and
    becomes text of the page, where it wraps, is searched and read aloud; the axes have it back
    afterwards. The pyplot figure is closed, so that a notebook does not show it twice.

    Parameters
    ----------
    axes_or_figure
        What a ``plot_`` function returned, or any matplotlib figure.
    caption
        One sentence: what the chart shows, and what it does not.
    alt
        The chart in words, for those who do not see it; what `describe_chart` says by default.
    table
        The table that was drawn: shown folded, with a CSV to download. Whole texts of articles are
        not in it, unless the report is made ``--with-text``.
    source
        Where the numbers come from.
    tokens
        The `Tokens` or articles that ``table`` counts: each of its numbers, and each bar, point or
        cell of the drawing, then opens the lines it counts.
    mentions
        Beside them, what was counted if not words or articles: names that `find_entities` returned,
        or any table with one row an occurrence.

    Returns
    -------
    ReportFigure
        The block as HTML, with the drawing inside it: a notebook shows it as the last line of a
        cell. It holds no matplotlib object; its ``repr`` is the caption.

    Raises
    ------
    InvalidArgumentError
        If caption or alt is empty, the first argument is no matplotlib chart, ``table`` no
        DataFrame, or a number of it is not that of its lines.

    Notes
    -----
    The lines stand in the page, at most 60 for a figure: small rows have all of theirs, of larger
    ones the first are shown and all are counted. They open without any script. A row says which lines
    it has by ``term`` or ``query``, by ``entity``, by ``period`` and by columns of the articles; a row with
    ``article_id``, ``field``, ``start`` and ``end`` is one place in the text, and has that line.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> bars = axes.barh(["Raqqa"], [3])
    >>> figure(axes, caption="عدد مرات الذكر.", alt="عمود واحد: الرقة 3")
    ReportFigure('عدد مرات الذكر.')
    """
    _require_words(caption, alt)
    if table is not None and not isinstance(table, pd.DataFrame):
        raise InvalidArgumentError(
            f"figure() needs a DataFrame in table=; this is a {type(table).__name__}.\nTry: table=pd.DataFrame(...)"
        )
    if tokens is not None and table is None:
        raise InvalidArgumentError(
            "figure() opens the lines of a table's rows; it was given tokens= alone.\nTry: table=terms"
        )
    drawn = _root_figure(axes_or_figure)
    alt = _described(drawn) if alt is None else alt
    found = lines_behind(table.head(MAX_ROWS), tokens, mentions) if table is not None and tokens is not None else []
    with _title_taken_off(drawn) as title:
        drawing, prefix, links = _linked_drawing(drawn, alt.strip(), table, found)
    _close(drawn)
    label = escape(title or say("chart"))
    parts = [
        f'<p class="tk-title">{escape(title)}</p>' if title else "",
        f'<div class="tk-scroll" tabindex="0" role="region" aria-label="{label}">{drawing}</div>',
        f'<p class="tk-hint">{say("hint")}</p>' if 'class="tk-hit"' in drawing else "",
        *(lines_html(row, link, prefix) for row, link in zip(found, links, strict=True) if link),
        f"<figcaption>{escape(caption.strip())}</figcaption>",
        f'<p class="tk-source">{say("source")} <bdi>{escape(source)}</bdi></p>' if source else "",
        _data(table, title or caption, links) if table is not None else "",
    ]
    identifier = f' id="{prefix}"' if found else ""
    return ReportFigure(
        f'<figure class="tk tk-figure"{identifier} dir="rtl" lang="ar">{"".join(parts)}</figure>', caption.strip()
    )


def _require_words(caption: str, alt: str | None) -> None:
    for name, value in (("caption", caption), ("alt", alt)):
        if (value is not None or name == "caption") and (not isinstance(value, str) or not value.strip()):
            raise InvalidArgumentError(f'figure() needs {name}= in words.\nTry: figure(ax, caption="…", alt="…")')


def _described(drawn: Figure) -> str:
    """Return every chart of a drawing in words."""
    from toolkit.charts.description import describe_chart

    return " ".join(describe_chart(ax, language=page_settings().language) for ax in drawn.axes) or say("chart")


def _linked_drawing(
    drawn: Figure, alt: str, table: pd.DataFrame | None, found: list[RowLines]
) -> tuple[str, str, list[str]]:
    """Return the drawing, the id of the figure, and for each row the id of its lines, empty for none."""
    if table is None or not found:
        return _drawing(drawn, alt), "", []
    names = [name for name in ("term", "query", "entity", *table.columns) if name in table]
    with marked(drawn, table, names, {i: row.name for i, row in enumerate(found) if row.n}):
        drawing = _drawing(drawn, alt)
    prefix = "f" + hashlib.sha256(drawing.encode("utf-8")).hexdigest()[:8]
    links = [f"{prefix}-{i}" if row.n else "" for i, row in enumerate(found)]

    def open_lines(match: re.Match[str]) -> str:
        row = found[int(match[1])]
        words = escape(say("open", row.name, row.n))
        return f'<a href="#{links[int(match[1])]}" aria-label="{words}"><path class="tk-hit" d="{match[2]}"/></a>'

    drawing = re.sub(rf'<g id="{MARK}(\d+)"><path d="([^"]*)"[^>]*/></g>', open_lines, drawing)
    # What is a picture to a screen reader has no links in it.
    return drawing.replace('role="img"', 'role="group"', 1), prefix, links


def csv_link(table: pd.DataFrame, name: str) -> str:
    """Return a link that saves a table as CSV, for Excel too, without any request.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.

    Examples
    --------
    >>> link = csv_link(pd.DataFrame({"term": ["=1+1"]}), "terms")
    >>> encoded = link.split("base64,")[1].split('"')[0]
    >>> base64.b64decode(encoded).decode("utf-8-sig").split()
    ['term', "'=1+1"]
    """
    unnamed = isinstance(table.index, pd.RangeIndex) and table.index.name is None
    named = table if unnamed else table.reset_index(allow_duplicates=True)  # a column may bear the index's name
    if not page_settings().with_text:  # other people's articles are not given away in passing
        named = named.drop(columns=[name for name in FIELDS[1:] if name in named])
    safe = named.head(MAX_CSV_ROWS).set_axis([_neutral(str(label)) for label in named.columns], axis=1).map(_neutral)
    encoded = base64.b64encode(safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")).decode("ascii")
    words = say("csv") if len(named) <= MAX_CSV_ROWS else say("csv-part", MAX_CSV_ROWS)
    file = re.sub(r"[^\w]+", "-", name).strip("-")[:60] or "table"
    return (
        f'<a class="tk-csv" download="{escape(file)}.csv" href="data:text/csv;charset=utf-8;base64,{encoded}">'
        f"{words} <bdi>CSV</bdi></a>"
    )


def _neutral(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _data(table: pd.DataFrame, name: str, links: list[str]) -> str:
    shown = table.drop(columns=[key for key, called in _IDS.items() if key in table and called in table])
    return (
        f'<details class="tk-data"><summary>{say("data-lines" if links else "data")}</summary>'
        f"{table_html(shown, max_rows=MAX_ROWS, links=links)}{csv_link(table, name)}</details>"
    )


def _root_figure(chart: Any) -> Figure:
    """Return the matplotlib figure behind an axes, a figure, or a seaborn grid."""
    found = chart if hasattr(chart, "savefig") and hasattr(chart, "axes") else getattr(chart, "figure", None)
    while found is not None and getattr(found, "figure", found) is not found:  # a subfigure stands in its parent
        found = found.figure
    if not hasattr(found, "savefig"):
        raise InvalidArgumentError(
            f"figure() needs a matplotlib chart; this is a {type(chart).__name__}.\n"
            "It takes what a plot_ function returns.\nTry: figure(plot_term_frequencies(terms), caption=…, alt=…)"
        )
    return cast("Figure", found)


@contextmanager
def _title_taken_off(drawn: Figure) -> Iterator[str]:
    """Give the one title of a drawing, which is without it meanwhile."""
    title = _title(drawn)
    words = title.get_text() if title is not None else ""
    try:
        if title is not None:
            title.set_text("")
        yield " ".join(words.split())
    finally:
        if title is not None:
            title.set_text(words)


def _title(drawn: Figure) -> Text | None:
    """Return the title above the whole figure, or that of its axes if only one has one."""
    if drawn.get_suptitle():
        return cast("Text", getattr(drawn, _SUPTITLE))
    titles = [getattr(axes, name) for axes in drawn.axes for name in _TITLES]
    written = [title for title in titles if title.get_text()]
    return written[0] if len(written) == 1 else None


def _close(drawn: Figure) -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(drawn)


def _drawing(drawn: Figure, alt: str) -> str:
    """Return the chart as inline SVG, or as a picture when the SVG would be too heavy."""
    import matplotlib as mpl

    buffer = io.BytesIO()
    # Letters as outlines look the same on every machine; the salt makes two runs equal.
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "toolkit", "svg.image_inline": True}):
        drawn.savefig(buffer, format="svg", facecolor="none", metadata={"Date": None}, **_MARGINS)
    svg = buffer.getvalue().decode("utf-8")
    if len(svg) > MAX_SVG:
        return _picture(drawn, alt)
    return _inline_svg(svg, alt)


def _picture(drawn: Figure, alt: str) -> str:
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="png", dpi=160, facecolor="white", **_MARGINS)
    encoded = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f'<img class="tk-chart tk-light" alt="{escape(alt)}" src="data:image/png;base64,{encoded}">'


def _inline_svg(svg: str, alt: str) -> str:
    """Return matplotlib's SVG fit to stand in a page: own ids, colours for light and dark, shorter numbers."""
    width, height = (float(size) for size in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", "", body, flags=re.DOTALL)
    body = body.replace("xlink:href", "href")
    body = re.sub(r'(<path id="[^"]+" d=")([^"]+)(" transform="scale\()0.015625', _shorter_glyph, body)
    body = re.sub(r'(?<=<path d=")[^"]+', _shorter_path, body)
    body = re.sub(r"(?<=[(\s])(-?\d+\.\d\d)\d+", r"\1", body)
    body = re.sub(r">\s+<", "><", body)
    body = _own_ids(body)
    body = _without_empty(body)
    light_only = "<image" in body  # a bitmap keeps its colours, so the text on it must keep them too
    if not light_only:
        body = re.sub(r"(fill|stroke|stop-color): ?(#[0-9a-f]{6})", _both_colours, body)
    pixels = round(width * 4 / 3)  # from points
    least, most = round(pixels * 0.6), round(pixels * 1.25)  # smaller letters cannot be read, and the box scrolls
    ink = "" if light_only else f";fill:{_light_dark('#000000')}"
    return (
        f'<svg class="tk-chart{" tk-light" if light_only else ""}" role="img" aria-label="{escape(alt)}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{pixels}" height="{height * 4 / 3:.0f}" '
        f'style="max-width:{most}px;min-width:{least}px;stroke-linejoin:round{ink}">{body}'
    )


def _shorter_path(match: re.Match[str]) -> str:
    """Write a path in hundredths of a point."""
    return _in_steps(match[0], 0.01)


def _shorter_glyph(match: re.Match[str]) -> str:
    """Write a letter's outline in whole sixteenths of what it was: at its size in a chart nobody sees them."""
    return f"{match[1]}{_in_steps(match[2], _GLYPH_STEP, 1)}{match[3]}{0.015625 * _GLYPH_STEP:g}"


def _in_steps(path: str, unit: float, shown_unit: float | None = None) -> str:
    """Write each point of a path as the way from the last one, which is shorter: half of a chart's size is outlines."""
    written, here, start = [], (0, 0), (0, 0)
    for command, numbers in re.findall(r"([MLQCzZ])([^MLQCzZ]*)", path):
        values = [round(float(number) / unit) for number in numbers.split()]
        steps = [(value - here[i % 2]) * (shown_unit or unit) for i, value in enumerate(values)]
        shown = " ".join(re.sub(r"^(-?)0\.", r"\1.", f"{round(step, 2):.9g}") for step in steps)
        written.append(command.lower() + shown.replace(" -", "-"))
        here = (values[-2], values[-1]) if values else start
        start = here if command == "M" else start
    return "".join(written)


def _without_empty(body: str) -> str:
    """Leave out groups that hold nothing."""
    while (shorter := re.sub(r"<(g|defs)(?: [^>]*)?(?:/>|></\1>)", "", body)) != body:
        body = shorter
    return body


def _own_ids(body: str) -> str:
    """Drop ids nobody points at and rename the others: charts on one page must not share them."""
    prefix = "c" + hashlib.sha256(body.encode("utf-8")).hexdigest()[:8]
    used = dict.fromkeys(a or b for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', body))
    names = {name: f"{prefix}-{i}" for i, name in enumerate(used)}
    kept = {**names, **{name: name for name in re.findall(rf' id="({MARK}\d+)"', body)}}
    body = re.sub(r' id="([^"]+)"', lambda match: f' id="{kept[match[1]]}"' if match[1] in kept else "", body)
    return re.sub(r'(href="#|url\(#)([^")]+)', lambda match: match[1] + names[match[2]], body)


def _both_colours(match: re.Match[str]) -> str:
    name, colour = match.groups()
    return f"{name}:{colour};{name}:{_light_dark(colour)}"


@cache
def _light_dark(colour: str) -> str:
    return f"light-dark({colour},{dark_twin(colour)})"


@cache
def _themed() -> dict[str, str]:
    """Colours of the light theme → those in their place in the dark one."""
    from toolkit.charts.theme import PALETTES

    light, dark = (astuple(PALETTES[name]) for name in ("light", "dark"))
    pairs = dict(zip((*light[:-1], *light[-1]), (*dark[:-1], *dark[-1]), strict=True))
    return {one: other for one, other in pairs.items() if one != "#ffffff"}


def dark_twin(colour: str) -> str:
    """Return the colour that stands on the dark card as ``colour`` stands on white.

    A colour of the light theme has its twin in the dark one; of any other the
    hue is kept and the lightness turned over.

    Notes
    -----
    Lightness is turned over in OKLab (B. Ottosson, "A perceptual color space for image
    processing", 2020), where equal steps look equal; colours stay distinct from each other.

    Examples
    --------
    >>> dark_twin("#ffffff"), dark_twin("#000000")
    ('#1b2027', '#eeeeee')
    """
    if colour == "#ffffff":
        return DARK_CARD
    if colour in _themed():
        return _themed()[colour]
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    turned = 0.25 + 0.70 * (1 - lightness**1.5)  # from the dark card's lightness up; ink stays close to white
    for chroma in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0):  # the first that a screen can show
        rgb = _from_oklab(turned, a * chroma, b * chroma)
        if all(-0.002 <= c <= 1.002 for c in rgb):
            break
    return "#" + "".join(f"{round(255 * min(max(_gamma(c), 0), 1)):02x}" for c in rgb)


def _from_oklab(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * max(value, 0) ** (1 / 2.4) - 0.055
