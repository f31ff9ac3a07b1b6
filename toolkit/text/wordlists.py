"""Reads the tables in ``wordlists/``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_FOLDER = files("toolkit.text").joinpath("wordlists")


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table that ships with the toolkit, one dict a row.

    Examples
    --------
    >>> next(row["class"] for row in read_table("stopwords.tsv") if row["word"] == "في")
    'preposition'
    """
    lines = _FOLDER.joinpath(name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def stop_word_classes() -> dict[str, str]:
    """Return each stop word of the toolkit with its word class."""
    return {row["word"]: row["class"] for row in read_table("stopwords.tsv")}


#: Stop words that are nouns, and counted with their plurals and clitics as nouns are.
NOMINAL_STOP_CLASSES = frozenset({"time", "quantifier", "number_word", "filler_noun"})


@cache
def stop_spellings() -> dict[str, str]:
    """Return each stop word that is no noun under its spellings: its own, and that without its hamza.

    Examples
    --------
    >>> stop_spellings()["الى"], "علي" in stop_spellings()
    ('إلى', False)
    """
    hamza = str.maketrans("أإ", "اا")
    words = [word for word, kind in stop_word_classes().items() if kind not in NOMINAL_STOP_CLASSES]
    return {word.translate(hamza): word for word in words} | {word: word for word in words}


@cache
def plurals() -> dict[str, str]:
    """Return the form each broken plural (and irregular feminine) is counted under."""
    return {row["form"]: row["under"] for row in read_table("plurals.tsv")}


def read_words(name: str) -> list[str]:
    """Return the words of a list that ships with the toolkit, one a line.

    Examples
    --------
    >>> "فلسطين" in read_words("keep_whole.txt")
    True
    """
    return _FOLDER.joinpath(name).read_text(encoding="utf-8").split()


@cache
def keep_whole() -> frozenset[str]:
    """Return words that look inflected and stay as they are, such as فلسطين and إنسان."""
    return frozenset(read_words("keep_whole.txt"))


@cache
def single_word_names() -> frozenset[str]:
    """Return the names of the gazetteer that are one word, as written; they are never cut inside.

    Examples
    --------
    >>> "البوكمال" in single_word_names()
    True
    """
    sure = (row for row in read_table("gazetteer.tsv") if row["trigger"] == "no")
    spelled = (name for row in sure for name in (row["name"], *row["aliases"].split("|")))
    return frozenset(name for name in spelled if name and " " not in name)


def gazetteer_rows() -> Iterator[dict[str, str]]:
    """Yield the rows of the gazetteer: those written by hand, then the towns of GeoNames.

    Of two rows that share a name the first is the one meant where nothing speaks for the other.

    Examples
    --------
    >>> next(row["id"] for row in gazetteer_rows() if row["name"] == "البوكمال")
    'place:al-bukamal'
    """
    yield from read_table("gazetteer.tsv")
    yield from read_table("cities.tsv")


@cache
def spellings() -> dict[str, str]:
    """Return other spellings of a word with the one it is counted under: أميركي is أمريكي."""
    return {row["form"]: row["under"] for row in read_table("spellings.tsv")}
