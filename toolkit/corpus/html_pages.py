"""Saved HTML pages → articles; exported HTML tables → their rows."""

from __future__ import annotations

import importlib.util
import json
import logging
import re
from collections.abc import Iterator

import pandas as pd

from toolkit.corpus.columns import recognise_names
from toolkit.corpus.html_text import SITE_PARTS, attributes, html_lines, html_tokens
from toolkit.corpus.pages import is_site_line, split_page
from toolkit.corpus.reading import Reading
from toolkit.corpus.rows import read_rows
from toolkit.text.dates import is_date_line, parse_date

#: Where a page says what it is about in its head, the surest first.
_META = {
    "title": ("og:title", "twitter:title", "headline", "dc.title"),
    "deck": ("og:description", "description", "twitter:description"),
    "date": (
        *("article:published_time", "datepublished", "og:published_time", "publishdate", "pubdate", "publish_date"),
        *("date", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date"),
    ),
    "author": ("author", "article:author", "dc.creator", "parsely-author"),
    "section": ("article:section", "section", "category", "parsely-section"),
    "source": ("og:site_name", "application-name"),
    "url": ("og:url",),
}
_LINKED = {"title": "headline", "date": "datePublished", "author": "author", "section": "articleSection"}
_ARTICLE_TYPE = re.compile("Article|NewsItem|BlogPosting|Report", re.IGNORECASE)
#: Pages beyond this size are read by our own means alone: a parser's tree takes many times the memory of its page.
_LARGEST_TREE = 4_000_000
#: Two headlines that say the same differ at most in the name of the site behind them.
_SITE_NAME = re.compile(r"\s[|\-–—»:]\s[^|\-–—»:]{2,40}$")
#: A paragraph is longer, a label or the headline of another article mostly shorter.
_LABEL_LENGTH = 70
#: A body is no shorter: a page without an article has a few words too.
_SHORTEST_BODY = 20


def is_html(start: str) -> bool:
    """Whether a text begins like an HTML page or table.

    Examples
    --------
    >>> is_html("<!DOCTYPE html><html>"), is_html("<rss>"), is_html("قال <b>")
    (True, False, False)
    """
    return _BEGINS.match(start) is not None


_BEGINS = re.compile(
    r"(?:<\?xml[^>]*>|<!--.{0,500}?-->|\s)*<(?:!doctype\s+html|html|head|body|table|div|article|meta|title|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_html(text: str, known: frozenset[str]) -> Reading:
    """Read the article of a page, or the rows of a page that is one table under known names.

    Examples
    --------
    >>> page = "<html><h1>فتح الجسر</h1><p>أعلن المجلس المحلي فتح جسر الخشب أمام المارة بعد إصلاح دام شهرين.</p></html>"
    >>> read_html(page, frozenset()).table["title"].tolist()
    ['فتح الجسر']
    """
    if "<table" in text[:2_000_000].lower():
        for rows in _tables(text):
            if "text" in recognise_names([name.strip() for name in rows[0][1]]):
                return read_rows(rows, known)
    said = _said_of_itself(text)
    body, by_tree = _main_text(text)
    shown = html_lines(text, without=SITE_PARTS)
    page = split_page(shown)
    if not by_tree:
        body = _densest_run(shown.split("\n"))
    title = _first_heading(text) or _SITE_NAME.sub("", said.get("title", "")) or page.title
    lines = [line for line in body.split("\n") if line.strip() and " ".join(line.split()) != title]
    body = "\n".join(lines)
    if len(body) < _SHORTEST_BODY or all(is_site_line(line) for line in lines):
        return Reading(rejected=[(0, "no-main-text")])
    date = said.get("date", "")
    warnings = [] if by_tree or _has_trafilatura() else [(0, "html-by-own-means")]
    if not date and (date := page.date_line or _shown_date(text)):
        warnings.append((0, "date-from-page"))
    row = {name: said.get(name, "") for name in ("author", "section", "source", "url")}
    deck = said.get("deck", "")
    is_shown = deck not in body and deck in shown.split("\n")  # many a description is for search engines alone
    row |= {"title": title, "deck": deck if is_shown else "", "text": body, "date": date}
    return Reading(pd.DataFrame([row]).astype("str"), [0], warnings=warnings)


def _main_text(text: str) -> tuple[str, bool]:
    """The text of the article as trafilatura finds it, and whether it did."""
    if not _has_trafilatura() or len(text) > _LARGEST_TREE:
        return "", False
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(text, include_comments=False, include_tables=False, favor_recall=False, fast=False)
    except (ValueError, TypeError, AttributeError, RecursionError, KeyError, IndexError, UnicodeError):
        return "", False  # a page so broken that its parser stumbles
    return (found, True) if found else ("", False)


def _densest_run(lines: list[str]) -> str:
    """The run of lines that holds most writing; each short line between them counts against it."""
    best, start, score, highest = (0, 0), 0, 0, 0
    for n, line in enumerate(lines):
        if score <= 0:
            start, score = n, 0
        score += len(line) - _LABEL_LENGTH
        if score > highest:
            best, highest = (start, n + 1), score
    return "\n".join(lines[best[0] : best[1]])


def _has_trafilatura() -> bool:
    """Tell whether it is installed with all it needs: one of its parts was split off lxml and is left out easily."""
    return all(importlib.util.find_spec(name) for name in ("trafilatura", "lxml_html_clean"))


def _said_of_itself(text: str) -> dict[str, str]:
    """What the head of a page says about its article: linked data before meta tags."""
    meta: dict[str, str] = {}
    linked: dict[str, str] = {}
    times: list[str] = []
    in_code = ""
    title: list[str] = []
    for name, raw, content in html_tokens(text):
        if not name:
            if in_code == "title":
                title.append(content)
            elif in_code == "ld+json":
                linked = linked or _linked_article(content)
            continue
        in_code = ""
        if name in ("meta", "link", "time", "script"):
            given = attributes(raw)
            key = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
            if name == "meta" and key:
                meta.setdefault(key, given.get("content", "").strip())
            elif name == "link" and given.get("rel", "").lower() == "canonical":
                meta["og:url"] = given.get("href", "")
            elif name == "time" and given.get("datetime"):
                times.append(given["datetime"])
            elif name == "script" and "ld+json" in given.get("type", "").lower():
                in_code = "ld+json"
        elif name == "title" and not title:
            in_code = "title"
    said = {ours: next((meta[n] for n in names if meta.get(n)), "") for ours, names in _META.items()}
    said |= {ours: value for ours, value in linked.items() if value}
    said["title"] = said["title"] or html_lines("".join(title)).replace("\n", " ")
    said["date"] = said["date"] or next((time for time in times if parse_date(time).timestamp), "")
    return {name: " ".join(html_lines(value).split()) if name != "url" else value for name, value in said.items()}


def _linked_article(content: str) -> dict[str, str]:
    """What the linked data of a page (JSON-LD) says of an article."""
    try:
        value = json.loads(content.strip().rstrip(";"))
    except (ValueError, RecursionError):
        return {}
    level, found = [value], []
    for _ in range(4):
        found += [item for item in level if isinstance(item, dict) and _ARTICLE_TYPE.search(str(item.get("@type", "")))]
        inside = [list(i.values()) if isinstance(i, dict) else i for i in level if isinstance(i, dict | list)]
        level = [item for items in inside for item in items]
    if not found:
        return {}
    return {ours: _name(found[0].get(theirs)) for ours, theirs in _LINKED.items()}


def _name(value: object) -> str:
    """A value of linked data: a string, something with a name, or a list of these."""
    if isinstance(value, list):
        return "، ".join(filter(None, (_name(item) for item in value[:10])))
    if isinstance(value, dict):
        return str(value.get("name") or "")
    return value.strip() if isinstance(value, str) else ""


def _first_heading(text: str) -> str:
    """The first main heading that says anything, if there is but one such."""
    headings: list[str] = []
    parts: list[str] | None = None
    for name, _, content in html_tokens(text):
        if name == "h1":
            parts = []
        elif name == "/h1" and parts is not None:
            headings.append(" ".join(html_lines("".join(parts)).split()))
            parts = None
        elif parts is not None and not name:
            parts.append(content)
    said = list(dict.fromkeys(filter(None, headings)))
    return said[0] if len(said) == 1 else ""


def _shown_date(text: str) -> str:
    """The date that stands alone in a line of the page, if there is but one day of the kind."""
    lines = [line for line in html_lines(text).split("\n") if len(line) < 100 and is_date_line(line)]
    days = {stamp.date() for line in lines if (stamp := parse_date(line).timestamp)}
    return lines[0] if len(days) == 1 else ""


def _tables(text: str) -> Iterator[list[tuple[int, list[str]]]]:
    """The rows of each table of a page, numbered from 1."""
    rows: list[tuple[int, list[str]]] = []
    cell: list[str] | None = None
    for name, raw, content in html_tokens(text):
        if name in ("td", "th", "/td", "/th", "tr", "/tr", "/table"):
            if cell is not None and rows:
                rows[-1][1].append(html_lines("".join(cell)))
            cell = [] if name in ("td", "th") else None
            if name == "tr":
                rows.append((len(rows) + 1, []))
            elif name == "/table":
                if rows := [row for row in rows if row[1]]:
                    yield rows
                rows = []
        elif cell is not None:
            cell.append(f"<{name}{raw}>" if name else content)
    if rows := [row for row in rows if row[1]]:
        yield rows
