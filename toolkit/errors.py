"""Every error and warning the toolkit raises: what is wrong, where, and how to mend it.

A message has three parts in that order, and an Arabic value stands alone on
the last line, so that it reads rightly in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


class ToolkitError(Exception):
    """The parent of every error below: ``except tk.ToolkitError`` catches them all."""


class MissingColumnsError(ToolkitError):
    """A table lacks columns that the function needs."""


class UnreadableInputError(ToolkitError):
    """A file or folder could not be read at all."""


class UnsafeInputError(ToolkitError):
    """Input that is refused because reading it could do harm."""


class EmptyCorpusError(ToolkitError):
    """The input was readable, but holds no article."""


class InvalidArgumentError(ToolkitError, ValueError):
    """An argument has a value that the function does not know."""


class RenderError(ToolkitError):
    """A notebook could not be turned into a page."""


class ToolkitWarning(UserWarning):
    """The parent of every warning the toolkit gives."""


class ShapingWarning(ToolkitWarning):
    """A chart's text may not be drawn rightly: by this version of matplotlib, or by the fonts in use."""


def require_columns(table: pd.DataFrame, columns: Iterable[str], *, function: str, made_by: str) -> None:
    """Raise unless ``table`` has ``columns``.

    Parameters
    ----------
    table
        What the user passed.
    columns
        The names that must be there.
    function, made_by
        The function that asks, and the one that makes the right table.

    Raises
    ------
    MissingColumnsError
        Names the missing columns, those there are, and the function to call.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["الفرات"]})
    >>> require_columns(table, ["term", "n"], function="plot_term_frequencies", made_by="term_frequencies")
    Traceback (most recent call last):
    ...
    toolkit.errors.MissingColumnsError: plot_term_frequencies() needs the columns ['n']; this table has ['term'].
    It takes what term_frequencies() returns.
    Try: plot_term_frequencies(term_frequencies(...))
    """
    if not isinstance(table, pd.DataFrame):
        raise MissingColumnsError(
            f"{function}() needs a table; this is a {type(table).__name__}.\n"
            f"It takes what {made_by}() returns.\nTry: {function}({made_by}(...))"
        )
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise MissingColumnsError(
            f"{function}() needs the columns {missing}; this table has {[str(name) for name in table.columns]}.\n"
            f"It takes what {made_by}() returns.\nTry: {function}({made_by}(...))"
        )


def require_words(words: Iterable[str], *, name: str, function: str) -> list[str]:
    """Return a list of words; raise if one string, or something else, stands where one is meant.

    Raises
    ------
    InvalidArgumentError
        Says what was passed and how to write it.

    Examples
    --------
    >>> require_words("مدينة", name="stop_words", function="term_frequencies")
    Traceback (most recent call last):
    ...
    toolkit.errors.InvalidArgumentError: term_frequencies() needs a list of words for stop_words; it got a str.
    Try: stop_words=["…"]
    """
    found = list(words) if isinstance(words, Iterable) and not isinstance(words, str | bytes) else [words]
    wrong = [words] if isinstance(words, str) else []
    if not all(issubclass(kind, str) for kind in set(map(type, found))):
        wrong = [word for word in found if not isinstance(word, str)]
    if wrong:
        raise InvalidArgumentError(
            f'{function}() needs a list of words for {name}; it got a {type(wrong[0]).__name__}.\nTry: {name}=["…"]'
        )
    return found


def require_choice(value: object, choices: Iterable[object], *, name: str, function: str) -> None:
    """Raise unless ``value`` is one of ``choices``.

    Raises
    ------
    InvalidArgumentError
        Names the argument, the value and the choices.

    Examples
    --------
    >>> require_choice("Y", ["D", "W", "M"], name="freq", function="timeline")
    Traceback (most recent call last):
    ...
    toolkit.errors.InvalidArgumentError: timeline() does not know freq='Y'.
    It knows ['D', 'W', 'M'].
    """
    known = list(choices)
    if value not in known:
        raise InvalidArgumentError(f"{function}() does not know {name}={value!r}.\nIt knows {known}.")
