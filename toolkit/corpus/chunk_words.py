"""The words inside distinct chunks of text: what is one word, one number, one date, one address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from toolkit.corpus.gaps import Signs, signs_between
from toolkit.text.arabic import EMOJI_SIGNS, INVISIBLE, TATWEEL

Integers = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ChunkWords:
    """The words inside each distinct chunk: chunk ``c`` holds words ``first[c]`` to ``first[c + 1]``.

    ``start`` and ``end`` are characters in the chunk, ``length`` is that of a
    chunk. ``stops`` counts the ends of sentences that stand before a word in
    its chunk, ``stops_inside`` those in a whole chunk. ``signs`` says what stands
    between a word and the one before it in its chunk, ``signs_behind`` what behind
    the last word of a chunk, in the bits of `toolkit.corpus.gaps`.
    """

    first: Integers
    surface: Integers
    start: Integers
    end: Integers
    stops: Integers
    length: Integers
    stops_inside: Integers
    signs: Signs
    signs_behind: Signs


_BREAK, _BASE, _DIGIT, _MARK, _HIDDEN, _POINT, _SIGN, _SYMBOL, _STOP = range(9)
_D = "[0-9٠-٩۰-۹]"
#: Dates and times in digits stay one token, as numbers with separators do.
_DATE_OR_TIME = re.compile(
    rf"(?<!{_D})(?:{_D}{{4}}([/-]){_D}{{1,2}}\1{_D}{{1,2}}|{_D}{{1,2}}([/-]){_D}{{1,2}}\2{_D}{{2,4}})(?!{_D})"
    rf"(?:T{_D}{{1,2}}:{_D}{{2}}(?::{_D}{{2}})?)?"
    rf"|(?<!{_D})(?<!:){_D}{{1,2}}:{_D}{{2}}(?::{_D}{{2}})?(?!{_D})"
)
#: Addresses of pages, of mail and of people (@name), each a group of that name.
ADDRESS = re.compile(
    r"(?P<url>(?:https?://|www\.)[!#-;=?-~]*[\w/#=&-])"
    r"|(?P<email>(?<![\w.])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)|(?P<mention>@\w{1,64})",
    re.ASCII,
)
_VARIANTS = "\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_PERSON = f"[{EMOJI_SIGNS}][{_VARIANTS}]*"
#: One emoji is one token, with its skin colour, or all members of a family.
EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_PERSON}(?:\u200d{_PERSON})*")


def cut_chunks(pieces: pa.Array) -> tuple[ChunkWords, list[str]]:
    """Find the words inside the distinct chunks, and where sentences end between them.

    A word is a run of letters, digits and their marks; numbers, dates, times,
    addresses and emoji are one each.

    Parameters
    ----------
    pieces
        Distinct chunks, UTF-8.

    Returns
    -------
    ChunkWords
        By their number; and the list of distinct words as written.

    Examples
    --------
    >>> words, surfaces = cut_chunks(pa.array([b"(AFP): ", b"10:30.", b"#a_b"], pa.binary()))
    >>> surfaces, words.stops_inside.tolist()
    (['AFP', '10:30', 'a', 'b'], [0, 1, 0])
    """
    data, offsets = _bytes_of(pieces)
    text = data.tobytes().decode("utf-8")
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    byte_of = np.append(np.flatnonzero((data & 0xC0) != 0x80), len(data))
    bounds = np.searchsorted(byte_of, offsets)
    kinds = _kinds(codes)
    starts, ends, is_stop = _spans(text, kinds, codes, bounds)
    chunk = np.searchsorted(bounds, starts, side="right") - 1
    surfaces, surface = _distinct_slices(data, byte_of[starts], byte_of[ends])
    stops_before = np.concatenate([[0], np.cumsum(is_stop, dtype=np.int32)])
    signs, signs_behind = signs_between(codes, starts, ends, bounds)
    words = ChunkWords(
        first=np.concatenate([[0], np.cumsum(np.bincount(chunk, minlength=len(pieces)))]).astype(np.int32),
        surface=surface,
        start=(starts - bounds[chunk]).astype(np.int32),
        end=(ends - bounds[chunk]).astype(np.int32),
        stops=stops_before[starts] - stops_before[bounds[chunk]],
        length=np.diff(bounds).astype(np.int32),
        stops_inside=np.diff(stops_before[bounds]),
        signs=signs,
        signs_behind=signs_behind,
    )
    return words, surfaces


def _bytes_of(pieces: pa.Array) -> tuple[npt.NDArray[np.uint8], Integers]:
    """The text of all pieces, and where each begins in it, the end last."""
    offsets = np.frombuffer(pieces.buffers()[1] or bytes(4), dtype=np.int32)[pieces.offset :][: len(pieces) + 1]
    data = np.frombuffer(pieces.buffers()[2] or b"", dtype=np.uint8)
    return data[offsets[0] : offsets[-1]], offsets - offsets[0]


def _kinds(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int8]:
    """Class of each character; only the characters that occur are looked up."""
    table = np.zeros(0x110000, dtype=np.int8)
    symbol = re.compile(f"[{EMOJI_SIGNS}]")
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        letter = chr(code)
        if letter in INVISIBLE:
            table[code] = _HIDDEN
        elif symbol.match(letter):
            table[code] = _SYMBOL
        elif letter == TATWEEL or unicodedata.category(letter).startswith("M"):
            table[code] = _MARK
        elif letter.isdecimal():
            table[code] = _DIGIT
        elif letter.isalnum():
            table[code] = _BASE
        elif letter in ".,٫٬":
            table[code] = _POINT
        elif letter in ":/-@":
            table[code] = _SIGN
        elif letter in "!?؟…\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            table[code] = _STOP
    return table[codes]


def _spans(
    text: str, kinds: npt.NDArray[np.int8], codes: npt.NDArray[np.uint32], bounds: Places
) -> tuple[Places, Places, Flags]:
    """First and last character of each word, and which characters end a sentence."""
    is_break = (kinds == _BREAK) | (kinds >= _POINT)
    between_digits = _between_digits(kinds, bounds)
    is_break[between_digits[kinds[between_digits] == _POINT]] = False
    joined, whole = _special(text, kinds, bounds, between_digits)
    for start, end in joined:
        is_break[start:end] = False
    for start, end in whole:
        is_break[start:end] = True
    is_stop = (kinds == _STOP) | _full_stops(kinds, codes, is_break, bounds)
    for start, end in whole:
        is_stop[start:end] = False
    starts, ends = _runs(kinds, is_break, bounds)
    if whole:
        added = np.array(whole, dtype=np.int64)
        starts, ends = np.append(starts, added[:, 0]), np.append(ends, added[:, 1])
        order = np.argsort(starts)
        starts, ends = starts[order], ends[order]
    return starts, ends, is_stop


def _runs(kinds: npt.NDArray[np.int8], is_break: Flags, bounds: Places) -> tuple[Places, Places]:
    """Words begin at a letter or digit and end before trailing invisible characters; no word crosses a chunk."""
    if not len(kinds):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    edge = np.zeros(len(kinds) + 1, dtype=bool)
    edge[bounds] = True
    edge[0] = edge[-1] = True
    edge[1:-1] |= is_break[1:] != is_break[:-1]
    places = np.flatnonzero(edge)
    inside = ~is_break[places[:-1]]
    starts, ends = places[:-1][inside], places[1:][inside]
    is_solid = (kinds == _BASE) | (kinds == _DIGIT)
    odd = np.flatnonzero(~is_solid[starts])
    if len(odd):
        solid = np.append(np.flatnonzero(is_solid), len(kinds))
        starts[odd] = solid[np.searchsorted(solid, starts[odd])]
        worded = starts < ends
        starts, ends = starts[worded], ends[worded]
    odd = np.flatnonzero(kinds[ends - 1] == _HIDDEN)
    if len(odd):
        visible = np.flatnonzero(kinds != _HIDDEN)
        ends[odd] = visible[np.searchsorted(visible, ends[odd]) - 1] + 1
    return starts, ends


def _between_digits(kinds: npt.NDArray[np.int8], bounds: Places) -> Places:
    """Points and signs with a digit on both sides in the same chunk, as in 1,200 or 10:30."""
    places = np.flatnonzero((kinds == _POINT) | (kinds == _SIGN))
    places = places[(places > 0) & (places < len(kinds) - 1)]
    places = places[(kinds[places - 1] == _DIGIT) & (kinds[places + 1] == _DIGIT)]
    chunk = np.searchsorted(bounds, places, side="right")
    return places[(bounds[chunk - 1] < places) & (bounds[chunk] > places + 1)]


def _special(
    text: str, kinds: npt.NDArray[np.int8], bounds: Places, between_digits: Places
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Spans of dates and times, which join to letters beside them; spans of addresses and emoji, which do not."""
    signs = np.flatnonzero(kinds == _SIGN)
    address = [i for i in signs.tolist() if text[i] == "@" or text.startswith("://", i)]
    address += [match.start() for match in re.finditer(r"www\.", text)]
    dated = between_digits[kinds[between_digits] == _SIGN]
    joined = list(_matches(_DATE_OR_TIME, text, bounds, dated))
    whole = [
        span
        for pattern, at in ((ADDRESS, np.array(address)), (EMOJI, np.flatnonzero(kinds == _SYMBOL)))
        for span in _matches(pattern, text, bounds, at)
    ]
    return joined, whole


def _matches(pattern: re.Pattern[str], text: str, bounds: Places, places: Places) -> Iterator[tuple[int, int]]:
    """Where a pattern matches in the chunks that hold these places."""
    for chunk in np.unique(np.searchsorted(bounds, places, side="right") - 1).tolist():
        begin, end = int(bounds[chunk]), int(bounds[chunk + 1])
        for match in pattern.finditer(text[begin:end]):
            yield begin + match.start(), begin + match.end()


def _full_stops(kinds: npt.NDArray[np.int8], codes: npt.NDArray[np.uint32], is_break: Flags, bounds: Places) -> Flags:
    """Full stops that end a sentence: not inside a number or name.com, not after one letter as in د. or أ.ف.ب."""
    found = np.zeros(len(kinds), dtype=bool)
    places = np.flatnonzero((codes == ord(".")) & is_break)
    if not len(places):
        return found
    chunk = np.searchsorted(bounds, places, side="right")
    last, first = bounds[chunk] - 1, bounds[chunk - 1]
    latin_next = (places < last) & (codes[np.minimum(places + 1, len(codes) - 1)] < 0x80)
    latin_next &= kinds[np.minimum(places + 1, len(codes) - 1)] == _BASE
    after_letter = (places > first) & (kinds[places - 1] == _BASE) & ~is_break[places - 1]
    one_letter = after_letter & ((places - 1 == first) | is_break[np.maximum(places - 2, 0)])
    found[places[~latin_next & ~one_letter]] = True
    return found


def _distinct_slices(data: npt.NDArray[np.uint8], starts: Places, ends: Places) -> tuple[list[str], Integers]:
    """Number the distinct words; Arrow hashes words and the gaps between them without making strings."""
    if not len(starts):
        return [], np.zeros(0, dtype=np.int32)
    offsets = np.stack([starts, ends], axis=1).ravel().astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    encoded = pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers).dictionary_encode()
    codes, uniques = pd.factorize(encoded.indices.to_numpy()[::2])
    return encoded.dictionary.take(pa.array(uniques)).to_pylist(), codes.astype(np.int32)


def distinct(values: Sequence[str]) -> tuple[list[str], Integers]:
    """Number the distinct values in order of first appearance.

    Examples
    --------
    >>> distinct(["ماء", "خبز", "ماء"])
    (['ماء', 'خبز'], array([0, 1, 0], dtype=int32))
    """
    if not len(values):
        return [], np.zeros(0, dtype=np.int32)
    encoded = pa.array(values, pa.large_string()).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.int32)
