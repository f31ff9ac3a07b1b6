import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles

import toolkit as tk
from toolkit.measures.terms_of_reference import COLUMNS


def said(text: str, entity: str = "داعش", **options) -> dict[str, list[str]]:
    tokens = tk.tokenize([text])
    found = tk.terms_of_reference(tk.find_entities(tokens), tokens, entity=entity, by=None, **options)
    return {relation: forms["form"].tolist() for relation, forms in found.groupby("relation")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل مقاتلو داعش", {"head": ["مقاتلو"]}),
        ("لمقاتلي تنظيم داعش", {"head": ["مقاتلي"]}),
        ("سيطر عناصر «داعش»", {"head": ["عناصر"], "quoted": ["«…»"]}),
        ("خسر داعش الإرهابي", {"epithet": ["الإرهابي"]}),
        ("خسر تنظيم الدولة المتطرف والإرهابي مواقعه", {"epithet": ["الإرهابي", "المتطرف"]}),
        ("ما يسمى تنظيم الدولة", {"hedge": ["ما يسمى"]}),
        ("وما تسمّى بتنظيم داعش", {"hedge": ["ما يسمى"]}),
        ("ما يعرف باسم داعش", {"hedge": ["ما يعرف بـ"]}),
        ("بين داعش والجيش", {}),
        ("خسر داعش المدينة", {}),
        ("هاجم داعش المنطقة", {}),
        ("ضد داعش. الإرهابي", {}),
        ("المقاتل، داعش", {}),
        ("مقاتلو الحزب لداعش", {}),
        ("هاجم داعش الموصل أمس", {}),
        ("هزيمة داعش", {}),
        ("مدن داعش قائمة", {"head": ["مدن"]}),
    ],
)
def test_what_stands_around_a_name_is_read(text, expected):
    found = said(text)
    found.pop("name")
    assert found == expected


def test_places_have_heads_too_and_the_user_may_add_some():
    assert said("أهالي مدينة البوكمال", "البوكمال")["head"] == ["أهالي", "مدينة"]
    assert "head" not in said("هزيمة داعش")
    assert said("هزائم داعش", heads=["هزيمة"])["head"] == ["هزائم"]


def table() -> tuple[pd.DataFrame, tk.Tokens]:
    texts = ["مقاتلو داعش. مقاتلي داعش", "مسلحي داعش", "تنظيم الدولة", "الموصل", "داعش الإرهابي"]
    made = tk.as_articles(texts).assign(source=["أ", "أ", "ب", "ب", "ج"])
    return made, tk.tokenize(made)


def test_each_outlet_has_every_form_with_its_count_and_share():
    _, tokens = table()
    found = tk.terms_of_reference(tk.find_entities(tokens), tokens, entity="داعش")
    assert list(found.columns) == ["source", *COLUMNS]
    assert found.groupby("source").size().to_dict() == {"أ": 5, "ب": 5, "ج": 5}
    fighters = found[found["form"].isin(["مقاتلو", "مقاتلي"])].set_index("source")
    assert fighters["n"].to_dict() == {"أ": 2, "ب": 0, "ج": 0}
    assert fighters["n_articles"].to_dict() == {"أ": 1, "ب": 0, "ج": 0}
    assert fighters["share"].to_dict() == {"أ": 0.5, "ب": 0.0, "ج": 0.0}
    assert (found["low"] <= found["share"]).all()
    assert (found["share"] <= found["high"]).all()
    assert found["high"].gt(0).all()  # 0 of 1 says little
    wider = tk.terms_of_reference(tk.find_entities(tokens), tokens, entity="داعش", interval=0.99)
    assert (wider["high"] >= found["high"]).all()


@given(articles(), st.sampled_from(["source", None]))
def test_names_add_up_to_the_mentions(given_table, by):
    made = tk.as_articles(given_table.assign(title="قتل مقاتلو داعش"))
    tokens = tk.tokenize(made)
    mentions = tk.find_entities(tokens)
    if not len(made):
        return
    found = tk.terms_of_reference(mentions, tokens, entity="org:isis", by=by)
    assert found.dtypes.astype(str).to_dict().items() >= COLUMNS.items()
    names = found[found["relation"] == "name"]
    assert names["n"].sum() == (mentions["entity_id"] == "org:isis").sum()
    assert found.loc[found["form"] == "مقاتلو", "n"].sum() >= len(made)


def test_reprints_count_once_if_asked():
    made = tk.as_articles(["مقاتلو داعش"] * 3).assign(story_id="1")
    found = tk.terms_of_reference(tk.find_entities(made), made, entity="داعش", by=None, stories="first")
    assert found["n"].tolist() == [1, 1]
    assert found.attrs["stories"] == "first"


def test_bad_calls_are_refused():
    _, tokens = table()
    mentions = tk.find_entities(tokens)
    with pytest.raises(tk.InvalidArgumentError, match=r"finds nothing of this name; it knows \['داعش'"):
        tk.terms_of_reference(mentions, tokens, entity="القاعدة")
    twice = pd.concat([mentions, mentions.assign(entity_id="org:other")])
    with pytest.raises(tk.InvalidArgumentError, match="several things"):
        tk.terms_of_reference(twice, tokens, entity="داعش")
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.terms_of_reference(mentions.drop(columns="mention"), tokens, entity="داعش")
    with pytest.raises(tk.InvalidArgumentError, match="interval"):
        tk.terms_of_reference(mentions, tokens, entity="داعش", interval=95)
    with pytest.raises(tk.InvalidArgumentError, match="not among the 1"):
        tk.terms_of_reference(mentions, tk.tokenize(["شيء"]), entity="داعش")
    with pytest.raises(tk.InvalidArgumentError, match="heads"):
        tk.terms_of_reference(mentions, tokens, entity="داعش", heads="هزيمة")


def test_a_heat_map_takes_it(sample_articles):
    tokens = tk.tokenize(sample_articles)
    found = tk.terms_of_reference(tk.find_entities(tokens), tokens, entity="داعش")
    names = found[found["relation"] == "name"]
    assert len(names) == 4 * len(set(names["form"]))
    ax = tk.plot_heatmap(names, x="source", y="form", value="share")
    ax.figure.canvas.draw()
