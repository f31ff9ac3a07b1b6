"""Which words are names: a table of weights, summed for each word, and the best chain of labels.

The score of a sentence is the sum of the weights of its evidence and of the steps
from label to label (a linear chain). No evidence names a word, so what was learnt
on one set of news holds for others. The weights are kept in ``wordlists/names.tsv``,
where they can be read; ``tests/benchmarks/learn_entities.py`` learns them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.mentions.evidence import MARGIN, TEMPLATES, Row, Template, TokenEvidence, make_row
from toolkit.progress import progress
from toolkit.text.wordlists import read_table

Scores = npt.NDArray[np.float32]

KINDS = ("place", "organisation", "person")
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in ("B", "I")))
#: Running words looked at in one go: the scores of so many stay in the processor's cache.
_BLOCK = 1 << 16
_NEVER = np.float32(-1e4)


#: What a name must be worth beyond what is learnt: a false one misleads more than a missing one.
_DOUBT = np.float32(0.3)


@dataclass(frozen=True)
class Weights:
    """What each evidence is worth to each label.

    Attributes
    ----------
    steps : ndarray of float32
        From label (row) to label (column).
    rows : dict
        Name of the template → its values, each with a weight for each label.
    """

    steps: Scores
    rows: dict[str, dict[str, Scores]]


def template_name(template: Template) -> str:
    """How a template is called in the table.

    Examples
    --------
    >>> template_name((("class", -1), ("shape", 0)))
    'class -1 & shape'
    """
    return " & ".join(f"{name} {distance:+d}" if distance else name for name, distance in template)


@cache
def shipped_weights() -> Weights:
    """Return the weights that ship with the toolkit."""
    return make_weights(read_table("names.tsv"))


def make_weights(table: Iterator[dict[str, str]]) -> Weights:
    """Read rows with the columns ``evidence``, ``value`` and the labels."""
    steps = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    rows: dict[str, dict[str, Scores]] = {}
    for row in table:
        weights = np.array([float(row[label] or 0) for label in LABELS], dtype=np.float32)
        if row["evidence"] == "step from":
            steps[LABELS.index(row["value"])] = weights
        else:
            rows.setdefault(row["evidence"], {})[row["value"]] = weights
    for i, label in enumerate(LABELS):
        if label.startswith("I"):
            others = [j for j, before in enumerate(LABELS) if before[2:] != label[2:]]
            steps[others, i] = _NEVER
        elif label.startswith("B"):
            steps[:, i] -= _DOUBT
    return Weights(steps, rows)


def label_words(evidence: TokenEvidence, weights: Weights) -> npt.NDArray[np.int8]:
    """Return the best label of each running word, a place in ``LABELS``."""
    words = evidence.words
    labels = np.zeros(len(words), dtype=np.int8)
    bounds = words.tokens.sentence_bounds
    scorer = _Scorer(evidence, weights)
    for first, last in progress(list(_blocks(bounds)), "finding names"):
        some = bounds[first : last + 1]
        scores = scorer.score(int(some[0]), int(some[-1]), some - some[0])
        labels[some[0] : some[-1]] = _best_chains(scores, np.diff(some), weights.steps)
    return labels


def _blocks(bounds: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + _BLOCK, side="right")) - 1)
        yield first, last
        first = last


class _Scorer:
    """Weights summed once for each distinct word, looked up for each running word."""

    def __init__(self, evidence: TokenEvidence, weights: Weights) -> None:
        self._evidence = evidence
        self._words = {name: np.append(found.codes, 0) for name, found in evidence.of_words.items()}
        self._tables: dict[int, Scores] = {}
        self._joint: list[tuple[Template, npt.NDArray[np.int64], Scores]] = []
        n_words = len(evidence.words.surfaces)
        for template in TEMPLATES:
            rows = weights.rows.get(template_name(template))
            if not rows:
                continue
            if len(template) == 1 and template[0][0] in self._words:
                name, distance = template[0]
                table = self._tables.setdefault(distance, np.zeros((n_words + 1, len(LABELS)), dtype=np.float32))
                table += self._dense(template, rows)[self._words[name]]
            else:
                self._joint.append((template, *self._numbered(template, rows)))

    def _dense(self, template: Template, rows: dict[str, Scores]) -> Scores:
        values = self._evidence.values(template[0][0])
        return np.array([rows.get(value, np.zeros(len(LABELS))) for value in values], dtype=np.float32)

    def _numbered(self, template: Template, rows: dict[str, Scores]) -> tuple[npt.NDArray[np.int64], Scores]:
        """Which row of weights each combination of values has, 0 for none."""
        values = [self._evidence.values(name) for name, _ in template]
        places = [{value: i for i, value in enumerate(some)} for some in values]
        numbers = np.zeros([len(some) for some in values], dtype=np.int64)
        kept = [np.zeros(len(LABELS), dtype=np.float32)]
        for value, weights in rows.items():
            at = [place.get(part) for place, part in zip(places, value.split(" & "), strict=True)]
            if None not in at:
                numbers[tuple(at)] = len(kept)
                kept.append(weights)
        return numbers.ravel(), np.array(kept)

    def score(self, begin: int, end: int, bounds: npt.NDArray[np.int64]) -> Scores:
        """What speaks for each label at the running words from ``begin`` to ``end``."""
        row = make_row(self._evidence.words.ids[begin:end], bounds)
        size = len(row.words) - 2 * MARGIN
        scores = np.zeros((len(row.words), len(LABELS)), dtype=np.float32)
        inner = scores[MARGIN : MARGIN + size]
        for distance, table in self._tables.items():
            inner += table[row.words[MARGIN + distance : MARGIN + distance + size]]
        codes: dict[str, npt.NDArray[np.int64]] = {}
        for template, numbers, weights in self._joint:
            key = np.zeros(size, dtype=np.int64)
            for name, distance in template:
                if name not in codes:
                    codes[name] = self._codes(name, row, begin, end)
                key *= len(self._evidence.values(name))
                key += codes[name][MARGIN + distance : MARGIN + distance + size]
            inner += weights[numbers[key]]
        return scores[row.place]

    def _codes(self, name: str, row: Row, begin: int, end: int) -> npt.NDArray[np.int64]:
        if name in self._words:
            return self._words[name][row.words]
        spread = np.zeros(len(row.words), dtype=np.int64)
        spread[row.place] = self._evidence.of_places[name].codes[begin:end]
        return spread


def _best_chains(scores: Scores, lengths: npt.NDArray[np.int64], steps: Scores) -> npt.NDArray[np.int8]:
    """The best chain of labels of each sentence, all sentences a word at a time (Viterbi)."""
    order = np.argsort(-lengths, kind="stable")
    starts = (np.cumsum(lengths) - lengths)[order]
    lengths = lengths[order]
    begins = np.where(np.array([label.startswith("I") for label in LABELS]), _NEVER, np.float32(0))
    best = (scores[starts] + begins).T.copy()
    longest_ = int(lengths[0]) if len(lengths) else 0
    came_from = []
    for at in range(1, longest_):
        n = int(np.searchsorted(-lengths, -at, side="left"))
        here = np.empty((len(LABELS), n), dtype=np.float32)
        back = np.empty((len(LABELS), n), dtype=np.int8)
        for label in range(len(LABELS)):
            back[label], here[label] = _best_step(best[:, :n], steps[:, label], label)
        best[:, :n] = here + scores[starts[:n] + at].T
        came_from.append(back)
    labels = np.zeros(len(scores), dtype=np.int8)
    current = best.argmax(axis=0).astype(np.int8)
    for at in range(longest_ - 1, -1, -1):
        n = int(np.searchsorted(-lengths, -at, side="left"))
        labels[starts[:n] + at] = current[:n]
        if at:
            current[:n] = came_from[at - 1][current[:n], np.arange(n)]
    return labels


def _best_step(best: Scores, step: Scores, label: int) -> tuple[npt.NDArray[np.int8], Scores]:
    """From which label it is best to come, and what that is worth; a name goes on only from itself."""
    possible = (label - 1, label) if LABELS[label].startswith("I") else range(len(LABELS))
    where = np.full(best.shape[1], possible[0], dtype=np.int8)
    worth = best[possible[0]] + step[possible[0]]
    for before in possible[1:]:
        other = best[before] + step[before]
        np.putmask(where, other > worth, before)
        np.maximum(worth, other, out=worth)
    return where, worth
