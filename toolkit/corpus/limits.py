"""How much a file may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True)
class LoadLimits:
    """Limits of one file or archive: a small file can unpack to more than a machine holds.

    Attributes
    ----------
    unpacked_bytes
        All that comes out of one archive.
    ratio
        How much more comes out than went in; text is packed to a tenth, logs to a hundredth.
        Below ``free_bytes`` it does not count.
    free_bytes
        So much may come out whatever the ratio.
    members
        Files in one archive.
    depth
        Levels of elements in XML and of folders in an archive.
    cell_characters
        The longest text of one field; what is beyond it is cut off, and the report says so.

    Examples
    --------
    >>> LoadLimits(members=10).unpacked_bytes
    1073741824
    """

    unpacked_bytes: int = 1024 * MEBIBYTE
    ratio: int = 200
    free_bytes: int = 16 * MEBIBYTE
    members: int = 200_000
    depth: int = 200
    cell_characters: int = 50_000_000

    def most_from(self, size: int) -> int:
        """How many bytes may come out of an archive of ``size`` bytes.

        Examples
        --------
        >>> LoadLimits().most_from(1_000) == LoadLimits().free_bytes
        True
        """
        return min(self.unpacked_bytes, max(self.free_bytes, self.ratio * size))
