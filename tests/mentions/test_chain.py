import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from toolkit.mentions.candidates import find_candidates
from toolkit.mentions.chain import LABELS, _best_chains, label_words, shipped_weights, template_name
from toolkit.mentions.evidence import TEMPLATES, TokenEvidence
from toolkit.mentions.gazetteer import shipped_gazetteer
from toolkit.mentions.words import Words
from toolkit.text.wordlists import read_table

MAY_NOT_BEGIN = np.array([-1e4 if label.startswith("I") else 0 for label in LABELS])


def evidence_of(texts: list[str]) -> TokenEvidence:
    words = Words(tk.tokenize(texts))
    return TokenEvidence(words, shipped_gazetteer(), find_candidates(words, shipped_gazetteer()))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_the_best_chain_is_the_best_of_all_chains(lengths, seed):
    scores = np.random.default_rng(seed).normal(size=(sum(lengths), len(LABELS))).astype(np.float32) * 3
    steps = shipped_weights().steps
    found = _best_chains(scores, np.array(lengths), steps)
    begin = 0
    for length in lengths:
        here = scores[begin : begin + length]

        def worth(chain, here=here):
            total = MAY_NOT_BEGIN[chain[0]] + sum(here[i, label] for i, label in enumerate(chain))
            return total + sum(steps[a, b] for a, b in itertools.pairwise(chain))

        best = max(itertools.product(range(len(LABELS)), repeat=length), key=worth)
        assert np.isclose(worth(best), worth(found[begin : begin + length].tolist()), atol=1e-3)
        begin += length


def test_scores_are_the_sums_of_the_weights_in_the_table():
    evidence = evidence_of(["قال وزير الخارجية العراقي فؤاد حسين إن بغداد ترفض", "«داعش» في الموصل"])
    bounds, ids = evidence.words.tokens.sentence_bounds, evidence.words.ids
    weights = shipped_weights()

    def value(name: str, place: int, first: int, last: int) -> str:
        if not first <= place < last:
            return "edge"
        found = evidence.of_words.get(name)
        code = found.codes[ids[place]] if found else evidence.of_places[name].codes[place]
        return (found or evidence.of_places[name]).values[code]

    expected = np.zeros((len(ids), len(LABELS)))
    for first, last in itertools.pairwise(bounds.tolist()):
        for place in range(first, last):
            for template in TEMPLATES:
                read = " & ".join(value(name, place + step, first, last) for name, step in template)
                expected[place] += weights.rows.get(template_name(template), {}).get(read, 0)
    labels = _best_chains(expected.astype(np.float32), np.diff(bounds), weights.steps)
    assert labels.tolist() == label_words(evidence, weights).tolist()
    assert len(set(labels.tolist())) > 3


def test_no_weight_names_a_word():
    """Letters at the edges of words are the longest pieces of text that have weights."""
    arabic = {"first", "first two", "last", "last two", "clitic"}
    for row in read_table("names.tsv"):
        for name, value in zip(row["evidence"].split(" & "), row["value"].split(" & "), strict=True):
            if any("\u0621" <= letter <= "\u064a" for letter in value):
                assert name.rstrip(" +-0123456789") in arabic
                assert len(value) <= 3


def test_cutting_a_corpus_into_blocks_changes_nothing(monkeypatch):
    texts = ["قال الرئيس بشار الأسد في دمشق", "وصل إلى القائم", "", "أعلن حزب الله ذلك"] * 5
    whole = label_words(evidence_of(texts), shipped_weights())
    monkeypatch.setattr("toolkit.mentions.chain._BLOCK", 7)
    assert label_words(evidence_of(texts), shipped_weights()).tolist() == whole.tolist()
