"""Labels and candidates put together: which words make one name, and which entry it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toolkit.corpus.gaps import OTHER
from toolkit.mentions.candidates import DOUBTFUL, SURE, Candidates, longest
from toolkit.mentions.chain import LABELS
from toolkit.mentions.gazetteer import Alias, Entry, Gazetteer
from toolkit.mentions.words import CLITICS, Words
from toolkit.text.arabic import fold
from toolkit.text.lexicon import zipf
from toolkit.text.wordlists import stop_word_classes


class Span(NamedTuple):
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
    columns = (found.first, found.n_words, found.prefix, found.alias)
    return [
        _listed_span(first, n_words, prefix, gazetteer.aliases[alias])
        for first, n_words, prefix, alias in zip(*(c[chosen].tolist() for c in columns), strict=True)
    ]


def _listed_span(first: int, n_words: int, prefix: int, alias: Alias) -> Span:
    before, behind = alias.outside
    if before or behind:
        first, n_words, prefix = first + before, n_words - before - behind, 0 if before else prefix
    return Span(first, n_words, prefix, alias.entry.kind, alias.rule, alias, alias.entry)


def spans_of_labels(labels: npt.NDArray[np.int8], words: Words, found: Candidates, gazetteer: Gazetteer) -> list[Span]:
    """Runs of labels as spans, each with its entry where the gazetteer has one of that kind."""
    first, n_words = _runs(labels, words)
    kinds = [LABELS[label][2:] for label in labels[first].tolist()]
    listed: dict[tuple[int, int], list[int]] = {}
    for i, key in enumerate(zip(found.first.tolist(), found.n_words.tolist(), strict=True)):
        listed.setdefault(key, []).append(i)
    spans = []
    for begin, count, kind in zip(first.tolist(), n_words.tolist(), kinds, strict=True):
        same = listed.get((begin, count), [])
        rows = [i for i in same if _is_kind(gazetteer.aliases[int(found.alias[i])], kind, int(found.standing[i]))]
        if kind != "person":  # an ordinary word is not the name of two things; برشلونة is a city and a club
            rows = rows or [i for i in same if gazetteer.aliases[int(found.alias[i])].needs_trigger]
        if rows:
            best = max(rows, key=lambda i: (found.standing[i], -found.prefix[i]))
            alias = gazetteer.aliases[int(found.alias[best])]
            spans.append(_listed_span(begin, count, int(found.prefix[best]), alias))
        elif parts := _parts(begin, count, listed, found) or _side_by_side(begin, count, listed, found):
            columns = (found.first, found.n_words, found.prefix, found.alias)
            of_parts = zip(*(column[parts].tolist() for column in columns), strict=True)
            spans += [
                _listed_span(at, length, prefix, gazetteer.aliases[alias]) for at, length, prefix, alias in of_parts
            ]
        elif count > 1 or not _is_ordinary(int(words.ids[begin]), words):
            spans.append(Span(begin, count, words.prefix_of(int(words.ids[begin])), kind, "learnt"))
    return spans


def _parts(begin: int, count: int, listed: dict[tuple[int, int], list[int]], found: Candidates) -> list[int]:
    """Names that side by side fill a span, one of them sure: in هاجم داعش البوكمال the chain sees one name."""
    parts, at = [], begin
    while at < begin + count:
        sizes = range(min(count - 1, begin + count - at), 0, -1)
        here = [i for size in sizes for i in listed.get((at, size), ())]
        best = max(here, key=found.standing.__getitem__, default=-1)
        if best < 0:
            return []
        parts.append(best)
        at += int(found.n_words[best])
    return parts if max(found.standing[parts]) == SURE else []


#: So many names in a row are no part of one; two may be: لجنة أفران دير الزور.
_SEVERAL = 3


def _side_by_side(begin: int, count: int, listed: dict[tuple[int, int], list[int]], found: Candidates) -> list[int]:
    """Sure names inside a span of which several stand side by side: no name holds دير الزور البوكمال الرقة."""
    parts: list[int] = []
    at, row, longest_row = begin, 0, 0
    while at < begin + count:
        sizes = range(begin + count - at, 0, -1)
        here = [i for size in sizes for i in listed.get((at, size), ()) if found.standing[i] == SURE]
        row = row + 1 if here else 0
        longest_row = max(longest_row, row)
        parts += here[:1]
        at += int(found.n_words[here[0]]) if here else 1
    return parts if longest_row >= _SEVERAL else []


def _is_ordinary(number: int, words: Words) -> bool:
    """Tell whether a word alone cannot be a name: a particle, one with a pronoun (ألغامه), two of a thing (فرشتين)."""
    word, form = words.bare[number], words.forms[number]
    if word in stop_word_classes() or not word.endswith(form.removeprefix("ال")):
        return True
    return word.endswith(("تين", "تان")) and zipf(word[words.prefix_of(number) : -3] + "ة") > 0


def _is_kind(alias: Alias, kind: str, standing: int) -> bool:
    """Tell whether a listed name is what the chain takes it for; the list knows better of داعش and أبو ظبي."""
    known_better = alias.entry.kind != "place" or (kind == "person" and len(alias.words) > 1)
    return alias.entry.kind == kind or (known_better and standing == SURE)


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

#: Heads that stand before a name and are no part of it: صحيفة الحياة is الحياة, مدينة الموصل is الموصل.
_HEADS_OUTSIDE = frozenset(
    fold(
        "مدينة بلدة قرية دولة منطقة إقليم إمارة محافظة قضاء ناحية ولاية نهر "
        "صحيفة وكالة قناة شركة فريق نادي مجلة موقع جريدة"
    ).split()
)


def merge(learnt: list[Span], found: Candidates, gazetteer: Gazetteer, words: Words) -> list[Span]:
    """Put names of the gazetteer that the chain left out, or saw only a part of, among those it found.

    A name of the user's own list is always taken. One of ours is taken where it
    crosses nothing, or has several words and holds what it crosses; not where
    the chain has the same thing without the head before it.
    """
    extra = spans_of_candidates(found, longest(found), gazetteer)
    taken = covered(learnt, len(words))
    kept = []
    removed: set[int] = set()
    for span in extra:
        crossed = set(taken[span.first : span.last + 1].tolist()) - {-1}
        if (span.entry is not None and span.entry.is_own) or _holds(span, [learnt[i] for i in crossed]):
            kept.append(span)
            removed |= crossed
    left = [span for i, span in enumerate(learnt) if i not in removed]
    return sorted([*left, *kept], key=lambda span: span.first)


def _holds(span: Span, crossed: list[Span]) -> bool:
    if not crossed:
        return True
    if span.n_words == 1 or not all(span.first <= other.first and other.last <= span.last for other in crossed):
        return False
    whole = any(other.n_words == span.n_words for other in crossed)
    head = span.alias.words[0] if span.alias else ""
    is_same = any(other.entry is span.entry for other in crossed)
    return not whole and not (is_same and (span.kind == "place" or head in _HEADS_OUTSIDE))


def covered(spans: list[Span], n_words: int) -> npt.NDArray[np.int64]:
    """The number of the span that each word is in, -1 for none."""
    found = np.full(n_words, -1, dtype=np.int64)
    first = np.array([span.first for span in spans], dtype=np.int64)
    count = np.array([span.n_words for span in spans], dtype=np.int64)
    for step in range(int(count.max(initial=0))):
        inside = np.flatnonzero(count > step)
        found[first[inside] + step] = inside
    return found


#: Heads that make a name another: شارع صلاح الدين is a street, and neither the man nor the governorate.
_HEADS_INSIDE = tuple(fold("شارع معبر جسر سد").split())


def with_heads(spans: list[Span], words: Words) -> list[Span]:
    """Take a street, a crossing, a bridge or a dam with the word that says what it is."""
    heads = {clitic + head: (head, len(clitic)) for head in _HEADS_INSIDE for clitic in ("", *CLITICS)}
    follows = words.follows(np.array([span.first for span in spans], dtype=np.int64)).tolist()
    found = []
    for span, is_behind in zip(spans, follows, strict=True):
        head = heads.get(words.folded[int(words.ids[span.first - 1])]) if is_behind and not span.prefix else None
        if head and span.kind != "organisation":
            span = Span(span.first - 1, span.n_words + 1, head[1], "place", "learnt")
        found.append(span)
    return found


def nested(spans: list[Span], found: Candidates, gazetteer: Gazetteer, n_words: int) -> list[Span]:
    """Names of the gazetteer that stand inside other names."""
    taken = covered(spans, n_words)
    inside = taken[found.first]
    rows = []
    for i in np.flatnonzero((inside >= 0) & (found.standing != DOUBTFUL)).tolist():
        outer = spans[int(inside[i])]
        if int(found.n_words[i]) < outer.n_words and int(found.first[i] + found.n_words[i]) - 1 <= outer.last:
            rows.append(i)
    chosen = np.array(rows, dtype=np.int64)
    kept = chosen[longest(found.where(chosen))] if len(chosen) else chosen
    return spans_of_candidates(found, kept, gazetteer)
