"""What is dated in the text, along time: each with its sentence, and who says it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.groups import rows_of_articles
from toolkit.corpus.sentences import sentences_of
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_columns

#: Columns of a line of events, in order, with their dtypes.
COLUMNS = {
    "date_start": "datetime64[us]",
    "date_end": "datetime64[us]",
    "grain": "str",
    "mention": "str",
    "sentence": "str",
    "speaker": "str",
    "figures": "str",
    "source": "str",
    "date": "datetime64[us]",
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "rule": "str",
}
_PLACE = ["article_id", "field", "start", "end"]

_Spans = dict[tuple[str, str], list[tuple[int, int, str]]]


def event_line(
    dates: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    quotes: pd.DataFrame | None = None,
    figures: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the dated statements of the articles along time: when, what is said, and by whom.

    Parameters
    ----------
    dates
        What `find_dates` returns: one row a date in the text.
    data
        The `Tokens` or articles they were found in.
    quotes
        What `find_quotes` returns: a date inside a statement is its speaker's,
        one beside it (قال يوم الخميس إن) is the article's own.
    figures
        What `find_figures` returns: those of the same sentence.

    Returns
    -------
    DataFrame
        One row a date in the text, by ``date_start``, the longer time first
        where several begin together, then as the articles were published.
        ``date_start`` ``date_end`` datetime64[us], the first and last day of
        it, NaT where unknown: these rows stand last. ``grain`` str (day,
        week, month …), ``mention`` str as written, ``sentence`` str,
        ``speaker`` str, empty where the article says it itself; ``figures``
        str, as written with what they count, empty where none; ``source``
        str, ``date`` datetime64[us] of the article; ``article_id`` ``field``
        str, ``start`` ``end`` int32 (characters in that field), ``rule`` str.

    Raises
    ------
    MissingColumnsError
        If a table lacks its columns.
    InvalidArgumentError
        If a date is in none of the articles.

    Notes
    -----
    A date in a sentence need not be when what it tells happened: a report may
    name the year a bridge was built. Read the sentence.

    Examples
    --------
    >>> import toolkit as tk
    >>> text, day = "قال المرصد إن القصف بدأ يوم 9 تشرين الثاني 2017.", "9 تشرين الثاني 2017"
    >>> articles, start = tk.as_articles([text]), text.index(day)
    >>> dates = pd.DataFrame({"article_id": ["0"], "field": "text", "start": start, "end": start + len(day)})
    >>> dates = dates.assign(mention=day, grain="day", rule="explicit", date_start=pd.Timestamp("2017-11-09"))
    >>> line = tk.event_line(dates.assign(date_end=dates["date_start"]), articles, quotes=tk.find_quotes(articles))
    >>> line[["date_start", "speaker", "sentence"]].iloc[0].to_list()
    [Timestamp('2017-11-09 00:00:00'), 'المرصد', 'قال المرصد إن القصف بدأ يوم 9 تشرين الثاني 2017.']
    """
    needed = [*_PLACE, "mention", "date_start", "date_end", "grain", "rule"]
    require_columns(dates, needed, function="event_line", made_by="find_dates")
    if quotes is not None:
        require_columns(quotes, [*_PLACE, "speaker"], function="event_line", made_by="find_quotes")
    if figures is not None:
        require_columns(figures, [*_PLACE, "figure", "unit"], function="event_line", made_by="find_figures")
    tokens = as_tokens(data)
    rows = rows_of_articles(dates, tokens.articles, function="event_line")
    sentences = sentences_of(dates, tokens)
    said = _spans(quotes, quotes["speaker"] if quotes is not None else None)
    counted = _spans(figures, _with_units(figures) if figures is not None else None)
    places = list(zip(*(dates[name].tolist() for name in _PLACE), strict=True))
    found = dates[needed].assign(
        sentence=pd.array([words for *_, words in sentences], dtype="str"),
        speaker=pd.array([_innermost(said[a, f], start, end) for a, f, start, end in places], dtype="str"),
        figures=pd.array(
            [
                _inside(counted[a, f], begin, close)
                for (a, f, *_), (begin, close, _) in zip(places, sentences, strict=True)
            ],
            dtype="str",
        ),
        source=tokens.articles["source"].array[rows],
        date=tokens.articles["date"].array[rows],
        _field=pd.Index(FIELDS).get_indexer(dates["field"]),
        _length=-(dates["date_end"] - dates["date_start"]).dt.days.fillna(0),
        _row=np.asarray(rows),
    )
    order = ["date_start", "_length", "date", "_row", "_field", "start"]
    return found.sort_values(order, kind="stable").astype(COLUMNS).reset_index(drop=True)[list(COLUMNS)]


def _with_units(figures: pd.DataFrame) -> pd.Series:
    """A figure with what it counts: 120 ألف شخص, but not قتيلان قتيلان."""
    unit = figures["unit"].fillna("").mask(figures["unit"] == figures["figure"], "")
    return (figures["figure"] + " " + unit).str.strip()


def _spans(table: pd.DataFrame | None, values: pd.Series | None) -> _Spans:
    found: _Spans = defaultdict(list)
    if table is not None and values is not None:
        columns = (table[name].tolist() for name in _PLACE)
        for article, field, start, end, value in zip(*columns, values.tolist(), strict=True):
            found[article, field].append((start, end, value if isinstance(value, str) else ""))
    return found


def _innermost(spans: list[tuple[int, int, str]], start: int, end: int) -> str:
    """Who says what stands here: the speaker of the shortest statement around it that has one."""
    around = [(close - begin, who) for begin, close, who in spans if begin <= start and end <= close and who]
    return min(around)[1] if around else ""


def _inside(spans: list[tuple[int, int, str]], start: int, end: int) -> str:
    return "، ".join(value for begin, close, value in sorted(spans) if start <= begin and close <= end)
