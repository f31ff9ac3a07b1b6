"""Files → articles: what lies in a file or a folder, as one table."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.corpus.archives import unpacked_name
from toolkit.corpus.articles import COLUMNS, FIELDS, as_articles, as_text, keep_rows
from toolkit.corpus.columns import guess_text, recognise_names
from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.load_report import keep_report, make_report
from toolkit.corpus.pages import split_pages
from toolkit.corpus.readers import FORMATS
from toolkit.corpus.reading import PAGE, Reading, why_no_article
from toolkit.corpus.row_warnings import COMMON_LETTER, ROW, notes_of, warn_of_rows
from toolkit.corpus.sources import Note, Readable, Source, find_sources, readable
from toolkit.errors import (
    EmptyCorpusError,
    InvalidArgumentError,
    UnreadableInputError,
    UnsafeInputError,
    require_choice,
)
from toolkit.progress import progress
from toolkit.text.date_order import day_first

_NOT_LETTERS = re.compile(r"[\W\d_\u064b-\u065f\u0640]+")
#: Reasons that lie in the form of a file, not in what it says; and those of a file that could do harm.
_UNSAFE = frozenset("decompression-limit forbidden-xml-entity unsafe-path".split())  # noqa: SIM905
_UNREADABLE = _UNSAFE | frozenset(
    "permission unsupported-format bad-json bad-parquet bad-sqlite bad-xml too-deep binary not-a-regular-file symlink"  # noqa: SIM905
    " checksum-mismatch truncated-archive encrypted nested-archive".split()
)
#: Tables of so few rows are put together before they are looked at.
_SMALL = 3


def load_articles(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | Readable,
    *,
    columns: Mapping[str, str] | None = None,
    folders: Sequence[str] | None = None,
    limits: LoadLimits | None = None,
) -> pd.DataFrame:
    r"""Load a file, or a folder of files, as one articles table.

    Scraped pages (``.txt``), Word documents (``.docx``), saved HTML pages, CSV
    and TSV, Excel (``.xlsx``), JSON, JSONL, Parquet, RSS and Atom, TREC's SGML
    and SQLite are read, each also inside gz, bz2, xz, zip and tar; in UTF-8,
    UTF-16, cp1256 and other encodings of Arabic, with Arabic or English column
    names; a folder may mix them. The content of a file says what it is, and its
    name only where the content leaves it open. A row that cannot be used is left
    out, and :func:`load_report` says which and why: rows seen = loaded + rejected.

    Parameters
    ----------
    path
        A file, a folder with any folders in it, a pattern such as ``"news/*.csv"``,
        a list of these, or an open file.
    columns
        Names in your files → columns of an articles table, where they are not
        recognised: ``{"متن الخبر الكامل": "text"}``.
    folders
        What the folders below ``path`` stand for, from the top: ``("source", "section")``.
        "" passes over a folder. Without it the last folder is the section and the one
        above it the source. Folders inside an archive count, the archive itself does
        not. A column in a file comes before a folder.
    limits
        How much may come out of an archive, how deep it may go, and how long a text
        may be; by default those of ``LoadLimits()``.

    Returns
    -------
    pandas.DataFrame
        One row per article, as :func:`as_articles` describes it; further columns of
        the files stand behind. ``path`` is relative to what was loaded. A deck that
        only repeats the beginning of the text is emptied, so that words count once.

    Raises
    ------
    UnreadableInputError
        The path does not exist, or nothing in it can be read.
    EmptyCorpusError
        There is no article in it.
    UnsafeInputError
        It is no regular file and no folder, or one that would do harm, such as a small
        archive that unpacks to gigabytes.
    InvalidArgumentError
        ``columns`` is no mapping, ``folders`` no list of names, or they name a column that does not exist.

    Notes
    -----
    ``article_id`` is the id in the file, to the letter; a second article with
    the same id gets "#2" and a warning. Without an id it is ``path`` for a page
    and ``path#row`` for a record, where ``row`` is the line in which it begins
    (CSV, JSONL), its row in a sheet or its number (JSON, Parquet, feeds, SQLite).
    A table without a source is named after its file. Everything is read in memory:
    nothing is unpacked to disk, no formula, macro, pickle or entity is run, and
    nothing is fetched. Pages of HTML are read best with the extra ``html``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "أخبار.csv").write_bytes("العنوان;النص\nفتح الجسر;فتح الجسر أمام الناس.".encode("cp1256"))
    ...     articles = load_articles(folder)
    >>> articles[["article_id", "title", "text"]].values.tolist()
    [['أخبار.csv#2', 'فتح الجسر', 'فتح الجسر أمام الناس.']]
    """
    _check_arguments(columns, folders)
    given = dict(columns or {})
    limits = limits or LoadLimits()
    rejected: list[Note] = []
    warnings: list[Note] = []
    sources = find_sources(path, rejected, limits)
    readings = _read_all(sources, frozenset(given), limits)
    for part in readings:
        rejected += [(part.name, row, reason) for row, reason in part.reading.rejected]
        warnings += [(part.name, row, reason) for row, reason in part.reading.warnings]
    found: dict[str, str] = {}
    gathered = _gather([part for part in readings if part.is_table])
    tables = [_name_columns(part, paths, given, found, warnings) for part, paths in gathered]
    tables += _split_all([part for part in readings if part.reading.is_page], folders, rejected)
    _check_columns_used(given, found, tables)
    table = _join(tables, {part.name: part.folders for part in readings}, folders, warnings)
    table = _reject_rows(table, rejected)
    if table.empty:
        raise _nothing_found(path, len(sources), rejected, readings)
    table = _empty_repeating_decks(table, warnings)
    table = _settle_ids(table, rejected, warnings)
    table = _cut_cells(table, limits, warnings)
    warnings += warn_of_rows(table)
    articles = table.drop(columns=[ROW]).reset_index(drop=True)
    used = articles["path"].nunique()
    keep_report(
        articles,
        make_report(loaded=len(articles), rejected=rejected, warnings=warnings, files=used, columns=found),
    )
    return articles


@dataclass(frozen=True)
class _Part:
    """What was read from one file, or from one in an archive, and the folders in which it lies."""

    name: str
    folders: tuple[str, ...]
    reading: Reading

    @property
    def is_table(self) -> bool:
        return not self.reading.is_page and len(self.reading.table) > 0


def _read_all(sources: Sequence[Source], known: frozenset[str], limits: LoadLimits) -> list[_Part]:
    parts = []
    for source in progress(sources, "reading files"):
        above = tuple(source.name.split("/")[:-1])
        for inner, reading in source.read(known, limits):
            inner = readable(inner)
            name = f"{source.name}/{inner}" if inner else source.name
            parts.append(_Part(name, (*above, *inner.split("/")[:-1]), reading))
    return parts


def _gather(parts: Sequence[_Part]) -> list[tuple[_Part, list[str]]]:
    """The tables, each with the path of every row; small ones of one folder with the same columns become one.

    A thousand files of one record each are read a hundred times as fast, and dates
    whose order one of them leaves open are told by the others.
    """
    small: dict[tuple[str, ...], list[_Part]] = {}
    gathered: list[tuple[_Part, list[str]]] = []
    for part in parts:
        if len(part.reading.table) <= _SMALL:
            small.setdefault((part.name.split("/")[0] * ("/" in part.name), *part.reading.table.columns), []).append(
                part
            )
        else:
            gathered.append((part, [part.name] * len(part.reading.table)))
    for (top, *_), group in small.items():
        paths = [part.name for part in group for _ in part.reading.rows]
        table = pd.concat([part.reading.table for part in group], ignore_index=True)
        rows = [row for part in group for row in part.reading.rows]
        name = group[0].name if len(group) == 1 else top
        gathered.append((_Part(name, (), Reading(table, rows)), paths))
    return gathered


def _check_arguments(columns: object, folders: object) -> None:
    choices = [name for name in COLUMNS if name != "path"]
    columns, folders = {} if columns is None else columns, () if folders is None else folders
    if not isinstance(columns, Mapping):
        raise InvalidArgumentError(
            f"load_articles() needs a mapping in columns=; this is a {type(columns).__name__}.\n"
            "It says which name in your files stands for which column.\nTry: columns={'…': 'text'}"
        )
    for ours in columns.values():
        require_choice(ours, choices, name="columns", function="load_articles")
    if isinstance(folders, str | bytes) or not isinstance(folders, Sequence):
        raise InvalidArgumentError(
            f"load_articles() needs a list of names in folders=; this is one {type(folders).__name__}.\n"
            "They say what the folders stand for, from the top.\nTry: folders=('source', 'section')"
        )
    for ours in folders:
        require_choice(ours, ["source", "section", "author", ""], name="folders", function="load_articles")


def _name_columns(
    part: _Part, paths: Sequence[str], given: Mapping[str, str], found: dict[str, str], warnings: list[Note]
) -> pd.DataFrame:
    """The table of a file under our column names, as an articles table."""
    name, raw = part.name, part.reading.table
    theirs = {ours: column for column, ours in given.items() if column in raw.columns}
    free = [str(column) for column in raw.columns if column not in given]
    theirs |= {ours: column for ours, column in recognise_names(free).items() if ours not in theirs}
    if "text" not in theirs:
        guessed = guess_text(raw, list(theirs.values()))
        if guessed:
            theirs["text"] = guessed
            warnings.append((name, 0, f"column-guessed:{guessed}->text"))
        elif "title" not in theirs:
            warnings.append((name, 0, "no-text-column"))
    found |= {column: ours for ours, column in theirs.items()}
    rest = [column for column in raw.columns if column not in theirs.values()]
    table = raw.rename(columns={column: ours for ours, column in theirs.items()})
    table = table.rename(columns={column: f"{column}.file" for column in rest if column in {*COLUMNS, ROW}})
    if "date" in table.columns and (order := day_first(as_text(table["date"]))[1]):
        warnings.append((name, 0, order))
    given_ids = table["article_id"] if "article_id" in table.columns else pd.Series("", index=table.index, dtype="str")
    fields = {} if {"title", "text", "deck"} & set(table.columns) else {"text": ""}
    made = as_articles(table.drop(columns="article_id", errors="ignore").assign(path=list(paths), **fields))
    ids = given_ids.astype("str").to_numpy()
    return made.assign(**{"article_id": ids, ROW: np.asarray(part.reading.rows, dtype="int64")})


def _split_all(pages: Sequence[_Part], folders: Sequence[str] | None, rejected: list[Note]) -> list[pd.DataFrame]:
    """One table of all scraped pages, those of one source split together."""
    by_source: dict[str, list[_Part]] = {}
    for part in pages:
        by_source.setdefault(_from_folders(part.folders, folders).get("source", ""), []).append(part)
    rows = []
    for parts in progress(by_source.values(), "splitting pages"):
        texts = [part.reading.table[PAGE].iloc[0] for part in parts]
        for part, page in zip(parts, split_pages(texts), strict=True):
            if page.title or page.deck or page.text:
                rows.append((part.name, page.title, page.deck, page.text, page.date_line))
            else:
                rejected.append((part.name, 0, "no-main-text"))
    if not rows:
        return []
    table = pd.DataFrame(sorted(rows), columns=["path", "title", "deck", "text", "date"])
    return [as_articles(table).assign(**{"article_id": "", ROW: 0})]


def _from_folders(parts: Sequence[str], folders: Sequence[str] | None) -> dict[str, str]:
    """What the folders above a file say: the last is the section, the one before it the source."""
    if folders is None:
        return dict(zip(("section", "source"), reversed(parts), strict=False))
    return {column: part for column, part in zip(folders, parts, strict=False) if column}


def _join(
    tables: Sequence[pd.DataFrame],
    above: Mapping[str, tuple[str, ...]],
    folders: Sequence[str] | None,
    warnings: list[Note],
) -> pd.DataFrame:
    """One table, with the source and section of its folders and files where it has none of its own."""
    if not tables:
        return as_articles([]).assign(**{ROW: 0})
    table = pd.concat(tables, ignore_index=True)
    extra = [name for name in table.columns if name not in COLUMNS]
    table = table.assign(**{name: as_text(table[name]) for name in extra if name != ROW})
    said = {name: _from_folders(above[name], folders) for name in table["path"].unique()}
    for column in ("source", "section", "author"):
        from_folder = table["path"].map({name: parts.get(column, "") for name, parts in said.items()}).astype("str")
        table = table.assign(**{column: table[column].where(table[column] != "", from_folder)})
    unnamed = table.loc[(table["source"] == "") & (table[ROW] > 0), "path"].unique()
    stems = {name: _stem(name) for name in unnamed}
    warnings += [(name, 0, "source-from-name") for name in unnamed]
    from_name = table["path"].map(lambda name: stems.get(name, "")).astype("str")
    named = (table["source"] == "") & (table[ROW] > 0)
    return table.assign(source=table["source"].mask(named, from_name))


def _stem(name: str) -> str:
    """The name of a file without its folders and without what says its format; of a sheet, that of its workbook."""
    parts = name.split("/")
    file = next((part for part in reversed(parts) if Path(part).suffix.lower() in FORMATS), parts[-1])
    file = unpacked_name(file)
    return file.rsplit(".", 1)[0] or file


def _cut_cells(table: pd.DataFrame, limits: LoadLimits, warnings: list[Note]) -> pd.DataFrame:
    """The table without what lies beyond the longest field that its limits allow."""
    for field in ("title", "deck", "text"):
        if pc.max(pc.binary_length(pa.array(table[field]))).as_py() <= limits.cell_characters:
            continue  # no more bytes, so no more characters
        long = table[field].str.len() > limits.cell_characters
        if long.any():
            warnings += notes_of(table[long], f"cell-cut:{field}")
            table = table.assign(**{field: table[field].str.slice(0, limits.cell_characters)})
    return table


def _reject_rows(table: pd.DataFrame, rejected: list[Note]) -> pd.DataFrame:
    """The rows that hold an article; the others are noted."""
    has_letter = np.zeros(len(table), dtype=bool)
    asks = np.zeros(len(table), dtype="int64")
    for field in FIELDS if len(table) else ():
        column = pa.array(table[field])
        has_letter |= pc.match_substring_regex(column, COMMON_LETTER).to_numpy(zero_copy_only=False)
        asks += pc.count_substring_regex(column, r"\?").to_numpy(zero_copy_only=False)
    holds = np.ones(len(table), dtype=bool)
    for n in np.flatnonzero(~has_letter | (asks > 5)):
        whole = " ".join(table[field].iloc[n] for field in FIELDS)
        if reason := why_no_article(whole):
            holds[n] = False
            reason = reason if whole.strip() else "empty-text"
            rejected.append((table["path"].iloc[n], int(table[ROW].iloc[n]), reason))
    return keep_rows(table, holds)


def _empty_repeating_decks(table: pd.DataFrame, warnings: list[Note]) -> pd.DataFrame:
    """The table without decks that say again how the text begins."""
    has = np.flatnonzero((table["deck"] != "") & (table["text"] != ""))
    if not len(has):
        return table
    decks, texts = table["deck"].to_numpy(), table["text"].to_numpy()
    repeats = np.zeros(len(table), dtype=bool)
    for n in has:
        deck = _NOT_LETTERS.sub("", decks[n])
        repeats[n] = _NOT_LETTERS.sub("", texts[n][: 3 * len(decks[n]) + 200]).startswith(deck)
    warnings += [(name, 0, "deck-repeats-text") for name in table.loc[repeats, "path"].unique()]
    return table.assign(deck=table["deck"].mask(repeats, ""))


def _settle_ids(table: pd.DataFrame, rejected: list[Note], warnings: list[Note]) -> pd.DataFrame:
    """Every article with an id of its own: as given, else its file and row."""
    given = table["article_id"]
    again = (given != "") & given.duplicated()
    if again.any():
        again &= table.duplicated(["article_id", "title", "text", "date_raw", "date", "source"])
    rejected += notes_of(table.loc[again, ["path", ROW]], "exact-duplicate")
    table = keep_rows(table, ~again.to_numpy())
    row = table[ROW].astype("str")
    own = table["path"].where(table[ROW] == 0, table["path"] + "#" + row)
    ids = table["article_id"].where(table["article_id"] != "", own)
    twice = ids.duplicated()
    warnings += notes_of(table.loc[twice, ["path", ROW]], "duplicate-id")
    taken = set(ids)
    count: Counter[str] = Counter()
    made = ids.tolist()
    for n in np.flatnonzero(twice):
        new = made[n]
        while new in taken:
            count[made[n]] += 1
            new = f"{made[n]}#{count[made[n]] + 1}"
        taken.add(new)
        made[n] = new
    return table.assign(article_id=pd.Series(made, index=table.index, dtype="str"))


def _check_columns_used(given: Mapping[str, str], found: Mapping[str, str], tables: Sequence[pd.DataFrame]) -> None:
    unused = [name for name in given if name not in found]
    if unused and tables:
        seen = [*found, *dict.fromkeys(name for table in tables for name in table.columns if name not in COLUMNS)]
        raise InvalidArgumentError(
            f"load_articles() found none of the columns {unused} that columns= names.\n"
            f"The files have {[name for name in seen if not name.startswith('#')]}."
        )


def _nothing_found(
    given: object, files: int, rejected: Sequence[Note], parts: Sequence[_Part]
) -> EmptyCorpusError | UnreadableInputError | UnsafeInputError:
    """The error for a path in which no article is."""
    reasons = Counter(reason for _, _, reason in rejected)
    told = ", ".join(f"{reason} × {n}" for reason, n in reasons.most_common())
    columns = list(dict.fromkeys(str(name) for part in parts for name in part.reading.table if name != PAGE))
    lines = [f"load_articles() found no article; {files} files were read{': ' + told if told else ''}."]
    if columns and "empty-text" in reasons:
        lines.append(
            f"Its columns are {columns[:20]}; rename the one with the text to 'text', or pass columns={{'…': 'text'}}."
        )
    else:
        lines.append(f"It reads {', '.join(FORMATS)}.")
    lines.append(str(given) if isinstance(given, str | os.PathLike) else "")
    message = "\n".join(lines).rstrip()
    if reasons and set(reasons) <= _UNSAFE:
        return UnsafeInputError(message)
    return (UnreadableInputError if reasons and set(reasons) <= _UNREADABLE else EmptyCorpusError)(message)
