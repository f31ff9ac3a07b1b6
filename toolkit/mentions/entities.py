"""Names of places, organisations and persons in the text, found through clitics and spellings.

Names of a list are looked up by their folded words, so that للأمم المتحدة, والامم
المتحده and الأمم المتّحدة are one; what the fold could confuse with another word is
then verified as written. That, and what every word tells of itself and of its
neighbours, is evidence; a table of learnt weights decides (`toolkit.mentions.chain`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_choice
from toolkit.mentions.candidates import find_candidates, longest
from toolkit.mentions.chain import label_words, shipped_weights
from toolkit.mentions.evidence import TokenEvidence
from toolkit.mentions.gazetteer import Gazetteer, shipped_gazetteer
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
        persons and names that are not listed, four times as fast.
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
    spans = identify(sorted(spans, key=_place), words, gazetteer)
    inner = identify(nested_spans(spans, found, gazetteer, len(words)), words, gazetteer) if nested else []
    if short_forms:
        spans = find_short_forms(spans, words)
    if anaphora:
        spans = sorted([*spans, *resolve_anaphora(spans, words)], key=_place)
    return sorted([*spans, *inner], key=_place)


def _place(span: Span) -> tuple[int, int]:
    return span.first, -span.n_words


def _as_table(spans: list[Span], words: Words) -> pd.DataFrame:
    tokens = words.tokens
    begin = tokens.spans(np.array([span.first for span in spans], dtype=np.int64))
    end = tokens.spans(np.array([span.last for span in spans], dtype=np.int64))["end"].to_list()
    texts = {name: tokens.articles[name].to_numpy(dtype=object) for name in FIELDS}
    identifiers = tokens.articles["article_id"].to_numpy(dtype=object)
    places = zip(*(begin[name].to_list() for name in ("article", "field", "start")), end, strict=True)
    rows = []
    for span, (article, field, start, stop) in zip(spans, places, strict=True):
        begins = start + written_length(words.surfaces[int(words.ids[span.first])], span.prefix)
        entry = span.entry
        if entry is not None:
            name = (texts[field][article][begins:stop], entry.name, entry.id, span.kind, entry.lat, entry.lon)
            rows.append((identifiers[article], field, begins, stop, *name, span.rule))
    return mention_table(rows)
