"""What a reader of the load report should know about single rows: what is missing, repeated or in doubt in them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.text.arabic import has_arabic
from toolkit.text.dates import parse_date
from toolkit.text.weekdays import today_named

#: The column that holds the row of the file while a table is put together.
ROW = "#row"
#: A letter that nearly every text has; the few without are looked at more closely.
COMMON_LETTER = "[\u0621-\u064aA-Za-z]"
#: Shorter rows, title and text together, are hardly articles.
_SHORTEST = 10
#: What the report calls a date that was not read.
_UNREAD = {
    "impossible": "date-impossible",
    "out-of-range": "date-out-of-range",
    "relative": "date-relative",
    "ambiguous": "date-ambiguous",
    "hijri": "date-hijri-unknown",
    "not-a-date": "date-unparsed",
    "": "date-ambiguous",
}
#: What it calls a date of which something had to be decided.
_DECIDED = {
    "hijri": "date-from-hijri",
    "two-digit-year": "date-two-digit-year",
    "weekday-disagrees": "date-weekday-disagrees",
}


def warn_of_rows(table: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Each warning as (path, row, reason).

    Examples
    --------
    >>> from toolkit.corpus.articles import as_articles
    >>> articles = as_articles([{"text": "فتح المجلس اليوم الجمعة جسر الخشب", "date": "9/11/2017"}])
    >>> warn_of_rows(articles.assign(**{ROW: 1, "path": "a.csv"}))
    [('a.csv', 1, 'today-disagrees')]
    """
    where = table[["path", ROW]]
    no_letter = ~table["text"].str.contains(COMMON_LETTER, regex=True) if len(table) else table["text"] == "?"
    blank = table.loc[no_letter, "text"].str.strip() == ""
    notes = notes_of(where[no_letter][blank], "no-body")
    notes += _of_dates(table, where)
    length = _bytes(table["text"])
    alike = table.assign(length=length).duplicated(["title", "length"], keep=False) & (length > 0)
    again = table.loc[alike, ["title", "text"]].duplicated()
    notes += notes_of(where[alike][again], "duplicate-text")
    short = table[_bytes(table["title"]) + length < 4 * _SHORTEST]  # of which no letter has more than four
    notes += notes_of(short[short["title"].str.len() + short["text"].str.len() < _SHORTEST], "very-short")
    arabic = any(has_arabic(text) for name in ("title", "text") for text in table[name])
    return notes if arabic else [*notes, ("", 0, "no-arabic")]


def _bytes(column: pd.Series) -> npt.NDArray[np.int64]:
    """How long each text is, without looking at its letters."""
    return pc.binary_length(pa.array(column)).to_numpy(zero_copy_only=False).astype("int64")


def notes_of(rows: pd.DataFrame, reason: str) -> list[tuple[str, int, str]]:
    """The same note for each of these rows.

    Examples
    --------
    >>> notes_of(pd.DataFrame({"path": ["a.csv"], ROW: [3]}), "no-body")
    [('a.csv', 3, 'no-body')]
    """
    return [(path, int(row), reason) for path, row in zip(rows["path"], rows[ROW], strict=True)]


def _of_dates(table: pd.DataFrame, where: pd.DataFrame) -> list[tuple[str, int, str]]:
    undated, raw = table["date"].isna(), table["date_raw"]
    why = {text: _UNREAD[parse_date(text).reason] for text in raw[undated].unique() if text}
    notes = []
    for reason in dict.fromkeys(why.values()):
        such = [text for text, said in why.items() if said == reason]
        notes += notes_of(where[raw.isin(such) & undated], reason)
    decided = {text: parse_date(text).notes for text in raw[~undated].unique()}
    for note, reason in _DECIDED.items():
        such = [text for text, made in decided.items() if note in made]
        notes += notes_of(where[raw.isin(such) & ~undated], reason) if such else []
    file_has_dates = (~undated).groupby(table["path"]).transform("any")
    notes += notes_of(where[(raw == "") & undated & file_has_dates], "no-date")
    known = table["date_precision"].isin(("day", "minute")) & table["text"].str.contains("اليوم[ \xa0،,]", regex=True)
    named = [today_named(text) for text in table.loc[known, "text"]]
    disagrees = [day not in (None, date.weekday()) for day, date in zip(named, table.loc[known, "date"], strict=True)]
    return notes + notes_of(where[known][np.array(disagrees, dtype=bool)], "today-disagrees")
