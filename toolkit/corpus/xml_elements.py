"""XML read as a stream of elements, within limits and without entities of its own."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from xml.parsers import expat

from toolkit.corpus.limits import LoadLimits

#: Five names are XML's own; others, such as &nbsp;, are HTML's and mean the same here.
_OWN_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_AMPERSAND = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(\w{1,32});)?")
#: Characters that no XML file may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BLOCK = 65_536

Start = Callable[[str, dict[str, str]], None]


class _StopError(Exception):
    """Reading ends here, for this reason."""


def read_elements(
    text: str, start: Start, end: Callable[[str], None], characters: Callable[[str], None], limits: LoadLimits
) -> str:
    r"""Call the functions for each element in the order of the text, and return "" or why reading ended early.

    What small slips make of XML in the wild is mended first: names of HTML's
    entities, a bare "&", control characters. An entity that the file defines
    itself, or fetches from elsewhere, ends reading with "forbidden-xml-entity".

    Examples
    --------
    >>> names = []
    >>> read_elements("<a><b>نهر&nbsp;الفرات</b>", lambda n, _: names.append(n), len, names.append, LoadLimits())
    'bad-xml'
    >>> names
    ['a', 'b', 'نهر\xa0الفرات']
    """
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            raise _StopError("too-deep")
        start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def forbid(*_: object) -> int:
        raise _StopError("forbidden-xml-entity")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.EntityDeclHandler = forbid
    parser.ExternalEntityRefHandler = forbid
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = characters
    mended = mend_xml(text)
    try:
        for place in range(0, len(mended), _BLOCK):
            parser.Parse(mended[place : place + _BLOCK], False)
        parser.Parse("", True)
    except _StopError as stop:
        return str(stop)
    except expat.ExpatError:
        return "bad-xml"
    return ""


def mend_xml(text: str) -> str:
    r"""Text whose ampersands and characters are those that XML allows; a CDATA section stays as it is.

    Examples
    --------
    >>> mend_xml("<a>نهر&nbsp;الفرات & سد</a>")
    '<a>نهر\xa0الفرات &amp; سد</a>'
    """
    text = _FORBIDDEN.sub("", text).lstrip("\ufeff \t\r\n")
    first, *rest = text.split("<![CDATA[")
    parts = [_AMPERSAND.sub(_mend_ampersand, first)]
    for piece in rest:
        section, closing, after = piece.partition("]]>")
        parts.append(f"<![CDATA[{section}{closing}{_AMPERSAND.sub(_mend_ampersand, after)}")
    return "".join(parts)


def _mend_ampersand(match: re.Match[str]) -> str:
    if match[1]:
        return "" if _FORBIDDEN.fullmatch(html.unescape(match[0])) else match[0]
    if not match[2]:
        return "&amp;"
    meant = html.unescape(match[0])
    return match[0] if match[2] in _OWN_ENTITIES or meant == match[0] else html.escape(meant)
