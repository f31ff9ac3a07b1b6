"""Learn the weights that decide what is a name.

Usage: learn_entities.py ANERCORP_TRAIN.txt [OTHER.txt,OTHER.txt …] [--letters] [--write]

Learns on the first four fifths of the sentences and prints how many names of the
last fifth, and of the other files, are found with exact span and kind; with
--write the weights learnt on all sentences go into the package. Those in it were
learnt on the training part of ANERcorp (CC BY-SA; CAMeL Lab's split); no weight
names a word. python-crfsuite does the learning. With --letters the table of pairs
of letters is counted first, in the toolkit's own lists of names and in wordfreq's
list of words.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pycrfsuite

import toolkit as tk
import toolkit.text.wordlists
from toolkit.mentions.candidates import find_candidates
from toolkit.mentions.chain import KINDS, LABELS, Weights, label_words, make_weights, template_name
from toolkit.mentions.evidence import TEMPLATES, TokenEvidence, make_row
from toolkit.mentions.gazetteer import shipped_gazetteer
from toolkit.mentions.words import Words
from toolkit.text.arabic import fold
from toolkit.text.lexicon import bins
from toolkit.text.word_hashes import LETTERS, WordHashes
from toolkit.text.wordlists import gazetteer_rows, read_table, read_words

FOLDER = Path(toolkit.text.wordlists.__file__).parent / "wordlists"
TABLE = FOLDER / "names.tsv"
_KIND = {"LOC": "place", "GPE": "place", "PERS": "person", "PER": "person", "ORG": "organisation"}
#: L1 and L2 penalty, rounds, and how often an evidence must be seen. The strong L1 is what travels to other texts.
SETTINGS = {"c1": 2.0, "c2": 0.05, "max_iterations": 100, "feature.minfreq": 5}
#: Smaller weights are left out of the table.
_LEAST = 0.02

Sentence = list[tuple[str, str, str | None]]


#: Arab states: names of their towns are made of Arabic words.
_ARAB = frozenset(
    [
        "SY",
        "IQ",
        "LB",
        "JO",
        "PS",
        "SA",
        "KW",
        "AE",
        "QA",
        "BH",
        "OM",
        "YE",
        "EG",
        "SD",
        "LY",
        "TN",
        "DZ",
        "MA",
        "MR",
        "SO",
        "DJ",
        "KM",
        "IL",
    ]
)
_ORDER = " " + LETTERS
#: So many pairs are added to those counted, as common as the second letter is.
_SMOOTHING = 20


def count_letters() -> None:
    """Keep how much oftener each pair of letters stands in names, mostly from abroad, than in common words."""
    names = [
        part
        for row in gazetteer_rows()
        if row["kind"] == "place" and row["country"] and row["country"] not in _ARAB
        for name in (row["name"], *row["aliases"].split("|"))
        for part in name.split()
        if len(part) > 2 and not part.startswith("ال")
    ]
    names += [word for word in read_words("surnames.txt") if not word.startswith("ال") and len(word) > 3]
    names += [row["name"] for row in read_table("given_names.tsv") if row["sure"] == "yes" and len(row["name"]) > 3]
    common = [word for words in bins() for word in words][:60_000]
    common = [word.removeprefix("ال") for word in common if len(word) > 1 and WordHashes([word]).is_arabic[0]]
    in_names, in_words = _pairs(list(dict.fromkeys(names))), _pairs(common)
    share = (in_words + _SMOOTHING * in_words.sum(0) / in_words.sum()) / (in_words.sum(1, keepdims=True) + _SMOOTHING)
    of_names = (in_names + _SMOOTHING * share) / (in_names.sum(1, keepdims=True) + _SMOOTHING)
    lines = ["first\tsecond\tweight"]
    for i, first in enumerate(_ORDER):
        for j, second in enumerate(_ORDER):
            if in_names[i, j] + in_words[i, j] and abs(weight := np.log(of_names[i, j] / share[i, j])) >= 0.05:
                lines.append(f"{first.strip()}\t{second.strip()}\t{weight:.1f}")
    (FOLDER / "name_letters.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pairs(words: list[str]) -> np.ndarray:
    counts = np.zeros((len(_ORDER), len(_ORDER)))
    for word in words:
        folded = fold(word)
        for first, second in zip(" " + folded, folded + " ", strict=True):
            if first in _ORDER and second in _ORDER:
                counts[_ORDER.index(first), _ORDER.index(second)] += 1
    return counts


def sentences_of(path: str) -> Iterator[Sentence]:
    """Yield word, B, I or O, and kind."""
    sentence: Sentence = []
    for line in [*Path(path).read_text(encoding="utf-8", errors="replace").splitlines(), ""]:
        cell = line.split()
        if len(cell) >= 2:
            part, _, kind = cell[-1].partition("-")
            sentence.append((cell[0], part if kind in _KIND else "O", _KIND.get(kind)))
        elif sentence:
            yield sentence
            sentence = []


class Marked:
    """Sentences as an index, with what speaks for names in them, and the label of each of its words."""

    def __init__(self, sentences: list[Sentence]) -> None:
        texts = [" ".join(word for word, *_ in sentence) for sentence in sentences]
        self.tokens = tk.tokenize(tk.as_articles(texts))
        self.words = Words(self.tokens)
        gazetteer = shipped_gazetteer()
        self.candidates = find_candidates(self.words, gazetteer)
        self.evidence = TokenEvidence(self.words, gazetteer, self.candidates)
        self.labels = self._labels(sentences)

    def _labels(self, sentences: list[Sentence]) -> np.ndarray:
        spans = self.tokens.spans()
        labels = np.zeros(len(self.words), dtype=np.int8)
        bounds = self.tokens.article_bounds
        for number, sentence in enumerate(sentences):
            starts = np.cumsum([0, *(len(word) + 1 for word, *_ in sentence)])
            here = slice(bounds[number], bounds[number + 1])
            of = np.searchsorted(starts, spans["start"].to_numpy()[here], side="right") - 1
            before = None
            for place, gold in zip(range(here.start, here.stop), of.tolist(), strict=True):
                _, part, kind = sentence[gold]
                if kind:
                    begins = (part == "B" and gold != before) or not labels[place - 1] or place == here.start
                    begins = begins or LABELS[labels[place - 1]][2:] != kind
                    labels[place] = LABELS.index(("B-" if begins else "I-") + kind)
                before = gold
        return labels

    def rows(self, first: int, last: int) -> Iterator[tuple[list[list[str]], list[str]]]:
        """Yield the evidence of each word of a sentence by name, and its label."""
        bounds = self.tokens.sentence_bounds
        article = self.words.articles
        row = make_row(self.words.ids, bounds)
        columns = []
        for template in TEMPLATES:
            codes, size = np.zeros(len(row.place), dtype=np.int64), 1
            names = [""]
            for name, distance in template:
                values = self.evidence.values(name)
                codes = codes * len(values) + self._spread(name, row)[row.place + distance]
                names = [f"{left} & {value}" if left else value for left in names for value in values]
                size *= len(values)
            head = template_name(template)
            used = {code: f"{head}\t{names[code]}" for code in np.unique(codes).tolist()}
            columns.append([used[code] for code in codes.tolist()])
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            if first <= article[begin] < last:
                items = [[column[i] for column in columns] for i in range(begin, end)]
                yield items, [LABELS[label] for label in self.labels[begin:end]]

    def _spread(self, name: str, row: object) -> np.ndarray:
        if name in self.evidence.of_words:
            return np.append(self.evidence.of_words[name].codes, 0)[row.words]
        spread = np.zeros(len(row.words), dtype=np.int64)
        spread[row.place] = self.evidence.of_places[name].codes
        return spread


def learn(marked: Marked, first: int, last: int) -> list[dict[str, str]]:
    """Return the weights learnt on some of the sentences, as rows of the table."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({**SETTINGS, "feature.possible_transitions": True})
    for items, labels in marked.rows(first, last):
        trainer.append([pycrfsuite.ItemSequence([dict.fromkeys(item, 1.0) for item in items])][0], labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder, "names.crfsuite"))
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        known = tagger.info()
    table: dict[tuple[str, str], dict[str, str]] = {}
    for (before, label), weight in known.transitions.items():
        table.setdefault(("step from", before), {})[label] = f"{weight:.2f}"
    for (name, label), weight in known.state_features.items():
        if abs(weight) >= _LEAST:
            evidence, _, value = name.partition("\t")
            table.setdefault((evidence, value), {})[label] = f"{weight:.2f}"
    empty = dict.fromkeys(LABELS, "")
    return [{"evidence": key[0], "value": key[1], **empty, **row} for key, row in sorted(table.items())]


def write(rows: list[dict[str, str]]) -> None:
    """Keep the weights as a table."""
    lines = ["\t".join(("evidence", "value", *LABELS))]
    lines += ["\t".join((row["evidence"], row["value"], *(row[label] for label in LABELS))) for row in rows]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def names(labels: np.ndarray) -> set[tuple[int, int, str]]:
    """First word, last word and kind of every name."""
    found, start = set(), None
    for i, label in enumerate([*(LABELS[label] for label in labels), "O"]):
        if start is not None and not label.startswith("I"):
            found.add((start, i, LABELS[labels[start]][2:]))
            start = None
        if label.startswith("B"):
            start = i
    return found


def judge(marked: Marked, weights: Weights, first: int = 0) -> str:
    """F1 of each kind and of all, with precision and recall of all."""
    begin = int(marked.tokens.article_bounds[first])
    right = names(np.where(np.arange(len(marked.labels)) < begin, 0, marked.labels))
    got = names(np.where(np.arange(len(marked.labels)) < begin, 0, label_words(marked.evidence, weights)))
    line = []
    for kinds in (*((kind,) for kind in KINDS), KINDS):
        counts = Counter(
            hit
            for names_, hit in ((right, "gold"), (got, "got"), (right & got, "hit"))
            for n in names_
            if n[2] in kinds
        )
        p, r = counts["hit"] / max(1, counts["got"]), counts["hit"] / max(1, counts["gold"])
        name = "all" if len(kinds) > 1 else kinds[0]
        line.append(f"{name} {200 * p * r / max(p + r, 1e-9):.1f} ({100 * p:.0f}/{100 * r:.0f})")
    return ", ".join(line)


if __name__ == "__main__":
    files = [name for name in sys.argv[1:] if not name.startswith("--")]
    begun = time.process_time()
    if "--letters" in sys.argv:
        count_letters()
    sentences = list(sentences_of(files[0]))
    marked = Marked(sentences)
    cut = len(sentences) * 4 // 5
    rows = learn(marked, 0, cut)
    weights = make_weights(iter(rows))
    print(f"{len(rows):,} rows of weights, {time.process_time() - begun:.0f} cpu s")
    print("last fifth:", judge(marked, weights, cut))
    for group in files[1:]:
        some = [s for name in group.split(",") for s in sentences_of(name)]
        print(group[:60], judge(Marked(some), weights))
    if "--write" in sys.argv:
        write(learn(marked, 0, len(sentences)))
