"""Who is meant: one id for all names of a thing, namesakes told apart by the countries around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

from toolkit.corpus.gaps import EDGE, QUOTE_CLOSE, QUOTE_OPEN
from toolkit.mentions.gazetteer import Entry, Gazetteer
from toolkit.mentions.spans import Span
from toolkit.mentions.words import Words
from toolkit.text.arabic import bare, fold
from toolkit.text.wordlists import read_table


def identify(spans: list[Span], words: Words, gazetteer: Gazetteer) -> list[Span]:
    """Give each span its entry: of namesakes the right one, for a name that is not listed one of its own."""
    spans = [_as_newspaper(span, words, gazetteer) for span in spans]
    return _with_own_entries(_tell_namesakes_apart(spans, words), words)


def _as_newspaper(span: Span, words: Words, gazetteer: Gazetteer) -> Span:
    """«الشرق الأوسط» in quotation marks is the newspaper; the region stands without them."""
    quoted = bool(words.signs[span.first] & QUOTE_OPEN) and not span.prefix and _closes(span, words)
    listed = span.kind == "organisation" and span.entry is None
    if not (listed or (quoted and span.kind == "place" and span.alias is not None)):
        return span
    title = gazetteer.find(f"صحيفة {spelled(span, words)}")
    if title is None:
        return span
    rule = "quoted" if quoted else "alias"
    return replace(span, kind="organisation", alias=title, entry=title.entry, rule=rule)


def _closes(span: Span, words: Words) -> bool:
    behind = span.last + 1
    return behind >= len(words) or bool(words.signs[behind] & (QUOTE_CLOSE | EDGE))


# --- namesakes -------------------------------------------------------------------------------------------------------


def _tell_namesakes_apart(spans: list[Span], words: Words) -> list[Span]:
    """Of places with one name take that in the country of which most else is said in the article, or in the corpus."""
    doubtful = [i for i, span in enumerate(spans) if len(_bearers(span)) > 1]
    if not doubtful:
        return spans
    told = list(spans)
    articles = words.articles
    around = _countries(spans, words, {int(articles[spans[i].first]) for i in doubtful})
    everywhere = Counter(span.entry.country for span in spans if span.entry and len(_bearers(span)) == 1)
    for i in doubtful:
        bearers = _bearers(spans[i])
        for said in (around[int(articles[spans[i].first])], everywhere):
            weights = [said[entry.country] if entry.country else 0 for entry in bearers]
            if max(weights):
                told[i] = replace(spans[i], entry=bearers[weights.index(max(weights))], rule="namesake")
                break
    return told


def _bearers(span: Span) -> list[Entry]:
    return [entry for entry in span.alias.entries if entry.kind == span.kind] if span.alias else []


def _countries(spans: list[Span], words: Words, wanted: set[int]) -> dict[int, Counter[str]]:
    """How often each country is spoken of in some articles, by the other names and by adjectives (السورية)."""
    said: dict[int, Counter[str]] = defaultdict(Counter)
    articles, bounds = words.articles, words.tokens.article_bounds
    for span in spans:
        article = int(articles[span.first])
        if article in wanted and span.entry and span.entry.country and len(_bearers(span)) == 1:
            said[article][span.entry.country] += 1
    adjectives = _nationalities()
    for article in wanted:
        for number in words.ids[bounds[article] : bounds[article + 1]].tolist():
            country = adjectives.get(words.folded[number].removeprefix("و").removeprefix("ال"))
            if country:
                said[article][country] += 1
    return said


@cache
def _nationalities() -> dict[str, str]:
    """Adjectives of countries, folded, with the code of the country."""
    return {
        fold(row["nationality"] + ending): row["id"].removeprefix("country:").upper()
        for row in read_table("nationalities.tsv")
        if row["id"].startswith("country:")
        for ending in ("", "ة")
    }


# --- names that are not listed ---------------------------------------------------------------------------------------


def _with_own_entries(spans: list[Span], words: Words) -> list[Span]:
    """An entry for each name that has none: its id is made of its folded words, it is shown as mostly written.

    What is now taken for a place and now for a body is one thing: what it is taken for most often.
    """
    names = [None if span.entry else spelled(span, words) for span in spans]
    taken_for: dict[str, Counter[str]] = defaultdict(Counter)
    for span, name in zip(spans, names, strict=True):
        if name:
            taken_for[fold(name)][span.kind] += 1
    spans = [
        replace(span, kind=max(sorted(said := taken_for[fold(name)]), key=said.__getitem__)) if name else span
        for span, name in zip(spans, names, strict=True)
    ]
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for span, name in zip(spans, names, strict=True):
        if name:
            written[own_id(span.kind, name)][name] += 1
    entries = {
        key: Entry(key, key.partition(":")[0], max(forms, key=lambda form: (forms[form], form)), _NAN, _NAN, False)
        for key, forms in written.items()
    }
    return [
        replace(span, entry=entries[own_id(span.kind, name)]) if name else span
        for span, name in zip(spans, names, strict=True)
    ]


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
