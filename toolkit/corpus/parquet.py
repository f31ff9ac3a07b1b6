"""Parquet → a table of what stands in it."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.corpus.columns import distinct_names
from toolkit.corpus.encodings import decode, mend
from toolkit.corpus.json_records import json_text
from toolkit.corpus.reading import Reading


def read_parquet(data: bytes) -> Reading:
    """Every column as strings, but for datetimes, which the articles table reads itself."""
    try:
        table = pq.read_table(pa.BufferReader(data))
        names, twice = distinct_names([mend(str(name)) for name in table.column_names])
        columns = {name: _parquet_column(table.column(i)) for i, name in enumerate(names)}
    except (pa.ArrowException, OSError, ValueError):  # the last also for names that are no UTF-8
        return Reading(rejected=[(0, "bad-parquet")])
    warnings = [(0, f"duplicate-column:{name}") for name in twice]
    warnings += [] if table.num_rows else [(0, "no-rows")]
    return Reading(pd.DataFrame(columns), range(1, table.num_rows + 1), warnings=warnings)


def _parquet_column(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_timestamp(kind):
        return column.to_pandas()
    try:
        strings = column.cast(pa.string())
        strings.validate(full=True)  # bytes that are no UTF-8 would fail only when they are looked at
        return strings.fill_null("").to_pandas().astype("str")
    except pa.ArrowException:
        values = column.cast(pa.binary()) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else column
        return pd.Series([mend(json_text(_plain(value))) for value in values.to_pylist()], dtype="str")


def _plain(value: object) -> object:
    """Bytes, dates and other values that JSON does not know, as strings."""
    return json.loads(json.dumps(value, default=lambda v: decode(v).text if isinstance(v, bytes) else str(v)))
