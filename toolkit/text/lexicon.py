"""How common a word is: the frequency table behind cutting words and testing names.

The table is the large Arabic list that comes with the package wordfreq (its
data are CC BY-SA and are read from there, never copied). The first use takes
half a second; what it makes of the list is kept in the user's cache folder,
from where it is read in a few hundredths.
"""

from __future__ import annotations

import gzip
import importlib.metadata
import importlib.util
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from toolkit.errors import UnreadableInputError
from toolkit.text.word_hashes import Hashes, WordHashes, hash_word

#: Raised when the cached file must be made anew: other letters, other hashes, other columns.
_FORMAT = 1
#: The top bits of a hash say where in the sorted table to look; four places for each word.
_BUCKET_BITS = 21


@cache
def zipf(word: str) -> float:
    """Return how common a word is in general Arabic.

    Parameters
    ----------
    word
        Without marks; forms of alef count as one.

    Returns
    -------
    float
        log10 of occurrences per thousand million words (the Zipf scale of
        van Heuven et al. 2014): 7 for في, 3 for a rare word, 0 if unknown.

    Examples
    --------
    >>> zipf("في") > zipf("مدينة") > zipf("البوكمال")
    True
    """
    return float(lexicon().zipf(np.array([hash_word(word)], dtype=np.uint64))[0])


@dataclass(frozen=True)
class Lexicon:
    """Words with their frequency, found by their hash.

    Attributes
    ----------
    hashes : ndarray of uint64
        Sorted.
    frequencies : ndarray of float32
        On the Zipf scale.
    buckets : ndarray of int32
        Where in ``hashes`` those with the same top bits begin.
    """

    hashes: Hashes
    frequencies: npt.NDArray[np.float32]
    buckets: npt.NDArray[np.int32]

    def zipf(self, wanted: Hashes) -> npt.NDArray[np.float32]:
        """Return the Zipf frequency of each word, 0 for those the table lacks."""
        bucket = (wanted >> np.uint64(64 - _BUCKET_BITS)).view(np.int64)
        place, end = self.buckets[bucket], self.buckets[bucket + 1]
        found = np.zeros(len(wanted), dtype=np.float32)
        open_ = np.flatnonzero(place < end)
        place, end = place[open_], end[open_]
        while len(open_):
            hit = self.hashes[place] == wanted[open_]
            found[open_[hit]] = self.frequencies[place[hit]]
            place += 1
            going_on = ~hit & (place < end)
            open_, place, end = open_[going_on], place[going_on], end[going_on]
        return found

    def with_words(self, words: Hashes, *, at_least: float) -> Lexicon:
        """Return the table with these words in it, none of them rarer than ``at_least``."""
        words = np.unique(words)
        place = np.searchsorted(self.hashes, words)
        known = self.hashes[np.minimum(place, len(self.hashes) - 1)] == words
        frequencies = self.frequencies.copy()
        frequencies[place[known]] = np.maximum(frequencies[place[known]], at_least)
        place, added = place[~known], words[~known]
        return _table(np.insert(self.hashes, place, added), np.insert(frequencies, place, np.float32(at_least)))


@cache
def lexicon() -> Lexicon:
    """Return the table, from the cache folder if it is there."""
    version = importlib.metadata.version("wordfreq")
    kept = Path(platformdirs.user_cache_dir("arabic-news-toolkit")) / f"lexicon-{_FORMAT}-wordfreq-{version}.npy"
    try:
        table = np.load(kept)
        hashes, frequencies = table["hash"].copy(), table["zipf"].copy()
    except (OSError, ValueError, IndexError):
        hashes, frequencies = _count_words()
        _keep(kept, hashes, frequencies)
    return _table(hashes, frequencies)


def _table(hashes: Hashes, frequencies: npt.NDArray[np.float32]) -> Lexicon:
    tops = (hashes >> np.uint64(64 - _BUCKET_BITS)).astype(np.int64)
    buckets = np.zeros((1 << _BUCKET_BITS) + 1, dtype=np.int32)
    np.cumsum(np.bincount(tops, minlength=1 << _BUCKET_BITS), out=buckets[1:])
    return Lexicon(hashes, frequencies, buckets)


def _keep(path: Path, hashes: Hashes, frequencies: npt.NDArray[np.float32]) -> None:
    """Put the table into the cache folder; a folder that cannot be written to costs half a second each time."""
    table = np.empty(len(hashes), dtype=[("hash", np.uint64), ("zipf", np.float32)])
    table["hash"], table["zipf"] = hashes, frequencies
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npy", delete=False) as file:
            np.save(file, table)
        os.replace(file.name, path)  # noqa: PTH105 - another process may be reading the old one
    except OSError:
        return


def _count_words() -> tuple[Hashes, npt.NDArray[np.float32]]:
    """Read the list: words of Arabic letters alone, spellings of alef added up."""
    listed = bins()
    words = WordHashes([word for words in listed for word in words])
    shares = np.repeat(10.0 ** (-np.arange(len(listed)) / 100), [len(words) for words in listed])
    hashes, which = np.unique(words.whole[words.is_arabic], return_inverse=True)
    frequencies = np.log10(np.bincount(which, weights=shares[words.is_arabic])) + 9
    return hashes, frequencies.astype(np.float32)


def bins() -> list[list[str]]:
    """Return the words of the list by frequency: those of bin ``n`` have a share of 10**(-n / 100).

    wordfreq's file is read itself: importing the package costs four times as much.

    Raises
    ------
    UnreadableInputError
        If the file is not there, or of another format.
    """
    import msgpack

    spec = importlib.util.find_spec("wordfreq")
    places = (spec.submodule_search_locations if spec else None) or []
    found = [file for place in places if (file := Path(place, "data", "large_ar.msgpack.gz")).exists()]
    if not found:
        raise UnreadableInputError(
            "The Arabic word list of the package wordfreq was not found.\n"
            "It decides where clitics are cut.\nTry: pip install --force-reinstall wordfreq"
        )
    header, *found_bins = msgpack.unpackb(gzip.decompress(found[0].read_bytes()), raw=False)
    if header.get("format") != "cB" or header.get("version") != 1:
        raise UnreadableInputError(
            f"wordfreq's word list has an unknown format {header}.\nTry: pip install wordfreq==3.1.1"
        )
    return found_bins
