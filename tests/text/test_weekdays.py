"""A day that is called today is known by its name, in any spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import arabic_text

from toolkit.text.weekdays import today_named

NAMES = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


@given(arabic_text(), st.integers(0, 6), st.sampled_from([" ", "، ", " (", "\xa0", " «"]))
def test_each_day_is_found_in_any_text(text, day, between):
    assert today_named(f"{text} اليوم{between}{NAMES[day]}") in (day, today_named(text))
    assert today_named(f"قال اليوم{between}{NAMES[day]} {text}") == day


@pytest.mark.parametrize(("text", "day"), [("اليوم الإثنين", 0), ("اليوم الاحد", 6), ("اليوم الاربعاء", 2)])
def test_other_spellings(text, day):
    assert today_named(text) == day


@pytest.mark.parametrize("text", ["اليوم الأول", "يوم الخميس", "اليوم", "الخميس اليوم", "اليوم الجمعةية", ""])
def test_what_names_no_today(text):
    assert today_named(text) is None
