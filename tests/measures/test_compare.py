import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk


def without_by(data, *, min_n=1):
    """A measure of one's own that knows no groups."""
    return tk.term_frequencies(data, keep_stop_words=True, min_n=min_n)


def by_is_something_else(data, *, by=None):
    """As dispersion, whose by= are the parts it looks at."""
    assert by is None or by == "source"
    return tk.term_frequencies(data, keep_stop_words=True)


def values(table):
    return {(row.source, row.key): row.value for row in table.itertuples()}


@given(articles(), st.sampled_from(["n", "per_million"]))
def test_every_item_has_every_group_and_the_figure_of_its_articles_alone(table, value):
    tokens = tk.tokenize(tk.as_articles(table))
    found = tk.compare(tk.term_frequencies, tokens, by="source", value=value, keep_stop_words=True)
    assert list(found.columns) == ["source", "term", "key", "value", "rank", "spread"]
    assert found.dtypes.astype(str).to_list() == ["str"] * 3 + ["float64"] * 3
    expected, sources = {}, sorted(set(tokens.articles["source"]))
    keys = tk.term_frequencies(tokens, keep_stop_words=True)["key"]
    for source in sources:
        chosen = tokens.select(tokens.articles["source"] == source)
        alone = tk.term_frequencies(chosen, keep_stop_words=True).set_index("key")[value]
        expected |= {(source, key): alone.get(key, 0.0) for key in keys}
    assert values(found) == expected
    for _, group in found.groupby("source"):
        assert group["rank"].tolist() == group["value"].rank(ascending=False, method="min").tolist()
    spread = found.groupby("key")["value"].agg(lambda one: one.max() - one.min() if len(sources) > 1 else np.nan)
    assert found["spread"].tolist() == pytest.approx(spread[found["key"]].tolist(), nan_ok=True)
    assert (found["spread"].diff().dropna() <= 0).all()


@given(articles())
def test_a_measure_that_knows_no_groups_is_asked_about_each(table):
    tokens = tk.tokenize(tk.as_articles(table))
    options = {"by": "source", "value": "tf_idf"}
    knows = tk.compare(tk.term_frequencies, tokens, keep_stop_words=True, **options)
    for measure in (without_by, by_is_something_else):
        asked = tk.compare(measure, tokens, **options)
        assert values(asked) == pytest.approx(values(knows), nan_ok=True)
        assert list(asked.columns) == list(knows.columns)
        assert asked.attrs == {"measure": measure.__name__, "value": "tf_idf", "stories": "all"}


def test_what_a_measure_left_out_is_not_known_to_be_0():
    made = tk.as_articles(["ماء ماء خبز", "خبز خبز ورد"]).assign(source=["أ", "ب"])
    for measure in (tk.term_frequencies, without_by):
        found = tk.compare(measure, made, by="source", value="n", min_n=2).set_index(["term", "source"])
        assert found["value"].dropna().to_dict() == {("ماء", "أ"): 2, ("خبز", "ب"): 2}
        assert found["spread"].isna().all()
    assert tk.compare(tk.term_frequencies, made, by="source", value="n")["spread"].tolist() == [2, 2, 1, 1, 1, 1]
    assert tk.compare(tk.term_frequencies, made, by="source", value="dp_norm")["value"].isna().all()


def test_every_measure_can_be_compared(sample_articles):
    tokens = tk.tokenize(sample_articles)
    sources = sorted(set(sample_articles["source"]))
    diversity = tk.compare(tk.lexical_diversity, tokens, by="source", value="mattr", window=50)
    assert list(diversity.columns) == ["source", "value", "rank", "spread"]
    expected = tk.lexical_diversity(tokens, by="source", window=50)
    assert diversity["value"].tolist() == expected["mattr"].tolist()
    assert diversity["spread"].unique().tolist() == [expected["mattr"].max() - expected["mattr"].min()]
    mentions = tk.find_entities(tokens)
    names = tk.compare(tk.entity_frequencies, mentions, data=tokens, by="source", value="n")
    assert names["value"].sum() == len(mentions)
    assert len(names) == len(sources) * mentions["entity_id"].nunique()
    places = tk.compare(tk.places, mentions, data=tokens, by="source", value="n")
    assert places["value"].sum() == (mentions["kind"] == "place").sum()
    called = tk.compare(tk.terms_of_reference, mentions, data=tokens, by="source", value="share", entity="داعش")
    assert set(called["spread"]) <= set(called["value"])  # here each form is missing somewhere
    days = tk.compare(tk.timeline, mentions, data=tokens, by="source", value="n", freq="M")
    assert days["value"].sum() == len(mentions)
    keys = tk.compare(tk.keyness, tokens, by="source", value="log_ratio", min_n=20)
    assert values(keys) == {
        (row.source, row.key): row.log_ratio for row in tk.keyness(tokens, by="source", min_n=20).itertuples()
    }


def test_items_are_matched_by_key_though_each_group_writes_them_otherwise():
    made = tk.as_articles(["كتاب كتاب", "الكتاب"]).assign(source=["أ", "ب"])
    found = tk.compare(without_by, made, by="source", value="n")
    assert found[["source", "term", "value"]].to_numpy().tolist() == [["أ", "كتاب", 2], ["ب", "كتاب", 1]]


def test_groups_may_come_from_a_series_and_articles_without_one_are_left_out():
    made = tk.as_articles(["ماء", "ماء ماء", "خبز"])
    found = tk.compare(tk.term_frequencies, made, by=pd.Series({"0": "شرق", "1": "غرب"}, name="camp"), value="n")
    assert found.to_numpy().tolist() == [["شرق", "ماء", "ماء", 1, 1, 1], ["غرب", "ماء", "ماء", 2, 1, 1]]


def test_mentions_are_selected_with_their_articles():
    tokens = tk.tokenize(tk.as_articles(["البوكمال", "البوكمال والرقة"]).assign(source=["أ", "ب"]))

    def counted(mentions, *, data):
        assert set(mentions["article_id"]) == set(data.articles["article_id"])
        return tk.entity_frequencies(mentions, data)

    found = tk.compare(counted, tk.find_entities(tokens), data=tokens, by="source", value="n")
    assert found.set_index(["entity", "source"])["value"].to_dict() == {
        ("البوكمال", "أ"): 1,
        ("البوكمال", "ب"): 1,
        ("الرقة", "أ"): 0,
        ("الرقة", "ب"): 1,
    }


def test_nothing_to_compare_is_an_empty_table():
    tokens = tk.tokenize(tk.as_articles([]))
    for measure, columns in ((tk.term_frequencies, ["term", "key"]), (without_by, ["term", "key"])):
        found = tk.compare(measure, tokens, by="source", value="n")
        assert list(found.columns) == ["source", *columns, "value", "rank", "spread"]
        assert found.empty
    ungrouped = tk.tokenize(["ماء"])
    nobody = pd.Series({"0": None}, dtype="object")
    assert tk.compare(lambda data: tk.lexical_diversity(data), ungrouped, by=nobody, value="ttr").empty


def test_bad_calls_are_refused():
    tokens = tk.tokenize(["الموصل الموصل"])
    with pytest.raises(tk.InvalidArgumentError, match="dp_norm"):
        tk.compare(tk.term_frequencies, tokens, by="source", value="g2")
    with pytest.raises(tk.InvalidArgumentError, match="Try: value='n'"):
        tk.compare(tk.lexical_diversity, tokens, by="source")
    with pytest.raises(tk.InvalidArgumentError, match="not a column"):
        tk.compare(tk.term_frequencies, tokens, by="outlet")
    with pytest.raises(tk.InvalidArgumentError, match="data=tokens"):
        tk.compare(tk.entity_frequencies, tk.find_entities(tokens), by="source")
    with pytest.raises(tk.InvalidArgumentError, match="several for one"):
        tk.compare(lambda data: pd.DataFrame({"term": ["ماء", "ماء"], "n": [1, 2]}), tokens, by="source", value="n")
    with pytest.raises(tk.InvalidArgumentError, match="called 'rank'"):
        tk.compare(tk.term_frequencies, tokens, by=pd.Series({"0": "أ"}, name="rank"))
