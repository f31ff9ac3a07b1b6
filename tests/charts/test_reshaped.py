"""Labels shaped by somebody else: recognised, their order told, their letters and brackets put back."""

from __future__ import annotations

import pytest
from arabic_reshaper import ArabicReshaper
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from toolkit.charts.reshaped import in_letters, is_in_drawing_order, is_reshaped, with_brackets_turned

RESHAPER = ArabicReshaper({"delete_harakat": False})
WORDS = st.text(st.sampled_from("ابتجدرسصعفقكلمنهوي"), min_size=2, max_size=10)


@given(WORDS)
def test_letters_come_back(word):
    shaped = RESHAPER.reshape(word)
    assert is_reshaped(shaped)
    assert not is_reshaped(word)
    assert in_letters(shaped) == word


# The first letter joins the second; a lone lam-alef is one shape and looks the same from either side.
JOINED = st.from_regex("[بتجسصعفقكلمنهي][بتجدرسصعفقكلمنهوي]{1,9}", fullmatch=True)


@given(st.lists(JOINED, min_size=1, max_size=4))
def test_the_order_is_told_where_letters_join(words):
    line = RESHAPER.reshape(" ".join(words))
    assert not is_in_drawing_order(line)
    assert is_in_drawing_order(line[::-1])


@pytest.mark.parametrize("line", ["سوريا", "ISIS (2017)", "", "٢٠٪", "«داعش»"])
def test_plain_text_is_not_taken_for_shaped(line):
    assert not is_reshaped(line)
    assert not is_in_drawing_order(line)


@pytest.mark.parametrize(
    ("drawn", "turned"),
    [
        (")ب(", "(ب)"),
        ("»ب« ت", "«ب» ت"),
        (")2017( ب", "(2017) ب"),
        (".»ب", ".«ب"),
        ("ب(", "ب)"),
        ("]ب[)ت(", "[ب](ت)"),
        ("(ب)", "(ب)"),
        ("f(x) )ب(", "f(x) (ب)"),
        ("( ب", "( ب"),
        ("5 < 7 ب", "5 < 7 ب"),
        ("", ""),
    ],
)
def test_a_bracket_embraces_the_word_beside_it(drawn, turned):
    assert with_brackets_turned(drawn) == turned


@given(st.text(st.sampled_from("ab ﺏﺕ12.,()[]«»‹›")))
def test_turning_brackets_twice_is_turning_them_once(line):
    once = with_brackets_turned(line)
    assert with_brackets_turned(once) == once
    assert len(once) == len(line)


def test_the_get_display_of_today_leaves_brackets_as_typed():
    """If this fails, python-bidi mirrors brackets again, and with_brackets_turned() has less to do."""
    assert get_display("(ب)") == ")ب("
