"""A bar for work that takes a while, in JupyterLab and on a terminal; nothing in a page, a file or a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")

#: Work that is done within so many seconds shows no bar.
DELAY = 1.0
#: tqdm's own word for no bars at all; a report sets it for the notebook it runs.
SILENT = "TQDM_DISABLE"


def progress(items: Iterable[Item], doing: str) -> Iterable[Item]:
    """Give the items one by one, and show how far they are when that takes more than a second.

    The bar goes when the work is done. Where nobody looks on (standard error is
    no terminal, and no notebook runs) the items are given as they came.

    Parameters
    ----------
    items
        What is to be worked through.
    doing
        What is done, in one or two words.

    Examples
    --------
    >>> list(progress(["الرقة", "الموصل"], "reading"))
    ['الرقة', 'الموصل']
    """
    return _bar(items, doing, len(items) if isinstance(items, Sized) else None) if _is_watched() else items


@contextmanager
def counted(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with the number of things done and the number of all.

    Parameters
    ----------
    doing
        What is done, in one or two words.

    Examples
    --------
    >>> with counted("cells") as tell:
    ...     tell(1, 2)
    """
    if not _is_watched():
        yield lambda done, total: None
        return
    with _bar(None, doing, None) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell


def _is_watched() -> bool:
    if os.environ.get(SILENT):
        return False
    return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())


def _bar(items: Iterable[Item] | None, doing: str, total: int | None) -> Any:
    from tqdm.auto import tqdm

    return tqdm(items, desc=doing, total=total, delay=DELAY, leave=False)
