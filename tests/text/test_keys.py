import pytest

import toolkit as tk
from toolkit.text.wordlists import keep_whole, plurals, spellings


@pytest.mark.parametrize(
    "together",
    [
        ("أميركي", "الأمريكية", "أميركيون", "الأميركيين"),
        ("مسؤول", "المسؤولين", "مسئولي", "ومسؤولون"),
        ("كبير", "كبيرة", "الكبيرة", "كبيرا"),
        ("معارضة", "المعارضة", "بمعارضة"),
        ("مساعدة", "المساعدات", "مساعدتهم"),
        ("طفل", "أطفالا", "الأطفال", "طفلين"),
        ("حملة", "حملات", "الحملتين"),
        ("عام", "عاما", "أعوام"),
        ("20", "لـ20", "و20"),
    ],
)
def test_number_gender_and_spelling_are_set_aside(together):
    assert len(set(tk.term_keys(together))) == 1


@pytest.mark.parametrize(
    "apart",
    [
        ("كتاب", "كتابة"),
        ("مساعد", "مساعدة"),
        ("طريق", "طريقة"),
        ("سلام", "سلامة"),
        ("سوري", "سورية"),
        ("عراق", "عراقي"),
        ("كولومبي", "بكولومبيا"),
        ("عام", "العامة"),
        ("أخبار", "إخبار"),
        ("حمل", "حملات"),
    ],
)
def test_other_words_stay_apart(apart):
    assert len(set(tk.term_keys(apart))) == len(apart)


def test_tables_do_not_contradict_each_other():
    assert not set(plurals().values()) & set(spellings())
    assert not set(spellings().values()) & set(spellings())
    assert not {form for form, under in spellings().items() if form == under}
    assert not {form for form in spellings() if form in keep_whole() and spellings()[form] == form}


def test_keys_do_not_depend_on_the_other_words_asked_for():
    words = ["الأمريكية", "مدنيين", "المدن", "كتابا", "بكولومبيا", "2017", "CNN", "وفي", "المستشفيات"]
    assert tk.term_keys(words) == [tk.term_keys([word])[0] for word in words]
