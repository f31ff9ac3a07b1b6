"""What stands between one word and the next: nothing but blanks, a comma, a bracket, a quotation mark."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens

Signs = npt.NDArray[np.uint8]

#: One bit a kind of sign; their sum says what stands in a gap.
COMMA, QUOTE_OPEN, QUOTE_CLOSE, BRACKET_OPEN, BRACKET_CLOSE, COLON, OTHER, EDGE = (1 << bit for bit in range(8))
_SIGNS = {
    "،,؛;": COMMA,
    "«“‹": QUOTE_OPEN,
    "»”›": QUOTE_CLOSE,
    "\"'": QUOTE_OPEN | QUOTE_CLOSE,
    "([{": BRACKET_OPEN,
    ")]}": BRACKET_CLOSE,
    ":": COLON,
}
#: Characters of text looked at in one go.
_BLOCK = 4_000_000


def signs_before(tokens: Tokens) -> Signs:
    """Return what stands between each word and the one before it in its field.

    Returns
    -------
    ndarray of uint8
        A sum of the bits above, 0 where only blanks and invisible characters
        stand between; ``EDGE`` before the first word of a field.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> signs_before(tokenize(["قال: «نعم» وعاد"])).tolist() == [EDGE, COLON | QUOTE_OPEN, QUOTE_CLOSE]
    True
    """
    signs = np.full(len(tokens), EDGE, dtype=np.uint8)
    if not len(tokens):
        return signs
    _, starts, ends = tokens.offsets()
    bounds = tokens.segment_bounds[:-1]
    bounds = bounds[np.diff(tokens.segment_bounds) > 0]
    for first, last, text, begins in _blocks(tokens, bounds):
        kinds = _kinds(text)
        shift = np.repeat(begins, np.diff(np.append(bounds[(bounds >= first) & (bounds < last)], last)))
        edges = np.stack([starts[first:last] + shift, ends[first:last] + shift], axis=1).ravel()
        if last - first > 1:
            found = np.bitwise_or.reduceat(kinds, edges[1:-1])[::2]
            signs[first + 1 : last] = np.where(edges[2::2] > edges[1:-1:2], found, 0)
    signs[bounds] = EDGE
    return signs


def _blocks(tokens: Tokens, bounds: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, str, npt.NDArray[np.int64]]]:
    """Yield the words from ``first`` to ``last``, the text of their fields, and where each field begins in it."""
    texts = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    fields = tokens.spans(bounds)
    rows = zip(fields["article"].to_list(), fields["field"].to_list(), strict=True)
    pieces: list[str] = []
    begins: list[int] = []
    length, first = 0, 0
    for at, (row, name) in enumerate(rows):
        pieces.append(texts[name][row])
        begins.append(length)
        length += len(pieces[-1])
        last = int(bounds[at + 1]) if at + 1 < len(bounds) else len(tokens)
        if length > _BLOCK or last == len(tokens):
            yield first, last, "".join(pieces), np.array(begins, dtype=np.int64)
            pieces, begins, length, first = [], [], 0, last


def _kinds(text: str) -> Signs:
    """The kind of each character; letters, digits, blanks and what is invisible are none."""
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    table = np.zeros(0x110000, dtype=np.uint8)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        letter = chr(code)
        listed = next((sign for letters, sign in _SIGNS.items() if letter in letters), None)
        table[code] = listed if listed is not None else OTHER * (letter.isprintable() and not letter.isspace())
        if letter.isalnum() or letter == "ـ" or "\u0610" <= letter <= "\u061a" or "\u064b" <= letter <= "\u065f":
            table[code] = 0
    return table[codes]
