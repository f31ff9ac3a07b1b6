"""Names of places and organisations in the text, found through clitics and spellings.

Names are looked up by their folded words, so that للأمم المتحدة, والامم المتحده
and الأمم المتّحدة are one; what the fold could confuse with another word is then
verified as written. The longest name wins. A name that is also an ordinary word
(القائم: the town, and "existing") is taken only where something stands for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_choice
from toolkit.mentions.gazetteer import Alias, Entry, Gazetteer, shipped_gazetteer
from toolkit.mentions.mention_table import MENTION_COLUMNS
from toolkit.mentions.models import Model, joined_mentions, model_mentions
from toolkit.text.arabic import BARE, FOLDED, bare, fold
from toolkit.text.cuts import PROCLITICS
from toolkit.text.lexicon import zipf
from toolkit.text.segment import analyse_words, segment
from toolkit.text.wordlists import plurals, stop_word_classes

_PLACE_HEADS = (
    "مدينة مدينتي بلدة بلدتي بلدات قرية قرى قريتي قضاء ناحية محافظة محافظتي منطقة مناطق ريف حي مخيم ولاية "
    "إمارة دولة جمهورية مملكة مطار معبر طريق جسر حقل مدن قاعدة ميناء إقليم جزيرة جبل نهر ضفة سكان أهالي "
    "أحياء ضواحي أطراف مشارف محيط تخوم بادية وسط شمال جنوب شرق غرب شمالي جنوبي شرقي غربي"
)
_PLACE_PREPOSITIONS = (
    "في إلى من نحو قرب باتجاه صوب داخل عند خارج حول عبر بين قبالة مقابل المقابل المقابلة المؤدي المؤدية "
    "دخل دخلت دخلوا دخول بلغ بلغت بلوغ وصل وصلت غادر غادرت يضم تضم استعاد استعادت استعادة تحرير حرر حررت سقوط خلو حصار"
)
#: From this Zipf frequency on a noun stands after في far more often than the town named like it does.
_COMMON_NOUN = 4.2
_OPENING, _CLOSING = set("«\"“‹'"), set("»\"”›'")
#: After these a name that is also a participle is one: القائم على المشروع, القائم بالأعمال.
_NOT_A_PLACE_BEFORE = "على عليه عليها بأعمال بالأعمال بين حاليا منذ بذاته"


#: Whose names are taken where a model is plugged in.
POLICIES = ("model", "rules", "union")


def find_entities(
    data: Tokens | pd.DataFrame,
    *,
    gazetteer: Gazetteer | None = None,
    short_forms: bool = True,
    model: Model | None = None,
    policy: str = "model",
) -> pd.DataFrame:
    """Find the places and organisations that articles name.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    gazetteer
        The names to look for, as `toolkit.mentions.gazetteer.make_gazetteer`
        makes them; the toolkit's own by default.
    short_forms
        Take المرصد for المرصد السوري لحقوق الإنسان once the article has given the full name.
    model
        Find names with a model of your own: any callable
        ``texts -> [[(start, end, label[, score]), …], …]``; `toolkit.mentions.models`
        shows how the usual libraries are plugged in.
    policy
        Whose names are taken where there is a model: ``"model"``, its own, with
        ids; ``"rules"``, as if there were none; ``"union"``, its own, and those
        of the toolkit that touch none of them.

    Returns
    -------
    DataFrame
        One row a mention, in reading order. ``article_id`` str, ``field`` str,
        ``start`` and ``end`` int32 (characters in that field, clitics left
        out), ``mention`` str as written, ``entity`` str canonical name,
        ``entity_id`` str, ``kind`` str (place, organisation), ``lat`` and
        ``lon`` float64 in degrees (NaN for organisations), ``rule`` str: why it
        was taken: ``name``, ``alias``; ``trigger``, an ordinary word with
        something beside it that makes it a name, or ``same_article``, one that
        is a name elsewhere in the article; ``short_form``, the head of a full
        name given before; ``quoted``, a newspaper in quotation marks; ``model``.

    Raises
    ------
    InvalidArgumentError
        If ``policy`` is unknown, or the model does not answer as it should.

    Examples
    --------
    >>> import toolkit as tk
    >>> mentions = tk.find_entities(tk.as_articles(["طردت القوات العراقية داعش من قضاء القائم المقابل للبوكمال"]))
    >>> mentions[["mention", "entity", "kind", "rule"]]
      mention    entity          kind     rule
    0    داعش      داعش  organisation     name
    1  القائم    القائم         place  trigger
    2  بوكمال  البوكمال         place     name
    """
    require_choice(policy, POLICIES, name="policy", function="find_entities")
    gazetteer = gazetteer or shipped_gazetteer()
    if model is not None and policy == "model":
        return model_mentions(data, model, gazetteer=gazetteer)
    tokens = as_tokens(data)
    found = _named_by_rules(tokens, gazetteer, short_forms)
    if model is None or policy == "rules":
        return found
    return joined_mentions(model_mentions(tokens, model, gazetteer=gazetteer), found, tokens.articles)


def _named_by_rules(tokens: Tokens, gazetteer: Gazetteer, short_forms: bool) -> pd.DataFrame:
    reader = _Reader(tokens)
    candidates = list(_candidates(tokens, reader, gazetteer))
    reader.locate({p for c in candidates for p in range(c.first - 1, c.first + len(c.alias.words) + 1)})
    found = _accept(candidates, reader, gazetteer)
    if short_forms:
        found += _short_forms(found, reader)
    return _as_table(sorted(found, key=lambda mention: mention.first), tokens, reader)


@dataclass(frozen=True)
class _Candidate:
    """A name that may stand at word ``first``, after ``prefix`` letters of clitics."""

    first: int
    alias: Alias
    prefix: int


@dataclass(frozen=True)
class _Mention:
    first: int
    n_words: int
    prefix: int
    entry: Entry
    rule: str


class _Reader:
    """Words of the index by their place, and what stands between them."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.ids = tokens.ids()
        self.surfaces = tokens.vocabulary("surface")
        self.forms = FOLDED.apply_to_all(analyse_words(BARE.apply_to_all(self.surfaces)).forms)
        self._folded: dict[int, str] = {}
        self._spans: dict[int, tuple[int, str, int, int]] = {}
        self._texts = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}

    def locate(self, positions: Iterable[int]) -> None:
        """Look up where these words stand, all in one go."""
        wanted = np.array(
            sorted(p for p in set(positions) - self._spans.keys() if 0 <= p < len(self.ids)), dtype=np.int64
        )
        spans = self.tokens.spans(wanted)
        rows = zip(*(spans[name].tolist() for name in ("article", "field", "start", "end")), strict=True)
        self._spans |= dict(zip(wanted.tolist(), rows, strict=True))

    def distinct(self) -> list[int]:
        """The words that occur; a selection of a corpus shares the vocabulary of the whole."""
        return np.flatnonzero(np.bincount(self.ids)).tolist() if len(self.ids) else []

    def places_of(self, identifiers: Iterable[int]) -> list[int]:
        """Where these words stand, in reading order."""
        wanted = np.zeros(len(self.surfaces), dtype=bool)
        wanted[list(identifiers)] = True
        return np.flatnonzero(wanted[self.ids]).tolist() if len(self.ids) else []

    def span(self, position: int) -> tuple[int, str, int, int]:
        return self._spans[position]

    def article(self, position: int) -> int:
        return self._spans[position][0]

    def folded(self, position: int) -> str:
        identifier = int(self.ids[position])
        if identifier not in self._folded:
            self._folded[identifier] = fold(self.surfaces[identifier])
        return self._folded[identifier]

    def between(self, position: int) -> str | None:
        """What stands between a word and the next one; None where the field ends."""
        here, there = self._spans.get(position), self._spans.get(position + 1)
        if here is None or there is None or here[:2] != there[:2]:
            return None
        return self.text(*here[:2])[here[3] : there[2]]

    def text(self, article: int, field: str) -> str:
        return str(self._texts[field][article])

    def around(self, first: int, last: int) -> tuple[str, str]:
        """The characters that touch a name on both sides, empty at the ends of the field."""
        article, field, start, _ = self._spans[first]
        text, end = self.text(article, field), self._spans[last][3]
        return text[max(0, start - 1) : start], text[end : end + 1]

    def follows_directly(self, position: int) -> bool:
        """Tell whether only white space stands between a word and the next."""
        gap = self.between(position)
        return gap is not None and not gap.strip()


# --- candidates ------------------------------------------------------------------------------------------------------


def _candidates(tokens: Tokens, reader: _Reader, gazetteer: Gazetteer) -> Iterator[_Candidate]:
    """Yield every name whose words stand one after another, the best reading of each word first."""
    options = _first_words(reader, gazetteer)
    is_first = np.zeros(len(reader.surfaces), dtype=bool)
    is_first[list(options)] = True
    ends = tokens.segment_bounds[1:]
    places = np.flatnonzero(is_first[reader.ids])
    limits = ends[np.searchsorted(ends, places, side="right")] if len(places) else places
    for place, limit in zip(places.tolist(), limits.tolist(), strict=True):
        for prefix, alias in options[int(reader.ids[place])]:
            n_words = len(alias.words)
            if place + n_words <= limit and all(reader.folded(place + i) == alias.words[i] for i in range(1, n_words)):
                yield _Candidate(place, alias, prefix)


def _first_words(reader: _Reader, gazetteer: Gazetteer) -> dict[int, list[tuple[int, Alias]]]:
    """Distinct words that may begin a name: the names, and how many letters of clitics stand before them."""
    options = {}
    for identifier in reader.distinct():
        word = bare(reader.surfaces[identifier])
        found = [
            (prefix, alias)
            for prefix, stem in _readings(fold(word))
            for alias in gazetteer.by_first_word.get(stem, ())
            if len(alias.words) > 1 or _stands_alone(word, reader.forms[identifier], prefix, alias)
        ]
        if found:
            options[identifier] = sorted(found, key=lambda option: (-len(option[1].words), option[0]))
    return options


def _readings(folded: str) -> Iterator[tuple[int, str]]:
    yield 0, folded
    for proclitic in PROCLITICS[1:]:
        if folded.startswith(proclitic) and not proclitic.endswith("س"):
            rest = folded[len(proclitic) :]
            yield len(proclitic), rest
            if proclitic.endswith("ل") and rest.startswith("ل"):
                yield len(proclitic) + 1, "ال" + rest[1:]


def _stands_alone(word: str, form: str, prefix: int, alias: Alias) -> bool:
    """Verify a name of one word: cut where the word is cut anyway, and no particle by its spelling."""
    if prefix and form != alias.words[0]:
        return False
    return alias.words[0] not in _folded_stop_words() or word[prefix:] == alias.spelled


@cache
def _folded_stop_words() -> frozenset[str]:
    return frozenset(map(fold, stop_word_classes()))


# --- which candidates are names --------------------------------------------------------------------------------------


def _accept(candidates: list[_Candidate], reader: _Reader, gazetteer: Gazetteer) -> list[_Mention]:
    """Take the longest name at each place; leave ordinary words for a second look."""
    found: list[_Mention] = []
    doubtful: list[_Candidate] = []
    places = {candidate.first for candidate in candidates if candidate.alias.entry.kind == "place"}
    # Where a word is a name as it stands (وجدة), cutting it to another (و + جدة) takes a list of places.
    whole = {candidate.first for candidate in candidates if not candidate.prefix and len(candidate.alias.words) == 1}
    taken = -1
    for candidate in candidates:
        n_words = len(candidate.alias.words)
        if candidate.first <= taken or not _stands_as_written(candidate, reader):
            continue
        if candidate.prefix and candidate.first in whole and not _is_listed(candidate, reader, found):
            continue
        newspaper = _quoted_newspaper(candidate, reader, gazetteer)
        rule = "quoted" if newspaper else _rule(candidate, reader, found, places)
        if rule is None:
            doubtful.append(candidate)
            continue
        found.append(_Mention(candidate.first, n_words, candidate.prefix, newspaper or candidate.alias.entry, rule))
        taken = candidate.first + n_words - 1
    return found + list(_supported(doubtful, found, reader))


def _stands_as_written(candidate: _Candidate, reader: _Reader) -> bool:
    """Tell whether only blanks stand between the words of a name, and a name of one word is no adjective."""
    n_words = len(candidate.alias.words)
    if n_words == 1:
        return not _is_adjective(candidate, reader)
    return all(reader.follows_directly(candidate.first + i) for i in range(n_words - 1))


def _rule(candidate: _Candidate, reader: _Reader, found: list[_Mention], places: set[int]) -> str | None:
    """Why this is a name; None for an ordinary word with nothing beside it."""
    alias = candidate.alias
    if alias.entry.needs_trigger and (len(alias.words) == 1 or alias.is_name):
        return "trigger" if _has_trigger(candidate, reader, found, places) else None
    return "name" if alias.is_name else "alias"


def _supported(doubtful: list[_Candidate], found: list[_Mention], reader: _Reader) -> Iterator[_Mention]:
    """Ordinary words that are names elsewhere in the same article are names here too."""
    sure = {(reader.article(mention.first), mention.entry.id) for mention in found}
    taken = {mention.first + i for mention in found for i in range(mention.n_words)}
    for candidate in doubtful:
        here = range(candidate.first, candidate.first + len(candidate.alias.words))
        place = (reader.article(candidate.first), candidate.alias.entry.id)
        particle = candidate.alias.words[0] in _folded_stop_words()
        if place in sure and taken.isdisjoint(here) and not particle and not _denied(candidate, reader):
            taken.update(here)
            yield _Mention(candidate.first, len(here), candidate.prefix, candidate.alias.entry, "same_article")


def _quoted_newspaper(candidate: _Candidate, reader: _Reader, gazetteer: Gazetteer) -> Entry | None:
    """«الشرق الأوسط» in quotation marks is the newspaper; the region stands without them."""
    if candidate.alias.entry.kind != "place" or candidate.prefix:
        return None
    before, after = reader.around(candidate.first, candidate.first + len(candidate.alias.words) - 1)
    if before not in _OPENING or after not in _CLOSING:
        return None
    title = ("صحيفه", *candidate.alias.words)
    return next((a.entry for a in gazetteer.by_first_word.get(title[0], ()) if a.words == title), None)


def _is_adjective(candidate: _Candidate, reader: _Reader) -> bool:
    """السلطات السعودية names no country: a form in -ية after a definite noun belongs to that noun."""
    word, before = candidate.alias.words[0], candidate.first - 1
    if candidate.prefix or not (word.startswith("ال") and word.endswith("يه")) or before < 0:
        return False
    return reader.follows_directly(before) and reader.folded(before).startswith("ال")


def _has_trigger(candidate: _Candidate, reader: _Reader, found: list[_Mention], places: set[int]) -> bool:
    """Tell whether what stands beside an ordinary word makes it the name of a place."""
    here, before = candidate.first, candidate.first - 1
    if candidate.alias.entry.kind != "place" or _denied(candidate, reader):
        return False
    last = here + len(candidate.alias.words) - 1
    if last + 1 in places and reader.follows_directly(last) and reader.folded(last + 1).startswith("و"):
        return True
    if before < 0 or not reader.follows_directly(before):
        return False
    heads, prepositions = _triggers()
    word = reader.folded(before)
    words = {word, *(word.removeprefix(letters) for letters in ("و", "ف", "ب", "ل", "وب", "ول"))}
    if words & heads or _is_listed(candidate, reader, found):
        return True
    return bool(words & prepositions) and not _is_common(candidate.alias)


def _is_listed(candidate: _Candidate, reader: _Reader, found: list[_Mention]) -> bool:
    """Tell whether و joins it to a place that stands right before it."""
    if not found or not candidate.prefix or not reader.folded(candidate.first).startswith("و"):
        return False
    last = found[-1]
    return last.entry.kind == "place" and last.first + last.n_words == candidate.first


def _is_common(alias: Alias) -> bool:
    """Tell whether even في before it proves nothing: في الباب, and عنه, which is a particle."""
    noun = alias.spelled.removeprefix("ال")
    return alias.words[0] in _folded_stop_words() or (noun != alias.spelled and zipf(noun) >= _COMMON_NOUN)


def _denied(candidate: _Candidate, reader: _Reader) -> bool:
    after = candidate.first + 1
    return reader.follows_directly(candidate.first) and reader.folded(after) in _triggers_against()


@cache
def _triggers() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(fold(_PLACE_HEADS).split()), frozenset(fold(_PLACE_PREPOSITIONS).split())


@cache
def _triggers_against() -> frozenset[str]:
    return frozenset(fold(_NOT_A_PLACE_BEFORE).split())


# --- short forms -----------------------------------------------------------------------------------------------------


def _short_forms(found: list[_Mention], reader: _Reader) -> list[_Mention]:
    """المرصد alone, after its full name in the same article, and where no adjective makes it another body."""
    full: dict[tuple[str, int], list[_Mention]] = defaultdict(list)
    for mention in sorted(found, key=lambda mention: mention.first):
        head = _short_form(mention.entry)
        if head and mention.n_words > 1:
            full[head, reader.article(mention.first)].append(mention)
    heads = {head for head, _ in full}
    words = {identifier: reader.forms[identifier] for identifier in reader.distinct()} if heads else {}
    places = reader.places_of(identifier for identifier, form in words.items() if form in heads)
    reader.locate(p for place in places for p in (place, place + 1))
    taken = {mention.first + i for mention in found for i in range(mention.n_words)}
    short = []
    for place in places:
        identifier = int(reader.ids[place])
        named = full.get((words[identifier], reader.article(place)), [])
        before = bisect_left([mention.first for mention in named], place)
        if before and place not in taken and not _goes_on(place, reader):
            prefix = _prefix_of(bare(reader.surfaces[identifier]))
            short.append(_Mention(place, 1, prefix, named[before - 1].entry, "short_form"))
    return short


def _short_form(entry: Entry) -> str | None:
    """The head by which a body is called once it is known; a plural (القوات، الأمم) stands for too much."""
    head, _, rest = entry.name.partition(" ")
    plural = head.endswith("ات") or head.removeprefix("ال") in plurals()
    return fold(head) if entry.kind == "organisation" and rest and head.startswith("ال") and not plural else None


@cache
def _prefix_of(word: str) -> int:
    """Letters of clitics before the article: one of لل belongs to it."""
    pieces = segment(word)
    before = len("".join(pieces[:-1]))
    return before + 1 if before and not pieces[-1].startswith("ا") else before


def _goes_on(place: int, reader: _Reader) -> bool:
    return reader.follows_directly(place) and reader.folded(place + 1).startswith("ال")


# --- mentions → table ------------------------------------------------------------------------------------------------


def _as_table(found: list[_Mention], tokens: Tokens, reader: _Reader) -> pd.DataFrame:
    identifiers = tokens.articles["article_id"].to_numpy(dtype=object)
    rows = []
    for mention in found:
        article, field, start, _ = reader.span(mention.first)
        end = reader.span(mention.first + mention.n_words - 1)[3]
        start += _written_length(reader.surfaces[int(reader.ids[mention.first])], mention.prefix)
        text = reader.text(article, field)[start:end]
        entry = mention.entry
        rows.append(
            (
                identifiers[article],
                field,
                start,
                end,
                text,
                entry.name,
                entry.id,
                entry.kind,
                entry.lat,
                entry.lon,
                mention.rule,
            )
        )
    return pd.DataFrame(rows, columns=list(MENTION_COLUMNS)).astype(MENTION_COLUMNS)


def _written_length(surface: str, letters: int) -> int:
    """Characters that the first ``letters`` letters of a word take up as written, with their marks."""
    if not letters:
        return 0
    length = 0
    while len(BARE.apply(surface[: length + 1])) <= letters:
        length += 1
    return length
