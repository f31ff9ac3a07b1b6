"""Names that a model finds, joined to the ids of the gazetteer.

A model is any callable ``texts -> [[(start, end, label[, score]), …], …]``: one
list for each text, offsets in characters. No model is shipped or downloaded.
What it says stays as it says it, but for clitics (`toolkit.mentions.linking`).

The usual libraries are plugged in so (each needs its own installation):

**transformers**, a folder on the disk or the name of a model on its hub::

    from transformers import pipeline

    tagger = pipeline("token-classification", "path/or/name", aggregation_strategy="simple")

    def model(texts):
        return [[(s["start"], s["end"], s["entity_group"]) for s in found] for found in tagger(texts)]

    mentions = tk.find_entities(articles, model=tk.by_sentence(model))

**Stanza**::

    import stanza

    nlp = stanza.Pipeline("ar", processors="tokenize,mwt,ner", download_method=None)

    def model(texts):
        return [[(e.start_char, e.end_char, e.type) for e in nlp(text).ents] for text in texts]

**spaCy**::

    import spacy

    nlp = spacy.load("path/or/name")

    def model(texts):
        return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]

**GLiNER**, which is told what to look for::

    from gliner import GLiNER

    gliner = GLiNER.from_pretrained("path/or/name")

    def model(texts):
        labels = ["person", "organization", "location"]
        return [[(s["start"], s["end"], s["label"]) for s in gliner.predict_entities(text, labels)] for text in texts]

    mentions = tk.find_entities(articles, model=tk.by_sentence(model))

**CAMeL Tools**, which labels words::

    from camel_tools.ner import NERecognizer

    mentions = tk.find_entities(articles, model=tk.by_word(NERecognizer.pretrained().predict))

Most neural models read some hundred words and pass over the rest in silence:
`by_sentence` hands them one sentence at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS, as_articles
from toolkit.corpus.tokens import Tokens, articles_of, tokenize
from toolkit.errors import InvalidArgumentError
from toolkit.mentions.gazetteer import Gazetteer, shipped_gazetteer
from toolkit.mentions.linking import WORD, NamedSpan, linked_rows
from toolkit.mentions.mention_table import MENTION_COLUMNS, mention_table

#: Where a name stands and what it is called there: ``(start, end, label)``, or with a score behind it.
Span = tuple[int, int, str] | tuple[int, int, str, float]
#: A model: many texts in, the names of each out.
Model = Callable[[list[str]], Sequence[Sequence[Span]]]
#: What labels words: many sentences as words in, one label a word out.
WordModel = Callable[[list[list[str]]], Sequence[Sequence[str]]]

#: Labels of the usual schemes (CoNLL, ACE, OntoNotes, WNUT, ANERcorp, AQMAR, Wojood) by the kind they stand for.
_KINDS = {
    "place": "LOC LOCATION GPE FAC FACILITY PLACE CITY COUNTRY REGION",
    "person": "PER PERS PERSON",
    "organisation": "ORG ORGANIZATION ORGANISATION CORP CORPORATION COMPANY GROUP",
}
_KIND_OF = {label: kind for kind, labels in _KINDS.items() for label in labels.split()}
#: Places of a word in its name, as taggers write them before a label: B-LOC, I-LOC, E_LOC.
_PLACE_IN_NAME = re.compile("([BIESUL])[-_](.+)", re.DOTALL)
#: What a label is for words outside of names.
_OUTSIDE = "O"
_WORD_OR_SIGN = re.compile(rf"{WORD.pattern}|\S")


def kind_of_label(label: str) -> str:
    """Return what a model's label stands for: place, person, organisation, or other.

    Examples
    --------
    >>> [kind_of_label(label) for label in ("B-GPE", "PERS", "I-Organization", "MISC")]
    ['place', 'person', 'organisation', 'other']
    """
    return _KIND_OF.get(_split_label(label)[1].upper(), "other")


def _split_label(label: str) -> tuple[str, str]:
    """The place of a word in its name, B where none is said, and what the name is."""
    found = _PLACE_IN_NAME.fullmatch(label)
    return (found[1], found[2]) if found else ("B", label)


def model_mentions(data: Tokens | pd.DataFrame, model: Model, *, gazetteer: Gazetteer | None = None) -> pd.DataFrame:
    """Return the names that a model finds, clitics off, with ids.

    Parameters
    ----------
    data
        `Tokens`, or an articles table.
    model
        Any callable ``texts -> [[(start, end, label[, score]), …], …]``. It is
        called once, with each distinct title, deck and text that is not empty.
    gazetteer
        The names to link to; the toolkit's own by default.

    Returns
    -------
    DataFrame
        The columns of `find_entities`, one row a span, in reading order, equal
        spans once; ``rule`` is ``model``. A name that the gazetteer holds has
        its id and coordinates; any other is called what it is most often
        written as, clitics off, and its id is made of its kind and that name.

    Raises
    ------
    InvalidArgumentError
        If the model is no callable, or does not answer as said above: it tells
        what was wrong, and where.

    Examples
    --------
    >>> import toolkit as tk
    >>> def model(texts):
    ...     return [[(m.start(), m.end(), "B-LOC") for m in re.finditer("لل[^ ]+", text)] for text in texts]
    >>> mentions = model_mentions(tk.as_articles(["عادت المياه للبوكمال"]), model)
    >>> mentions[["mention", "entity", "entity_id", "kind", "rule"]].iloc[0].to_list()
    ['بوكمال', 'البوكمال', 'place:al-bukamal', 'place', 'model']
    """
    articles = data if isinstance(data, Tokens | pd.DataFrame) else as_articles(data)
    places, texts = _texts(articles_of(articles, function="find_entities"))
    distinct = list(dict.fromkeys(texts))
    answers = dict(zip(distinct, _ask(model, distinct), strict=True))
    rows = zip(places, texts, strict=True)
    spans = [NamedSpan(place, text, *span) for place, text in rows for span in answers[text]]
    linked = list(linked_rows(spans, gazetteer or shipped_gazetteer()))
    return mention_table({name: [row[i] for row in linked] for i, name in enumerate(MENTION_COLUMNS)})


def _texts(articles: pd.DataFrame) -> tuple[list[tuple[str, str]], list[str]]:
    """Article and field of each text that is not empty, in reading order; and the texts."""
    columns = [articles[name].tolist() for name in FIELDS]
    rows = zip(articles["article_id"].tolist(), zip(*columns, strict=True), strict=True)
    found = [
        ((article, name), text)
        for article, of_article in rows
        for name, text in zip(FIELDS, of_article, strict=True)
        if text.strip()
    ]
    return [place for place, _ in found], [text for _, text in found]


def joined_mentions(first: pd.DataFrame, second: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return all mentions of one table, and those of another that touch none of them, in reading order.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["من دير الزور إلى الموصل"])
    >>> words = model_mentions(articles, lambda texts: [[(3, 6, "LOC")] for text in texts])
    >>> joined_mentions(words, tk.find_entities(articles), articles)[["mention", "rule"]].to_numpy().tolist()
    [['دير', 'model'], ['الموصل', 'name']]
    """
    taken, taken_end = np.sort(_reading_order(first, articles), axis=1)
    taken_end = np.maximum.accumulate(taken_end)
    start, end = _reading_order(second, articles)
    before = np.searchsorted(taken, end) - 1
    free = (before < 0) | (taken_end[before] <= start) if len(taken) else np.ones(len(second), dtype=bool)
    both = pd.concat([table for table in (first, second[free]) if len(table)] or [first], ignore_index=True)
    order = np.lexsort(_reading_order(both, articles)[::-1])
    return both.iloc[order].reset_index(drop=True)


def _reading_order(mentions: pd.DataFrame, articles: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One number for the start and one for the end of each mention, greater the later it is read."""
    field = pd.Index(articles["article_id"]).get_indexer(mentions["article_id"]) * len(FIELDS)
    field = (field + pd.Index(FIELDS).get_indexer(mentions["field"])).astype(np.int64) << 32
    return np.stack([field + mentions["start"].to_numpy(), field + mentions["end"].to_numpy()])


# --- what the model answers ------------------------------------------------------------------------------------------


def _ask(model: Model, texts: list[str]) -> list[list[tuple[int, int, str]]]:
    """The spans of each text, checked, with kinds for labels, in reading order, each once."""
    if not callable(model):
        raise InvalidArgumentError(
            f"model= needs a callable that takes texts and returns names; it got a {type(model).__name__}.\n"
            "A library's model is wrapped in a few lines: help(toolkit.mentions.models) shows them.\n"
            "Try: model=lambda texts: [[(start, end, 'LOC'), …] for text in texts]"
        )
    answers = _answers(model(list(texts)), len(texts), unit="texts") if texts else []
    checked = [[_checked(span, text) for span in answer] for answer, text in zip(answers, texts, strict=True)]
    return [sorted({(a, b, kind_of_label(label)) for a, b, label in spans if label != _OUTSIDE}) for spans in checked]


def _answers(given: Any, n: int, *, unit: str) -> list[list[Any]]:
    """The answer as lists, one for each text."""
    if isinstance(given, dict | str | bytes) or not isinstance(given, Iterable):
        raise _wrong_answer(f"was given {n} {unit} and returned a {type(given).__name__}, not a list of lists")
    answers = list(given)
    if len(answers) != n:
        raise _wrong_answer(f"was given {n} {unit} and answered for {len(answers)}")
    for i, answer in enumerate(answers):
        if isinstance(answer, dict | str | bytes) or not isinstance(answer, Iterable):
            raise _wrong_answer(f"returned a {type(answer).__name__}, not a list, for number {i} of {n} {unit}")
    return [list(answer) for answer in answers]


def _wrong_answer(what: str, text: str | None = None) -> InvalidArgumentError:
    shown = "" if text is None else "\n" + (text if len(text) <= 80 else text[:80] + "…")
    return InvalidArgumentError(
        f"The model {what}.\n"
        "It must return one list for each text: of (start, end, label) or (start, end, label, score), in characters.\n"
        f"Try: model=lambda texts: [[(0, 5, 'LOC')] for text in texts]{shown}"
    )


def _checked(span: Any, text: str) -> tuple[int, int, str]:
    if isinstance(span, str | dict) or not isinstance(span, Sequence) or len(span) not in (3, 4):
        raise _wrong_answer(f"returned {span!r}, which is not (start, end, label)", text)
    start, end, label = span[:3]
    if not all(isinstance(offset, int | np.integer) and not isinstance(offset, bool) for offset in (start, end)):
        raise _wrong_answer(f"returned {span!r}, where start and end are no whole numbers", text)
    if not isinstance(label, str):
        raise _wrong_answer(f"returned {span!r}, whose label is a {type(label).__name__}", text)
    if not 0 <= start < end <= len(text):
        why = "it is empty or turned round" if 0 <= end <= start <= len(text) else "it lies outside the text"
        raise _wrong_answer(f"returned {span!r} for a text of {len(text)} characters: {why}", text)
    return int(start), int(end), label


# --- models of other shapes ------------------------------------------------------------------------------------------


def by_sentence(model: Model) -> Model:
    """Return a model that reads one sentence at a time, for one that would pass over the end of a long text.

    Parameters
    ----------
    model
        Any callable ``texts -> [[(start, end, label[, score]), …], …]``.

    Examples
    --------
    >>> import toolkit as tk
    >>> def model(texts):
    ...     return [[(text.rindex(" ") + 1, len(text) - 1, "LOC")] for text in texts]
    >>> tk.by_sentence(model)(["وصلوا إلى الموصل. ثم إلى الأنبار."])
    [[(10, 16, 'LOC'), (25, 32, 'LOC')]]
    """

    def of_texts(texts: list[str]) -> list[list[Span]]:
        sentences = tokenize(as_articles(texts)).sentences()
        given = sentences["sentence"].tolist()
        answers = _answers(model(given), len(given), unit="sentences") if given else []
        found: list[list[Span]] = [[] for _ in texts]
        places = zip(sentences["article_id"].astype("int64"), sentences["start"].tolist(), strict=True)
        for (text, begin), sentence, answer in zip(places, given, answers, strict=True):
            for span in answer:
                start, end, label = _checked(span, sentence)
                found[text].append((begin + start, begin + end, label, *span[3:]))
        return found

    return of_texts


def by_word(predict: WordModel) -> Model:
    """Return a model of texts for a tagger of words: CAMeL Tools, a CRF, anything learnt on CoNLL files.

    Parameters
    ----------
    predict
        Any callable ``sentences -> labels``: many sentences as lists of words
        in, one label for each word out, in any of the usual schemes (IOB,
        BIO, BIOES, BILOU). Signs are words of their own.

    Examples
    --------
    >>> import toolkit as tk
    >>> def predict(sentences):
    ...     return [["B-LOC" if word == "دير" else "I-LOC" if word == "الزور" else "O" for word in words]
    ...             for words in sentences]
    >>> tk.by_word(predict)(["من دير الزور."])
    [[(3, 12, 'LOC')]]
    """

    def of_sentences(sentences: list[str]) -> list[list[Span]]:
        words = [list(_WORD_OR_SIGN.finditer(sentence)) for sentence in sentences]
        given = [[word[0] for word in of_sentence] for of_sentence in words]
        answers = _answers(predict(given), len(given), unit="sentences")
        for labels, asked in zip(answers, given, strict=True):
            if len(labels) != len(asked) or not all(isinstance(label, str) for label in labels):
                raise InvalidArgumentError(
                    f"The tagger was given a sentence of {len(asked)} words and returned {len(labels)} labels"
                    f"{'' if len(labels) != len(asked) else ' that are not all strings'}.\n"
                    "It must return one label for each word.\n"
                    "Try: by_word(lambda sentences: [['O' for word in words] for words in sentences])\n"
                    f"{' '.join(asked)[:80]}"
                )
        return [
            [(at[first].start(), at[last].end(), kind) for first, last, kind in labelled_names(labels)]
            for at, labels in zip(words, answers, strict=True)
        ]

    return by_sentence(of_sentences)


def words_and_signs(text: str) -> list[str]:
    """Return the words of a text as `by_word` gives them to a tagger, each sign a word of its own.

    Examples
    --------
    >>> words_and_signs("(د.ب.أ): «داعش»")
    ['(', 'د', '.', 'ب', '.', 'أ', ')', ':', '«', 'داعش', '»']
    """
    return _WORD_OR_SIGN.findall(text)


def labelled_names(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the names that labels of words say: number of the first and the last word, and label.

    A name begins at B, S and U, and where the label changes; it ends with E, L, S and U.

    Examples
    --------
    >>> labelled_names(["B-LOC", "I-LOC", "O", "I-PER", "B-PER", "S-ORG"])
    [(0, 1, 'LOC'), (3, 3, 'PER'), (4, 4, 'PER'), (5, 5, 'ORG')]
    """
    names: list[tuple[int, int, str]] = []
    is_open = False
    for i, label in enumerate(labels):
        if label in (_OUTSIDE, ""):
            is_open = False
            continue
        place, kind = _split_label(label) if _PLACE_IN_NAME.fullmatch(label) else ("I", label)
        if is_open and place not in "BSU" and names[-1][2] == kind:
            names[-1] = (names[-1][0], i, kind)
        else:
            names.append((i, i, kind))
        is_open = place not in "ESUL"
    return names
