"""What the user names (a file, a folder, a pattern, a list, an open file) → the files to read."""

from __future__ import annotations

import glob
import os
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from toolkit.corpus.limits import LoadLimits
from toolkit.corpus.readers import Parts, read_bytes, read_file, why_not_by_name
from toolkit.errors import InvalidArgumentError, UnreadableInputError, UnsafeInputError

#: What files were found, and (path, row, reason) of what is not read.
Note = tuple[str, int, str]


@runtime_checkable
class Readable(Protocol):
    """An open file, or anything that is read like one."""

    def read(self) -> bytes | str:
        """Read all of it."""


@dataclass(frozen=True)
class Source:
    """A file to read: its name below what was loaded, and its path or, for an open file, its bytes."""

    name: str
    file: Path | bytes

    def read(self, known: frozenset[str], limits: LoadLimits) -> Parts:
        """The readings of this file; of an archive, one for each file in it."""
        if isinstance(self.file, bytes):
            return read_bytes(self.file, self.name, known=known, limits=limits)
        return read_file(self.file, known=known, limits=limits)


def find_sources(given: object, rejected: list[Note], limits: LoadLimits) -> list[Source]:
    """The files to read, in a fixed order; what is no file to read is noted in ``rejected``.

    Raises
    ------
    UnreadableInputError
        Nothing is there.
    UnsafeInputError
        It is neither a regular file nor a folder.
    InvalidArgumentError
        It is nothing that could name a file.

    Examples
    --------
    >>> import io
    >>> [source.name for source in find_sources(io.BytesIO(b"x"), [], LoadLimits())]
    ['file']
    """
    if isinstance(given, Readable):
        return [_opened(given)]
    if isinstance(given, str | os.PathLike):
        path = _as_path(given)
        if found := _matches(path):
            return _several(found, rejected, limits)
        return _below(path, rejected, limits)
    if not isinstance(given, Iterable) or isinstance(given, bytes | bytearray | dict) or hasattr(given, "columns"):
        raise _no_path(given)
    several = list(given)
    if not several or not all(isinstance(path, str | os.PathLike) for path in several):
        raise _no_path(given)
    return _several([_as_path(path) for path in several], rejected, limits)


def readable(name: str) -> str:
    r"""A name in composed letters, as other systems write it; bytes that are no UTF-8 become U+FFFD.

    Examples
    --------
    >>> readable("اخبا\u0654ر") == unicodedata.normalize("NFC", "اخبا\u0654ر")
    True
    """
    return unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _as_path(given: str | os.PathLike[str]) -> Path:
    written = os.fspath(given)
    if isinstance(written, bytes):
        written = os.fsdecode(written)
    if "\x00" in written:
        raise UnreadableInputError("load_articles() got a path with a NUL character, which no file can have.")
    return Path(written)


def _no_path(given: object) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"load_articles() needs the path of a file or a folder, or a list of such paths; "
        f"this is a {type(given).__name__}.\n"
        "A table or a list of texts of your own goes through as_articles().\nTry: as_articles(table)"
    )


def _opened(file: Readable) -> Source:
    """An open file by the last part of its name."""
    data = file.read()
    if not isinstance(data, bytes | str):
        raise _no_path(file)
    name = getattr(file, "name", "")
    name = Path(name).name if isinstance(name, str) and name else "file"
    return Source(readable(name), data.encode("utf-8", "replace") if isinstance(data, str) else data)


def _matches(pattern: Path) -> list[Path]:
    """The files that a pattern such as ``news/*.csv`` means."""
    written = str(pattern)
    if not glob.has_magic(written) or os.path.lexists(written):
        return []
    return [Path(found) for found in sorted(glob.glob(written, recursive=True))]  # noqa: PTH207 (absolute ones too)


def _several(paths: Sequence[Path], rejected: list[Note], limits: LoadLimits) -> list[Source]:
    """The files of several paths, each once, named below the folder that holds them all."""
    unique = list(dict.fromkeys(path.absolute() for path in paths))
    try:
        above = Path(os.path.commonpath([path.parent for path in unique]))
    except ValueError:  # on several drives
        above = None
    sources: list[Source] = []
    for path in unique:
        noted: list[Note] = []
        name = readable((path.relative_to(above) if above else Path(path.name)).as_posix())
        found = _below(path, noted, limits)
        is_folder = path.is_dir()
        rejected += [(f"{name}/{note}" if is_folder else name, row, reason) for note, row, reason in noted]
        sources += [Source(f"{name}/{source.name}" if is_folder else name, source.file) for source in found]
    return sources


def _below(root: Path, rejected: list[Note], limits: LoadLimits) -> list[Source]:
    """The file that a path names, or those in its folder and the folders in it."""
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            f"load_articles() found nothing at this path ({type(error).__name__}).\n"
            f"It was looked for from the folder {Path.cwd()}; check the spelling, or give the whole path.\n{root}"
        ) from error
    if stat.S_ISREG(mode):
        if root.name.startswith("."):
            rejected.append((readable(root.name), 0, "hidden"))
            return []
        return [Source(readable(root.name), root)]
    if not stat.S_ISDIR(mode):
        raise UnsafeInputError(
            f"load_articles() reads regular files and folders; this is neither, and reading it may never end.\n{root}"
        )
    return _in_folder(root, rejected, limits)


def _in_folder(root: Path, rejected: list[Note], limits: LoadLimits) -> list[Source]:
    sources: list[Source] = []
    unreadable: list[OSError] = []
    for folder, below, names in os.walk(root, onerror=unreadable.append):
        below.sort()
        for name in [*(n for n in below if n.startswith(".") or Path(folder, n).is_symlink()), *sorted(names)]:
            file = Path(folder, name)
            label = readable(file.relative_to(root).as_posix())
            if reason := _why_not(file):
                rejected.append((label, 0, reason))
            else:
                sources.append(Source(label, file))
        below[:] = [name for name in below if not name.startswith(".")]
        if len(Path(folder).relative_to(root).parts) >= limits.depth:
            rejected += [(readable(Path(folder, name).relative_to(root).as_posix()), 0, "too-deep") for name in below]
            below.clear()
    rejected += [(readable(Path(e.filename).relative_to(root).as_posix()), 0, "permission") for e in unreadable]
    return sources


def _why_not(file: Path) -> str:
    """Why a file inside a folder is not read, or ""."""
    if file.name.startswith("."):
        return "hidden"
    if file.is_symlink():
        return "symlink"
    if not file.is_file():
        return "not-a-regular-file"
    return why_not_by_name(file.name)
