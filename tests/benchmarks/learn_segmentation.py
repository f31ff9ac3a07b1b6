"""Learn the weights of the cutting rule. Usage: learn_segmentation.py PUD.conllu [--write]

Prints how many words are cut rightly when each third of the sentences is cut
with weights learnt on the two others; with --write the weights learnt on all
go into the package. Those in it were learnt on the first
half of UD Arabic-PUD (CC BY-SA).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.optimize
import scipy.sparse

import toolkit.text.cuts
from toolkit.text.closed_class import closed_class
from toolkit.text.cuts import ENCLITICS, EVIDENCE, PROCLITICS, WEIGHT_ROWS, Cuts, possible_cuts, weight_rows
from toolkit.text.segment import segment_many
from toolkit.text.word_hashes import WordHashes

TABLE = Path(toolkit.text.cuts.__file__).parent / "wordlists/segmentation.tsv"
#: Ridge penalty on the weights: of 0.3, 0.7, 1.5 and 2.5 the one that cut most words rightly.
PENALTY = 0.7
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ARABIC = re.compile("[\u0621-\u064a]")


def gold_words(path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the sentence, and the pieces of each word that the treebank writes together."""
    for number, block in enumerate(Path(path).read_text(encoding="utf-8").split("\n\n")):
        pieces: list[str] = []
        for line in block.splitlines():
            cell = line.split("\t")
            if line.startswith("#") or not cell[0].isdigit():
                continue
            is_word = cell[3] not in ("PUNCT", "NUM") and _ARABIC.search(cell[1])
            pieces += [_MARKS.sub("", cell[1])] if is_word else []
            if pieces and (not is_word or "SpaceAfter=No" not in cell[9]):
                yield number, pieces
                pieces = []
        if pieces:
            yield number, pieces


def matrix_of(words: WordHashes, cuts: Cuts) -> scipy.sparse.csr_matrix:
    """One row a cut, one column a weight of the table."""
    full, added = weight_rows(words, cuts)
    n = len(EVIDENCE)
    columns = [row[:, None] * n + np.arange(n) for row in full] + [row[:, None] * n for row in added]
    values = [cuts.evidence] * len(full) + [np.ones((len(cuts.word), 1))] * len(added)
    column, value = np.concatenate(columns, axis=1), np.concatenate(values, axis=1)
    rows = np.arange(0, column.size + 1, column.shape[1])
    return scipy.sparse.csr_matrix((value.ravel(), column.ravel(), rows), shape=(len(column), len(WEIGHT_ROWS) * n))


def right_cuts(written: list[str], gold: list[list[str]], words: WordHashes, cuts: Cuts) -> np.ndarray:
    """Which cuts are those of the treebank."""
    begins = (cuts.starts - words.starts[cuts.word]).tolist()
    ends = (cuts.ends - words.starts[cuts.word]).tolist()
    clitics = zip(cuts.proclitic.tolist(), cuts.enclitic.tolist(), strict=True)
    return np.array(
        [
            [piece for piece in (*PROCLITICS[p], written[word][a:b], ENCLITICS[e]) if piece] == gold[word]
            for word, a, b, (p, e) in zip(cuts.word.tolist(), begins, ends, clitics, strict=True)
        ]
    )


def learn(matrix: scipy.sparse.csr_matrix, word: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Maximise the share of the right cut of each word in a softmax over its cuts."""
    kept = np.isin(word, word[right])
    matrix, word, right = matrix[kept], word[kept], right[kept]
    heads = np.flatnonzero(np.diff(word, prepend=-1))
    of = np.repeat(np.arange(len(heads)), np.diff(np.append(heads, len(word))))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = matrix @ weights
        share = np.exp(score - np.maximum.reduceat(score, heads)[of])
        share /= np.add.reduceat(share, heads)[of]
        cost = -np.log(share[right] + 1e-300).sum() + PENALTY * weights @ weights
        return cost, matrix.T @ (share - right) + 2 * PENALTY * weights

    return scipy.optimize.minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x


def use(weights: np.ndarray) -> None:
    """Let the toolkit cut with these weights, rounded as they are kept."""
    table = np.round(weights.reshape(len(WEIGHT_ROWS), len(EVIDENCE)), 2).astype(np.float32)
    toolkit.text.cuts._weights = lambda: table


def write() -> None:
    """Keep the weights in use as a table."""
    lines = ["\t".join(("kind", "of", *EVIDENCE))]
    for row, weights in zip(WEIGHT_ROWS, toolkit.text.cuts._weights(), strict=True):
        lines.append("\t".join((*row, *(f"{weight:.2f}" if weight else "" for weight in weights))))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sentence, gold = zip(*gold_words(sys.argv[1]), strict=True)
    written = ["".join(pieces) for pieces in gold]
    words = WordHashes(written)
    cuts = possible_cuts(words)
    matrix, right = matrix_of(words, cuts), right_cuts(written, gold, words, cuts)
    third = np.array(sentence) % 3
    is_right = np.zeros(len(gold), dtype=bool)
    for left_out in range(3):
        seen = third[cuts.word] != left_out
        use(learn(matrix[seen], cuts.word[seen], right[seen]))
        for i in np.flatnonzero(third == left_out):
            is_right[i] = segment_many([written[i]])[0] == gold[i]
    has_clitics = np.array([len(pieces) > 1 for pieces in gold])
    print(f"{len(gold):,} words, {len(closed_class()):,} forms cut by rule")
    print(
        f"cut rightly, by cross-validation: {is_right.mean():.2%}; "
        f"of those with clitics {is_right[has_clitics].mean():.2%}"
    )
    if "--write" in sys.argv:
        use(learn(matrix, cuts.word, right))
        write()
