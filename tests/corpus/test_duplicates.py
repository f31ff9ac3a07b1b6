"""Stories: copies and near-copies found, nothing unlike chained, and the first of each named."""

import itertools
import random
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.sparse.csgraph import connected_components
from strategies import articles

import toolkit as tk
from toolkit.corpus.stories import order_of_appearance

LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنه"
COLUMNS = {
    "article_id": "str",
    "story_id": "str",
    "first": "bool",
    "similarity": "float64",
    "n_articles": "int64",
}


def words(seed: int, n: int) -> list[str]:
    """Words that hardly ever make the same run twice."""
    chance = random.Random(seed)
    return ["".join(chance.choices(LETTERS, k=4)) for _ in range(n)]


def news(texts: list[list[str]], **columns: object) -> pd.DataFrame:
    return tk.as_articles(pd.DataFrame({"text": [" ".join(text) for text in texts], **columns}))


def stories(texts: list[list[str]], **columns: object) -> list[str]:
    return tk.find_duplicates(news(texts), **columns)["story_id"].tolist()


def runs(text: list[str]) -> set[tuple[str, ...]]:
    return {tuple(text[i : i + 5]) for i in range(len(text) - 4)}


def similarity(a: list[str], b: list[str]) -> float:
    return len(runs(a) & runs(b)) / max(len(runs(a) | runs(b)), 1)


def contained(a: list[str], b: list[str]) -> float:
    return len(runs(a) & runs(b)) / max(min(len(runs(a)), len(runs(b))), 1)


@st.composite
def edited(draw) -> list[list[str]]:
    """Texts, and texts cut out of, put together from and changed against earlier ones."""
    texts = []
    for n in range(draw(st.integers(1, 8))):
        how = draw(st.sampled_from(["new", "copy", "cut", "change", "join"])) if texts else "new"
        old = draw(st.sampled_from(texts)) if texts else []
        if how == "new":
            text = words(n, draw(st.integers(20, 60)))
        elif how == "cut":
            text = old[draw(st.integers(0, len(old) // 2)) :]
        elif how == "change":
            text = [f"{word}ا" if draw(st.integers(0, 12)) == 0 else word for word in old]
        elif how == "join":
            text = old + draw(st.sampled_from(texts))
        else:
            text = list(old)
        texts.append(text if len(text) >= 20 else words(n, 20))
    return texts


@given(texts=edited())
def test_what_is_one_story_is_alike_and_what_is_alike_is_one_story(texts):
    """Against sets of tuples in plain Python."""
    found = tk.find_duplicates(news(texts))
    for row in found.itertuples():
        assert row.similarity == pytest.approx(similarity(texts[row.Index], texts[int(row.story_id)]))
        assert row.n_articles == (found["story_id"] == row.story_id).sum()
    story = found["story_id"].tolist()
    members = {name: [n for n, own in enumerate(story) if own == name] for name in story}
    for a, b in itertools.combinations(range(len(texts)), 2):
        if story[a] == story[b]:
            assert contained(texts[a], texts[b]) >= 0.3, "nothing unlike in one story"
        elif similarity(texts[a], texts[b]) >= 0.5 or contained(texts[a], texts[b]) >= 0.9:
            across = itertools.product(members[story[a]], members[story[b]])
            assert min(contained(texts[x], texts[y]) for x, y in across) < 0.3, "only unlike company keeps them apart"


@given(table=articles())
def test_every_article_has_one_row_and_every_story_one_first(table):
    made = tk.as_articles(table)
    before = made.copy()
    found = tk.find_duplicates(made)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == COLUMNS
    assert found["article_id"].tolist() == made["article_id"].tolist()
    assert found.index.equals(made.index)
    assert found["similarity"].between(0, 1).all()
    assert found.loc[found["first"], "story_id"].tolist() == found.loc[found["first"], "article_id"].tolist()
    assert found["first"].sum() == found["story_id"].nunique()
    assert_frame_equal(made, before)


def test_spelling_marks_and_signs_make_no_other_text():
    a = "أعلن المتحدث باسم الإدارة أن القوات دخلت إلى المدينة بعد معارك استمرت أياما في محيط البلدة وحول الأسوار"
    b = "اعلن المُتحدث باسم الادارة، ان القوات «دخلت» الى المدينة؛ بعد معارك استمرت ايامًا في محيط البلدة وحول الاسوار"
    assert tk.find_duplicates(tk.as_articles([a, b]))["similarity"].tolist() == [1.0, 1.0]


def test_a_headline_alone_makes_no_story_and_another_hides_none():
    body, other = words(1, 40), words(2, 40)
    assert stories([body, other], min_similarity=0.1) == ["0", "1"]
    made = news([body, body, other], title=["عنوان أول", "عنوان آخر", "عنوان أول"])
    assert tk.find_duplicates(made)["story_id"].tolist() == ["0", "0", "2"]


def test_a_caption_is_compared_with_its_headline_and_too_little_with_nothing():
    titles = [" ".join(words(n, 8)) for n in (1, 2, 1)]
    made = tk.as_articles(pd.DataFrame({"title": [*titles, "خبر", "خبر", ""], "text": ["شاهد الصور"] * 3 + [""] * 3}))
    assert tk.find_duplicates(made)["story_id"].tolist() == ["0", "1", "0", "3", "4", "5"]


def test_a_round_up_does_not_make_one_story_of_all_it_tells():
    one, two, three = words(1, 60), words(2, 60), words(3, 60)
    found = stories([one, two, three, one + two + three])
    assert len({found[0], found[1], found[2]}) == 3


def test_a_live_story_that_is_rewritten_bit_by_bit_does_not_drift_for_ever():
    text = words(0, 100)
    versions = []
    for n in range(30):
        text = text[12:] + words(n + 1, 12)
        versions.append(text)
    found = stories(versions)
    for a, b in itertools.combinations(range(30), 2):
        if found[a] == found[b]:
            assert contained(versions[a], versions[b]) >= 0.3


def variants(n: int, *, seed: int, changed: float) -> list[list[str]]:
    """One text, with this share of its words another in each variant."""
    chance = random.Random(seed)
    base = words(seed, 120)
    return [[chance.choice(words(k, 3)) if chance.random() < changed else word for word in base] for k in range(n)]


def test_stories_with_hundreds_of_variants_and_copies_are_one_each():
    one, two = variants(400, seed=1, changed=0.01), variants(300, seed=2, changed=0.01)
    texts = [(0, text) for text in one + one[:1] * 500] + [(1, text) for text in two]
    random.Random(3).shuffle(texts)
    found = stories([text for _, text in texts])
    assert len(set(zip(found, (kind for kind, _ in texts), strict=True))) == len(set(found)) == 2


def test_of_hundreds_of_variants_those_are_one_story_that_comparing_all_pairs_would_link():
    texts = variants(250, seed=1, changed=0.05)
    cut = [runs(text) for text in texts]
    linked = [[len(a & b) / len(a | b) >= 0.5 for b in cut] for a in cut]
    n, labels = connected_components(np.array(linked))
    found = stories(texts)
    assert 1 < n < 60
    assert len(set(zip(found, labels, strict=True))) == len(set(found)) == n


def test_furniture_that_stands_under_everything_joins_nothing():
    footer = words(9, 30)
    assert len(set(stories([words(n, 90) + footer for n in range(10, 600)]))) == 590


def test_memory_grows_with_the_words_and_not_with_the_pairs():
    def peak(n: int) -> int:
        tokens = tk.tokenize(news([words(k, 60) + words(9, 30) for k in range(10, n)]))
        tokens.ids("word")
        tracemalloc.start()
        tk.find_duplicates(tokens)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(2400) < 2.7 * peak(1200)


def test_tokens_are_used_again_and_a_selection_of_them():
    texts = [words(1, 40), words(2, 40), words(1, 40)]
    tokens = tk.tokenize(news(texts))
    assert_frame_equal(tk.find_duplicates(tokens), tk.find_duplicates(news(texts)))
    assert tk.find_duplicates(tokens.select([False, True, True]))["story_id"].tolist() == ["1", "2"]


def test_shares_can_be_asked_for_and_are_checked():
    text = words(1, 100)
    half = text[:70] + words(2, 30)
    assert stories([text, half]) == ["0", "0"]
    assert stories([text, half], min_similarity=0.9) == ["0", "1"]
    assert stories([text, text[:30]]) == ["0", "0"]
    assert stories([text, text[:27] + words(3, 3)], min_contained=0.95) == ["0", "1"]
    for wrong in (0, 1.1, -1, float("nan")):
        with pytest.raises(tk.InvalidArgumentError, match="min_similarity"):
            stories([text], min_similarity=wrong)
    with pytest.raises(tk.MissingColumnsError):
        tk.find_duplicates(pd.DataFrame({"n": [1]}))


# --- which came first ------------------------------------------------------------------------------------------------


def test_first_is_by_the_clock_of_the_world_not_of_the_town():
    made = news([words(1, 40)] * 3, date=["2017-11-09 10:00", "2017-11-09 09:00", None], source=["أ", "ب", "ج"])
    assert tk.find_duplicates(made)["first"].tolist() == [False, True, False]
    made = made.assign(utc_offset=["+03:00", "+01:00", ""])
    assert tk.find_duplicates(made)["first"].tolist() == [True, False, False]
    assert tk.find_duplicates(made)["story_id"].tolist() == ["0", "0", "0"]


def test_a_day_is_over_before_one_is_known_to_be_first():
    dates = ["2017-11-09", "2017-11-09 23:00", "2017", "تشرين الثاني 2017", None, "2017-11-08"]
    made = news([words(1, 40)] * 6, date=dates)
    assert made["date_precision"].tolist() == ["day", "minute", "year", "month", "none", "day"]
    assert order_of_appearance(made).tolist() == [5, 1, 0, 3, 2, 4]


def test_offsets_east_west_and_none_at_all():
    made = news([["خبر"]] * 5, date=["2017-11-09 12:00"] * 5)
    made = made.assign(utc_offset=["-05:30", "", "+0300", "بتوقيت دمشق", "+04:00"])
    assert order_of_appearance(made).tolist() == [4, 2, 1, 3, 0]


def test_measures_count_the_story_that_came_first():
    made = news([words(1, 40)] * 2 + [words(2, 40)], date=["2017-11-09 10:00", "2017-11-09 09:00", "2017-11-09"])
    made = made.assign(utc_offset=["+03:00", "+01:00", ""])
    found = tk.find_duplicates(made)
    tokens = tk.tokenize(made.assign(story_id=found["story_id"]))
    counted = tk.term_frequencies(tokens, stories="first", by="utc_offset")
    assert set(counted["utc_offset"]) == set(made.loc[found["first"], "utc_offset"]) == {"+03:00", ""}


# --- real news -------------------------------------------------------------------------------------------------------


def test_listed_pairs_of_real_news_are_found(shared):
    news_folder = shared / "corpora/news"
    pairs = pd.read_parquet(news_folder / "near_duplicate_pairs.parquet")
    near = pairs[(pairs["jaccard5"] >= 0.5) & pairs["id_a"].str.startswith("hj-") & pairs["id_b"].str.startswith("hj-")]
    frame = pd.read_parquet(news_folder / "news_large.parquet", filters=[("source", "in", ["hespress", "aljazeera"])])
    made = tk.as_articles(frame.rename(columns={"id": "article_id", "category": "section"}))
    story = tk.find_duplicates(made).set_index("article_id")["story_id"]
    assert len(near) > 0
    assert (story.loc[near["id_a"]].to_numpy() == story.loc[near["id_b"]].to_numpy()).mean() >= 0.995
