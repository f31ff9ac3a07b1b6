"""Arabic text and small corpora for hypothesis: marks, direction marks, both digit sets, empty and odd values."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژگی"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
ODD = "\u0640\u200c\u200d\u200e\u200f\u202b\u202c\u2066\u2069\ufeff\u00ad"
SIGNS = "،؛؟.,:!«»\"'()[]-–/#_@%٪$"
SPACES = " \n\t\u00a0\u2003\u2028\u3000"

words = st.text(LETTERS + LETTERS + MARKS + ODD, min_size=1, max_size=8)
numbers = st.text("0123456789٠١٢٣٤٥٦٧٨٩۴۵", min_size=1, max_size=5)
#: Names and words in the shapes that news gives them: with clitics, marks, other spellings.
NAMES = [
    "البوكمال",
    "للبوكمال",
    "وبالبوكمال",
    "الموصل",
    "والمُوصل",
    "بسوريا",
    "سوريّا",
    "داعش",
    "لداعش",
    "وداعـــش",
    "الأمم",
    "المتحدة",
    "وللأمم",
    "الامم",
    "المتحده",
    "دير",
    "الزور",
    "لدير",
    "ولدير",
    "القائم",
    "قضاء",
    "مدينة",
    "في",
    "من",
    "بين",
    "الرقة",
    "وراوة",
    "المرصد",
    "السوري",
    "لحقوق",
    "الإنسان",
    "العراقية",
    "عام",
    "العام",
    "اليوم",
    "وأضاف",
    "بشكل",
    "مدينتهم",
    "المدن",
    "علي",
    "على",
    "عليه",
]
latin = st.text("abcXYZéß", min_size=1, max_size=4)
signs = st.text(SIGNS, min_size=1, max_size=3)
pieces = st.one_of(words, words, st.sampled_from(NAMES), st.sampled_from(NAMES), numbers, latin, signs)
spaces = st.text(SPACES, min_size=0, max_size=2)


@st.composite
def arabic_text(draw, max_pieces: int = 20) -> str:
    """A text of words, numbers and signs with white space of any kind between them, or none."""
    parts = draw(st.lists(st.tuples(pieces, spaces), max_size=max_pieces))
    emoji = draw(st.sampled_from(["", "", "🔴", "👨‍👩‍👧"]))
    return "".join(piece + space for piece, space in parts) + emoji


@st.composite
def articles(draw, max_size: int = 6) -> pd.DataFrame:
    """A table for ``as_articles()``: some fields missing, some dates too, two outlets."""
    size = draw(st.integers(0, max_size))
    column = st.lists(st.one_of(arabic_text(), arabic_text(), st.just(""), st.none()), min_size=size, max_size=size)
    dates = st.dates(pd.Timestamp("2017-09-01").date(), pd.Timestamp("2017-12-31").date()).map(str)
    return pd.DataFrame(
        {
            "title": pd.Series(draw(column), dtype=object),
            "deck": pd.Series(draw(column), dtype=object),
            "text": pd.Series(draw(column), dtype=object),
            "date": pd.Series(draw(st.lists(st.one_of(dates, st.none()), min_size=size, max_size=size)), dtype=object),
            "source": pd.Series(draw(st.lists(st.sampled_from("أب"), min_size=size, max_size=size)), dtype=object),
        }
    )
