"""What another hand needs to make the page again: corpus, parameters, folding, versions."""

from __future__ import annotations

import datetime as dt
import functools
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from toolkit.report.cleaning import plain_text
from toolkit.report.settings import PageSettings
from toolkit.report.wording import furniture

#: How the kernel hands over what it read.
RECORD_TYPE = "application/vnd.arabic-news.record+json"

_QUIETLY = "try:\n    from toolkit.report.colophon import {0} as _{0}\n    _{0}({1})\nexcept Exception:\n    pass"
#: Run before the first cell and after the last; a notebook that does without the toolkit runs as well.
BEFORE, AFTER = _QUIETLY.format("watch_loading", ""), _QUIETLY.format("show_record", "globals()")

_SOFTWARE = ("arabic-news-toolkit", "pandas", "numpy", "scipy", "matplotlib", "wordfreq", "nbconvert")
_SEEN: list[dict[str, Any]] = []


def watch_loading() -> None:
    """Keep in mind, from here on, what `load_articles` reads: a notebook may go on with a part of it."""
    import toolkit

    load = toolkit.load_articles
    if hasattr(load, "__wrapped__"):
        return

    @functools.wraps(load)
    def watched(*arguments: Any, **options: Any) -> Any:
        from toolkit.corpus.fingerprint import fingerprint
        from toolkit.corpus.load_report import load_report

        articles = load(*arguments, **options)
        report = load_report(articles)
        _SEEN.append(
            {
                "loaded": int(report.loaded),
                "rejected": len(report.rejected),
                "fingerprint": fingerprint(articles),
            }
        )
        return articles

    toolkit.load_articles = watched


def show_record(names: Mapping[str, Any]) -> None:
    """Hand over what was read, and how its spelling was folded, as an output that no reader sees."""
    from IPython.display import display

    from toolkit.corpus.tokens import Tokens

    tokens = [value for value in names.values() if isinstance(value, Tokens)]
    folded = list(dict.fromkeys(each.normalization for each in tokens))
    folding = {"en": [str(each) for each in folded], "ar": [plain_text(each._repr_html_()) for each in folded]}
    display({RECORD_TYPE: {"corpora": _SEEN, "folding": folding}}, raw=True)


def colophon(report: Mapping[str, Any], settings: PageSettings) -> list[dict[str, Any]]:
    """Return the lines of the colophon: what each is called, what it says, and how it is set.

    Parameters
    ----------
    report
        What `render_report` knows: ``corpus``, ``notebook``, ``parameters`` and the kernel's ``record``.
    settings
        Language and digits.

    Examples
    --------
    >>> [line["name"] for line in colophon({"corpus": "الضفاف"}, PageSettings())]
    ['المدوّنة', 'البرامج', 'للاستشهاد', 'التاريخ']
    """
    words, record = furniture(settings.language), report.get("record") or {}
    read = record.get("corpora") or []
    marks = " ".join(str(each["fingerprint"]) for each in read)
    counts = (settings.written(f"{sum(int(each[name]) for each in read):,}") for name in ("loaded", "rejected"))
    chosen = {name: _as_given(value) for name, value in (report.get("parameters") or {}).items()}
    lines = [
        ("corpus", report.get("corpus"), "bdi"),
        ("articles", words["counts"].format(*counts) if read else None, ""),
        ("fingerprint", marks, "code"),
        ("notebook", report.get("notebook"), "bdi"),
        ("parameters", chosen, "pairs"),
        ("folding", " / ".join((record.get("folding") or {}).get(settings.language, [])), ""),
        ("versions", " · ".join(_versions()), "ltr"),
        ("cite", _citation(report, marks), "ltr"),
        ("date", dt.datetime.now(tz=dt.UTC).date().isoformat(), "time"),
    ]
    return [{"name": words[name], "text": text, "set": form} for name, text, form in lines if text]


def _as_given(value: object) -> str:
    """Return a parameter's value as ``-p`` takes it.

    >>> _as_given(["النظام", "الجيش"]), _as_given(5), _as_given("")
    ('النظام، الجيش', '5', '""')
    """
    if isinstance(value, list | tuple) and value and all(isinstance(part, str) for part in value):
        return "، ".join(value)
    return value if isinstance(value, str) and value else repr(value).replace("''", '""')


def _versions() -> list[str]:
    found = [f"python {platform.python_version()}"]
    for name in _SOFTWARE:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def _citation(report: Mapping[str, Any], marks: str) -> str:
    """Return how to cite the page: the software as CITATION.cff names it, and what it was run on."""
    software = next((each for each in _versions() if each.startswith(_SOFTWARE[0])), _SOFTWARE[0])
    run = ", ".join(
        f"{name} {value}"
        for name, value in (
            ("notebook", report.get("notebook")),
            ("corpus", report.get("corpus")),
            ("fingerprint", marks),
        )
        if value
    )
    return f"Arabic News Toolkit contributors: {software} (CITATION.cff)" + (f"; {run}" if run else "") + "."
