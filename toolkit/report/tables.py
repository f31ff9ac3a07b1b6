"""Tables and keyword-in-context lines as right-to-left HTML."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from numbers import Integral, Real
from typing import Any

import pandas as pd

from toolkit.errors import InvalidArgumentError, require_columns
from toolkit.report.headings import VALUES, heading
from toolkit.report.lines import clipped
from toolkit.report.settings import VARIABLE, page_settings
from toolkit.report.wording import say

#: A cell longer than this is cut at a word: about two lines of a phone's screen.
MAX_CHARACTERS = 140

#: Signs that stand against the word before them.
_CLOSING = tuple("،,.؛;:!؟?»)”]…")
_CONTEXT_COLUMNS = ("left", "match", "right")
#: Of these columns the first that is there opens the lines of its row.
_COUNTS = ("n", "n_target", "per_million", "value")
# What showed tables before is written on our function, which IPython holds: a reload empties this module.
_BEFORE = "_shown_before_arabic"
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")

#: JupyterLab lays Arabic paragraphs out from the left; this lets the first strong letter of each decide.
_MARKDOWN_STYLE = (
    "<style>.jp-RenderedMarkdown :is(p,h1,h2,h3,h4,h5,h6,li,blockquote,td,th):not([dir])"
    "{unicode-bidi:plaintext;text-align:start}"
    ".jp-RenderedMarkdown [dir=rtl]{text-align:start}"
    ".jp-RenderedMarkdown :not(pre)>code{direction:ltr;unicode-bidi:isolate}</style>"
)
#: And this any Arabic letter: a line that opens with the name of an agency, a list and its bullets. CSS cannot read.
_MARKDOWN_SCRIPT = """<script>(() => {
  const parts = ":is(p,h1,h2,h3,h4,h5,h6,li,ul,ol,blockquote,table):not([dir])";
  const arabic = /[\u0620-\u064a\u066e-\u06d3]/;
  let waiting = 0;
  const lay = () => { waiting = 0; for (const part of document.querySelectorAll(`.jp-RenderedMarkdown ${parts}`))
    if (arabic.test(part.textContent)) part.dir = "rtl"; };
  window.arabicMarkdown?.disconnect();
  window.arabicMarkdown = new MutationObserver(() => { waiting ||= setTimeout(lay, 50); });
  window.arabicMarkdown.observe(document.body, { childList: true, subtree: true });
  lay();
})()</script>"""


@cache
def output_style() -> str:
    """Return the style sheet that tables and figures carry with them, as a ``<style>`` element.

    Examples
    --------
    >>> output_style().startswith("<style>")
    True
    """
    css = (files("toolkit.report") / "template" / "output.css").read_text(encoding="utf-8")
    return f"<style>{css}</style>"


def table_html(table: pd.DataFrame, *, max_rows: int = 20, links: Sequence[str] = ()) -> str:
    """Return any table as right-to-left HTML: escaped, numbers aligned, known columns under Arabic headings.

    Parameters
    ----------
    table
        Any DataFrame. One that holds ``left``, ``match`` and ``right`` is set as `concordance_html` does.
    max_rows
        How many rows are shown; a line below says how many there are.
    links
        The id of what the count of each row opens, empty for none.

    Raises
    ------
    InvalidArgumentError
        If ``max_rows`` is below 1.

    Examples
    --------
    >>> page = table_html(pd.DataFrame({"term": ["البوكمال", "<b>"], "n": [1100, 2]}))
    >>> "اللفظ" in page, "1,100" in page, "&lt;b&gt;" in page
    (True, True, True)
    >>> "2 من 30 صفاً" in table_html(pd.DataFrame({"n": range(30)}), max_rows=2)
    True
    """
    if max_rows < 1:
        raise InvalidArgumentError(f"table_html() needs max_rows of 1 or more; it was given {max_rows}.")
    if set(_CONTEXT_COLUMNS) <= set(table.columns):
        return concordance_html(table, max_rows=max_rows)
    shown = table.head(max_rows)
    columns = [
        (str(name), _column(shown.index.get_level_values(level).to_series(), str(name)))
        for level, name in enumerate(table.index.names)
        if name is not None or not isinstance(table.index, pd.RangeIndex)
    ]
    columns += [(_name(label), _column(shown.iloc[:, i], _name(label))) for i, label in enumerate(table.columns)]
    _link(columns, links[: len(shown)])
    head = "".join(f'<th scope="col"{_class(kind)}>{_isolated(heading(name))}</th>' for name, (kind, _) in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td{_class(kind)}>{cells[i]}</td>" for _, (kind, cells) in columns) + "</tr>"
        for i in range(len(shown))
    )
    return _box(
        f'<table class="tk-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>',
        label=say("table"),
        note=_row_note(len(shown), len(table)),
    )


def concordance_html(lines: pd.DataFrame, *, max_rows: int = 20) -> str:
    """Return what `concordance` found as lines that meet at the word, read from right to left.

    ``left`` is the text before the match and stands on its right-hand side; ``right``
    follows it. Each side fades out far from the word; on a phone a line becomes a sentence.

    Parameters
    ----------
    lines
        A table with ``left``, ``match``, ``right`` and, where known, ``date``, ``source`` and ``title``.
    max_rows
        How many lines are shown; a line below says how many there are.

    Raises
    ------
    MissingColumnsError
        If one of the three columns is missing.

    Examples
    --------
    >>> lines = pd.DataFrame({"left": ["سيطرت على"], "match": ["البوكمال"], "right": ["قرب الحدود"]})
    >>> page = concordance_html(lines)
    >>> page.index("سيطرت على") < page.index("البوكمال") < page.index("قرب الحدود")
    True
    """
    require_columns(lines, _CONTEXT_COLUMNS, function="concordance_html", made_by="concordance")
    shown = lines.head(max_rows)
    rows = []
    for line in shown.to_dict("records"):
        before, match, after = (_text(clipped(_plain(line[name]), last=name == "left")) for name in _CONTEXT_COLUMNS)
        tight = " tk-tight" if after.startswith(_CLOSING) else ""
        rows.append(
            f'<tr><td class="tk-before"><bdi dir="rtl">{before}</bdi></td>'
            f'<th scope="row" class="tk-match"><bdi dir="rtl">{match}</bdi></th>'
            f'<td class="tk-after{tight}"><bdi dir="rtl">{after}</bdi></td>'
            f'<td class="tk-from">{_provenance(line)}</td></tr>'
        )
    head = "".join(f'<th scope="col">{heading(name)}</th>' for name in (*_CONTEXT_COLUMNS, "source"))
    return _box(
        f'<table class="tk-lines"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>',
        label=say("context"),
        note=_row_note(len(shown), len(lines)),
    )


def _link(columns: list[tuple[str, tuple[str, list[str]]]], links: Sequence[str]) -> None:
    """Make a link of the count in each row; of its first cell where nothing is counted."""
    if not columns:
        return
    names = [name for name, _ in columns]
    counted = next((names.index(name) for name in _COUNTS if name in names), 0)
    cells = columns[counted][1][1]
    for i, target in enumerate(links):
        if target:
            cells[i] = f'<a href="#{target}">{cells[i]}</a>'


def install_tables() -> None:
    """Show tables and markdown with Arabic right-to-left in the IPython session that is running, if there is one.

    A table without an Arabic letter is shown as it was. `remove_tables` takes it back.

    Examples
    --------
    >>> install_tables()  # outside IPython nothing happens
    >>> remove_tables()
    """
    formatter = _html_formatter()
    before = formatter.for_type(pd.DataFrame) if formatter is not None else None
    if formatter is None or hasattr(before, _BEFORE):
        return
    from IPython.display import HTML, display

    def show(table: pd.DataFrame) -> str:
        own = table._repr_html_() if before is None else before(table)
        if VARIABLE not in os.environ and isinstance(own, str) and not _ARABIC.search(own):
            return own  # nothing to set from the right; in a page all tables look alike
        return output_style() + table_html(table)

    setattr(show, _BEFORE, before)
    formatter.for_type(pd.DataFrame, show)
    display(HTML(_MARKDOWN_STYLE + _MARKDOWN_SCRIPT))


def remove_tables() -> None:
    """Give tables back the display they had before `install_tables`.

    Examples
    --------
    >>> remove_tables()
    """
    formatter = _html_formatter()
    shown = formatter.for_type(pd.DataFrame) if formatter is not None else None
    if formatter is None or not hasattr(shown, _BEFORE):
        return
    before = getattr(shown, _BEFORE)
    if before is None:
        formatter.pop(pd.DataFrame)
    else:
        formatter.for_type(pd.DataFrame, before)


def _html_formatter() -> Any:
    """Return the running session's HTML formatter; IPython is not imported for it."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell.display_formatter.formatters["text/html"] if shell is not None else None


def _name(label: object) -> str:
    return " · ".join(str(part) for part in label if str(part)) if isinstance(label, tuple) else str(label)


def _class(kind: str) -> str:
    return f' class="tk-{kind}"' if kind else ""


def _text(value: str) -> str:
    return escape(value, quote=True)


def _plain(value: object) -> str:
    """Return a value as one line of text, empty when it is missing."""
    return "" if _is_missing(value) else " ".join(str(value).split())


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _column(column: pd.Series, name: str) -> tuple[str, list[str]]:
    """Return what a column holds (numbers, dates, short or long text) and its cells as HTML."""
    values = column.tolist()
    if pd.api.types.is_bool_dtype(column.dtype):
        return "", ["—" if _is_missing(value) else say("yes" if value else "no") for value in values]
    if pd.api.types.is_numeric_dtype(column.dtype):
        decimals = _decimals(values)
        return "num", [_number(value, decimals) for value in values]
    if isinstance(column.dtype, pd.PeriodDtype) or pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "date", _dates(values)
    known = VALUES.get(name, {}) if page_settings().language == "ar" else {}
    cells = [known.get(value, value) if isinstance(value, str) else value for value in values]
    longest = max((len(_plain(cell)) for cell in cells), default=0)
    return "long" if longest > 40 else "short" if longest <= 24 or name == "url" else "", [
        _cell(cell) for cell in cells
    ]


def _decimals(values: list[float]) -> int:
    """Return how many decimals a column needs: all its numbers share them, so that units stand under units."""
    sizes = [abs(value) for value in values if isinstance(value, Real) and not _is_missing(value)]
    if all(float(size).is_integer() for size in sizes if size != float("inf")):
        return 0
    return 1 if max(sizes) >= 100 else 2 if max(sizes) >= 1 else 3


def _number(value: object, decimals: int) -> str:
    if _is_missing(value):
        return "—"
    return page_settings().written(f"{value:,.{decimals}f}") if isinstance(value, Real) else _text(str(value))


def _dates(values: list[object]) -> list[str]:
    """Return dates as ISO text, with hours only if a column has any."""
    known = [value for value in values if isinstance(value, dt.datetime) and not _is_missing(value)]
    hours = any(value.hour or value.minute for value in known)
    form = "%Y-%m-%d %H:%M" if hours else "%Y-%m-%d"
    return [
        "—" if _is_missing(value) else value.strftime(form) if isinstance(value, dt.datetime) else _text(str(value))
        for value in values
    ]


def _cell(value: object) -> str:
    """Return one value of a mixed or textual column."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return f"<bdi>{page_settings().written(f'{value:,}')}</bdi>"
    if isinstance(value, dt.date) and not _is_missing(value):
        return f'<bdi class="tk-date">{_dates([value])[0]}</bdi>'
    text = _plain(value)
    if not text:
        return "—" if _is_missing(value) else ""
    if re.match(r"https?://[^\s/]", text):
        return f'<a href="{_text(text)}" dir="ltr">{_text(_clamp(text.split("/")[2]))}</a>'
    return _isolated(_clamp(text))


def _isolated(text: str) -> str:
    """Return text that reads from the right if it has any Arabic, whatever letter comes first."""
    return _text(text) if _ARABIC.search(text) else f"<bdi>{_text(text)}</bdi>"


def _clamp(text: str) -> str:
    """Cut long text at a word."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return (text[:MAX_CHARACTERS].rsplit(" ", 1)[0] or text[:MAX_CHARACTERS]) + "…"


def _provenance(line: dict[str, object]) -> str:
    """Return where a line comes from: its day and its outlet, and the headline behind them."""
    date = line.get("date")
    day = f'<span class="tk-date">{_dates([date])[0][:10]}</span>' if date is not None and not _is_missing(date) else ""
    source = _text(_clamp(_plain(line.get("source"))))
    title = _text(_clamp(_plain(line.get("title"))))
    parts = " ".join(part for part in (day, f"<bdi>{source}</bdi>" if source else "") if part)
    return f'<span title="{title}">{parts}</span>' if title else parts


def _row_note(shown: int, total: int) -> str:
    if total == 0:
        return say("rows-none")
    if shown == total:
        return ""
    return "… " + say("rows", shown, total if page_settings().language == "en" else _count_rows(total))


def _count_rows(n: int) -> str:
    """Return a number of rows with its noun as Arabic grammar has it.

    >>> [_count_rows(n) for n in (3, 100, 240)]
    ['3 صفوف', '100 صف', '240 صفاً']
    """
    noun = "صفوف" if 3 <= n % 100 <= 10 else "صفاً" if n % 100 > 10 else "صف"
    return f"{page_settings().written(f'{n:,}')} {noun}"


def _box(table: str, *, label: str, note: str) -> str:
    """Put a table in a box that scrolls by itself, by finger or by keyboard."""
    below = f'<p class="tk-note">{note}</p>' if note else ""
    return (
        f'<div class="tk" dir="rtl" lang="ar"><div class="tk-scroll" tabindex="0" role="region" aria-label="{label}">'
        f"{table}</div>{below}</div>"
    )
