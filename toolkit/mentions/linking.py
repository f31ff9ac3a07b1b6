"""Spans that a model marks as names: clitics off, ids on.

A clitic is no part of a name: of للبوكمال the mention is بوكمال, and what is
counted is البوكمال. Where to cut is what `toolkit.text.segment` says, unless
the names themselves say otherwise: بعقوبة is a town that the gazetteer knows,
and بان كي مون is never called ان كي مون.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toolkit.mentions.gazetteer import Entry, Gazetteer
from toolkit.text.arabic import BARE, INVISIBLE, MARKS, bare, fold
from toolkit.text.segment import analyse_words, segment_many

#: A run of letters and digits with their marks.
WORD = re.compile(rf"[\w{MARKS}{INVISIBLE}]+")
#: س stands before verbs alone.
_PROCLITICS = frozenset("وفبلك")
#: These stand before names seldom, and many names begin with them: بان كي مون، فان باستن، كابرال.
_SELDOM = ("ب", "ف", "ك")
#: A state speaks and fights under the name of its country, and a newspaper may be named for a place.
_OFTEN_MIXED = {"place", "organisation"}
#: What news leaves out before the name of a body, even one named for a place (the newspaper الشرق الأوسط) …
_MEDIA = "صحيفة جريدة قناة وكالة موقع"
#: … and only where no place is called so (the club الأهلي).
_BODIES = "نادي حزب حركة منظمة شركة جماعة تنظيم"

_Words = tuple[str, ...]


@dataclass(frozen=True)
class NamedSpan:
    """What is called a name of some kind: where, in which text, from where to where."""

    place: tuple[str, str]
    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class _Front:
    """What stands before a name in its first word: the letters, their width as written, what they hid of ال."""

    letters: str = ""
    width: int = 0
    hidden: str = ""


@dataclass(frozen=True)
class _Name:
    """A span with its clitics off; ``name`` is how it reads alone."""

    place: tuple[str, str]
    start: int
    end: int
    mention: str
    name: str
    kind: str


def linked_rows(spans: list[NamedSpan], gazetteer: Gazetteer) -> Iterator[tuple[object, ...]]:
    """Give the rows of a mentions table: each span without clitics, with its entry or with an id of its own.

    Examples
    --------
    >>> from toolkit.mentions.gazetteer import shipped_gazetteer
    >>> span = NamedSpan(("1", "text"), "عاد للبوكمال", 4, 12, "place")
    >>> next(linked_rows([span], shipped_gazetteer()))[2:7]
    (6, 12, 'بوكمال', 'البوكمال', 'place:al-bukamal')
    """
    entries = _Entries(gazetteer)
    names = _without_clitics(spans, entries)
    found = {(one.name, one.kind): entries.find(one.name, one.kind) for one in names}
    ids = {key: entry.id if entry else _own_id(*key) for key, entry in found.items()}
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for one in names:
        written[ids[one.name, one.kind]][one.name] += 1
    for one in names:
        entry, own = found[one.name, one.kind], ids[one.name, one.kind]
        shown, lat, lon = (entry.name, entry.lat, entry.lon) if entry else (_commonest(written[own]), np.nan, np.nan)
        yield (*one.place, one.start, one.end, one.mention, shown, own, one.kind, lat, lon, "model")


# --- clitics ---------------------------------------------------------------------------------------------------------


def _without_clitics(spans: list[NamedSpan], entries: _Entries) -> list[_Name]:
    """The spans, each cut where it should be."""
    fronts = [
        _Front(hidden="ال") if _is_behind_lams(span) else front
        for span, front in zip(spans, _fronts([_first_word(span) for span in spans]), strict=True)
    ]
    whole = [_name(span, _Front()) for span in spans]
    cut = [_name(span, front) for span, front in zip(spans, fronts, strict=True)]
    often = Counter(_folded(one.name) for one in whole)
    return [whole[i] if _is_whole(whole[i], cut[i], fronts[i], entries, often) else cut[i] for i in range(len(spans))]


def _is_whole(whole: _Name, cut: _Name, front: _Front, entries: _Entries, often: Counter[_Words]) -> bool:
    """Tell whether what looks like a clitic is the first letter of the name."""
    if not cut.mention or front.hidden or not front.width:
        return not cut.mention
    if entries.find(cut.name, cut.kind):
        return False
    if entries.find(whole.name, whole.kind):
        return True
    return front.letters in _SELDOM and often[_folded(whole.name)] > 1 and not often[_folded(cut.name)]


def _name(span: NamedSpan, front: _Front) -> _Name:
    start = span.start + front.width
    mention = span.text[start : span.end]
    return _Name(span.place, start, span.end, mention, front.hidden + " ".join(bare(mention).split()), span.kind)


def _first_word(span: NamedSpan) -> str:
    """The whole word that a span begins with; "" where it begins inside a word, which is cut already."""
    inside = span.start > 0 and WORD.match(span.text[span.start - 1])
    word = None if inside else WORD.match(span.text, span.start)
    return word[0] if word else ""


def _is_behind_lams(span: NamedSpan) -> bool:
    """Tell whether a model has cut للبوكمال to بوكمال itself, so that its ال is to be put back."""
    inside = WORD.match(span.text, span.start)
    return bool(inside) and bare(span.text[max(0, span.start - 6) : span.start]).endswith("لل")


def _fronts(words: list[str]) -> list[_Front]:
    """What `toolkit.text.segment` takes off the front of each word; of the لل of للأمم the second ل is of ال."""
    distinct = list(dict.fromkeys(words))
    forms = analyse_words(BARE.apply_to_all(distinct)).forms
    found = {}
    for word, pieces, form in zip(distinct, segment_many(distinct), forms, strict=True):
        n = 0
        while n < len(pieces) - 1 and pieces[n] in _PROCLITICS:
            n += 1
        melted = n > 0 and form.startswith("ال") and pieces[n].startswith("ل")
        found[word] = _Front("".join(pieces[:n]), written_length(word, n + melted), "ال" if melted else "")
    return [found[word] for word in words]


def written_length(word: str, letters: int) -> int:
    """Return how many characters the first letters of a word take up as written, their marks among them.

    Examples
    --------
    >>> written_length("بـداعش", 1), written_length("وَلِلأُمَم", 3)
    (2, 5)
    """
    length = 0
    while letters and length < len(word) and len(BARE.apply(word[: length + 1])) <= letters:
        length += 1
    return length


# --- ids -------------------------------------------------------------------------------------------------------------


class _Entries:
    """The entries of a gazetteer by each of their spellings."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._by_words = {alias.words: alias.entries for alias in gazetteer.aliases}

    def find(self, name: str, kind: str) -> Entry | None:
        """The entry of a name: one of the same kind; then the body called so for short; then one of a kind often mixed.

        A label that says no kind takes any.
        """
        words = _folded(name)
        found = [
            entry
            for entry in self._by_words.get(words, ())
            if kind in ("other", entry.kind) or {kind, entry.kind} == _OFTEN_MIXED
        ]
        best = min(found, key=lambda entry: entry.kind != kind, default=None)
        if kind != "organisation" or (best and best.kind == kind):
            return best
        headed = {
            entry.id: entry
            for head in _folded(_MEDIA if best else f"{_MEDIA} {_BODIES}")
            for entry in self._by_words.get((head, *words), ())
            if entry.kind == kind
        }
        return next(iter(headed.values())) if len(headed) == 1 else best


def _folded(name: str) -> _Words:
    return tuple(fold(word) for word in WORD.findall(name))


def _own_id(name: str, kind: str) -> str:
    return f"{kind}:{'-'.join(_folded(name)) or name}"


def _commonest(names: Counter[str]) -> str:
    """The spelling used most, of several the first in the alphabet."""
    return min(names, key=lambda name: (-names[name], name))
