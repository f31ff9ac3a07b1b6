"""A day called by its name tells by how many days a date is off."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk
from tests.strategies import articles
from toolkit.mentions.publication import EVIDENCE_COLUMNS

NAMES = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


WORDS = {"اليوم": 0, "أمس": -1, "غدا": 1}


@given(st.dates(dt.date(2000, 1, 3), dt.date(2030, 1, 1)), st.integers(-3, 3), st.sampled_from(sorted(WORDS)))
def test_it_says_by_how_many_days(day, off, word):
    meant = day + dt.timedelta(days=off + WORDS[word])
    text = f"وصل {word} ({NAMES[meant.weekday()]}) إلى هنا"
    table = tk.as_articles(pd.DataFrame({"text": [text], "date": [str(day)]}))
    assert tk.publication_evidence(table)["days_off"].tolist() == [off]


@pytest.mark.parametrize("text", ["صحيفة اليوم السابع", "اليوم الأول", "يوم الأحد الماضي", ""])
def test_other_days_are_no_evidence(text):
    table = tk.as_articles(pd.DataFrame({"text": [text], "date": ["2017-11-09"]}))
    assert tk.publication_evidence(table).empty


@given(articles())
def test_the_columns_are_those_documented(table):
    found = tk.publication_evidence(tk.as_articles(table))
    assert found.dtypes.astype(str).to_dict() == EVIDENCE_COLUMNS
