import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.corpus.terms import count_terms
from toolkit.text.stopwords import is_stop_key


@given(articles(), st.integers(2, 4))
def test_runs_are_those_of_a_plain_reading(table, length):
    tokens = tk.tokenize(tk.as_articles(table))
    keys, ids = tokens.vocabulary("term"), tokens.ids("term")
    expected = Counter()
    for begin, end in zip(tokens.sentence_bounds[:-1], tokens.sentence_bounds[1:], strict=True):
        said = [keys[i] for i in ids[begin:end]]
        for i in range(len(said) - length + 1):
            run = said[i : i + length]
            words = all(any(map(str.isalpha, key)) and not re.search(r"@|://|^www\.", key) for key in run)
            if words and not is_stop_key(run[0]) and not is_stop_key(run[-1]):
                expected[" ".join(run)] += 1
    counted = count_terms(tokens, function="test", ngrams=length)
    assert dict(zip(counted.keys, counted.matrix.sum(axis=0).tolist(), strict=True)) == expected
    assert len(counted.terms) == len(counted.keys)


def test_a_run_is_shown_as_it_is_most_often_written_without_clitics_in_front():
    texts = ["مجلس الأمن والدفاع", "بمجلس الأمن والدفاع", "ومجلس أمن ودفاع"]
    counted = count_terms(tk.tokenize(texts), function="test", ngrams=3)
    assert counted.terms.tolist() == ["مجلس الأمن والدفاع"]
    assert counted.matrix.toarray().tolist() == [[1], [1], [1]]


def test_runs_do_not_cross_sentences_and_may_hold_stop_words_inside():
    tokens = tk.tokenize(["عودة النازحين إلى الرقة. مياه الفرات"])
    found = tk.term_frequencies(tokens, ngrams=3)
    assert found["term"].tolist() == ["النازحين إلى الرقة"]
    assert "الرقة مياه" not in tk.term_frequencies(tokens, ngrams=2)["term"].tolist()


def test_what_is_no_word_is_left_out_unless_asked_for():
    tokens = tk.tokenize(["لقاء 10:30 @someone https://t.example/a 😂 2017 a@b.example www.x.example CNN"])
    assert set(tk.term_frequencies(tokens)["term"]) == {"لقاء", "CNN"}
    assert len(tk.term_frequencies(tokens, words_only=False)) == 9


def test_lengths_of_runs_are_checked():
    with pytest.raises(tk.InvalidArgumentError, match="ngrams=0"):
        tk.term_frequencies(tk.tokenize(["خبر"]), ngrams=0)
