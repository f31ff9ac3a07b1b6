from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from strategies import articles

import toolkit as tk
from toolkit.measures.cooccurrence import COLUMNS

PLACES = ["البوكمال", "للموصل", "وأربيل", "بداعش", "دير الزور", "ماء", "خبز", "."]


@st.composite
def named_articles(draw):
    """Articles of two outlets with many names in a few sentences."""
    text = st.lists(st.sampled_from(PLACES), max_size=12).map(" ".join)
    rows = draw(st.lists(st.tuples(text, text, st.sampled_from("أب")), max_size=5))
    return tk.as_articles(pd.DataFrame(rows, columns=["title", "text", "source"]))


def units_by_hand(tokens, mentions, within) -> list[tuple[str, set[str]]]:
    """Article and names of each sentence, or of each article."""
    if within == "article":
        named = mentions.groupby("article_id")["entity_id"].agg(set).to_dict()
        return [(name, named.get(name, set())) for name in tokens.articles["article_id"]]
    return [
        (
            row.article_id,
            set(
                mentions["entity_id"][
                    (mentions["article_id"] == row.article_id)
                    & (mentions["field"] == row.field)
                    & mentions["start"].between(row.start, row.end - 1)
                ]
            ),
        )
        for row in tokens.sentences().itertuples()
    ]


def check(table, units) -> None:
    """Every row against counts by hand and scipy."""
    counted = {}
    for article, names in units:
        for pair in combinations(sorted(names), 2):
            counted.setdefault(frozenset(pair), []).append(article)
    assert {frozenset(pair) for pair in zip(table["entity_id_a"], table["entity_id_b"], strict=True)} == set(counted)
    assert len(table) == len(counted)
    for row in table.itertuples():
        of_pair = counted[frozenset((row.entity_id_a, row.entity_id_b))]
        n_a, n_b = (sum(name in names for _, names in units) for name in (row.entity_id_a, row.entity_id_b))
        assert (row.n, row.n_articles, row.n_a, row.n_b) == (len(of_pair), len(set(of_pair)), n_a, n_b)
        assert row.entity_a <= row.entity_b
        assert row.expected == pytest.approx(n_a * n_b / len(units), rel=1e-12)
        assert row.mi == pytest.approx(np.log2(row.n * len(units) / n_a / n_b), abs=1e-12)
        assert row.log_dice == pytest.approx(14 + np.log2(2 * row.n / (n_a + n_b)), abs=1e-12)
        if len(units) in (n_a, n_b):
            assert np.isnan(row.g2)
            continue
        cells = [[row.n, n_a - row.n], [n_b - row.n, len(units) - n_a - n_b + row.n]]
        g2 = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert row.g2 == pytest.approx(g2, rel=1e-9, abs=1e-9)


@given(named_articles(), st.sampled_from(["sentence", "article"]))
def test_names_that_share_a_sentence_or_an_article_are_counted_as_by_hand(made, within):
    tokens = tk.tokenize(made)
    mentions = tk.find_entities(tokens)
    before = mentions.copy()
    table = tk.cooccurrence(mentions, tokens, within=within, min_n=1)
    assert table.dtypes.astype(str).to_dict() == COLUMNS
    assert table.attrs == {"stories": "all", "within": within}
    assert table["n"].is_monotonic_decreasing
    check(table, units_by_hand(tokens, mentions, within))
    pd.testing.assert_frame_equal(mentions, before)


@given(named_articles(), st.sampled_from(["sentence", "article"]))
def test_each_group_is_counted_as_if_it_were_alone(made, within):
    tokens = tk.tokenize(made)
    mentions = tk.find_entities(tokens)
    table = tk.cooccurrence(mentions, tokens, within=within, by="source", min_n=1)
    assert list(table.columns) == ["source", *COLUMNS]
    for source in "أب":
        mask = made["source"] == source
        some = mentions[mentions["article_id"].isin(made["article_id"][mask])]
        alone = tk.cooccurrence(some, tokens.select(mask), within=within, min_n=1)
        found = table[table["source"] == source].drop(columns="source").reset_index(drop=True)
        pd.testing.assert_frame_equal(found, alone, check_column_type=False)


@given(articles(), st.sampled_from(["sentence", "article"]))
def test_any_text_gives_the_documented_table(table, within):
    tokens = tk.tokenize(tk.as_articles(table))
    mentions = tk.find_entities(tokens)
    found = tk.cooccurrence(mentions, tokens, within=within, min_n=1)
    assert found.dtypes.astype(str).to_dict() == COLUMNS
    check(found, units_by_hand(tokens, mentions, within))


def test_pairs_of_the_sample_are_those_of_its_sentences(sample_articles):
    tokens = tk.tokenize(sample_articles)
    mentions = tk.find_entities(tokens)
    for within in ("sentence", "article"):
        table = tk.cooccurrence(mentions, tokens, within=within, min_n=1)
        assert len(table) > 50
        check(table, units_by_hand(tokens, mentions, within))
        often = tk.cooccurrence(mentions, tokens, within=within)
        pd.testing.assert_frame_equal(often, table[table["n"] >= 2].reset_index(drop=True))


def test_a_title_and_a_text_share_an_article_but_no_sentence():
    made = tk.as_articles(pd.DataFrame({"title": ["البوكمال"], "text": ["الموصل. أربيل والموصل"]}))
    mentions = tk.find_entities(made)
    pairs = tk.cooccurrence(mentions, made, min_n=1)
    assert pairs[["entity_a", "entity_b", "n"]].to_numpy().tolist() == [["أربيل", "الموصل", 1]]
    assert len(tk.cooccurrence(mentions, made, within="article", min_n=1)) == 3


def test_only_names_of_one_kind_when_asked():
    made = tk.as_articles(["داعش في الموصل والبوكمال"])
    mentions = tk.find_entities(made)
    assert len(tk.cooccurrence(mentions, made, min_n=1)) == 3
    places = tk.cooccurrence(mentions, made, min_n=1, kind="place")
    assert places[["entity_a", "entity_b"]].to_numpy().tolist() == [["البوكمال", "الموصل"]]
    assert places[["kind_a", "kind_b"]].to_numpy().tolist() == [["place", "place"]]


def test_groups_may_be_months_and_leave_out_the_undated():
    made = tk.as_articles(pd.DataFrame({"text": ["الموصل وأربيل"] * 3, "date": ["2017-09-05", "2017-11-09", None]}))
    found = tk.cooccurrence(tk.find_entities(made), made, by=tk.periods(made, freq="M"), min_n=1)
    assert found["period"].dt.month.tolist() == [9, 11]
    assert found["n"].tolist() == [1, 1]


def test_stories_are_counted_once_when_asked():
    made = tk.as_articles(["الموصل وأربيل"] * 3).assign(story_id=["1", "1", "2"])
    mentions = tk.find_entities(made)
    once = tk.cooccurrence(mentions, made, stories="first")
    assert once["n"].tolist() == [2]
    assert once.attrs["stories"] == "first"
    assert tk.cooccurrence(mentions, made)["n"].tolist() == [3]


@pytest.mark.parametrize("texts", [[], [""], ["ماء"], ["الموصل"]])
@pytest.mark.parametrize("by", [None, "source"])
def test_nothing_found_is_an_empty_table_of_the_same_columns(texts, by):
    tokens = tk.tokenize(texts)
    for within in ("sentence", "article"):
        table = tk.cooccurrence(tk.find_entities(tokens), tokens, within=within, by=by)
        assert table[[*COLUMNS]].dtypes.astype(str).to_dict() == COLUMNS
        assert list(table.columns) == ([by] if by else []) + list(COLUMNS)
        assert table.empty


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"within": "paragraph"}, "within='paragraph'"),
        ({"kind": "places"}, "kind='places'"),
        ({"min_n": 0}, "min_n"),
        ({"by": "outlet"}, "outlet"),
        ({"stories": "first"}, "story_id"),
        ({"by": pd.Series({"0": "x"}, name="n")}, "called 'n'"),
    ],
)
def test_bad_calls_say_what_to_do(bad, says):
    made = tk.as_articles(["الموصل وأربيل"])
    with pytest.raises(tk.InvalidArgumentError, match=says):
        tk.cooccurrence(tk.find_entities(made), made, **bad)


def test_the_wrong_tables_are_named():
    made = tk.as_articles(["الموصل وأربيل", "الموصل"])
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.cooccurrence(tk.term_frequencies(made), made)
    with pytest.raises(tk.InvalidArgumentError, match="1 of them are in articles"):
        tk.cooccurrence(tk.find_entities(made), made.head(1))
