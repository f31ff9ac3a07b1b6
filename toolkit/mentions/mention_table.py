"""What a mentions table *is*: its columns, in order, and how one is made of rows."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

#: Columns of a mentions table, in order, with their dtypes.
MENTION_COLUMNS = {
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "mention": "str",
    "entity": "str",
    "entity_id": "str",
    "kind": "str",
    "lat": "float64",
    "lon": "float64",
    "rule": "str",
}


def mention_table(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Return rows in the order of the columns as a mentions table, empty or not.

    Examples
    --------
    >>> mention_table([]).columns[:4].to_list()
    ['article_id', 'field', 'start', 'end']
    """
    return pd.DataFrame(list(rows), columns=list(MENTION_COLUMNS)).astype(MENTION_COLUMNS)
