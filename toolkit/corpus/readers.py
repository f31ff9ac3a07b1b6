"""One file → what stands in it, by the reader that its content asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from toolkit.corpus.archives import Member, is_archive, is_office, unpack, unpacked_name
from toolkit.corpus.columns import recognise_names
from toolkit.corpus.databases import read_database
from toolkit.corpus.delimited import read_csv
from toolkit.corpus.documents import read_document
from toolkit.corpus.encodings import Decoded, decode
from toolkit.corpus.feeds import is_feed, read_feed
from toolkit.corpus.html_pages import is_html, read_html
from toolkit.corpus.json_records import read_json, read_jsonl
from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.parquet import read_parquet
from toolkit.corpus.plain_jsonl import read_plain_jsonl
from toolkit.corpus.reading import Reading, read_page
from toolkit.corpus.sgml import is_sgml, read_sgml
from toolkit.corpus.spreadsheets import read_workbook

#: What a file with such a name is expected to hold; its content may say otherwise.
FORMATS = {
    ".txt": "txt",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".sgml": "sgml",
    ".sgm": "sgml",
    ".trec": "sgml",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".docx": "docx",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".gz": "archive",
    ".bz2": "archive",
    ".xz": "archive",
    ".zip": "archive",
    ".tar": "archive",
    ".tgz": "archive",
    ".tbz2": "archive",
    ".txz": "archive",
}
#: Files that stand beside a corpus and are none of it.
_BESIDE = re.compile(
    r"(?:(?:readme|licen[cs]e|copying|notice|changelog|authors|manifest)(?:\.[\w-]+)*|thumbs\.db|desktop\.ini)",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(r"~\$|.*(?:~|\.tmp|\.part|\.crdownload|\.swp)$", re.IGNORECASE)
#: The first bytes of pictures, of archives that are not unpacked, of programs and pickles.
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF")
_OTHER_ARCHIVES = (b"7z\xbc\xaf", b"Rar!")
_PROGRAMS = (b"\x7fELF", b"MZ\x90", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
#: Old Excel and Word files, and encrypted new ones.
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_BINARY = (*_PICTURES, *_OTHER_ARCHIVES, *_PROGRAMS)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f-\x84\x86-\x9f\ufffd]")
_RECORDS = re.compile(r'\[\s*\{\s*"|\{\s*"')
_MARKUP = re.compile(r"<(?:[!?]|[A-Za-z])")
#: What tells a format stands among the first characters.
_START = 4_000

#: The readings of one file, each with its name inside the file ("" for the file itself) and the folders there.
Parts = list[tuple[str, Reading]]


def why_not_by_name(name: str) -> str:
    """Why a file in a folder or an archive is not read, going by its name alone, or "".

    Examples
    --------
    >>> why_not_by_name(".hidden.txt"), why_not_by_name("README.md"), why_not_by_name("خبر.txt")
    ('hidden', 'unsupported-format', '')
    """
    if name.startswith("."):
        return "hidden"
    if _TEMPORARY.match(name):
        return "temporary"
    return "unsupported-format" if _BESIDE.fullmatch(name) else ""


def read_file(path: Path, *, known: frozenset[str] = frozenset(), limits: LoadLimits | None = None) -> Parts:
    r"""Read one file of any format; never an error, always a reason.

    Parameters
    ----------
    path
        A regular file.
    known
        Column names the user has named, which count as recognised.
    limits
        How much may come out of an archive; by default those of ``LoadLimits()``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "news.jsonl")
    ...     _ = file.write_text('{"العنوان": "فتح الجسر"}\n{', encoding="utf-8")
    ...     [(name, reading)] = read_file(file)
    >>> reading.table["العنوان"].tolist(), reading.rejected
    (['فتح الجسر'], [(2, 'bad-json')])
    """
    try:
        if not _is_known(path.name):
            with path.open("rb") as file:
                if not _tells_itself(file.read(_START)):
                    return [("", Reading(rejected=[(0, "unsupported-format")]))]
        data = path.read_bytes()
    except PermissionError:
        return [("", Reading(rejected=[(0, "permission")]))]
    except OSError:
        return [("", Reading(rejected=[(0, "not-a-regular-file")]))]
    return read_bytes(data, path.name, known=known, limits=limits)


def read_bytes(data: bytes, name: str, *, known: frozenset[str], limits: LoadLimits | None = None) -> Parts:
    """Read the bytes of a file of this name, and those of the files in it where it is an archive.

    Examples
    --------
    >>> [(name, reading)] = read_bytes("فتح الجسر".encode(), "خبر.txt", known=frozenset())
    >>> reading.is_page
    True
    """
    limits = limits or LoadLimits()
    if not is_archive(data):
        return _read_one(data, unpacked_name(name), known, limits)
    parts: Parts = []
    for member in unpack(data, limits):
        parts += _read_member(member, name, known, limits)
    return parts or [("", Reading(rejected=[(0, "empty")]))]


def _read_member(member: Member, archive: str, known: frozenset[str], limits: LoadLimits) -> Parts:
    """The readings of a file in an archive, under its name there."""
    below = member.name.removeprefix("./")
    own = below.rpartition("/")[2]
    reason = member.reason or why_not_by_name(own) or ("hidden" if "__MACOSX/" in below else "")
    if reason:
        return [(below, Reading(rejected=[(0, reason)]))]
    if own and not _is_known(own) and not _tells_itself(member.data[:_START]):
        return [(below, Reading(rejected=[(0, "unsupported-format")]))]
    parts = _read_one(member.data, own or unpacked_name(archive), known, limits)
    return [("/".join(filter(None, (below, name))), reading) for name, reading in parts]


def _is_known(name: str) -> bool:
    suffix = Path(name).suffix.lower()
    return not suffix or suffix in FORMATS


def _tells_itself(start: bytes) -> bool:
    """Whether the beginning of a file of unknown name says without doubt that it is of a format we read."""
    if is_archive(start) or start.startswith((b"PK\x03\x04", b"SQLite format 3", b"PAR1")):
        return True
    if start.startswith((*_BINARY, _OLE)):
        return False
    text = decode(start).text.lstrip()
    return bool(_RECORDS.match(text)) or is_sgml(text) or (text.startswith("<") and (is_feed(text) or is_html(text)))


def _read_one(data: bytes, name: str, known: frozenset[str], limits: LoadLimits) -> Parts:
    """The readings of a file that is no archive."""
    expected = FORMATS.get(Path(name).suffix.lower(), "txt")
    if expected == "jsonl" and data.startswith(b"{") and (plain := read_plain_jsonl(data)) is not None:
        return [("", plain)]
    found, parts = _read_binary(data, expected, known, limits)
    if not found:
        return _read_decoded(data, expected, known, limits)
    if found != expected and (found, expected) != ("xlsx", "xls"):
        parts[0][1].warnings.append((0, f"format-by-content:{found}"))
    return parts


def _read_binary(data: bytes, expected: str, known: frozenset[str], limits: LoadLimits) -> tuple[str, Parts]:
    """The format of a file that is no text, with its readings; "" for text."""
    if data.startswith(b"PAR1"):
        return "parquet", [("", read_parquet(data))]
    if data.startswith(b"SQLite format 3"):
        return "sqlite", read_database(data, known)
    if is_office(data):
        if b"xl/workbook.xml" in data:
            return "xlsx", read_workbook(data, known, limits)
        return "docx", [("", read_document(data, limits))]
    reason = ""
    if expected == "parquet":
        reason = "bad-parquet" if data else "empty"
    elif not data or data.isspace():
        reason = "empty"
    elif data.startswith(_OLE):
        old = expected in ("xls", "xlsx", "docx")
        reason = "encrypted" if _ENCRYPTED_OFFICE in data else "unsupported-format" if old else "binary"
    elif data.startswith(_BINARY):
        reason = "binary"
    return (expected, [("", Reading(rejected=[(0, reason)]))]) if reason else ("", [])


def _read_decoded(data: bytes, expected: str, known: frozenset[str], limits: LoadLimits) -> Parts:
    decoded = decode(data)
    if not decoded.text or decoded.text.isspace():
        return [("", Reading(rejected=[(0, "empty")]))]
    if len(_CONTROLS.findall(decoded.text[:20_000])) > len(decoded.text[:20_000]) / 20:
        return [("", Reading(rejected=[(0, _broken(expected))]))]
    return [("", _read_text(decoded, expected, known, limits))]


def _broken(expected: str) -> str:
    return {"sqlite": "bad-sqlite", "archive": "truncated-archive"}.get(expected, "binary")


def _read_text(decoded: Decoded, expected: str, known: frozenset[str], limits: LoadLimits) -> Reading:
    """Text by the reader that its name asks for, or by another one where its first signs say so."""
    found = _format_of(decoded.text[:_START].lstrip("\ufeff \t\r\n"), expected)
    readers: dict[str, Callable[[], Reading]] = {
        "txt": lambda: read_page(decoded.text),
        "csv": lambda: read_csv(decoded.text, known),
        "json": lambda: read_json(decoded.text, known),
        "jsonl": lambda: read_jsonl(decoded.text, known),
        "html": lambda: read_html(decoded.text, known),
        "feed": lambda: read_feed(decoded.text, known, limits),
        "sgml": lambda: read_sgml(decoded.text, known),
    }
    reading = readers[found]()
    reading.warnings += [(0, repair) for repair in decoded.repairs]
    if found != expected and not (found == "sgml" and expected == "txt"):
        reading.warnings.append((0, f"format-by-content:{found}"))
    return reading


def _format_of(start: str, expected: str) -> str:
    """The format of a text by its first signs, or the expected one where they say nothing."""
    if _RECORDS.match(start):
        lines = expected == "jsonl" and not start.startswith("[")
        return "jsonl" if lines else "json"
    if is_sgml(start):
        return "sgml"
    if _MARKUP.match(start):
        if is_feed(start):
            return "feed"
        if is_html(start):
            return "html"
        if start.startswith("<?xml") or "<!DOCTYPE" in start or "<!ENTITY" in start:
            return "feed"
    if expected in ("txt", "html", "feed", "sgml", "xlsx", "xls", "docx", "sqlite", "archive"):
        names = recognise_names([name.strip().strip('"') for name in re.split("[\t;,]", start.split("\n", 1)[0])])
        return "csv" if {"title", "text"} <= names.keys() else "txt"
    return expected
