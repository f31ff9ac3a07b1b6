"""Lines of a site go, everything else stays, and what went is said."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import arabic_text

import toolkit as tk

BODY = "قال المجلس المحلي رقم {0} إن الجسر {0} مفتوح أمام المارة.\nوأضاف أن السوق {0} قريب."


def table(texts, source="صدى"):
    return tk.as_articles(pd.DataFrame({"text": texts, "source": source}))


def test_a_line_on_many_articles_goes_and_one_on_few_stays():
    texts = [BODY.format(n) + "\nحمّلوا تطبيق الصدى" * (n < 3) + "\nقالت وكالة الفرات" * (n < 2) for n in range(20)]
    cleaned = tk.remove_furniture(table(texts))
    assert cleaned["furniture"].tolist() == ["حمّلوا تطبيق الصدى"] * 3 + [""] * 17
    assert cleaned["text"].tolist() == [text.replace("\nحمّلوا تطبيق الصدى", "") for text in texts]


def test_sources_are_told_apart_and_reprints_count_once():
    line = "\nحكاية كل مساء"
    texts = [BODY.format(n) + line for n in range(4)]
    assert (tk.remove_furniture(table(texts, ["أ", "أ", "ب", "ب"]))["furniture"] == "").all()
    assert (tk.remove_furniture(table([texts[0]] * 30))["text"] == texts[0]).all()
    assert (tk.remove_furniture(table(texts, ["أ", "أ", "ب", "ب"]), by="section")["furniture"] == line[1:]).all()


def test_at_the_edges_the_words_of_a_site_are_enough():
    text = BODY.format(1)
    cleaned = tk.remove_furniture(table(["شارك هذا المقال\n" + text + "\n\nاقرأ أيضا:", text]))
    assert cleaned["text"].iloc[0] == text
    inside = "قال المجلس إن الجسر مفتوح.\nشارك هذا المقال\nوأضاف أن السوق قريب."
    assert tk.remove_furniture(table([inside]))["text"].tolist() == [inside]


@given(st.lists(arabic_text(), max_size=6))
def test_no_text_is_emptied_no_line_is_lost_and_twice_is_once(texts):
    articles = table(texts)
    before = articles.copy()
    cleaned = tk.remove_furniture(articles)
    pd.testing.assert_frame_equal(articles, before)
    for text, kept, gone in zip(articles["text"], cleaned["text"], cleaned["furniture"], strict=True):
        assert bool(kept.strip()) == bool(text.strip())
        assert sorted(filter(None, [*kept.split("\n"), *gone.split("\n")])) == sorted(filter(None, text.split("\n")))
    again = tk.remove_furniture(cleaned[articles.columns])
    assert again["text"].tolist() == cleaned["text"].tolist()


def test_what_is_no_table_of_articles_and_no_column():
    with pytest.raises(tk.MissingColumnsError, match="remove_furniture"):
        tk.remove_furniture(pd.DataFrame({"text": ["نهر"]}))
    with pytest.raises(tk.InvalidArgumentError, match="by='outlet'"):
        tk.remove_furniture(table(["نهر"]), by="outlet")


def test_real_news(shared):
    articles = tk.load_articles(shared / "corpora/news/news_large.parquet")
    cleaned = tk.remove_furniture(articles)
    share = (cleaned["furniture"] != "").groupby(cleaned["source"]).mean()
    assert share["bbc"] > 0.2
    assert share["skynews"] < 0.02
    assert cleaned["furniture"].str.len().sum() < 0.003 * articles["text"].str.len().sum()
