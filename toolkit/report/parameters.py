"""What a notebook lets its reader choose: the names its ``parameters`` cell sets, and other values for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit.errors import InvalidArgumentError

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: The corpus is not chosen by name: it is what the report is of.
CORPUS = "CORPUS"
_ASSIGNED = re.compile(r"([^\W\d]\w*)=(.*)", re.DOTALL)


def parameters_cell(notebook: NotebookNode) -> int | None:
    """Return the place of the cell tagged ``parameters``, or nothing if there is none."""
    tagged = (i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    return next(tagged, None)


def read_assignments(given: list[str]) -> dict[str, str]:
    """Return ``name=value`` as it stands on the command line, by name.

    Raises
    ------
    InvalidArgumentError
        If one is not of that form.

    Examples
    --------
    >>> read_assignments(["WORD=البوكمال", "TOP=10"])
    {'WORD': 'البوكمال', 'TOP': '10'}
    """
    found = {}
    for each in given:
        match = _ASSIGNED.fullmatch(each)
        if match is None:
            raise InvalidArgumentError(
                f"-p takes name=value, as in -p WORD=البوكمال; this is not of that form.\n{each}"
            )
        found[match[1]] = match[2]
    return found


def defaults(source: str) -> dict[str, Any]:
    """Return the names a cell sets, each with its value where that is written out.

    Examples
    --------
    >>> defaults('WORD = ""; TOP: int = 5; DAY = today()')
    {'WORD': '', 'TOP': 5, 'DAY': Ellipsis}
    """
    return {name: _literal(value) for name, value in _assignments(source).items()}


def _assignments(source: str) -> dict[str, ast.expr]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return {}
    found: dict[str, ast.expr] = {}
    for node in body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name) and node.value is not None:  # type: ignore[attr-defined]
                found[target.id] = node.value  # type: ignore[attr-defined]
    return found


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ...


def choose(source: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return the values to set, those given as text read as their defaults are.

    Parameters
    ----------
    source
        The code of the cell tagged ``parameters``.
    given
        Values by name; a text is read as a number, a list … where the default is one.

    Raises
    ------
    InvalidArgumentError
        If the cell does not set a name, or a value cannot be read as its default is.

    Examples
    --------
    >>> choose('NAMES = ["داعش"]; TOP = 5; WORD = ""', {"NAMES": "النظام, الجيش", "TOP": "7", "WORD": "12"})
    {'NAMES': ['النظام', 'الجيش'], 'TOP': 7, 'WORD': '12'}
    """
    known = defaults(source)
    unknown = [name for name in given if name not in known or name == CORPUS]
    if unknown:
        raise InvalidArgumentError(
            f"The notebook has no parameter {unknown[0]!r}; it has {[name for name in known if name != CORPUS]}.\n"
            "They are the names that its cell tagged 'parameters' sets; the corpus is an argument of its own."
        )
    return {name: _read(name, value, known[name]) if isinstance(value, str) else value for name, value in given.items()}


def _read(name: str, text: str, default: Any) -> object:
    if isinstance(default, str):
        return text
    if isinstance(default, bool) and text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = ...
    if isinstance(default, list | tuple) and (value is ... or not isinstance(value, list | tuple)):
        value = [part.strip() for part in re.split("[,،]", text) if part.strip()]
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    # A name that has no value yet, or one worked out, takes whatever is written; words too.
    if default is None or default is ...:
        return text if value is ... else value
    if value is ... or isinstance(value, bool) != isinstance(default, bool) or not isinstance(value, type(default)):
        raise InvalidArgumentError(
            f"The parameter {name} is {type(default).__name__} in the notebook, as {default!r}.\n"
            f"What was given cannot be read so.\n{text}"
        )
    return value


def shown(source: str, values: Mapping[str, object]) -> str:
    """Return the code of a cell with other values in it, its comments where they were.

    Examples
    --------
    >>> shown('WORD = ""  # لفظ', {"WORD": "الرقة"})
    "WORD = 'الرقة'  # لفظ"
    """
    lines = [line.encode("utf-8") for line in source.splitlines(keepends=True)]
    starts = [sum(map(len, lines[:i])) for i in range(len(lines) + 1)]
    text = b"".join(lines)
    places = {name: node for name, node in _assignments(source).items() if name in values}
    for name, node in sorted(places.items(), key=lambda named: -starts[named[1].lineno - 1] - named[1].col_offset):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        text = text[:begin] + repr(values[name]).encode("utf-8") + text[end:]
    return text.decode("utf-8")
