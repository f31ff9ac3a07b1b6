"""Many words as numbers, so that any part of any of them is looked up without being made.

The hash of a word is the sum of its letters' values, each times a power of a
fixed number that tells its place. The hash of a part of a word is then a
difference of two running sums, and the hash of two parts written together is
a sum: a million possible stems cost a few array operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

#: Letters of Arabic words; أ إ آ ٱ are written as ا in them.
LETTERS = "ءؤئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
#: Longer runs are noise (wordfreq lists fifty ه in a row).
LONGEST = 30

_STEP = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64; the golden ratio's bits
_BACK = pow(_STEP, -1, 1 << 64)


def _mix(number: int) -> int:
    """Spread a small number over 64 bits (the finaliser of splitmix64)."""
    number = (number * _STEP) & (2**64 - 1)
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
    return number ^ (number >> 31)


#: Words to look at together: what is worked out of them stays in the processor's cache.
BLOCK = 25_000

_CODES = np.zeros(1 << 16, dtype=np.uint8)
for _code, _letter in enumerate(LETTERS, start=1):
    _CODES[ord(_letter)] = _code
_CODES[[ord(_letter) for _letter in "أإآٱ"]] = LETTERS.index("ا") + 1
_VALUES = np.array([0, *(_mix(_code) for _code in range(1, len(LETTERS) + 1))], dtype=np.uint64)
_PLACE_VALUES = np.cumprod(np.full(LONGEST + 2, _BACK, dtype=np.uint64)) * np.uint64(_STEP)


def hash_word(word: str) -> int:
    """Return the hash of one word.

    Examples
    --------
    >>> hash_word("أمن") == hash_word("امن") != hash_word("نما")
    True
    """
    return int(WordHashes([word]).whole[0])


def code_of(letter: str) -> int:
    """Return the number of a letter in `WordHashes.codes`."""
    return int(_CODES[ord(letter)])


def joined(first: Hashes | np.uint64, length: npt.NDArray[np.integer] | int, second: Hashes | np.uint64) -> Hashes:
    """Return the hash of a part of ``length`` letters with another written behind it.

    Examples
    --------
    >>> words = WordHashes(["ال", "عراق", "العراق"])
    >>> joined(words.whole[:1], 2, words.whole[1:2]) == words.whole[2:]
    array([ True])
    """
    return np.add(first, np.atleast_1d(_PLACE_VALUES[length]) * second, dtype=np.uint64)


def letter_hash(letter: str) -> np.uint64:
    """Return the hash of one letter, to be joined."""
    return _VALUES[code_of(letter)]


def _powers(base: int, n: int) -> Hashes:
    """The first ``n`` powers; they are the same for all words, so that they are worked out once."""
    return _powers_up_to(base, 1 << n.bit_length())[:n]


@lru_cache(maxsize=4)
def _powers_up_to(base: int, n: int) -> Hashes:
    powers = np.full(n, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers)


class WordHashes:
    """Words as letter codes in one array, and the hashes of all their parts.

    Parameters
    ----------
    words
        Without marks.

    Attributes
    ----------
    starts, ends : ndarray of int64
        Where each word stands in ``codes``.
    codes : ndarray of uint8
        1 to 33 for a letter of ``LETTERS``, 0 for any other character.
    is_arabic : ndarray of bool
        Nothing but Arabic letters, from 2 to 30 of them.
    """

    def __init__(self, words: Sequence[str]) -> None:
        text = "\n".join(words) + "\n"
        if text.count("\n") != max(1, len(words)):
            text = "\n".join(word.replace("\n", " ") for word in words) + "\n"
        units = np.frombuffer(text.encode("utf-16-le", errors="surrogatepass"), dtype=np.uint16)
        self.ends = np.flatnonzero(units == ord("\n"))[: len(words)]
        self.starts = np.concatenate([[0], self.ends[:-1] + 1])[: len(words)].astype(np.int64)
        self.codes = _CODES[units]
        self._powers = _powers(_STEP, len(units) + 1)
        self._sums = np.zeros(len(units) + 1, dtype=np.uint64)
        np.cumsum(_VALUES[self.codes] * _powers(_BACK, len(units)), out=self._sums[1:])
        lengths = self.ends - self.starts
        foreign = np.concatenate([[0], np.cumsum(self.codes == 0, dtype=np.int32)])
        self.is_arabic = (foreign[self.ends] == foreign[self.starts]) & (lengths >= 2) & (lengths <= LONGEST)

    @property
    def whole(self) -> Hashes:
        """The hash of each word."""
        return self.part(self.starts, self.ends)

    def part(self, starts: Places, ends: Places) -> Hashes:
        """Return the hashes of the letters from ``starts`` to ``ends``."""
        return (self._sums[ends] - self._sums[starts]) * self._powers[starts]

    def begin_with(self, letters: str) -> npt.NDArray[np.bool_]:
        """Tell which words begin with some letters and go on."""
        fits = self.ends - self.starts > len(letters)
        for i, letter in enumerate(letters):
            fits &= self.codes[np.minimum(self.starts + i, len(self.codes) - 1)] == code_of(letter)
        return fits

    def end_with(self, letters: str) -> npt.NDArray[np.bool_]:
        """Tell which words end with some letters and have others before them."""
        fits = self.ends - self.starts > len(letters)
        for i, letter in enumerate(reversed(letters)):
            fits &= self.codes[np.maximum(self.ends - 1 - i, 0)] == code_of(letter)
        return fits
