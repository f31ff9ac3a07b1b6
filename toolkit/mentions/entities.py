"""Names of places, organisations and persons in the text, found through clitics and spellings.

Names of a list are looked up by their folded words, so that للأمم المتحدة, والامم
المتحده and الأمم المتّحدة are one; what the fold could confuse with another word is
then verified as written. That, and what every word tells of itself and of its
neighbours, is evidence; a table of learnt weights decides (`toolkit.mentions.chain`).
"""

from __future__ import annotations

from operator import attrgetter
from typing import cast

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_choice
from toolkit.mentions.candidates import find_candidates, longest
from toolkit.mentions.chain import label_words, shipped_weights
from toolkit.mentions.evidence import TokenEvidence
from toolkit.mentions.gazetteer import Entry, Gazetteer, shipped_gazetteer
from toolkit.mentions.identities import identify
from toolkit.mentions.linking import written_length
from toolkit.mentions.mention_table import mention_table
from toolkit.mentions.models import Model, joined_mentions, model_mentions
from toolkit.mentions.short_forms import anaphora as resolve_anaphora
from toolkit.mentions.short_forms import same_article
from toolkit.mentions.short_forms import short_forms as find_short_forms
from toolkit.mentions.spans import Span, merge, spans_of_candidates, spans_of_labels, with_heads
from toolkit.mentions.spans import nested as nested_spans
from toolkit.mentions.words import Words

_FIRST = attrgetter("first")

#: Whose names are taken.
POLICIES = ("model", "rules", "union", "gazetteer")


def find_entities(
    data: Tokens | pd.DataFrame,
    *,
    gazetteer: Gazetteer | None = None,
    model: Model | None = None,
    policy: str = "model",
    nested: bool = False,
    short_forms: bool = True,
    anaphora: bool = False,
) -> pd.DataFrame:
    """Find the places, organisations and persons that articles name.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    gazetteer
        The names to look for, as `load_gazetteer` reads them; the toolkit's
        own by default. A name of your own list is always taken.
    model
        Your own model: any callable ``texts -> [[(start, end, label[, score]),
        …], …]``; `toolkit.mentions.models` shows how others are plugged in.
    policy
        Whose names are taken. ``"model"``: those of the model, if there is one;
        ``"rules"``: those that the toolkit finds; ``"union"``: both, where they
        cross the model's. ``"gazetteer"``: names of the list alone, without
        persons and names that are not listed, seven times as fast.
    nested
        Take names inside other names too: the place in جامعة الموصل.
    short_forms
        Take المرصد for المرصد السوري لحقوق الإنسان once the article has given
        the full name, and a surname for the person.
    anaphora
        Take التنظيم for تنظيم داعش, الحركة for حركة حماس, where it stands
        behind the name.

    Returns
    -------
    DataFrame
        One row a mention, in reading order. ``article_id`` str, ``field`` str,
        ``start`` and ``end`` int32 (characters in that field, clitics, titles
        and quotation marks left out), ``mention`` str as written, ``entity``
        str canonical name, ``entity_id`` str, ``kind`` str (place,
        organisation, person), ``lat`` and ``lon`` float64 in degrees (NaN for
        all but places), ``rule`` str, why it was taken: ``name``, ``alias`` of
        the gazetteer; ``trigger``, an ordinary word with something beside it
        that makes it a name; ``namesake``, one of several of that name, chosen
        by the countries that the article speaks of; ``learnt``, not listed, but
        it stands and looks like a name; ``same_article``, an ordinary word that
        is a name elsewhere in the article; ``short_form``; ``anaphora``;
        ``quoted``, a newspaper in quotation marks; ``model``.

    Raises
    ------
    InvalidArgumentError
        If ``policy`` is unknown, or the model does not answer as it should.

    Notes
    -----
    A name that is not in the gazetteer has an id made of its kind and its
    folded words, the same in every corpus.

    Examples
    --------
    >>> import toolkit as tk
    >>> mentions = tk.find_entities(tk.as_articles(["طردت القوات العراقية داعش من قضاء القائم المقابل للبوكمال"]))
    >>> mentions[["mention", "entity", "kind", "rule"]]
      mention    entity          kind     rule
    0    داعش      داعش  organisation     name
    1  القائم    القائم         place  trigger
    2  بوكمال  البوكمال         place     name
    """
    require_choice(policy, POLICIES, name="policy", function="find_entities")
    gazetteer = gazetteer or shipped_gazetteer()
    if model is not None and policy == "model":
        return model_mentions(data, model, gazetteer=gazetteer)
    tokens = as_tokens(data)
    words = Words(tokens)
    found = _named(words, gazetteer, policy, nested, short_forms, anaphora)
    table = _as_table(found, words)
    if model is None or policy != "union":
        return table
    return joined_mentions(model_mentions(tokens, model, gazetteer=gazetteer), table, tokens.articles)


def _named(
    words: Words, gazetteer: Gazetteer, policy: str, nested: bool, short_forms: bool, anaphora: bool
) -> list[Span]:
    """All names, in reading order."""
    found = find_candidates(words, gazetteer)
    if policy == "gazetteer":
        spans = spans_of_candidates(found, longest(found), gazetteer)
    else:
        labels = label_words(TokenEvidence(words, gazetteer, found), shipped_weights())
        spans = merge(spans_of_labels(labels, words, found, gazetteer), found, gazetteer, words)
        spans = with_heads(spans, words)
    spans += same_article(spans, found, gazetteer, words)
    spans = identify(sorted(spans, key=_FIRST), words, gazetteer)
    inner = identify(nested_spans(spans, found, gazetteer, len(words)), words, gazetteer) if nested else []
    if short_forms:
        spans = find_short_forms(spans, words)
    if anaphora:
        spans = sorted([*spans, *resolve_anaphora(spans, words)], key=_FIRST)
    return sorted([*spans, *inner], key=lambda span: (span.first, -span.n_words)) if inner else spans


def _as_table(spans: list[Span], words: Words) -> pd.DataFrame:
    tokens = words.tokens
    entries = cast("list[Entry]", [span.entry for span in spans])  # `identify` has given each its own
    firsts = np.array([span.first for span in spans], dtype=np.int64)
    n_words = np.array([span.n_words for span in spans], dtype=np.int64)
    first, (_, _, end) = tokens.spans(firsts), tokens.offsets(firsts + n_words - 1)
    clitics = list(zip(words.ids[firsts].tolist(), [span.prefix for span in spans], strict=True))
    width_of = {one: written_length(words.surfaces[one[0]], one[1]) for one in set(clitics)}
    start = first["start"].to_numpy() + np.array([width_of[one] for one in clitics], dtype=np.int32)
    texts = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    places = zip(first["article"].to_list(), first["field"].to_list(), start.tolist(), end.tolist(), strict=True)
    return mention_table(
        {
            "article_id": tokens.articles["article_id"].to_numpy(dtype=object)[first["article"].to_numpy()],
            "field": first["field"],
            "start": start,
            "end": end,
            "mention": [texts[field][article][begin:stop] for article, field, begin, stop in places],
            "entity": [entry.name for entry in entries],
            "entity_id": [entry.id for entry in entries],
            "kind": [span.kind for span in spans],
            "lat": [entry.lat for entry in entries],
            "lon": [entry.lon for entry in entries],
            "rule": [span.rule for span in spans],
        }
    )
