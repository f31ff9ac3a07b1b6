"""Who said what: statements in news, with their speakers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_columns
from toolkit.mentions.entities import find_entities
from toolkit.mentions.speech_lines import Words
from toolkit.mentions.statements import FieldReader, Statement
from toolkit.progress import progress

#: Columns of a table of quotes, in order, with their dtypes.
QUOTE_COLUMNS = {
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "quote": "str",
    "kind": "str",
    "cue": "str",
    "speaker": "str",
    "speaker_entity": "str",
    "speaker_status": "str",
}

_NAME_COLUMNS = ("article_id", "field", "start", "end", "entity", "kind")


def find_quotes(data: Tokens | pd.DataFrame, *, mentions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the statements that articles attribute to somebody.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    mentions
        What `find_entities` returns for the same articles, from which speakers
        get their name. Where it is not given only names that the gazetteer
        lists are found: no persons but the best known.

    Returns
    -------
    DataFrame
        One row a statement, in reading order. ``article_id`` str, ``field``
        str, ``start`` and ``end`` int32 (characters in that field, without the
        quotation marks and without أن), ``quote`` str as written, ``kind`` str:
        ``direct``, in quotation marks or after a colon; ``indirect``;
        ``according_to`` (بحسب المرصد). ``cue`` str, the verb as written.
        ``speaker`` str as written, NaN where there is none; ``speaker_entity``
        str, its name among ``mentions``, NaN where it has none;
        ``speaker_status`` str: ``explicit`` stands with the verb, ``carried``
        is the one who spoke last (وأضاف), ``unknown``. A quotation of four
        words or more inside an indirect statement is a row of its own.

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table, or ``mentions`` no table of names.

    Examples
    --------
    >>> import toolkit as tk
    >>> quotes = tk.find_quotes(tk.as_articles(["وقال المرصد في بيان إن الاشتباكات متواصلة، مضيفا أن القصف مستمر."]))
    >>> quotes[["quote", "kind", "cue", "speaker", "speaker_status"]]
                    quote      kind    cue speaker speaker_status
    0  الاشتباكات متواصلة  indirect   وقال  المرصد       explicit
    1         القصف مستمر  indirect  مضيفا  المرصد        carried
    """
    tokens = as_tokens(data)
    if mentions is not None:
        require_columns(mentions, list(_NAME_COLUMNS), function="find_quotes", made_by="find_entities")
    with _uncollected():
        rows = _statements(tokens)
        order = {name: i for i, name in enumerate(FIELDS)}
        rows.sort(key=lambda row: (row[0], order[row[1]], row[2].start, -row[2].end))
        if mentions is None:
            spoken = np.zeros(len(tokens.articles), dtype=bool)
            spoken[[article for article, _, _ in rows]] = True
            mentions = find_entities(tokens.select(spoken), policy="gazetteer")
        return _as_table(rows, tokens, _Names(mentions))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Words by the hundred thousand are kept until all is read, and none in a cycle: not to be collected over again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _statements(tokens: Tokens) -> list[tuple[int, str, Statement]]:
    """The statements of all fields that have some: row of the article, field, and what is said."""
    known, places = _places_of_speech(tokens)
    texts = {name: tokens.articles[name].tolist() for name in FIELDS}
    rows: list[tuple[int, str, Statement]] = []
    for (article, name), starts in progress(places.items(), "finding quotes"):
        said = FieldReader(texts[name][article], known, starts).statements()
        once = {(each.start, each.end, each.kind): each for each in said}  # the verb next to it says whose it is
        rows += ((article, name, statement) for statement in once.values())
    return rows


def _places_of_speech(tokens: Tokens) -> tuple[Words, dict[tuple[int, str], list[int]]]:
    """What is known of each word, and where in each field a word stands that may say who speaks."""
    vocabulary, ids = tokens.vocabulary("surface"), tokens.ids()
    stands = np.zeros(len(vocabulary), dtype=bool)
    stands[ids] = True
    entries = np.flatnonzero(stands).tolist()
    known = Words([vocabulary[entry] for entry in entries])
    speaks = np.zeros(len(vocabulary), dtype=bool)
    speaks[[entry for entry in entries if known[vocabulary[entry]].hint]] = True
    spans = tokens.spans(np.flatnonzero(speaks[ids]))
    places: dict[tuple[int, str], list[int]] = {}
    for article, field, start in zip(*(spans[name].tolist() for name in ("article", "field", "start")), strict=True):
        places.setdefault((article, field), []).append(start)
    return known, places


def _as_table(rows: list[tuple[int, str, Statement]], tokens: Tokens, named: _Names) -> pd.DataFrame:
    texts = {name: tokens.articles[name].tolist() for name in FIELDS}
    identifiers = tokens.articles["article_id"].tolist()
    columns: dict[str, list[object]] = {name: [] for name in QUOTE_COLUMNS}
    for article, field, statement in rows:
        text = texts[field][article]
        speaker = statement.speaker
        entity = None
        if speaker is not None:
            speaker, entity = named.look_up(identifiers[article], field, speaker, statement)
        values = (
            identifiers[article],
            field,
            statement.start,
            statement.end,
            text[statement.start : statement.end],
            statement.kind,
            text[statement.cue[0] : statement.cue[1]],
            None if speaker is None else text[speaker[0] : speaker[1]],
            entity,
            statement.status,
        )
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)
    return pd.DataFrame(
        {
            name: np.array(columns[name], dtype=np.int32) if dtype == "int32" else pd.array(columns[name], dtype="str")
            for name, dtype in QUOTE_COLUMNS.items()
        }
    )


class _Names:
    """The names in the articles, by where they stand."""

    def __init__(self, mentions: pd.DataFrame) -> None:
        self._by_field: dict[tuple[str, str], list[tuple[int, int, str, str]]] = {}
        rows = (mentions[name].tolist() for name in _NAME_COLUMNS)
        for article, field, start, end, entity, kind in zip(*rows, strict=True):
            self._by_field.setdefault((article, field), []).append((start, end, entity, kind))

    def look_up(
        self, article: str, field: str, speaker: tuple[int, int], statement: Statement
    ) -> tuple[tuple[int, int], str | None]:
        """The speaker's place, no name cut in two, and its name in the gazetteer."""
        start, end = speaker
        found = None
        for first, last, entity, kind in self._by_field.get((article, field), ()):
            if last <= start or first >= end:
                continue
            outside = statement.start >= last or statement.end <= first
            if first < end < last and outside and kind != "person":
                end = last
            head = first <= start + 1
            if kind == "person" or head or (kind == "organisation" and last >= end and found is None):
                found = entity
        return (start, end), found
