"""JSON and JSONL → a table of the records in them, at whatever depth they lie."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from toolkit.corpus.columns import limit_columns, recognise_names
from toolkit.corpus.encodings import SURROGATE, mend
from toolkit.corpus.reading import Reading


class _Repeating(dict[str, object]):
    """An object in which some names stand twice; the last value of each holds."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    repeating = _Repeating(made)
    count = Counter(name for name, _ in pairs)
    repeating.twice = tuple(name for name, n in count.items() if n > 1)
    return repeating


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=str)


def read_json(text: str, known: frozenset[str]) -> Reading:
    """A list of objects, wherever it stands in the file."""
    try:
        value = _load_json(text)
    except RecursionError:
        return Reading(rejected=[(0, "too-deep")])
    except ValueError:
        first = next((line for line in text.splitlines() if line.strip()), "")
        if _is_json(first) and "\n" in text.strip():
            return read_jsonl(text, known)
        return _read_broken_json(text, known)
    return _from_records([(n, item) for n, item in enumerate(_find_records(value), 1)], [], known)


def read_jsonl(text: str, known: frozenset[str]) -> Reading:
    """One object a line; a file that is one JSON value after all is read as such."""
    records: list[tuple[int, object]] = []
    rejected: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                records.append((number, _load_json(line)))
            except RecursionError:
                rejected.append((number, "too-deep"))
            except ValueError:
                rejected.append((number, "bad-json"))
    if rejected and not records and _is_json(text):
        return read_json(text, known)
    return _from_records(records, rejected, known)


def _read_broken_json(text: str, known: frozenset[str]) -> Reading:
    """The objects of a list that stand before the place where it is broken."""
    records: list[tuple[int, object]] = []
    place = text.find("{") if text.lstrip().startswith("[") else -1
    while place >= 0:
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        records.append((len(records) + 1, value))
        following = re.compile(r"\s*,\s*(?=\{)").match(text, end)
        place = following.end() if following else -1
    return _from_records(records, [(len(records) + 1 if records else 0, "bad-json")], known)


def _load_json(text: str) -> object:
    """Numbers stay as they are written: an id of thirty digits is no float."""
    return _DECODER.decode(text)


def _is_json(text: str) -> bool:
    try:
        _load_json(text)
    except (ValueError, RecursionError):
        return False
    return True


def _find_records(value: object) -> list[object]:
    """The records of a JSON value: a list, an article by itself, or the longest list of objects inside."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or "text" in recognise_names(list(value)):
        return [value]
    lists: list[list[object]] = []
    level: list[object] = [value]
    for _ in range(6):
        level = [v for d in level if isinstance(d, dict) for v in d.values()]
        lists += [v for v in level if isinstance(v, list) and any(isinstance(item, dict) for item in v)]
    if lists:
        return max(lists, key=len)
    inside = list(value.values())
    return inside if inside and all(isinstance(v, dict) for v in inside) else [value]


def _from_records(
    records: Sequence[tuple[int, object]], rejected: list[tuple[int, str]], known: frozenset[str]
) -> Reading:
    """A table of JSON objects; lists of paragraphs are joined, and halves of characters replaced."""
    objects = [(number, item) for number, item in records if isinstance(item, dict)]
    rejected += [(number, "not-an-object") for number, item in records if not isinstance(item, dict)]
    names = list(dict.fromkeys(name for _, item in objects for name in item))
    kept, warnings = limit_columns(names, known)
    columns = {n: [json_text(item.get(n)) for _, item in objects] for n in names if n in kept}
    text = recognise_names(names).get("text", "")
    joined = any(isinstance(item.get(text), list) for _, item in objects)
    warnings += [(0, "paragraphs-joined")] if joined else []
    warnings += [
        (number, f"duplicate-key:{mend(name)}")
        for number, item in objects
        if isinstance(item, _Repeating)
        for name in item.twice
    ]
    broken = sum(len(SURROGATE.findall(value)) for values in columns.values() for value in values)
    if broken:
        columns = {name: [mend(value) for value in values] for name, values in columns.items()}
        warnings.append((0, f"surrogates-replaced:{broken}"))
    table = pd.DataFrame({mend(name): pd.Series(values, dtype="str") for name, values in columns.items()})
    return Reading(table, [number for number, _ in objects], sorted(rejected), warnings)


def json_text(value: object) -> str:
    r"""A value of JSON as the text of a field.

    Examples
    --------
    >>> json_text(["نهر", "سد"]), json_text({"name": "مراسلنا"}), json_text(None)
    ('نهر\nسد', 'مراسلنا', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "\n".join(json_text(item) for item in value)
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return value["name"]
    return json.dumps(value, ensure_ascii=False)
