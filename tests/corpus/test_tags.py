import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import arabic_text

import toolkit as tk
from toolkit.corpus.chunk_words import ADDRESS, EMOJI
from toolkit.corpus.tags import COLUMNS

tagged = st.sampled_from(
    [
        "#سوريا",
        "#ذكرى_سقوط",
        "في#حلب",
        "##a",
        "@afp",
        "a.b@mail.org",
        "https://x.org/a#b?c=1",
        "www.x.org/@me",
        "👍🏽",
        "🇮🇶",
    ]
)
texts = st.lists(st.one_of(arabic_text(max_pieces=4), tagged), max_size=6).map(" ".join)


def found(text):
    tags = tk.find_tags(tk.as_articles([text]))
    return list(zip(tags["kind"], tags["tag"], strict=True))


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_every_tag_slices_back_and_no_two_overlap(bodies, titles):
    made = tk.as_articles(
        pd.DataFrame({"title": pd.Series(titles, dtype="str"), "text": pd.Series(bodies, dtype="str")})
    )
    tags = tk.find_tags(made)
    types = dict.fromkeys(COLUMNS, "str") | {"start": "int32", "end": "int32"}
    assert tags.dtypes.astype(str).to_dict() == types
    by_id = made.set_index("article_id")
    end_before = {}
    for tag in tags.itertuples():
        assert by_id[tag.field][tag.article_id][tag.start : tag.end] == tag.tag
        assert tag.start >= end_before.get((tag.article_id, tag.field), 0)
        end_before[tag.article_id, tag.field] = tag.end


@given(texts)
def test_addresses_and_emoji_are_those_that_are_one_token(text):
    tokens = tk.tokenize([text])
    words = tokens.to_frame()
    whole = words["word"].map(lambda word: bool(ADDRESS.fullmatch(word) or EMOJI.fullmatch(word)))
    tags = tk.find_tags(tokens)
    tags = tags[tags["kind"] != "hashtag"]
    assert tags[["start", "tag"]].to_numpy().tolist() == words.loc[whole, ["start", "word"]].to_numpy().tolist()


def test_each_kind_is_told_and_an_address_holds_no_hashtag():
    assert found("#سوريا @afp a@b.org https://x.org/a#b www.y.org/@me 👍🏽") == [
        ("hashtag", "#سوريا"),
        ("mention", "@afp"),
        ("email", "a@b.org"),
        ("url", "https://x.org/a#b"),
        ("url", "www.y.org/@me"),
        ("emoji", "👍🏽"),
    ]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("و#سوريا،", ["#سوريا"]),
        ("#سوريا#دمشق", ["#سوريا", "#دمشق"]),
        ("#سُوريّا_2017.", ["#سُوريّا_2017"]),
        ("#2017_عام", ["#2017_عام"]),
        ("#1 و#٢ و#_ و# سوريا", []),
        ("C# a#b &#1575;", []),
        ("＃سوريا", ["＃سوريا"]),
    ],
)
def test_what_is_a_hashtag(text, tags):
    assert found(text) == [("hashtag", tag) for tag in tags]


def test_tags_have_words_and_a_timeline():
    dates = ["2017-11-01", "2017-11-02", "2017-11-02"]
    made = tk.as_articles(pd.DataFrame({"title": "#ذكرى_سقوط_بغداد", "text": "🔴 خبر", "date": dates}))
    tags = tk.find_tags(made)
    assert set(tags["words"]) == {"ذكرى سقوط بغداد", ""}
    counts = tk.timeline(tags, made, by="tag", freq="D")
    assert counts[counts["tag"] == "🔴"]["n"].tolist() == [1, 2]
    assert counts["share"].tolist() == [1.0] * 4


def test_what_is_no_articles_table_is_refused():
    with pytest.raises(tk.MissingColumnsError):
        tk.find_tags(pd.DataFrame({"tag": ["#سوريا"]}))
