"""Delimited lines (CSV, TSV and their kin) → a table of what stands in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from toolkit.corpus.columns import recognise_names
from toolkit.corpus.reading import Reading
from toolkit.corpus.rows import read_rows

#: How often reading goes on behind a quotation mark that is never closed; each time costs the rest of the file.
_MOST_RESTARTS = 50
#: The csv module's own limit is 131,072 characters a field; articles are longer at times.
_FIELD_LIMIT = 2**31 - 1
_DELIMITERS = (",", ";", "\t", "|", "،")


def read_csv(text: str, known: frozenset[str]) -> Reading:
    """A table of delimited lines: delimiter, header and quoting are found."""
    limit = csv.field_size_limit(_FIELD_LIMIT)
    try:
        return _read_delimited(text, known)
    finally:
        csv.field_size_limit(limit)


def _read_delimited(text: str, known: frozenset[str]) -> Reading:
    lines = list(io.StringIO(text, newline=""))
    skipped = 0
    if told := re.match(r'"?sep=(.)"?\s*$', lines[0], re.IGNORECASE):
        lines, skipped = lines[1:], 1
    delimiter = told[1] if told else _find_delimiter(lines, known)
    rejected: list[tuple[int, str]] = []
    records = [(n + skipped, row) for n, row in _delimited_rows(lines, delimiter, rejected) if row]
    reading = read_rows(records, known)
    reading.rejected = sorted([*reading.rejected, *((n + skipped, reason) for n, reason in rejected)])
    return reading


def _find_delimiter(lines: Sequence[str], known: frozenset[str]) -> str:
    """The delimiter under which most names are recognised and most lines are equally long."""
    best, score = "\x1f", (len(recognise_names([lines[0].strip()])), 0.0, 1)
    for delimiter in _DELIMITERS:
        rows = [row for row in islice(csv.reader(lines[:500], delimiter=delimiter), 30) if row]
        if rows and len(rows[0]) > 1:
            names = [name.strip() for name in rows[0]]
            same = sum(len(row) == len(names) for row in rows) / len(rows)
            found = (len(recognise_names(names)) + len(known.intersection(names)), same, len(names))
            if found > score:
                best, score = delimiter, found
    return best


def _delimited_rows(
    lines: Sequence[str], delimiter: str, rejected: list[tuple[int, str]]
) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; reading starts anew behind a quotation mark never closed."""
    width, offset = 0, 0
    for _ in range(_MOST_RESTARTS):
        reader = csv.reader(iter(lines[offset:]), delimiter=delimiter)
        start, records = offset, []
        for row in reader:
            records.append((start + 1, row))
            start = offset + reader.line_num
        width = width or (len(records[0][1]) if records else 0)
        last = records[-1][0] if records else len(lines)
        if last >= len(lines) or not _swallows(lines[last - 1 :], delimiter, width):
            yield from records
            return
        yield from records[:-1]
        rejected.append((last, "unclosed-quote"))
        offset = last
    rejected.append((offset + 1, "unclosed-quote"))


def _swallows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether an unclosed quotation mark in the first line hides whole records in the lines below it."""
    try:
        list(csv.reader(iter(lines), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return False
        below = [row for row in csv.reader(iter(lines[1:]), delimiter=delimiter) if row]
        return width > 1 and any(len(row) == width for row in below)
    return False
