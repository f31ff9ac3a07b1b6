"""SQLite databases → a table of the articles in them, read in memory; no code in the file is run."""

from __future__ import annotations

import sqlite3

import pandas as pd

from toolkit.corpus.columns import guess_text, recognise_names
from toolkit.corpus.encodings import decode, mend
from toolkit.corpus.reading import Reading

#: Tables that SQLite keeps for itself, or that are made by code when they are read.
_ORDINARY = (
    "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' "
    "and rootpage > 0 order by rowid"
)
#: A damaged database can also hold names that are no UTF-8.
_FAILURES = (sqlite3.Error, OverflowError, UnicodeDecodeError)


def read_database(data: bytes, known: frozenset[str]) -> list[tuple[str, Reading]]:
    """Each table with articles in it, by its name; the others are said in a warning.

    Parameters
    ----------
    data
        The file.
    known
        Column names the user has named, which count as recognised.
    """
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        connection.text_factory = bytes
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma query_only = on")
        names = [decode(name).text for (name,) in connection.execute(_ORDINARY)]
        readings = [(name, _read_table(connection, name)) for name in names]
    except _FAILURES:
        return [("", Reading(rejected=[(0, "bad-sqlite")]))]
    finally:
        connection.close()
    chosen = [name for name, reading in readings if _is_of_articles(reading, known)]
    if not chosen:
        chosen = [name for name, reading in readings if guess_text(reading.table, [])][:1]
    chosen = chosen or names[:1]
    if not chosen:
        return [("", Reading(rejected=[(0, "empty")]))]
    left_out = [(0, f"table-left-out:{name}") for name in names if name not in chosen]
    parts = [("" if len(chosen) == 1 else name, reading) for name, reading in readings if name in chosen]
    parts[0][1].warnings.extend(left_out)
    return parts


def _read_table(connection: sqlite3.Connection, name: str) -> Reading:
    """All rows of a table; those before a damaged page are kept."""
    quoted = '"' + name.replace('"', '""') + '"'
    rows: list[tuple[object, ...]] = []
    rejected: list[tuple[int, str]] = []
    try:
        cursor = connection.execute(f"select * from {quoted}")  # a quoted name is no code
        columns = [str(column[0]) for column in cursor.description]
        for row in cursor:
            rows.append(row)
    except _FAILURES:
        if not rows:
            raise
        rejected.append((len(rows) + 1, "bad-sqlite"))
    values = {
        mend(column): pd.Series([_cell(row[place]) for row in rows], dtype="str")
        for place, column in enumerate(columns)
    }
    warnings = [] if rows else [(0, "no-rows")]
    return Reading(pd.DataFrame(values), range(1, len(rows) + 1), rejected, warnings)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return mend(decode(value).text)


def _is_of_articles(reading: Reading, known: frozenset[str]) -> bool:
    names = [str(name) for name in reading.table.columns]
    return "text" in recognise_names(names) or bool(known.intersection(names))
