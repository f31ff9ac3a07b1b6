"""Rows of cells, of whatever format → a table under the names of their header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from toolkit.corpus.columns import distinct_names, limit_columns, recognise_names
from toolkit.corpus.encodings import mend
from toolkit.corpus.reading import Reading

#: A title, a date of export or an empty line stand above the header of some tables; it is looked for so far down.
_HEADER_WITHIN = 10
#: A cell of a header is a name, not a text.
_LONGEST_NAME = 60
#: Columns are put side by side up to so many: a broken sheet can have one for each row.
_WIDEST = 20_000


def read_rows(records: Sequence[tuple[int, Sequence[str]]], known: frozenset[str]) -> Reading:
    """Read a table of numbered rows; the header is found, and rows longer than it are rejected.

    Parameters
    ----------
    records
        Each row with its number, as the report should name it.
    known
        Column names the user has named, which count as recognised.

    Examples
    --------
    >>> reading = read_rows([(1, ["العنوان", "النص"]), (2, ["جسر", "فتح الجسر"])], frozenset())
    >>> reading.table["العنوان"].tolist(), reading.rows
    (['جسر'], [2])
    """
    if not records:
        return Reading(warnings=[(0, "no-rows")])
    above = _rows_above_header(records, known)
    warnings = [(records[0][0], f"rows-above-header:{above}")] if above else []
    records = records[above:]
    names = [mend(name.strip().lstrip("\ufeff")) for name in records[0][1]]
    has_header = bool(_found(names, known) or all(len(name) <= _LONGEST_NAME for name in names))
    records = records[1:] if has_header else records
    warnings += [] if records else [(0, "no-rows")]
    width = len(names)
    too_long = {number for number, row in records if any(row[width:])}
    rejected = [(number, "too-many-fields") for number in too_long]
    records = [(number, row) for number, row in records if number not in too_long]
    filled = {place for _, row in records for place, value in enumerate(row) if value}
    used = [place for place, name in enumerate(names) if place in filled or (has_header and name)] or [0]
    names, twice = distinct_names([names[place] if has_header else str(place + 1) for place in used])
    kept, left_out = limit_columns(names, known)
    warnings += [*left_out, *((0, f"duplicate-column:{name}") for name in twice if name in kept)]
    warnings += [(number, "missing-fields") for number, row in records if len(row) <= used[-1]]
    values = {
        name: pd.Series([row[place] if place < len(row) else "" for _, row in records], dtype="str")
        for place, name in zip(used, names, strict=True)
        if name in kept
    }
    return Reading(pd.DataFrame(values), [number for number, _ in records], sorted(rejected), warnings)


def read_cells(rows: Sequence[tuple[int, Mapping[int, str]]], known: frozenset[str]) -> Reading:
    """Read rows whose cells stand at numbered places, with nothing in between, as in a sheet."""
    places = sorted({place for _, cells in rows for place, value in cells.items() if value})[:_WIDEST]
    filled = [(number, [cells.get(place, "") for place in places]) for number, cells in rows if any(cells.values())]
    return read_rows(filled, known)


def _rows_above_header(records: Sequence[tuple[int, Sequence[str]]], known: frozenset[str]) -> int:
    """How many rows stand above the header, where the first row has no known name and a later one has two or more."""
    if _found([name.strip() for name in records[0][1]], known):
        return 0
    for place, (_, row) in enumerate(records[1:_HEADER_WITHIN], 1):
        if _found([name.strip() for name in row if len(name) <= _LONGEST_NAME], known) >= 2:
            return place
    return 0


def _found(names: Sequence[str], known: frozenset[str]) -> int:
    return len(recognise_names(names)) + len(known.intersection(names))
