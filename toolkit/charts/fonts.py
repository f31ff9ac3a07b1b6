"""Fonts for Arabic: the one that ships, those installed that really have the letters, and who has a missing one."""

from __future__ import annotations

import difflib
import functools
import unicodedata
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from toolkit.errors import InvalidArgumentError, ShapingWarning

BUNDLED_FONT = "Vazirmatn"
FONT_FILES = tuple(Path(__file__).with_name("fonts") / f"Vazirmatn-{weight}.ttf" for weight in ("Regular", "Bold"))
#: matplotlib always has it; it covers the signs that an Arabic face leaves out.
FALLBACK_FONT = "DejaVu Sans"

#: Without these a font cannot write Arabic.
_LETTERS = "".join(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B))))
#: What a chart of Arabic news meets beside them: marks, signs, digits, Persian, Urdu and Kurdish, and ASCII.
_BESIDE = (
    "".join(map(chr, range(0x64B, 0x653)))
    + "ٰٱـ،؛؟٪٫٬٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹پچژگکیہھۂےۓٹڈڑںڤۆێەڵڕ۔«»–—…“”€×"
    + "".join(map(chr, range(0x21, 0x7F)))
)
#: A matplotlib that does not join letters needs them joined in the font, as characters.
_JOINED_FORMS = "".join(map(chr, range(0xFE80, 0xFEFD)))
_JOINING = {"init", "medi", "fina"}
#: How many fonts a message names: enough to choose from.
_NAMED = 5


# --- which fonts to use -----------------------------------------------------------------------------------------------


def font_families(font: str | Path | None, *, native: bool) -> list[str]:
    """The font families to draw with, best first: a letter that one lacks is taken from the next.

    Parameters
    ----------
    font
        Family name or file; without it the bundled Vazirmatn.
    native
        Whether matplotlib joins letters by itself. One that does not draws
        Arabic rightly in DejaVu Sans, which comes first there.

    Raises
    ------
    InvalidArgumentError
        No such font; names the installed ones that have Arabic.

    Examples
    --------
    >>> font_families(None, native=True)
    ['Vazirmatn', 'DejaVu Sans']
    >>> font_families("DejaVu Sans Mono", native=True)
    ['DejaVu Sans Mono', 'Vazirmatn', 'DejaVu Sans']
    """
    for path in FONT_FILES:
        _register(path)
    asked_for = [] if font is None else [_family(font, native=native)]
    ours = [BUNDLED_FONT, FALLBACK_FONT] if native else [FALLBACK_FONT, BUNDLED_FONT]
    return list(dict.fromkeys([*asked_for, *ours]))


def _family(font: str | Path, *, native: bool) -> str:
    if Path(font).is_file():
        return _register(Path(font))
    try:
        font_manager.findfont(font_manager.FontProperties(family=[str(font)]), fallback_to_default=False)
    except ValueError:
        having = arabic_families(native=native)
        near = [*difflib.get_close_matches(str(font), [*having, *_faces()], n=1), *having][0]
        message = (
            "use_arabic() finds no font of the name below.\n"
            "It takes the path of a .ttf or .otf file, or an installed family; those with all Arabic letters are "
            f"{', '.join(map(repr, having[:_NAMED]))}.\nTry: use_arabic(font={near!r})\n{font}"
        )
        raise InvalidArgumentError(message) from None
    return str(font)


def _register(path: Path) -> str:
    """Make a font file known to matplotlib, once; its family name."""
    for entry in font_manager.fontManager.ttflist:
        if entry.fname == str(path):
            return entry.name
    try:
        font_manager.fontManager.addfont(path)
    except Exception as error:
        message = (
            f"use_arabic() cannot read a font from {path.name!r}.\n"
            "matplotlib reads .ttf and .otf files, not web fonts.\n"
            "Try: use_arabic(font='path/to/font.ttf')"
        )
        raise InvalidArgumentError(message) from error
    return font_manager.fontManager.ttflist[-1].name


# --- which fonts there are, and what they have ------------------------------------------------------------------------


def arabic_families(*, native: bool) -> list[str]:
    """Installed families that really write Arabic, those with the most letters and signs first.

    Their character tables are read: what a font says of itself is not asked.

    Parameters
    ----------
    native
        Whether matplotlib joins letters by itself. Then the font must know the
        joined shapes; otherwise it must have them as characters.

    Examples
    --------
    >>> "DejaVu Sans" in arabic_families(native=True)
    True
    """
    faces = _faces()
    counts = {family: _coverage(path, native) for family, path in faces.items()}
    order = sorted((-count, family != BUNDLED_FONT, family) for family, count in counts.items() if count)
    return [family for _, _, family in order]


def families_with(character: str) -> list[str]:
    """Families, installed or bundled, that have a character: those that write Arabic first.

    Examples
    --------
    >>> families_with("پ")[0]
    'Vazirmatn'
    """
    faces = _faces()
    ranked = dict.fromkeys([*arabic_families(native=True), *sorted(faces)])
    return [family for family in ranked if _has(faces[family], character)]


def family_in_use() -> str:
    """The first family in use that has Arabic letters, or nothing.

    Examples
    --------
    >>> family_in_use()
    'DejaVu Sans'
    """
    faces = _faces()
    return next((family for family in _families_in_use() if _has(faces[family], "ب")), "")


def missing_characters() -> str:
    """Characters of Arabic news (Persian, Urdu and Kurdish names too) that no family in use has.

    Examples
    --------
    >>> with mpl.rc_context({"font.family": ["Vazirmatn", "DejaVu Sans"]}):
    ...     missing_characters()
    ''
    """
    faces = [_faces()[family] for family in _families_in_use()]
    return "".join(sign for sign in _LETTERS + _BESIDE if not any(_has(path, sign) for path in faces))


def warn_of_missing_glyph(codepoint: int, fonts: str) -> None:
    """Name a character that is drawn as a box, and the fonts that have it.

    Parameters
    ----------
    codepoint
        The character.
    fonts
        The families that were asked, as matplotlib lists them.

    Warns
    -----
    ShapingWarning
        Always, but for characters that draw nothing.

    Examples
    --------
    >>> with warnings.catch_warnings(record=True) as given:
    ...     warnings.simplefilter("always")
    ...     warn_of_missing_glyph(ord("ہ"), "DejaVu Sans")
    >>> "HEH GOAL" in str(given[0].message), "Vazirmatn" in str(given[0].message)
    (True, True)
    """
    character = chr(codepoint)
    if unicodedata.category(character) == "Cf":
        return
    having = families_with(character)[:_NAMED]
    mend = (
        f"Fonts that have it: {', '.join(map(repr, having))}.\nTry: use_arabic(font={having[0]!r})"
        if having
        else "No font on this machine has it.\nTry: use_arabic(font='path/to/font.ttf'), or leave it out."
    )
    name = unicodedata.name(character, "a character without a name")
    message = f"A box is drawn for U+{codepoint:04X} {name}: {fonts} does not have it.\n{mend}\n{character}"
    warnings.warn(message, ShapingWarning, stacklevel=2)


def _families_in_use() -> list[str]:
    """The families of ``rcParams["font.family"]`` that are there, generic names replaced by what they stand for."""
    parameters = cast("Mapping[str, Any]", mpl.rcParams)
    names = []
    for family in parameters["font.family"]:
        names += parameters.get(f"font.{family.lower().replace(' ', '-')}", [family])
    by_name = {family.lower(): family for family in _faces()}
    return [by_name[name.lower()] for name in names if name.lower() in by_name]


def _faces() -> dict[str, str]:
    """Every family and the file of its plainest face; the bundled one too, whether in use or not."""
    plainest: dict[str, tuple[tuple[bool, bool, int], str]] = {BUNDLED_FONT: ((False, False, 0), str(FONT_FILES[0]))}
    for entry in font_manager.fontManager.ttflist:
        weight = font_manager.weight_dict.get(str(entry.weight), entry.weight)
        rank = (entry.style != "normal", entry.stretch != "normal", abs(int(weight) - 400))
        # matplotlib's last resort has a box for everything.
        if not entry.name.startswith("Last Resort") and rank < plainest.get(entry.name, ((True, True, 9999), ""))[0]:
            plainest[entry.name] = rank, entry.fname
    return {family: path for family, (_, path) in plainest.items()}


@functools.lru_cache(maxsize=4096)
def _coverage(path: str, native: bool) -> int:
    """How many of the characters we look for a face has; 0 if it cannot write Arabic."""
    face = _open(path)
    if face is None or not all(face.get_char_index(ord(letter)) for letter in _LETTERS):
        return 0
    can_join = _joins_letters(path) if native else all(face.get_char_index(ord(form)) for form in _JOINED_FORMS)
    return sum(face.get_char_index(ord(sign)) > 0 for sign in _LETTERS + _BESIDE) if can_join else 0


@functools.lru_cache(maxsize=4096)
def _has(path: str, character: str) -> bool:
    face = _open(path)
    return face is not None and face.get_char_index(ord(character)) > 0


def _open(path: str) -> FT2Font | None:
    try:
        return FT2Font(path)
    except (OSError, RuntimeError):  # removed since matplotlib listed it, or damaged
        return None


def _joins_letters(path: str) -> bool:
    """Whether a font knows the initial, medial and final shapes of letters."""
    with TTFont(path, lazy=True, fontNumber=0) as font:
        if "GSUB" not in font:
            return False
        features = font["GSUB"].table.FeatureList
        return features is not None and {found.FeatureTag for found in features.FeatureRecord} >= _JOINING
