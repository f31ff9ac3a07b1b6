"""Files → articles: what lies in a file or a folder, as one table."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.corpus.articles import COLUMNS, as_articles, as_text
from toolkit.corpus.load_report import keep_report, make_report
from toolkit.corpus.pages import split_pages
from toolkit.corpus.readers import READERS, Reading, guess_text, read_file, recognise_names, why_no_article
from toolkit.errors import (
    EmptyCorpusError,
    InvalidArgumentError,
    UnreadableInputError,
    UnsafeInputError,
    require_choice,
)
from toolkit.text.arabic import has_arabic
from toolkit.text.date_order import day_first

#: Files that stand beside a corpus and are none of it.
_BESIDE = re.compile(r"(?:readme|licen[cs]e|copying|notice|changelog|authors|manifest)(?:\.[\w-]+)*", re.IGNORECASE)
_TEMPORARY = re.compile(r"~\$|.*(?:~|\.tmp|\.part|\.crdownload|\.swp)$", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W\d_\u064b-\u065f\u0640]+")
#: Reasons that lie in the form of a file, not in what it says.
_UNREADABLE = frozenset(
    "permission unsupported-format bad-json bad-parquet too-deep binary not-a-regular-file symlink".split()  # noqa: SIM905
)
#: Columns that only this module sees, until the table is whole.
_ROW, _PAGE = "#row", "page"

_Note = tuple[str, int, str]


def load_articles(
    path: str | os.PathLike[str], *, columns: Mapping[str, str] | None = None, folders: Sequence[str] | None = None
) -> pd.DataFrame:
    r"""Load a file, or a folder of files, as one articles table.

    Scraped pages (``.txt``), CSV and TSV, JSON, JSONL and Parquet are read, in
    UTF-8, UTF-16, cp1256 and other encodings of Arabic, with Arabic or English
    column names; a folder may mix them. A row that cannot be used is left out,
    and :func:`load_report` says which and why: rows seen = loaded + rejected.

    Parameters
    ----------
    path
        A file, or a folder with any folders in it.
    columns
        Names in your files → columns of an articles table, where they are not
        recognised: ``{"متن الخبر الكامل": "text"}``.
    folders
        What the folders below ``path`` stand for, from the top: ``("source", "section")``.
        Without it the last folder is the section and the one above it the source.
        A column in a file comes before a folder.

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
        It is no regular file and no folder.
    InvalidArgumentError
        ``columns`` is no mapping, ``folders`` no list of names, or they name a column that does not exist.

    Notes
    -----
    ``article_id`` is the id in the file, to the letter; a second article with
    the same id gets "#2" and a warning. Without an id it is ``path`` for a page
    and ``path#row`` for a record, where ``row`` is the line in which it begins
    (CSV, JSONL) or its number (JSON, Parquet). A table without a source is
    named after its file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "أخبار.csv").write_bytes("العنوان;النص\nفتح الجسر;فتح الجسر أمام الناس.".encode("cp1256"))
    ...     articles = load_articles(folder)
    >>> articles[["article_id", "title", "text"]].values.tolist()
    [['أخبار.csv#2', 'فتح الجسر', 'فتح الجسر أمام الناس.']]
    """
    _check_arguments(path, columns, folders)
    given = dict(columns or {})
    root = Path(path)
    rejected: list[_Note] = []
    warnings: list[_Note] = []
    files = _find_files(root, rejected)
    readings = [(name, read_file(file, known=frozenset(given))) for file, name in files]
    for name, reading in readings:
        rejected += [(name, row, reason) for row, reason in reading.rejected]
        warnings += [(name, row, reason) for row, reason in reading.warnings]
    found: dict[str, str] = {}
    tables = [_name_columns(name, r, given, found, warnings) for name, r in readings if not r.is_page and len(r.table)]
    tables += _split_all(_pages(readings), folders, rejected)
    _check_columns_used(given, found, tables)
    table = _join(tables, folders, warnings)
    table = _reject_rows(table, rejected)
    if table.empty:
        raise _nothing_found(root, files, rejected, readings)
    table = _empty_repeating_decks(table, warnings)
    table = _settle_ids(table, rejected, warnings)
    _warn_of_rows(table, warnings)
    articles = table.drop(columns=[_ROW]).reset_index(drop=True)
    used = articles["path"].nunique()
    keep_report(
        articles,
        make_report(loaded=len(articles), rejected=rejected, warnings=warnings, files=used, columns=found),
    )
    return articles


def _check_arguments(path: object, columns: object, folders: object) -> None:
    if isinstance(path, pd.DataFrame) or not isinstance(path, str | os.PathLike):
        raise InvalidArgumentError(
            f"load_articles() needs the path of a file or a folder; this is a {type(path).__name__}.\n"
            "A table or a list of texts of your own goes through as_articles().\nTry: as_articles(table)"
        )
    if "\x00" in os.fspath(path):
        raise UnreadableInputError("load_articles() got a path with a NUL character, which no file can have.")
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
        require_choice(ours, ["source", "section", "author"], name="folders", function="load_articles")


def _find_files(root: Path, rejected: list[_Note]) -> list[tuple[Path, str]]:
    """The files to read, each with its name below the root; the others are noted."""
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            f"load_articles() found nothing at this path ({type(error).__name__}).\n"
            f"It was looked for from the folder {Path.cwd()}; check the spelling, or give the whole path.\n{root}"
        ) from error
    if stat.S_ISREG(mode):
        if root.name.startswith("."):
            rejected.append((_readable(root.name), 0, "hidden"))
            return []
        return [(root, _readable(root.name))]
    if not stat.S_ISDIR(mode):
        raise UnsafeInputError(
            f"load_articles() reads regular files and folders; this is neither, and reading it may never end.\n{root}"
        )
    files: list[tuple[Path, str]] = []
    unreadable: list[OSError] = []
    for folder, below, names in os.walk(root, onerror=unreadable.append):
        below.sort()
        for name in [*(n for n in below if n.startswith(".") or Path(folder, n).is_symlink()), *sorted(names)]:
            file = Path(folder, name)
            label = _readable(file.relative_to(root).as_posix())
            if reason := _why_not(file):
                rejected.append((label, 0, reason))
            else:
                files.append((file, label))
        below[:] = [name for name in below if not name.startswith(".")]
    rejected += [(_readable(Path(e.filename).relative_to(root).as_posix()), 0, "permission") for e in unreadable]
    return files


def _why_not(file: Path) -> str:
    """Why a file inside a folder is not read, or ""."""
    if file.name.startswith("."):
        return "hidden"
    if file.is_symlink():
        return "symlink"
    if not file.is_file():
        return "not-a-regular-file"
    if _TEMPORARY.match(file.name):
        return "temporary"
    if file.suffix.lower() not in READERS or _BESIDE.fullmatch(file.name):
        return "unsupported-format"
    return ""


def _readable(name: str) -> str:
    """A name in composed letters, as other systems write it; bytes that are no UTF-8 become U+FFFD."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _name_columns(
    name: str, reading: Reading, given: Mapping[str, str], found: dict[str, str], warnings: list[_Note]
) -> pd.DataFrame:
    """The table of a file under our column names, as an articles table."""
    raw = reading.table
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
    table = table.rename(columns={column: f"{column}.file" for column in rest if column in {*COLUMNS, _ROW, _PAGE}})
    if "date" in table.columns and (order := day_first(as_text(table["date"]))[1]):
        warnings.append((name, 0, order))
    given_ids = table["article_id"] if "article_id" in table.columns else pd.Series("", index=table.index, dtype="str")
    fields = {} if {"title", "text", "deck"} & set(table.columns) else {"text": ""}
    made = as_articles(table.drop(columns="article_id", errors="ignore").assign(path=name, **fields))
    ids = given_ids.astype("str").to_numpy()
    return made.assign(**{"article_id": ids, _ROW: np.asarray(reading.rows, dtype="int64")})


def _pages(readings: Sequence[tuple[str, Reading]]) -> dict[str, str]:
    """The text of every scraped page by its name."""
    return {name: reading.table[_PAGE].iloc[0] for name, reading in readings if reading.is_page}


def _split_all(pages: Mapping[str, str], folders: Sequence[str] | None, rejected: list[_Note]) -> list[pd.DataFrame]:
    """One table of all scraped pages, those of one source split together."""
    by_source: dict[str, list[str]] = {}
    for name in pages:
        by_source.setdefault(_from_folders(name, folders).get("source", ""), []).append(name)
    parts = []
    for names in by_source.values():
        for name, page in zip(names, split_pages(pages[name] for name in names), strict=True):
            if page.title or page.deck or page.text:
                parts.append((name, page.title, page.deck, page.text, page.date_line))
            else:
                rejected.append((name, 0, "no-main-text"))
    if not parts:
        return []
    table = pd.DataFrame(sorted(parts), columns=["path", "title", "deck", "text", "date"])
    return [as_articles(table).assign(**{"article_id": "", _ROW: 0})]


def _from_folders(name: str, folders: Sequence[str] | None) -> dict[str, str]:
    """What the folders above a file say: the last is the section, the one before it the source."""
    parts = name.split("/")[:-1]
    if folders is None:
        return dict(zip(("section", "source"), reversed(parts), strict=False))
    return dict(zip(folders, parts, strict=False))


def _join(tables: Sequence[pd.DataFrame], folders: Sequence[str] | None, warnings: list[_Note]) -> pd.DataFrame:
    """One table, with the source and section of its folders and files where it has none of its own."""
    if not tables:
        return as_articles([]).assign(**{_ROW: 0})
    table = pd.concat(tables, ignore_index=True)
    extra = [name for name in table.columns if name not in COLUMNS]
    table = table.assign(**{name: as_text(table[name]) for name in extra if name != _ROW})
    said = {name: _from_folders(name, folders) for name in table["path"].unique()}
    for column in ("source", "section", "author"):
        from_folder = table["path"].map({name: parts.get(column, "") for name, parts in said.items()}).astype("str")
        table = table.assign(**{column: table[column].where(table[column] != "", from_folder)})
    unnamed = table.loc[(table["source"] == "") & (table[_ROW] > 0), "path"].unique()
    stems = {name: name.split("/")[-1].rsplit(".", 1)[0] for name in unnamed}
    warnings += [(name, 0, "source-from-name") for name in unnamed]
    from_name = table["path"].map(lambda name: stems.get(name, "")).astype("str")
    named = (table["source"] == "") & (table[_ROW] > 0)
    return table.assign(source=table["source"].mask(named, from_name))


def _reject_rows(table: pd.DataFrame, rejected: list[_Note]) -> pd.DataFrame:
    """The rows that hold an article; the others are noted."""
    whole = table["title"] + " " + table["deck"] + " " + table["text"]
    suspect = ~whole.str.slice(0, 400).str.contains(r"\p{L}", regex=True) if len(table) else whole == "?"
    suspect |= whole.str.count(r"\?") > 5
    reasons = {n: why_no_article(whole.iloc[n]) for n in np.flatnonzero(suspect)}
    for n in [n for n, reason in reasons.items() if reason]:
        reason = reasons[n] if whole.iloc[n].strip() else "empty-text"
        rejected.append((table["path"].iloc[n], int(table[_ROW].iloc[n]), reason))
    return table.drop(index=[n for n, reason in reasons.items() if reason]).reset_index(drop=True)


def _empty_repeating_decks(table: pd.DataFrame, warnings: list[_Note]) -> pd.DataFrame:
    """The table without decks that say again how the text begins."""
    has = np.flatnonzero((table["deck"] != "") & (table["text"] != ""))
    decks, texts = table["deck"].to_numpy(), table["text"].to_numpy()
    repeats = np.zeros(len(table), dtype=bool)
    for n in has:
        deck = _NOT_LETTERS.sub("", decks[n])
        repeats[n] = _NOT_LETTERS.sub("", texts[n][: 3 * len(decks[n]) + 200]).startswith(deck)
    warnings += [(name, 0, "deck-repeats-text") for name in table.loc[repeats, "path"].unique()]
    return table.assign(deck=table["deck"].mask(repeats, ""))


def _settle_ids(table: pd.DataFrame, rejected: list[_Note], warnings: list[_Note]) -> pd.DataFrame:
    """Every article with an id of its own: as given, else its file and row."""
    given = table["article_id"]
    again = (given != "") & table.duplicated(["article_id", "title", "text", "date_raw", "date", "source"])
    rejected += _notes(table[again], "exact-duplicate")
    table = table[~again].reset_index(drop=True)
    row = table[_ROW].astype("str")
    own = table["path"].where(table[_ROW] == 0, table["path"] + "#" + row)
    ids = table["article_id"].where(table["article_id"] != "", own)
    twice = ids.duplicated()
    warnings += _notes(table[twice], "duplicate-id")
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


def _warn_of_rows(table: pd.DataFrame, warnings: list[_Note]) -> None:
    warnings += _notes(table[table["text"].str.strip() == ""], "no-body")
    undated = table["date"].isna()
    warnings += _notes(table[(table["date_raw"] != "") & undated], "date-unparsed")
    file_has_dates = (~undated).groupby(table["path"]).transform("any")
    warnings += _notes(table[(table["date_raw"] == "") & undated & file_has_dates], "no-date")
    warnings += _notes(table[(table["text"] != "") & table.duplicated(["title", "text"])], "duplicate-text")
    length = table["title"].str.len() + table["text"].str.len()
    warnings += _notes(table[length < 10], "very-short")
    arabic = any(has_arabic(text) for name in ("title", "text") for text in table[name])
    warnings += [] if arabic else [("", 0, "no-arabic")]


def _notes(rows: pd.DataFrame, reason: str) -> list[_Note]:
    return [(path, int(row), reason) for path, row in zip(rows["path"], rows[_ROW], strict=True)]


def _check_columns_used(given: Mapping[str, str], found: Mapping[str, str], tables: Sequence[pd.DataFrame]) -> None:
    unused = [name for name in given if name not in found]
    if unused and tables:
        seen = [*found, *dict.fromkeys(name for table in tables for name in table.columns if name not in COLUMNS)]
        raise InvalidArgumentError(
            f"load_articles() found none of the columns {unused} that columns= names.\n"
            f"The files have {[name for name in seen if not name.startswith('#')]}."
        )


def _nothing_found(
    root: Path, files: Sequence[object], rejected: Sequence[_Note], readings: Sequence[tuple[str, Reading]]
) -> EmptyCorpusError | UnreadableInputError:
    """The error for a path in which no article is."""
    reasons = Counter(reason for _, _, reason in rejected)
    told = ", ".join(f"{reason} × {n}" for reason, n in reasons.most_common())
    columns = list(dict.fromkeys(str(name) for _, reading in readings for name in reading.table if name != _PAGE))
    lines = [f"load_articles() found no article; {len(files)} files were read{': ' + told if told else ''}."]
    if columns and "empty-text" in reasons:
        lines.append(
            f"Its columns are {columns[:20]}; rename the one with the text to 'text', or pass columns={{'…': 'text'}}."
        )
    else:
        lines.append(f"It reads {', '.join(READERS)}.")
    lines.append(str(root))
    kind = UnreadableInputError if reasons and set(reasons) <= _UNREADABLE else EmptyCorpusError
    return kind("\n".join(lines))
