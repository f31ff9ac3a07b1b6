"""What a mentions table *is*: its columns, in order, and how one is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
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


def mention_table(columns: Mapping[str, Sequence | pd.Series | np.ndarray]) -> pd.DataFrame:
    """Return columns as a mentions table, empty or not.

    Examples
    --------
    >>> mention_table({name: [] for name in MENTION_COLUMNS}).columns[:4].to_list()
    ['article_id', 'field', 'start', 'end']
    """
    return pd.DataFrame({name: columns[name] for name in MENTION_COLUMNS}).astype(MENTION_COLUMNS)
