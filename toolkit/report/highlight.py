"""One article with its names marked, as right-to-left HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.errors import InvalidArgumentError, require_columns
from toolkit.report.headings import VALUES
from toolkit.report.tables import output_style

#: Kinds in the order of the legend, with what several are called; each has its colour and its line in output.css.
_KINDS = {"place": "أماكن", "organisation": "جهات", "person": "أشخاص", "other": "غير ذلك"}
_CLASSES = {"title": "tk-headline", "deck": "tk-deck", "text": ""}
_Name = tuple[int, int, str, str]


class HighlightedArticle:
    """An article with its names marked: what `highlight_entities` returns and a notebook shows."""

    def __init__(self, html: str, title: str) -> None:
        self._html = html
        self._title = title

    def __repr__(self) -> str:
        return f"HighlightedArticle({self._title!r})"

    def _repr_html_(self) -> str:
        return output_style() + self._html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def highlight_entities(article: pd.Series | pd.DataFrame, mentions: pd.DataFrame) -> HighlightedArticle:
    """Return one article with the names in it marked by kind, to be read in a notebook or a page.

    Parameters
    ----------
    article
        One row of an articles table: ``articles.iloc[0]``, or a table of one row.
    mentions
        What `find_entities` returns; those of other articles are left out.

    Returns
    -------
    HighlightedArticle
        Title, source, date, deck and text from right to left; each kind of
        name has a colour and a line of its own, in light and in dark, and a
        legend says how many there are. A name in a longer one is marked inside it.

    Raises
    ------
    MissingColumnsError
        If the article or the mentions lack a column.
    InvalidArgumentError
        If there is not one article, or the mentions were found in another version of its text.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["عاد سكان إلى البوكمال"])
    >>> shown = tk.highlight_entities(articles.iloc[0], tk.find_entities(articles))
    >>> '<mark class="tk-place" title="البوكمال · مكان">البوكمال</mark>' in shown._repr_html_()
    True
    """
    row = _one(article)
    require_columns(
        mentions,
        ["article_id", "field", "start", "end", "mention", "entity", "kind"],
        function="highlight_entities",
        made_by="find_entities",
    )
    own = mentions[mentions["article_id"] == row["article_id"]]
    marked = {field: _marked_field(str(row[field]), own[own["field"] == field]) for field in FIELDS}
    kinds = own["kind"].where(own["kind"].isin(list(_KINDS)), "other").value_counts()
    body = "".join(_paragraphs(marked[field], _CLASSES[field]) for field in FIELDS)
    html = (
        f'<div class="tk tk-article" dir="rtl" lang="ar">{_from(row)}{body}'
        f'<p class="tk-legend">{_legend({str(kind): int(n) for kind, n in kinds.items()})}</p></div>'
    )
    return HighlightedArticle(html, str(row["title"]) or str(row["text"])[:60])


def _one(article: pd.Series | pd.DataFrame) -> pd.Series:
    """The article as a row."""
    if isinstance(article, pd.DataFrame) and len(article) == 1:
        article = article.iloc[0]
    if not isinstance(article, pd.Series):
        what = f"a table of {len(article)} rows" if isinstance(article, pd.DataFrame) else f"a {type(article).__name__}"
        raise InvalidArgumentError(
            f"highlight_entities() shows one article; it got {what}.\n"
            "Try: highlight_entities(articles.iloc[0], mentions)"
        )
    require_columns(article.to_frame().T, ["article_id", *FIELDS], function="highlight_entities", made_by="as_articles")
    return article


def _from(row: pd.Series) -> str:
    """The line that says where an article comes from."""
    date = row.get("date")
    day = f'<bdi class="tk-date">{date:%Y-%m-%d}</bdi>' if isinstance(date, pd.Timestamp) else ""
    source = f"<bdi>{escape(str(row['source']))}</bdi>" if row.get("source") else ""
    line = " · ".join(part for part in (source, day) if part)
    return f'<p class="tk-source">{line}</p>' if line else ""


def _legend(counts: dict[str, int]) -> str:
    if not counts:
        return "لا أسماء في هذا الخبر"
    return " ".join(
        f'<span><mark class="tk-{kind}">{name}</mark> <bdi>{counts[kind]:,}</bdi></span>'
        for kind, name in _KINDS.items()
        if kind in counts
    )


def _paragraphs(html: str, css: str) -> str:
    """Lines as paragraphs; no name runs over the end of one."""
    opening = f'<p class="{css}">' if css else "<p>"
    return "".join(f"{opening}{line}</p>" for line in html.split("\n") if line.strip())


# --- names in a text -------------------------------------------------------------------------------------------------


def _marked_field(text: str, mentions: pd.DataFrame) -> str:
    """A text as HTML with its names marked, lines kept apart by line feeds."""
    names = []
    for row in mentions.itertuples():
        start, end = int(str(row.start)), int(str(row.end))
        if text[start:end] != row.mention:
            raise InvalidArgumentError(
                "highlight_entities() finds other words in the text than the mentions say: they were found in another "
                f"version of the article.\nTry: highlight_entities(article, find_entities(articles))\n{row.mention}"
            )
        kind = str(row.kind) if row.kind in _KINDS else "other"
        names.append((start, end, kind, str(row.entity)))
    return "".join(_marked(text, 0, len(text), sorted(names, key=lambda name: (name[0], -name[1]))))


def _marked(text: str, begin: int, end: int, names: list[_Name]) -> Iterator[str]:
    """The text from ``begin`` to ``end``, with the names that lie in it; of two that cross the first is marked."""
    at = begin
    for i, (start, stop, kind, entity) in enumerate(names):
        if start < at:
            continue
        yield _text(text[at:start])
        inside = [name for name in names[i + 1 :] if name[1] <= stop and name[0] < stop]
        label = escape(f"{entity} · {VALUES['kind'][kind]}", quote=True)
        marked = "".join(_marked(text, start, stop, inside))
        opening, closing = f'<mark class="tk-{kind}" title="{label}">', "</mark>"
        yield opening + marked.replace("\n", f"{closing}\n{opening}") + closing
        at = stop
    yield _text(text[at:end])


def _text(text: str) -> str:
    return escape(text.replace("\r\n", "\n").replace("\r", "\n"))
