"""What speaks for a name at each running word: the words around it, the gazetteer, a title before it.

The words of every sentence stand in one long row with gaps between sentences, so
that what stands two words on is the row moved by two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from toolkit.corpus.gaps import BRACKET_CLOSE, BRACKET_OPEN, COLON, COMMA, OTHER, QUOTE_CLOSE, QUOTE_OPEN
from toolkit.mentions.candidates import Candidates, longest
from toolkit.mentions.gazetteer import Gazetteer
from toolkit.mentions.word_evidence import EDGE_VALUE, Evidence, word_evidence
from toolkit.mentions.words import Words

Codes = npt.NDArray[np.int64]
#: Evidence and how many words on it stands.
Template = tuple[tuple[str, int], ...]

#: Places left free between sentences: no template looks further.
MARGIN = 3

_EVERYTHING = (
    "class", "name", "clitic", "shape", "frequency", "with al", "with pronoun", "as adjective", "feminine", "plural",
    "with wa", "with bi", "with li", "with lil", "as verb", "first", "first two", "last", "last two", "length",
    "foreign",
)  # fmt: skip
_NEAR = ("class", "name", "shape", "frequency", "last two", "foreign", "clitic")
_FAR = ("class", "name", "shape")
#: Single evidence, by its distance.
_ALONE = {0: _EVERYTHING, -1: _NEAR, 1: _NEAR, -2: _FAR, 2: _FAR, -3: _FAR}

#: Everything that may have a weight.
TEMPLATES: tuple[Template, ...] = (
    *(((name, distance),) for distance, names in _ALONE.items() for name in names),
    *((("gazetteer", distance),) for distance in (-1, 0, 1, 2)),
    *((("sign", distance),) for distance in (-1, 0, 1, 2)),
    (("scope", 0),),
    (("scope", 0), ("shape", 0)),
    (("scope", 0), ("name", 0)),
    (("class", -1), ("class", 0)),
    (("class", 0), ("class", 1)),
    (("class", -2), ("class", -1), ("shape", 0)),
    (("shape", -1), ("shape", 0), ("shape", 1)),
    (("name", -1), ("name", 0), ("name", 1)),
    (("name", -2), ("name", -1), ("shape", 0)),
    (("gazetteer", 0), ("shape", 0)),
    (("gazetteer", 0), ("class", -1)),
    (("gazetteer", 0), ("class", 1)),
    (("gazetteer", 0), ("gazetteer", 1)),
    (("gazetteer", 0), ("name", 1)),
    (("gazetteer", 0), ("name", -1)),
    (("sign", 0), ("name", 0)),
    (("sign", 1), ("name", 0)),
    (("sign", 0), ("class", -1)),
    (("sign", 0), ("shape", 0), ("sign", 1)),
    (("class", -1), ("shape", 0)),
    (("class", -1), ("name", 0)),
    (("frequency", 0), ("shape", 0)),
    (("name", 0), ("shape", 0)),
    (("last two", 0), ("shape", 0)),
    (("scope", 0), ("gazetteer", 0)),
    (("name", 0), ("class", 1)),
    (("name", -1), ("class", 1)),
    (("class", -2), ("name", -1), ("name", 0)),
    (("foreign", 0), ("foreign", 1)),
    (("foreign", 0), ("foreign", -1)),
    (("foreign", 0), ("name", -1)),
    (("foreign", 0), ("class", -1)),
    (("foreign", 0), ("frequency", 0)),
    (("clitic", 0), ("name", 0)),
    (("clitic", 0), ("name", -1)),
    (("clitic", 0), ("shape", 0)),
    (("clitic", 0), ("gazetteer", -1)),
    (("gazetteer", -1), ("gazetteer", 0)),
    (("class", -1), ("name", 0), ("name", 1)),
    (("class", -1), ("class", 0), ("class", 1)),
)


@dataclass(frozen=True)
class Row:
    """Running words of some sentences in one row, with ``MARGIN`` free places before, between and behind them.

    Attributes
    ----------
    words : ndarray of int64
        Number of the distinct word, ``-1`` in a free place.
    place : ndarray of int64
        Where in the row each running word stands.
    """

    words: Codes
    place: Codes


def make_row(ids: npt.NDArray, bounds: npt.NDArray) -> Row:
    """Set words in a row; ``bounds`` says where each sentence begins, the end last."""
    lengths = np.diff(bounds)
    place = np.arange(len(ids)) + MARGIN * np.repeat(np.arange(1, len(lengths) + 1), lengths)
    row = np.full(len(ids) + MARGIN * (len(lengths) + 1), -1, dtype=np.int64)
    row[place] = ids
    return Row(row, place)


class TokenEvidence:
    """What speaks for a name at each running word of an index.

    Attributes
    ----------
    of_words : dict
        `Evidence` of the distinct words, which depends on nothing but the word.
    of_places : dict
        `Evidence` of the running words.
    """

    def __init__(self, words: Words, gazetteer: Gazetteer, candidates: Candidates) -> None:
        self.words = words
        self.of_words = word_evidence(words)
        self._gazetteer, self._candidates = gazetteer, candidates

    @cached_property
    def of_places(self) -> dict[str, Evidence]:
        """`Evidence` of the running words: the gazetteer, signs, and heads before them."""
        return {
            "gazetteer": self._tags(),
            "sign": _signs(self.words.signs),
            "scope": self._scopes(),
        }

    def values(self, name: str) -> tuple[str, ...]:
        """What the numbers of an evidence mean."""
        return (self.of_words.get(name) or self.of_places[name]).values

    def _tags(self) -> Evidence:
        """Which words begin and go on a name of the gazetteer, and how sure it is."""
        kinds, kind_of = _kinds_of(self._gazetteer)
        values = [EDGE_VALUE, "-"] + [
            f"{begin} {kind} {standing} {length}"
            for begin in ("begins", "goes on")
            for kind in kinds
            for standing in ("doubtful", "beside", "sure")
            for length in ("one", "many")
        ]
        codes = np.ones(len(self.words), dtype=np.int64)
        for least in (0, 1):  # the doubtful first: what is surer is written over them
            found = self._candidates
            chosen = longest(found, least)
            first, n_words = found.first[chosen], found.n_words[chosen]
            code = 2 + 6 * kind_of[found.alias[chosen]] + 2 * found.standing[chosen] + (n_words > 1)
            for step in range(int(n_words.max(initial=0))):
                going_on = n_words > step
                codes[first[going_on] + step] = code[going_on] + (6 * len(kinds) if step else 0)
        return Evidence(tuple(values), codes)

    def _scopes(self) -> Evidence:
        """How many words before stands a title or the head of a name, with nothing but adjectives between."""
        classes, shapes = self.of_words["class"], self.of_words["shape"]
        heads = [value for value in classes.values if value.startswith(("title", "place", "organisation"))]
        values = (EDGE_VALUE, "-", *(f"{head} {step}" for head in heads for step in range(1, 5)))
        head_of = np.array([heads.index(v) if v in heads else -1 for v in classes.values])[classes.codes]
        open_class = np.array([v in ("-", "nationality", *heads) for v in classes.values])[classes.codes]
        like_adjective = np.array(["al" in v or "nisba" in v for v in shapes.values])[shapes.codes]
        ids = self.words.ids
        head, passes = head_of[ids], (open_class & like_adjective)[ids]
        places = np.arange(len(ids))
        last_head = np.maximum.accumulate(np.where(head >= 0, places, -1))
        last_head = np.concatenate([[-1], last_head[:-1]]) if len(ids) else last_head
        walls = np.cumsum(~passes)
        walls_before = np.concatenate([[0], walls[:-1]]) if len(ids) else walls
        breaks = np.zeros(len(ids), dtype=np.int64)
        breaks[self.words.signs != 0] = 1
        breaks = np.cumsum(breaks)
        known = np.maximum(last_head, 0)
        steps = places - last_head
        within = (last_head >= 0) & (steps <= 4) & (breaks == breaks[known]) & (walls_before == walls[known])
        return Evidence(values, np.where(within, 2 + 4 * head[known] + np.clip(steps, 1, 4) - 1, 1))


def _kinds_of(gazetteer: Gazetteer) -> tuple[tuple[str, ...], Codes]:
    kinds = ("country", "place", "organisation", "person")
    number = [
        0
        if alias.entry.id.startswith("country:")
        else kinds.index(alias.entry.kind)
        if alias.entry.kind in kinds
        else 1
        for alias in gazetteer.aliases
    ]
    return kinds, np.array(number, dtype=np.int64)


_SIGN_VALUES = (
    EDGE_VALUE,
    "blank",
    "comma",
    "quote open",
    "quote close",
    "bracket open",
    "bracket close",
    "colon",
    "other",
)


def _signs(signs: npt.NDArray[np.uint8]) -> Evidence:
    """What stands before each word, by the most telling of the signs there."""
    order = (OTHER, COMMA, COLON, QUOTE_CLOSE, BRACKET_CLOSE, BRACKET_OPEN, QUOTE_OPEN)
    number = {OTHER: 8, COMMA: 2, COLON: 7, QUOTE_CLOSE: 4, BRACKET_CLOSE: 6, BRACKET_OPEN: 5, QUOTE_OPEN: 3}
    table = np.ones(256, dtype=np.int64)
    for bit in order:
        table[(np.arange(256) & bit) > 0] = number[bit]
    return Evidence(_SIGN_VALUES, table[signs])
