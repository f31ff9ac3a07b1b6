import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import arabic_text

from toolkit.text.word_hashes import LETTERS, WordHashes, code_of, hash_word, joined, letter_hash

words = st.text(LETTERS, min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=8), st.data())
def test_a_part_has_the_hash_of_the_word_it_spells(of, data):
    hashed = WordHashes(of)
    which = data.draw(st.integers(0, len(of) - 1))
    begin = data.draw(st.integers(0, len(of[which]) - 1))
    end = data.draw(st.integers(begin + 1, len(of[which])))
    at = hashed.starts[which]
    part = hashed.part(np.array([at + begin]), np.array([at + end]))
    assert int(part[0]) == hash_word(of[which][begin:end])


@given(words, words)
def test_parts_join(first, second):
    hashed = WordHashes([first, second, first + second])
    assert joined(hashed.whole[:1], len(first), hashed.whole[1:2])[0] == hashed.whole[2]
    assert joined(hashed.whole[:1], len(first), np.array([letter_hash("ة")]))[0] == hash_word(first + "ة")


@given(st.sets(words, max_size=50))
def test_different_words_have_different_hashes(of):
    assert len({hash_word(word) for word in of}) == len(of)


@given(st.lists(arabic_text(3), max_size=5))
def test_only_words_of_arabic_letters_are_arabic(of):
    expected = [2 <= len(word) <= 30 and all(letter in LETTERS + "أإآٱ" for letter in word) for word in of]
    assert WordHashes(of).is_arabic.tolist() == expected


def test_letters_and_affixes_are_known():
    hashed = WordHashes(["المدن", "مدن"])
    assert hashed.begin_with("ال").tolist() == [True, False]
    assert hashed.end_with("دن").tolist() == [True, True]
    assert not hashed.end_with("مدن")[1], "nothing would be left"
    assert code_of("أ") == code_of("ا") > 0 == code_of("x")
    assert len(WordHashes([]).whole) == 0
