"""RSS and Atom feeds → a table of their items."""

from __future__ import annotations

import html
import re

import pandas as pd

from toolkit.corpus.html_text import html_lines
from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.reading import Reading
from toolkit.corpus.xml_elements import read_elements

_ITEMS = ("item", "entry")
#: Where the parts of an item stand in RSS, RSS 1.0 and Atom; the first that is filled is taken.
_PARTS = {
    "article_id": ("guid", "id"),
    "title": ("title", "dc:title"),
    "date": ("pubdate", "published", "dc:date", "dcterms:created", "issued", "updated", "date"),
    "author": ("dc:creator", "author", "name", "itunes:author"),
    "section": ("category", "dc:subject"),
    "url": ("link", "feedburner:origlink"),
    "source": ("source", "dc:publisher"),
}
_SUMMARY = ("description", "summary", "itunes:summary")
_CONTENT = ("content:encoded", "content", "fulltext", "body")
#: Of an element without text, the attribute that says it instead.
_SAID_BY = {"link": "href", "category": "term"}
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|channel)\b", re.IGNORECASE)
#: Between two elements of one name.
_AGAIN = "\x1f"
#: What Atom says of an author beside the name.
_NOT_NAMES = ("uri", "email")


class _Items:
    """The items of a feed, put together from the events of its elements."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self.title = ""
        self._path: list[str] = []
        self._open: dict[str, list[str]] | None = None
        self._depth = 0
        self._heading: list[str] | None = None

    def start(self, raw_name: str, attributes: dict[str, str]) -> None:
        name = raw_name.lower()
        self._path.append(name)
        if self._open is None:
            if name in _ITEMS:
                self._open, self._depth = {}, len(self._path)
            elif name == "title" and not self.title and "image" not in self._path:
                self._heading = []
        elif len(self._path) == self._depth + 1:
            wanted = _SAID_BY.get(name, "")
            parts = self._open.setdefault(name, [])
            if wanted and attributes.get("rel", "alternate") == "alternate" and not parts:
                parts.append(attributes.get(wanted, ""))
            elif parts:
                parts.append(_AGAIN)
        elif self._part() != "author":
            self._open.setdefault(self._part(), []).append(f"<{name}>")

    def end(self, raw_name: str) -> None:
        name = raw_name.lower()
        if self._heading is not None and name == "title":
            self.title = " ".join(html_lines("".join(self._heading)).split())
            self._heading = None
        if self._open is not None and len(self._path) == self._depth:
            self.items.append({key: "".join(parts).strip() for key, parts in self._open.items()})
            self._open = None
        elif self._open is not None and len(self._path) > self._depth + 1 and self._part() != "author":
            self._open.setdefault(self._part(), []).append(f"</{name}>")
        self._path.pop()

    def characters(self, text: str) -> None:
        if self._heading is not None:
            self._heading.append(html.escape(text, quote=False))
        elif self._open is not None and len(self._path) > self._depth and self._path[-1] not in _NOT_NAMES:
            self._open.setdefault(self._part(), []).append(text)

    def _part(self) -> str:
        """The child of the item in which we are."""
        return self._path[self._depth]


def is_feed(start: str) -> bool:
    """Whether a text begins like a feed.

    Examples
    --------
    >>> is_feed('<?xml version="1.0"?><rss version="2.0"><channel>'), is_feed("<html><p>")
    (True, False)
    """
    words = start.lower()
    return any(sign in words for sign in ("<rss", "<feed", "<rdf:rdf", "<channel", "<item>", "<entry>"))


def read_feed(text: str, known: frozenset[str], limits: LoadLimits) -> Reading:
    """One row for each item; those before the place where a feed is broken are kept.

    Examples
    --------
    >>> feed = "<rss><channel><item><title>فتح الجسر</title><description>نص</description></item><item>"
    >>> reading = read_feed(feed, frozenset(), LoadLimits())
    >>> reading.table["title"].tolist(), reading.rejected
    (['فتح الجسر'], [(2, 'bad-xml')])
    """
    found = _Items()
    reason = read_elements(text, found.start, found.end, found.characters, limits)
    rejected = [(len(found.items) + 1, reason)] if reason else []
    if reason == "forbidden-xml-entity":
        return Reading(rejected=[(0, reason)])
    rows = [_row(item, found.title) for item in found.items]
    if not rows and not rejected and not _FEED.search(text, 0, 4_000):
        return Reading(rejected=[(0, "unsupported-format")])
    warnings = [] if rows or rejected else [(0, "no-rows")]
    marked = sum(any("<" in item.get(name, "") for name in (*_CONTENT, *_SUMMARY)) for item in found.items)
    warnings += [(0, f"html-removed:{marked}")] if marked else []
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = {name: pd.Series([row.get(name, "") for row in rows], dtype="str") for name in names}
    return Reading(pd.DataFrame(table), range(1, len(rows) + 1), rejected, warnings)


def _row(item: dict[str, str], feed: str) -> dict[str, str]:
    once = {name: value.split(_AGAIN, 1)[0] for name, value in item.items()}
    row = {ours: _first(once, names) for ours, names in _PARTS.items()}
    row = {ours: " ".join(html_lines(value).split()) if ours != "url" else value for ours, value in row.items()}
    content, summary = html_lines(_first(item, _CONTENT)), html_lines(_first(item, _SUMMARY))
    row["text"] = content or summary
    row["deck"] = " ".join(summary.split()) if content else ""
    return row | {"source": row["source"] or feed}


def _first(item: dict[str, str], names: tuple[str, ...]) -> str:
    return next((item[name].replace(_AGAIN, "\n") for name in names if item.get(name)), "")
