"""One file → a table of what stands in it, under its own column names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.corpus.encodings import SURROGATE, Decoded, decode, mend
from toolkit.text.arabic import fold

#: Names of columns seen in the wild, for each column of an articles table; the first that a file has is taken.
NAMES = {
    "article_id": "article_id id المعرف معرف معرّف الرقم uuid guid docno doc_id",
    "title": "title headline العنوان عنوان عنوان_الخبر عنوان_المقال العنوان_الرئيسي head titre",
    "text": "text النص نص content المحتوى محتوى body articlebody article_text full_text fulltext main_text نص_الخبر "
    "نص_المقال المتن متن الخبر المقال article maintext story",
    "deck": "deck المقدمة مقدمة الملخص ملخص summary abstract subtitle sub_title العنوان_الفرعي lead lede standfirst "
    "description الوصف",
    "date": "date التاريخ تاريخ تاريخ_النشر published publish_date published_at pub_date pubdate datepublished "
    "date_published publication_date تاريخ_الخبر time datetime timestamp created_at date_extracted",
    "source": "source المصدر مصدر outlet الموقع الصحيفة الجريدة publisher site newspaper",
    "section": "section القسم قسم category التصنيف تصنيف الباب الفئة rubric topic cat",
    "author": "author الكاتب كاتب byline المؤلف المحرر الصحفي creator authors writer",
    "url": "url link الرابط رابط permalink canonical_url",
    "date_raw": "date_raw",
    "utc_offset": "utc_offset",
    "date_precision": "date_precision",
}
#: Columns beyond so many are left out, unless they are recognised: a broken file can have one for each row.
_MOST_COLUMNS = 200
#: How often reading goes on behind a quotation mark that is never closed; each time costs the rest of the file.
_MOST_RESTARTS = 50
#: The csv module's own limit is 131,072 characters a field; articles are longer at times.
_FIELD_LIMIT = 2**31 - 1
#: From such a mean number of letters on a column that has no known name can be the text.
_TEXT_LENGTH = 40
_DELIMITERS = (",", ";", "\t", "|", "،")
#: The first bytes of pictures, archives, databases and programs.
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF")
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_PROGRAMS = (
    b"SQLite format 3",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"MZ\x90",
    b"\x80\x02",
    b"\x80\x03",
    b"\x80\x04",
    b"\x80\x05",
)
_MAGIC = (*_PICTURES, *_ARCHIVES, *_PROGRAMS)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f-\x84\x86-\x9f\ufffd]")
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN_WORDS = str.maketrans("", "", " \t_-.\xa0")


@dataclass
class Reading:
    """What one file gave: its records, and notes as (row, reason).

    ``table`` has the file's own column names, or one column ``page`` with a
    whole page; ``rows`` says which line or record each stands for.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: Sequence[int] = ()
    rejected: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    is_page: bool = False


def read_file(path: Path, *, known: frozenset[str] = frozenset()) -> Reading:
    r"""Read one file of any format in ``READERS``; never an error, always a reason.

    Parameters
    ----------
    path
        A regular file.
    known
        Column names the user has named, which count as recognised.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "news.jsonl")
    ...     _ = file.write_text('{"العنوان": "فتح الجسر"}\n{', encoding="utf-8")
    ...     reading = read_file(file)
    >>> reading.table["العنوان"].tolist(), reading.rejected
    (['فتح الجسر'], [(2, 'bad-json')])
    """
    suffix = path.suffix.lower()
    if suffix and suffix not in READERS:
        return Reading(rejected=[(0, "unsupported-format")])
    try:
        data = path.read_bytes()
    except PermissionError:
        return Reading(rejected=[(0, "permission")])
    except OSError:
        return Reading(rejected=[(0, "not-a-regular-file")])
    if data.startswith(b"PAR1"):
        reading = _read_parquet(data)
        reading.warnings += [] if READERS.get(suffix) is _read_parquet else [(0, "format-by-content:parquet")]
        return reading
    if READERS.get(suffix) is _read_parquet:
        return Reading(rejected=[(0, "bad-parquet" if data else "empty")])
    if not data.strip():
        return Reading(rejected=[(0, "empty")])
    if data.startswith(_MAGIC):
        return Reading(rejected=[(0, "binary")])
    decoded = decode(data)
    if not decoded.text.strip():
        return Reading(rejected=[(0, "empty")])
    if len(_CONTROLS.findall(decoded.text[:20_000])) > len(decoded.text[:20_000]) / 20:
        return Reading(rejected=[(0, "binary")])
    return _read_text(decoded, suffix, known)


def _read_text(decoded: Decoded, suffix: str, known: frozenset[str]) -> Reading:
    """Text by the reader of its suffix, or by another one where its first signs say so."""
    start = decoded.text[:2000].lstrip()
    wanted = READERS.get(suffix, _read_page)
    reader = wanted
    if re.match(r'\[\s*\{\s*"|\{\s*"', start):
        reader = wanted if wanted in (_read_json, _read_jsonl) else _read_json
        reader = _read_json if start.startswith("[") else reader
    elif re.match(r"<(?:!doctype|html|\?xml|rss|feed)\b", start, re.IGNORECASE):
        return Reading(rejected=[(0, "unsupported-format")])
    elif (
        wanted is _read_page and {"title", "text"} <= recognise_names(re.split("[\t;]", start.split("\n", 1)[0])).keys()
    ):
        reader = _read_csv
    reading = reader(decoded.text, known)
    reading.warnings += [(0, repair) for repair in decoded.repairs]
    if reader is not wanted:
        reading.warnings.append((0, f"format-by-content:{reader.__name__.removeprefix('_read_')}"))
    return reading


def recognise_names(names: Sequence[str]) -> dict[str, str]:
    """The column of an articles table → the name that stands for it in a file.

    Examples
    --------
    >>> recognise_names(["المعرّف", "عنوان", "articleBody", "تاريخ النشر"])
    {'article_id': 'المعرّف', 'title': 'عنوان', 'text': 'articleBody', 'date': 'تاريخ النشر'}
    """
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_fold(name), name)
    found = {
        ours: next(folded[name] for name in theirs if name in folded)
        for ours, theirs in _KNOWN.items()
        if any(name in folded for name in theirs)
    }
    # A feed calls its text a description; only beside a text it is a deck.
    if "text" not in found and _fold(found.get("deck", "")) in ("description", "الوصف"):
        found["text"] = found.pop("deck")
    return found


def guess_text(table: pd.DataFrame, taken: Sequence[str]) -> str:
    """The column without a known name that holds the longest writing, or ""."""
    lengths = {}
    for name in table.columns.difference(list(taken), sort=False):
        sample = [str(value) for value in table[name].head(200)]
        lengths[str(name)] = sum(len(_LETTER.findall(value[:2000])) for value in sample) / max(len(sample), 1)
    best = max(lengths, key=lambda name: lengths[name], default="")
    return best if best and lengths[best] >= _TEXT_LENGTH else ""


def why_no_article(text: str) -> str:
    """The reason why a text is none, or "".

    Examples
    --------
    >>> why_no_article("?????? ???? ???"), why_no_article("12"), why_no_article("نهر الفرات")
    ('text-lost-question-marks', 'no-letters', '')
    """
    if text.count("?") * 2 > len(text) - text.count(" ") and text.count("?") > 5:
        return "text-lost-question-marks"
    return "" if _LETTER.search(text) else "no-letters"


def _fold(name: str) -> str:
    return fold(name).translate(_BETWEEN_WORDS)


_KNOWN = {ours: [_fold(name) for name in theirs.split()] for ours, theirs in NAMES.items()}


def _read_page(text: str, known: frozenset[str]) -> Reading:
    """One scraped page, which is split later, beside its neighbours."""
    reason = why_no_article(text) if text.strip() else "empty"
    if reason:
        return Reading(rejected=[(0, reason)])
    return Reading(pd.DataFrame({"page": pd.Series([mend(text)], dtype="str")}), [0], is_page=True)


def _read_json(text: str, known: frozenset[str]) -> Reading:
    """A list of objects, wherever it stands in the file."""
    try:
        value = _load_json(text)
    except RecursionError:
        return Reading(rejected=[(0, "too-deep")])
    except ValueError:
        first = next((line for line in text.splitlines() if line.strip()), "")
        if _is_json(first) and "\n" in text.strip():
            return _read_jsonl(text, known)
        return _read_broken_json(text, known)
    return _from_records([(n, item) for n, item in enumerate(_find_records(value), 1)], [], known)


def _read_jsonl(text: str, known: frozenset[str]) -> Reading:
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
        return _read_json(text, known)
    return _from_records(records, rejected, known)


def _read_broken_json(text: str, known: frozenset[str]) -> Reading:
    """The objects of a list that stand before the place where it is broken."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    records: list[tuple[int, object]] = []
    place = text.find("{") if text.lstrip().startswith("[") else -1
    while place >= 0:
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        records.append((len(records) + 1, value))
        following = re.compile(r"\s*,\s*(?=\{)").match(text, end)
        place = following.end() if following else -1
    return _from_records(records, [(len(records) + 1 if records else 0, "bad-json")], known)


def _load_json(text: str) -> object:
    """Numbers stay as they are written: an id of thirty digits is no float."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


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
    kept, warnings = _limit(names, known)
    columns = {n: [_json_text(item.get(n)) for _, item in objects] for n in names if n in kept}
    text = recognise_names(names).get("text", "")
    joined = any(isinstance(item.get(text), list) for _, item in objects)
    warnings += [(0, "paragraphs-joined")] if joined else []
    broken = sum(len(SURROGATE.findall(value)) for values in columns.values() for value in values)
    if broken:
        columns = {name: [mend(value) for value in values] for name, values in columns.items()}
        warnings.append((0, f"surrogates-replaced:{broken}"))
    table = pd.DataFrame({mend(name): pd.Series(values, dtype="str") for name, values in columns.items()})
    return Reading(table, [number for number, _ in objects], sorted(rejected), warnings)


def _json_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "\n".join(_json_text(item) for item in value)
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return value["name"]
    return json.dumps(value, ensure_ascii=False)


def _limit(names: Sequence[str], known: frozenset[str]) -> tuple[frozenset[str], list[tuple[int, str]]]:
    """The names of the columns to keep, and a warning where that is not all of them."""
    kept = frozenset([*names[:_MOST_COLUMNS], *recognise_names(names).values(), *known.intersection(names)])
    out = len(set(names)) - len(kept)
    return kept, [(0, f"columns-left-out:{out}")] if out else []


def _read_csv(text: str, known: frozenset[str]) -> Reading:
    """A table of delimited lines: delimiter, header and quoting are found."""
    limit = csv.field_size_limit(_FIELD_LIMIT)
    try:
        return _read_delimited(text, known)
    finally:
        csv.field_size_limit(limit)


def _read_delimited(text: str, known: frozenset[str]) -> Reading:
    lines = list(io.StringIO(text, newline=""))
    skipped = 0
    if told := re.match(r'"?sep=(.)"?\s*$', lines[0], re.IGNORECASE):
        lines, skipped = lines[1:], 1
    delimiter = told[1] if told else _find_delimiter(lines, known)
    rejected: list[tuple[int, str]] = []
    records = [(n + skipped, row) for n, row in _delimited_rows(lines, delimiter, rejected) if row]
    rejected = [(n + skipped, reason) for n, reason in rejected]
    if not records:
        return Reading(rejected=rejected, warnings=[(0, "no-rows")])
    names = [mend(name.strip().lstrip("\ufeff")) for name in records[0][1]]
    has_header = bool(recognise_names(names) or known.intersection(names) or all(len(name) <= 60 for name in names))
    records = records[1:] if has_header else records
    warnings = [] if records else [(0, "no-rows")]
    width = len(names)
    too_long = {number for number, row in records if any(row[width:])}
    rejected += [(number, "too-many-fields") for number in too_long]
    records = [(number, row) for number, row in records if number not in too_long]
    filled = {place for _, row in records for place, value in enumerate(row) if value}
    used = [place for place, name in enumerate(names) if place in filled or (has_header and name)] or [0]
    names, twice = _distinct([names[place] if has_header else str(place + 1) for place in used])
    kept, left_out = _limit(names, known)
    warnings += [*left_out, *((0, f"duplicate-column:{name}") for name in twice if name in kept)]
    warnings += [(number, "missing-fields") for number, row in records if len(row) <= used[-1]]
    values = {
        name: pd.Series([row[place] if place < len(row) else "" for _, row in records], dtype="str")
        for place, name in zip(used, names, strict=True)
        if name in kept
    }
    return Reading(pd.DataFrame(values), [number for number, _ in records], sorted(rejected), warnings)


def _find_delimiter(lines: Sequence[str], known: frozenset[str]) -> str:
    """The delimiter under which most names are recognised and most lines are equally long."""
    best, score = "\x1f", (len(recognise_names([lines[0].strip()])), 0.0, 1)
    for delimiter in _DELIMITERS:
        rows = [row for row in islice(csv.reader(lines[:500], delimiter=delimiter), 30) if row]
        if rows and len(rows[0]) > 1:
            names = [name.strip() for name in rows[0]]
            same = sum(len(row) == len(names) for row in rows) / len(rows)
            found = (len(recognise_names(names)) + len(known.intersection(names)), same, len(names))
            if found > score:
                best, score = delimiter, found
    return best


def _delimited_rows(
    lines: Sequence[str], delimiter: str, rejected: list[tuple[int, str]]
) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; reading starts anew behind a quotation mark never closed."""
    width, offset = 0, 0
    for _ in range(_MOST_RESTARTS):
        reader = csv.reader(iter(lines[offset:]), delimiter=delimiter)
        start, records = offset, []
        for row in reader:
            records.append((start + 1, row))
            start = offset + reader.line_num
        width = width or (len(records[0][1]) if records else 0)
        last = records[-1][0] if records else len(lines)
        if last >= len(lines) or not _swallows(lines[last - 1 :], delimiter, width):
            yield from records
            return
        yield from records[:-1]
        rejected.append((last, "unclosed-quote"))
        offset = last
    rejected.append((offset + 1, "unclosed-quote"))


def _swallows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether an unclosed quotation mark in the first line hides whole records in the lines below it."""
    try:
        list(csv.reader(iter(lines), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return False
        below = [row for row in csv.reader(iter(lines[1:]), delimiter=delimiter) if row]
        return width > 1 and any(len(row) == width for row in below)
    return False


def _distinct(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names that differ, and those that stood there twice."""
    made: dict[str, None] = {}
    last: Counter[str] = Counter(dict.fromkeys(names, 1))
    for name in names:
        new = name
        while new in made:
            last[name] += 1
            new = f"{name}.{last[name]}"
        made[new] = None
    return list(made), [name for name, number in last.items() if number > 1]


def _read_parquet(data: bytes) -> Reading:
    """Every column as strings, but for datetimes, which the articles table reads itself."""
    try:
        table = pq.read_table(pa.BufferReader(data))
        names, twice = _distinct([mend(str(name)) for name in table.column_names])
        columns = {name: _parquet_column(table.column(i)) for i, name in enumerate(names)}
    except (pa.ArrowException, OSError, ValueError):  # the last also for names that are no UTF-8
        return Reading(rejected=[(0, "bad-parquet")])
    warnings = [(0, f"duplicate-column:{name}") for name in twice]
    warnings += [] if table.num_rows else [(0, "no-rows")]
    return Reading(pd.DataFrame(columns), range(1, table.num_rows + 1), warnings=warnings)


def _parquet_column(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_timestamp(kind):
        return column.to_pandas()
    try:
        strings = column.cast(pa.string())
        strings.validate(full=True)  # bytes that are no UTF-8 would fail only when they are looked at
        return strings.fill_null("").to_pandas().astype("str")
    except pa.ArrowException:
        values = column.cast(pa.binary()) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else column
        return pd.Series([mend(_json_text(_plain(value))) for value in values.to_pylist()], dtype="str")


def _plain(value: object) -> object:
    """Bytes, dates and other values that JSON does not know, as strings."""
    return json.loads(json.dumps(value, default=lambda v: decode(v).text if isinstance(v, bytes) else str(v)))


#: Which reader reads a file with such a name; its content may say otherwise.
READERS: dict[str, Callable[..., Reading]] = {
    ".txt": _read_page,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".tab": _read_csv,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
    ".pq": _read_parquet,
}
