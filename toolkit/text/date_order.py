"""Which comes first in a column of dates such as 03/04/2025: the day, as in the Arabic press, or the month."""

from __future__ import annotations

import re

import pandas as pd

_NUMERIC = re.compile(r"(\s*)(\d{1,2})([/.-])(\d{1,2})(\3\d{2,4}(?!\d))")


def day_first(texts: pd.Series) -> tuple[pd.Series, str]:
    """Return the dates of one column with the day before the month.

    One date cannot tell, a column mostly can: where a second number is above
    12 and no first one is, the month comes first in all of them.

    Parameters
    ----------
    texts
        Strings of one column of one file; what is no numeric date is kept.

    Returns
    -------
    Series, str
        The dates, "" for those that remain ambiguous; and what was found:
        ``"date-month-first"``, ``"date-ambiguous"`` (both orders occur),
        ``"date-day-first"`` (nothing tells, the press's habit was followed), or "".

    Examples
    --------
    >>> dates, found = day_first(pd.Series(["03/22/2025", "03/04/2025"]))
    >>> dates.tolist(), found
    (['22/03/2025', '04/03/2025'], 'date-month-first')
    >>> day_first(pd.Series(["22/03/2025", "03/04/2025"]))[1]
    ''
    """
    matches = {text: match for text in texts.unique() if (match := _NUMERIC.match(text))}
    month_first = any(int(match[4]) > 12 for match in matches.values())
    day_is_first = any(int(match[2]) > 12 for match in matches.values())
    unclear = {text for text, match in matches.items() if int(match[2]) != int(match[4]) and _both_small(match)}
    if month_first and day_is_first:
        return texts.mask(texts.isin(unclear), ""), "date-ambiguous" if unclear else ""
    if month_first:
        turned = {text: _NUMERIC.sub(r"\1\4\3\2\5", text, count=1) for text in matches}
        return texts.map(lambda text: turned.get(text, text)).astype("str"), "date-month-first"
    return texts, "date-day-first" if unclear and not day_is_first else ""


def _both_small(match: re.Match[str]) -> bool:
    return int(match[2]) <= 12 and int(match[4]) <= 12
