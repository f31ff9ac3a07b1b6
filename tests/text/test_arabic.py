import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import arabic_text

from toolkit.text.arabic import BARE, FOLDED, INVISIBLE, MARKS, Normalization, bare, fold, has_arabic

SWITCHES = list(Normalization.__dataclass_fields__)


@given(st.text(), st.fixed_dictionaries({name: st.booleans() for name in SWITCHES}))
def test_normalising_twice_is_normalising_once(text, switches):
    normalization = Normalization(**switches)
    once = normalization.apply(text)
    assert normalization.apply(once) == once


@given(arabic_text(), arabic_text())
def test_a_text_is_normalised_piece_by_piece(left, right):
    assert fold(left + right) == fold(left) + fold(right)


def test_nothing_switched_on_changes_nothing():
    nothing = Normalization(**dict.fromkeys(SWITCHES, False))
    text = "الأُمَـــم المتّحدة ٣٫٥ ﻻ ABC \u200f"
    assert nothing.apply(text) == text
    assert str(nothing) == "none"


@pytest.mark.parametrize(
    ("switch", "written", "read"),
    [
        ("marks", "مُحَمَّدٌ", "محمد"),
        ("tatweel", "داعـــش", "داعش"),
        ("invisible", "می\u200cخواهم", "میخواهم"),
        ("presentation_forms", "ﺩﺍﻋﺶ ﻻ", "داعش لا"),
        ("variants", "کتاب", "كتاب"),
        ("alef", "أإآٱ", "اااا"),
        ("ya", "مستشفى", "مستشفي"),
        ("ta_marbuta", "مدينة", "مدينه"),
        ("hamza", "مسؤول رئيس", "مسءول رءيس"),
        ("digits", "٣٤ ۵", "34 5"),
        ("case", "ISIS", "isis"),
    ],
)
def test_each_switch_does_its_own_work_and_no_other(switch, written, read):
    off = dict.fromkeys(SWITCHES, False)
    assert Normalization(**off | {switch: True}).apply(written) == read
    assert Normalization(**off).apply(written) == written


def test_a_report_names_in_arabic_what_is_set_aside():
    shown = Normalization(hamza=True)._repr_html_()
    assert all(word in shown for word in ("الحركات", "كراسي الهمزة", 'dir="rtl"'))
    assert "كراسي" not in Normalization()._repr_html_()
    assert "لا شيء" in Normalization(**dict.fromkeys(SWITCHES, False))._repr_html_()


def test_bare_keeps_spelling_and_fold_does_not():
    assert bare("الأُولى") == "الأولى"
    assert fold("الأُولى") == "الاولي"


def test_marks_are_combining_and_invisible_signs_take_no_room():
    assert all(unicodedata.combining(mark) for mark in MARKS)
    assert all(unicodedata.category(sign) == "Cf" for sign in INVISIBLE)
    assert not set(MARKS) & set(INVISIBLE)


def test_an_honorific_sign_stays_one_sign():
    assert FOLDED.apply("ﷺ") == "ﷺ"
    assert BARE.apply("ﷲ") == "الله"


def test_has_arabic_asks_for_a_letter():
    yes = ["ع", "پ", "ﺩ", "ISIS في"]
    no = ["", "ISIS", "٢٠٪", "،", "\u064b", "\u0640"]
    assert [has_arabic(text) for text in itertools.chain(yes, no)] == [True] * len(yes) + [False] * len(no)


@given(st.lists(arabic_text(), max_size=4), st.sampled_from(["", "ﻻ", "\U0001f534", "\udc80"]))
def test_long_text_is_folded_as_short_text_is(parts, odd):
    text = " ".join([*parts, odd])
    repeated = (text + " ") * (10_000 // (len(text) + 1) + 1)
    for normalization in (Normalization(), Normalization(alef=False, case=False), BARE):
        assert normalization.apply(repeated) == "".join(
            normalization.apply(text + " ") for _ in range(len(repeated) // (len(text) + 1))
        )
