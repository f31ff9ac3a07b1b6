"""The command line: ``toolkit report``, ``toolkit notebooks``, ``toolkit check``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

OK, FAILED, USAGE, BAD_CORPUS, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done; 1 a cell failed or a file could not be written; 2 wrong usage;
    3 the corpus cannot be read or is empty; 130 interrupted.

    Examples
    --------
    >>> main(["check", "no/such/corpus"])
    3
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal of another code page prints what it can, and goes on
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    import toolkit.errors as errors

    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # of what was printed the reader wanted the beginning: toolkit check … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (errors.UnreadableInputError, errors.EmptyCorpusError, errors.UnsafeInputError) as error:
        return _say(error, BAD_CORPUS)
    except errors.InvalidArgumentError as error:
        return _say(error, USAGE)
    except errors.ToolkitError as error:
        return _say(error, FAILED)
    except OSError as error:  # a file where a folder should be, a full disk
        return _say(f"the system refused: {error}", FAILED)
    except KeyboardInterrupt:
        return _say("interrupted; nothing was written", INTERRUPTED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="toolkit", description="Read Arabic news with data.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    report = commands.add_parser("report", help="run a notebook over a corpus and write one HTML page")
    report.add_argument(
        "corpus", metavar="CORPUS", help="file or folder of articles; or a notebook (.ipynb), run in its folder"
    )
    report.add_argument("-o", "--output", default="report.html", metavar="FILE", help="default: %(default)s")
    report.add_argument(
        "--notebook", default="overview", metavar="NAME_OR_PATH", help="which notebook; default: %(default)s"
    )
    report.add_argument("--title", help="instead of the notebook's first heading")
    report.add_argument(
        "-p",
        dest="parameters",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="another value for a name in the notebook's parameters cell; may be given again",
    )
    report.add_argument("--lang", default="ar", choices=["ar", "en"], help="of headings and notes; default: ar")
    report.add_argument("--digits", choices=["latin", "arab"], help="1,234.5 or ١٬٢٣٤٫٥")
    report.add_argument("--with-text", action="store_true", help="let tables to download keep whole articles")
    report.add_argument("--pdf", action="store_true", help="print it too, with Chrome, Edge or Chromium")
    report.set_defaults(run=_report)

    notebooks = commands.add_parser("notebooks", help="copy the notebooks into a folder, to change them")
    notebooks.add_argument("folder", metavar="DIR")
    notebooks.set_defaults(run=_notebooks)

    check = commands.add_parser("check", help="read a corpus and say what was loaded and what was not")
    check.add_argument("corpus", metavar="CORPUS")
    check.set_defaults(run=_check)
    return parser


def _report(options: argparse.Namespace) -> int:
    from toolkit.report.page import render_report
    from toolkit.report.parameters import read_assignments

    progress = _show_progress if sys.stderr.isatty() else None
    parameters = read_assignments(options.parameters)
    try:
        page = render_report(
            options.corpus,
            options.output,
            notebook=options.notebook,
            title=options.title,
            parameters=parameters,
            language=options.lang,
            digits=options.digits,
            with_text=options.with_text,
            pdf=options.pdf,
            progress=progress,
        )
    finally:
        if progress is not None:
            print(file=sys.stderr)
    print(page)
    if options.pdf:
        print(page.with_suffix(".pdf"))
    return OK


def _show_progress(done: int, total: int) -> None:
    print(f"\r{done}/{total} cells", end="", file=sys.stderr, flush=True)


def _notebooks(options: argparse.Namespace) -> int:
    from toolkit.report.page import notebook_folders

    found = {path.name: path for folder in reversed(notebook_folders()) for path in sorted(folder.glob("*.ipynb"))}
    folder = Path(options.folder)
    there = sorted(name for name in found if (folder / name).exists())
    if there:
        return _say(f"{folder} already holds {', '.join(there)}; nothing was copied", USAGE)
    if not found:
        return _say("no notebooks came with this installation", FAILED)
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in sorted(found.items()):
        shutil.copyfile(path, folder / name)
        print(folder / name)
    return OK


def _check(options: argparse.Namespace) -> int:
    from toolkit.corpus.fingerprint import fingerprint
    from toolkit.corpus.load_report import load_report
    from toolkit.corpus.loaders import load_articles

    articles = load_articles(options.corpus)
    print(load_report(articles))
    print(f"  fingerprint: {fingerprint(articles)}")
    return OK


def _say(message: object, code: int) -> int:
    """Print one line on stderr and return the exit code."""
    print("toolkit:", " ".join(str(message).split()), file=sys.stderr)
    return code
