"""Names said again in fewer words: المرصد for المرصد السوري لحقوق الإنسان, the surname alone, التنظيم."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from toolkit.mentions.candidates import DOUBTFUL, Candidates
from toolkit.mentions.gazetteer import Entry, Gazetteer
from toolkit.mentions.spans import Span, covered
from toolkit.mentions.words import Places, Words, folded_stop_words, with_clitics
from toolkit.text.arabic import fold
from toolkit.text.lexicon import zipf
from toolkit.text.wordlists import plurals, read_table

#: A surname alone is taken from a word that is no rarer than a name and no commoner than this (Zipf).
_COMMON_WORD = 4.5


def same_article(spans: list[Span], found: Candidates, gazetteer: Gazetteer, words: Words) -> list[Span]:
    """Ordinary words that are names elsewhere in the same article are names here too."""
    articles = words.articles
    rows = articles[np.array([span.first for span in spans], dtype=np.int64)].tolist()
    sure = {(row, span.entry.id) for row, span in zip(rows, spans, strict=True) if span.entry}
    taken = covered(spans, len(words))
    added: list[Span] = []
    last = -1
    for i in np.flatnonzero((found.standing == DOUBTFUL) & (taken[found.first] < 0)).tolist():
        first, n_words, prefix, alias = (int(c[i]) for c in (found.first, found.n_words, found.prefix, found.alias))
        name = gazetteer.aliases[alias]
        free = first > last and all(taken[place] < 0 for place in range(first, first + n_words))
        if not free or name.words[0] in folded_stop_words() or (int(articles[first]), name.entry.id) not in sure:
            continue
        added.append(Span(first, n_words, prefix, name.entry.kind, "same_article", name, name.entry))
        last = first + n_words - 1
    return added


def short_forms(spans: list[Span], words: Words) -> list[Span]:
    """Return all spans, with those added that say a name again in one word of it.

    A body is called by its head (المرصد), where no adjective makes it another;
    a person by the last name.
    """
    bodies = _again(spans, words, _head_of_body, _stand_alone)
    spans = sorted([*spans, *bodies], key=attrgetter("first"))
    spans = _persons_by_one_name(spans, words)
    surnames = _again(spans, words, _surname, _are_rare)
    return sorted([*spans, *surnames], key=attrgetter("first"))


def anaphora(spans: list[Span], words: Words) -> list[Span]:
    """التنظيم after تنظيم داعش or داعش, الحركة after حماس: what kind of body it is, for the one named last."""
    heads = {fold(row["word"]) for row in read_table("triggers.tsv") if row["kind"] == "organisation"}
    kinds: dict[str, set[str]] = defaultdict(set)
    for span in spans:
        if span.alias and span.entry and span.kind == "organisation":
            before = words.folded[int(words.ids[span.first - 1])] if words.follows(np.array([span.first]))[0] else ""
            kinds[span.entry.id] |= {word for word in (span.alias.words[0], before) if word in heads}
    found: list[Span] = []
    for head in sorted(set().union(*kinds.values())):

        def of_entry(span: Span, head: str = head) -> str | None:
            return "ال" + head if span.entry and head in kinds.get(span.entry.id, ()) else None

        found += [span._replace(rule="anaphora") for span in _again(spans, words, of_entry)]
    return found


def _again(
    spans: list[Span],
    words: Words,
    one_word: Callable[[Span], str | None],
    fit: Callable[[Places, Words], npt.NDArray[np.bool_]] | None = None,
) -> list[Span]:
    """Free words that say a name of the same article again, the one that stood last before them."""
    called = [(word, span) for span in spans if (word := one_word(span))]
    article_of = words.articles[np.array([span.first for _, span in called], dtype=np.int64)].tolist()
    named: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for (word, span), article in zip(called, article_of, strict=True):
        named[word, article].append(span)
    places, forms = _places_of({word for word, _ in called}, words)
    free = covered(spans, len(words))[places] < 0
    found = []
    for place, article in zip(places[free].tolist(), words.articles[places[free]].tolist(), strict=True):
        form, prefix = forms[int(words.ids[place])]
        before = named.get((form, article), [])
        at = bisect_left(before, place, key=lambda span: span.first)
        if at:
            found.append(Span(place, 1, prefix, before[at - 1].kind, "short_form", None, before[at - 1].entry))
    if not fit:
        return found
    fitting = fit(np.array([span.first for span in found], dtype=np.int64), words)
    return [span for span, fits in zip(found, fitting.tolist(), strict=True) if fits]


def _places_of(forms: set[str], words: Words) -> tuple[Places, dict[int, tuple[str, int]]]:
    """Where folded words stand, with clitics or without; and by distinct word which it is, behind how many letters."""
    readings: dict[str, tuple[str, int]] = {form: (form, 0) for form in forms}
    for form in sorted(forms):
        for written, n_letters in with_clitics(form):
            readings.setdefault(written, (form, n_letters))
    read = {number: readings[word] for number, word in enumerate(words.folded) if word in readings}
    chosen = np.zeros(len(words.surfaces), dtype=bool)
    chosen[list(read)] = True
    return np.flatnonzero(chosen[words.ids]), read


def _head_of_body(span: Span) -> str | None:
    """The head by which a body is called once it is known."""
    entry = span.entry
    return _head_of(entry.name) if span.n_words > 1 and entry and entry.kind == "organisation" else None


@cache
def _head_of(name: str) -> str | None:
    """The first word of a name, where it is definite; a plural (القوات، الأمم) stands for too much."""
    head, _, rest = name.partition(" ")
    plural = head.endswith("ات") or head.removeprefix("ال") in plurals()
    return fold(head) if rest and head.startswith("ال") and not plural else None


def _surname(span: Span) -> str | None:
    if span.kind != "person" or span.n_words == 1 or span.entry is None:
        return None
    last = fold(span.entry.name).split()[-1]
    return last if len(last) > 3 and last not in folded_stop_words() else None


def _are_rare(places: Places, words: Words) -> npt.NDArray[np.bool_]:
    """Tell which words are likelier a surname than themselves."""
    numbers, of = np.unique(words.ids[places], return_inverse=True)
    return np.array([_is_rare(form) for form in words.forms_of(numbers.tolist())], dtype=bool)[of]


def _is_rare(form: str) -> bool:
    noun = form.removeprefix("ال")
    return max(zipf(form), zipf(noun)) < _COMMON_WORD and (noun == form or zipf(noun) < zipf(form))


def _persons_by_one_name(spans: list[Span], words: Words) -> list[Span]:
    """A person called by one name is the one whose full name holds it, said before in the article."""
    articles = words.articles
    known: dict[tuple[int, str], Entry] = {}
    told = []
    for span in spans:
        entry = span.entry
        if span.kind == "person" and entry is not None:
            parts = fold(entry.name).split()
            article = int(articles[span.first])
            if len(parts) > 1:
                known.update({(article, part): entry for part in (parts[0], parts[-1])})
            elif (article, parts[0]) in known:
                span = span._replace(entry=known[article, parts[0]], rule="short_form")
        told.append(span)
    return told


def _stand_alone(places: Places, words: Words) -> npt.NDArray[np.bool_]:
    """Tell which words have no adjective behind them, nor a noun that they belong to."""
    behind = places + 1
    numbers = words.ids[np.minimum(behind, len(words) - 1)].tolist()
    definite = [
        words.folded[number].startswith("ال") and words.folded[number] not in folded_stop_words()  # إلى is الي folded
        for number in numbers
    ]
    return ~(words.follows(behind) & np.array(definite, dtype=bool))
