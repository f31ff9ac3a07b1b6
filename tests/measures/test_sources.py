from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tk

DTYPES = {
    "speaker": "str", "entity": "bool", "n": "int64", "n_articles": "int64", "share": "float64", "low": "float64",
    "high": "float64", "n_direct": "int64", "n_indirect": "int64", "share_direct": "float64", "direct_low": "float64",
    "direct_high": "float64",
}  # fmt: skip

quotes = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["direct", "indirect", "according_to"]),
        st.sampled_from(["المرصد", "الوزير", "الوزارة", None]),
        st.booleans(),
    ),
    max_size=20,
)


def as_quotes(rows):
    return pd.DataFrame(
        {
            "article_id": pd.array([str(article) for article, *_ in rows], dtype="str"),
            "kind": pd.array([kind for _, kind, *_ in rows], dtype="str"),
            "speaker": pd.array([speaker for *_, speaker, _ in rows], dtype="str"),
            "speaker_entity": pd.array(
                [None if who != "المرصد" else "المرصد السوري" for *_, who, _ in rows], dtype="str"
            ),
            "speaker_status": pd.array(["explicit" if sure else "carried" for *_, sure in rows], dtype="str"),
        }
    )


def corpus():
    return tk.as_articles(
        pd.DataFrame({"article_id": list("0123"), "text": ["ماء"] * 4, "source": ["أ", "أ", "ب", "ب"]})
    )


@given(quotes, st.booleans())
def test_sources_are_counted_as_by_hand(rows, carried):
    table = as_quotes(rows)
    heard = tk.sources_heard(table, corpus(), carried=carried, n_resamples=20)
    assert heard.dtypes.astype(str).to_dict() == DTYPES
    known = [row for row in rows if row[2] and (carried or row[3])]
    named = ["المرصد السوري" if row[2] == "المرصد" else row[2] for row in known]
    assert dict(zip(heard["speaker"], heard["n"], strict=True)) == Counter(named)
    in_articles = Counter(name for name, _ in {(name, row[0]) for name, row in zip(named, known, strict=True)})
    assert dict(zip(heard["speaker"], heard["n_articles"], strict=True)) == in_articles
    direct = Counter(name for name, row in zip(named, known, strict=True) if row[1] == "direct")
    assert all(direct[name] == n for name, n in zip(heard["speaker"], heard["n_direct"], strict=True))
    assert (heard["n_direct"] + heard["n_indirect"] == heard["n"]).all()
    assert heard["share"].sum() == pytest.approx(1 if known else 0)
    assert ((heard["direct_low"] <= heard["share_direct"]) & (heard["share_direct"] <= heard["direct_high"])).all()
    assert heard["entity"].to_list() == [name == "المرصد السوري" for name in heard["speaker"]]


@given(quotes)
def test_groups_add_up_to_the_whole(rows):
    table = as_quotes(rows)
    whole = tk.sources_heard(table, corpus(), n_resamples=20).set_index("speaker")["n"]
    parts = tk.sources_heard(table, corpus(), by="source", n_resamples=20)
    assert parts.columns[0] == "source"
    assert parts.groupby("speaker")["n"].sum().to_dict() == whole.to_dict()


def test_a_share_of_one_article_has_no_interval():
    heard = tk.sources_heard(as_quotes([(0, "direct", "الوزير", True)]), corpus().head(1), n_resamples=20)
    assert np.isnan(heard["low"]).all()


def test_what_is_no_table_of_quotes_is_refused():
    with pytest.raises(tk.MissingColumnsError, match="find_quotes"):
        tk.sources_heard(pd.DataFrame({"article_id": []}), corpus())
    with pytest.raises(tk.InvalidArgumentError, match="not among"):
        tk.sources_heard(as_quotes([(9, "direct", "الوزير", True)]), corpus())
    with pytest.raises(tk.InvalidArgumentError, match="interval"):
        tk.sources_heard(as_quotes([]), corpus(), interval=95)


def test_a_source_behind_li_is_the_same_source():
    articles = tk.as_articles(
        ["ووفقا للمرصد، فإن الطريق مغلق. وبحسب المرصد، فإن الجسر مفتوح. وطبقا لرويترز، فإن السوق هادئة."]
    )
    heard = tk.sources_heard(tk.find_quotes(articles), articles)
    assert dict(zip(heard["speaker"], heard["n"], strict=True)) == {"المرصد": 2, "رويترز": 1}
