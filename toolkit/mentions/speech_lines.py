"""A line of text as the readers of speech see it: words with their classes, quotation marks in pairs, sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import NamedTuple

from toolkit.text.arabic import FOLDED, MARKS, bare, fold
from toolkit.text.speech import Cue, cue_forms, speech_words, verbs
from toolkit.text.wordlists import read_table, read_words

_MARKS = re.escape(MARKS)
#: A number with its point, a word with its marks, or one sign.
_PIECE = re.compile(rf"\d+(?:[.,٫٬]\d+)+|[\w{_MARKS}\u200b-\u200f\u202a-\u202e\u2066-\u2069]+|[^\w\s]", re.UNICODE)
_QUOTE_SIGNS = frozenset('"“”„‟″«»')
STOPS = frozenset(".!?؟…")
#: From so many pieces on, a second opening mark starts anew: the first was never closed.
_LONG_OPEN = 60
#: Pieces of a quotation around a word in which the ends of its sentence are looked for.
_FAR = 200
#: Classes looked up for every word.
_CLASSES = [
    "time",
    "adverb",
    "circumstance",
    "document",
    "platform",
    "outlet",
    "title",
    "head",
    "reduced",
    "connective",
    "complementiser",
    "not_opener_after",
    "negation",
    "attribution",
    "attribution_stop",
    "saying_noun",
    "relative",
    "verbal_noun",
    "not_verbal_noun",
    "object",
    "impersonal",
    "turn",
    "adjective",
]
_NO_NAMES = frozenset({"time", "adverb", "circumstance", "reduced", "connective", "complementiser", "relative", "head"})
_TAKES_PREFIX = frozenset({"outlet", "title", "head", "verbal_noun", "object", "attribution_stop"})


class Word(NamedTuple):
    """What is known of one distinct word or sign."""

    text: str
    folded: str
    classes: frozenset[str]
    cue: Cue | None
    is_word: bool
    hint: bool = False


_NO_CLASSES: frozenset[str] = frozenset()
#: Letters with which a word may be more than it is without them: و ف ب ل, and ي of a verb.
_PREFIXES = "وفبلي"
#: يرتفع, يمكنك, يعملون: a verb in the present; but يمني, ياباني and names.
PRESENT = re.compile(r"ي(?!ا|و|هود|من[يه]|مين|سار|تيم|قين|ناي|نبوع)\w{2,5}(?<![يهءا])(?:ها|هم)?|ي\w{2,}ون")

#: بقوله إن, with no verb of saying before it.
_BY_SAYING = frozenset({"بقوله", "بقولها", "بقولهم", "بالقول"})

#: يدعى is "is called" and not "calls", though the two fold alike.
_PASSIVE = frozenset({"يدع", "تدع", "ويدع", "وتدع"})


#: أُعلن is "was announced", يُعتقد "it is believed": nobody says it.
_PASSIVE_MARK = re.compile("[وف]?.\u064f")


class Words(dict[str, Word]):
    """Each distinct word of a corpus, looked at once: most of them in one go, others where they turn up."""

    def __init__(self, words: Sequence[str] = ()) -> None:
        super().__init__()
        told_apart = _told_apart()
        for word, folded in zip(words, FOLDED.apply_to_all(words), strict=True):
            plain = len(word) > 1 and folded and folded[0] not in _PREFIXES and folded not in told_apart
            self[word] = Word(word, folded, _NO_CLASSES, None, True) if plain else _classify(word, folded)

    def __missing__(self, word: str) -> Word:
        self[word] = _classify(word, fold(word))
        return self[word]


@cache
def _classes_of() -> dict[str, frozenset[str]]:
    """The classes of each listed word, folded."""
    found: dict[str, set[str]] = {}
    for name in _CLASSES:
        for word in speech_words(name):
            found.setdefault(word, set()).add(name)
    tables = ("given_names.tsv", "gazetteer.tsv", "cities.tsv")
    written = [*(row["name"] for table in tables for row in read_table(table)), *read_words("surnames.txt")]
    names = {fold(word) for word in written}
    for word in verbs():
        for form in {word, *({f"و{word}", f"ف{word}"} - names)}:  # فادي is a name
            found.setdefault(form, set()).add("verb")
    for word in names:
        classes = found.setdefault(word, set())
        if not classes & _NO_NAMES:  # كان is no town here
            classes.add("name")
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _told_apart() -> frozenset[str]:
    """Folded words of which more can be said than that they are words."""
    return frozenset({*_classes_of(), *cue_forms(), *speech_words("cue_noun"), *_BY_SAYING, "بين", "وبين", "حد"})


_IS_VERB, _IS_TITLE = frozenset({"verb"}), frozenset({"title"})


def _classify(text: str, folded: str) -> Word:
    if not folded or (len(text) == 1 and not text.isalnum()):  # a sign, or marks alone
        return Word(text, text, _NO_CLASSES, None, is_word=False)
    if folded == "والي" and bare(text) == "والي":  # والي بن عروس, and not وإلى
        return Word(text, "والٍ", _IS_TITLE, None, is_word=True)
    if folded not in _told_apart():
        return Word(text, folded, _of_prefixed(folded), None, is_word=True)
    # على the preposition and علي the name fold alike.
    if folded == "علي" and bare(text) != "على":
        return Word(text, "عليّ", _NO_CLASSES, None, is_word=True)
    found = _classes_of().get(folded, _NO_CLASSES)
    if text.endswith("حديثة") or text == "فان":  # modern, and not "his talk"; van, and not فإن
        found = _NO_CLASSES
    elif folded == "امام" and bare(text).startswith("إ"):  # إمام, and not أمام
        found -= {"circumstance"}
    elif folded == "الا" and not bare(text).startswith("أ"):  # إلا, and not ألا
        found -= {"complementiser"}
    if "name" not in found or folded[0] != "ي":
        found |= _of_prefixed(folded)
    cue = _cue_of(text, folded)
    hint = cue is not None or folded == "حد" or "attribution" in found
    return Word(text, folded, found, cue, True, hint)


def _of_prefixed(folded: str) -> frozenset[str]:
    """Classes that a word has by what it is without و, ف, ب or ل, or by its shape: يرتفع."""
    if folded[0] == "ي":
        return _IS_VERB if PRESENT.fullmatch(folded) else _NO_CLASSES
    if folded[0] not in "وفبل":
        return _NO_CLASSES
    if folded[:3] == "وسي" and PRESENT.fullmatch(folded[2:]):  # وسيصل
        return _IS_VERB
    table = _classes_of()
    rest = folded[1:] if folded[0] in "وف" else folded
    stem = "ال" + rest[2:] if rest.startswith("لل") else rest[1:] if rest[:1] in ("ب", "ل") else rest
    found = _NO_CLASSES
    for other in {rest, stem} - {folded}:
        if other in table:
            found |= table[other] & _TAKES_PREFIX
    if folded[0] == "ل" and any("outlet" in table.get(form, ()) for form in (stem, stem[2:])):
        found |= {"to_outlet"}
    return found


def _cue_of(text: str, folded: str) -> Cue | None:
    if folded in ("بين", "وبين"):  # بيّن is a verb of saying; without its mark it is far more often "between"
        said = "\u0651" in text
        frames = frozenset({"an", "np"} if said else {"an"})
        return Cue("بيّن", frames, "past", joined=folded[0] == "و", strict=not said)
    if folded in speech_words("cue_noun") and not bare(text).endswith("ى"):  # نفي, and not نفى
        return Cue(folded, frozenset({"an", "once"}), "noun", strict=True)
    if folded in _BY_SAYING:
        return Cue("قال", frozenset({"an"}), "participle")
    cue = cue_forms().get(folded)
    if (
        cue is None
        or bare(text) == "رأي"
        or (cue.has_object and bare(text).endswith("ة"))  # وصفة, تذكرة: a noun
        or bare(text) in ("إبان", "وإبان", "مقره", "ومقره")
        or (folded[:-1] in _PASSIVE and bare(text).endswith("ى"))
    ):
        return None
    if cue.lemma == "ذكر" and "\u0651" in text:  # ذكّر بإعلان
        return replace(cue, frames=frozenset({"an", "ب"}))
    first_person = cue.lemma[0] == "ا" and bare(text).lstrip("وف").startswith("أ")  # أعتقد
    marked = cue.shape == "past" or (cue.shape == "present" and cue.lemma[0] == "ا")  # أُعلن, يُعتقد, but مُعتبرا
    if cue.lemma == "عبر" and "\u0651" in text:  # عبّر is no preposition
        return replace(cue, strict=False)
    passive = marked and _PASSIVE_MARK.match(text)
    return None if first_person or passive else cue


class Line:
    """One line of a field, cut into pieces.

    Attributes
    ----------
    words
        The pieces.
    closes
        For each opening quotation mark the piece that closes it.
    inside
        For each piece whether it stands between quotation marks.
    """

    def __init__(self, text: str, offset: int, known: Words) -> None:
        pieces = list(_PIECE.finditer(text))
        self.words = list(map(known.__getitem__, map(re.Match.group, pieces)))
        self._pieces, self._offset = pieces, offset
        #: Verbs of saying, and words that name a source: وفق, على حد.
        self.hints = [i for i, word in enumerate(self.words) if word.hint]
        self._signs = [i for i, word in enumerate(self.words) if not word.is_word]
        self.closes: dict[int, int] = {}
        self.inside = bytearray(len(pieces))
        self.unclosed: int | None = None
        self.opened_by: dict[int, int] = {}
        self._opens: list[int] = []
        self._pair_quotes()

    def __len__(self) -> int:
        return len(self.words)

    def start_of(self, i: int) -> int:
        """Where a piece begins in the field."""
        return self._offset + self._pieces[i].start()

    def end_of(self, i: int) -> int:
        """Where a piece ends in the field."""
        return self._offset + self._pieces[i].end()

    def _pair_quotes(self) -> None:
        opened: int | None = None
        kind = ""
        for i in self._signs:
            sign = self.words[i].text
            if sign not in _QUOTE_SIGNS:
                continue
            family = "«" if sign in "«»" else '"'
            if opened is None:
                if not self._only_closes(i):
                    opened, kind = i, family
            elif family == kind and i == opened + 1 and self.touches(i) == (False, True):
                opened = i  # a mark too many: " "لقد
            elif family == kind and not self._opens_anew(i, opened):
                self.closes[opened] = i
                self.inside[opened + 1 : i] = b"\1" * (i - opened - 1)
                opened = None
            elif family == kind:
                opened = i
        self.unclosed = opened
        self.opened_by = {close: open_ for open_, close in self.closes.items()}
        self._opens = sorted(self.closes)

    def touches(self, i: int) -> tuple[bool, bool]:
        """Whether a sign touches the piece before it, and the one behind."""
        before = i > 0 and self.end_of(i - 1) == self.start_of(i) and self.words[i - 1].text != "("
        return before, i + 1 < len(self) and self.start_of(i + 1) == self.end_of(i)

    def _only_closes(self, i: int) -> bool:
        """A mark on the right of a word with a blank behind it opens nothing."""
        before, after = self.touches(i)
        if before and self.words[i - 1].text == ":":
            return False
        return self.words[i].text == "»" or (before and not (after and self.words[i + 1].is_word))

    def _opens_anew(self, i: int, opened: int) -> bool:
        if self.words[i].text in "«»":
            return self.words[i].text == "«"
        return self.touches(i) == (False, True) and i - opened > _LONG_OPEN

    def n_words(self, first: int, last: int) -> int:
        """The words from one piece up to another."""
        return sum(word.is_word for word in self.words[first:last])

    def trimmed(self, first: int, last: int) -> tuple[int, int]:
        """Characters of a content without the signs at its edges; brackets and marks that are its own stay."""
        while first < last and self.words[first].text in "،,.؛;:-–؟?!…":
            first += 1
        while last > first and (self.words[last - 1].text in "،,.؛;:-–؟?!…" or self.words[last - 1].folded == "وذلك"):
            last -= 1
        if last <= first:
            return self.start_of(min(first, len(self) - 1)), self.start_of(min(first, len(self) - 1))
        return self.start_of(first), self.end_of(last - 1)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The pieces of each sentence, from the first up to the one behind the last."""
        bounds, begin = [], 0
        for i in self._signs:
            if self.inside[i]:
                continue
            word = self.words[i]
            stop = word.text in STOPS and not self._is_initial(i) and not self._is_cut(i)
            after_close = i in self.opened_by and self.words[i - 1].text in STOPS and self._goes_on(i + 1)
            if stop or after_close:
                bounds.append((begin, i))
                begin = i + 1
        bounds.append((begin, len(self)))
        return [(a, b) for a, b in bounds if a < b]

    def _goes_on(self, i: int) -> bool:
        """Whether a new statement begins here: و and a verb of saying, or the end."""
        return i < len(self) and (cue := self.words[i].cue) is not None and cue.joined

    def _is_cut(self, i: int) -> bool:
        """A point of (...): something was left out."""
        near = [word.text for word in self.words[max(0, i - 3) : i + 4]]
        return (
            "(" in near[:3] and ")" in near[4:] and set(near) <= {"(", ".", "…", ")"} | set(near[:2]) | set(near[-2:])
        )

    def _is_initial(self, i: int) -> bool:
        """The point of د. محمد or of an address closes nothing."""
        if self.words[i].text != "." or i == 0:
            return False
        before = self.words[i - 1]
        if len(before.text) == 1 and before.text.isalpha():
            return True
        following = self.words[i + 1] if i + 1 < len(self) else None
        if following is None or not following.is_word:
            return False
        glued = self.start_of(i + 1) == self.end_of(i)
        spelt = before.text.isascii() or before.folded in speech_words("letter_name")  # آر.جيه.أو
        if glued and (spelt or (before.text[-1].isdigit() and following.text[0].isdigit())):  # بـ3.6
            return True
        return before.folded in speech_words("initial") and following.folded[0] not in "وف"  # لورا إيه. كولانجيلو

    def span_at(self, i: int) -> int | None:
        """Where the quotation that opens at this piece closes."""
        return self.closes.get(i)

    def quote_around(self, i: int) -> tuple[int, int]:
        """The sentence of a quotation in which this piece stands, up to the piece behind its last; not far around."""
        opened = self._opens[bisect_left(self._opens, i) - 1]
        begin, end = max(opened + 1, i - _FAR), min(self.closes[opened], i + _FAR)
        stops = [j for j in range(begin, end) if self.words[j].text in STOPS and not self._is_initial(j)]
        before = [j + 1 for j in stops if j < i]
        return before[-1] if before else begin, next((j for j in stops if j > i), end)

    def quote_after(self, i: int) -> int:
        """The first opening mark from this piece on, or the end of the line."""
        at = bisect_left(self._opens, i)
        return self._opens[at] if at < len(self._opens) else len(self)
