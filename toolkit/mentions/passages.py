"""Fields of articles folded for reading, with the places of the words that are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeVar

import numpy as np

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens
from toolkit.text.folded_text import FoldedText, fold_with_places

_Value = TypeVar("_Value")


class Passage(NamedTuple):
    """One field of one article that holds some of the words looked for.

    Attributes
    ----------
    article : int
        Row of the articles table.
    field : str
        ``title``, ``deck`` or ``text``.
    written : str
        As it stands there.
    folded : FoldedText
        As it is read.
    words : list of (int, int)
        Place in the folded text, and entry of ``vocabulary("surface")``, of each.
    """

    article: int
    field: str
    written: str
    folded: FoldedText
    words: list[tuple[int, int]]


def passages(tokens: Tokens, wanted: Mapping[int, _Value]) -> Iterator[Passage]:
    """Yield the fields that hold a word of ``wanted``, entries of ``vocabulary("surface")``.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> [passage.words for passage in passages(tokenize(["قُتل 5", "هدوء"]), {1: "digits"})]
    [[(4, 1)]]
    """
    flags = np.zeros(len(tokens.vocabulary("surface")), dtype=bool)
    flags[list(wanted)] = True
    ids = tokens.ids()
    positions = np.flatnonzero(flags[ids]) if len(ids) else np.zeros(0, dtype=np.int64)
    spans = tokens.spans(positions)
    texts = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    rows = zip(
        spans["article"].tolist(),
        spans["field"].tolist(),
        spans["start"].tolist(),
        ids[positions].tolist(),
        strict=True,
    )
    for (article, field), words in groupby(rows, key=lambda row: row[:2]):
        here = list(words)
        written = str(texts[field][article])
        folded = fold_with_places(written)
        starts = folded.folded(np.array([row[2] for row in here]))
        yield Passage(article, field, written, folded, list(zip(starts, (row[3] for row in here), strict=True)))
