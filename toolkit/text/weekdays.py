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


def today_named(text: str) -> int | None:
    """The weekday (Monday is 0) that a text first calls today, or None.

    Examples
    --------
    >>> today_named("أعلن المجلس اليوم الخميس فتح الجسر"), today_named("اليوم (الأحد) يفتح"), today_named("اليوم الأول")
    (3, 6, None)
    """
    match = _TODAY.search(text)
    return None if match is None else _DAYS[normal(match[1])]
