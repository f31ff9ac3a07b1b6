import re
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import arabic_text, articles

import toolkit as tk
from toolkit.corpus.chunk_words import _DATE_OR_TIME, ADDRESS, EMOJI
from toolkit.text.arabic import INVISIBLE, TATWEEL, fold


def reference(text: str) -> list[tuple[int, int]]:
    """Words of one text, found letter by letter: the slow way that cannot go wrong."""
    spans = []
    for chunk in re.finditer(r"[^\x00-\x20]+", text):
        spans += [(chunk.start() + a, chunk.start() + b) for a, b in words_of_chunk(chunk[0])]
    return spans


def words_of_chunk(chunk: str) -> list[tuple[int, int]]:
    whole = [m.span() for pattern in (ADDRESS, EMOJI) for m in pattern.finditer(chunk)]
    joined = [m.span() for m in _DATE_OR_TIME.finditer(chunk)]

    def kind(i: int) -> str:
        letter = chunk[i]
        if any(a <= i < b for a, b in whole):
            return "break"
        if any(a <= i < b for a, b in joined):
            return "base"
        if letter in INVISIBLE:
            return "hidden"
        if letter == TATWEEL or unicodedata.category(letter).startswith("M"):
            return "mark"
        if letter.isalnum():
            return "base"
        if letter in ".,٫٬" and 0 < i < len(chunk) - 1 and chunk[i - 1].isdecimal() and chunk[i + 1].isdecimal():
            return "inside"
        return "break"

    kinds = [kind(i) for i in range(len(chunk))]
    spans = list(whole)
    for run in re.finditer("[^b]+", "".join("b" if k == "break" else k[0] if k != "base" else "w" for k in kinds)):
        inside = range(run.start(), run.end())
        solid = [i for i in inside if kinds[i] == "base"]
        if solid:
            spans.append((solid[0], max(i for i in inside if kinds[i] != "hidden") + 1))
    return sorted(spans)


@given(articles())
@settings(max_examples=150)
def test_words_and_places_are_those_of_a_plain_reading(table):
    made = tk.as_articles(table)
    frame = tk.tokenize(made).to_frame()
    expected = [
        (row.article_id, field, start, end, getattr(row, field)[start:end])
        for row in made.itertuples()
        for field in ("title", "deck", "text")
        for start, end in reference(getattr(row, field))
    ]
    assert list(frame[["article_id", "field", "start", "end", "word"]].itertuples(index=False, name=None)) == expected


@given(articles())
def test_counts_add_up_at_every_level(table):
    tokens = tk.tokenize(tk.as_articles(table))
    for level in ("surface", "word", "term"):
        matrix = tokens.matrix(level)
        assert matrix.shape == (len(table), len(tokens.vocabulary(level)))
        assert matrix.sum() == len(tokens)
        assert matrix.sum(axis=1).tolist() == tokens.count_words().tolist()
        assert matrix.has_sorted_indices
        assert all(len(set(row)) == len(row) for row in np.split(matrix.indices, matrix.indptr[1:-1]))
        assert sorted(tokens.vocabulary(level)) == sorted(set(tokens.vocabulary(level)))


@given(articles())
def test_the_matrix_counts_what_the_frame_lists(table):
    tokens = tk.tokenize(tk.as_articles(table))
    frame, words = tokens.to_frame(), tokens.vocabulary("word")
    rows = {name: i for i, name in enumerate(tokens.articles["article_id"])}
    expected = np.zeros((len(table), len(words)), dtype=int)
    for identifier, word in zip(frame["article_id"], frame["word"], strict=True):
        expected[rows[identifier], words.index(fold(word))] += 1
    assert (tokens.matrix("word").toarray() == expected).all()


@given(articles(), st.data())
def test_a_selection_is_the_index_of_the_selected_articles(table, data):
    made = tk.as_articles(table)
    mask = data.draw(st.lists(st.booleans(), min_size=len(made), max_size=len(made)))
    some = tk.tokenize(made).select(mask)
    alone = tk.tokenize(made[np.array(mask, dtype=bool)])
    pd.testing.assert_frame_equal(some.to_frame(), alone.to_frame())
    assert some.matrix("word").sum() == alone.matrix("word").sum()


@given(arabic_text())
def test_a_token_never_crosses_white_space(text):
    assert not any(re.search(r"\s", word) for word in tk.tokenize([text]).to_frame()["word"])


def test_batches_change_nothing(monkeypatch):
    made = tk.as_articles([f"خبر رقم {i} عن مدينة الرقة" for i in range(50)] + [""] * 5 + ["ا" * 3000])
    whole = tk.tokenize(made)
    monkeypatch.setattr("toolkit.corpus.chunks._BATCH", 100)
    monkeypatch.setattr("toolkit.corpus.count_matrix._ROWS_PER_SORT", 7)
    parts = tk.tokenize(made)
    pd.testing.assert_frame_equal(whole.to_frame(), parts.to_frame())
    assert (whole.matrix() != parts.matrix()).nnz == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قيمة 1,200 و٣٫٥.", ["قيمة", "1,200", "و٣٫٥"]),
        ("\u200fكلمة\u200f!", ["كلمة"]),
        ("«داعش»،(AFP)", ["داعش", "AFP"]),
        ("تعلّق حساباً", ["تعلّق", "حساباً"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("#ذكرى_سقوط", ["ذكرى", "سقوط"]),
        ("في 10:30 من ٩/١١/٢٠١٧ و2017-11-09T10:30،", ["في", "10:30", "من", "٩/١١/٢٠١٧", "و2017-11-09T10:30"]),
        ("موسم 2014/2015، 3-1، 24/7", ["موسم", "2014", "2015", "3", "1", "24", "7"]),
        (
            "(https://t.co/aB?x=1). www.news.example/ا @user_1 a.b@c.example",
            ["https://t.co/aB?x=1", "www.news.example/", "ا", "@user_1", "a.b@c.example"],
        ),
        ("رائع😂👍🏽 👨‍👩‍👧🇸🇾", ["رائع", "😂", "👍🏽", "👨‍👩‍👧", "🇸🇾"]),
        ("ًٌ ـــ \u200f", []),
        ("", []),
    ],
)
def test_what_a_word_is(text, words):
    assert tk.tokenize([text]).to_frame()["word"].tolist() == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("وصل د. سامي. غادر أ.ف.ب.", ["وصل د. سامي.", "غادر أ.ف.ب."]),
        ("قال: «ماذا حدث؟» ثم… «لا!» مضى", ["قال: «ماذا حدث؟»", "ثم…", "«لا!»", "مضى"]),
        ("انتهى.وبدأ في site.example 1,200.5 مرة", ["انتهى.", "وبدأ في site.example 1,200.5 مرة"]),
        ("سطر أول\nسطر ثان\n\n...\n", ["سطر أول", "سطر ثان"]),
        ("https://a.example/b.html. نهاية", ["https://a.example/b.html.", "نهاية"]),
        ("  ", []),
    ],
)
def test_where_a_sentence_ends(text, sentences):
    assert tk.tokenize([text]).sentences()["sentence"].tolist() == sentences


@given(articles())
def test_sentences_hold_every_word_once_and_slice_back(table):
    tokens = tk.tokenize(tk.as_articles(table))
    found, texts = tokens.sentences(), tokens.articles.set_index("article_id")
    assert found["n_words"].sum() == len(tokens)
    assert (found["n_words"] > 0).all()
    words = tokens.to_frame()
    bounds = tokens.sentence_bounds
    for row, first, last in zip(found.itertuples(), bounds[:-1], bounds[1:] - 1, strict=True):
        assert texts[row.field][row.article_id][row.start : row.end] == row.sentence == row.sentence.strip()
        assert row.start <= words["start"][first]
        assert words["end"][last] <= row.end
        assert words["article_id"][first] == words["article_id"][last] == row.article_id


def test_odd_text_takes_no_longer_than_its_length():
    odd = ["ـ" * 400_000, "ا" * 2_000_000, "ا" + "\u0301" * 200_000, " " * 500_000, "\u064b" * 100_000]
    assert tk.tokenize(odd).count_words().tolist() == [0, 1, 1, 0, 0]


def test_no_articles_give_an_empty_index():
    tokens = tk.tokenize([])
    assert isinstance(tokens, tk.Tokens)
    assert len(tokens) == 0
    assert tokens.to_frame().empty
    assert tokens.matrix().shape == (0, 0)


def test_nothing_is_changed_and_own_segmenters_plug_in():
    made = tk.as_articles(["عادت المدن"])
    before = made.copy(deep=True)

    def last_letters(words):
        return tk.Segmentation([word[-1] for word in words], words)

    tokens = tk.tokenize(made, segmenter=last_letters)
    assert tokens.vocabulary("term") == ["ت", "ن"]
    pd.testing.assert_frame_equal(made, before)


def test_a_wrong_mask_or_group_is_named():
    tokens = tk.tokenize(["خبر"])
    with pytest.raises(tk.InvalidArgumentError, match="1 articles"):
        tokens.select([True, False])
    with pytest.raises(tk.InvalidArgumentError, match="lemma"):
        tokens.ids("lemma")
    with pytest.raises(tk.InvalidArgumentError, match="one True or False"):
        tokens.select(True)
    with pytest.raises(tk.InvalidArgumentError, match="another table"):
        tokens.select(pd.Series([True], index=[7]))
    with pytest.raises(tk.InvalidArgumentError, match="Tokens already"):
        tk.tokenize(tokens)


def test_a_sorted_table_is_selected_by_its_own_rows():
    made = tk.as_articles(pd.DataFrame({"text": ["أول", "ثان", "ثالث"], "source": ["أ", "ب", "أ"]}))
    turned = made.iloc[::-1]
    some = tk.tokenize(turned).select(turned["source"] == "أ")
    assert some.to_frame()["word"].tolist() == ["ثالث", "أول"]
    with pytest.raises(tk.InvalidArgumentError, match="another table"):
        tk.tokenize(turned).select(made["source"] == "أ")


def test_what_measures_share_cannot_be_written_to():
    tokens = tk.tokenize(["ماء وماء"])
    with pytest.raises(ValueError, match="read-only"):
        tokens.matrix().data[:] = 100
    with pytest.raises(ValueError, match="read-only"):
        tokens.ids()[:] = 0
    tokens.shown_forms().clear()
    assert tk.term_frequencies(tokens)["n"].tolist() == [2]


def test_a_segmenter_must_answer_for_every_word():
    def too_short(words):
        return tk.Segmentation([], [])

    with pytest.raises(tk.InvalidArgumentError, match="for each word"):
        tk.term_frequencies(tk.tokenize(["ماء"], segmenter=too_short))


def test_words_of_the_sample_slice_back(sample_articles):
    frame = tk.tokenize(sample_articles).to_frame()
    texts = sample_articles.set_index("article_id")
    assert len(frame) > 17_000
    assert all(texts[row.field][row.article_id][row.start : row.end] == row.word for row in frame.itertuples())


def test_real_articles_slice_back_to_their_words(shared):
    news = pd.read_parquet(shared / "corpora/news/news_large.parquet").sample(1000, random_state=0)
    made = tk.as_articles(news.rename(columns={"id": "article_id"}))
    frame = tk.tokenize(made).to_frame()
    texts = made.set_index("article_id")
    sliced = [texts[row.field][row.article_id][row.start : row.end] for row in frame.itertuples(index=False)]
    assert sliced == frame["word"].tolist()
    some = made.sample(200, random_state=1)
    spans = {(r.article_id, r.field, r.start, r.end) for r in frame.itertuples(index=False)}
    assert all(
        (row.article_id, field, start, end) in spans
        for row in some.itertuples()
        for field in ("title", "text")
        for start, end in reference(getattr(row, field))
    )
