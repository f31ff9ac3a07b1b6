"""A corpus kept on disk: immutable Arrow parts, and a manifest that says which of them are the corpus.

A part is written whole, under the hash of its bytes, before the manifest
names it; the manifest is replaced in one step. Whoever reads has the old
corpus or the new one, never a mixture, and a process that dies at any moment
leaves at most files that no manifest names: the next to open sweeps them away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import msgpack
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from toolkit.corpus.articles import check_articles
from toolkit.errors import InvalidArgumentError, UnreadableInputError

if sys.platform != "win32":
    import fcntl

_MANIFEST = "manifest.json"
_FORMAT, _VERSION = "arabic-news-toolkit corpus", 1
_PART = re.compile(r"part-[0-9a-f]{32}\.arrow")
#: What a writer that died may leave behind; nothing else in the folder is ever removed.
_LEFT_BEHIND = re.compile(rf"{_PART.pattern}(?:\.tmp)?|manifest\.json\.tmp")
#: Few enough that a changed article costs one small file, many enough that a corpus has few files.
_ROWS_PER_PART = 10_000
_ROWS_PER_HASH = 1_000
_CONTENT = "#content_hash"
_STRINGS = {pa.large_string(): pd.StringDtype(na_value=np.nan)}


@dataclass(frozen=True)
class _Part:
    """An immutable file of the corpus, as the manifest names it."""

    file: str
    articles: int
    bytes: int


def save_corpus(articles: pd.DataFrame, folder: str | os.PathLike[str]) -> int:
    """Keep a corpus in a folder, to be opened again at once; return how many articles are saved.

    The folder then holds these articles and no others; `update_corpus` adds to
    those that it holds. When the function returns, they are on the disk. If it
    is interrupted, the folder holds what it held before; called again, it goes
    on from the parts that were written.

    Parameters
    ----------
    articles
        What `load_articles` or `as_articles` returns, with any further columns.
    folder
        A new or empty folder, or one in which a corpus is kept.

    Returns
    -------
    int
        Articles in the folder.

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table.
    InvalidArgumentError
        If a column cannot be kept, or the folder holds other files.
    UnreadableInputError
        If the folder cannot be made, or its corpus is damaged.

    Examples
    --------
    >>> import tempfile
    >>> import toolkit as tk
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saved = save_corpus(tk.as_articles(["فتح الجسر أمام الناس."]), folder)
    ...     text = open_corpus(folder)["text"].tolist()
    >>> saved, text
    (1, ['فتح الجسر أمام الناس.'])
    """
    table = _as_arrow(articles, function="save_corpus")
    with _writing(folder, function="save_corpus") as place:
        _write_manifest(place, _write_parts(place, table))
    return len(articles)


def update_corpus(articles: pd.DataFrame, folder: str | os.PathLike[str]) -> pd.Series:
    """Add what is new to a corpus kept in a folder; return how many articles were added and changed.

    An article is known by its ``article_id``: one that the folder does not hold
    is put behind the others, one whose content differs takes the place of the
    old, one that is the same is not written again. Articles that are not in
    the table stay. All of the update is there when the function returns, and
    nothing of it if it is interrupted.

    Parameters
    ----------
    articles
        What `load_articles` or `as_articles` returns.
    folder
        A folder in which a corpus is kept, or a new or empty one.

    Returns
    -------
    Series
        int64: ``added``, ``changed``, ``unchanged`` articles.

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table.
    InvalidArgumentError
        If a column cannot be kept beside those in the folder, or it holds other files.
    UnreadableInputError
        If the folder cannot be made, or its corpus is damaged.

    Examples
    --------
    >>> import tempfile
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["فتح الجسر.", "أغلق الجسر."])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = save_corpus(articles.head(1), folder)
    ...     update = update_corpus(articles, folder)
    ...     n = len(open_corpus(folder))
    >>> update.to_dict(), n
    ({'added': 1, 'changed': 0, 'unchanged': 1}, 2)
    """
    table = _as_arrow(articles, function="update_corpus")
    with _writing(folder, function="update_corpus") as place:
        parts = _read_manifest(place) or []
        stored = [_map_part(place, part) for part in parts]
        _require_same_types([table, *stored])
        row = _rows_of(stored, table)
        changed = _differ(stored, table, row)
        if changed.any() or (row < 0).any() or not parts:
            kept = _replace_rows(place, parts, stored, table, np.where(changed, row, -1))
            _write_manifest(place, _append(place, kept, table.filter(pa.array(row < 0))))
    counts = {"added": (row < 0).sum(), "changed": changed.sum(), "unchanged": ((row >= 0) & ~changed).sum()}
    return pd.Series(counts, dtype="int64")


def open_corpus(folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Open a corpus kept in a folder, as the articles table that was saved.

    The text stays on the disk and is read when it is looked at. The table stays
    what it is, whatever is saved in the folder while it is open. What an
    interrupted writer left behind is removed.

    Parameters
    ----------
    folder
        Where `save_corpus` or `update_corpus` kept it.

    Returns
    -------
    DataFrame
        The articles table, index 0, 1, …

    Raises
    ------
    UnreadableInputError
        If no corpus is kept there, or it is damaged.

    Examples
    --------
    >>> open_corpus("مجلد غير موجود")
    Traceback (most recent call last):
    ...
    toolkit.errors.UnreadableInputError: open_corpus() found no corpus in this folder.
    ...
    """
    place = Path(folder)
    with contextlib.suppress(OSError), _locked(place, wait=False) as alone:
        if alone:  # else a writer is at work, and the files are its own
            _sweep(place)
    parts = _read_manifest(place)
    while True:
        if parts is None:
            raise UnreadableInputError(
                "open_corpus() found no corpus in this folder.\n"
                "It opens what save_corpus() or update_corpus() kept; files are read by load_articles().\n"
                f"{place}"
            )
        try:
            tables = [_map_part(place, part) for part in parts]
            break
        except FileNotFoundError as error:  # replaced since the manifest was read?
            now = _read_manifest(place)
            if now == parts:
                raise _damaged(place, f"its part {Path(error.filename).name} is gone") from error
            parts = now
    table = pa.concat_tables(tables, promote_options="permissive").drop_columns([_CONTENT])
    # Strings stay where they are; a copy of the rest can be written to, as in any table.
    return table.to_pandas(types_mapper=_STRINGS.get, split_blocks=True).copy()


# --- articles → Arrow ------------------------------------------------------------------------------------------------


def _as_arrow(articles: pd.DataFrame, *, function: str) -> pa.Table:
    """The table in Arrow, with the hash of what each row says."""
    check_articles(articles, function=function)
    plain = articles.reset_index(drop=True).drop(columns=_CONTENT, errors="ignore")
    try:
        table = pa.Table.from_pandas(plain, preserve_index=False)
    except (pa.ArrowException, OverflowError) as error:
        raise InvalidArgumentError(
            f"{function}() cannot keep a column that holds values of different kinds: {error}\n"
            "Give the column one kind of values, or leave it out.\n"
            f"Try: {function}(articles.assign(column=articles['column'].astype('str')), folder)"
        ) from error
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(i, field.name, table.column(i).cast(pa.large_string()))
    return table.append_column(_CONTENT, pa.array(_content_hashes(table), pa.binary(16))).combine_chunks()


def _content_hashes(table: pa.Table) -> list[bytes]:
    names = hashlib.blake2b(msgpack.packb(table.column_names), digest_size=16).digest()
    hashes = []
    for batch in table.to_batches(max_chunksize=_ROWS_PER_HASH):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            hashes.append(hashlib.blake2b(msgpack.packb(row, default=str), digest_size=16, key=names).digest())
    return hashes


def _require_same_types(tables: Sequence[pa.Table]) -> None:
    try:
        pa.unify_schemas([table.schema for table in tables], promote_options="permissive")
    except pa.ArrowException as error:
        raise InvalidArgumentError(
            f"update_corpus() cannot keep a column beside one of the same name and another type: {error}\n"
            "Make the type that of the corpus, as open_corpus(folder).dtypes shows it, or save the whole anew.\n"
            "Try: update_corpus(articles.astype({…}), folder)"
        ) from error


# --- an update -------------------------------------------------------------------------------------------------------


def _column(tables: Sequence[pa.Table], name: str) -> npt.NDArray[np.object_]:
    values = [np.zeros(0, dtype=object), *(table.column(name).to_numpy() for table in tables)]
    return np.concatenate(values).astype(object)


def _rows_of(stored: Sequence[pa.Table], table: pa.Table) -> npt.NDArray[np.int64]:
    """The row of the corpus that each article has, or -1."""
    known = pd.Index(_column(stored, "article_id"), dtype="object")
    return known.get_indexer(pd.Index(_column([table], "article_id"), dtype="object")).astype(np.int64)


def _differ(stored: Sequence[pa.Table], table: pa.Table, row: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which articles are in the corpus with another content."""
    changed = np.zeros(len(row), dtype=bool)
    there = row >= 0
    changed[there] = _column(stored, _CONTENT)[row[there]] != _column([table], _CONTENT)[there]
    return changed


def _replace_rows(
    place: Path, parts: Sequence[_Part], stored: Sequence[pa.Table], table: pa.Table, row: npt.NDArray[np.int64]
) -> list[_Part]:
    """The parts, those in which an article changes written anew."""
    kept, begin = [], 0
    for part, old in zip(parts, stored, strict=True):
        inside = np.flatnonzero((row >= begin) & (row < begin + len(old)))
        if len(inside):
            rows = np.arange(len(old))
            rows[row[inside] - begin] = len(old) + np.arange(len(inside))
            both = _concat([old, table.take(pa.array(inside))])
            kept.append(_write_part(place, both.take(pa.array(rows))))
        else:
            kept.append(part)
        begin += len(old)
    return kept


def _append(place: Path, parts: Sequence[_Part], added: pa.Table) -> list[_Part]:
    """The parts with new articles behind; small parts at the end are taken in, so that there are never many."""
    kept = list(parts)
    if kept and not len(added):
        return kept
    while kept and kept[-1].articles <= len(added) and kept[-1].articles < _ROWS_PER_PART:
        added = _concat([_map_part(place, kept.pop()), added])
    return kept + _write_parts(place, added)


def _concat(tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables, promote_options="permissive")


# --- files -----------------------------------------------------------------------------------------------------------


def _write_parts(place: Path, table: pa.Table) -> list[_Part]:
    """The table as parts, at least one, so that an empty corpus keeps its columns."""
    begins = range(0, max(len(table), 1), _ROWS_PER_PART)
    return [_write_part(place, table.slice(begin, _ROWS_PER_PART)) for begin in begins]


def _write_part(place: Path, table: pa.Table) -> _Part:
    stream = pa.BufferOutputStream()
    with pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    data = stream.getvalue()
    file = f"part-{hashlib.blake2b(data, digest_size=16).hexdigest()}.arrow"
    if not (place / file).exists():  # it got its name when it was whole
        _write_durably(place / file, data)
    return _Part(file, len(table), data.size)


def _write_manifest(place: Path, parts: Sequence[_Part]) -> None:
    """The step that makes the parts the corpus."""
    _settle(place)
    manifest = {"format": _FORMAT, "version": _VERSION, "parts": [asdict(part) for part in parts]}
    _write_durably(place / _MANIFEST, json.dumps(manifest, indent=1).encode())
    _settle(place)


def _write_durably(path: Path, data: bytes | pa.Buffer) -> None:
    """Put a whole file under its name, or none."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can be asked for it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_manifest(place: Path) -> list[_Part] | None:
    """The parts of the corpus in a folder, or None where there is no manifest."""
    try:
        manifest = json.loads((place / _MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(place, f"its {_MANIFEST} cannot be read ({type(error).__name__})") from error
    if not isinstance(manifest, dict) or manifest.get("format") != _FORMAT:
        raise _damaged(place, f"its {_MANIFEST} is of something else")
    if manifest.get("version") != _VERSION:
        raise UnreadableInputError(
            f"This corpus was kept by another version of the toolkit; this one reads version {_VERSION}.\n{place}"
        )
    try:
        parts = [_Part(**part) for part in manifest["parts"]]
        if parts and all(_PART.fullmatch(part.file) for part in parts):
            return parts
    except (KeyError, TypeError):
        pass
    raise _damaged(place, f"its {_MANIFEST} names no parts, or files that are none")


def _map_part(place: Path, part: _Part) -> pa.Table:
    """A part, mapped into memory: nothing of it is read yet."""
    path = place / part.file
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size != part.bytes:
            raise _damaged(place, f"its part {part.file} has another length")
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        return pa.ipc.open_file(pa.py_buffer(data)).read_all()
    except (pa.ArrowException, OSError) as error:
        raise _damaged(place, f"its part {part.file} cannot be read ({type(error).__name__})") from error


def _damaged(place: Path, what: str) -> UnreadableInputError:
    return UnreadableInputError(
        f"The corpus in this folder is damaged: {what}.\n"
        "Put the folder back from a copy, or save the articles into a new one with save_corpus().\n"
        f"{place}"
    )


# --- one writer, any number of readers -------------------------------------------------------------------------------


@contextlib.contextmanager
def _writing(folder: str | os.PathLike[str], *, function: str) -> Iterator[Path]:
    """Give a folder to one writer alone, and sweep it before and after."""
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        if not (place / _MANIFEST).exists():
            foreign = [path.name for path in place.iterdir() if not _LEFT_BEHIND.fullmatch(path.name)]
            if foreign:
                raise InvalidArgumentError(
                    f"{function}() needs a folder for the corpus alone; this one holds other files.\n"
                    f"Give the corpus a folder of its own.\nTry: {function}(articles, 'corpus')\n{foreign[0]}"
                )
    except OSError as error:
        raise UnreadableInputError(
            f"{function}() cannot make this folder or look into it ({type(error).__name__}).\n{place}"
        ) from error
    with _locked(place, wait=True):
        _read_manifest(place)  # a folder that is damaged is left as it is
        try:
            yield place
        finally:
            _sweep(place)


@contextlib.contextmanager
def _locked(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Hold a folder against other writers; the system lets go when the process ends, however it ends."""
    if sys.platform == "win32":
        yield wait  # no such lock: a reader leaves alone what may be a writer's
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _sweep(place: Path) -> None:
    """Remove what a writer wrote and no manifest names."""
    named = {part.file for part in _read_manifest(place) or []}
    for path in list(place.iterdir()):
        if _LEFT_BEHIND.fullmatch(path.name) and path.name not in named:
            with contextlib.suppress(OSError):
                path.unlink()
