"""What one file gave: its records, and what was noted on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from toolkit.corpus.encodings import mend

#: The one column of a page that is still whole.
PAGE = "page"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Reading:
    """What one file gave: its records, and notes as (row, reason).

    ``table`` has the file's own column names, or one column ``page`` with a
    whole page; ``rows`` says which line or record each stands for.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: Sequence[int] = ()
    rejected: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    is_page: bool = False

    def __post_init__(self) -> None:
        """A record without any field is a row all the same, and is counted."""
        if not len(self.table.columns):
            self.table = pd.DataFrame(index=range(len(self.rows)))


def why_no_article(text: str) -> str:
    """The reason why a text is none, or "".

    Examples
    --------
    >>> why_no_article("?????? ???? ???"), why_no_article("12"), why_no_article("نهر الفرات")
    ('text-lost-question-marks', 'no-letters', '')
    """
    if text.count("?") * 2 > len(text) - text.count(" ") and text.count("?") > 5:
        return "text-lost-question-marks"
    return "" if _LETTER.search(text) else "no-letters"


def read_page(text: str) -> Reading:
    """One scraped page, which is split later, beside its neighbours.

    Examples
    --------
    >>> read_page("فتح الجسر").is_page, read_page("12").rejected
    (True, [(0, 'no-letters')])
    """
    reason = why_no_article(text) if text.strip() else "empty"
    if reason:
        return Reading(rejected=[(0, reason)])
    return Reading(pd.DataFrame({PAGE: pd.Series([mend(text)], dtype="str")}), [0], is_page=True)
