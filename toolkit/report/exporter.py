"""The nbconvert exporter behind the page: an executed notebook in, one right-to-left HTML file out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbformat import NotebookNode
from traitlets import default

from toolkit.report.cleaning import PathScrubber, clean_html, clean_text, plain_text
from toolkit.report.colophon import colophon
from toolkit.report.explorer import EXPLORER_TYPE, explorer_script
from toolkit.report.fonts import LOAD_FONTS, font_faces
from toolkit.report.lighter import lighter
from toolkit.report.settings import PageSettings, page_settings
from toolkit.report.wording import furniture

_TEMPLATE = Path(str(files("toolkit.report") / "template"))

_SHEETS = ("output.css", "explorer.css", "style.css")

#: What of an output is shown, the first that is there. Scripts and widgets are not among them.
_SHOWN = (
    EXPLORER_TYPE, "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/latex", "text/plain"
)  # fmt: skip

#: Nothing is fetched, and nothing runs but what is named here; pictures and fonts come from the file itself.
_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)

#: Of what stands at the end of a page, the types that run.
_SCRIPTS = ("module", "text/javascript")

#: A printed object that says nothing to a reader, and something else in every run.
_OBJECT = re.compile(r"^[\[(]?<[^>]*(?: at 0x[0-9a-f]+| object|Axes)[^>]*>$|^[\[(]?<Figure size|^(?:Axes|Text)\(.*\)$")


def content_policy(embedded: Sequence[tuple[str, str]]) -> str:
    """Return the page's policy: no script runs but those of the toolkit, each by its hash.

    Examples
    --------
    >>> "script-src" in content_policy([("application/json", "{}")])
    False
    >>> content_policy([("module", "1")]).rpartition("; ")[2]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    digests = (hashlib.sha256(content.encode("utf-8")).digest() for kind, content in embedded if kind in _SCRIPTS)
    named = " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
    return f"{_POLICY}; script-src {named}" if named else _POLICY


def _element(kind: str, content: str) -> str:
    """Return a script element that nothing in its content can end before its time."""
    if kind not in _SCRIPTS:
        content = content.replace("<", "\\u003c")  # in JSON the same sign
    return f'<script type="{kind}">{content}</script>'


class ArabicReportExporter(HTMLExporter):
    """Turns an executed notebook into one self-contained page that reads from right to left."""

    export_from_notebook = "Arabic report"

    @default("template_paths")
    def _template_paths(self, prune: bool = True, root_dirs: object = None) -> list[str]:
        """Return our folder, and the one that holds nbconvert's base: never the current directory."""
        roots = [root for root in jupyter_path("nbconvert", "templates") if (Path(root) / "base/null.j2").is_file()]
        return [str(_TEMPLATE), *roots[-1:]]

    @default("template_name")
    def _template_name_default(self) -> str:
        return "base"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "index.html.j2"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources; ``resources["report"]`` may hold title, corpus and counts."""
        report = dict((resources or {}).get("report", {}))
        folder = (resources or {}).get("metadata", {}).get("path")
        settings: PageSettings = report.get("settings") or page_settings()
        words = furniture(settings.language)
        writer = _PageWriter(PathScrubber(report.get("corpus_path"), folder), report.get("title"), settings.language)
        self._register(writer)
        body, resources = TemplateExporter.from_notebook_node(self, nb, {**(resources or {}), "words": words}, **kw)
        name = resources.get("metadata", {}).get("name") or words["title"]
        title = report.get("title") or writer.title or name
        opening, body = _split_opening(body)
        page = self.environment.get_template("page.html.j2").render(
            title=title,
            heading=title if report.get("title") or not writer.title else "",
            words=words,
            language=settings.language,
            direction="rtl" if settings.language == "ar" else "ltr",
            policy=content_policy([("text/javascript", LOAD_FONTS), *writer.embedded]),
            contents=writer.contents,
            failure=report.get("failure"),
            opening=opening,
            body=body,
            colophon=colophon(report, settings),
            style="".join((_TEMPLATE / sheet).read_text(encoding="utf-8") for sheet in _SHEETS),
            tail="".join(_element(*part) for part in writer.embedded),
        )
        page = lighter(_numbered_regions(page))
        fonts = f"<style>{font_faces(page)}</style>{_element('text/javascript', LOAD_FONTS)}"
        # The title stands before this place, but cannot hold it: there it would be escaped.
        return page.replace("<!--fonts-->", fonts, 1), resources

    def _register(self, writer: _PageWriter) -> None:
        """Give the template what turns cells and outputs into clean HTML."""
        self.exclude_anchor_links = True
        self.embed_images = True
        for name in ("prose", "result", "explorer", "stream", "message", "keep", "count_cell", "base64_only"):
            self.register_filter(name, getattr(writer, name))
        self.register_filter("scrub", writer.scrub)
        self.register_filter("filter_data_type", writer.choose)
        highlight = Highlight2HTML(pygments_lexer="python", parent=self)
        self.register_filter("highlight_code", lambda *given, **named: _plainer_code(highlight(*given, **named)))


class _PageWriter:
    """Turns cells and outputs into clean HTML, and remembers what the page's head needs of them."""

    def __init__(self, scrub: PathScrubber, title: str | None, language: str = "ar") -> None:
        self.scrub = scrub
        self._words = furniture(language)
        self._page_direction = "rtl" if language == "ar" else "ltr"
        self._direction = partial(_direction, of_page=self._page_direction)
        self._given_title = title
        self._outputs = 0
        self._ids: set[str] = {"content", "contents"}
        #: What stands at the end of the page, as (type, content): a script of the toolkit's own, ``"module"``, which
        #: the policy then names by its hash, or JSON under a MIME type of its own for one. Nowhere else is there any.
        self.embedded: list[tuple[str, str]] = []
        self.title = ""
        self.contents: list[dict[str, Any]] = []
        self._cells = 0

    def count_cell(self, _: object) -> int:
        """Return the number of this code cell."""
        self._cells += 1
        return self._cells

    def keep(self, cell: NotebookNode) -> bool:
        """Say whether a cell belongs in the page."""
        return "injected-parameters" not in cell.metadata.get("tags", []) and bool(cell.source.strip())

    def base64_only(self, data: str) -> str:
        """Return a picture's data, or nothing if it is not base64 and could end its attribute."""
        bare = "".join(data.split())
        return bare if re.fullmatch(r"[A-Za-z0-9+/]+=*", bare) else ""

    def choose(self, data: dict[str, Any]) -> list[str]:
        """Return the one form of an output that is shown."""
        return [kind for kind in _SHOWN if kind in data][:1]

    def prose(self, html: str) -> str:
        """Return rendered markdown: clean, its headings named, its tables and code in boxes that scroll."""
        html = clean_html(html, prefix="", scrub=self.scrub)
        html = re.sub(r"<h([1-6])(?: [^>]*)?>(.*?)</h\1>", self._heading, html, flags=re.DOTALL)
        html = re.sub(
            r"<p>(.*?)</p>", lambda match: f"<p{self._direction(match[1])}>{match[1]}</p>", html, flags=re.DOTALL
        )
        if self._page_direction == "ltr":  # a list runs as its first words do
            html = re.sub(r"<(ul|ol|blockquote)>", r'<\1 dir="auto">', html)
        html = _boxed("table", html, self._words["table"])
        return _boxed("pre", html, self._words["code-region"], direction="auto")

    def _heading(self, match: re.Match[str]) -> str:
        level, inner = int(match[1]), match[2]
        words = plain_text(inner)
        if level == 1 and not self.title:
            self.title = words
            return "" if self._given_title else f"<h1{self._direction(words)}>{inner}</h1>"
        name = self._unique(_slug(words))
        level = max(level, 2)
        if level <= 3:
            self.contents.append({"level": level, "id": name, "text": words})
        return f'<h{level} id="{name}"{self._direction(words)}>{inner}</h{level}>'

    def _unique(self, name: str) -> str:
        chosen, turn = name, 1
        while chosen in self._ids:
            turn += 1
            chosen = f"{name}-{turn}"
        self._ids.add(chosen)
        return chosen

    def result(self, html: str) -> str:
        """Return an HTML output: clean, and in a box that scrolls unless it brings its own."""
        self._outputs += 1
        html = clean_html(html, prefix=f"o{self._outputs}-", scrub=self.scrub).replace("<th></th>", "<td></td>")
        if not html:
            return ""
        return f'<div class="output">{html if "tk-scroll" in html else _scroll(html, self._words["result"])}</div>'

    def explorer(self, data: dict[str, Any]) -> str:
        """Return the explorer's place, its lines in it until the script wakes; its articles go to the page's end."""
        known = [content for kind, content in self.embedded if kind == EXPLORER_TYPE]
        content = json.dumps(data[EXPLORER_TYPE], ensure_ascii=False, separators=(",", ":"))
        self.embedded.append((EXPLORER_TYPE, content))
        if not known:
            self.embedded.append(("module", explorer_script()))
        return f'<div class="explorer" id="explorer-{len(known) + 1}">{self.result(data.get("text/html", ""))}</div>'

    def stream(self, text: str) -> str:
        """Return printed text, without codes, paths, or the bare names of objects."""
        text = self.scrub(clean_text(text)).strip("\n")
        return "" if _OBJECT.match(text.strip()) else text

    def message(self, text: str) -> str:
        """Return a warning or an error's words, every path in it cut."""
        return self.scrub.all_paths(clean_text(text)).strip()


def _split_opening(body: str) -> tuple[str, str]:
    """Split the title and what stands with it from the rest: the contents of a phone go between them."""
    opening, end, rest = body.partition("</section>")
    return (opening + end, rest) if opening.startswith('<section class="prose"><h1') else ("", body)


def _direction(words: str, of_page: str = "rtl") -> str:
    """Return ``dir`` for text that runs another way than the page, whatever letter comes first."""
    runs = "rtl" if re.search("[\u0600-\u06ff]", words) else "ltr" if re.search(r"[A-Za-z]", words) else of_page
    return f' dir="{runs}"' if runs != of_page else ""


def _numbered_regions(page: str) -> str:
    """Number the boxes that scroll, so that a screen reader's list of regions tells them apart."""
    seen: Counter[str] = Counter()

    def number(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return f'role="region" aria-label="{match[1]} {seen[match[1]]}"'

    return re.sub(r'role="region" aria-label="([^"]*)"', number, page)


def _plainer_code(html: str) -> str:
    """Leave out the marks of code that have no colour of their own."""
    return re.sub(r'<span class="(?!(?:k|kn|kc|ow|s|s1|s2|sa|si|sd|c|c1|cm|mi|mf)")[\w ]+">([^<]*)</span>', r"\1", html)


def _slug(words: str) -> str:
    """Return a heading as an id: its letters and digits, joined by hyphens.

    >>> _slug("المدوّنة في لمحة!")
    'المدونة-في-لمحة'
    """
    bare = "".join(c for c in words if unicodedata.category(c) not in {"Mn", "Cf"} and c != "ـ")
    return re.sub(r"[\W_]+", "-", bare).strip("-") or "قسم"


def _scroll(html: str, label: str, direction: str = "") -> str:
    runs = f' dir="{direction}"' if direction else ""
    return f'<div class="tk-scroll"{runs} tabindex="0" role="region" aria-label="{label}">{html}</div>'


def _boxed(tag: str, html: str, label: str, direction: str = "") -> str:
    return re.sub(rf"<{tag}\b.*?</{tag}>", lambda match: _scroll(match[0], label, direction), html, flags=re.DOTALL)
