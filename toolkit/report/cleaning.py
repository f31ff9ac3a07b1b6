"""What a notebook printed, made safe to stand in a page: no script, no request, no path of this machine."""

from __future__ import annotations

import base64
import getpass
import re
import sys
import tempfile
from functools import lru_cache
from html import unescape
from pathlib import Path


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT_TAGS = _words(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td "
    "tfoot th thead time tr u ul var"
)
_DRAWING_TAGS = _words(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs use clipPath symbol marker "
    "linearGradient radialGradient stop pattern mask image"
)
_ATTRIBUTES = _words(
    "alt cite class colspan datetime dir download height href id lang open role rowspan scope span src start style "
    "tabindex title width "
    "clip-path clipPathUnits cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size "
    "font-weight fx fy gradientTransform gradientUnits markerHeight markerUnits markerWidth mask offset opacity orient "
    "patternTransform patternUnits points preserveAspectRatio r refX refY rx ry stop-color stop-opacity stroke "
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-opacity stroke-width text-anchor "
    "transform viewBox x x1 x2 y y1 y2"
)

# Each pattern below can begin at one place of a run only, or ends with it: long text of one letter takes linear time.
_STYLE_ELEMENT = re.compile(r"<style[^<>]*>([^<]*)</style>", re.IGNORECASE)
_CSS_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_OVERWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)

#: Style that sets type, colour and measure; nothing that lays one thing over another or fetches.
_STYLE = re.compile(
    r"(fill|stroke|stop|color|background|font|text|direction|unicode-bidi|white-space|line-height|letter-spacing|"
    r"opacity|clip-path|clip-rule|paint-order|width|min-width|max-width|height|border|padding|vertical-align|display)\b"
)
_FETCHES = re.compile(r"url\((?!#[\w.-]+\))|image-set|src\(|expression|[\\@<>]|/\*", re.IGNORECASE)
_STYLER_SELECTOR = re.compile(r"#T_[\w-](?:[ .:>\w()-]|#T_)*")
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$")
_CSV = re.compile(r"data:text/csv;charset=utf-8;base64,([A-Za-z0-9+/=]*)$")

_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ANY_PATH = re.compile(r"""(?<![\w:/.\\])(?:[A-Za-z]:)?(?:[\\/]+[^\s\\/:"'<>|]+){2,}""")


class PathScrubber:
    """Takes this machine's folders out of text, so that a page can be sent to anyone.

    Parameters
    ----------
    corpus
        What the user named; its last part is kept.
    folder
        Where the notebook stands; it becomes a dot, as the current folder does.

    Examples
    --------
    >>> scrub = PathScrubber("/srv/private/ali/news")
    >>> scrub("read from /srv/private/ali/news/1.txt")
    'read from news/1.txt'
    """

    def __init__(self, corpus: str | None = None, folder: str | None = None) -> None:
        roots: dict[str, str] = {}
        if corpus:
            name = Path(corpus).resolve().name
            roots[str(Path(corpus).resolve())] = name
            roots[str(Path(corpus).absolute())] = name
            if re.search(r"[\\/]", corpus):
                roots[corpus.rstrip("\\/")] = name
        python = {sys.prefix: "python", sys.base_prefix: "python", str(Path(__file__).parents[2]): "toolkit"}
        own = {str(Path.cwd()): ".", str(Path.home()): "~", tempfile.gettempdir(): "tmp"}
        if folder is not None:
            own[str(Path(folder).absolute())] = "."
        for root, name in {**python, **own}.items():
            roots.setdefault(root, name)
        long = {root: name for root, name in roots.items() if len(root) > 3}
        self._names = {**{root.replace("\\", "\\\\"): name for root, name in long.items()}, **long}
        either = "|".join(re.escape(root) for root in sorted(self._names, key=len, reverse=True))
        self._roots = re.compile(rf"(?<![\w.])(?:{either})(?![\w-])")
        self._user = _user_folder()

    def __call__(self, text: str) -> str:
        """Return text with known folders replaced by a short name."""
        text = self._roots.sub(lambda match: self._names[match[0]], text)
        return self._user.sub("~", text) if self._user else text

    def all_paths(self, text: str) -> str:
        """Return a message or a warning with every absolute path cut to its last part."""
        return self(_ANY_PATH.sub(lambda match: re.split(r"[\\/]", match[0])[-1], text))


def _user_folder() -> re.Pattern[str] | None:
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return None
    return re.compile(rf"(?:[A-Za-z]:)?(?<![\\/])[\\/]+(?:home|Users)[\\/]+{re.escape(name)}(?![\w-])")


def clean_html(html: str, *, prefix: str, scrub: PathScrubber) -> str:
    """Return HTML without scripts, forms, frames, foreign requests or paths.

    Parameters
    ----------
    html
        What a cell put out, or what its markdown became.
    prefix
        Put before every id, so that two outputs of one page never share one.
    scrub
        Takes the machine's folders out of the text.

    Examples
    --------
    >>> clean_html('<b onclick="x()">نص</b><script>alert(1)</script>', prefix="o1-", scrub=PathScrubber())
    '<b>نص</b>'
    """
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        return _clean_attribute(tag, name, value, prefix, scrub)

    styles = "".join(_STYLE_ELEMENT.findall(html))
    cleaned = nh3.clean(
        html,
        tags=set(_TEXT_TAGS | _DRAWING_TAGS),
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "math"},
        attributes={"*": set(_ATTRIBUTES)},
        attribute_filter=attribute,
        generic_attribute_prefixes={"aria-"},
        url_schemes={"http", "https", "data"},
        link_rel="noopener noreferrer",
    )
    cleaned = re.sub(r'(<a(?: [a-z-]+="[^"]*")*? href="#[^"]*"[^>]*?) rel="noopener noreferrer"', r"\1", cleaned)
    cleaned = re.sub(r"<img(?![^>]* src=)[^>]*>", _words_of_picture, cleaned)
    return _styler_rules(styles, prefix) + scrub(cleaned).strip()


def _words_of_picture(match: re.Match[str]) -> str:
    """Return what stands for a picture that was not in the file: its description."""
    described = re.search(r' alt="([^"]*)"', match[0])
    return described[1] if described else ""


def _clean_attribute(tag: str, name: str, value: str, prefix: str, scrub: PathScrubber) -> str | None:
    """Return an attribute's value as it may stand, or ``None`` to leave it out."""
    if name == "id":
        return prefix + value
    if name == "style":
        return clean_style(value, prefix) or None
    if name in {"clip-path", "mask", "fill", "stroke"} and "(" in value:
        return _point(value, prefix)
    if name in {"href", "src"}:
        return _clean_address(tag, value.strip(), prefix, scrub)
    if name == "tabindex":
        return value if value in {"0", "-1"} else None
    if name.startswith("aria-") and name in {"aria-labelledby", "aria-describedby", "aria-controls"}:
        return " ".join(prefix + part for part in value.split())
    return value


def _clean_address(tag: str, value: str, prefix: str, scrub: PathScrubber) -> str | None:
    """Return an address that leads within the page or, from a link, on the web; anything else would be fetched."""
    if value.startswith("#"):
        return "#" + prefix + value[1:]
    if _IMAGE.match(value):
        return value
    if tag != "a":
        return None
    csv = _CSV.match(value)
    if csv:
        text = scrub(base64.b64decode(csv[1]).decode("utf-8", "replace"))
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode("utf-8")).decode("ascii")
    return value if re.match(r"https?://", value, re.IGNORECASE) else None


def _point(value: str, prefix: str) -> str | None:
    return re.sub(r"url\(#", f"url(#{prefix}", value) if not _FETCHES.search(value) else None


@lru_cache(maxsize=8192)
def clean_style(style: str, prefix: str = "") -> str:
    """Return the declarations of a style that set type and colour and fetch nothing.

    Examples
    --------
    >>> clean_style("color: red; position: fixed; background: url(https://a.example/x)")
    'color: red'
    """
    kept = [part.strip() for part in style.split(";") if _STYLE.match(part.strip().lower())]
    safe = [_point(part, prefix) for part in kept if not _FETCHES.search(part)]
    return ";".join(part for part in safe if part)


def _styler_rules(css: str, prefix: str) -> str:
    """Keep the rules of a pandas Styler: they name the ids of its own table, and only colour it."""
    rules = []
    for selectors, declarations in _CSS_RULE.findall(css):
        parts = [part.strip() for part in selectors.split(",")]
        style = clean_style(" ".join(declarations.split()), prefix)
        if style and all(_STYLER_SELECTOR.fullmatch(part) for part in parts):
            rules.append(",".join(part.replace("#T_", f"#{prefix}T_") for part in parts) + f"{{{style}}}")
    return f"<style>{''.join(rules)}</style>" if rules else ""


def clean_text(text: str) -> str:
    r"""Return what a terminal would show in the end: no colour codes, no overwritten progress line.

    Examples
    --------
    >>> clean_text("10%\r100%\x1b[31m done\x1b[0m")
    '100% done'
    """
    return _OVERWRITTEN.sub("", _ANSI.sub("", text.replace("\r\n", "\n")))


def plain_text(html: str) -> str:
    """Return the words of a piece of HTML.

    Examples
    --------
    >>> plain_text("<b>الرقة</b> &amp; الموصل")
    'الرقة & الموصل'
    """
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
