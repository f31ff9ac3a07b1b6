"""Word documents (.docx) → the lines that stand in them, read from the XML inside."""

from __future__ import annotations

import io
import zipfile

from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.office import OfficeError, read_part, require_size
from toolkit.corpus.reading import Reading, read_page
from toolkit.corpus.xml_elements import read_elements

#: What Word shows beside text.
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
#: What it does not show, or shows a second time.
_UNSEEN = frozenset(("Fallback", "del", "moveFrom", "instrText", "pPr", "rPr", "tblPr", "sectPr"))


class _Lines:
    """The paragraphs of a document, put together from the events of its elements."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self._names: list[str] = []
        self._unseen = 0

    def start(self, raw_name: str, _: dict[str, str]) -> None:
        name = raw_name.rpartition(":")[2]
        self._names.append(name)
        self._unseen += name in _UNSEEN
        if not self._unseen:
            self.text.append(_SIGNS.get(name, ""))

    def end(self, _: str) -> None:
        name = self._names.pop()
        self._unseen -= name in _UNSEEN
        if name == "p":
            self.text.append("\n")

    def characters(self, text: str) -> None:
        if not self._unseen and self._names[-1] == "t":
            self.text.append(text)


def read_document(data: bytes, limits: LoadLimits) -> Reading:
    """Read one document as a page, which is split later, beside its neighbours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require_size(archive, len(data), limits)
            lines = _Lines()
            part = read_part(archive, "word/document.xml")
            reason = read_elements(part, lines.start, lines.end, lines.characters, limits)
    except OfficeError as error:
        return Reading(rejected=[(0, str(error))])
    if reason:
        return Reading(rejected=[(0, reason)])
    return read_page("".join(lines.text))
