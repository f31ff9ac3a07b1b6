"""Where a word may be cut, what speaks for each cut, and the best one.

A cut takes proclitics off the front and a pronoun off the end. What speaks for
it is how common its stem is in general Arabic, alone, with ال or with و before
it, beside how common the whole word is. How much each of these counts is
learnt and kept in ``wordlists/segmentation.tsv``: one row a kind of evidence,
its weight in zipf units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.progress import progress
from toolkit.text.lexicon import Lexicon, lexicon
from toolkit.text.word_hashes import BLOCK, LETTERS, Hashes, Places, WordHashes, code_of, joined, letter_hash
from toolkit.text.wordlists import read_table, single_word_names

PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وك", "وس", "فب", "فل", "فس", "فك")
ENCLITICS = ("", "ه", "ها", "هم", "هن", "هما", "نا", "ني", "ك", "كم", "ي", "كما")
#: What the last letter of a stem may stand for before a pronoun: مدينته is مدينة.
RESTORED = {"ت": "ة", "ا": "ى", "ئ": "ء", "ؤ": "ء"}
#: Frequency of a name of the gazetteer, at least: between a rare word and a common one.
_NAME_ZIPF = 4.0

#: What is known of a stem, in order; the first is 1 for every cut.
EVIDENCE = ("cut", "stem", "stem_other", "unseen", "word", "word_other", "with_wa", "definite", "melted")
_BEFORE_MELTED = np.array([letters.endswith("ل") for letters in PROCLITICS])
_BEGIN_VERBS = [code_of(letter) for letter in "يتنا"]
_ARTICLE = WordHashes(["ال"]).whole[0]


@dataclass(frozen=True)
class Cuts:
    """Candidate cuts of many words, those of a word side by side.

    Attributes
    ----------
    word : ndarray of int64
        Which word is cut.
    proclitic, enclitic : ndarray of int64
        Which of ``PROCLITICS`` and ``ENCLITICS`` come off.
    starts, ends : ndarray of int64
        Where the stem stands in the letters of all words.
    restored : ndarray of uint8
        Code of the letter the stem ends in when it stands alone, 0 for its own.
    melted : ndarray of bool
        The ا of ال is hidden behind ل and comes back: للبوكمال.
    evidence : ndarray of float32
        One column for each of ``EVIDENCE``.
    """

    word: Places
    proclitic: Places
    enclitic: Places
    starts: Places
    ends: Places
    restored: npt.NDArray[np.uint8]
    melted: npt.NDArray[np.bool_]
    evidence: npt.NDArray[np.float32]


def possible_cuts(words: WordHashes) -> Cuts:
    """Return every cut the letters allow, of the words that can be cut at all."""
    word, proclitic, enclitic = _affixes(words)
    in_doubt = np.bincount(word, minlength=1)[word] > 1
    word, proclitic, enclitic = word[in_doubt], proclitic[in_doubt], enclitic[in_doubt]
    before = np.array([len(letters) for letters in PROCLITICS])[proclitic]
    behind = np.array([len(letters) for letters in ENCLITICS])[enclitic]
    starts, ends = words.starts[word] + before, words.ends[word] - behind
    restored, melted, evidence = _weigh(words, word, starts, ends, proclitic, enclitic)
    return Cuts(word, proclitic, enclitic, starts, ends, restored, melted, evidence)


def _affixes(words: WordHashes) -> tuple[Places, Places, Places]:
    """Words with the clitics they may carry: two letters are left, and س stands before a verb."""
    candidate = np.flatnonzero(words.is_arabic)
    starts, ends = words.starts[candidate], words.ends[candidate]
    first = [words.codes[np.minimum(starts + i, ends - 1)] for i in range(3)]
    last = [words.codes[np.maximum(ends - 1 - i, starts)] for i in range(4)]
    backs = [_fits(last, enclitic[::-1]) & ~_forbids_pronoun(last, enclitic) for enclitic in ENCLITICS]
    found: list[tuple[Places, int, int]] = []
    for p, proclitic in enumerate(PROCLITICS):
        front = np.flatnonzero(_fits(first, proclitic) & _may_follow(first, proclitic))
        lengths = (ends - starts)[front]
        for e, enclitic in enumerate(ENCLITICS):
            here = front[backs[e][front] & (lengths >= len(proclitic) + len(enclitic) + 2)]
            if len(here):
                found.append((candidate[here], p, e))
    word = np.concatenate([np.zeros(0, np.int64), *(w for w, _, _ in found)])
    proclitics = np.concatenate([np.zeros(0, np.int64), *(np.full(len(w), p) for w, p, _ in found)])
    enclitics = np.concatenate([np.zeros(0, np.int64), *(np.full(len(w), e) for w, _, e in found)])
    order = np.argsort(word, kind="stable")
    return word[order], proclitics[order], enclitics[order]


def _fits(letters: list[npt.NDArray[np.uint8]], affix: str) -> npt.NDArray[np.bool_]:
    fits = np.ones(len(letters[0]), dtype=bool)
    for column, letter in zip(letters, affix, strict=False):
        fits &= column == code_of(letter)
    return fits


def _may_follow(first: list[npt.NDArray[np.uint8]], proclitic: str) -> npt.NDArray[np.bool_]:
    """After the س of the future stands a verb."""
    follows = first[len(proclitic)]
    return np.isin(follows, _BEGIN_VERBS) if proclitic.endswith("س") else np.ones(len(follows), dtype=bool)


def _forbids_pronoun(last: list[npt.NDArray[np.uint8]], enclitic: str) -> npt.NDArray[np.bool_]:
    """No pronoun stands after ة or ى."""
    before = last[len(enclitic)]
    return ((before == code_of("ة")) | (before == code_of("ى"))) & bool(enclitic)


@cache
def _known_words() -> Lexicon:
    names = WordHashes(sorted(single_word_names()))
    return lexicon().with_words(names.whole[names.is_arabic], at_least=_NAME_ZIPF)


def _weigh(
    words: WordHashes, word: Places, starts: Places, ends: Places, proclitic: Places, enclitic: Places
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
    """What speaks for each cut, and how its stem is written alone."""
    known = _known_words()
    stems = words.part(starts, ends)
    common = known.zipf(stems)
    restored = _restore(words, starts, ends, np.flatnonzero(enclitic > 0), stems, common)
    melted = _freeze(words, starts, ends, np.flatnonzero(_BEFORE_MELTED[proclitic]), stems, common)
    definite = melted | _definite(words, starts, ends)
    behind_article = starts + 2 - melted
    other = np.where(
        definite,
        words.part(np.minimum(behind_article, ends), ends),
        joined(_ARTICLE, 2, stems),
    )
    common_other = known.zipf(other)
    whole, whole_other = _whole_words(words, word[np.diff(word, prepend=-1) > 0])
    evidence = np.empty((len(word), len(EVIDENCE)), dtype=np.float32)
    evidence[:, EVIDENCE.index("cut")] = 1
    evidence[:, EVIDENCE.index("stem")] = common
    evidence[:, EVIDENCE.index("stem_other")] = common_other
    evidence[:, EVIDENCE.index("unseen")] = (common == 0) & (common_other == 0)
    evidence[:, EVIDENCE.index("word")] = whole[word]
    evidence[:, EVIDENCE.index("word_other")] = whole_other[word]
    evidence[:, EVIDENCE.index("with_wa")] = known.zipf(joined(letter_hash("و"), 1, stems))
    evidence[:, EVIDENCE.index("definite")] = definite
    evidence[:, EVIDENCE.index("melted")] = melted
    return restored, melted, evidence


def _restore(
    words: WordHashes, starts: Places, ends: Places, at: Places, stems: Hashes, common: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint8]:
    """Put ة, ى or ء back before a pronoun where that is the commoner word; changes ``stems`` and ``common``."""
    restored = np.zeros(len(starts), dtype=np.uint8)
    for written, alone in RESTORED.items():
        here = at[(words.codes[ends[at] - 1] == code_of(written)) & (ends[at] - starts[at] > 2)]
        without = words.part(starts[here], ends[here] - 1)
        changed = joined(without, ends[here] - 1 - starts[here], letter_hash(alone))
        frequency = _known_words().zipf(changed)
        better = frequency > common[here]
        restored[here[better]] = code_of(alone)
        stems[here[better]], common[here[better]] = changed[better], frequency[better]
    return restored


def _freeze(
    words: WordHashes, starts: Places, ends: Places, at: Places, stems: Hashes, common: npt.NDArray[np.float32]
) -> npt.NDArray[np.bool_]:
    """Put the ا of ال back that melts away behind ل, where that is the commoner word; changes as above."""
    melted = np.zeros(len(starts), dtype=bool)
    at = at[(words.codes[starts[at]] == code_of("ل")) & (ends[at] - starts[at] > 2)]
    with_alef = joined(letter_hash("ا"), 1, stems[at])
    frequency = _known_words().zipf(with_alef)
    better = frequency >= common[at]
    at = at[better]
    melted[at], stems[at], common[at] = True, with_alef[better], frequency[better]
    return melted


def _definite(words: WordHashes, starts: Places, ends: Places) -> npt.NDArray[np.bool_]:
    begins = (words.codes[starts] == code_of("ا")) & (words.codes[starts + 1] == code_of("ل"))
    return begins & (ends - starts > 3)


def _whole_words(words: WordHashes, at: Places) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """How common each word is as it stands, and with ال put before it or taken off; بيانا is البيان, not ب + يانا."""
    whole = words.whole
    common, common_other = np.zeros(len(whole), np.float32), np.zeros(len(whole), np.float32)
    common[at] = _known_words().zipf(whole[at])
    starts, ends = words.starts[at], words.ends[at]
    other = np.where(
        _definite(words, starts, ends), words.part(np.minimum(starts + 2, ends), ends), joined(_ARTICLE, 2, whole[at])
    )
    common_other[at] = _known_words().zipf(other)
    at = at[(words.codes[words.ends[at] - 1] == code_of("ا")) & (words.ends[at] - words.starts[at] > 3)]
    nominative = joined(_ARTICLE, 2, words.part(words.starts[at], words.ends[at] - 1))
    common_other[at] = np.maximum(common_other[at], _known_words().zipf(nominative))
    return common, common_other


# --- which cut is best -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BestCuts:
    """The best cut of each word; nothing comes off where there is no better one.

    Attributes
    ----------
    proclitic, enclitic : ndarray of int64
        Which of ``PROCLITICS`` and ``ENCLITICS`` come off.
    restored : ndarray of uint8
        Code of the letter the stem ends in when it stands alone, 0 for its own.
    melted : ndarray of bool
        The ا of ال comes back in front of the stem.
    is_foreign : ndarray of bool
        The word is not of Arabic letters, and nothing comes off it.
    """

    proclitic: Places
    enclitic: Places
    restored: npt.NDArray[np.uint8]
    melted: npt.NDArray[np.bool_]
    is_foreign: npt.NDArray[np.bool_]


def best_cuts(words: Sequence[str]) -> BestCuts:
    """Return the cut of each word that has most weight; of equals the first, with the fewest clitics."""
    blocks = [
        _best_cuts(WordHashes(words[at : at + BLOCK]))
        for at in progress(range(0, max(len(words), 1), BLOCK), "cutting words")
    ]
    return BestCuts(*(np.concatenate([getattr(block, name.name) for block in blocks]) for name in fields(BestCuts)))


def _best_cuts(words: WordHashes) -> BestCuts:
    cuts = possible_cuts(words)
    score = scores(words, cuts)
    n_words = len(words.starts)
    heads = np.flatnonzero(np.diff(cuts.word, prepend=-1))
    best = np.zeros(len(heads), dtype=np.int64)
    if len(heads):
        top = np.maximum.reduceat(score, heads)
        is_top = np.flatnonzero(score == np.repeat(top, np.diff(np.append(heads, len(score)))))
        best = is_top[np.searchsorted(is_top, heads)]
    found = BestCuts(
        proclitic=np.zeros(n_words, dtype=np.int64),
        enclitic=np.zeros(n_words, dtype=np.int64),
        restored=np.zeros(n_words, dtype=np.uint8),
        melted=np.zeros(n_words, dtype=bool),
        is_foreign=~words.is_arabic,
    )
    for name in ("proclitic", "enclitic", "restored", "melted"):
        getattr(found, name)[cuts.word[best]] = getattr(cuts, name)[best]
    return found


def scores(words: WordHashes, cuts: Cuts) -> npt.NDArray[np.float32]:
    """What speaks for each cut, weighed and added up."""
    weights = _weights()
    clitics, letters = weight_rows(words, cuts)
    by_clitics = sum(weights[row] for row in clitics)
    return np.einsum("ij,ij->i", cuts.evidence, by_clitics) + sum(weights[row, 0] for row in letters)


def weight_rows(words: WordHashes, cuts: Cuts) -> tuple[list[Places], list[Places]]:
    """Rows of the table that each cut is weighed by: three for all evidence, three that only add to it."""
    of_clitics = [
        _ROW_OF_CONJUNCTION[cuts.proclitic],
        _ROW_OF_PREPOSITION[cuts.proclitic],
        _ROW["pronoun", ""] + cuts.enclitic,
    ]
    front, back = cuts.proclitic > 0, cuts.enclitic > 0
    length = np.minimum(cuts.ends - cuts.starts, _LONGEST_STEM) - 2
    first, last = words.codes[cuts.starts].astype(np.int64), words.codes[cuts.ends - 1].astype(np.int64)
    return of_clitics, [
        _ROW["length", "-2-"] + length + (_LONGEST_STEM - 1) * (front + 2 * back),
        np.where(front, _ROW["first", LETTERS[0]] + first - 1, _ROW["none", ""]),
        np.where(back, _ROW["last", LETTERS[0]] + last - 1, _ROW["none", ""]),
    ]


_LONGEST_STEM = 7
#: What the rows of ``wordlists/segmentation.tsv`` stand for, in order: clitics, lengths of stems, their letters.
WEIGHT_ROWS = (
    *(("conjunction", letter) for letter in ("", "و", "ف")),
    *(("preposition", letter) for letter in ("", "ب", "ل", "ك", "س")),
    *(("pronoun", letters) for letters in ENCLITICS),
    *(("length", shape.format(n)) for shape in ("-{}-", "+{}-", "-{}+", "+{}+") for n in range(2, _LONGEST_STEM + 1)),
    *(("first", letter) for letter in LETTERS),
    *(("last", letter) for letter in LETTERS),
    ("none", ""),
)
_ROW = {row: i for i, row in enumerate(WEIGHT_ROWS)}
_ROW_OF_CONJUNCTION = np.array([_ROW["conjunction", letters.rstrip("بلكس")] for letters in PROCLITICS])
_ROW_OF_PREPOSITION = np.array([_ROW["preposition", letters.lstrip("وف")] for letters in PROCLITICS])


@cache
def _weights() -> npt.NDArray[np.float32]:
    table = np.zeros((len(WEIGHT_ROWS), len(EVIDENCE)), dtype=np.float32)
    for row in read_table("segmentation.tsv"):
        table[_ROW[row["kind"], row["of"]]] = [float(row[name] or 0) for name in EVIDENCE]
    return table
