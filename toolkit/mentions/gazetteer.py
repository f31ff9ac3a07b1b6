"""The list of names behind `find_entities`, folded and ordered for looking up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from toolkit.text.arabic import bare, fold
from toolkit.text.wordlists import gazetteer_rows


@dataclass(frozen=True)
class Entry:
    """One thing that has a name: a row of the gazetteer."""

    id: str
    kind: str
    name: str
    lat: float
    lon: float
    needs_trigger: bool
    country: str = ""


@dataclass(frozen=True)
class Alias:
    """One spelling of a name, as folded words."""

    words: tuple[str, ...]
    spelled: str
    entry: Entry
    is_name: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those that bear the name, the likeliest first."""
        return (self.entry,)


@dataclass(frozen=True)
class Gazetteer:
    """Names by their first folded word, the longest first.

    Attributes
    ----------
    entries : dict
        Entry by id.
    by_first_word : dict
        Folded first word → the aliases that begin with it.
    """

    entries: dict[str, Entry]
    by_first_word: dict[str, list[Alias]]

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Every spelling once."""
        return tuple(alias for listed in self.by_first_word.values() for alias in listed)


def make_gazetteer(rows: Iterable[Mapping[str, str]]) -> Gazetteer:
    """Index rows with the columns of ``wordlists/gazetteer.tsv``.

    Of two equal spellings a name goes before an alias, and the earlier row before the later.

    Examples
    --------
    >>> row = {"id": "place:al-bukamal", "kind": "place", "name": "البوكمال", "aliases": "أبو كمال",
    ...        "lat": "34.45", "lon": "40.92", "trigger": "no"}
    >>> [alias.spelled for alias in make_gazetteer([row]).by_first_word["ابو"]]
    ['أبو كمال']
    """
    entries: dict[str, Entry] = {}
    aliases: dict[tuple[str, ...], Alias] = {}
    for row in rows:
        entry = Entry(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            lat=float(row["lat"] or "nan"),
            lon=float(row["lon"] or "nan"),
            needs_trigger=row["trigger"] == "yes",
            country=row.get("country", ""),
        )
        entries[entry.id] = entry
        for spelled in (row["name"], *filter(None, row["aliases"].split("|"))):
            words, is_name = tuple(fold(spelled).split()), spelled == row["name"]
            if words not in aliases or (is_name and not aliases[words].is_name):
                aliases[words] = Alias(words, bare(spelled), entry, is_name)
    by_first_word: dict[str, list[Alias]] = defaultdict(list)
    for alias in sorted(aliases.values(), key=lambda alias: (-len(alias.words), alias.words)):
        by_first_word[alias.words[0]].append(alias)
    return Gazetteer(entries, dict(by_first_word))


@cache
def shipped_gazetteer() -> Gazetteer:
    """Return the gazetteer that ships with the toolkit."""
    return make_gazetteer(gazetteer_rows())
