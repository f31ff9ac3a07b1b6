"""A chart with its caption, its description and the table behind it, in one right-to-left block."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.errors import InvalidArgumentError
from toolkit.report.drawing import drawing
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

#: Rows its CSV holds: a page is a letter, not an archive.
MAX_CSV_ROWS = 2000

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
    The lines stand in the page, at most 30 for a figure: small rows have all of theirs, of larger
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
        svg, prefix, links = _linked_drawing(drawn, alt.strip(), table, found)
    _close(drawn)
    label = escape(title or say("chart"))
    parts = [
        f'<p class="tk-title">{escape(title)}</p>' if title else "",
        f'<div class="tk-scroll" tabindex="0" role="region" aria-label="{label}">{svg}</div>',
        f'<p class="tk-hint">{say("hint")}</p>' if 'class="tk-hit"' in svg else "",
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
        return drawing(drawn, alt), "", []
    names = [name for name in ("term", "query", "entity", *table.columns) if name in table]
    with marked(drawn, table, names, {i: row.name for i, row in enumerate(found) if row.n}):
        svg = drawing(drawn, alt)
    prefix = "f" + hashlib.sha256(svg.encode("utf-8")).hexdigest()[:8]
    links = [f"{prefix}-{i}" if row.n else "" for i, row in enumerate(found)]

    def open_lines(match: re.Match[str]) -> str:
        row = found[int(match[1])]
        words = escape(say("open", row.name, row.n))
        return f'<a href="#{links[int(match[1])]}" aria-label="{words}"><path class="tk-hit" d="{match[2]}"/></a>'

    svg = re.sub(rf'<g id="{MARK}(\d+)"><path d="([^"]*)"[^>]*/></g>', open_lines, svg)
    # What is a picture to a screen reader has no links in it.
    return svg.replace('role="img"', 'role="group"', 1), prefix, links


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
