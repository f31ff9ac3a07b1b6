"""Who is meant: one id for all names of a thing, namesakes told apart by the countries around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import numpy as np

from toolkit.corpus.gaps import EDGE, QUOTE_CLOSE, QUOTE_OPEN
from toolkit.mentions.gazetteer import Entry, Gazetteer
from toolkit.mentions.spans import Span
from toolkit.mentions.words import Places, Words
from toolkit.text.arabic import bare, fold
from toolkit.text.wordlists import read_table


def identify(spans: list[Span], words: Words, gazetteer: Gazetteer) -> list[Span]:
    """Give each span its entry: of namesakes the right one, for a name that is not listed one of its own."""
    opened = (words.signs[np.array([span.first for span in spans], dtype=np.int64)] & QUOTE_OPEN) != 0
    spans = [
        _as_newspaper(span, is_open, words, gazetteer) if is_open or span.entry is None else span
        for span, is_open in zip(spans, opened.tolist(), strict=True)
    ]
    return _with_own_entries(_tell_namesakes_apart(spans, words), words)


def _as_newspaper(span: Span, is_open: bool, words: Words, gazetteer: Gazetteer) -> Span:
    """«الشرق الأوسط» in quotation marks is the newspaper; the region stands without them."""
    quoted = is_open and not span.prefix and _closes(span, words)
    listed = span.kind == "organisation" and span.entry is None
    if not (listed or (quoted and span.kind == "place" and span.alias is not None)):
        return span
    title = gazetteer.find(f"صحيفة {spelled(span, words)}")
    if title is None:
        return span
    rule = "quoted" if quoted else "alias"
    return span._replace(kind="organisation", alias=title, entry=title.entry, rule=rule)


def _closes(span: Span, words: Words) -> bool:
    behind = span.last + 1
    return behind >= len(words) or bool(words.signs[behind] & (QUOTE_CLOSE | EDGE))


# --- namesakes -------------------------------------------------------------------------------------------------------


def _tell_namesakes_apart(spans: list[Span], words: Words) -> list[Span]:
    """Of places with one name take that in the country of which most else is said in the article, or in the corpus."""
    doubtful = {
        i: alias.namesakes for i, span in enumerate(spans) if (alias := span.alias) and len(alias.namesakes) > 1
    }
    if not doubtful:
        return spans
    told = list(spans)
    others = [span for i, span in enumerate(spans) if span.alias and i not in doubtful]
    countries = [span.entry.country if span.entry else "" for span in others]
    places = np.array([span.first for span in others], dtype=np.int64)
    article_of = words.articles[np.array([spans[i].first for i in doubtful], dtype=np.int64)].tolist()
    around = _countries(places, countries, words, set(article_of))
    everywhere = Counter(countries)
    for (i, namesakes), article in zip(doubtful.items(), article_of, strict=True):
        for said in (around[article], everywhere):
            weights = [said[entry.country] if entry.country else 0 for entry in namesakes]
            if max(weights):
                told[i] = spans[i]._replace(entry=namesakes[weights.index(max(weights))], rule="namesake")
                break
    return told


def _countries(places: Places, countries: list[str], words: Words, wanted: set[int]) -> dict[int, Counter[str]]:
    """How often each country is spoken of in some articles, by names at these places and by adjectives (السورية)."""
    said: dict[int, Counter[str]] = {article: Counter() for article in wanted}
    country_of = [_nationalities().get(word, "") for word in words.folded]
    is_nationality = np.fromiter(map(bool, country_of), dtype=bool, count=len(country_of))
    adjectives = np.flatnonzero(is_nationality[words.ids])
    articles = words.articles[np.concatenate([places, adjectives])].tolist()
    spoken_of = [*countries, *(country_of[number] for number in words.ids[adjectives].tolist())]
    for article, country in zip(articles, spoken_of, strict=True):
        if country and article in said:
            said[article][country] += 1
    return said


@cache
def _nationalities() -> dict[str, str]:
    """Adjectives of countries as they are written, folded, with the code of the country."""
    return {
        before + fold(row["nationality"] + ending): row["id"].removeprefix("country:").upper()
        for row in read_table("nationalities.tsv")
        if row["id"].startswith("country:")
        for ending in ("", "ة")
        for before in ("", "و", "ال", "وال")
    }


# --- names that are not listed ---------------------------------------------------------------------------------------


def _with_own_entries(spans: list[Span], words: Words) -> list[Span]:
    """An entry for each name that has none: its id is made of its folded words, it is shown as mostly written.

    What is now taken for a place and now for a body is one thing: what it is taken for most often.
    """
    unknown = [i for i, span in enumerate(spans) if span.entry is None]
    names = {i: spelled(spans[i], words) for i in unknown}
    taken_for: dict[str, Counter[str]] = defaultdict(Counter)
    for i, name in names.items():
        taken_for[fold(name)][spans[i].kind] += 1
    kinds = {folded: max(sorted(said), key=said.__getitem__) for folded, said in taken_for.items()}
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names.values():
        written[own_id(kinds[fold(name)], name)][name] += 1
    entries = {
        key: Entry(key, key.partition(":")[0], max(forms, key=lambda form: (forms[form], form)), _NAN, _NAN, False)
        for key, forms in written.items()
    }
    told = list(spans)
    for i, name in names.items():
        kind = kinds[fold(name)]
        told[i] = spans[i]._replace(kind=kind, entry=entries[own_id(kind, name)])
    return told


_NAN = float("nan")


def spelled(span: Span, words: Words) -> str:
    """The words of a name without marks, the clitics of the first off."""
    numbers = words.ids[span.first : span.last + 1].tolist()
    rest = [words.bare[number] for number in numbers]
    if span.prefix:
        rest[0] = rest[0][span.prefix :]
        if rest[0].startswith("ل") and words.forms[numbers[0]] == "ا" + rest[0]:
            rest[0] = "ا" + rest[0]
    return " ".join(rest)


def own_id(kind: str, name: str) -> str:
    """Return the id of a name that the gazetteer lacks.

    Examples
    --------
    >>> own_id("person", "أبو علي") == own_id("person", "ابو علي")
    True
    """
    return f"{kind}:{'-'.join(fold(bare(name)).split())}"
