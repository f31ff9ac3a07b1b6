"""Finding for the explorer: one small language of questions and answers that the browser speaks too.

Whatever is decided here is decided in the same way in ``template/explorer.js``;
a test asks both the same questions.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.queries import find
from toolkit.corpus.tokens import Tokens
from toolkit.text.arabic import fold
from toolkit.text.stopwords import is_stop_key

#: Words of context on each side of a match: as many as other people's articles are quoted with.
CONTEXT = 25
#: Lines in one answer; more are counted, not sent.
MOST_LINES = 50
#: Words on each side within which a word keeps company, and how many companions are named.
WINDOW, COMPANIONS = 5, 12
#: Letters from which on a word that is not there stands for all that begin with it.
FEWEST = 3
#: Blanks, and signs that may stand around a word of a question: the same characters in the browser.
BLANKS = re.compile("[ \t\n\r\f\v\u00a0]+")
SIGNS = "«»\"'“”‘’.,،؛;:!؟?()[]{}…-–—/\\*"
_DATE_LENGTH = {"year": 4, "month": 7, "day": 10, "minute": 10}
Places = npt.NDArray[np.int64]


class Searcher:
    """Answers the explorer's questions over a whole corpus.

    Parameters
    ----------
    tokens
        The corpus.
    mentions
        What `find_entities` returns: an entity's name then finds all it is called.

    Examples
    --------
    >>> import toolkit as tk
    >>> searcher = Searcher(tk.tokenize(["عادت قافلة للبوكمال", "طريق البوكمال"]))
    >>> answer = searcher.answer({"query": "البوكمال"})
    >>> answer["n"], [line["match"] for line in answer["lines"]]
    (2, ['للبوكمال', 'البوكمال'])
    """

    def __init__(self, tokens: Tokens, mentions: pd.DataFrame | None = None) -> None:
        self.tokens = tokens
        articles = tokens.articles
        self.sources = sorted(set(articles["source"]) - {""})
        days = articles["date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
        self.dates = [day[: _DATE_LENGTH.get(p, 0)] for day, p in zip(days, articles["date_precision"], strict=True)]
        self.periods = periods_of(self.dates)
        self.entities = _entity_places(tokens, mentions) if mentions is not None else {}

    def prepare(self) -> None:
        """Work out what every question needs, so that the first is answered as quickly as the others."""
        _ = self._words, self.names, self._period_of

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return counts, timeline, company and the first lines for ``query``, ``source``, ``since`` and ``until``."""
        kept, of_article = self._kept(request)
        places, lengths, begins = self._find(str(request.get("query", "")))
        article = np.searchsorted(self.tokens.article_bounds, places, side="right") - 1
        inside = kept[article]
        places, lengths, article = places[inside], lengths[inside], article[inside]
        found = np.unique(article)
        n_periods = len(self.periods)
        totals = np.bincount(of_article[kept & (of_article >= 0)], minlength=n_periods)
        hits = np.bincount(of_article[found][of_article[found] >= 0], minlength=n_periods)
        return {
            "n": len(places),
            "articles": len(found),
            "begins": begins,
            "timeline": [
                [period, hits_, total]
                for period, hits_, total in zip(self.periods, hits.tolist(), totals.tolist(), strict=True)
            ],
            "company": self._company(places, lengths),
            "lines": self._lines(places[:MOST_LINES], lengths[:MOST_LINES], article[:MOST_LINES]),
        }

    # --- finding -----------------------------------------------------------------------------------------------------

    def _kept(self, request: Mapping[str, Any]) -> tuple[npt.NDArray[np.bool_], Places]:
        """Which articles are asked, and the period of each, -1 where it is not known."""
        source, since, until = (str(request.get(name, "")) for name in ("source", "since", "until"))
        of_article, periods = self._period_of, np.array(self.periods, dtype=object)
        kept = np.ones(len(of_article), dtype=bool)
        if source:
            kept &= (self.tokens.articles["source"] == source).to_numpy(dtype=bool)
        if since:
            kept &= of_article >= bisect_left(periods, since)
        if until:
            kept &= (of_article >= 0) & (of_article < bisect_left(periods, until + "\uffff"))
        return kept, of_article

    @cached_property
    def _period_of(self) -> Places:
        number = {period: i for i, period in enumerate(self.periods)}
        size = len(self.periods[0]) if self.periods else 0
        return np.array([number.get(date[:size], -1) if date else -1 for date in self.dates], dtype=np.int64)

    def _find(self, query: str) -> tuple[Places, Places, bool]:
        """Return where a question's words stand, how many words each match has, and if the last was only begun."""
        pieces = [piece for part in BLANKS.split(query) if (piece := part.strip(SIGNS))]
        named = self.entities.get(fold(" ".join(pieces))) if pieces else None
        if named is not None:
            return named[:, 0], named[:, 1], False
        wanted, begins = [], False
        for i, piece in enumerate(pieces):
            terms = self._terms(piece)
            if not terms and i == len(pieces) - 1:
                terms = self._terms_beginning(fold(piece))
                begins = bool(terms)
            wanted.append(np.array(terms, dtype=np.int64))
        if not pieces or not all(map(len, wanted)):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), False
        if len(wanted) == 1:  # the places of each term are known; of a list of them every word would be asked
            places = np.sort(np.concatenate([find(self.tokens, [int(term)], "term") for term in wanted[0]]))
        else:
            places = find(self.tokens, [int(t[0]) if len(t) == 1 else t for t in wanted], "term")
        return places, np.full(len(places), len(pieces), dtype=np.int64), begins

    def _terms(self, piece: str) -> list[int]:
        """The terms a word may mean: as it is written, else in another spelling, else with its article."""
        _, terms, by_surface, by_fold, _ = self._words
        folded = fold(piece)
        words = [by_surface[piece]] if piece in by_surface else by_fold.get(folded) or by_fold.get("ال" + folded) or []
        return sorted({terms[word] for word in words})

    def _terms_beginning(self, start: str) -> list[int]:
        _, terms, _, by_fold, alphabet = self._words
        found: set[int] = set()
        if len(start) < FEWEST:
            return []
        for folded in alphabet[bisect_left(alphabet, start) : bisect_left(alphabet, start + "\U0010ffff")]:
            found.update(terms[word] for word in by_fold[folded])
        return sorted(found)

    @cached_property
    def _words(self) -> tuple[list[str], list[int], dict[str, int], dict[str, list[int]], list[str]]:
        """The words as written, the term of each, and where to look one up."""
        words = self.tokens.vocabulary("surface")
        first = np.full(len(words), -1, dtype=np.int64)
        first[self.tokens.ids("surface")] = self.tokens.ids("term")
        by_fold: dict[str, list[int]] = {}
        for number, word in enumerate(words):
            if first[number] >= 0:
                by_fold.setdefault(fold(word), []).append(number)
        by_surface = {word: number for number, word in enumerate(words) if first[number] >= 0}
        return words, first.tolist(), by_surface, by_fold, sorted(by_fold)

    # --- answering ---------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> list[str]:
        """The name of each term as a companion; empty for stop words, figures and what occurs once."""
        counts = self._term_counts
        shown, keys = self.tokens.shown_forms(), self.tokens.vocabulary("term")
        return [
            "" if count < 2 or is_stop_key(key) or not any(map(str.isalpha, form)) else form
            for form, key, count in zip(shown, keys, counts.tolist(), strict=True)
        ]

    @cached_property
    def _term_counts(self) -> Places:
        return np.bincount(self.tokens.ids("term"), minlength=len(self.tokens.vocabulary("term")))

    def _company(self, places: Places, lengths: Places) -> list[list[Any]]:
        """Words that stand near more often than chance has it, by how often and how much more."""
        bounds, ids = self.tokens.segment_bounds, self.tokens.ids("term")
        if not len(places):
            return []
        segment = np.searchsorted(bounds, places, side="right") - 1
        steps = np.arange(1, WINDOW + 1)
        at = np.concatenate([places[:, None] - steps, (places + lengths)[:, None] - 1 + steps], axis=1)
        near = at[(at >= bounds[segment][:, None]) & (at < bounds[segment + 1][:, None])]
        observed = np.bincount(ids[near], minlength=len(self._term_counts))
        ranked = []
        for term in np.flatnonzero(observed >= 2).tolist():
            n, total = int(observed[term]), int(self._term_counts[term])
            ratio = n * len(ids) / (total * len(near))
            if self.names[term] and ratio > 1:
                ranked.append((-round(n * math.log(ratio) * 1e6), term, n))
        return [[self.names[term], n] for _, term, n in sorted(ranked)[:COMPANIONS]]

    def _lines(self, places: Places, lengths: Places, article: Places) -> list[dict[str, str]]:
        """The lines to show: at most 25 words a side, from the same field."""
        if not len(places):
            return []
        bounds, articles = self.tokens.segment_bounds, self.tokens.articles
        segment = np.searchsorted(bounds, places, side="right") - 1
        last = places + lengths - 1
        begin, end = bounds[segment], bounds[segment + 1]
        first, final = np.maximum(places - CONTEXT, begin), np.minimum(last + CONTEXT, end - 1)
        spans = {name: self.tokens.spans(at) for name, at in
                 {"first": first, "match": places, "last": last, "final": final}.items()}  # fmt: skip
        lines = []
        for i, row in enumerate(article.tolist()):
            text = articles[str(spans["match"]["field"].iloc[i])].iloc[row]
            start, stop = int(spans["match"]["start"].iloc[i]), int(spans["last"]["end"].iloc[i])
            left = 0 if first[i] == begin[i] else int(spans["first"]["start"].iloc[i])
            right = len(text) if final[i] == end[i] - 1 else int(spans["final"]["end"].iloc[i])
            lines.append({
                "date": self.dates[row], "source": articles["source"].iloc[row],
                "title": one_line(articles["title"].iloc[row]), "left": one_line(text[left:start]),
                "match": one_line(text[start:stop]), "right": one_line(text[stop:right]),
            })  # fmt: skip
        return lines


def one_line(text: str) -> str:
    """Return text with single blanks, none at its ends.

    Examples
    --------
    >>> one_line(" طريق  البوكمال ")
    'طريق البوكمال'
    """
    return BLANKS.sub(" ", text).strip(" ")


def periods_of(dates: Sequence[str]) -> list[str]:
    """Return the periods of a timeline, the empty ones too: days, months or years, whichever are few enough.

    Examples
    --------
    >>> periods_of(["2017-09-30", "2017-12-01", "2017"])
    ['2017-09', '2017-10', '2017-11', '2017-12']
    """
    for size, freq, form, most in ((10, "D", "%Y-%m-%d", 45), (7, "M", "%Y-%m", 60), (4, "Y", "%Y", 300)):
        known = [date for date in dates if len(date) >= size]
        if not known or (size > 4 and 2 * len(known) < sum(map(bool, dates))):
            continue
        between = pd.period_range(min(known)[:size], max(known)[:size], freq=freq)
        if len(between) <= most:
            return [str(name) for name in between.strftime(form)]
    return []


def _entity_places(tokens: Tokens, mentions: pd.DataFrame) -> dict[str, Places]:
    """Where each entity is named: the place of the first word, and how many words."""
    spans = tokens.spans()
    row = {identifier: i for i, identifier in enumerate(tokens.articles["article_id"])}
    number = {name: i for i, name in enumerate(FIELDS)}
    rows = mentions["article_id"].map(row)
    mentions = mentions[rows.notna()]
    if mentions.empty:
        return {}

    def code(article: Any, field: pd.Series, start: Any) -> Places:
        fields = field.astype(object).map(number).to_numpy(dtype=np.int64)
        return (np.asarray(article, dtype=np.int64) * len(FIELDS) + fields) << 32 | np.asarray(start, dtype=np.int64)

    starts = code(spans["article"], spans["field"], spans["start"])
    ends = code(spans["article"], spans["field"], spans["end"])
    here = rows[rows.notna()].to_numpy()
    begin, end = (code(here, mentions["field"], mentions[edge]) for edge in ("start", "end"))
    first = np.searchsorted(ends, begin, side="right")  # the first word that ends after the mention begins
    beyond = np.searchsorted(starts, end, side="left")  # the first word that begins after it ends
    table = pd.DataFrame({"entity": [fold(one_line(name)) for name in mentions["entity"]], "first": first})
    table["length"] = beyond - first
    # What stands behind the end of an excerpt is named nowhere; what is cut by it neither.
    inside = (beyond > first) & (np.append(ends, -1)[beyond - 1] >= end)
    table = table[inside & (table["entity"] != "")].sort_values(["entity", "first"], kind="stable")
    return {str(name): group[["first", "length"]].to_numpy(dtype=np.int64) for name, group in table.groupby("entity")}
