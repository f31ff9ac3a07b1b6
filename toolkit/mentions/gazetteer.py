"""The list of names behind `find_entities`, folded and ordered for looking up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from toolkit.corpus.load_report import LoadReport
from toolkit.mentions.words import with_clitics
from toolkit.text.arabic import bare, fold
from toolkit.text.wordlists import gazetteer_rows, read_table


@dataclass(frozen=True)
class Entry:
    """One thing that has a name: a row of the gazetteer.

    Attributes
    ----------
    id, kind, name, country : str
    lat, lon : float
        Degrees; NaN where it has no place.
    needs_trigger : bool
        The name is also an ordinary word, and counts only with something beside it.
    is_own : bool
        The row comes from the user, whose word is taken for it.
    """

    id: str
    kind: str
    name: str
    lat: float
    lon: float
    needs_trigger: bool
    country: str = ""
    is_own: bool = False


@dataclass(frozen=True, eq=False)
class Alias:
    """One spelling of a name.

    Attributes
    ----------
    words : tuple of str
        Folded.
    spelled : str
        Without marks.
    entries : tuple of Entry
        Those that bear the name, the likeliest first.
    is_name : bool
        It is the name by which the first of them is shown.
    outside : tuple of int
        Words at its beginning and end that only say which thing of that name is meant:
        one before توتال in شركة توتال, one behind برشلونة in برشلونة الإسباني.
    """

    words: tuple[str, ...]
    spelled: str
    entries: tuple[Entry, ...]
    is_name: bool
    outside: tuple[int, int] = (0, 0)

    @cached_property
    def entry(self) -> Entry:
        """Whom the name means where nothing else is known."""
        return self.entries[0]

    @cached_property
    def namesakes(self) -> tuple[Entry, ...]:
        """All of its kind that bear the name, the likeliest first."""
        return tuple(entry for entry in self.entries if entry.kind == self.entry.kind)

    @cached_property
    def needs_trigger(self) -> bool:
        """Whether it is taken only with something beside it; other spellings of several words are clear enough."""
        return self.entry.needs_trigger and (len(self.words) == 1 or self.is_name)

    @cached_property
    def rule(self) -> str:
        """Why it is taken, in the words of ``find_entities``."""
        return "trigger" if self.needs_trigger else "name" if self.is_name else "alias"


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Names, and those who bear them.

    Attributes
    ----------
    entries : dict
        Entry by id.
    aliases : tuple
        Every spelling once.
    report : LoadReport
        What became of each row of the user's file; None for names of ours.
    """

    entries: dict[str, Entry]
    aliases: tuple[Alias, ...]
    report: LoadReport | None = None

    def __repr__(self) -> str:
        return f"<Gazetteer: {len(self.entries):,} entries, {len(self.aliases):,} spellings>"

    def find(self, name: str) -> Alias | None:
        """Return the spelling that a name has here, None if it is not listed.

        Examples
        --------
        >>> shipped_gazetteer().find("للأمم المتحدة") is None, shipped_gazetteer().find("الامم المتحده").entry.id
        (True, 'org:un')
        """
        number = self._numbers.get(tuple(fold(name).split()))
        return None if number is None else self.aliases[number]

    @cached_property
    def _numbers(self) -> dict[tuple[str, ...], int]:
        return {alias.words: number for number, alias in enumerate(self.aliases)}

    @cached_property
    def tree(self) -> NameTree:
        """The names as a tree of words, made at the first use."""
        return _grow([alias.words for alias in self.aliases])


@dataclass(frozen=True)
class NameTree:
    """Names as paths of words: from node 0 each word leads on to another node.

    Attributes
    ----------
    word_number : dict
        Number of each folded word that occurs in a name.
    edges : ndarray of int64
        Sorted: node * number of words + word.
    leads_to : ndarray of int64
        The node behind each edge.
    name_at : ndarray of int64
        Which name ends at a node, -1 for none.
    """

    word_number: dict[str, int]
    edges: npt.NDArray[np.int64]
    leads_to: npt.NDArray[np.int64]
    name_at: npt.NDArray[np.int64]

    @cached_property
    def beginnings(self) -> dict[str, list[tuple[int, int]]]:
        """Words that begin a name, with clitics or without: letters of clitics before it, and the node behind it."""
        starts = zip(self.edges.tolist(), self.leads_to.tolist(), strict=True)
        node_of = dict(islice(starts, int(np.searchsorted(self.edges, len(self.word_number)))))
        found: dict[str, list[tuple[int, int]]] = {}
        for word, number in self.word_number.items():
            for written, n_letters in with_clitics(word) if number in node_of else ():
                found.setdefault(written, []).append((n_letters, node_of[number]))
        return found

    def follow(self, nodes: npt.NDArray[np.int64], words: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the node that each word leads to, -1 where there is no way on."""
        if not len(self.edges):
            return np.full(len(nodes), -1, dtype=np.int64)
        wanted = nodes * len(self.word_number) + words
        place = np.minimum(np.searchsorted(self.edges, wanted), len(self.edges) - 1)
        return np.where((self.edges[place] == wanted) & (words >= 0), self.leads_to[place], -1)


def _grow(names: list[tuple[str, ...]]) -> NameTree:
    word_number: dict[str, int] = {}
    nodes: dict[tuple[int, int], int] = {}
    name_at = [-1]
    for number, words in enumerate(names):
        node = 0
        for word in words:
            step = (node, word_number.setdefault(word, len(word_number)))
            if step not in nodes:
                nodes[step] = len(name_at)
                name_at.append(-1)
            node = nodes[step]
        name_at[node] = number
    edges = np.array([node * len(word_number) + word for node, word in nodes], dtype=np.int64)
    order = np.argsort(edges)
    leads_to = np.fromiter(nodes.values(), dtype=np.int64, count=len(nodes))
    return NameTree(word_number, edges[order], leads_to[order], np.array(name_at, dtype=np.int64))


#: A spelling, and those who bear it, each with whether that is an alias.
_Named = tuple[str, list[tuple[bool, Entry]]]


def make_gazetteer(rows: Iterable[Mapping[str, str]], *, over: Gazetteer | None = None) -> Gazetteer:
    """Index rows with the columns of ``wordlists/gazetteer.tsv``.

    Parameters
    ----------
    rows
        Of two with one spelling a name is likelier than an alias, and the
        earlier row than the later. A row with the ``id`` of another takes its
        place.
    over
        A gazetteer that the rows are added to; theirs are the user's own, and
        come first.

    Examples
    --------
    >>> row = {"id": "place:al-bukamal", "kind": "place", "name": "البوكمال", "aliases": "أبو كمال",
    ...        "lat": "34.45", "lon": "40.92", "trigger": "no"}
    >>> [alias.spelled for alias in make_gazetteer([row]).aliases]
    ['البوكمال', 'أبو كمال']
    """
    entries: dict[str, Entry] = {}
    named: dict[tuple[str, ...], _Named] = {}
    for row in rows:
        entry = entries[row["id"]] = _entry(row, is_own=over is not None)
        for spelled in dict.fromkeys((row["name"], *filter(None, (row.get("aliases") or "").split("|")))):
            bearers = named.setdefault(tuple(fold(spelled).split()), (bare(spelled), []))[1]
            bearers.append((spelled != row["name"], entry))
    for alias in over.aliases if over else ():
        kept = [(True, entry) for entry in alias.entries if entry.id not in entries]
        if kept:
            named.setdefault(alias.words, (alias.spelled, []))[1].extend(kept)
    aliases = []
    for words, (spelled, listed) in named.items():
        by_id = {entry.id: entry for _, entry in sorted(listed, key=lambda bearer: bearer[0])}
        if words:
            entry = next(iter(by_id.values()))
            is_name = spelled == bare(entry.name)
            aliases.append(
                Alias(words, spelled, tuple(by_id.values()), is_name, _outside(words, entry, is_name, named))
            )
    return Gazetteer({**(over.entries if over else {}), **entries}, tuple(aliases))


#: Heads that say what kind of thing a name is.
_HEADS = frozenset(map(fold, ("شركة", "فريق", "نادي", "صحيفة", "جريدة", "مجلة")))


def _outside(
    words: tuple[str, ...], entry: Entry, is_name: bool, named: Mapping[tuple[str, ...], _Named]
) -> tuple[int, int]:
    """How many words at the ends of a name are none of it: those without which it is listed too."""
    if entry.is_own or entry.kind != "organisation" or len(words) < 2:
        return 0, 0
    if words[0] in _HEADS and words[1:] in named:
        return 1, 0
    if is_name or words[-1] not in _nationalities():
        return 0, 0
    shorter = [words[:-1], *((head, *words[:-1]) for head in _HEADS)]
    return 0, int(any(entry == bearer for name in shorter if name in named for _, bearer in named[name][1]))


@cache
def _nationalities() -> frozenset[str]:
    """Adjectives of countries as they stand behind a definite noun, folded."""
    listed = (row["nationality"] for row in read_table("nationalities.tsv"))
    return frozenset(fold("ال" + adjective + ending) for adjective in listed for ending in ("", "ة"))


def _entry(row: Mapping[str, str], *, is_own: bool) -> Entry:
    return Entry(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        lat=float(row.get("lat") or "nan"),
        lon=float(row.get("lon") or "nan"),
        needs_trigger=row.get("trigger") == "yes",
        country=row.get("country") or "",
        is_own=is_own,
    )


@cache
def shipped_gazetteer() -> Gazetteer:
    """Return the gazetteer that ships with the toolkit."""
    return make_gazetteer(gazetteer_rows())
