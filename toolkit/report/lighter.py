"""A finished page made lighter: what several drawings have is said once, and as shortly as HTML allows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

#: The ids that drawings and the lists behind them have, each under the number of its output; nobody links to them
#: from outside.
_ID = r"o\d+-[cf][0-9a-f]{6,8}(?:-\d+)?"
#: Where an id stands: on what it names, in a link, in what cuts a drawing.
_NAMED = re.compile(rf'(\bid="|\bhref="#|url\(#)({_ID})(?=["\)])')
#: Elements of a drawing that hold nothing.
_EMPTY = re.compile("></(?:path|use|circle|rect|line|polygon|polyline|ellipse)>")
#: A letter, and a line of letters.
_LETTER = re.compile(r'<use href="#([^"]+)"(?: x="([^"]+)")?></use>')
_LINE = re.compile(r'(?<=\)">)(?:<use href="#[^"]+"(?: x="[^"]+")?></use>){2,}')
#: A letter that has no outline.
_BLANK = re.compile(r'<path id="([^"]+)" transform="[^"]+"></path>')
#: A style of the drawings, as plain as they are: what ends no rule of a style sheet, wherever it comes from.
_PLAIN = r"(?:[a-z-]+:(?:[\w#.% -]+|light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\))(?:;|(?=\")))+"
#: A part of a drawing that has a style and no class, and from how many on a style is said once.
_STYLED = re.compile(
    rf'(<(?:g|path|use|circle|rect)(?: (?!style=|class=)[\w-]+="[^"]*")*) style="({_PLAIN})"(?![^>]* class=)'
)
_OFTEN = 3
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def lighter(page: str) -> str:
    """Return a page that reads and looks the same in fewer bytes.

    Examples
    --------
    >>> lighter('<svg><path id="o1-c123456-0" d="m0 0" transform="s"></path><use href="#o1-c123456-0"></use></svg>')
    '<svg><path id="_0" d="m0 0" transform="s"/><use href="#_0"/></svg>'
    """
    drawn, script, rest = page.partition("<script")  # a script is known by its hash, and stays as it is
    return _EMPTY.sub("/>", _short_ids(_styles_once(_words_once(_letters_once(drawn))))) + script + rest


def _letters_once(page: str) -> str:
    """Keep each outline of a letter once: the charts of a page share their letters."""
    first: dict[str, str] = {}
    again: dict[str, str] = {}

    def keep(match: re.Match[str]) -> str:
        name = first.setdefault(match[2], match[1])
        again[match[1]] = name
        return match[0] if name == match[1] else ""

    page = re.sub(r'<path id="([^"]+)" (d="[^"]+" transform="[^"]+")></path>', keep, page).replace("<defs></defs>", "")
    return re.sub(r'(<use href="#)([^"]+)', lambda match: match[1] + again.get(match[2], match[2]), page)


def _words_once(page: str) -> str:
    """Keep each word that the drawings hold several times once, and no letters that cannot be seen."""
    blank = {match[1] for match in _BLANK.finditer(page)}
    page = _BLANK.sub("", page)
    often = Counter(word for line in _LINE.findall(page) for word, _ in _words(line, blank))
    names = {word: f"o0-c000000-{i}" for i, (word, n) in enumerate(often.items()) if n > 1 and len(word) > 1}
    drawn: dict[str, str] = {}

    def rewritten(match: re.Match[str]) -> str:
        written = []
        for word, places in _words(match[0], blank):
            name = names.get(word)
            if name is None:
                written.append(_letters(word, places))
                continue
            drawn.setdefault(name, _letters(word, [place - places[0] for place in places]))
            written.append(_letters((name,), places[:1]))
        return "".join(written)

    page = _LINE.sub(rewritten, page)
    shared = "".join(f'<g id="{name}">{letters}</g>' for name, letters in drawn.items())
    return page.replace("<defs>", f"<defs>{shared}", 1)


def _words(line: str, blank: set[str]) -> Iterator[tuple[tuple[str, ...], list[float]]]:
    """Give the words of a line: the outlines of their letters, and where each stands."""
    letters = [(href, float(x or 0)) for href, x in _LETTER.findall(line)]
    for is_blank, run in groupby(letters, key=lambda letter: letter[0] in blank):
        if not is_blank:
            word, places = zip(*run, strict=True)
            yield word, list(places)


def _letters(word: Sequence[str], places: Sequence[float]) -> str:
    parts = (f' x="{_short(at)}"' if round(at, 1) else "" for at in places)
    return "".join(f'<use href="#{href}"{x}></use>' for href, x in zip(word, parts, strict=True))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _styles_once(page: str) -> str:
    """Say each style that the drawings repeat in the style sheet of the page."""
    often = Counter(match[2] for match in _STYLED.finditer(page))
    names = {style: f"_{_counted(i)}" for i, (style, n) in enumerate(often.most_common()) if n >= _OFTEN}

    def named(match: re.Match[str]) -> str:
        name = names.get(match[2])
        return f'{match[1]} class="{name}"' if name else match[0]

    page = _STYLED.sub(named, page)
    sheet = "".join(f".{name}{{{style}}}" for style, name in names.items())
    return page.replace("</style>", f"{sheet}</style>", 1)


def _short_ids(page: str) -> str:
    """Name what is pointed at by as few letters as possible, the most used by the fewest."""
    often = Counter(match[2] for match in _NAMED.finditer(page))
    short = {name: f"_{_counted(i)}" for i, (name, _) in enumerate(often.most_common())}
    return _NAMED.sub(lambda match: match[1] + short[match[2]], page)


def _counted(number: int) -> str:
    """Return a number in as few letters and digits as it takes.

    >>> _counted(35), _counted(36)
    ('z', '10')
    """
    high, low = divmod(number, len(_DIGITS))
    return (_counted(high) if high else "") + _DIGITS[low]
