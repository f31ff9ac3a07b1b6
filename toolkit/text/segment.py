"""Clitics off, one key per term, the form to show.

وللبوكمال is written as one word and read as three: و, ل and البوكمال. A reader
counts the last of them. Where to cut is decided by how common the pieces are:
بشكل is ب + شكل because nobody writes البشكل; بلد stays whole because البلد is
a word. Particles and pronouns are a closed class and are cut by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from toolkit.errors import require_words
from toolkit.text.arabic import bare, fold
from toolkit.text.lexicon import zipf
from toolkit.text.wordlists import keep_whole, plurals, single_word_names, stop_spellings

PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وك", "وس", "فب", "فل", "فس", "فك")
ENCLITICS = ("", "ه", "ها", "هم", "هن", "هما", "نا", "ني", "ك", "كم", "ي")

# The three costs were chosen together on the first half of UD Arabic-PUD: 97.6 % of its words are cut rightly.
#: Zipf units a stem must be commoner than the whole word, for each letter cut in front of it.
_PROCLITIC_COST = 0.6
#: The same for a pronoun behind it; it is dear, because many nouns end in these letters.
_ENCLITIC_COST = 1.0
#: What a word loses as a whole when it is never seen with ال, as nouns are.
_NO_ARTICLE_COST = 2.0
#: Frequency of a name of the gazetteer, at least: between a rare word and a common one.
_NAME_ZIPF = 4.0

#: A run longer than this is noise (wordfreq lists fifty ه in a row); it is counted as it stands.
_ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{2,30}")
_ALEF = str.maketrans("أإآ", "ااا")
_BEFORE_PRONOUN = {"علي": "على", "إلي": "إلى", "الي": "إلى", "لدي": "لدى"}
_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا", "ك", "كم", "ي")
#: Particles that carry pronouns, as written before one.
_PARTICLES_WITH_PRONOUN = (
    "ب", "ل", "في", "من", "عن", "مع", "علي", "إلي", "لدي", "عند", "بين", "أن", "إن", "كأن", "لكن", "بعد",
    "قبل", "حول", "ضد", "أمام", "خلف", "وراء", "فوق", "تحت", "دون", "مثل", "نحو", "تجاه", "عبر", "خلال", "ضمن",
    "حين", "منذ", "كل", "بعض", "غير", "سوى", "جميع", "كلا", "لعل", "ليت", "حوالي",
)  # fmt: skip
_PARTICLES = (
    "في", "من", "على", "إلى", "عن", "مع", "أن", "إن", "لا", "ما", "لم", "لن", "قد", "كان", "كانت", "هو", "هي", "هم",
    "هذا", "هذه", "ذلك", "تلك", "هؤلاء", "أولئك", "الذي", "التي", "الذين", "اللذين", "اللتين", "بين", "بعد", "قبل",
    "حتى", "إذا", "إذ", "حيث", "كما", "لكن", "منذ", "عند", "كل", "بعض", "غير", "أي", "أو", "أم", "ثم", "لو",
    "هنا", "هناك", "كيف", "متى", "أين", "نحن", "أنا", "أنت", "هما", "ليس", "ليست", "مثل", "خلال", "دون", "ضد", "نحو",
    "حول", "لدى", "عدم", "كذلك", "أيضا", "فقط", "ضمن", "عبر", "إلا", "ألا", "مما", "عما",
    "كلما", "بينما", "عندما", "حينما", "لماذا", "ماذا", "هل", "يا", "أما", "إما", "سوف", "بل", "لدي", "مهما", "ريثما",
)  # fmt: skip


@dataclass(frozen=True)
class Segmentation:
    """What `analyse_words` finds, one entry a word in each list.

    Attributes
    ----------
    pieces : list of tuple of str
        The surface pieces; they join to the word.
    keys : list of str
        What the word is counted under.
    forms : list of str
        How the word reads without clitics, ال kept.
    """

    pieces: list[tuple[str, ...]]
    keys: list[str]
    forms: list[str]


def analyse_words(words: Iterable[str]) -> Segmentation:
    """Cut many words and give each its key and the form to show.

    Parameters
    ----------
    words
        Single words without marks.

    Examples
    --------
    >>> found = analyse_words(["وللبوكمال", "البوكمال"])
    >>> found.pieces
    [('و', 'ل', 'لبوكمال'), ('البوكمال',)]
    >>> found.keys, found.forms
    (['بوكمال', 'بوكمال'], ['البوكمال', 'البوكمال'])
    """
    analysed = [_analyse(word) for word in words]
    return Segmentation(
        pieces=[pieces for pieces, _, _ in analysed],
        keys=[key for _, key, _ in analysed],
        forms=[form for _, _, form in analysed],
    )


def segment(word: str) -> list[str]:
    """Return the surface pieces of a word; they join to the word, and ال stays on its noun.

    Parameters
    ----------
    word
        One word; marks are taken out first.

    Examples
    --------
    >>> segment("للولايات"), segment("وبمدينتهم"), segment("فلسطين")
    (['ل', 'لولايات'], ['و', 'ب', 'مدينت', 'هم'], ['فلسطين'])
    """
    return segment_many([word])[0]


def segment_many(words: Iterable[str]) -> list[list[str]]:
    """Return the surface pieces of many words, as `segment` does for one.

    Parameters
    ----------
    words
        Single words; marks are taken out first.

    Examples
    --------
    >>> segment_many(["بالعراق", "وقال"])
    [['ب', 'العراق'], ['و', 'قال']]
    """
    words = require_words(words, name="words", function="segment_many")
    return [list(_analyse(bare(word))[0]) for word in words]


def term_keys(words: Iterable[str]) -> list[str]:
    """Return the key each word is counted under: clitics and article off, number and gender set aside.

    Parameters
    ----------
    words
        Single words; marks are taken out first.

    Examples
    --------
    >>> term_keys(["للبوكمال", "البوكمال", "المدن", "ومدينتهم"])
    ['بوكمال', 'بوكمال', 'مدينه', 'مدينه']
    """
    words = require_words(words, name="words", function="term_keys")
    return [_analyse(bare(word))[1] for word in words]


@lru_cache(maxsize=1 << 20)
def _analyse(word: str) -> tuple[tuple[str, ...], str, str]:
    """The pieces of a word, its key, and the form to show.

    A stop word is its own key, in brackets: folded, وحده would meet وحدة.
    """
    if not _ARABIC_WORD.fullmatch(word):
        return (word,), fold(word), word
    closed = _closed_class().get(word)
    proclitic, stem, enclitic = closed or _best_cut(word)
    pieces = tuple(piece for piece in (*proclitic, stem, enclitic) if piece)
    form = _BEFORE_PRONOUN.get(stem, stem) if closed and enclitic else _readable(stem, proclitic, enclitic)
    for said in (word, word[1:] if proclitic[:1] in ("و", "ف") else "", form):
        if said in stop_spellings():
            return pieces, f"({stop_spellings()[said]})", stop_spellings()[said]
    return pieces, f"({form.translate(_ALEF)})" if closed else _key(form), form


# --- where to cut ----------------------------------------------------------------------------------------------------


@cache
def _closed_class() -> dict[str, tuple[str, str, str]]:
    """Particles with what stands before and behind them, and words that are never cut."""
    found = {base + pronoun: ("", base, pronoun) for base in _PARTICLES_WITH_PRONOUN for pronoun in _PRONOUNS}
    found |= {"إنني": ("", "إن", "ني"), "أنني": ("", "أن", "ني"), "مني": ("", "من", "ي"), "عني": ("", "عن", "ي")}
    found |= {base: ("", base, "") for base in _PARTICLES}
    after_preposition = {word: cut for word, cut in found.items() if word.startswith(("أن", "ما", "هذ", "ذلك"))}
    found |= {letter + word: (letter, *cut[1:]) for letter in "بل" for word, cut in after_preposition.items()}
    found |= {"بي": ("", "بي", ""), "فيما": ("", "فيما", "")}
    found |= {word.translate(_ALEF): (p, s.translate(_ALEF), e) for word, (p, s, e) in found.items() if word[0] in "أإ"}
    joined = {
        letter + word: (letter + proclitic, stem, enclitic)
        for letter in "وف"
        for word, (proclitic, stem, enclitic) in found.items()
    }
    return joined | found


def _best_cut(word: str) -> tuple[str, str, str]:
    """The cut whose stem has the best evidence; of equals the one with fewer pieces."""
    if word in keep_whole():
        return "", word, ""
    return max(_cuts(word), key=lambda cut: (_evidence(word, *cut), len(cut[1])))


def _cuts(word: str) -> list[tuple[str, str, str]]:
    cuts = []
    for proclitic in PROCLITICS:
        if not word.startswith(proclitic):
            continue
        rest = word[len(proclitic) :]
        if proclitic.endswith("س") and rest[:1] not in tuple("يتنأا"):
            continue
        for enclitic in ENCLITICS:
            stem = rest[: len(rest) - len(enclitic)]
            if (
                rest.endswith(enclitic)
                and len(stem) >= 2
                and not (enclitic and (stem[-1] in "ةى" or _article_comes_off(stem)))
            ):
                cuts.append((proclitic, stem, enclitic))
    return cuts


def _evidence(word: str, proclitic: str, stem: str, enclitic: str) -> float:
    form = _readable(stem, proclitic, enclitic)
    score = _common(form) - _PROCLITIC_COST * len(proclitic) - _ENCLITIC_COST * bool(enclitic)
    if not proclitic and not enclitic:
        return score - _NO_ARTICLE_COST * (not _noun_like(word))
    if proclitic and proclitic[-1] in "بلك" and not _definite(form) and not enclitic:
        score -= _NO_ARTICLE_COST * (not _noun_like(form))
    return score


def _common(form: str) -> float:
    """Zipf frequency of a form, of names too, with or without ال."""
    if form in single_word_names():
        return max(_NAME_ZIPF, zipf(form))
    return max(zipf(form), zipf("ال" + form) if not _definite(form) else 0.0)


def _noun_like(word: str) -> bool:
    return _definite(word) or zipf("ال" + word) > zipf(word) - 2.0 or word in single_word_names()


def _definite(form: str) -> bool:
    return form.startswith("ال") and len(form) > 3


# --- what to call it -------------------------------------------------------------------------------------------------


def _readable(stem: str, proclitic: str, enclitic: str) -> str:
    """The stem as it is written alone: ال back after لل, ة back before a pronoun."""
    if proclitic.endswith("ل") and stem.startswith("ل") and len(stem) > 2:
        with_article = "ا" + stem
        if zipf(with_article) >= zipf(stem) or with_article in single_word_names():
            stem = with_article
    if enclitic and len(stem) > 2:
        alone = {"ت": "ة", "ا": "ى", "ئ": "ء", "ؤ": "ء"}.get(stem[-1])
        if alone and zipf(stem[:-1] + alone) > zipf(stem):
            return stem[:-1] + alone
    return stem


def _key(form: str) -> str:
    if form in keep_whole():
        return fold(form)
    names = single_word_names()
    without_article = form[2:] if _article_comes_off(form) else form
    if form in names or without_article in names:
        return fold(without_article)
    base = plurals().get(without_article) or plurals().get(form)
    if base is None and without_article not in keep_whole():
        base = _singular(without_article)
    return fold(base or without_article)


def _article_comes_off(form: str) -> bool:
    """ال belongs to التزام and المانيا: after ل they stay whole (لالتزام), where an article would melt (للقوات)."""
    return _definite(form) and zipf("لل" + form[2:]) >= zipf("ل" + form)


#: Sound endings of number and gender, and what may stand in their place.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("تين", ("ة",)),
    ("تان", ("ة",)),
    ("ات", ("ة", "")),
    ("ين", ("",)),
    ("ون", ("",)),
    ("ان", ("",)),
    ("ا", ("",)),
)
#: Zipf units by which the singular may be rarer than the inflected form.
_SINGULAR_MARGIN = 0.6


def _singular(word: str) -> str | None:
    for ending, replacements in _ENDINGS:
        base = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(base) < 3:
            continue
        if ending == "ان" and zipf(base + "ين") < zipf(word) - 1.0:
            continue
        best = max((base + replacement for replacement in replacements), key=_common)
        if _common(best) >= _common(word) - _SINGULAR_MARGIN:
            return best
    return None
