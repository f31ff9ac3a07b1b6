from collections import Counter

import pytest
from hypothesis import given
from strategies import articles

import toolkit as tk
from toolkit.measures.places import COLUMNS


@given(articles())
def test_places_are_counted_as_by_hand(table):
    made = tk.as_articles(table)
    mentions = tk.find_entities(made)
    counted = tk.places(mentions, made)
    assert counted.dtypes.astype(str).to_dict() == COLUMNS
    own = mentions[mentions["kind"] == "place"]
    assert dict(zip(counted["entity_id"], counted["n"], strict=True)) == Counter(own["entity_id"])
    each = own.drop_duplicates(["entity_id", "article_id"])
    assert dict(zip(counted["entity_id"], counted["n_articles"], strict=True)) == Counter(each["entity_id"])
    by = tk.places(mentions, made, by="source")
    assert list(by.columns) == ["source", *COLUMNS]
    assert by.groupby("entity_id")["n"].sum().to_dict() == dict(zip(counted["entity_id"], counted["n"], strict=True))


def test_a_country_holds_its_places_and_not_itself():
    made = tk.as_articles(["البوكمال ودير الزور والموصل وسوريا والعراق وباريس"])
    mentions = tk.find_entities(made)

    def found(country):
        return set(tk.places(mentions, made, country=country)["entity"])

    assert found("SY") == found("سوريا") == found("سورية") == {"البوكمال", "دير الزور"}
    assert found("iq") == {"الموصل"}
    assert found(["SY", "العراق"]) == {"البوكمال", "دير الزور", "الموصل"}
    assert found("FR") == {"باريس"}
    everything = tk.places(mentions, made)
    assert set(everything["country"]) == {"SY", "IQ", "FR"}
    assert {"سوريا", "العراق"} < set(everything["entity"])
    with pytest.raises(tk.InvalidArgumentError, match="country of this code or name"):
        tk.places(mentions, made, country="أتلانتس")


def test_places_of_a_model_have_no_country_unless_they_are_known():
    made = tk.as_articles(["عفورية والبوكمال"])
    mentions = tk.find_entities(made, model=lambda _: [[(0, 6, "LOC"), (7, 16, "LOC")]])
    counted = tk.places(mentions, made).set_index("entity")
    assert counted["country"].to_dict() == {"عفورية": "", "البوكمال": "SY"}
    assert counted["lat"].isna().to_dict() == {"عفورية": True, "البوكمال": False}


def test_a_map_takes_them_and_stories_count_once():
    made = tk.as_articles(["من دير الزور إلى البوكمال"] * 2).assign(story_id="1")
    mentions = tk.find_entities(made)
    counted = tk.places(mentions, made, country="SY", stories="first")
    assert counted["n"].tolist() == [1, 1]
    assert counted.attrs == {"stories": "first"}
    ax = tk.plot_places(counted, value="n_articles")
    assert {text.get_text() for text in ax.texts} == {"البوكمال", "دير الزور"}


def test_the_wrong_table_is_named():
    made = tk.as_articles(["الموصل"])
    with pytest.raises(tk.MissingColumnsError, match="find_entities"):
        tk.places(made, made)
    with pytest.raises(tk.InvalidArgumentError, match="are in articles"):
        tk.places(tk.find_entities(made).assign(article_id="x"), made)
