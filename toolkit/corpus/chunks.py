"""Text cut into chunks, equal ones found: the part of `tokenize` that reads every byte.

A chunk runs up to and with the next white space, so the chunks of a text join
to the text. Arrow numbers the distinct chunks of a corpus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from toolkit.corpus.articles import FIELDS

Integers = npt.NDArray[np.int32]

#: Bytes of text looked at in one go; the temporaries of a batch are about ten times as large.
_BATCH = 8_000_000


@dataclass(frozen=True)
class Segments:
    """The non-empty fields of the articles, in reading order; ``bounds`` cut the chunk stream."""

    article: Integers
    field: npt.NDArray[np.int8]
    bounds: npt.NDArray[np.int64]


# --- text → chunks ---------------------------------------------------------------------------------------------------


def chunk_stream(table: pd.DataFrame) -> tuple[Integers, Segments, pa.Array]:
    """Cut every field after each white space; number the distinct chunks."""
    cut: list[pa.Array] = []
    counts: list[npt.NDArray[np.int64]] = []
    for name in FIELDS:
        for batch in _batches(table[name]):
            piece, per_row = _cut_after_white_space(batch)
            cut.append(piece)
            counts.append(per_row)
    encoded = pa.chunked_array(cut, type=pa.binary()).dictionary_encode()
    stream = np.concatenate([np.zeros(0, np.int32), *(piece.indices.to_numpy() for piece in encoded.chunks)])
    pieces = encoded.chunk(0).dictionary if encoded.num_chunks else pa.array([], pa.binary())
    return *_reading_order(stream, np.concatenate([np.zeros(0, np.int64), *counts]), len(table)), pieces


def _batches(texts: pd.Series) -> Iterator[pa.Array]:
    """Yield the texts as Arrow arrays of about ``_BATCH`` bytes, without copying them."""
    array = pa.array(texts, from_pandas=True).cast(pa.large_string())
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if not len(whole):
        return
    ends = np.frombuffer(whole.buffers()[1], dtype=np.int64)[whole.offset :][: len(whole) + 1]
    begin = 0
    while begin < len(whole):
        end = max(begin + 1, int(np.searchsorted(ends, ends[begin] + _BATCH, side="right")) - 1)
        yield whole.slice(begin, end - begin)
        begin = end


def _cut_after_white_space(batch: pa.Array) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """Return the chunks of a batch of texts, and how many each text has."""
    offsets = np.frombuffer(batch.buffers()[1], dtype=np.int64)[batch.offset : batch.offset + len(batch) + 1]
    data = np.frombuffer(batch.buffers()[2] or b"", dtype=np.uint8)[offsets[0] : offsets[-1]]
    offsets = offsets - offsets[0]
    # Every ASCII control is taken for white space here; chunks are a means, words are cut out of them later.
    cut = data <= 0x20
    cut[offsets[1:][np.diff(offsets) > 0] - 1] = True
    ends = np.flatnonzero(cut) + 1
    chunk_offsets = np.concatenate([[0], ends]).astype(np.int32)
    chunks = pa.Array.from_buffers(pa.binary(), len(ends), [None, pa.py_buffer(chunk_offsets), pa.py_buffer(data)])
    return chunks, np.diff(np.searchsorted(chunk_offsets, offsets))


def _reading_order(stream: Integers, counts: npt.NDArray[np.int64], n_articles: int) -> tuple[Integers, Segments]:
    """Put title, deck and text of each article side by side; leave empty fields out."""
    starts = (np.cumsum(counts) - counts).reshape(len(FIELDS), n_articles).T.ravel()
    lengths = counts.reshape(len(FIELDS), n_articles).T.ravel()
    filled = np.flatnonzero(lengths)
    starts, lengths = starts[filled], lengths[filled]
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    if np.any(starts[1:] < starts[:-1]):
        stream = stream[np.repeat(starts - bounds[:-1], lengths) + np.arange(bounds[-1])]
    article, field_number = np.divmod(filled, len(FIELDS))
    return stream, Segments(article.astype(np.int32), field_number.astype(np.int8), bounds)
