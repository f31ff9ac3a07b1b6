"""A sentence as it is written: its words, and the signs that open and close it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from toolkit.corpus.tokens import Tokens

#: Signs that close a sentence, up to a blank or what opens the next one.
_CLOSING = re.compile(r"[^\s«“(\[]*")


def cut_sentences(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return start, end and wording of each sentence of one text.

    Parameters
    ----------
    text
        A field of an article.
    words
        For each sentence where its first word begins and its last word ends.

    Examples
    --------
    >>> cut_sentences("وصل. «ماذا؟»", [(0, 3), (6, 10)])
    [(0, 4, 'وصل.'), (5, 12, '«ماذا؟»')]
    """
    found: list[tuple[int, int, str]] = []
    next_words = [begin for begin, _ in words[1:]] + [len(text)]
    for (begin, end), limit in zip(words, next_words, strict=True):
        so_far = found[-1][1] if found else 0
        start = begin - len(text[so_far:begin].lstrip())
        closed = end + len(_CLOSING.match(text[end:limit])[0])  # type: ignore[index]
        found.append((start, closed, text[start:closed]))
    return found


def sentences_of(spans: pd.DataFrame, tokens: Tokens) -> list[tuple[int, int, str]]:
    """Return where the sentence around each span begins and ends, and its wording; only their articles are read.

    Parameters
    ----------
    spans
        Any table with ``article_id``, ``field``, ``start`` and ``end``.
    tokens
        What they were found in. A span that runs over the end of a sentence has both sentences.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["وصل. نزح 5 آلاف. عاد"])
    >>> sentences_of(tk.find_figures(tokens), tokens)
    [(5, 16, 'نزح 5 آلاف.')]
    """
    chosen = tokens.select(tokens.articles["article_id"].isin(spans["article_id"]))
    bounds: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    sentences = chosen.sentences()
    for article, field, start, end in zip(
        *(sentences[name].tolist() for name in ("article_id", "field", "start", "end")), strict=True
    ):
        starts, ends = bounds.setdefault((article, field), ([], []))
        starts.append(start)
        ends.append(end)
    rows = dict(zip(chosen.articles["article_id"], range(len(chosen.articles)), strict=True))
    texts: dict[str, list[str]] = {}
    found: list[tuple[int, int, str]] = []
    for article, field, start, end in zip(
        *(spans[name].tolist() for name in ("article_id", "field", "start", "end")), strict=True
    ):
        starts, ends = bounds.get((article, field), ([start], [end]))
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, max(end - 1, start)) - 1, first)
        if field not in texts:
            texts[field] = chosen.articles[field].tolist()
        begin, close = min(starts[first], start), max(ends[last], end)
        found.append((begin, close, texts[field][rows[article]][begin:close]))
    return found
