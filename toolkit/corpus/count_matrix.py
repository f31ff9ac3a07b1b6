"""How often each entry of a vocabulary stands in each article, as a sparse matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy

from toolkit.corpus.chunk_words import Integers

#: Articles whose words are sorted together: few enough that the sort stays in the processor's cache.
_ROWS_PER_SORT = 2_000


def count_matrix(ids: Integers, bounds: npt.NDArray[np.int64], n_columns: int) -> scipy.sparse.csr_array:
    """Count ids per row: sort (row, id) pairs a few rows at a time and take the lengths of runs."""
    bits = max(1, int(n_columns).bit_length())
    n_rows = len(bounds) - 1
    columns, counts, per_row = [], [], []
    for begin in range(0, n_rows, _ROWS_PER_SORT):
        edges = bounds[begin : begin + _ROWS_PER_SORT + 1]
        rows = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        pairs = np.sort((rows << bits) | ids[edges[0] : edges[-1]])
        heads = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]])) if len(pairs) else np.zeros(0, int)
        columns.append((pairs[heads] & ((1 << bits) - 1)).astype(np.int32))
        counts.append(np.diff(np.append(heads, len(pairs))).astype(np.int32))
        per_row.append(np.bincount(pairs[heads] >> bits, minlength=len(edges) - 1))
    empty = np.zeros(0, np.int32)
    indptr = np.concatenate([[0], np.cumsum(np.concatenate([empty, *per_row]))])
    return scipy.sparse.csr_array(
        (np.concatenate([empty, *counts]), np.concatenate([empty, *columns]), indptr.astype(np.int64)),
        shape=(n_rows, n_columns),
    )
