"""What stands between one word and the next: nothing but blanks, a comma, a bracket, a quotation mark."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Signs = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

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


def signs_between(codes: npt.NDArray[np.uint32], starts: Places, ends: Places, bounds: Places) -> tuple[Signs, Signs]:
    """Return the signs around the words of chunks of text.

    Parameters
    ----------
    codes
        The characters of all chunks.
    starts, ends
        Where the words stand in them.
    bounds
        Where the chunks begin, the end last.

    Returns
    -------
    tuple of ndarray of uint8
        For each word those before it in its chunk, behind the word before it;
        for each chunk those behind its last word. A sum of the bits above, 0
        for nothing but blanks and invisible characters.

    Examples
    --------
    >>> codes = np.array([ord(letter) for letter in "«نعم»،"], dtype=np.uint32)
    >>> before, behind = signs_between(codes, np.array([1]), np.array([4]), np.array([0, 6]))
    >>> before.tolist() == [QUOTE_OPEN], behind.tolist() == [QUOTE_CLOSE | COMMA]
    (True, True)
    """
    kinds = np.append(_kinds(codes), np.uint8(0))
    behind_words = np.concatenate([[0], ends])
    chunk_of_word = np.searchsorted(bounds, starts, side="right") - 1
    before = _signs_in(kinds, np.maximum(bounds[chunk_of_word], behind_words[:-1]), starts)
    n_words = np.searchsorted(starts, bounds[1:])
    return before, _signs_in(kinds, np.maximum(bounds[:-1], behind_words[n_words]), bounds[1:])


def _signs_in(kinds: Signs, begins: Places, ends: Places) -> Signs:
    if not len(begins):
        return np.zeros(0, dtype=np.uint8)
    found = np.bitwise_or.reduceat(kinds, np.stack([begins, ends], axis=1).ravel())[::2]
    return np.where(begins < ends, found, np.uint8(0))


def _kinds(codes: npt.NDArray[np.uint32]) -> Signs:
    """The kind of each character; letters, digits, blanks and what is invisible are none."""
    table = np.zeros(0x110000, dtype=np.uint8)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        letter = chr(code)
        listed = next((sign for letters, sign in _SIGNS.items() if letter in letters), None)
        table[code] = listed if listed is not None else OTHER * (letter.isprintable() and not letter.isspace())
        if letter.isalnum() or letter == "ـ" or "\u0610" <= letter <= "\u061a" or "\u064b" <= letter <= "\u065f":
            table[code] = 0
    return table[codes]
