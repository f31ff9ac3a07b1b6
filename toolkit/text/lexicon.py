"""How common a word is: the frequency table behind cutting words and testing names.

The table is the large Arabic list that comes with the package wordfreq (its
data are CC BY-SA and are read from there, never copied). It is read on first
use, in about half a second.
"""

from __future__ import annotations

import gzip
import importlib.util
from functools import cache
from math import log10
from pathlib import Path

from toolkit.errors import UnreadableInputError

#: Frequency given to a word the table lacks: 0 on the Zipf scale is one in a thousand million.
UNSEEN = 0.0

_ALEF = str.maketrans(dict.fromkeys("أإآٱ", "ا"))


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
    return table().get(word.translate(_ALEF), UNSEEN)


@cache
def table() -> dict[str, float]:
    """Return every word of the list with its Zipf frequency; forms of alef are added up."""
    found: dict[str, float] = {}
    for centibels, words in enumerate(_bins()):
        if words:
            per_word = 10.0 ** (-centibels / 100)
            for word in "\n".join(words).translate(_ALEF).split("\n"):
                found[word] = found.get(word, 0.0) + per_word
    return {word: log10(share) + 9 for word, share in found.items()}


def _bins() -> list[list[str]]:
    """Read wordfreq's file itself: importing the package costs four times as much."""
    import msgpack

    spec = importlib.util.find_spec("wordfreq")
    places = (spec.submodule_search_locations if spec else None) or []
    found = [file for place in places if (file := Path(place, "data", "large_ar.msgpack.gz")).exists()]
    if not found:
        raise UnreadableInputError(
            "The Arabic word list of the package wordfreq was not found.\n"
            "It decides where clitics are cut.\nTry: pip install --force-reinstall wordfreq"
        )
    header, *bins = msgpack.unpackb(gzip.decompress(found[0].read_bytes()), raw=False)
    if header.get("format") != "cB" or header.get("version") != 1:
        raise UnreadableInputError(
            f"wordfreq's word list has an unknown format {header}.\nTry: pip install wordfreq==3.1.1"
        )
    return bins
