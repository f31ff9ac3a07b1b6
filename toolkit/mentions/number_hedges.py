"""Words around a number that open it: at least, at most, about."""

from __future__ import annotations

import re

import numpy as np

from toolkit.mentions.figure_kinds import figure_words

#: Characters before a number in which they are looked for.
_BEFORE = 45
#: Without letters of these nothing is said: looked for first, for speed.
_HINT = re.compile("كثر|زيد|زاد|زد|جاوز|تعد|تخط|فاق|فوق|اعلي|قل|ادني|اقصي")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!?؟\n]")
_AT_LEAST, _AT_MOST = re.compile(r" علي الاقل"), re.compile(r" (?:علي الاكثر|كحد اقصي)")
_ROUGHLY = re.compile(r" (?:تقريبا|تقريبي)")
_LEAST_BEFORE = re.compile(r"(?:لا يقل عن|لا تقل عن|ليس اقل من|(?:ا?لا|لم) (?:ي|ت)قل(?: \w+){0,3} عن) (?:ال)?\w{0,2}$")
_MOST_BEFORE = re.compile(
    r"(?<!\w)[وف]?(?:لا|لم|لن|الا)(?: [تي]كن)? [يت](?:تجاوز|جاوز|زيد|تعدي|تخط|تعد|زد)\w*(?: \w+){0,2} (?:ال)?$"
)
_LESS_BEFORE = re.compile(r"(?:اقل|ادني) (?:بقليل )?من (?:ال)?\w?$")


def bounds(text: str, start: int, end: int, unit_end: int, value: float) -> tuple[float, float]:
    """Return the least and the most that a number stands for, NaN where nothing is said.

    Examples
    --------
    >>> bounds("اكثر من 20 شخصا", 8, 10, 15, 20.0), bounds("لا يتجاوز 20 شخصا", 10, 12, 17, 20.0)
    ((20.0, nan), (nan, 20.0))
    """
    if not _HINT.search(text, max(0, start - _BEFORE), unit_end + 50):
        return np.nan, np.nan
    head = _SENTENCE.split(text[max(0, start - _BEFORE) : start])[-1]
    tails = [text[place : place + 16] for place in (end, unit_end)]
    tail = _SENTENCE.split(text[unit_end : unit_end + 40])[0]
    if _MOST_BEFORE.search(head):
        return np.nan, value
    if (
        _LEAST_BEFORE.search(head)
        or any(map(_AT_LEAST.match, tails))
        or re.match(r"(?: [^\W\d_]+){0,2} علي الاقل", tail)
    ):
        return value, np.nan
    if _LESS_BEFORE.search(head):
        return np.nan, value
    if any(map(_AT_MOST.match, tails)):
        return np.nan, value
    words = _WORD.findall(head)[-3:]
    words = [word.lstrip("وب") if word not in figure_words()["more"] else word for word in words]
    if figure_words()["more"] & set(words) and (
        words[-1] in figure_words()["more"] or words[-1] in ("من", "عن", "عدد", "ال", "علي", "عددهم", "عددها")
    ):
        return value, np.nan
    return np.nan, np.nan


def is_about(text: str, start: int, end: int, unit_end: int) -> bool:
    """Tell whether a number is said to be rough.

    Examples
    --------
    >>> is_about("نحو 20 شخصا", 4, 6, 11), is_about("قتل 20 شخصا", 4, 6, 11)
    (True, False)
    """
    words = _WORD.findall(text[max(0, start - 25) : start])[-2:]
    return bool(figure_words()["about"] & set(words)) or bool(
        _ROUGHLY.match(text, end) or _ROUGHLY.match(text, unit_end)
    )
