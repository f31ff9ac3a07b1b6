"""Text cut into chunks, and the words inside the distinct ones: the fast half of `tokenize`.

A chunk runs up to and with the next white space, so the chunks of a text join
to the text. Arrow numbers the distinct chunks of a corpus; letters are looked
at once per distinct chunk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from toolkit.corpus.articles import FIELDS
from toolkit.text.arabic import INVISIBLE, TATWEEL

Integers = npt.NDArray[np.int32]

#: Bytes of text looked at in one go; the temporaries of a batch are about ten times as large.
_BATCH = 8_000_000


@dataclass(frozen=True)
class Segments:
    """The non-empty fields of the articles, in reading order; ``bounds`` cut the chunk stream."""

    article: Integers
    field: npt.NDArray[np.int8]
    bounds: npt.NDArray[np.int64]


@dataclass(frozen=True)
class ChunkWords:
    """The words inside each distinct chunk: chunk ``c`` holds words ``first[c]`` to ``first[c + 1]``."""

    first: Integers
    surface: Integers
    start: Integers
    end: Integers
    length: Integers


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


# --- chunks → words --------------------------------------------------------------------------------------------------

_BREAK, _BASE, _DIGIT, _MARK, _HIDDEN, _POINT = range(6)


def cut_chunks(pieces: pa.Array) -> tuple[ChunkWords, list[str]]:
    """Find the words inside the distinct chunks: runs of letters, digits and their marks."""
    text = b"\n".join(pieces.to_pylist()).decode("utf-8", errors="surrogatepass") + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    kinds = _kinds(codes)
    is_break = _breaks(kinds)
    edges = np.flatnonzero(np.diff(np.concatenate([[True], is_break, [True]]).astype(np.int8)))
    # A word begins at a letter or digit and ends before trailing invisible characters; a run without either is none.
    solid = np.flatnonzero((kinds == _BASE) | (kinds == _DIGIT))
    visible = np.flatnonzero(~is_break & (kinds != _HIDDEN))
    begins, ends = edges[0::2], edges[1::2]
    at = np.searchsorted(solid, begins)
    starts = np.append(solid, len(codes))[at]
    worded = starts < ends
    starts, ends = starts[worded], ends[worded]
    ends = visible[np.searchsorted(visible, ends) - 1] + 1 if len(ends) else ends
    return _words_of_chunks(pieces, text, codes, starts, ends)


def _words_of_chunks(
    pieces: pa.Array,
    text: str,
    codes: npt.NDArray[np.uint32],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
) -> tuple[ChunkWords, list[str]]:
    byte_lengths = np.diff(np.frombuffer(pieces.buffers()[1], dtype=np.int32)[pieces.offset :][: len(pieces) + 1])
    wide = 1 + (codes >= 0x80).astype(np.int64) + (codes >= 0x800) + (codes >= 0x10000)
    byte_at = np.cumsum(wide)
    chunk_ends = np.searchsorted(byte_at, np.cumsum(byte_lengths + 1))
    chunk_starts = np.concatenate([[0], chunk_ends[:-1] + 1]).astype(np.int64)[: len(pieces)]
    chunk = np.searchsorted(chunk_starts, starts, side="right") - 1
    surfaces, surface = distinct([text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)])
    per_chunk = np.bincount(chunk, minlength=len(pieces))
    words = ChunkWords(
        first=np.concatenate([[0], np.cumsum(per_chunk)]).astype(np.int32),
        surface=surface,
        start=(starts - chunk_starts[chunk]).astype(np.int32),
        end=(ends - chunk_starts[chunk]).astype(np.int32),
        length=(chunk_ends - chunk_starts).astype(np.int32),
    )
    return words, surfaces


def _kinds(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int8]:
    """Class of each character; only the characters that occur are looked up."""
    table = np.zeros(0x110000, dtype=np.int8)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        letter = chr(code)
        if letter in INVISIBLE:
            table[code] = _HIDDEN
        elif letter == TATWEEL or unicodedata.category(letter).startswith("M"):
            table[code] = _MARK
        elif letter.isdecimal():
            table[code] = _DIGIT
        elif letter.isalnum():
            table[code] = _BASE
        elif letter in ".,٫٬":
            table[code] = _POINT
    return table[codes]


def _breaks(kinds: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    """Where no word can go on; a point between two digits belongs to the number, as in 1,200 or ٣٫٥."""
    is_break = kinds == _BREAK
    points = np.flatnonzero(kinds == _POINT)
    inside = points[(points > 0) & (points < len(kinds) - 1)]
    inside = inside[(kinds[inside - 1] == _DIGIT) & (kinds[inside + 1] == _DIGIT)]
    is_break[points] = True
    is_break[inside] = False
    return is_break


def distinct(values: list[str]) -> tuple[list[str], Integers]:
    """Number the distinct values in order of first appearance."""
    if not values:
        return [], np.zeros(0, dtype=np.int32)
    codes, uniques = pd.factorize(np.array(values, dtype=object))
    return uniques.tolist(), codes.astype(np.int32)
