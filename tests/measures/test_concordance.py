import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.measures.concordance import COLUMNS


@given(articles(), st.data())
def test_every_occurrence_is_a_line_that_slices_back(table, data):
    made = tk.as_articles(table)
    tokens = tk.tokenize(made)
    frame = tokens.to_frame()
    words = sorted(set(frame["word"]))
    query = data.draw(st.sampled_from(words)) if words else "ماء"
    lines = tk.concordance(tokens, query, level="surface")
    assert list(lines.columns) == COLUMNS
    assert len(lines) == (frame["word"] == query).sum()
    texts = made.set_index("article_id")
    for line in lines.itertuples():
        assert texts[line.field][line.article_id][line.start : line.end] == query


def test_left_is_read_before_and_right_after():
    text = "وصلت قافلة من دير الزور\nإلى البوكمال صباح اليوم بعد سفر طويل"
    line = tk.concordance(tk.as_articles([text]), "البوكمال", width=14).iloc[0]
    assert (line["left"], line["match"], line["right"]) == ("دير الزور إلى", "البوكمال", "صباح اليوم بعد")


def test_phrases_are_found_through_clitics_inside_one_field():
    made = tk.as_articles(pd.DataFrame({"title": ["دير"], "text": ["الزور. ولدير الزور طريق، دير قديم، الزور"]}))
    lines = tk.concordance(made, "دير الزور")
    assert lines["match"].tolist() == ["ولدير الزور"]


def test_levels_ask_for_more_or_less_likeness():
    tokens = tk.tokenize(["المدينة والمدن مدينه"])
    assert len(tk.concordance(tokens, "مدينة")) == 3
    assert tk.concordance(tokens, "مدينة", level="word")["match"].tolist() == ["مدينه"]
    assert tk.concordance(tokens, "مدينة", level="surface").empty


def test_limit_takes_the_first_lines():
    tokens = tk.tokenize(["ماء " * 10])
    assert tk.concordance(tokens, "ماء", limit=3)["start"].tolist() == [0, 4, 8]


def test_a_query_without_a_word_is_refused():
    with pytest.raises(tk.InvalidArgumentError, match="word to look for"):
        tk.concordance(tk.as_articles(["ماء"]), "؟!")


@given(articles())
def test_every_term_opens_as_many_lines_as_it_was_counted(table):
    tokens = tk.tokenize(tk.as_articles(table))
    terms = tk.term_frequencies(tokens, keep_stop_words=True, words_only=False)
    assert terms["term"].is_unique
    for term, n in zip(terms["term"], terms["n"], strict=True):
        assert len(tk.concordance(tokens, term)) == n


def test_every_term_of_the_sample_opens_its_lines(sample_articles):
    tokens = tk.tokenize(sample_articles)
    terms = tk.term_frequencies(tokens)
    lines = {term: len(tk.concordance(tokens, term, width=0)) for term in terms["term"]}
    assert lines == dict(zip(terms["term"], terms["n"], strict=True))


@pytest.mark.parametrize("width", [0, 1, 7, 30])
def test_context_is_whole_words_that_stand_there(width):
    text = "وصلت  قافلة" + " " * 500 + "من دير الزور\n\nإلى البوكمال" + "\t" * 300 + "صباح اليوم"
    line = tk.concordance(tk.as_articles([text]), "البوكمال", width=width).iloc[0]
    words = text.split()
    here = words.index("البوكمال")
    for side, around in (("left", words[:here]), ("right", words[here + 1 :])):
        shown = line[side].split()
        assert len(line[side]) <= width
        assert shown == (around[len(around) - len(shown) :] if side == "left" else around[: len(shown)])


@pytest.mark.parametrize("bad", [{"width": -1}, {"limit": -1}, {"query": None}, {"level": "lemma"}])
def test_bad_calls_are_refused(bad):
    with pytest.raises(tk.InvalidArgumentError):
        tk.concordance(tk.as_articles(["ماء"]), **{"query": "ماء"} | bad)
