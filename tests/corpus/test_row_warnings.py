"""What is in doubt about a row is said, once for each row."""

import pandas as pd
import pytest

import toolkit as tk

TEXT = "فتح المجلس المحلي جسر الخشب أمام المارة"


def warned(tmp_path, dates, text=TEXT):
    rows = pd.DataFrame({"title": [f"خبر {n}" for n in range(len(dates))], "text": text, "date": dates})
    rows.to_csv(tmp_path / "a.csv", index=False)
    warnings = tk.load_report(tk.load_articles(tmp_path / "a.csv")).warnings
    return {(row, reason) for row, reason in zip(warnings["row"], warnings["reason"], strict=True) if row}


def test_each_date_that_was_not_read_says_why(tmp_path):
    dates = ["9 نوفمبر 2017", "31 شباط 2017", "أمس", "03/04/05", "2999-01-01", "قريبا", "", "20 صفر 1310"]
    reasons = "date-impossible date-relative date-ambiguous date-out-of-range date-unparsed no-date date-hijri-unknown"
    assert warned(tmp_path, dates) == set(enumerate(reasons.split(), 3))


def test_each_date_of_which_something_was_decided_says_what(tmp_path):
    dates = ["20 صفر 1439", "22/11/17", "الجمعة 9 نوفمبر 2017", "الخميس 9 نوفمبر 2017"]
    reasons = ["date-from-hijri", "date-two-digit-year", "date-weekday-disagrees"]
    assert warned(tmp_path, dates) == set(enumerate(reasons, 2))


@pytest.mark.parametrize(("day", "says"), [("الخميس", False), ("الجمعة", True)])
def test_today_in_the_text_and_the_date(tmp_path, day, says):
    dates = ["2017-11-09", "نوفمبر 2017", ""]
    text = f"قال المجلس اليوم ({day}) إن الجسر مفتوح."
    assert ((2, "today-disagrees") in warned(tmp_path, dates, text)) == says
    assert not {(3, "today-disagrees"), (4, "today-disagrees")} & warned(tmp_path, dates, text)


def test_today_in_real_news(shared):
    articles = tk.load_articles(shared / "corpora/news/news_large.parquet")
    disagree = (tk.load_report(articles).warnings["reason"] == "today-disagrees").sum()
    assert 500 < disagree < 1_000
