"""Number words and digits of both sets have the value a reader gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.arabic import fold
from toolkit.text.folded_text import fold_with_places
from toolkit.text.numerals import number_words, ordinal_words, read_digits, read_number

UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", *(f"{unit}مئة" for unit in ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"])]


def spell(number: int) -> str:
    """Write a number below a million in words, as a schoolbook does: the oracle."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = {1: "ألف", 2: "ألفان"}.get(thousands) or f"{spell(thousands)} {'آلاف' if thousands <= 10 else 'ألف'}"
        return f"{head} و{spell(rest)}" if rest else head
    hundreds, rest = divmod(number, 100)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if rest == 10:
        words.append("عشرة")
    elif 10 < rest < 20:
        words.append(f"{ ({1: 'أحد', 2: 'اثنا'}.get(rest - 10) or UNITS[rest - 10]) } عشر")
    elif rest:
        tens, unit = divmod(rest, 10)
        words += [word for word in (UNITS[unit], TENS[tens]) if word]
    return " و".join(words)


@given(st.integers(3, 999_999).filter(lambda n: n % 100 not in (1, 2, 11) and n // 1000 % 100 not in (1, 2, 11)))
def test_a_number_written_out_has_its_value(number):
    found = read_number(fold(spell(number)))
    assert found is not None
    assert (found.value, found.end) == (number, len(fold(spell(number))))


@given(st.integers(0, 10**12), st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_either_set_of_digits_has_the_same_value(number, digits):
    other = f"{number:,}".translate(str.maketrans("0123456789,", f"{digits}٬"))
    assert read_number(fold_with_places(other).text).value == number == read_digits(f"{number:,}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("مليون ونصف المليون", 1.5e6),
        ("مليون و200 ألف", 1.2e6),
        ("نصف مليون", 5e5),
        ("ثلاثة أرباع", 0.75),
        ("ثلاثة ونصف", 3.5),
        ("5 ملايين", 5e6),
        ("ألفي شخص", 2000),
        ("76,5 مليار", 76.5e9),
        ("50 وعشرة", 50),
    ],
)
def test_scale_words_and_fractions(text, value):
    assert read_number(fold(text)).value == value


def test_every_word_of_the_tables_is_read():
    assert all(read_number(word) is not None for word, (kind, _) in number_words().items() if kind != "part")
    assert set(ordinal_words().values()) == set(range(1, 11))


@given(st.text("قتل ُ١2٪\u200fأة", max_size=30))
def test_places_lead_back_to_the_letters(text):
    folded = fold_with_places(text)
    places = [folded.written(i) for i in range(len(folded.text))]
    assert places == sorted(set(places))
    assert all(fold_with_places(text[place]).text == letter for place, letter in zip(places, folded.text, strict=True))
