"""Number words and digits of both sets → values.

A number is read word by word from folded text: units, tens with و, hundreds,
scale words (ألف، مليون), their duals, and نصف behind them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from toolkit.text.arabic import fold
from toolkit.text.wordlists import read_table

#: A number in digits as folded text holds it: groups of three, then a decimal part; 5ر32 is written from the right.
_DIGITS = "|".join(
    (
        r"\d+ر\d+(?!\w)",
        r"\d{1,3}(?:\.\d{3})+\.\d{1,2}(?!\d)",
        r"\d{1,3}(?:\.\d{3}){2,}(?!\d)",
        r"\d{1,3}(?:[,،]\d{3})+(?!\d)(?:\.\d+)?",
        r"\d+(?:[.,،]\d+)?",
    )
)
#: The next word: a blank, a conjunction, and digits or letters; a scale word may touch its digits.
_NEXT = re.compile(rf"[ \t]{{0,3}}(?P<and>و ?)?(?:(?P<digits>{_DIGITS})|(?P<word>[^\W\d_]+))(?!\w)")
_FIRST = re.compile(rf"(?P<and>)(?:(?P<digits>{_DIGITS})|(?P<word>[^\W\d_]+))")
#: Before مليار this is no group of thousands.
_DECIMAL_COMMA = re.compile(r"\d,\d\d[1-9]")
#: No number is written in more words.
_LONGEST = 12
#: Classes of words that begin a number.
_BEGINS = frozenset({"unit", "ten", "tens", "hundred", "hundreds", "scale", "scales", "fraction", "vague"})
#: Plurals that stand alone for some multiple of their scale.
_VAGUE = {fold(word): value for word, value in (("آلاف", 1e3), ("ملايين", 1e6), ("مليارات", 1e9), ("بلايين", 1e9))}


class Numeral(NamedTuple):
    """A number read from a text.

    Attributes
    ----------
    value : float
        What it says; the base where it is vague (عشرات is 10).
    end : int
        Where it ends.
    vague : bool
        A plural that stands for no certain number.
    scale : float
        The scale word that it ends with, 1 where there is none.
    """

    value: float
    end: int
    vague: bool = False
    scale: float = 1.0


@cache
def number_words() -> dict[str, tuple[str, float]]:
    """Return each number word, folded, with its class and value.

    Examples
    --------
    >>> number_words()["خمسون"], number_words()["مليون"]
    (('tens', 50.0), ('scale', 1000000.0))
    """
    found: dict[str, tuple[str, float]] = {}
    for row in read_table("numerals.tsv"):
        if row["class"] != "ordinal":
            found.setdefault(fold(row["word"]), (row["class"], float(row["value"])))
    return found


@cache
def ordinal_words() -> dict[str, int]:
    """Return ordinals from 1 to 10, folded and without article.

    Examples
    --------
    >>> ordinal_words()["ثالثه"]
    3
    """
    rows = (row for row in read_table("numerals.tsv") if row["class"] == "ordinal")
    return {fold(row["word"]): int(row["value"]) for row in rows}


def read_digits(digits: str) -> float:
    """Return the value of a number in European digits.

    A comma before three digits parts thousands, any other one is a decimal
    sign; so is ر, which Gulf newspapers write from the right: 5ر32 is 32.5.

    Examples
    --------
    >>> read_digits("12,000"), read_digits("3,5"), read_digits("1.19"), read_digits("5ر32")
    (12000.0, 3.5, 1.19, 32.5)
    """
    if digits.isdigit():
        return float(digits)
    if "ر" in digits:
        fraction, whole = digits.split("ر")
        return float(f"{whole}.{fraction}")
    digits = digits.replace("،", ",")
    if re.fullmatch(r"[1-9]\d{0,2}\.\d\d0", digits):  # no fraction is written with a last nought
        return float(digits.replace(".", ""))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return float(digits.replace(",", ""))
    if digits.count(".") > 1 and "," not in digits:  # 160.000.000 and 11.783.7
        *groups, last = digits.split(".")
        return float("".join(groups) + ("" if len(last) == 3 else ".") + last)
    return float(digits.replace(",", "."))


def read_number(text: str, start: int = 0) -> Numeral | None:
    """Read the number that begins at a place of a folded text, as long as it goes on.

    Parameters
    ----------
    text
        Folded (`toolkit.text.arabic.fold`).
    start
        Where its first word begins, clitics and article left out.

    Returns
    -------
    Numeral or None

    Examples
    --------
    >>> read_number("120 الف شخص"), read_number("خمسه وعشرون يوما").value
    (Numeral(value=120000.0, end=7, vague=False, scale=1000.0), 25.0)
    >>> read_number("عشرات الالاف"), read_number("شخص")
    (Numeral(value=10000.0, end=12, vague=True, scale=1000.0), None)
    """
    match = _FIRST.match(text, start)
    if match is None:
        return None
    kind, value = _class_of(match)
    if kind not in _BEGINS and kind != "digits":
        return None
    if kind == "vague" or match["word"] in _VAGUE:
        return _read_vague(text, value, match.end())
    if kind == "fraction":
        return _read_fraction(text, value, match.end())
    return _read_sum(text, kind, value, start, match.end())


def _class_of(match: re.Match[str]) -> tuple[str, float]:
    if match["digits"]:
        return "digits", read_digits(match["digits"])
    return number_words().get(match["word"], ("", 0.0))


def _read_vague(text: str, value: float, end: int) -> Numeral:
    """عشرات، مئات، آلاف, and عشرات الآلاف."""
    after = re.compile(r" (\w+)").match(text, end)
    scale = max(_VAGUE.get(after[1], 0.0), _VAGUE.get(after[1].removeprefix("ال"), 0.0)) if after else 0.0
    if after and scale > value:
        return Numeral(value * scale, after.end(), vague=True, scale=scale)
    return Numeral(value, end, vague=True)


def _read_fraction(text: str, value: float, end: int) -> Numeral:
    """نصف alone, or of a scale word: نصف مليون."""
    after = _NEXT.match(text, end)
    if after and not after["and"] and after["word"]:
        kind, scale = _class_of(after)
        if kind == "scale" and after["word"] not in _VAGUE:
            return Numeral(value * scale, after.end(), scale=scale)
    return Numeral(value, end)


def _read_sum(text: str, kind: str, value: float, start: int, end: int) -> Numeral:
    """Add word to word: ``total`` is what scale words have closed, ``group`` what is still below 1000."""
    total, group, scale = (value, 0.0, value) if kind in ("scale", "scales") else (0.0, value, 1.0)
    last = kind
    scale = _base(scale) if kind in ("scale", "scales") else 1.0
    for _ in range(_LONGEST):
        match = _NEXT.match(text, end)
        if match is None:
            break
        kind, value = _class_of(match)
        if not _goes_on(last, kind, value, bool(match["and"]), group, scale):
            break
        if last in ("scale", "scales") and _scale_behind(text, match.end()) >= scale:
            break  # 22 ألفا و72 ألفا are two numbers
        if kind == "part" or kind == "fraction":
            return Numeral(_with_fraction(kind, value, total, group, scale), match.end(), scale=scale)
        if kind == "scale":
            if value >= 1e9 and _DECIMAL_COMMA.fullmatch(text, start, end):
                group /= 1000  # 1,769 مليار
            total, group, scale = total + (group or 1.0) * value, 0.0, value
        elif kind == "scales":
            scale = _base(value)
            total, group = total + (value if match["and"] else group * scale), 0.0  # 2.5 ملياري دولار
        elif kind == "hundred" and not match["and"]:
            group *= value
        else:
            group += value
        last, end = kind, match.end()
    return Numeral(round(total + group, 6), end, scale=scale if not group else 1.0)


def _scale_behind(text: str, end: int) -> float:
    match = _NEXT.match(text, end)
    kind, value = _class_of(match) if match and not match["and"] else ("", 0.0)
    return value if kind == "scale" else 0.0


def _base(value: float) -> float:
    """The scale itself of ألفان, مليونان."""
    return next(base for base in (1e12, 1e9, 1e6, 1e3) if value >= base)


def _with_fraction(kind: str, value: float, total: float, group: float, scale: float) -> float:
    if kind == "part":  # ثلاثة أرباع
        return group * value
    return total + value * scale if total and not group else total + group + value


def _goes_on(last: str, kind: str, value: float, with_and: bool, group: float, scale: float) -> bool:
    """Tell whether a word goes on with the number before it."""
    if not kind:
        return False
    if not with_and:
        if kind == "scale":
            return bool(group) and (scale == 1.0 or value < scale)
        if kind == "scales":
            return last == "digits" and value > 2000  # ألفي alone is also 2000 things
        return (last == "unit" and kind in ("ten", "hundred")) or (last == "unit" and kind == "part")
    if kind == "fraction":
        return value == 0.5 and last != "digits"
    if kind == "tens":
        return last in ("unit", "hundred", "hundreds", "scale", "scales")
    if last in ("hundred", "hundreds"):
        return kind in ("unit", "ten")
    if last in ("scale", "scales"):
        return kind in ("unit", "ten", "hundred", "hundreds", "digits", "scales", "scale") and value < scale
    return False
