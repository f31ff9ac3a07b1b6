"""Names of places, organisations and persons in the text, found through clitics and spellings.

Names of a list are looked up by their folded words, so that للأمم المتحدة, والامم
المتحده and الأمم المتّحدة are one; what the fold could confuse with another word is
then verified as written. That, and what every word tells of itself and of its
neighbours, is evidence; a table of learnt weights decides (`toolkit.mentions.chain`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_choice
from toolkit.mentions.candidates import Candidates, find_candidates, longest
from toolkit.mentions.chain import label_words, shipped_weights
from toolkit.mentions.evidence import TokenEvidence
from toolkit.mentions.gazetteer import Gazetteer, shipped_gazetteer
from toolkit.mentions.spans import Span, merge, spans_of_candidates, spans_of_labels
from toolkit.mentions.words import Words
from toolkit.text.arabic import BARE

#: Columns of a mentions table, in order, with their dtypes.
MENTION_COLUMNS = {
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "mention": "str",
    "entity": "str",
    "entity_id": "str",
    "kind": "str",
    "lat": "float64",
    "lon": "float64",
    "rule": "str",
}


def find_entities(data, *, gazetteer=None, policy="model"):
    tokens = as_tokens(data)
    gazetteer = gazetteer or shipped_gazetteer()
    words = Words(tokens)
    found = find_candidates(words, gazetteer)
    if policy == "gazetteer":
        spans = spans_of_candidates(found, longest(found), gazetteer)
    else:
        evidence = TokenEvidence(words, gazetteer, found)
        learnt = spans_of_labels(label_words(evidence, shipped_weights()), words, found, gazetteer)
        import os; spans = learnt if os.environ.get("NOMERGE") else merge(learnt, found, gazetteer, words)
    return as_table(spans, words)


def as_table(spans: list[Span], words: Words) -> pd.DataFrame:
    tokens = words.tokens
    first = np.array([span.first for span in spans], dtype=np.int64)
    last = np.array([span.last for span in spans], dtype=np.int64)
    begin, end = tokens.spans(first), tokens.spans(last)["end"].to_list()
    texts = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    identifiers = tokens.articles["article_id"].to_numpy(dtype=object)
    rows = []
    for span, article, field, start, stop in zip(
        spans, begin["article"].to_list(), begin["field"].to_list(), begin["start"].to_list(), end, strict=True
    ):
        start += _written_length(words.surfaces[int(words.ids[span.first])], span.prefix)
        mention = texts[field][article][start:stop]
        entry = span.entry
        rows.append((identifiers[article], field, start, stop, mention,
            entry.name if entry else mention, entry.id if entry else "x", span.kind,
            entry.lat if entry else np.nan, entry.lon if entry else np.nan, span.rule))
    return pd.DataFrame(rows, columns=list(MENTION_COLUMNS)).astype(MENTION_COLUMNS)


def _written_length(surface: str, letters: int) -> int:
    """Characters that the first ``letters`` letters of a word take up as written, with their marks."""
    if not letters:
        return 0
    length = 0
    while len(BARE.apply(surface[: length + 1])) <= letters:
        length += 1
    return length
