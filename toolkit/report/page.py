"""A notebook, run over a corpus, as one right-to-left HTML page."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toolkit.errors as errors
from toolkit.errors import InvalidArgumentError, RenderError, ToolkitError, UnreadableInputError
from toolkit.progress import counted
from toolkit.report.colophon import AFTER, BEFORE, RECORD_TYPE
from toolkit.report.parameters import CORPUS, choose, defaults, parameters_cell, shown
from toolkit.report.settings import PageSettings

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Errors about the corpus keep their class on the way out of the notebook.
_CORPUS_ERRORS = ("UnreadableInputError", "EmptyCorpusError", "UnsafeInputError")


def render_report(
    corpus_or_notebook: str | os.PathLike[str],
    output: str | os.PathLike[str] = "report.html",
    *,
    notebook: str = "overview",
    title: str | None = None,
    parameters: Mapping[str, object] | None = None,
    language: str = "ar",
    digits: str | None = None,
    with_text: bool = False,
    pdf: bool = False,
    timeout: float = 900,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Return the path of one self-contained page: a notebook, run over a corpus with this Python.

    Parameters
    ----------
    corpus_or_notebook
        What `load_articles` reads; or, if it ends in ``.ipynb``, a notebook to run as it stands,
        in its own folder.
    output
        The HTML file to write. It is replaced only when the new page is whole, or when a cell failed.
    notebook
        The name of one of the toolkit's notebooks, or the path of your own (with a slash, or ending
        in ``.ipynb``). Its cell tagged ``parameters`` sets ``CORPUS``; your corpus takes its place,
        and the notebook runs in the current folder.
    title
        Stands instead of the notebook's first heading.
    parameters
        Other values for the names that the notebook's cell tagged ``parameters`` sets; text is
        read as a number or a list where that is what the name has there.
    language
        ``"ar"`` or ``"en"``: of headings, buttons and notes. What the notebook says stays as it is.
    digits
        ``"latin"`` (1,234.5) or ``"arab"`` (١٬٢٣٤٫٥) in tables, notes and charts; where none is asked
        for, 1,234.5, and in charts what the notebook's `use_arabic` says.
    with_text
        Let tables to download keep whole texts of articles, which are other people's.
    pdf
        Print the page too, beside itself, with an installed Chrome, Edge or Chromium.
    timeout
        Seconds a single cell may take.
    progress
        Called with the number of cells done and the number of all; by default a bar, where somebody looks on.

    Returns
    -------
    pathlib.Path
        The page.

    Raises
    ------
    UnreadableInputError, EmptyCorpusError, UnsafeInputError
        If the corpus cannot be read; no page is written.
    InvalidArgumentError
        If there is no such notebook, or it has no such parameter; if the output is a folder, the
        corpus or the notebook; if ``language`` or ``digits`` is unknown.
    RenderError
        If a cell failed. The page up to there, with a note, and the notebook are written.
        If no browser is there to print a PDF; the page is written.

    Examples
    --------
    >>> render_report("no/such/corpus")
    Traceback (most recent call last):
    ...
    toolkit.errors.UnreadableInputError: render_report() found no corpus there.
    Give the path of a file or a folder that load_articles() reads.
    no/such/corpus
    """
    settings = PageSettings(language, digits, with_text)
    given = os.fspath(corpus_or_notebook)
    corpus = None if given.endswith(".ipynb") else given
    if corpus is not None:
        _require_there(corpus)
    source = find_notebook(given if corpus is None else notebook)
    target = _target(output, source, Path(corpus or source))
    prepared, values = _prepared(_read_notebook(source), corpus, parameters or {})

    from toolkit.report.execution import run_notebook

    folder = Path.cwd() if corpus is not None else source.absolute().parent
    with counted("running cells") as tell:
        failure = run_notebook(
            prepared, cwd=str(folder), environment=settings.environment(), timeout=timeout, progress=progress or tell
        )
    about = {
        "title": title,
        "corpus": Path(corpus).resolve().name if corpus else None,
        "corpus_path": corpus,
        "record": _take_record(prepared),
        "notebook": source.stem,
        "parameters": values,
        "settings": settings,
    }
    if failure is not None:
        return _fail(failure, prepared, source, target, about)
    page = _write(target, _page(prepared, source, about))
    if pdf:
        from toolkit.report.pdf import print_pdf

        print_pdf(page)
    return page


def find_notebook(name: str) -> Path:
    """Return the notebook of that path or name: a file, one in the package, or one in the checkout.

    A path has a slash or ends in ``.ipynb``: a file that happens to bear a notebook's name is not taken for it.

    Raises
    ------
    InvalidArgumentError
        Names the notebooks there are.

    Examples
    --------
    >>> find_notebook("no-such-notebook")
    Traceback (most recent call last):
    ...
    toolkit.errors.InvalidArgumentError: There is no notebook 'no-such-notebook'...
    """
    has_slash, has_suffix = re.search(r"[\\/]", name) is not None, name.endswith(".ipynb")
    places = [Path(name)] if has_slash or has_suffix else []
    if not has_slash:
        places += [folder / (name if has_suffix else f"{name}.ipynb") for folder in notebook_folders()]
    for place in places:
        with suppress(OSError):  # a name that is too long for a file
            if place.is_file():
                return place
    known = sorted({path.stem for folder in notebook_folders() for path in folder.glob("*.ipynb")})
    raise InvalidArgumentError(f"There is no notebook {name!r}, neither a file nor one of ours.\nOurs are {known}.")


def notebook_folders() -> list[Path]:
    """Return where notebooks may be: in the installed package, then in the checkout.

    Examples
    --------
    >>> [folder.name for folder in notebook_folders()]
    ['notebooks', 'notebooks']
    """
    package = Path(errors.__file__).parent
    return [package / "notebooks", package.parent / "notebooks"]


def _require_there(corpus: str) -> None:
    """Raise before a kernel is started if there is nothing to read."""
    try:
        Path(corpus).stat()
    except (OSError, ValueError) as error:
        raise UnreadableInputError(
            "render_report() found no corpus there.\n"
            f"Give the path of a file or a folder that load_articles() reads.\n{corpus}"
        ) from error


def _target(output: str | os.PathLike[str], *read: Path) -> Path:
    """Return where the page goes, after trying that one can write there: not only when all cells have run."""
    target = Path(output)
    try:
        if target.is_dir():
            raise InvalidArgumentError(f"The output is a folder; give the name of a file in it.\n{target}")
        if target.exists() and any(target.samefile(path) for path in read):
            raise InvalidArgumentError(
                "render_report() would write the page over what it reads.\n"
                f"Give the output a name of its own, such as report.html.\n{target}"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}."):
            return target
    except OSError as error:
        raise RenderError(f"render_report() cannot write there: {error.strerror}.\n{target}") from error


def _read_notebook(path: Path) -> NotebookNode:
    import nbformat

    try:
        return nbformat.v4.upgrade(nbformat.read(path, as_version=4))
    except (nbformat.ValidationError, ValueError, AttributeError, OSError) as error:
        raise InvalidArgumentError(f"This file is no notebook that nbformat can read.\n{path}") from error


def _prepared(
    notebook: NotebookNode, corpus: str | None, given: Mapping[str, object]
) -> tuple[NotebookNode, dict[str, Any]]:
    """Return the notebook with hidden cells that set the corpus and the parameters, and all parameters' values."""
    from nbformat.v4 import new_code_cell

    cells, place = list(notebook.cells), parameters_cell(notebook)
    if place is None and (corpus is not None or given):
        raise InvalidArgumentError(
            "The notebook has no cell tagged 'parameters', so it cannot be given a corpus or a parameter.\n"
            "Tag the cell that sets CORPUS, or call render_report() with the notebook alone."
        )
    values: dict[str, Any] = {}
    if place is not None:
        own = cells[place].source
        chosen = choose(own, given)
        known = {name: value for name, value in defaults(own).items() if name != CORPUS and value is not ...}
        values = {**known, **chosen}
        named = {CORPUS: Path(corpus).resolve().name} if corpus is not None else {}
        # The page shows the values that were used, the corpus by its own name.
        cells[place].metadata["shown"] = shown(own, {**chosen, **named})
        given_now = {**({CORPUS: corpus} if corpus is not None else {}), **chosen}
        setting = "\n".join(f"{name} = {value!r}" for name, value in given_now.items())
        cells.insert(place + 1, _hidden(setting))
    notebook.cells = [_hidden(BEFORE), *cells, new_code_cell(AFTER, metadata={"tags": ["injected-record"]})]
    return notebook, values


def _hidden(source: str) -> NotebookNode:
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, metadata={"tags": ["injected-parameters"]})


def _take_record(notebook: NotebookNode) -> dict[str, Any]:
    """Take the first and the last, hidden cell out again and return what they found."""
    del notebook.cells[0]
    for output in notebook.cells.pop().outputs:
        record = output.get("data", {}).get(RECORD_TYPE)
        if record:
            return dict(record)
    return {}


def _page(notebook: NotebookNode, source: Path, about: dict[str, Any]) -> str:
    from toolkit.report.exporter import ArabicReportExporter

    resources = {"report": about, "metadata": {"name": source.stem, "path": str(source.parent)}}
    return ArabicReportExporter().from_notebook_node(notebook, resources)[0]


def _write(target: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())
        return Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _fail(failure: tuple[str, str], notebook: NotebookNode, source: Path, target: Path, about: dict[str, Any]) -> Path:
    """Write what there is and raise: a corpus error as itself, anything else as `RenderError`."""
    import nbformat

    from toolkit.report.cleaning import PathScrubber, clean_text

    name, words = failure
    if name in _CORPUS_ERRORS:
        corpus_error: type[ToolkitError] = getattr(errors, name)
        raise corpus_error(words)
    words = " ".join(clean_text(words).split())
    cell = _failing_cell(notebook)
    message = f"{name}: {PathScrubber(about['corpus_path']).all_paths(words)}"
    _write(target, _page(notebook, source, {**about, "failure": {"cell": cell, "message": message}}))
    partial = target.with_suffix(".partial.ipynb")
    _write(partial, nbformat.writes(notebook))
    raise RenderError(
        f"Cell {cell} of the notebook {source.stem} failed with {name}.\n"
        f"The page up to there is {target}, the notebook {partial}: open it in JupyterLab and run that cell.\n{words}"
    )


def _failing_cell(notebook: NotebookNode) -> int:
    """Return the number, among the code cells a reader sees, of the one that stopped."""
    number = 0
    for cell in notebook.cells:
        if (
            cell.cell_type != "code"
            or not cell.source.strip()
            or "injected-parameters" in cell.metadata.get("tags", [])
        ):
            continue
        number += 1
        stopped = any(output.output_type == "error" for output in cell.outputs)
        if stopped or cell.execution_count is None:
            return number
    return number


def __getattr__(name: str) -> Any:
    """Give the exporter to nbconvert, which looks for it here, without importing nbconvert before that."""
    if name == "ArabicReportExporter":
        from toolkit.report.exporter import ArabicReportExporter

        return ArabicReportExporter
    raise AttributeError(name)
