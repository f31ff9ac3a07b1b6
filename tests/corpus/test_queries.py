from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.corpus.queries import find, resolve


@given(articles(), st.sampled_from(["surface", "word", "term"]), st.integers(1, 3), st.data())
def test_every_run_of_entries_is_found_where_it_stands_inside_one_field(table, level, length, data):
    tokens = tk.tokenize(tk.as_articles(table))
    ids, bounds = tokens.ids(level).tolist(), tokens.segment_bounds.tolist()
    runs = [(i, tuple(ids[i : i + length])) for a, b in pairwise(bounds) for i in range(a, b - length + 1)]
    wanted = data.draw(st.sampled_from([run for _, run in runs])) if runs else (0,) * length
    assert find(tokens, list(wanted), level).tolist() == [i for i, run in runs if run == wanted]


@given(articles())
def test_a_term_as_it_is_shown_means_that_term(table):
    tokens = tk.tokenize(tk.as_articles(table))
    for i, form in enumerate(tokens.shown_forms()):
        assert resolve(form, tokens, "term", function="concordance") == [i]


def test_a_word_that_the_corpus_lacks_is_found_nowhere():
    tokens = tk.tokenize(["ماء وخبز"])
    asked = resolve("ماء الرقة", tokens, "term", function="concordance")
    assert asked == [0, -1]
    assert find(tokens, asked, "term").tolist() == []


@pytest.mark.parametrize("bad", ["", "؟!", None, 3])
def test_what_holds_no_word_is_refused_in_the_name_of_who_asks(bad):
    with pytest.raises(tk.InvalidArgumentError, match=r"collocations\(\) needs a word"):
        resolve(bad, tk.tokenize(["ماء"]), "term", function="collocations")
