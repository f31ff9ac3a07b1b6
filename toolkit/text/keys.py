"""One key for all forms of a term: article, number and gender set aside.

An ending comes off where what is left is a word about as common; irregular
plurals stand in a table, and so do words that only look inflected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.text.arabic import Normalization
from toolkit.text.lexicon import lexicon
from toolkit.text.word_hashes import BLOCK, Hashes, Places, WordHashes, joined, letter_hash
from toolkit.text.wordlists import keep_whole, plurals, single_word_names, spellings

#: Keys fold what the level "word" folds, and the seats of hamza: شئون is شؤون.
_KEY_SPELLING = Normalization(hamza=True)
_HAMZA = str.maketrans("أإآ", "ااا")
_ARTICLE, _LAMS, _PLURAL = WordHashes(["ال", "لل", "ين"]).whole

#: Endings of number, what may stand in their place, and how many Zipf units rarer than the inflected form that may be.
_NUMBER = (
    ("تين", "ة", 2.0),
    ("تان", "ة", 2.0),
    ("تي", "ة", 2.0),
    ("ات", "ة", 0.6),
    ("ات", "", 0.6),
    ("ين", "", 0.6),
    ("ون", "", 0.6),
    ("ان", "", 0.6),
    ("ا", "", 0.6),
    ("ي", "", 9.0),
)
_GENDER = (("ة", "", 0.5),)
#: A word ending in ة is a feminine of the base when that has the shape of an adjective or a participle; كتابة is not
#: the feminine of كتاب, nor مساعدة of مساعد.
_ADJECTIVE = re.compile("..+ي|..ي.|.ا..?|م...|م(?!.ا..$)....+|صعب|سهل|ضخم|جيد|ضيق|طيب|صلب|رطب|خصب|حلو|حر")
#: Zipf units a noun in ة may be rarer than one without and still be what ات is the plural of: حملات is from حملة.
_BEFORE_AT = 1.0


def keys_of(forms: Sequence[str], *, after_preposition: npt.NDArray[np.bool_]) -> list[str]:
    """Return the key of each form.

    Parameters
    ----------
    forms
        Words without clitics, as `toolkit.text.segment` gives them.
    after_preposition
        Whether ب, ل or ك came off the word; the accusative does not stand behind them.

    Examples
    --------
    >>> keys_of(["المدن", "مدينة", "العراقيين", "الالتزام"], after_preposition=np.zeros(4, dtype=bool))
    ['مدينه', 'مدينه', 'عراقي', 'التزام']
    """
    keys: list[str] = []
    for at in range(0, len(forms), BLOCK):
        keys += _keys_of(forms[at : at + BLOCK], after_preposition[at : at + BLOCK])
    return keys


def _keys_of(forms: Sequence[str], after_preposition: npt.NDArray[np.bool_]) -> list[str]:
    words = WordHashes(forms)
    starts = words.starts + 2 * _has_article(words)
    known = _in_table(words.part(starts, words.ends)) | _in_table(words.whole)
    bases = list(forms)
    for i in np.flatnonzero(starts > words.starts).tolist():
        bases[i] = forms[i][2:]
    settled = np.zeros(len(bases), dtype=bool)
    for i in np.flatnonzero(known).tolist():
        settled[i], bases[i] = _look_up(forms[i], bases[i])
    open_ = np.flatnonzero(~settled & words.is_arabic)
    _take_off(_NUMBER, words, starts, open_, bases, ~after_preposition)
    changed = [i for i in open_.tolist() if bases[i].endswith("ة")]
    feminine = WordHashes([bases[i] for i in changed])
    shorter = [bases[i] for i in changed]
    _take_off(_GENDER, feminine, feminine.starts, np.arange(len(changed)), shorter, np.ones(len(changed), dtype=bool))
    for i, base in zip(changed, shorter, strict=True):
        bases[i] = base
    return _KEY_SPELLING.apply_to_all(bases)


def _has_article(words: WordHashes) -> npt.NDArray[np.bool_]:
    """Where ال comes off: not where after ل it would stay whole (لالتزام) instead of melting (للقوات)."""
    has = words.is_arabic & words.begin_with("ال") & (words.ends - words.starts > 3)
    at = np.flatnonzero(has)
    with_lam = joined(letter_hash("ل"), 1, words.whole[at])
    melted = joined(_LAMS, 2, words.part(words.starts[at] + 2, words.ends[at]))
    has[at] = lexicon().zipf(melted) >= lexicon().zipf(with_lam)
    return has


@cache
def _table_hashes() -> Hashes:
    words = [*plurals(), *spellings(), *_stay(), *(word.removeprefix("ال") for word in _stay())]
    return np.unique(WordHashes(words).whole)


@cache
def _stay() -> frozenset[str]:
    """Names and words that look inflected and are not, with their hamza and without."""
    words = single_word_names() | keep_whole()
    return words | {word.translate(_HAMZA) for word in words}


def _in_table(words: Hashes) -> npt.NDArray[np.bool_]:
    table = _table_hashes()
    return table[np.searchsorted(table[:-1], words)] == words


def _look_up(form: str, base: str) -> tuple[bool, str]:
    """Tell whether the tables settle what a form is counted under, and under what."""
    if base in spellings():
        return True, _keys_of_spellings()[base]
    if form in _stay() or "ال" + base in single_word_names() or base in keep_whole():
        return True, base
    return base in plurals(), plurals().get(base, base)


@cache
def _keys_of_spellings() -> dict[str, str]:
    """Other spellings with the key of the one they are counted under."""
    unders = list(spellings().values())
    return dict(zip(spellings(), keys_of(unders, after_preposition=np.zeros(len(unders), dtype=bool)), strict=True))


def _take_off(
    endings: Sequence[tuple[str, str, float]],
    words: WordHashes,
    starts: Places,
    of: Places,
    bases: list[str],
    may_be_accusative: npt.NDArray[np.bool_],
) -> None:
    """Take the ending off that leaves the commonest word; changes ``bases``."""
    best = np.full(len(bases), -1)
    best_common = np.zeros(len(bases), dtype=np.float32)
    for number, (ending, instead, margin) in enumerate(endings):
        at = of[words.end_with(ending)[of]]
        at = at[words.ends[at] - starts[at] >= len(ending) + 3 - len(instead)]
        if ending == "ا":
            at = at[may_be_accusative[at]]
        own = _common(words.part(starts[at], words.ends[at]))
        length = words.ends[at] - len(ending) - starts[at]
        base = words.part(starts[at], starts[at] + length)
        if ending == "ي":  # مسلحي is مسلحين before another noun, where that is the commoner word; عراقي is not
            construct = lexicon().zipf(joined(base, length, _PLURAL)) > own
            at, length, base, own = at[construct], length[construct], base[construct], own[construct]
        if instead:
            base = joined(base, length, letter_hash(instead))
        common = _common(base)
        good = (common >= own - margin) & (common > 0)
        common += _BEFORE_AT if ending + instead == "اتة" else 0
        good &= common > best_common[at]
        best[at[good]], best_common[at[good]] = number, common[good]
    irregular, whole = plurals(), keep_whole()
    for i in np.flatnonzero(best >= 0).tolist():
        ending, instead, _ = endings[best[i]]
        base = bases[i][: -len(ending)] + instead
        if ending != "ة":
            bases[i] = base if base in whole else irregular.get(base, base)
        elif _ADJECTIVE.fullmatch(base) and base not in irregular:
            bases[i] = base


def _common(words: Hashes) -> npt.NDArray[np.float32]:
    """How common a word is, with or without ال."""
    return np.maximum(lexicon().zipf(words), lexicon().zipf(joined(_ARTICLE, 2, words)))
