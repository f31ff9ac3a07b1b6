"""The distinct words of a corpus: what each counts as at every level, and its place in the alphabet."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.corpus.chunk_words import Integers, distinct
from toolkit.errors import InvalidArgumentError
from toolkit.text.arabic import BARE, Normalization
from toolkit.text.segment import Segmentation


class Vocabulary:
    """The distinct words as written, and what each counts as at the other levels."""

    def __init__(
        self, surfaces: list[str], normalization: Normalization, segmenter: Callable[[list[str]], Segmentation]
    ) -> None:
        self.surfaces = surfaces
        self._normalization = normalization
        self.segmenter = segmenter

    @cached_property
    def bare(self) -> tuple[list[str], Integers]:
        """Distinct words without marks, and the one each surface word is."""
        return distinct(BARE.apply_to_all(self.surfaces))

    @cached_property
    def segmentation(self) -> Segmentation:
        """What the segmenter says of the distinct words without marks."""
        found = self.segmenter(self.bare[0])
        if not len(self.bare[0]) == len(found.keys) == len(found.forms):
            raise InvalidArgumentError(
                "tokenize() needs a segmenter that gives a key and a form for each word it is given; "
                f"{len(self.bare[0])} words gave {len(found.keys)} and {len(found.forms)}."
            )
        return found

    @cached_property
    def words(self) -> tuple[list[str], Integers]:
        """Distinct folded words, and the one each surface word is."""
        return distinct(self._normalization.apply_to_all(self.surfaces))

    @cached_property
    def keys(self) -> tuple[list[str], Integers]:
        """Distinct term keys, and the one each surface word is counted under."""
        keys, of_bare = distinct(self.segmentation.keys)
        return keys, of_bare[self.bare[1]]

    def at(self, level: str) -> tuple[list[str], Integers | None]:
        """Entries of a level and the map from surface ids (None where it is the identity)."""
        if level == "surface":
            return self.surfaces, None
        return self.words if level == "word" else self.keys

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        return {}

    def numbers(self, level: str) -> dict[str, int]:
        """The place of each entry of a level; made once, so that a query does not read the vocabulary through."""
        if level not in self._numbers:
            self._numbers[level] = {entry: i for i, entry in enumerate(self.at(level)[0])}
        return self._numbers[level]

    @cached_property
    def word_ranks(self) -> Integers:
        """The place of each folded word in the alphabet."""
        ranks = np.empty(len(self.words[0]), dtype=np.int32)
        order = pc.sort_indices(pa.array(self.words[0], pa.large_string())).to_numpy()
        ranks[order] = np.arange(len(order), dtype=np.int32)
        return ranks
