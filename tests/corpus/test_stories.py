import gc
import weakref

import pandas as pd
import pytest

import toolkit as tk
from toolkit.corpus.stories import choose_stories


def corpus() -> pd.DataFrame:
    made = tk.as_articles(
        pd.DataFrame({"text": ["الرقة", "الرقة", "الرقة", "حلب"], "date": ["2017-10-18", "2017-10-17", None, None]})
    )
    return made.assign(story_id=["1", "1", "1", None])


def test_each_story_can_be_counted_once_and_it_is_its_earliest_article():
    tokens = tk.tokenize(corpus())
    assert tk.term_frequencies(tokens)["n"].tolist() == [3, 1]
    first = tk.term_frequencies(tokens, stories="first", by=tk.periods(tokens, freq="D"))
    assert first["period"].tolist() == [pd.Timestamp("2017-10-17")]
    assert tk.term_frequencies(tokens, stories="first")["n"].tolist() == [1, 1]


def test_articles_without_stories_cannot_be_asked_for_them():
    with pytest.raises(tk.InvalidArgumentError, match="story_id"):
        tk.term_frequencies(tk.tokenize(["خبر"]), stories="first")
    with pytest.raises(tk.InvalidArgumentError, match="stories='some'"):
        tk.term_frequencies(tk.tokenize(["خبر"]), stories="some")


def test_the_choice_is_made_once_for_a_corpus_and_forgotten_with_it():
    tokens = tk.tokenize(corpus())
    first = choose_stories(tokens, "first", function="keyness")
    assert choose_stories(tokens, "first", function="keyness") is first
    gone = weakref.ref(tokens)
    del tokens, first
    gc.collect()
    assert gone() is None
