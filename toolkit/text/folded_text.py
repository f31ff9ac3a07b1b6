"""Text folded for reading, with the place each letter had as it was written."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.text.arabic import FOLDED

#: Beyond this no character is folded.
_LAST = 0xFFFF
_NOTHING = 0
#: Signs that are written in several ways and read in one.
_SIGNS = str.maketrans("\u00a0\u202f\u2009٫٬٪−–—‐‑؍\u200d", "   .,%-----/\0")
#: Where letters that fold are found: Latin, Arabic, general punctuation, presentation forms.
_FOLDING = (
    range(0x20, 0x250),
    range(0x600, 0x780),
    range(0x2000, 0x2070),
    range(0x2212, 0x2213),
    range(0xFB50, 0xFF00),
)


class FoldedText(NamedTuple):
    """One field of an article, folded.

    Attributes
    ----------
    text : str
        As words are compared: no marks, ا for أ, ه for ة, European digits, plain signs.
    places : ndarray of int64 or None
        Where each of its letters stands in what was folded, the end last;
        None where nothing was taken out.
    """

    text: str
    places: npt.NDArray[np.int64] | None

    def written(self, place: int) -> int:
        """Return where a letter of ``text`` stands as written; of an end, the marks before it are inside."""
        return place if self.places is None else int(self.places[place])

    def folded(self, places: npt.NDArray[np.integer]) -> list[int]:
        """Return where places as written stand in ``text``."""
        return places.tolist() if self.places is None else np.searchsorted(self.places, places).tolist()


def fold_with_places(text: str) -> FoldedText:
    """Return ``text`` folded, each letter with its place.

    Examples
    --------
    >>> folded = fold_with_places("غدًا ١٢٪")
    >>> folded.text, folded.written(4)
    ('غدا 12%', 5)
    """
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    letters = _table().take(codes, mode="clip")
    if codes.max(initial=0) > _LAST:
        letters = np.where(codes <= _LAST, letters, codes)
    kept = letters != _NOTHING
    if kept.all():
        return FoldedText(letters.tobytes().decode("utf-32-le", errors="surrogatepass"), None)
    folded = letters[kept].tobytes().decode("utf-32-le", errors="surrogatepass")
    return FoldedText(folded, np.append(np.flatnonzero(kept), len(text)))


@cache
def _table() -> npt.NDArray[np.uint32]:
    """The one letter each character becomes, 0 for none; a sign that becomes several letters stays."""
    table = np.arange(_LAST + 1, dtype=np.uint32)
    table[0] = ord(" ")
    for code in (code for part in _FOLDING for code in part):
        folded = FOLDED.apply(chr(code).translate(_SIGNS))
        table[code] = ord(folded) if len(folded) == 1 else code if folded else _NOTHING
    for code in range(0x660, 0x66A):
        table[code] = ord("0") + code - 0x660
    for sign, plain in _SIGNS.items():
        table[sign] = plain
    return table
