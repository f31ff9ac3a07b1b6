"""Archives and packed files, unpacked in memory, one level deep and within limits: nothing is written to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.corpus.limits import MEBIBYTE, LoadLimits

_GZIP, _BZIP2, _XZ, _ZIP = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = (_GZIP, _BZIP2, _XZ)
#: The part that a file of Excel or Word cannot do without.
_OFFICE = frozenset(("xl/workbook.xml", "word/document.xml"))
#: Where a tar archive says what it is.
_TAR_MAGIC, _TAR_PLACE = b"ustar", 257
#: An xz file may ask for gigabytes of memory before its first byte comes out.
_XZ_MEMORY = 128 * MEBIBYTE
#: The ways of packing that the members of a zip archive mostly have; the others have no limit of memory.
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
#: Names that lead out of a folder, on any system.
_UNSAFE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)")
_PACKED_NAME = re.compile(r"(.+)\.(?:gz|bz2|xz)", re.IGNORECASE)


class _TooMuchError(Exception):
    """More comes out of an archive than its limits allow."""


@dataclass(frozen=True)
class Member:
    """A file in an archive: its name there ("" for what is packed by itself), its bytes, or why it has none."""

    name: str
    data: bytes = b""
    reason: str = ""


def is_archive(data: bytes) -> bool:
    """Whether these bytes are an archive or a packed file; an Excel or a Word file is none.

    Examples
    --------
    >>> is_archive(gzip.compress("نهر الفرات".encode())), is_archive("نهر الفرات".encode())
    (True, False)
    """
    if data.startswith(_ZIP):
        return not is_office(data)
    return data.startswith(_PACKED) or _is_tar(data)


def is_office(data: bytes) -> bool:
    """Whether these bytes are a zip file with the parts of an Excel or a Word file in it.

    Examples
    --------
    >>> is_office("نهر الفرات".encode())
    False
    """
    if not data.startswith(_ZIP[0]) or not any(part.encode() in data for part in _OFFICE):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not _OFFICE.isdisjoint(archive.namelist())
    except _MEMBER_FAILURES:
        return False


def unpacked_name(name: str) -> str:
    """The name of a packed file without what says that it is packed.

    Examples
    --------
    >>> unpacked_name("أخبار.jsonl.gz"), unpacked_name("أخبار.jsonl")
    ('أخبار.jsonl', 'أخبار.jsonl')
    """
    match = _PACKED_NAME.fullmatch(name)
    return match[1] if match else name


def unpack(data: bytes, limits: LoadLimits) -> Iterator[Member]:
    r"""Yield the files of an archive one by one; never an error, always a reason.

    Examples
    --------
    >>> [member.data.decode() for member in unpack(gzip.compress("نهر الفرات".encode()), LoadLimits())]
    ['نهر الفرات']
    >>> [member.reason for member in unpack(gzip.compress("نهر الفرات".encode())[:-9], LoadLimits())]
    ['truncated-archive']
    """
    if data.startswith(_ZIP):
        members = _from_zip(data, limits)
    elif data.startswith(_PACKED):
        members = _from_packed(data, limits)
    else:
        members = _from_tar(io.BytesIO(data), limits)
    try:
        yield from members
    except _MEMBER_FAILURES as error:
        yield Member("", reason=_why(error))


class _Counted(io.RawIOBase):
    """A stream that ends with an error when more comes out than the limit."""

    def __init__(self, stream: io.BufferedIOBase | gzip.GzipFile, most: int) -> None:
        self._stream, self._left = stream, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(min(len(view), MEBIBYTE))
        self._left -= len(data)
        if self._left < 0:
            raise _TooMuchError
        view[: len(data)] = data
        return len(data)


_FAILURES = (_TooMuchError, EOFError, OSError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)
_MEMBER_FAILURES = (*_FAILURES, RuntimeError, NotImplementedError, ValueError, struct.error)


def _why(error: Exception) -> str:
    """The reason that stands for an error of the libraries that unpack."""
    if isinstance(error, _TooMuchError) or "Memory usage limit" in str(error):
        return "decompression-limit"
    if isinstance(error, NotImplementedError):
        return "unsupported-format"
    if isinstance(error, RuntimeError):
        return "encrypted" if "encrypted" in str(error) or "password" in str(error) else "unsupported-format"
    if isinstance(error, EOFError | tarfile.TarError) or "unexpected end" in str(error):
        return "truncated-archive"
    if isinstance(error, zipfile.BadZipFile) and "CRC" not in str(error) and "header" not in str(error):
        return "truncated-archive"
    return "checksum-mismatch"


def _from_packed(data: bytes, limits: LoadLimits) -> Iterator[Member]:
    """A file packed by itself, or a tar archive packed as a whole."""
    most = limits.most_from(len(data))
    start = _open_packed(data, most).read(_TAR_PLACE + len(_TAR_MAGIC))
    if _is_tar(start or b""):
        yield from _from_tar(_open_packed(data, most), limits)
        return
    whole = io.BytesIO()
    stream = _open_packed(data, most)
    while block := stream.read(MEBIBYTE):
        whole.write(block)
    yield _member("", whole.getvalue())


def _open_packed(data: bytes, most: int) -> io.BufferedReader:
    source = io.BytesIO(data)
    if data.startswith(_GZIP):
        return io.BufferedReader(_Counted(gzip.GzipFile(fileobj=source), most), MEBIBYTE)
    if data.startswith(_BZIP2):
        return io.BufferedReader(_Counted(bz2.BZ2File(source), most), MEBIBYTE)
    lzma.LZMADecompressor(memlimit=_XZ_MEMORY).decompress(data, max_length=1)
    return io.BufferedReader(_Counted(lzma.LZMAFile(source), most), MEBIBYTE)


def _from_tar(stream: io.BufferedIOBase, limits: LoadLimits) -> Iterator[Member]:
    """The regular files of a tar archive, read in the order in which they lie."""
    number = 0
    with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape") as archive:
        while (member := archive.next()) is not None:
            vars(archive)["members"].clear()  # a streaming archive need not remember what it has read
            number += 1
            if number > limits.members:
                raise _TooMuchError
            if member.isdir():
                continue
            if not member.isreg() or member.issparse():
                yield Member(member.name, reason="not-a-regular-file")
            elif reason := _unsafe(member.name, limits):
                yield Member(member.name, reason=reason)
            else:
                file = archive.extractfile(member)
                data = file.read() if file else b""
                if len(data) < member.size:
                    raise EOFError
                yield _member(member.name, data)


def _from_zip(data: bytes, limits: LoadLimits) -> Iterator[Member]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        left = limits.most_from(len(data))
        if len(files) > limits.members or sum(info.file_size for info in files) > left:
            raise _TooMuchError
        for info in files:
            name = _zip_name(info)
            if info.flag_bits & 1:
                yield Member(name, reason="encrypted")
            elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
                yield Member(name, reason="not-a-regular-file")
            elif reason := _unsafe(name, limits):
                yield Member(name, reason=reason)
            else:
                member = _read_zip_member(archive, info, name)
                left -= len(member.data)
                if left < 0:
                    raise _TooMuchError
                yield member


def _read_zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Member:
    if info.compress_type not in _ZIP_METHODS:
        return Member(name, reason="unsupported-format")
    try:
        with archive.open(info) as file:
            return _member(name, file.read(info.file_size + 1))
    except _MEMBER_FAILURES as error:
        return Member(name, reason=_why(error))


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; an old archive writes it in the code page of its system."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1256", "replace")


def _member(name: str, data: bytes) -> Member:
    """A member that is read on only if it is no archive itself."""
    return Member(name, reason="nested-archive") if is_archive(data) else Member(name, data)


def _unsafe(name: str, limits: LoadLimits) -> str:
    if _UNSAFE.match(name) or "\x00" in name:
        return "unsafe-path"
    return "too-deep" if name.count("/") > limits.depth else ""


def _is_tar(data: bytes) -> bool:
    return data[_TAR_PLACE : _TAR_PLACE + len(_TAR_MAGIC)] == _TAR_MAGIC
