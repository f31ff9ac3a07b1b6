import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LETTERS

import toolkit as tk
from toolkit.report.headings import VALUES


@given(st.text(LETTERS, min_size=1, max_size=10))
def test_what_is_explained_is_what_is_done(word):
    rows = tk.explain_term(word)
    taken = rows[rows["taken"]]
    assert taken["pieces"].tolist() == [" + ".join(tk.segment(word))]
    assert taken["key"].tolist() == tk.term_keys([word])
    assert (taken["why"] != "").all()
    assert set(rows.loc[~rows["taken"], ["form", "key", "why"]].to_numpy().ravel()) <= {""}


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("وفي", "stop word as spelt"),
        ("المدن", "table of plurals"),
        ("زخرف", "as it stands"),
        ("البوكمال", "name in the gazetteer"),
        ("قانون", "kept whole"),
        ("الأميركية", "table of spellings"),
        ("عراقيين", "ending of number or gender taken off"),
    ],
)
def test_the_reason_is_named(word, why):
    assert tk.explain_term(word)["why"].iloc[0] == why


def test_every_reason_has_its_arabic():
    known = set(VALUES["why"])
    words = ["وفي", "المدن", "زخرف", "البوكمال", "قانون", "الأميركية", "عراقيين", "بين"]
    assert {tk.explain_term(word)["why"].iloc[0] for word in words} <= known
