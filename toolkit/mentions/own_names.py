"""The user's own names, read from a table and put over those that ship with the toolkit."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from os import PathLike
from pathlib import Path

from toolkit.corpus.encodings import decode
from toolkit.corpus.load_report import make_report
from toolkit.errors import MissingColumnsError, UnreadableInputError
from toolkit.mentions.gazetteer import Entry, Gazetteer, make_gazetteer, shipped_gazetteer
from toolkit.mentions.identities import own_id
from toolkit.mentions.words import folded_stop_words
from toolkit.text.arabic import bare, fold

_COLUMNS = ("id", "kind", "name", "name_en", "aliases", "lat", "lon", "country", "trigger")
#: Columns by the names they may have, kinds by the words they may be called.
_COLUMN_NAMES = {
    **{column: column for column in _COLUMNS},
    **{"entity": "name", "الاسم": "name", "اسم": "name", "النوع": "kind", "type": "kind", "الأسماء": "aliases"},
    **{"alias": "aliases", "latitude": "lat", "longitude": "lon", "lng": "lon", "entity_id": "id", "البلد": "country"},
}
_KINDS = {
    "place": "place loc location gpe city country مكان موقع مدينة بلد",
    "organisation": "organisation organization org منظمة مؤسسة هيئة جهة تنظيم",
    "person": "person per pers شخص شخصية علم",
    "other": "other misc آخر أخرى",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
#: What a name may be written with beside letters and digits.
_NAME = re.compile(r"[\w .'’&-]+")
_YES = frozenset({"yes", "true", "1", "نعم"})


def load_gazetteer(path: str | PathLike[str]) -> Gazetteer:
    r"""Read names of your own, and put them over those of the toolkit.

    Parameters
    ----------
    path
        A CSV or TSV file with a header. ``name`` is needed; ``kind`` (place,
        organisation, person, other; ``LOC`` and مكان will do), ``aliases``
        (joined by ``|``), ``lat``, ``lon``, ``country`` (two letters), ``id``,
        ``name_en`` and ``trigger`` (``yes``: take it only with something beside
        it) may be there.

    Returns
    -------
    Gazetteer
        For `find_entities`. A row whose ``id``, or whose name and kind, the
        toolkit has already adds its spellings to that entry. ``report`` says
        what became of each row, as `load_report` does for articles: rows that
        are refused have a reason: ``empty-name``, ``one-letter-name``,
        ``odd-characters``, ``ordinary-word`` (a particle), ``unknown-kind``,
        ``bad-coordinates``, ``duplicate-name``.

    Raises
    ------
    UnreadableInputError
        If the file cannot be read.
    MissingColumnsError
        If no column is called ``name``.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import toolkit as tk
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "names.csv")
    ...     _ = file.write_text("name,kind\nسوق الهال,place\n,place\n", encoding="utf-8")
    ...     gazetteer = tk.load_gazetteer(file)
    >>> gazetteer.report.loaded, gazetteer.report.rejected["reason"].tolist()
    (1, ['empty-name'])
    >>> tk.find_entities(tk.as_articles(["أغلق سوق الهال"]), gazetteer=gazetteer)["mention"].to_list()
    ['سوق الهال']
    """
    path = Path(path)
    lines, columns = _read(path)
    shipped = shipped_gazetteer()
    rows: list[dict[str, str]] = []
    rejected: list[tuple[str, int, str]] = []
    seen: set[tuple[str, str]] = set()
    spellings = _spellings(shipped)
    for number, line in lines:
        row, reason = _checked(line)
        key = (row["kind"], row["id"] or fold(row["name"]))
        if reason or key in seen:
            rejected.append((path.name, number, reason or "duplicate-name"))
            continue
        seen.add(key)
        rows.append(_over_ours(row, shipped, spellings))
    report = make_report(loaded=len(rows), rejected=rejected, warnings=(), files=1, columns=columns)
    return replace(make_gazetteer(rows, over=shipped), report=report)


def _read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], dict[str, str]]:
    """Lines with their number, columns called as ours; and which column was which."""
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise UnreadableInputError(
            f"load_gazetteer() could not read the file: {error.strerror}.\nTry: load_gazetteer('names.csv')\n{path}"
        ) from error
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max("\t,;|", key=lambda sign: (head.count(sign), sign == ","))
    reader = csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=delimiter)
    header = next(reader, [])
    names = [_COLUMN_NAMES.get(cell.strip().casefold(), "") for cell in header]
    if "name" not in names:
        raise MissingColumnsError(
            f"load_gazetteer() needs a column 'name'; this file has {[cell.strip() for cell in header]}.\n"
            f"It knows {list(_COLUMNS)}.\nTry: a first line name,kind,aliases\n{path}"
        )
    lines = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            line = dict.fromkeys(_COLUMNS, "")
            line.update({name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
            lines.append((reader.line_num, line))
        elif cells:
            lines.append((reader.line_num, dict.fromkeys(_COLUMNS, "")))
    return lines, {cell.strip(): name for cell, name in zip(header, names, strict=True) if name}


def _checked(line: dict[str, str]) -> tuple[dict[str, str], str]:
    """A row as ours are, its unfit aliases left out; and why it is refused, "" where it is not."""
    kind = _KIND_OF.get(line["kind"].casefold(), "" if line["kind"] else "place" if line["lat"] else "other")
    aliases = [alias.strip() for alias in line["aliases"].split("|") if not _unfit(alias.strip())]
    trigger = "yes" if line["trigger"].casefold() in _YES else "no"
    row = {**line, "kind": kind, "aliases": "|".join(aliases), "trigger": trigger, "country": line["country"].upper()}
    if reason := _unfit(line["name"]):
        return row, reason
    if not kind:
        return row, "unknown-kind"
    return row, "" if _on_earth(line["lat"], 90) and _on_earth(line["lon"], 180) else "bad-coordinates"


def _unfit(name: str) -> str:
    folded = fold(bare(name)).strip()
    letters = sum(letter.isalnum() for letter in folded)
    if not folded:
        return "empty-name"
    if not _NAME.fullmatch(bare(name)) or not letters:
        return "odd-characters"
    if letters == 1:
        return "one-letter-name"
    return "ordinary-word" if folded in folded_stop_words() else ""


def _on_earth(degrees: str, most: int) -> bool:
    try:
        return not degrees or (math.isfinite(float(degrees)) and abs(float(degrees)) <= most)
    except ValueError:
        return False


def _spellings(gazetteer: Gazetteer) -> dict[str, list[str]]:
    spelled: dict[str, list[str]] = defaultdict(list)
    for alias in gazetteer.aliases:
        for entry in alias.entries:
            spelled[entry.id].append(alias.spelled)
    return spelled


def _over_ours(row: dict[str, str], shipped: Gazetteer, spellings: dict[str, list[str]]) -> dict[str, str]:
    """A row with what the toolkit knows of the same thing, where it knows it."""
    ours = shipped.entries.get(row["id"]) if row["id"] else next(_same(row, shipped), None)
    if ours is None:
        return {**row, "id": row["id"] or own_id(row["kind"], row["name"])}
    known = {"lat": ours.lat, "lon": ours.lon}
    filled = {name: row[name] or ("" if math.isnan(value) else str(value)) for name, value in known.items()}
    aliases = [*filter(None, row["aliases"].split("|")), *spellings[ours.id]]
    return {**row, **filled, "id": ours.id, "country": row["country"] or ours.country, "aliases": "|".join(aliases)}


def _same(row: dict[str, str], shipped: Gazetteer) -> Iterator[Entry]:
    alias = shipped.find(row["name"])
    for entry in alias.entries if alias else ():
        if entry.kind == row["kind"] and fold(entry.name) == fold(row["name"]):
            yield entry
