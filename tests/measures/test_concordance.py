import fnmatch

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


def test_limit_takes_the_first_lines_and_tells_how_many_there_are():
    tokens = tk.tokenize(["ماء " * 10])
    lines = tk.concordance(tokens, "ماء", limit=3)
    assert lines["start"].tolist() == [0, 4, 8]
    assert lines.attrs == {"n": 10, "stories": "all"}
    assert tk.concordance(tokens, "ماء", limit=0).attrs["n"] == 10


@given(articles(), st.data())
def test_a_glob_finds_what_it_fits_among_the_folded_words(table, data):
    made = tk.as_articles(table)
    tokens = tk.tokenize(made)
    ids, words = tokens.ids("word").tolist(), tokens.vocabulary("word")
    word = data.draw(st.sampled_from(words)) if words else "ماء"
    cut = data.draw(st.integers(0, len(word)))
    glob = data.draw(st.sampled_from([word[:cut] + "*", "*" + word[cut:], "*" + word[cut : cut + 2] + "*", "??", "*"]))
    expected = sum(fnmatch.fnmatchcase(words[i], glob) for i in ids)
    assert tk.concordance(tokens, glob, syntax="glob", level="word").attrs["n"] == expected


def test_patterns_fit_whole_words_folded_and_several_are_a_phrase():
    tokens = tk.tokenize(["عاد النازحون إلى مدينة نازحة، ونازحات في المدينة"])

    def found(query, **options):
        return tk.concordance(tokens, query, **options)["match"].tolist()

    assert found("نازح*", syntax="glob", level="word") == ["نازحة"]
    assert found("*نازحة", syntax="glob", level="word") == ["نازحة"]
    assert found("نازح* ?", syntax="glob", level="word") == []
    assert found("نازح* *", syntax="glob", level="word") == ["نازحة، ونازحات"]
    assert found("إلى مدين?", syntax="glob", level="word") == ["إلى مدينة"]
    assert found("(ال)?مدينة", syntax="regex", level="word") == ["مدينة", "المدينة"]
    assert found(r"\S+حات", syntax="regex", level="surface") == ["ونازحات"]
    # At the level of terms a pattern fits the key (مدين) or the form that is shown (المدينة), through every clitic.
    assert found("المدين*", syntax="glob") == ["مدينة", "المدينة"]
    assert found("نازح", syntax="glob") == found("نازح")


@pytest.mark.parametrize("sort", ["left", "match", "right"])
@given(articles())
def test_lines_are_sorted_by_the_words_beside_them(sort, table):
    tokens = tk.tokenize(tk.as_articles(table))
    lines = tk.concordance(tokens, "* *", syntax="glob", level="surface", sort=sort)
    plain = tk.concordance(tokens, "* *", syntax="glob", level="surface")
    frame = tokens.to_frame().assign(word=[tokens.vocabulary("word")[i] for i in tokens.ids("word")])
    fields = dict(iter(frame.groupby(["article_id", "field"])))

    def key(line):
        of = fields[line.article_id, line.field]
        before = of[of["end"] <= line.start]["word"].tolist()[::-1]
        inside = of[(of["start"] >= line.start) & (of["end"] <= line.end)]["word"].tolist()
        after = of[of["start"] >= line.end]["word"].tolist()
        return {"left": before, "match": inside, "right": after}[sort][:8]

    place = ["article_id", "field", "start"]
    expected = sorted(plain.itertuples(), key=key)
    assert lines[place].to_numpy().tolist() == [[line.article_id, line.field, line.start] for line in expected]


def test_the_left_side_is_read_from_the_match_outward():
    texts = ["باب الماء", "وجد ألف الماء", "أخذ باب الماء"]
    left = tk.concordance(tk.as_articles(texts), "ماء", sort="left")["left"]
    assert left.tolist() == ["وجد ألف", "باب", "أخذ باب"]


def test_each_story_can_be_told_once():
    made = tk.as_articles(["ماء", "ماء", "ماء"]).assign(story_id=["1", "1", "2"])
    lines = tk.concordance(made, "ماء", stories="first")
    assert lines["article_id"].tolist() == ["0", "2"]
    assert lines.attrs == {"n": 2, "stories": "first"}


def test_no_line_is_a_table_with_its_columns():
    made = tk.as_articles(pd.DataFrame({"text": ["ماء"], "date": ["2017-11-09"]}))
    some = tk.concordance(made, "ماء")
    for none in (tk.concordance(made, "الرقة"), tk.concordance(tk.as_articles([]), "ماء", sort="right")):
        assert none.empty
        assert none.dtypes.to_dict() == some.dtypes.to_dict()


def test_what_is_no_regular_expression_is_refused_with_its_fault():
    tokens = tk.tokenize(["ماء"])
    with pytest.raises(tk.InvalidArgumentError, match=r"cannot read this regular expression: .* at position 0") as told:
        tk.concordance(tokens, "(ماء", syntax="regex")
    assert str(told.value).endswith("\n(ماء")
    assert "syntax='glob'" in str(told.value)
    with pytest.raises(tk.InvalidArgumentError, match="holds none"):
        tk.concordance(tokens, "  ", syntax="regex")


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


@pytest.mark.parametrize(
    "bad",
    [
        {"width": -1},
        {"width": 1.5},
        {"limit": -1},
        {"query": None},
        {"query": None, "syntax": "glob"},
        {"level": "lemma"},
        {"level": "lemma", "syntax": "glob"},
        {"syntax": "sql"},
        {"sort": "up"},
        {"stories": "last"},
    ],
)
def test_bad_calls_are_refused(bad):
    with pytest.raises(tk.InvalidArgumentError):
        tk.concordance(tk.as_articles(["ماء"]), **{"query": "ماء"} | bad)
