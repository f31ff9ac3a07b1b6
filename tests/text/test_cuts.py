import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import LETTERS

from toolkit.text.cuts import (
    ENCLITICS,
    EVIDENCE,
    PROCLITICS,
    WEIGHT_ROWS,
    best_cuts,
    possible_cuts,
    scores,
    weight_rows,
)
from toolkit.text.word_hashes import WordHashes
from toolkit.text.wordlists import read_table

words = st.lists(st.text(LETTERS, min_size=2, max_size=9), max_size=6)


@given(words)
def test_every_possible_cut_is_made_of_clitics_and_a_stem(of):
    hashed = WordHashes(of)
    cuts = possible_cuts(hashed)
    for i, word in enumerate(cuts.word.tolist()):
        begin, end = cuts.starts[i] - hashed.starts[word], cuts.ends[i] - hashed.starts[word]
        spelled = PROCLITICS[cuts.proclitic[i]] + of[word][begin:end] + ENCLITICS[cuts.enclitic[i]]
        assert WordHashes([spelled]).whole == WordHashes([of[word]]).whole
        assert end - begin >= 2
    assert np.isfinite(cuts.evidence).all()


@given(words)
def test_the_best_cut_is_the_one_with_the_highest_score_and_does_not_depend_on_its_company(of):
    hashed = WordHashes(of)
    cuts = possible_cuts(hashed)
    score = scores(hashed, cuts)
    best = best_cuts(of)
    for word in range(len(of)):
        mine = np.flatnonzero(cuts.word == word)
        if len(mine):
            top = mine[np.argmax(score[mine])]
            assert (best.proclitic[word], best.enclitic[word]) == (cuts.proclitic[top], cuts.enclitic[top])
        alone = best_cuts([of[word]])
        assert (alone.proclitic[0], alone.enclitic[0]) == (best.proclitic[word], best.enclitic[word])


def test_scores_are_the_weights_of_the_table_times_the_evidence():
    hashed = WordHashes(["وللبوكمال"])
    cuts = possible_cuts(hashed)
    rows = {(row["kind"], row["of"]): row for row in read_table("segmentation.tsv")}
    by_clitics, by_letters = weight_rows(hashed, cuts)
    for i, score in enumerate(scores(hashed, cuts)):
        names = [WEIGHT_ROWS[row[i]] for row in by_clitics]
        expected = sum(
            float(rows[name][kind] or 0) * value
            for name in names
            for kind, value in zip(EVIDENCE, cuts.evidence[i], strict=True)
        )
        expected += sum(float(rows[WEIGHT_ROWS[row[i]]]["cut"] or 0) for row in by_letters)
        assert np.isclose(score, expected, atol=1e-4)


def test_the_table_has_a_row_for_each_kind_of_cut():
    assert [(row["kind"], row["of"]) for row in read_table("segmentation.tsv")] == list(WEIGHT_ROWS)
