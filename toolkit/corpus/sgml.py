"""Text with TREC's tags (``<DOC> <TITLE> … <TEXT>``), well formed or not → a table of its documents."""

from __future__ import annotations

import html
import re
from bisect import bisect_left

import pandas as pd

from toolkit.corpus.columns import recognise_names
from toolkit.corpus.reading import Reading

_DOC = re.compile(r"<DOC(?: [^<>\n]{0,200})?>", re.IGNORECASE)
_DOC_END = re.compile(r"</DOC\s*>", re.IGNORECASE)
#: A field opens at the beginning of a line; a "<" inside a text is no tag.
_FIELD = re.compile(r"^[ \t]*<([A-Za-z][\w.-]{0,30})(?: [^<>\n]{0,200})?>", re.MULTILINE)
_CLOSING = re.compile(r"</([A-Za-z][\w.-]{0,30})\s*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});")
_PARAGRAPH = re.compile(r"</?P>", re.IGNORECASE)


def is_sgml(start: str) -> bool:
    r"""Whether a text begins like documents in TREC's tags.

    Examples
    --------
    >>> is_sgml("<DOC>\n<DOCNO>1</DOCNO>"), is_sgml("<html><p>")
    (True, False)
    """
    return _DOC.match(start) is not None


def read_sgml(text: str, known: frozenset[str]) -> Reading:
    r"""One row for each document; its number is that of its place in the file.

    Examples
    --------
    >>> text = "<DOC>\n<DOCNO>7</DOCNO>\n<TITLE>السد & الجسر</TITLE>\n<TEXT>\nفتح الجسر.\n</TEXT>\n</DOC>"
    >>> read_sgml(text, frozenset()).table.to_dict("records")
    [{'DOCNO': '7', 'TITLE': 'السد & الجسر', 'TEXT': 'فتح الجسر.'}]
    """
    documents = [_fields(_DOC_END.split(part, 1)[0]) for part in _DOC.split(text)[1:]]
    names = list(dict.fromkeys(name for document in documents for name in document))
    table = {name: pd.Series([document.get(name, "") for document in documents], dtype="str") for name in names}
    warnings = [] if recognise_names(names) else [(0, "no-text-column")]
    return Reading(pd.DataFrame(table), range(1, len(documents) + 1), warnings=warnings)


def _fields(document: str) -> dict[str, str]:
    """The fields of a document; one that is not closed ends where the next begins."""
    fields: dict[str, str] = {}
    closings: dict[str, list[int]] = {}
    for closing in _CLOSING.finditer(document):
        closings.setdefault(closing[1].lower(), []).append(closing.start())
    opened = _FIELD.search(document)
    while opened:
        places = closings.get(opened[1].lower(), [])
        which = bisect_left(places, opened.end())
        closed = which < len(places)
        following = _FIELD.search(document, places[which] if closed else opened.end())
        end = places[which] if closed else following.start() if following else len(document)
        name, value = opened[1], _plain(document[opened.end() : end])
        fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        opened = following
    return fields


def _plain(value: str) -> str:
    value = _PARAGRAPH.sub("\n", value)
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), value).strip()
