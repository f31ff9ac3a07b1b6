"""A tagger of names learnt on annotated text: a conditional random field, for those who have such text.

It is learnt on files in the style of CoNLL: a word and its label a line, an
empty line after each sentence. What is known of a word are its letters, its
clitics, how common it is, what the gazetteer says of it, and the same of its
neighbours. It needs the extra ``crf``.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from toolkit.errors import InvalidArgumentError, UnreadableInputError
from toolkit.mentions.gazetteer import Alias, shipped_gazetteer
from toolkit.mentions.models import Span, by_word, words_and_signs
from toolkit.text.arabic import BARE, FOLDED, fold
from toolkit.text.lexicon import zipf
from toolkit.text.segment import analyse_words, segment_many

#: How a file of the tagger begins.
_MAGIC = b"lCRF"
_Paths = str | PathLike[str] | Iterable[str | PathLike[str]]
_LABEL = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
#: Steps to the words around one that are looked at.
_NEIGHBOURS = (-2, -1, 1, 2)
_Sentence = list[tuple[str, str]]


@dataclass(frozen=True)
class NameTagger:
    """A learnt tagger: ``texts -> [[(start, end, label), …], …]``, for ``find_entities(articles, model=…)``.

    Made by `train_ner` or `open_ner`.
    """

    weights: bytes = field(repr=False)

    def __call__(self, texts: list[str]) -> list[list[Span]]:
        """Find the names of many texts."""
        return [list(found) for found in by_word(self._labels)(texts)]

    def save(self, path: str | PathLike[str]) -> None:
        """Write the tagger to a file, which `open_ner` reads."""
        Path(path).write_bytes(self.weights)

    def _labels(self, sentences: list[list[str]]) -> list[list[str]]:
        return [self._tagger.tag(known) for known in _evidence(sentences)]

    @cached_property
    def _tagger(self) -> Any:
        tagger = _pycrfsuite("open_ner").Tagger()
        tagger.open_inmemory(self.weights)
        return tagger


def train_ner(paths: _Paths, *, l1: float = 1.0, l2: float = 0.05, rounds: int = 100, min_n: int = 1) -> NameTagger:
    r"""Learn to find names from annotated text.

    Parameters
    ----------
    paths
        One file or several in the style of CoNLL, UTF-8: a word a line, its
        label in the last column (B-LOC, I-LOC, O, or another of the usual
        schemes), an empty line after each sentence.
    l1, l2
        How strongly weights are held down. A higher ``l1`` leaves fewer of
        them: it learns less of these texts by heart, and travels better.
    rounds
        How many rounds of learning at most.
    min_n
        Leave out what is known of fewer words.

    Returns
    -------
    NameTagger
        A model for ``find_entities(articles, model=…)``. Its ``save(path)``
        writes a file that `open_ner` reads.

    Raises
    ------
    UnreadableInputError
        If python-crfsuite is not installed, or a file holds no labelled name.
    InvalidArgumentError
        If a number is out of range.

    Notes
    -----
    A linear-chain conditional random field (Lafferty et al. 2001), learnt by
    L-BFGS with CRFsuite. Equal files give equal taggers.

    Examples
    --------
    >>> import toolkit as tk
    >>> folder = Path(tempfile.mkdtemp())
    >>> lines = ["وصل O", "سعيد B-PER", "إلى O", "دير B-LOC", "الزور I-LOC", ""] * 5
    >>> _ = (folder / "names.txt").write_text("\n".join(lines), encoding="utf-8")
    >>> tagger = tk.train_ner(folder / "names.txt", l1=0)
    >>> tk.find_entities(["عاد سعيد إلى دير الزور"], model=tagger)[["mention", "kind"]].to_numpy().tolist()
    [['سعيد', 'person'], ['دير الزور', 'place']]
    """
    if min(l1, l2) < 0 or rounds < 1 or min_n < 1:
        raise InvalidArgumentError(
            f"train_ner() needs l1 and l2 from 0 on, rounds and min_n from 1 on; it got l1={l1!r}, l2={l2!r}, "
            f"rounds={rounds!r}, min_n={min_n!r}.\nTry: train_ner(path, l1=1.0, l2=0.05, rounds=100, min_n=1)"
        )
    trainer = _pycrfsuite("train_ner").Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": rounds, "feature.minfreq": min_n})
    listed = [paths] if isinstance(paths, str | PathLike) else list(paths)
    sentences = [sentence for path in listed for sentence in _labelled_sentences(Path(path))]
    for known, sentence in zip(_evidence([[word for word, _ in s] for s in sentences]), sentences, strict=True):
        trainer.append(known, [label for _, label in sentence])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(str(Path(folder) / "tagger"))
        return NameTagger((Path(folder) / "tagger").read_bytes())


def open_ner(path: str | PathLike[str]) -> NameTagger:
    """Open a tagger that was kept with ``save()``.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    NameTagger

    Raises
    ------
    UnreadableInputError
        If the file is not there, is no tagger, or python-crfsuite is not installed.

    Examples
    --------
    >>> import toolkit as tk
    >>> tk.open_ner("nothing.here")
    Traceback (most recent call last):
    ...
    toolkit.errors.UnreadableInputError: open_ner() cannot read nothing.here: No such file or directory.
    It takes a file that train_ner(…).save(path) wrote.
    """
    weights, why = b"", "it is no tagger"
    try:
        weights = Path(path).read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
    if not weights.startswith(_MAGIC):
        raise UnreadableInputError(
            f"open_ner() cannot read {path}: {why}.\nIt takes a file that train_ner(…).save(path) wrote."
        )
    _pycrfsuite("open_ner")
    return NameTagger(weights)


def _pycrfsuite(function: str) -> Any:
    try:
        import pycrfsuite
    except ImportError as error:
        raise UnreadableInputError(
            f"{function}() needs the package python-crfsuite, which is not installed.\n"
            'Try: pip install "arabic-news-toolkit[crf]"'
        ) from error
    return pycrfsuite


# --- annotated files -------------------------------------------------------------------------------------------------


def _labelled_sentences(path: Path) -> list[_Sentence]:
    """The sentences of a file: words, signs apart, with their labels."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UnreadableInputError(f"train_ner() cannot read {path}: {why}.") from error
    sentences: list[_Sentence] = [[]]
    for number, line in enumerate(lines, start=1):
        cells = line.split()
        if len(cells) < 2:
            sentences.append([])
        elif not _LABEL.fullmatch(cells[-1]):
            raise UnreadableInputError(
                f"train_ner() finds no label at the end of line {number} of {path}.\nIt needs a word and its label a "
                f"line (B-LOC, I-LOC, O), and an empty line after each sentence.\nTry: دمشق B-LOC\n{cells[-1][:80]}"
            )
        elif not cells[0].startswith("-DOCSTART-"):
            sentences[-1] += _apart(cells[0], cells[-1])
    if not any(label != "O" for sentence in sentences for _, label in sentence):
        raise UnreadableInputError(
            f"train_ner() found no name in {path}.\nIt needs a word and its label a line, and an empty line after "
            "each sentence.\nTry: دمشق B-LOC"
        )
    return [sentence for sentence in sentences if sentence]


def _apart(word: str, label: str) -> _Sentence:
    """A word of a file as the words and signs that a text would be read as."""
    pieces = words_and_signs(word)
    inside = "I" + label[1:] if label.startswith("B-") else label
    return [(piece, inside if i else label) for i, piece in enumerate(pieces)]


# --- what is known of a word -----------------------------------------------------------------------------------------


def _evidence(sentences: list[list[str]]) -> Iterator[list[list[str]]]:
    """What is known of each word of each sentence."""
    distinct = list(dict.fromkeys(word for sentence in sentences for word in sentence))
    bare = BARE.apply_to_all(distinct)
    forms = FOLDED.apply_to_all(analyse_words(bare).forms)
    own = {
        word: _of_word(word, fold(form), "".join(pieces[:-1]))
        for word, form, pieces in zip(distinct, forms, segment_many(bare), strict=True)
    }
    form_of = dict(zip(distinct, forms, strict=True))
    for sentence in sentences:
        words = [own[word] for word in sentence]
        listed = _listed([form_of[word] for word in sentence], [fold(word) for word in sentence])
        yield [
            [
                *words[i].here,
                f"listed={listed[i]}",
                *(f"{step}:{one}" for step in _NEIGHBOURS for one in _seen_from(i + step, step, words, listed)),
            ]
            for i in range(len(words))
        ]


def _seen_from(at: int, step: int, words: list[_Known], listed: list[str]) -> list[str]:
    """What a word is told of a neighbour: all of the next one, of the one after it the form alone."""
    if not 0 <= at < len(words):
        return ["none"]
    return [*(words[at].beside if abs(step) == 1 else words[at].beside[:1]), f"listed={listed[at]}"]


@dataclass(frozen=True)
class _Known:
    """What a word says of itself, and of its neighbours."""

    here: list[str]
    beside: list[str]


def _of_word(word: str, form: str, clitics: str) -> _Known:
    stem = form.removeprefix("ال")
    kind = "9" if word[0].isdigit() else "sign" if not word[0].isalpha() else "latin" if word[0].isascii() else "word"
    kind = "definite" if stem != form else kind
    common = f"{round(2 * max(zipf(form), zipf(stem))) / 2:g}"
    beside = [f"form={form}", f"clitics={clitics}", f"kind={kind}", f"ends={stem[-2:]}", f"common={common}"]
    ends = [f"begins={stem[:n]}" for n in (2, 3)] + [f"ends={stem[-n:]}" for n in (1, 3)]
    ends += [f"has={stem[n : n + 3]}" for n in range(len(stem) - 2)]
    return _Known([*beside, *ends, f"word={fold(word)}", f"length={min(len(stem), 9)}", f"{kind}|{common}"], beside)


def _listed(forms: list[str], folded: list[str]) -> list[str]:
    """What the gazetteer says of each word: the kind of the longest name that it begins (B) or goes on (I), or O."""
    found = ["O"] * len(forms)
    at = 0
    while at < len(forms):
        for alias in _names_by_first_word().get(forms[at], ()):
            n = len(alias.words)
            if list(alias.words[1:]) == folded[at + 1 : at + n]:
                sure = "" if n > 1 or not alias.entry.needs_trigger else "?"
                found[at : at + n] = [f"B{alias.entry.kind}{sure}", *[f"I{alias.entry.kind}"] * (n - 1)]
                at += n - 1
                break
        at += 1
    return found


@cache
def _names_by_first_word() -> dict[str, list[Alias]]:
    """The names of the gazetteer by their first word, the longest first."""
    found: dict[str, list[Alias]] = defaultdict(list)
    for alias in sorted(shipped_gazetteer().aliases, key=lambda alias: -len(alias.words)):
        found[alias.words[0]].append(alias)
    return found
