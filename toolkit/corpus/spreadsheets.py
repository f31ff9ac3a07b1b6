"""Excel workbooks (.xlsx) → the tables of their sheets, read from the XML inside them.

Only the values of cells are read: no formula is run, no link is followed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.office import OfficeError, read_part, require_size
from toolkit.corpus.reading import Reading
from toolkit.corpus.rows import read_cells
from toolkit.corpus.xml_elements import read_elements

#: Excel's own numbers of formats that show a date or a time.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
#: In a format of one's own, what stands in quotation marks, brackets or behind a backslash is no part of a date.
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
#: Day 0 of Excel's two calendars; the first counts a 29 February 1900 that never was.
_EPOCHS = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}
_LAST_DAY = 2_958_465
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class _Book:
    """What the cells of all sheets refer to."""

    strings: list[str] = field(default_factory=list)
    date_styles: frozenset[int] = frozenset()
    from_1904: bool = False


def read_workbook(data: bytes, known: frozenset[str], limits: LoadLimits) -> list[tuple[str, Reading]]:
    """Each visible sheet that holds anything, by its name; hidden sheets are rejected and said.

    Parameters
    ----------
    data
        The file.
    known
        Column names the user has named, which count as recognised.
    limits
        How much may come out of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require_size(archive, len(data), limits)
            return _read_sheets(archive, known, limits)
    except OfficeError as error:
        return [("", Reading(rejected=[(0, str(error))]))]


def _read_sheets(archive: zipfile.ZipFile, known: frozenset[str], limits: LoadLimits) -> list[tuple[str, Reading]]:
    sheets, from_1904 = _list_sheets(archive, limits)
    book = _Book(_read_strings(archive, limits), _read_date_styles(archive, limits), from_1904)
    readings: list[tuple[str, Reading]] = []
    for name, part, hidden in sheets:
        if hidden:
            readings.append((name, Reading(rejected=[(0, "hidden")])))
            continue
        cells = _Cells(book)
        reason = read_elements(read_part(archive, part), cells.start, cells.end, cells.characters, limits)
        reading = read_cells(cells.rows, known)
        reading.rejected += [(0, reason)] if reason else []
        if cells.rows or reason:
            readings.append((name, reading))
    is_hidden = [reading.rejected == [(0, "hidden")] for _, reading in readings]
    shown = len(readings) - sum(is_hidden)
    if not shown:
        return [*readings, ("", Reading(rejected=[(0, "empty")]))]
    return [
        (name if shown > 1 or hidden else "", reading)
        for (name, reading), hidden in zip(readings, is_hidden, strict=True)
    ]


def _list_sheets(archive: zipfile.ZipFile, limits: LoadLimits) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, part and whether it is hidden, of each sheet; and whether days count from 1904."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []
    from_1904 = False

    def relation(name: str, given: dict[str, str]) -> None:
        if _local(name) == "Relationship" and given.get("TargetMode") != "External":
            targets[given.get("Id", "")] = given.get("Target", "")

    def sheet(name: str, given: dict[str, str]) -> None:
        nonlocal from_1904
        if _local(name) == "workbookPr":
            from_1904 = given.get("date1904", "") in ("1", "true")
        elif _local(name) == "sheet":
            target = next((targets.get(value, "") for key, value in given.items() if _local(key) == "id"), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            hidden = given.get("state", "visible") != "visible"
            if target and "worksheets" in part:
                found.append((given.get("name", ""), part, hidden))

    _walk(archive, "xl/_rels/workbook.xml.rels", relation, limits)
    _walk(archive, "xl/workbook.xml", sheet, limits)
    return found, from_1904


def _walk(
    archive: zipfile.ZipFile, part: str, start: Callable[[str, dict[str, str]], None], limits: LoadLimits
) -> None:
    """Call a function for each element of a part of the workbook."""
    if reason := read_elements(read_part(archive, part), start, _ignore, _ignore, limits):
        raise OfficeError(reason)


def _read_strings(archive: zipfile.ZipFile, limits: LoadLimits) -> list[str]:
    """The table of strings that cells refer to, without the reading aids of Japanese."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    strings: list[list[str]] = []
    open_names: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        open_names.append(_local(name))
        if open_names[-1] == "si":
            strings.append([])

    def end(_: str) -> None:
        open_names.pop()

    def characters(text: str) -> None:
        if open_names and open_names[-1] == "t" and "rPh" not in open_names and strings:
            strings[-1].append(text)

    if reason := read_elements(read_part(archive, "xl/sharedStrings.xml"), start, end, characters, limits):
        raise OfficeError(reason)
    return [_unescape("".join(parts)) for parts in strings]


def _read_date_styles(archive: zipfile.ZipFile, limits: LoadLimits) -> frozenset[int]:
    """The numbers of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    own: set[int] = set()
    styles: list[int] = []
    inside = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal inside
        local = _local(name)
        number = int(given.get("numFmtId", "0")) if given.get("numFmtId", "0").isdecimal() else 0
        if local == "numFmt" and re.search("[ymdhs]", _QUOTED.sub("", given.get("formatCode", "")), re.IGNORECASE):
            own.add(number)
        elif local == "cellXfs":
            inside = True
        elif local == "xf" and inside:
            styles.append(number)

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and _local(name) != "cellXfs"

    if read_elements(read_part(archive, "xl/styles.xml"), start, end, _ignore, limits):
        return frozenset()
    return frozenset(place for place, number in enumerate(styles) if number in _DATE_FORMATS or number in own)


class _Cells:
    """The filled cells of a sheet by row and column, put together from the events of its elements."""

    def __init__(self, book: _Book) -> None:
        self.rows: list[tuple[int, dict[int, str]]] = []
        self._book = book
        self._column = 0
        self._kind = ""
        self._style = -1
        self._text: list[str] | None = None
        self._names: list[str] = []

    def start(self, raw_name: str, given: dict[str, str]) -> None:
        name = _local(raw_name)
        self._names.append(name)
        if name == "row":
            number = given.get("r", "")
            last = self.rows[-1][0] if self.rows else 0
            self.rows.append((int(number) if number.isdecimal() and len(number) < 8 else last + 1, {}))
            self._column = -1
        elif name == "c":
            match = _PLACE.fullmatch(given.get("r", ""))
            self._column = _column_number(match[1]) if match else self._column + 1
            self._kind = given.get("t", "n")
            style = given.get("s", "")
            self._style = int(style) if style.isdecimal() and len(style) < 8 else -1
            self._text = []

    def end(self, raw_name: str) -> None:
        if self._names.pop() == "c" and self._text is not None and self.rows:
            value = self._value("".join(self._text))
            if value:
                self.rows[-1][1][self._column] = value
            self._text = None

    def characters(self, text: str) -> None:
        shown = self._names[-1] == "v" or (self._names[-1] == "t" and "rPh" not in self._names)
        if self._text is not None and shown:
            self._text.append(text)

    def _value(self, raw: str) -> str:
        """What the cell shows: a string of the table, a date, or what stands there."""
        if self._kind == "s":
            place = int(raw) if raw.isdecimal() and len(raw) < 10 else -1
            return self._book.strings[place] if 0 <= place < len(self._book.strings) else ""
        if self._kind == "n":
            return _number(raw, self._style in self._book.date_styles, _EPOCHS[self._book.from_1904])
        if self._kind == "e":
            return ""
        return raw if self._kind in ("b", "d") else _unescape(raw)


def _number(raw: str, is_date: bool, epoch: dt.datetime) -> str:
    """A number as it was typed, or the date that it stands for."""
    try:
        number = float(raw)
    except ValueError:
        return raw
    if is_date and 1 <= number <= _LAST_DAY:
        stamp = epoch + dt.timedelta(seconds=round(number * 86_400))
        return str(stamp) if number % 1 else str(stamp.date())
    return raw if raw.lstrip("-").isdecimal() else str(int(number)) if number == int(number) else repr(number)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _unescape(text: str) -> str:
    """A string in which control characters are written as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _ignore(*_: object) -> None:
    """Nothing is done here."""
