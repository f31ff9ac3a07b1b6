"""HTML → the lines that a reader sees, in the standard library and in linear time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

#: What a browser does not show as text.
_UNSEEN = frozenset("script style noscript template svg iframe textarea object head title".split())  # noqa: SIM905
#: What begins a line of its own.
_BLOCKS = frozenset(
    "address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"  # noqa: SIM905
    " header hr li main nav ol option p pre section select table tbody td tfoot th thead tr ul".split()
)
#: The parts of a page that belong to the site.
SITE_PARTS = frozenset("nav aside footer button select".split())  # noqa: SIM905
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)((?>[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>|<(/?)([A-Za-z][\w:-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_STILL_HTML = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|i|img|li|p|span|strong|ul)\b[^<>]*>", re.IGNORECASE)
#: What stands in these is no HTML.
_CODE = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_SPACES = re.compile(r"[^\S\n]+")


def html_tokens(page: str) -> Iterator[tuple[str, str, str]]:
    """Yield a page's tags as (name, attributes, ""), ends as ("/name", "", ""), and texts as ("", "", text).

    Examples
    --------
    >>> list(html_tokens("<p class=x>نهر<!-- لا --></p>"))
    [('p', ' class=x', ''), ('', '', 'نهر'), ('/p', '', '')]
    """
    place, size = 0, len(page)
    while place < size:
        at = page.find("<", place)
        if at != place:
            yield "", "", page[place : at if at >= 0 else size]
        if at < 0:
            return
        if page.startswith("<!--", at):
            place = _behind(page, "-->", at)
        elif page.startswith("<![CDATA[", at):
            place = _behind(page, "]]>", at)
            yield "", "", html.escape(page[at + 9 : place - 3])
        elif page.startswith(("<!", "<?"), at):
            place = _behind(page, ">", at)
        elif match := _TAG.match(page, at):
            name = (match[2] or match[5]).lower()
            closing = bool(match[1] or match[4])
            place = match.end()
            yield f"/{name}" if closing else name, match[3] or match[6] or "", ""
            if name in _CODE and not closing:
                closed = _CODE[name].search(page, place)
                yield "", "", page[place : closed.start() if closed else size]
                place = closed.start() if closed else size
        else:
            yield "", "", "<"
            place = at + 1


def html_lines(page: str, *, without: frozenset[str] = frozenset()) -> str:
    r"""The text of a page or of a piece of one, each block on its own line.

    Parameters
    ----------
    page
        HTML.
    without
        Elements to leave out, with all that stands in them.

    Examples
    --------
    >>> html_lines("<p>نهر&nbsp;<b>الفرات</b></p><script>x</script><div>سد<br>جسر</div>")
    'نهر الفرات\nسد\nجسر'
    """
    text = _SPACES.sub(" ", _shown(page, _UNSEEN | without))
    if _STILL_HTML.search(text):  # a feed that was escaped twice
        text = _SPACES.sub(" ", _shown(text, _UNSEEN))
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _shown(page: str, left_out: frozenset[str]) -> str:
    """What stands outside of these elements, with a line break wherever a block begins or ends."""
    parts: list[str] = []
    hidden, level = "", 0
    for name, _, text in html_tokens(page):
        if hidden:
            level += (name == hidden) - (name == f"/{hidden}")
            hidden = hidden if level else ""
        elif not name:
            parts.append(html.unescape(text).replace("\n", " ") if "\n" in text or "&" in text else text)
        elif name in left_out and name not in _EMPTY:
            hidden, level = name, 1
        if name.lstrip("/") in _BLOCKS:
            parts.append("\n")
    return "".join(parts)


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a tag, as :func:`html_tokens` gives them.

    Examples
    --------
    >>> attributes(' property="og:title" content="نهر"')
    {'property': 'og:title', 'content': 'نهر'}
    """
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(raw)}


def _behind(page: str, sign: str, start: int) -> int:
    at = page.find(sign, start)
    return at + len(sign) if at >= 0 else len(page)
