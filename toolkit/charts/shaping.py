"""Arabic in matplotlib: letters joined, runs ordered. The only file that asks which matplotlib it is.

matplotlib hands every line of text through one method, ``Text._preprocess_math``,
before it measures it and before it draws it. That is where the line is made
ready; ``Text.get_text()`` keeps what the user wrote. A line without a
right-to-left letter passes untouched.

From matplotlib 3.11 on, libraqm orders and joins by itself and only needs to be
told the direction. Before that, the line is given to it in drawing order, in
presentation forms (arabic-reshaper, python-bidi). Mathtext shapes nothing on any
version, so a line that mixes Arabic and mathematics takes that second road too.
"""

from __future__ import annotations

import functools
import inspect
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from arabic_reshaper import ArabicReshaper
from bidi import get_display
from bidi.mirror import MIRRORED
from matplotlib import font_manager, ft2font
from matplotlib.mathtext import MathTextParser
from matplotlib.text import Text

from toolkit.charts.fonts import arabic_families, family_in_use, missing_characters, warn_of_missing_glyph
from toolkit.charts.reshaped import WORD, in_letters, is_in_drawing_order, is_reshaped, with_brackets_turned
from toolkit.errors import ShapingWarning

LRM, RLM, LRE, RLE, LRO, RLO = "\u200e", "\u200f", "\u202a", "\u202b", "\u202d", "\u202e"
PDF, LRI, PDI = "\u202c", "\u2066", "\u2069"

# Everything of the right-to-left blocks: letters, and the digits and signs that only make sense beside them (٢٠٪).
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff\u200f\u202b\u202e\u2067]"
)
_CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_EMBEDDINGS = re.compile("[\u202a-\u202e]")
_DOLLAR = re.compile(r"(?<!\\)\$")
_MATH_SIGNS = re.compile(r"[\\^_{]")
# Digits belong to one part of the pattern only, so that a long number is read once.
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_DATE_OR_RANGE = re.compile(rf"(?<![\w.,/-]){_NUMBER}(?:[-/\u2013]{_NUMBER})+(?![\w-])")

# A combining mark stands behind its letter where text runs left to right and in front of it where it runs right to
# left: set behind every bracket, it tells after reordering which brackets must be mirrored.
_TAG = "\u20f0"
_BRACKETS = "[" + re.escape("".join(MIRRORED)) + "]"
_BRACKET = re.compile(_BRACKETS)
_TAGGED = re.compile(f"{_TAG}({_BRACKETS})|({_BRACKETS}){_TAG}")


def shapes_natively() -> bool:
    """Whether this matplotlib joins and orders Arabic by itself (3.11 and later).

    Examples
    --------
    >>> shapes_natively() in (True, False)
    True
    """
    return hasattr(ft2font, "__libraqm_version__")


def is_right_to_left(text: str) -> bool:
    """Whether a text holds a right-to-left letter, or a digit or sign of that script.

    Examples
    --------
    >>> is_right_to_left("ISIS في سوريا"), is_right_to_left("٢٠٪"), is_right_to_left("ISIS")
    (True, True, False)
    """
    return _RTL.search(text) is not None


def isolate(text: str) -> str:
    r"""Text whose dates and ranges are read in the order they were written.

    After Arabic letters the Unicode algorithm lays out ``2017-11-09`` as
    ``09-11-2017``, and browsers do the same. That is correct and misleads, so
    every text that the toolkit composes itself goes through here; text of the
    user's own is drawn as a browser would.

    Parameters
    ----------
    text
        A title, a label, a caption.

    Returns
    -------
    str
        The text with each date or range between U+2066 and U+2069, which draw
        nothing.

    Examples
    --------
    >>> isolate("تاريخ: 2017-11-09") == "تاريخ: \u20662017-11-09\u2069"
    True
    >>> isolate("2017") == "2017"
    True
    """
    return _DATE_OR_RANGE.sub(lambda found: f"{LRI}{found[0]}{PDI}", text)


# --- what a line says: its direction, its mathematics -----------------------------------------------------------------


def _direction(line: str) -> str:
    """``"L"`` or ``"R"``: right to left, unless the line opens with a mark that says otherwise."""
    return "L" if line.lstrip().startswith((LRM, LRE, LRO)) else "R"


def _mathematics(line: str) -> Iterator[tuple[int, int]]:
    """Where real mathtext stands in an Arabic line; every other ``$`` is money."""
    dollars = [found.start() for found in _DOLLAR.finditer(line)]
    while len(dollars) > 1:
        first, second = dollars[:2]
        inner = line[first + 1 : second]
        is_math = _is_formula(inner)
        if is_math:
            yield first, second + 1
        dollars = dollars[2 if is_math else 1 :]


@functools.lru_cache(maxsize=1024)
def _is_formula(inner: str) -> bool:
    """Whether what stands between two dollars looks like mathtext, and is: a chart must not fail over a label."""
    if is_right_to_left(inner) or not _MATH_SIGNS.search(inner):
        return False
    try:
        MathTextParser("path").parse(f"${inner}$")
    except ValueError:
        return False
    return True


# --- a line made ready ------------------------------------------------------------------------------------------------


@functools.cache
def _reshaper() -> ArabicReshaper:
    """The reshaper, told to keep vowel marks and to join nothing but lam and alef."""
    settings: dict[str, Any] = {"delete_harakat": False, "use_unshaped_instead_of_isolated": True}
    return ArabicReshaper(settings | {"support_ligatures": True, "ARABIC LIGATURE ALLAH": False})


def _drawn(text: str, base: str) -> str:
    """Text in drawing order, left to right, in presentation forms."""
    tagged = _BRACKET.sub(lambda found: found[0] + _TAG, _reshaper().reshape(text))
    ordered = get_display(tagged, base_dir=base)
    mirrored = _TAGGED.sub(lambda found: MIRRORED[found[1]] if found[1] else found[2], ordered)
    return _CONTROLS.sub("", mirrored)


def _directed(line: str, base: str) -> str:
    """Text that says its direction: the mark tells libraqm, the embedding a browser that lays out an SVG's text."""
    if base == "L":
        return LRM + line
    # An embedding that the user closes or leaves open would run into ours.
    return RLM + line if _EMBEDDINGS.search(line) else f"{RLM}{RLE}{line}{PDF}"


def _redrawn(line: str) -> str:
    """Text that came in drawing order: kept in that order, joined by whoever joins here."""
    line = with_brackets_turned(line)
    if shapes_natively():
        words = WORD.sub(lambda word: RLO + in_letters(word[0][::-1]) + PDF, line)
        return LRO + words + PDF
    return WORD.sub(lambda word: _reshaper().reshape(in_letters(word[0][::-1]))[::-1], line)


def _with_mathematics(line: str, spans: list[tuple[int, int]], base: str) -> str:
    """An Arabic line that holds real mathtext: each formula moves as one left-to-right letter."""
    pieces, last = [], 0
    for number, (start, end) in enumerate(spans):
        pieces += [line[last:start], chr(0xF0000 + number)]
        last = end
    text = "".join([*pieces, line[last:]]).replace(r"\$", "$")
    drawn = _drawn(text, base).replace("$", r"\$")
    for number, (start, end) in enumerate(spans):
        drawn = drawn.replace(chr(0xF0000 + number), line[start:end])
    return drawn


@functools.lru_cache(maxsize=8192)
def _ready(line: str, parse_math: bool) -> str:
    """What matplotlib is given instead of a right-to-left line."""
    if is_reshaped(line):
        if is_in_drawing_order(line):
            return _redrawn(line).replace("$", r"\$" if parse_math else "$")
        line = WORD.sub(lambda word: in_letters(word[0]), line)
    base = _direction(line)
    if parse_math:
        spans = list(_mathematics(line))
        if spans:
            return _with_mathematics(line, spans, base)
        line = line.replace(r"\$", "$")
    text = _directed(line, base) if shapes_natively() else _drawn(line, base)
    return text.replace("$", r"\$") if parse_math else text


# --- the hook ---------------------------------------------------------------------------------------------------------


def _preprocess_math(original: Callable[..., Any], self: Text, s: str) -> Any:
    # A wrapped Arabic paragraph may leave a line of Latin words alone: it still runs from the right.
    if self.get_usetex() or not (is_right_to_left(s) or (self.get_wrap() and is_right_to_left(self.get_text()))):
        return original(self, s)
    return original(self, _ready(s, self.get_parse_math()))


def _get_rendered_text_width(original: Callable[..., Any], self: Text, text: str) -> Any:
    if self.get_usetex() or not is_right_to_left(text):
        return original(self, text)
    drawn, is_math = self._preprocess_math(text)  # type: ignore[attr-defined]
    # The original would take two amounts of money for mathematics; a digit is as wide as the sign.
    return original(self, drawn if is_math else drawn.replace("$", "0"))


def _get_multialignment(original: Callable[..., Any], self: Text) -> Any:
    asked_for = getattr(self, "_multialignment", None)
    if asked_for is None and is_right_to_left(self.get_text()):
        return "center" if original(self) == "center" else "right"
    return original(self)


def _warn_on_missing_glyph(original: Callable[..., Any], codepoint: int, fonts: str) -> None:
    warn_of_missing_glyph(codepoint, fonts)


@dataclass(frozen=True)
class _Hook:
    """A private function of matplotlib's, what stands in for it, and with how many arguments it is called."""

    owner: Any
    name: str
    replacement: Callable[..., Any]
    arguments: int


_TEXT_HOOKS = (
    _Hook(Text, "_preprocess_math", _preprocess_math, 2),
    _Hook(Text, "_get_rendered_text_width", _get_rendered_text_width, 2),
    _Hook(Text, "_get_multialignment", _get_multialignment, 1),
)
_GLYPH_HOOK = _Hook(getattr(mpl, "_text_helpers", None), "warn_on_missing_glyph", _warn_on_missing_glyph, 2)
# What is hooked is written on matplotlib's class and not in this module, so that a reloaded module still knows it.
_MARK, _SWITCH = "_arabic_hook", "_arabic_shaping"
_left_alone: ContextVar[bool] = ContextVar("left_alone", default=False)


def _moved_names(*hooks: _Hook) -> list[str]:
    """The functions of matplotlib that are no longer what a hook knows."""
    moved = []
    for hook in hooks:
        try:
            inspect.signature(getattr(hook.owner, hook.name)).bind(*range(hook.arguments))
        except (AttributeError, TypeError):
            moved.append(hook.name)
    return moved


def _prepares_lines() -> bool:
    """Whether matplotlib still asks the method that the hook answers, and takes what it says."""
    return Text(usetex=False, parse_math=True)._preprocess_math("a") == ("a", False)  # type: ignore[attr-defined]


@functools.cache
def _draws_rightly() -> bool:
    """Whether ``a سس`` comes out as two joined letters to the left of the ``a``: read from the picture."""
    font = font_manager.get_font(str(Path(mpl.get_data_path(), "fonts/ttf/DejaVuSans.ttf")))
    font.set_size(24, 72)
    font.set_text(_ready("a سس", False))
    font.draw_glyphs_to_bitmap()
    has_ink = (np.asarray(font.get_image()) > 0).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], has_ink, [0]])))
    widths = edges[1::2] - edges[::2]
    return len(widths) == 2 and bool(widths[0] > widths[1])


def _own_hook(function: Any) -> Any:
    """Our hook in a chain of wrappers, if it is there; a wrapper of somebody else's may have copied our mark."""
    while function is not None and getattr(function, _MARK, None) is not function:
        function = getattr(function, "__wrapped__", None)
    return function


def _install(hook: _Hook) -> None:
    found = getattr(hook.owner, hook.name)
    own = _own_hook(found)
    if own is not None and own is not found:  # below somebody else's wrapper
        return
    original = own.__wrapped__ if own else found  # hooked before, perhaps by an older version of this module

    @functools.wraps(original)
    def hooked(*args: Any) -> Any:
        if hasattr(Text, _SWITCH) and not _left_alone.get():
            return hook.replacement(original, *args)
        return original(*args)

    setattr(hooked, _MARK, hooked)
    setattr(hook.owner, hook.name, hooked)


def install_shaping() -> None:
    """Make every matplotlib text draw Arabic rightly, until ``remove_shaping()``.

    Installing twice is installing once, also after a reload of this module.
    Text without a right-to-left letter is left on matplotlib's own path. A
    character that no font in use has is named, with the fonts that have it.

    Warns
    -----
    ShapingWarning
        This matplotlib has moved a method that the hook needs (nothing is
        changed then), or draws Arabic wrongly in spite of it.

    Examples
    --------
    >>> install_shaping()
    >>> shaping_status().hooked
    True
    >>> remove_shaping()
    >>> shaping_status().hooked
    False
    """
    moved = _moved_names(*_TEXT_HOOKS)
    if moved or not _prepares_lines():
        _warn_of_change(f"{moved or ['_preprocess_math']} changed", "Nothing was hooked, so Arabic in charts may be")
        return
    setattr(Text, _SWITCH, True)
    for hook in _TEXT_HOOKS:
        _install(hook)
    if _moved_names(_GLYPH_HOOK):
        _warn_of_change(f"{_GLYPH_HOOK.name} changed", "Arabic is hooked; a character no font has may go unnamed, or")
    else:
        _install(_GLYPH_HOOK)
    if not _draws_rightly():
        _warn_of_change("a line drawn for a trial came out wrong", "Arabic in charts is probably")


def _warn_of_change(what: str, consequence: str) -> None:
    message = (
        f"install_shaping() does not know this matplotlib ({mpl.__version__}): {what}.\n"
        f"{consequence} reversed or unjoined.\n"
        "Try a matplotlib between 3.10 and 3.11, or a newer toolkit."
    )
    warnings.warn(message, ShapingWarning, stacklevel=3)


def remove_shaping() -> None:
    """Give matplotlib its own text methods back.

    Examples
    --------
    >>> before = Text._preprocess_math
    >>> install_shaping()
    >>> remove_shaping()
    >>> Text._preprocess_math is before
    True
    """
    for hook in (*_TEXT_HOOKS, _GLYPH_HOOK):
        found = getattr(hook.owner, hook.name, None)
        if found is not None and _own_hook(found) is found:
            setattr(hook.owner, hook.name, found.__wrapped__)
    if hasattr(Text, _SWITCH):  # a hook below somebody else's wrapper stays there and does nothing
        delattr(Text, _SWITCH)


@contextmanager
def native_text() -> Iterator[None]:
    """A stretch in which matplotlib draws text as if the toolkit were not there.

    What is drawn or saved inside it is left alone, also by the toolkit's own
    charts; a figure is drawn where it is shown or saved, not where it is made.
    Other threads are not concerned.

    Examples
    --------
    >>> install_shaping()
    >>> label = Text(0, 0, "ISIS في سوريا")
    >>> with native_text():
    ...     label._preprocess_math(label.get_text())
    ('ISIS في سوريا', False)
    >>> label._preprocess_math(label.get_text()) == ("ISIS في سوريا", False)
    False
    >>> remove_shaping()
    """
    before = _left_alone.set(True)
    try:
        yield
    finally:
        _left_alone.reset(before)


# --- who shapes -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShapingStatus:
    """Who draws Arabic in charts at this moment.

    Attributes
    ----------
    shaper : str
        What joins and orders the letters.
    matplotlib : str
        Its version.
    native : bool
        Whether matplotlib shapes by itself and the toolkit only says the direction.
    hooked : bool
        Whether the toolkit's hook is in place.
    font : str
        The first family in use that has Arabic letters; empty when none has.
    missing : str
        Characters of Arabic, Persian, Urdu and Kurdish news that no family in use has.
    families : tuple of str
        Installed families that write Arabic, those with the most characters first.
    note : str
        What to know about this set-up; empty when there is nothing to say.
    """

    shaper: str
    matplotlib: str
    native: bool
    hooked: bool
    font: str
    missing: str
    families: tuple[str, ...]
    note: str


def shaping_status() -> ShapingStatus:
    """Who draws Arabic in charts at this moment, and with which font.

    Returns
    -------
    ShapingStatus
        ``shaper`` str, what joins and orders the letters; ``matplotlib`` str, its version;
        ``native`` bool, whether it shapes by itself; ``hooked`` bool, whether the toolkit's
        hook is in place; ``font`` str, the first family in use with Arabic letters, or empty;
        ``missing`` str, characters that no family in use has; ``families`` tuple of str, the
        installed ones that write Arabic, best first; ``note`` str, what to know, or empty.

    Examples
    --------
    >>> shaping_status().font, "ے" in shaping_status().missing
    ('DejaVu Sans', True)
    """
    native = shapes_natively()
    font, missing = family_in_use(), missing_characters()
    notes = []
    if not _draws_rightly():
        notes.append("A line drawn for a trial came out wrong: this matplotlib is not known here.")
    if not native:
        notes.append(
            "This matplotlib does not shape text: Arabic is drawn from presentation forms, without placing vowel "
            "marks, and DejaVu Sans is the face that draws them right. matplotlib 3.11 does better."
        )
    if not font:
        notes.append("No font in rcParams['font.family'] has Arabic letters; use_arabic() sets one.")
    elif missing:
        notes.append("No font in rcParams['font.family'] has some of the letters; use_arabic() adds one.")
    return ShapingStatus(
        shaper=f"libraqm {ft2font.__libraqm_version__}" if native else "arabic-reshaper + python-bidi",
        matplotlib=mpl.__version__,
        native=native,
        hooked=hasattr(Text, _SWITCH),
        font=font,
        missing=missing,
        families=tuple(arabic_families(native=native)),
        note=" ".join(notes),
    )
