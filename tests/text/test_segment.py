import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LETTERS, arabic_text

from toolkit.text.arabic import bare
from toolkit.text.segment import analyse_words, segment, segment_many, term_keys
from toolkit.text.stopwords import is_stop_word
from toolkit.text.wordlists import plurals, stop_word_classes


@given(st.text(LETTERS, min_size=1, max_size=10))
def test_pieces_join_to_the_word(word):
    assert "".join(segment(word)) == bare(word)


@given(st.lists(st.one_of(st.text(LETTERS, max_size=8), arabic_text(3)), max_size=5))
def test_one_by_one_and_in_bulk_agree(words):
    assert segment_many(words) == [segment(word) for word in words]
    assert term_keys(words) == [term_keys([word])[0] for word in words]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("وللبوكمال", ["و", "ل", "لبوكمال"]),
        ("للولايات", ["ل", "لولايات"]),
        ("بشكل", ["ب", "شكل"]),
        ("بلد", ["بلد"]),
        ("والعراق", ["و", "العراق"]),
        ("سيطرتهم", ["سيطرت", "هم"]),
        ("وصل", ["وصل"]),
        ("فلسطين", ["فلسطين"]),
        ("بأن", ["ب", "أن"]),
        ("لهم", ["ل", "هم"]),
        ("منها", ["من", "ها"]),
        ("سيكون", ["س", "يكون"]),
        ("CNN", ["CNN"]),
        ("2017", ["2017"]),
    ],
)
def test_words_are_cut_where_a_reader_cuts_them(word, pieces):
    assert segment(word) == pieces


@pytest.mark.parametrize(
    "together",
    [
        ("البوكمال", "للبوكمال", "بالبوكمال", "وللبوكمال", "والبوكمال"),
        ("مدينة", "المدينة", "مدينتهم", "المدن", "بمدن", "المدينتين"),
        ("قوات", "القوات", "لقواتها"),
        ("عراقيون", "العراقيين", "عراقي"),
        ("سوريا", "بسوريا", "وسوريا"),
        ("التزام", "الالتزام", "بالتزام", "التزامهم"),
        ("ألمانيا", "المانيا", "وألمانيا"),
    ],
)
def test_forms_of_one_word_share_a_key(together):
    assert len(set(term_keys(together))) == 1


@pytest.mark.parametrize(
    "apart",
    [
        ("الله", "له"),
        ("العراق", "العراقية"),
        ("مدرس", "مدرسة"),
        ("لبنان", "لبن"),
        ("علي", "على", "علا"),
        ("2016", "cnn"),
    ],
)
def test_different_words_have_different_keys(apart):
    assert len(set(term_keys(apart))) == len(apart)


def test_the_form_shown_is_a_word_and_keeps_its_article():
    found = analyse_words(["للبوكمال", "مدينتهم", "وبالعراق", "مستشفاها"])
    assert found.forms == ["البوكمال", "مدينة", "العراق", "مستشفى"]


def test_a_very_long_word_is_counted_as_it_stands():
    word = "ه" * 100_000
    assert segment(word) == [word]


def test_stop_words_are_told_with_clitics_but_not_by_folding():
    stop = ["في", "وفي", "الى", "فإن", "بهذا", "وهو", "لهم", "قال", "وأضاف", "و"]
    content = ["الفرات", "قوات", "علي", "مدينة", "حكومة", "رئيس", "ماء", "بناء", "رأي", "إمام"]
    assert [word for word in stop if not is_stop_word(word)] == []
    assert [word for word in content if is_stop_word(word)] == []


def test_the_tables_do_not_contradict_each_other():
    assert not {under for under in plurals().values() if plurals().get(under, under) != under}
    assert all(word == bare(word) for word in (*plurals(), *stop_word_classes()))
