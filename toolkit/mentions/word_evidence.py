"""What each distinct word tells of names, whatever stands beside it: its class, its shape, how common it is.

Everything here is looked up or counted once for each distinct word, never for
each running word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.mentions.words import Words, folded_stop_words
from toolkit.text.arabic import FOLDED, bare, fold
from toolkit.text.lexicon import lexicon
from toolkit.text.word_hashes import LETTERS, Hashes, WordHashes, joined, letter_hash
from toolkit.text.wordlists import read_table, read_words, stop_word_classes

Codes = npt.NDArray[np.int64]

#: Words that join the parts of a person's name; عبد and أبو make one with the next word.
_PARTICLES = (
    "عبد أبو ابو أبا ابا أبي ابي أم ام ابن إبن بن بنت آل ال ولد مولاي دي دو دا دل ديل فان فون بو بني لو لا ماك سان "
    "بوت أوغلو زاده حاج سي"
)
#: What is said of a word in no list, and of what is outside the sentence.
_NONE, EDGE_VALUE = "-", "edge"


@dataclass(frozen=True)
class Evidence:
    """One kind of evidence: a small number for each word, and what the numbers mean.

    Attributes
    ----------
    values : tuple of str
        The first stands for what is outside the sentence.
    codes : ndarray of int64
        A place in ``values`` for each word.
    """

    values: tuple[str, ...]
    codes: Codes


def word_evidence(words: Words) -> dict[str, Evidence]:
    """Return all that is known of the distinct words, by the name of the evidence."""
    readings = _read(words)
    found = {
        "class": _coded(readings.classes),
        "name": _coded(readings.names),
        "clitic": _coded(readings.clitics),
    }
    return found | _frequencies(readings.forms) | _letters(readings.forms)


def _coded(values: Iterable[str]) -> Evidence:
    number: dict[str, int] = {EDGE_VALUE: 0}
    codes = [number.setdefault(value, len(number)) for value in values]
    return Evidence(tuple(number), np.array(codes, dtype=np.int64))


# --- word lists ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Read:
    """Each distinct word without clitics, and the lists that hold it."""

    forms: list[str]
    classes: list[str]
    names: list[str]
    clitics: list[str]


def _read(words: Words) -> _Read:
    listed, names = _class_of(), _name_of()
    found = _Read([], [], [], [])
    unseen = lexicon().zipf(WordHashes(words.bare).whole) == 0
    for word, form, folded, is_new in zip(words.bare, words.forms, words.folded_forms, unseen.tolist(), strict=True):
        if is_new and (cut := _form_of_name(word, form, names)) != form:
            form, folded = cut, fold(cut)
        found.forms.append(form)
        found.clitics.append(_front(word, form))
        found.classes.append(_look_up(listed, word, form, folded) or _written_in(word))
        found.names.append(_look_up(names, word, form, folded) or _NONE)
    return found


def _front(word: str, form: str) -> str:
    """The letters before a form in its word, لل where the alef of ال melts away."""
    n_letters = len(word) - len(form) if word.endswith(form) else len(word) - len(form) + (form[:2] == "ال")
    front = word[:n_letters] if n_letters > 0 and len(form) <= len(word) else ""
    return front if front in _FRONTS else _NONE


_FRONTS = frozenset({"و", "ف", "ب", "ل", "ك", "وب", "ول", "فل", "فب", "لل", "ولل"})


def _form_of_name(word: str, form: str, names: Mapping[str, str]) -> str:
    """Of a word that the lexicon lacks و comes off, and ف ب ل from a given name: وبكتيكا, لهيفاء."""
    if form != word or len(word) < 5 or word in names:
        return form
    if word[0] == "و" and word[1] != "و":
        return word[1:]
    return word[1:] if word[0] in "فبل" and names.get(word[1:]) == "given" else form


def _look_up(table: Mapping[str, str], word: str, form: str, folded: str) -> str | None:
    for spelled in (word, form):
        found = table.get(spelled)
        if found:
            return found
    return None if folded in folded_stop_words() else table.get("~" + folded)


@cache
def _class_of() -> dict[str, str]:
    """Class of each listed word, as spelled and, behind ~, folded; the first list that holds it counts."""
    table: dict[str, str] = {}
    kept = ("title", "organ")  # رئيس and بنك are no stop words here
    for row in read_table("titles.tsv"):
        _enter(table, row["title"], f"title {row['stands']}")
    for row in read_table("triggers.tsv"):
        sure = "" if row["kind"] == "reporting" else " head" if row["sure"] == "yes" else " maybe"
        _enter(table, row["word"], f"{row['kind']}{sure}")
    for word, kind in stop_word_classes().items():
        if not table.get(word, "").startswith(kept):
            table[word] = kind
        table.setdefault("~" + fold(word), kind)
    for row in read_table("nationalities.tsv"):
        for word in filter(None, (row["nationality"], row["plural"])):
            for ending in ("", "ة", "ين", "ون", "ات"):
                for article in ("", "ال"):
                    _enter(table, article + word + ending, "nationality")
    return table


@cache
def _name_of() -> dict[str, str]:
    table: dict[str, str] = {}
    for word in _PARTICLES.split():
        _enter(table, word, "particle")
    for row in read_table("given_names.tsv"):
        _enter(table, row["name"], "given" if row["sure"] == "yes" else "given?")
    for word in read_words("surnames.txt"):
        _enter(table, word, "surname")
    return table


def _enter(table: dict[str, str], word: str, value: str) -> None:
    table.setdefault(bare(word), value)
    table.setdefault("~" + fold(word), value)


def _written_in(word: str) -> str:
    if word[:1].isdigit():
        return "number"
    if word[:1].isascii():
        return "latin"
    return "letter" if len(word) == 1 else _NONE


# --- how common ------------------------------------------------------------------------------------------------------


def _frequencies(forms: list[str]) -> dict[str, Evidence]:
    """How common a word is, and beside it those made of it: with ال, with a pronoun, as adjective, in the plural."""
    stems = WordHashes(forms)
    table = lexicon()
    definite = stems.begin_with("ال") & (stems.ends - stems.starts > 3)
    begin = np.where(definite, stems.starts + 2, stems.starts)
    noun, length = stems.part(begin, stems.ends), stems.ends - begin
    whole = stems.whole
    ends_weak = (stems.end_with("ة") | stems.end_with("ه") | stems.end_with("ا")) & (length > 2)
    root = np.where(ends_weak, stems.part(begin, stems.ends - 1), noun)
    root_length = length - ends_weak
    common = table.zipf(whole)
    other = table.zipf(np.where(definite, noun, _before("ال", whole)))
    alone = np.where(definite, other, common)
    owned = np.maximum(
        table.zipf(_behind(np.where(ends_weak, _behind(root, root_length, "ت"), noun), length, "ه")),
        table.zipf(_behind(np.where(ends_weak, _behind(root, root_length, "ت"), noun), length, "ها")),
    )
    differences = {
        "with al": other - common,
        "with pronoun": owned - alone,
        "as adjective": table.zipf(_behind(root, root_length, "ي")) - alone,
        "feminine": table.zipf(_behind(noun, length, "ه")) - alone,
        "plural": table.zipf(_behind(root, root_length, "ات")) - alone,
        "with wa": table.zipf(_before("و", whole)) - common,
        "with bi": table.zipf(_before("ب", whole)) - common,
        "with li": table.zipf(_before("ل", whole)) - common,
        "with lil": table.zipf(_before("لل", noun)) - alone,
        "as verb": np.maximum(table.zipf(_before("ي", noun)), table.zipf(_before("ت", noun))) - alone,
    }
    wordlike = ((other > 0) & (other >= common - 1)) | ((owned > 0) & (owned >= alone - 1.5))
    found = {name: _difference(values) for name, values in differences.items()}
    found["frequency"] = _binned(common, 0, 7, 0.5)
    found["shape"] = _shapes(forms, definite, wordlike)
    return found


def _before(letters: str, second: Hashes) -> Hashes:
    first = np.uint64(0)
    for i, letter in enumerate(letters):
        first = letter_hash(letter) if not i else joined(first, i, letter_hash(letter))[0]
    return joined(first, len(letters), second)


def _behind(first: Hashes, length: npt.NDArray[np.int64], letters: str) -> Hashes:
    for i, letter in enumerate(letters):
        first = joined(first, np.minimum(length + i, 30), letter_hash(letter))
    return first


def _difference(values: npt.NDArray[np.float32]) -> Evidence:
    """In steps of a power of ten; a word that the lexicon lacks is far below."""
    codes = np.clip(np.round(values), -3, 2).astype(np.int64) + 4
    return Evidence((EDGE_VALUE, *(f"{step:+d}" for step in range(-3, 3))), codes)


def _binned(values: npt.NDArray, low: int, high: int, step: float) -> Evidence:
    n = round((high - low) / step)
    codes = np.clip(np.floor((values - low) / step), 0, n - 1).astype(np.int64) + 1
    return Evidence((EDGE_VALUE, *(f"{low + step * i:g}" for i in range(n))), codes)


_ENDINGS = ("ية", "يه", "يين", "يون", "يات", "ي")


def _shapes(forms: list[str], definite: npt.NDArray[np.bool_], wordlike: npt.NDArray[np.bool_]) -> Evidence:
    values = [EDGE_VALUE] + [
        f"{article} {ending} {like}"
        for article in ("bare", "al")
        for ending in ("plain", "nisba")
        for like in ("name", "word")
    ]
    nisba = np.fromiter((form.endswith(_ENDINGS) and len(form) > 3 for form in forms), dtype=bool, count=len(forms))
    return Evidence(tuple(values), 1 + 4 * definite + 2 * nisba + wordlike)


# --- letters ---------------------------------------------------------------------------------------------------------


def _letters(forms: list[str]) -> dict[str, Evidence]:
    """The letters at both ends, and how long the word is."""
    folded = FOLDED.apply_to_all(forms)
    stems = [form[2:] if form.startswith("ال") and len(form) > 3 else form for form in folded]
    return {
        "first": _coded(stem[:1] for stem in stems),
        "first two": _coded(stem[:2] for stem in stems),
        "last": _coded(stem[-1:] for stem in stems),
        "last two": _coded(stem[-2:] for stem in stems),
        "length": _coded(str(min(len(stem), 9)) for stem in stems),
        "foreign": _binned(foreignness(stems), -2, 2, 0.25),
    }


@cache
def _letter_pairs() -> npt.NDArray[np.float32]:
    """How much more often each pair of letters stands in names from abroad than in other words."""
    table = np.zeros((len(LETTERS) + 2, len(LETTERS) + 2), dtype=np.float32)
    order = " " + LETTERS
    for row in read_table("name_letters.tsv"):
        table[order.index(row["first"] or " "), order.index(row["second"] or " ")] = float(row["weight"])
    return table


def foreignness(stems: list[str]) -> npt.NDArray[np.float32]:
    """Mean weight of the pairs of letters of each word, its edges among them."""
    hashed = WordHashes(stems)
    lengths = hashed.ends - hashed.starts
    codes = hashed.codes.astype(np.int64)
    pairs = _letter_pairs()[np.concatenate([[0], codes[:-1]]) if len(codes) else codes, codes]
    sums = np.concatenate([[0], np.cumsum(pairs, dtype=np.float64)])
    total = sums[np.minimum(hashed.ends + 1, len(pairs))] - sums[hashed.starts]
    return (total / (lengths + 1)).astype(np.float32)
