"""The words of an index as names are looked for in them: folded, cut, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from toolkit.corpus.gaps import EDGE
from toolkit.corpus.tokens import Tokens
from toolkit.text.arabic import BARE, FOLDED, fold
from toolkit.text.cuts import PROCLITICS
from toolkit.text.segment import analyse_words
from toolkit.text.wordlists import stop_word_classes

Places = npt.NDArray[np.int64]

#: What may stand before a name, و ف ب ل ك and their pairs.
CLITICS = tuple(letters for letters in PROCLITICS if letters and "س" not in letters)


class Words:
    """Distinct words by number, and the stream of their numbers.

    Attributes
    ----------
    tokens : Tokens
    ids : ndarray of int32
        One number a running word.
    surfaces, bare, folded : list of str
        Each distinct word as written, without marks, and folded.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.ids = tokens.ids()
        self.surfaces = tokens.vocabulary("surface")
        self.bare = BARE.apply_to_all(self.surfaces)
        self.folded = FOLDED.apply_to_all(self.surfaces)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def with_wa(self) -> npt.NDArray[np.bool_]:
        """Which distinct words begin with و."""
        return np.array([word[:1] == "و" for word in self.folded], dtype=bool)

    @cached_property
    def forms(self) -> list[str]:
        """Each distinct word without clitics, ال kept."""
        own = self.tokens.segmenter is analyse_words
        return self.tokens.forms() if own else list(analyse_words(self.bare).forms)

    @cached_property
    def folded_forms(self) -> list[str]:
        """Each distinct word without clitics, folded."""
        return FOLDED.apply_to_all(self.forms)

    def forms_of(self, numbers: list[int]) -> list[str]:
        """Some of the forms, without looking at the other words."""
        return list(analyse_words([self.bare[number] for number in numbers]).forms)

    def prefix_of(self, number: int) -> int:
        """Letters of clitics before a distinct word; of لل one belongs to the word."""
        word, form = self.bare[number], self.forms[number]
        for cut in range(1, 3):
            if word[cut:] == form or (form.startswith("ال") and word[cut - 1] == "ل" and word[cut:] == form[1:]):
                return cut
        return 0

    @property
    def signs(self) -> npt.NDArray[np.uint8]:
        """What stands before each running word, in the bits of `toolkit.corpus.gaps`."""
        return self.tokens.signs

    @cached_property
    def articles(self) -> npt.NDArray[np.int32]:
        """The row of the article of each running word."""
        bounds = self.tokens.article_bounds
        return np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))

    def follows(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell which words stand right behind the one before them, with nothing but blanks between."""
        inside = (places > 0) & (places < len(self))
        found = np.zeros(len(places), dtype=bool)
        found[inside] = self.signs[places[inside]] == 0
        return found

    def same_field(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell which words stand behind another in their field, whatever is between."""
        inside = (places > 0) & (places < len(self))
        found = np.zeros(len(places), dtype=bool)
        found[inside] = (self.signs[places[inside]] & EDGE) == 0
        return found

    def flags(self, listed: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Tell which distinct words are in a list of folded words, و ف ب ل and their pairs set aside."""
        wanted = set(listed)
        wanted |= {clitic + word for word in wanted for clitic in ("و", "ف", "ب", "ل", "وب", "ول")}
        return np.fromiter(map(wanted.__contains__, self.folded), dtype=bool, count=len(self.folded))


def with_clitics(word: str) -> Iterator[tuple[str, int]]:
    """Give the ways in which a folded word is written with clitics, and how many letters of them stand before it.

    Examples
    --------
    >>> dict(with_clitics("الرقه"))["للرقه"], dict(with_clitics("الرقه"))["وبالرقه"]
    (2, 2)
    """
    yield word, 0
    for clitic in CLITICS:
        yield clitic + word, len(clitic)
        if clitic.endswith("ل") and word.startswith("ال"):
            yield clitic + word[1:], len(clitic) + 1


@cache
def folded_stop_words() -> frozenset[str]:
    """The particles and other closed words, folded: a name that meets one is verified as written."""
    return frozenset(map(fold, stop_word_classes()))
