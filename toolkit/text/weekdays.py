"""The day that a text calls today by its name: اليوم الخميس, اليوم (الخميس)."""

from __future__ import annotations

import re

from toolkit.text.date_words import WEEKDAYS, normal

_WEEKDAY = {name: day for day, names in enumerate(WEEKDAYS) for name in names.split("|") if name.startswith("ال")} | {
    "الإثنين": 0,
    "الثلثاء": 1,
    "الاربعاء": 2,
    "الاحد": 6,
}
_DAYS = {normal(name): day for name, day in _WEEKDAY.items()}
_NAMES = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
_TODAY = re.compile(rf"اليوم[ \xa0]*[،,]?[ \xa0]*[(«\"]?({_NAMES})(?![^\W\d_])")

_OFFSETS = {"اليوم": 0, "أمس": -1, "امس": -1, "غدا": 1, "غداً": 1, "غدًا": 1, "غد": 1}
_RELATIVE = re.compile(
    rf"(?<![^\W\d_])({'|'.join(sorted(_OFFSETS, key=len, reverse=True))})"
    rf"[ \xa0]*[،,]?[ \xa0]*[(«\"]?({_NAMES})(?![^\W\d_])"
)


def today_named(text: str) -> int | None:
    """The weekday (Monday is 0) that a text first calls today, or None.

    Examples
    --------
    >>> today_named("أعلن المجلس اليوم الخميس فتح الجسر"), today_named("اليوم (الأحد) يفتح"), today_named("اليوم الأول")
    (3, 6, None)
    """
    match = _TODAY.search(text)
    return None if match is None else _DAYS[normal(match[1])]


def days_named(text: str) -> list[tuple[int, int, int, int]]:
    """Every day that a text calls today, yesterday or tomorrow by its name.

    Returns
    -------
    list of (int, int, int, int)
        Start, end, days from the day of writing (-1, 0, 1), and weekday (Monday is 0).

    Examples
    --------
    >>> [day[2:] for day in days_named("وصل أمس (الأربعاء) ويعود غدا الجمعة")]
    [(-1, 2), (1, 4)]
    """
    return [(*match.span(), _OFFSETS[match[1]], _DAYS[normal(match[2])]) for match in _RELATIVE.finditer(text)]
