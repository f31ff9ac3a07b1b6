"""The sentences behind a number: which occurrences each row of a measure counts, and what is read around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.groups import rows_of_articles
from toolkit.corpus.periods import periods
from toolkit.corpus.queries import find, resolve
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_columns
from toolkit.measures.concordance import lines_at
from toolkit.measures.cooccurrence import units_of_mentions
from toolkit.measures.sources import name_sources
from toolkit.report.wording import say

#: Lines of all rows of one figure together, some 9 kB of a page: small rows are shown whole, large ones in part.
MAX_LINES = 30
#: Characters on each side; a line is a proof, not a reprint.
WIDTH = 60
#: Words on each side at most, whoever made the lines: other people's articles are shared with care.
MAX_WORDS = 25

#: Signs that stand against the word beside them.
_OPENS, _CLOSES = "«(“[\"'-–/", "،,.؛;:!؟?»)”]\"'…-–/٪%"
#: How many lines a row must have, where its table says so.
_COUNTS = ("n", "n_target")
_WORDS = ("term", "query")
#: A row with these is one place in the text, and has that one line.
_PLACE = ("article_id", "field", "start", "end")
#: What of the text such a row holds, in the order in which one of them names it.
_WRITTEN = ("figure", "mention", "match", "quote")
_PAIR = ("entity_id_a", "entity_id_b")
#: Columns that name a row a second time.
_NAMES = {"key", "kind", "kind_a", "kind_b", "entity_a", "entity_b", "entity_id", "aliases", "rule"}

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RowLines:
    """What one row of a measure counts.

    Attributes
    ----------
    name
        The row in words.
    n
        How many lines it has.
    lines
        The first of them, by date, as `concordance` returns them.
    """

    name: str
    n: int
    lines: pd.DataFrame


def lines_behind(
    table: pd.DataFrame, data: Tokens | pd.DataFrame, mentions: pd.DataFrame | None = None, *, budget: int = MAX_LINES
) -> list[RowLines]:
    """Find the lines that each row of a measure counts.

    Parameters
    ----------
    table
        What a measure returned, or some of its rows and columns. Its words say which lines a row has:
        ``term`` or ``query``, a name, two names, ``period``, and columns of the articles such as ``source``;
        where it has ``article_id``, ``field``, ``start`` and ``end``, each row is that one place.
    data
        The `Tokens` or articles that were counted.
    mentions
        What was counted if not words: a table with one row an occurrence, such as `find_entities` returns.
    budget
        Lines of all rows together; they are shared out so that small rows are whole.

    Raises
    ------
    InvalidArgumentError
        If a column tells rows apart but not which lines they have, or a row counts another number than there are.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["طريق البوكمال", "قافلة للبوكمال"])
    >>> found = lines_behind(tk.term_frequencies(tokens), tokens)
    >>> found[0].name, found[0].n, found[0].lines["match"].tolist()
    ('البوكمال', 2, ['البوكمال', 'للبوكمال'])
    """
    tokens = choose_stories(as_tokens(data), table.attrs.get("stories", "all"), function="figure")
    finder = _Places(table, tokens) if set(_PLACE) <= set(table) else _Finder(table, tokens, mentions)
    found = [finder.spans_of(row) for row in table.to_dict("records")]
    _require_equal(table, [len(spans) for spans in found], finder)
    most = _shared_out([len(spans) for spans in found], budget)
    shown = [spans.iloc[: min(most, len(spans))] for spans in found]
    lines = lines_at(tokens.articles, pd.concat(shown), width=WIDTH) if shown else pd.DataFrame()
    ends = np.cumsum([len(spans) for spans in shown])
    return [
        RowLines(finder.name_of(row), len(spans), lines.iloc[end - len(part) : end])
        for row, spans, part, end in zip(table.to_dict("records"), found, shown, ends.tolist(), strict=True)
    ]


def _shared_out(counts: list[int], budget: int) -> int:
    """Return the number of lines that no row may exceed, so that all together stay within the budget.

    >>> _shared_out([1, 2, 50, 90], 23)
    10
    """
    left, rows = budget, len(counts)
    for count in sorted(counts):
        if count * rows > left:
            return max(1, left // rows)
        left, rows = left - count, rows - 1
    return max(counts, default=0)


def _require_equal(table: pd.DataFrame, counts: list[int], finder: _Finder | _Places) -> None:
    """A number and its lines are the same, or there is no page."""
    stated = next((name for name in _COUNTS if name in table), None)
    if stated is None:
        return
    for row, count in zip(table.to_dict("records"), counts, strict=True):
        if not pd.isna(row[stated]) and int(row[stated]) != count:
            raise InvalidArgumentError(
                f"figure() was given a table that counts {int(row[stated])} in {stated}, but found {count} lines.\n"
                "Pass the tokens, and for names the mentions, that the table was counted from.\n"
                f"{finder.name_of(row)}"
            )


class _Finder:
    """Finds what the rows of one table count."""

    def __init__(self, table: pd.DataFrame, tokens: Tokens, mentions: pd.DataFrame | None) -> None:
        self.tokens, self.articles = tokens, tokens.articles
        self.within = table.attrs.get("within", "sentence")
        self.word = next((name for name in _WORDS if name in table), None) if mentions is None else None
        self.period = _periods(table, tokens) if "period" in table else None
        self.is_heard = mentions is not None and "speaker_entity" in mentions and {"speaker", "entity"} <= set(table)
        self.mentions = None if mentions is None else self._mentions(mentions)
        self.is_pair = mentions is not None and set(_PAIR) <= set(table)
        self.kept: dict[object, pd.DataFrame] = {}
        texts = [str(name) for name in table if pd.api.types.is_string_dtype(table[name].dtype)]
        known = {"period", *_NAMES, *([self.word] if self.word else [])}
        self.of_articles = [name for name in texts if name in self.articles and name not in (*FIELDS, *known)]
        others = [name for name in texts if name not in {*known, *self.of_articles, *FIELDS, *_PAIR}]
        self.of_mentions = [] if self.mentions is None else [name for name in others if name in self.mentions]
        if self.mentions is not None and not self.is_pair:
            self.of_mentions += [name for name in ("entity_id",) if name in table and name not in self.of_mentions]
        self.of_mentions += ["entity"] if self.is_heard else []
        unknown = [name for name in others if name not in self.of_mentions and "entity_id" not in self.of_mentions]
        if unknown:
            raise InvalidArgumentError(
                f"figure() cannot find the lines of a row by its columns {unknown}: neither the articles have them "
                "nor the mentions.\nCount by a column of the articles, pass mentions= too, or leave tokens= out."
            )
        self.order = np.argsort(np.argsort(self.articles["date"].to_numpy(), kind="stable"), kind="stable")

    def _mentions(self, mentions: pd.DataFrame) -> pd.DataFrame:
        columns = ["article_id", "field", "start", "end"]
        require_columns(mentions, columns, function="figure", made_by="find_entities")
        if self.is_heard:
            mentions = _under_their_sources(mentions)
        known = mentions[mentions["article_id"].isin(self.articles["article_id"])].reset_index(drop=True)
        return known.assign(article=rows_of_articles(known, self.articles, function="figure"))

    def spans_of(self, row: dict[Any, Any]) -> pd.DataFrame:
        """Return ``article``, ``field``, ``start`` and ``end`` of what the row counts, by date."""
        spans = self._candidates(row)
        keep = np.ones(len(self.articles), dtype=bool)
        for name in self.of_articles:
            keep &= (self.articles[name].fillna("") == ("" if pd.isna(row[name]) else row[name])).to_numpy()
        if self.period is not None:
            period = row["period"]
            keep &= np.isnat(self.period) if pd.isna(period) else self.period == np.datetime64(period, "us")
        spans = spans[keep[spans["article"].to_numpy()]]
        return spans.iloc[np.argsort(self.order[spans["article"].to_numpy()], kind="stable")]

    def _candidates(self, row: dict[Any, Any]) -> pd.DataFrame:
        """All occurrences of the row's word or name, in whatever article."""
        names = self.of_mentions if not self.is_pair else _PAIR
        asked = row[self.word] if self.word else tuple(row[name] for name in names)
        if asked not in self.kept:
            if self.word:
                self.kept[asked] = self._of_words(str(asked))
            elif self.is_pair:
                self.kept[asked] = self._of_pair(*asked)
            elif self.mentions is not None:
                keep = np.ones(len(self.mentions), dtype=bool)
                for name, value in zip(names, asked, strict=True):
                    keep &= (self.mentions[name] == value).to_numpy()
                self.kept[asked] = self.mentions.loc[keep, ["article", "field", "start", "end"]]
            else:
                self.kept[asked] = self._of_articles()
        return self.kept[asked]

    def _of_words(self, words: str) -> pd.DataFrame:
        entries = resolve(words, self.tokens, "term", function="figure")
        first = find(self.tokens, entries, "term")
        if len(entries) > 1 and self.word == "term" and self.period is None:  # a phrase stays in its sentence
            bounds = self.tokens.sentence_bounds
            first = first[first + len(entries) <= bounds[np.searchsorted(bounds, first, side="right")]]
        spans = self.tokens.spans(first)
        return spans.assign(end=self.tokens.spans(first + len(entries) - 1)["end"].to_numpy())

    def _of_pair(self, a: str, b: str) -> pd.DataFrame:
        """From the one name to the other, once for each sentence or article that holds both."""
        if self.mentions is None:
            return self._of_articles().iloc[:0]
        if "unit" not in self.mentions:
            unit = units_of_mentions(self.mentions, self.tokens, self.within)[0]
            self.mentions = self.mentions.assign(unit=unit)
        columns = ["article", "field", "start", "end", "unit"]
        first, second = (
            self.mentions.loc[self.mentions["entity_id"] == name, columns].drop_duplicates("unit") for name in (a, b)
        )
        both = first.merge(second, on="unit", suffixes=("", "_b"))
        here = both["field"] == both["field_b"]
        start = both["start"].where(~here, both[["start", "start_b"]].min(axis=1))
        end = both["end"].where(~here, both[["end", "end_b"]].max(axis=1))
        far = (end - start) > 2 * WIDTH  # names of one article may stand far apart: the first is shown
        spans = both[["article", "field"]].assign(
            start=both["start"].where(far, start), end=both["end"].where(far, end)
        )
        return spans.astype({"start": "int64", "end": "int64"})

    def _of_articles(self) -> pd.DataFrame:
        """Each article once, by its headline; by its first words where it has none."""
        field = np.where(self.articles["title"] != "", "title", "text")
        texts = self.articles["title"].where(self.articles["title"] != "", self.articles["text"].str.slice(0, WIDTH))
        ends = texts.str.len().fillna(0).astype("int64").to_numpy()
        return pd.DataFrame({"article": np.arange(len(texts)), "field": field, "start": 0, "end": ends})

    def name_of(self, row: dict[Any, Any]) -> str:
        """Return a row in words: what it counts, of whom, when."""
        return " · ".join(self._parts(row))

    def _parts(self, row: dict[Any, Any]) -> Iterator[str]:
        if self.word:
            yield str(row[self.word])
        if self.is_pair:
            yield "، ".join(str(row.get(f"entity_{side}", row[f"entity_id_{side}"])) for side in ("a", "b"))
        for name in (*self.of_mentions, *self.of_articles):
            if name == "article_id":
                yield _called(row[name], self.articles)
                continue
            value = row.get("entity", row[name]) if name in ("entity", "entity_id") else row[name]
            is_id = name == "entity_id" and "entity" in self.of_mentions
            if not pd.isna(value) and str(value) and not is_id and not isinstance(value, bool):
                yield str(value)
        if self.period is not None:
            yield "—" if pd.isna(row["period"]) else f"{row['period']:%Y-%m-%d}"


def _under_their_sources(quotes: pd.DataFrame) -> pd.DataFrame:
    """Quotes under the names that `sources_heard` gives those who say them."""
    heard = quotes[quotes["speaker"].notna()]
    names, known, source = name_sources(heard)
    return heard.assign(speaker=pd.array(names[source], dtype="str"), entity=known[source])


class _Places:
    """The line of each row of a table whose rows are single places in the text."""

    def __init__(self, table: pd.DataFrame, tokens: Tokens) -> None:
        self.articles = tokens.articles
        rows = rows_of_articles(table, self.articles, function="figure")
        self.row_of = dict(zip(table["article_id"].tolist(), rows.tolist(), strict=True))
        self.named = next((name for name in _WRITTEN if name in table), None)

    def spans_of(self, row: dict[Any, Any]) -> pd.DataFrame:
        """Return ``article``, ``field``, ``start`` and ``end`` of the row."""
        place = {name: [row[name]] for name in ("field", "start", "end")}
        return pd.DataFrame({"article": [self.row_of[row["article_id"]]], **place})

    def name_of(self, row: dict[Any, Any]) -> str:
        """Return a row in words: what stands there, who says it, in which article."""
        parts = [row.get(name) for name in (self.named, "speaker") if name is not None]
        said = [str(part) for part in parts if not pd.isna(part) and str(part)]
        return " · ".join([*said, _called(row["article_id"], self.articles)])


def _called(identifier: object, articles: pd.DataFrame) -> str:
    """What an article is called on a chart too."""
    from toolkit.charts.dispersion import article_name

    found = articles.loc[articles["article_id"] == identifier, ["source", "date"]]
    return article_name(str(identifier), *found.iloc[0]) if len(found) else str(identifier)


def _periods(table: pd.DataFrame, tokens: Tokens) -> npt.NDArray[np.datetime64]:
    """The period of each article, days, weeks or months as those of the table are."""
    starts = pd.DatetimeIndex(table["period"].dropna().unique()).sort_values()
    steps = np.diff(starts.to_numpy()).astype("timedelta64[D]").astype(int)
    freq, week_start = "D", "mon"
    if len(starts) and (starts.day == 1).all() and (steps >= 28).all():
        freq = "M"
    elif len(starts) and (steps % 7 == 0).all() and starts[0].day_name()[:3].lower() in ("mon", "sun", "sat"):
        freq, week_start = "W", starts[0].day_name()[:3].lower()
    return periods(tokens, freq=freq, week_start=week_start).to_numpy().astype("datetime64[us]")


def lines_html(found: RowLines, identifier: str, back: str) -> str:
    """Return the lines of one row: shown when somebody follows a link to them, and read as a list without any style.

    Parameters
    ----------
    found
        The row and its lines.
    identifier
        What links name it by.
    back
        The identifier of what the reader came from.
    """
    shown = len(found.lines)
    count = say("lines-all", found.n) if shown == found.n else say("lines-some", shown, found.n)
    items = "".join(f"<li>{_line(line)}</li>" for line in found.lines.to_dict("records"))
    return (
        f'<div class="tk-behind" id="{identifier}" tabindex="-1">'
        f"<p><b>{_isolated(found.name)}</b> <i>{count}</i> "
        f'<a href="#{back}">{say("close")}</a></p><ol>{items}</ol></div>'
    )


def _line(line: dict[Any, Any]) -> str:
    left, right = clipped(line["left"], last=True), clipped(line["right"])
    date = "" if pd.isna(line["date"]) else f"{line['date']:%Y-%m-%d}"
    source = "" if pd.isna(line["source"]) else escape(str(line["source"]))
    day = f"<time>{date}</time>" if date else ""
    origin = " ".join(part for part in (day, f"<bdi>{source}</bdi>" if source else "") if part)
    before = " " if left and left[-1] not in _OPENS else ""
    after = " " if right and right[0] not in _CLOSES else ""
    words = f"{escape(left)}{before}<b>{escape(clipped(line['match']))}</b>{after}{escape(right)}"
    return f"{words} <small>{origin}</small>" if origin else words


def clipped(side: object, *, last: bool = False) -> str:
    """Return at most 25 words of a side of a line, those next to the match.

    Examples
    --------
    >>> clipped(" ".join(map(str, range(30))), last=True).split()[:2]
    ['…', '5']
    """
    words = "" if side is None or side != side else str(side)
    parts = words.split()
    if len(parts) <= MAX_WORDS:
        return " ".join(parts)
    return " ".join(["…", *parts[-MAX_WORDS:]] if last else [*parts[:MAX_WORDS], "…"])


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
