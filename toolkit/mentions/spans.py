"""Labels and candidates put together: which words make one name, and which entry it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.corpus.gaps import OTHER
from toolkit.mentions.candidates import BESIDE, DOUBTFUL, SURE, Candidates, longest
from toolkit.mentions.chain import LABELS
from toolkit.mentions.gazetteer import Alias, Entry, Gazetteer
from toolkit.mentions.words import Words
from toolkit.text.arabic import fold
from toolkit.text.wordlists import read_table


@dataclass(frozen=True, slots=True)
class Span:
    """Words that name something: ``first`` and how many, behind ``prefix`` letters of clitics.

    Attributes
    ----------
    alias
        The spelling in the gazetteer, None for a name that is not listed.
    entry
        Who it is, None where that is not known yet.
    """

    first: int
    n_words: int
    prefix: int
    kind: str
    rule: str
    alias: Alias | None = None
    entry: Entry | None = None

    @property
    def last(self) -> int:
        """Its last word."""
        return self.first + self.n_words - 1


def spans_of_candidates(found: Candidates, chosen: npt.NDArray[np.int64], gazetteer: Gazetteer) -> list[Span]:
    """Names of the gazetteer as spans."""
    columns = (found.first, found.n_words, found.prefix, found.alias, found.standing)
    return [
        _listed_span(first, n_words, prefix, gazetteer.aliases[alias], standing)
        for first, n_words, prefix, alias, standing in zip(*(c[chosen].tolist() for c in columns), strict=True)
    ]


def _listed_span(first: int, n_words: int, prefix: int, alias: Alias, standing: int) -> Span:
    rule = "trigger" if alias.needs_trigger else "name" if alias.is_name else "alias"
    return Span(first, n_words, prefix, alias.entry.kind, rule, alias, alias.entry)


def spans_of_labels(
    labels: npt.NDArray[np.int8], words: Words, found: Candidates, gazetteer: Gazetteer
) -> list[Span]:
    """Runs of labels as spans, each with its entry where the gazetteer has one of that kind."""
    first, n_words = _runs(labels, words)
    kinds = [LABELS[label][2:] for label in labels[first].tolist()]
    listed: dict[tuple[int, int], list[int]] = {}
    for i, key in enumerate(zip(found.first.tolist(), found.n_words.tolist(), strict=True)):
        listed.setdefault(key, []).append(i)
    spans = []
    for begin, count, kind in zip(first.tolist(), n_words.tolist(), kinds, strict=True):
        rows = [i for i in listed.get((begin, count), []) if gazetteer.aliases[int(found.alias[i])].entry.kind == kind]
        if rows:
            best = max(rows, key=lambda i: (found.standing[i], -found.prefix[i]))
            alias = gazetteer.aliases[int(found.alias[best])]
            spans.append(_listed_span(begin, count, int(found.prefix[best]), alias, int(found.standing[best])))
        else:
            spans.append(Span(begin, count, words.prefix_of(int(words.ids[begin])), kind, "learnt"))
    return spans


def _runs(labels: npt.NDArray[np.int8], words: Words) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First word and length of each name; a comma, bracket, colon or quotation mark ends one."""
    part = np.array([label[0] for label in LABELS])[labels]
    walls = (words.signs & np.uint8(255 - OTHER)) != 0
    begins = (part == "B") | ((part == "I") & walls)
    first = np.flatnonzero(begins)
    outside = np.flatnonzero(begins | (part == "O"))
    ends = np.append(outside, len(labels))[np.searchsorted(outside, first, side="right")]
    return first, ends - first


# --- which of two that cross -----------------------------------------------------------------------------------------


def merge(learnt: list[Span], found: Candidates, gazetteer: Gazetteer, words: Words) -> list[Span]:
    """Put names of the gazetteer that the chain left out, or saw only a part of, among those it found.

    A name of the user's own list is always taken. One of ours that is sure and
    of several words is taken where it crosses nothing, or holds what it crosses.
    """
    own = np.array([alias.entry.is_own for alias in gazetteer.aliases], dtype=bool)[found.alias]
    chosen = longest(found)
    extra = spans_of_candidates(found, chosen, gazetteer)
    is_own = own[chosen].tolist()
    taken = _covered(learnt, len(words))
    kept = []
    removed: set[int] = set()
    for span, mine in zip(extra, is_own, strict=True):
        crossed = set(taken[span.first : span.last + 1]) - {-1}
        if not crossed:
            if mine or _is_clear(span):
                kept.append(span)
            continue
        inside = all(learnt[i].first >= span.first and learnt[i].last <= span.last for i in crossed)
        same = any(learnt[i].first == span.first and learnt[i].n_words == span.n_words for i in crossed)
        if mine or (inside and not same and span.n_words > 1):
            kept.append(span)
            removed |= crossed
    left = [span for i, span in enumerate(learnt) if i not in removed]
    return sorted([*left, *kept], key=lambda span: span.first)


def _is_clear(span: Span) -> bool:
    return span.n_words > 1


def _covered(spans: list[Span], n_words: int) -> list[int]:
    """The number of the span that each word is in, -1 for none."""
    covered = np.full(n_words, -1, dtype=np.int64)
    for i, span in enumerate(spans):
        covered[span.first : span.last + 1] = i
    return covered.tolist()  # type: ignore[no-any-return]
