"""The explorer: type a term, and see its lines, its timeline and its company, in a notebook and in the page."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens, as_tokens, tokenize
from toolkit.errors import InvalidArgumentError
from toolkit.report.search import CONTEXT, Searcher, one_line
from toolkit.report.settings import VARIABLE, page_settings
from toolkit.report.tables import concordance_html, output_style
from toolkit.report.wording import say

#: Under this type an output carries the articles that the page's explorer searches.
EXPLORER_TYPE = "application/vnd.arabic-news-toolkit.explorer+json"
#: Words of each article's body in the page: as many as one line of a concordance quotes.
EXCERPT = 2 * CONTEXT


def explore(
    data: Tokens | pd.DataFrame, query: str = "", *, mentions: pd.DataFrame | None = None, limit: int = 500
) -> Explorer:
    """Show a box to type a term, a phrase or a name in, and under it lines, timeline and company.

    In JupyterLab the kernel answers, over all articles. In a page made with
    `render_report` the browser answers, over articles that stand in the page.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    query
        What is looked for at first; the commonest term by default.
    mentions
        What `find_entities` returns: an entity's name then finds all it is called.
    limit
        At most so many articles stand in the page, spread evenly over the corpus.

    Returns
    -------
    Explorer
        It shows itself as the last line of a cell.

    Raises
    ------
    InvalidArgumentError
        If ``limit`` is no whole number of 1 or more, or ``query`` is no text.

    Notes
    -----
    Of each article the page holds the title and the first 50 words, which is
    what one line of a concordance quotes, and says so; whole texts stand in it
    only where `render_report` is given ``with_text``. A word finds its term
    (للبوكمال for البوكمال), or what begins with it (three letters or more) where
    there is no such word.

    Examples
    --------
    >>> import toolkit as tk
    >>> tk.explore(["عادت قافلة للبوكمال", "طريق البوكمال"], "البوكمال")
    <Explorer: 2 articles, 'البوكمال' 2 times>
    """
    if not isinstance(query, str) or not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise InvalidArgumentError(
            f"explore() needs a text to look for and a limit of 1 or more; it got {query!r} and limit={limit!r}.\n"
            "Try: explore(tokens, 'البوكمال', limit=500)"
        )
    tokens = as_tokens(data) if isinstance(data, Tokens | pd.DataFrame) else tokenize(data)
    return Explorer(tokens, query, mentions, limit)


class Explorer:
    """What `explore` returns: live where a kernel answers, alive in the page, a table of lines anywhere else."""

    def __init__(self, tokens: Tokens, query: str, mentions: pd.DataFrame | None, limit: int) -> None:
        self.searcher = Searcher(tokens, mentions)
        self.query = query or _commonest(self.searcher)
        self._mentions, self._limit = mentions, limit

    def __repr__(self) -> str:
        n = self.searcher.answer({"query": self.query})["n"]
        return f"<Explorer: {len(self.searcher.tokens.articles):,} articles, {self.query!r} {n:,} times>"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Every form of the explorer: a front end takes the first it knows."""
        bundle = {
            "text/plain": repr(self),
            "text/html": self.static_html(),
            EXPLORER_TYPE: self.payload(with_text=page_settings().with_text),
        }
        live = None if VARIABLE in os.environ else _live_bundle(self)
        return {**bundle, **(live or {})}, {}

    def static_html(self) -> str:
        """Return the first question and its lines, for where nothing can be typed.

        Examples
        --------
        >>> import toolkit as tk
        >>> "طريق" in tk.explore(["طريق البوكمال"], "البوكمال").static_html()
        True
        """
        answer = self.searcher.answer({"query": self.query})
        columns = ["date", "source", "title", "left", "match", "right"]
        return output_style() + concordance_html(pd.DataFrame(answer["lines"], columns=columns))

    def payload(self, *, with_text: bool = False) -> dict[str, Any]:
        """Return what the page's explorer needs, as JSON would have it.

        Examples
        --------
        >>> import toolkit as tk
        >>> tk.explore(["طريق البوكمال"]).payload()["articles"][0]["texts"]
        [['طريق البوكمال', '4.0,8']]
        """
        tokens = _chosen(self.searcher.tokens, self._limit, with_text)
        searcher = Searcher(tokens, self._mentions)
        articles, terms = _embedded(searcher)
        return {
            "query": self.query,
            "page": asked_of_the_page(),
            "note": _note(len(articles), len(self.searcher.tokens.articles), with_text),
            "sources": searcher.sources,
            "periods": searcher.periods,
            "entities": {name: places.ravel().tolist() for name, places in searcher.entities.items()},
            "names": searcher.names,
            "terms": terms,
            "articles": articles,
        }


def _commonest(searcher: Searcher) -> str:
    """The term that occurs most often and says something."""
    counts = np.where(np.array([bool(name) for name in searcher.names], dtype=bool), searcher._term_counts, 0)
    return searcher.names[int(counts.argmax())] if len(counts) else ""


def _chosen(tokens: Tokens, limit: int, with_text: bool) -> Tokens:
    """The articles that stand in the page: spread over the corpus, each cut after its excerpt."""
    n = len(tokens.articles)
    rows = np.unique(np.linspace(0, n - 1, min(limit, n)).round().astype(np.int64)) if n else np.zeros(0, np.int64)
    articles = tokens.articles.iloc[rows].reset_index(drop=True)
    chosen = tokens.select(np.isin(np.arange(n), rows))
    if not with_text:
        spans = chosen.spans()
        bodies = spans[spans["field"] == "text"].groupby("article", observed=True)["end"]
        ends = bodies.nth(EXCERPT - 1)
        cut = dict(zip(spans["article"].to_numpy()[ends.index], ends, strict=True))
        texts = [text[: cut.get(i, len(text))] for i, text in enumerate(articles["text"])]
        articles = articles.assign(text=pd.array(texts, dtype="str"), deck=pd.array([""] * len(texts), dtype="str"))
    return tokenize(articles, normalization=tokens.normalization, segmenter=tokens.segmenter)


def _embedded(searcher: Searcher) -> tuple[list[dict[str, Any]], list[int]]:
    """Articles with the places of their words, and the term of each word in the order the words come."""
    tokens = searcher.tokens
    bounds, spans = tokens.segment_bounds, tokens.spans()
    starts, ends = spans["start"].tolist(), spans["end"].tolist()
    rows, fields = spans["article"].tolist(), spans["field"].tolist()
    table = tokens.articles
    articles = [
        {"date": date, "source": source, "title": one_line(title), "texts": []}
        for date, source, title in zip(searcher.dates, table["source"], table["title"], strict=True)
    ]
    texts = {name: table[name].tolist() for name in FIELDS}
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if begin < end:
            words = _spans_text(starts[begin:end], ends[begin:end])
            articles[rows[begin]]["texts"].append([texts[str(fields[begin])][rows[begin]], words])
    _, at = np.unique(tokens.ids("surface"), return_index=True)
    terms = tokens.ids("term")[np.sort(at)].tolist()
    return articles, terms


def _spans_text(starts: list[int], ends: list[int]) -> str:
    """Write each word's length, and the gap before it where that is not 1, in base 36."""
    words = []
    for start, end, last in zip(starts, ends, [0, *ends[:-1]], strict=True):
        gap = "" if start - last == 1 else "." + np.base_repr(start - last, 36).lower()
        words.append(np.base_repr(end - start, 36).lower() + gap)
    return ",".join(words)


def asked_of_the_page() -> dict[str, str]:
    """Return the language and the digits of what the explorer says of its own accord.

    Examples
    --------
    >>> asked_of_the_page()
    {'language': 'ar', 'digits': 'latin'}
    """
    settings = page_settings()
    return {"language": settings.language, "digits": settings.digits or "latin"}


def _note(n: int, total: int, with_text: bool) -> str:
    """What the page says of what is searched."""
    which = say("searched-all", n) if n == total else say("searched", n, total)
    return f"{which}." if with_text else f"{which}{say('searched-in', EXCERPT)}"


@cache
def explorer_script() -> str:
    """Return the module that runs in the notebook and in the page.

    Examples
    --------
    >>> "export default { render }" in explorer_script()
    True
    """
    return (files("toolkit.report") / "template" / "explorer.js").read_text(encoding="utf-8")


def _live_bundle(explorer: Explorer) -> dict[str, Any] | None:
    """The widget, where a kernel is running and anywidget is installed; one for each explorer."""
    if "ipykernel" not in sys.modules:
        return None
    try:
        from toolkit.report.live import live_widget
    except ImportError:
        return None
    shown = live_widget(explorer)._repr_mimebundle_()
    data = shown[0] if isinstance(shown, tuple) else shown
    view = "application/vnd.jupyter.widget-view+json"
    return {view: data[view]} if data and view in data else None
