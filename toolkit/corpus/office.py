"""The parts inside a file of Excel or Word, which is a zip file of XML."""

from __future__ import annotations

import zipfile
import zlib

from toolkit.corpus.encodings import decode
from toolkit.corpus.limits import LoadLimits


class OfficeError(Exception):
    """A file of Excel or Word that cannot be read, for this reason."""


def require_size(archive: zipfile.ZipFile, size: int, limits: LoadLimits) -> None:
    """Raise unless what is packed in a file stays within its limits."""
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > limits.most_from(size) or len(archive.infolist()) > limits.members:
        raise OfficeError("decompression-limit")


def read_part(archive: zipfile.ZipFile, name: str) -> str:
    """The text of a part, however long its zip file says that it is."""
    try:
        info = archive.getinfo(name)
        with archive.open(info) as file:
            data = file.read(info.file_size + 1)
    except KeyError as error:
        raise OfficeError("bad-xml") from error
    except EOFError as error:
        raise OfficeError("truncated-archive") from error
    except RuntimeError as error:
        raise OfficeError("encrypted" if "password" in str(error) else "unsupported-format") from error
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
        raise OfficeError("checksum-mismatch") from error
    return decode(data).text
