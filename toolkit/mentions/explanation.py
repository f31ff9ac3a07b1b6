"""Why a name was taken, or was not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.corpus.tokens import Tokens, as_tokens, tokenize
from toolkit.errors import require_words
from toolkit.mentions.candidates import find_candidates
from toolkit.mentions.entities import find_entities
from toolkit.mentions.gazetteer import Gazetteer, shipped_gazetteer
from toolkit.mentions.words import Words
from toolkit.text.arabic import fold

_WHY = {
    "name": "a name of the gazetteer",
    "alias": "another name of it in the gazetteer",
    "trigger": "an ordinary word too, but what stands beside it makes it a name",
    "namesake": "one of several of that name: the countries spoken of around it decide",
    "learnt": "not in the gazetteer, but it stands and looks like a name",
    "same_article": "an ordinary word too, but a name elsewhere in the article",
    "short_form": "the full name stands elsewhere in the article",
    "quoted": "in quotation marks it is the newspaper",
}
_NOT_ALONE = "in the gazetteer, but an ordinary word too, and nothing beside it makes it a name"
_NOT_HERE = "in the gazetteer, but as it stands here it is another word, or an adjective"
_NOT_LISTED = "not in the gazetteer, and it does not stand and look like a name"


def explain_entity(
    name: str, data: Tokens | pd.DataFrame | None = None, *, gazetteer: Gazetteer | None = None
) -> pd.DataFrame:
    """Return, for each place where words stand, whether they were taken for a name, and why.

    Parameters
    ----------
    name
        One word or several, as written or without clitics.
    data
        `Tokens` or an articles table to look in; by default the name alone.
    gazetteer
        As in `find_entities`.

    Returns
    -------
    DataFrame
        One row a place. ``article_id`` ``field`` str, ``start`` ``end`` int32
        (characters in that field), ``words`` str as written, ``taken`` bool,
        ``entity`` ``entity_id`` ``kind`` ``rule`` str as in `find_entities`
        ("" where it was not taken), ``why`` str.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["وصل إلى القائم.", "النظام القائم على القانون"])
    >>> tk.explain_entity("القائم", articles)[["taken", "entity_id"]].to_numpy().tolist()
    [[True, 'place:al-qaim'], [False, '']]
    >>> tk.explain_entity("الطاولة")["why"][0]
    'not in the gazetteer, and it does not stand and look like a name'
    """
    require_words([name], name="name", function="explain_entity")
    gazetteer = gazetteer or shipped_gazetteer()
    tokens = tokenize([name]) if data is None else as_tokens(data)
    words = Words(tokens)
    first, n_words = _places(name, words)
    begin = tokens.spans(first)
    end = tokens.spans(first + n_words - 1)["end"]
    mentions = find_entities(tokens, gazetteer=gazetteer)
    identifiers = tokens.articles["article_id"].to_numpy(dtype=object)[begin["article"].to_numpy()]
    by_field = dict(iter(mentions.groupby(["article_id", "field"], sort=False)))
    doubtful = {int(place) for place in find_candidates(words, gazetteer).first}
    listed = gazetteer.find(name) is not None
    rows = []
    places = zip(identifiers, begin["field"], begin["start"], end, first.tolist(), strict=True)
    for article, field, start, stop, place in places:
        text = tokens.articles[field].iloc[int(words.articles[place])][start:stop]
        found = by_field.get((article, field), mentions.iloc[:0])
        touching = found[(found["start"] < stop) & (found["end"] > start)]
        refused = _NOT_LISTED if not listed else _NOT_ALONE if place in doubtful else _NOT_HERE
        rows.append((article, field, start, stop, text, *_verdict(touching, start, stop, refused)))
    columns = {"article_id": "str", "field": "str", "start": "int32", "end": "int32", "words": "str", "taken": "bool"}
    columns |= dict.fromkeys(("entity", "entity_id", "kind", "rule", "why"), "str")
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _verdict(touching: pd.DataFrame, start: int, stop: int, refused: str) -> tuple[bool, str, str, str, str, str]:
    if not len(touching):
        return False, "", "", "", "", refused
    row = touching.iloc[0]
    why = _WHY.get(row["rule"], row["rule"])
    if row["start"] < start or row["end"] > stop:
        why = f"part of a longer name, {row['mention']}: {why}"
    elif row["end"] < stop:
        why = f"a part of it, {row['mention']}: {why}"
    return True, row["entity"], row["entity_id"], row["kind"], row["rule"], why


def _places(name: str, words: Words) -> tuple[np.ndarray, int]:
    """Where the words of a name stand one behind another, the first with clitics or without."""
    parts = fold(name).split()
    first = {parts[0]} if parts else set()
    fits = [word in first or form in first for word, form in zip(words.folded, words.folded_forms, strict=True)]
    found = np.flatnonzero(np.array(fits, dtype=bool)[words.ids]) if len(words) else np.zeros(0, dtype=np.int64)
    for step, part in enumerate(parts[1:], start=1):
        same = np.array([word == part for word in words.folded], dtype=bool)
        found = found[found + step < len(words)]
        found = found[same[words.ids[found + step]] & words.follows(found + step)]
    return found, max(1, len(parts))
