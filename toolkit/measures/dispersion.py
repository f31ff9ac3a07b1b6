"""Spread evenly over the articles, or all in a few of them; and where each hit stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from toolkit.corpus.groups import article_groups
from toolkit.corpus.queries import find, resolve
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.terms import flag_terms
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_words

#: Columns of a table of dispersion, in order, with their dtypes.
COLUMNS = {
    "term": "str",
    "key": "str",
    "n": "int64",
    "n_articles": "int64",
    "range": "int64",
    "range_share": "float64",
    "dp": "float64",
    "dp_norm": "float64",
    "juilland_d": "float64",
}
#: Columns of a table of occurrences, in order, with their dtypes.
OCCURRENCE_COLUMNS = {
    "query": "str",
    "article_id": "str",
    "date": "datetime64[us]",
    "source": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "position": "float64",
}


def dispersion(
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    parts: int | None = None,
    min_n: int = 5,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
    stories: str = "all",
) -> pd.DataFrame:
    """Measure how evenly each term is spread over the articles, or over other parts of the corpus.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    by
        A column of the articles or a Series indexed by ``article_id``: its
        values are the parts (outlets, months). Articles without a value are left out.
    parts
        Cut the corpus instead into so many parts with equally many words, in
        the order of the articles.
    min_n
        Leave out rarer terms: what occurs once cannot be spread.
    keep_stop_words, stop_words, words_only
        Which terms are listed, as in `term_frequencies`.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a term, the most frequent first:

        - ``term`` (str) as shown, ``key`` (str) it is counted under
        - ``n`` ``n_articles`` (int64): occurrences, and articles that hold it
        - ``range`` (int64): parts that hold it, ``range_share`` (float64, 0 to 1)
          of all; without ``by`` and ``parts`` parts are articles
        - ``dp`` (float64, 0 to 1): 0 where each part has its share, near 1 where
          one small part has all; ``dp_norm``: the same, made to end at 1
        - ``juilland_d`` (float64, 0 to 1): the other way round, 1 where it is
          equally frequent in every part

    Raises
    ------
    InvalidArgumentError
        If ``by`` is no column of the articles, ``parts`` is given beside it or
        is no whole number from 2, or ``min_n`` or ``stories`` is not as above.

    Notes
    -----
    With sᵢ the share of part i in all words (stop words among them) and vᵢ its
    share in the occurrences of a term, dp = ½ Σ|vᵢ − sᵢ| (Gries 2008), summed
    here over the parts that hold the term, as Σ max(vᵢ − sᵢ, 0);
    dp_norm = dp / (1 − min s) (Lijffijt & Gries 2012).

    juilland_d = 1 − V / √(k − 1), V the coefficient of variation (standard
    deviation of all k parts over mean) of the relative frequencies in each part,
    so that parts need not be equally long (Juilland et al. 1970, as Gries 2020
    computes it). Over thousands of parts it is near 1 for nearly every word
    (Biber et al. 2016): use it with few parts, and ``dp`` with articles.

    A part without a word is no part. With one part alone ``dp_norm`` and
    ``juilland_d`` are NaN.

    Examples
    --------
    >>> import toolkit as tk
    >>> spread = tk.dispersion(tk.tokenize(["ماء وخبز", "ماء وملح", "ماء وزيت وزيت وزيت"]), min_n=3)
    >>> spread[["term", "n", "range", "dp_norm"]].round(2)
      term  n  range  dp_norm
    0  ماء  3      3     0.22
    1  زيت  3      1     0.67
    """
    tokens = choose_stories(as_tokens(data), stories, function="dispersion")
    _require_whole(min_n, 1, name="min_n")
    if parts is not None:
        _require_whole(parts, 2, name="parts")
    if parts is not None and by is not None:
        raise InvalidArgumentError("dispersion() needs by= or parts=, not both.\nTry: dispersion(tokens, parts=100)")
    keys, shown = tokens.vocabulary("term"), tokens.shown_forms()
    is_word, is_stop = flag_terms(
        tokens,
        function="dispersion",
        keep_stop_words=keep_stop_words,
        stop_words=stop_words,
        words_only=words_only,
    )
    counts, words, article_counts = _parts(tokens, by, parts)
    measured = _spread(counts, words).assign(n_articles=np.bincount(article_counts.indices, minlength=len(keys)))
    kept = np.flatnonzero(is_word & ~is_stop & (measured["n"].to_numpy() >= min_n)).tolist()
    names = {"term": [shown[i] for i in kept], "key": [keys[i] for i in kept]}
    table = measured.iloc[kept].assign(**names).astype(COLUMNS)[[*COLUMNS]]
    table = table.sort_values(["n", "range", "term"], ascending=[False, False, True], kind="stable")
    table.attrs = {"stories": stories}
    return table.reset_index(drop=True)


def _require_whole(value: object, least: int, *, name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise InvalidArgumentError(f"dispersion() needs a whole number from {least} for {name}; it got {value!r}.")


def _parts(
    tokens: Tokens, by: str | pd.Series | None, parts: int | None
) -> tuple[scipy.sparse.csr_array, npt.NDArray[np.int64], scipy.sparse.csr_array]:
    """Counts part by term, words of each part, and counts article by term of the articles that are in any."""
    matrix = tokens.matrix("term")
    if parts is not None:
        bounds = np.arange(parts + 1) * len(tokens) // parts
        ids = tokens.ids("term")
        cut = [np.unique(ids[a:b], return_counts=True) for a, b in pairwise(bounds)]
        indptr = np.cumsum([0, *(len(entries) for entries, _ in cut)])
        indices, n = (np.concatenate([part[i] for part in cut]) for i in (0, 1))
        return scipy.sparse.csr_array((n, indices, indptr), shape=(parts, matrix.shape[1])), np.diff(bounds), matrix
    if by is None:
        return matrix, tokens.count_words(), matrix
    codes, labels = pd.factorize(article_groups(tokens.articles, by))
    member = np.flatnonzero(codes >= 0)
    ones, shape = np.ones(len(member), dtype=np.int64), (len(labels), matrix.shape[0])
    into = scipy.sparse.coo_array((ones, (codes[member], member)), shape=shape).tocsr()
    return (into @ matrix).tocsr(), into @ tokens.count_words(), matrix[member]


def _spread(counts: scipy.sparse.csr_array, words: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Every figure of each column, from the cells that are not 0; each part that holds a term has words."""
    column, n_columns = counts.indices, counts.shape[1]
    part = np.repeat(np.arange(len(words)), np.diff(counts.indptr))
    n_parts, share = int((words > 0).sum()), words / max(1, words.sum())
    n = np.bincount(column, weights=counts.data, minlength=n_columns)
    held = np.bincount(column, minlength=n_columns)
    dp = np.bincount(column, weights=np.maximum(counts.data / n[column] - share[part], 0), minlength=n_columns)
    rate = counts.data / words[part]
    mean = np.bincount(column, weights=rate, minlength=n_columns) / max(1, n_parts)
    here = np.bincount(column, weights=(rate - mean[column]) ** 2, minlength=n_columns)
    elsewhere = (n_parts - held) * mean**2  # the parts that do not hold it
    smallest = share[words > 0].min(initial=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        variation = np.sqrt((here + elsewhere) / n_parts) / mean
        return pd.DataFrame(
            {
                "n": n.astype(np.int64),
                "range": held,
                "range_share": held / n_parts,
                "dp": dp,
                "dp_norm": dp / (1 - smallest) if n_parts > 1 else np.nan,
                "juilland_d": 1 - variation / np.sqrt(n_parts - 1) if n_parts > 1 else np.nan,
            }
        )


def occurrences(
    data: Tokens | pd.DataFrame,
    query: str | Iterable[str],
    *,
    level: str = "term",
    stories: str = "all",
) -> pd.DataFrame:
    """Find each hit of a word or phrase, and how far into its article it stands.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    query
        A word or phrase, or a list of them, read as `concordance` reads its query.
    level
        What counts as the same word: ``"term"``, ``"word"`` or ``"surface"``,
        as in `concordance`.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a hit, in the order of the queries, then of the articles:
        ``query`` str as asked, ``article_id`` str, ``date`` datetime64[us],
        ``source`` ``field`` str, ``start`` ``end`` int32 (characters in that
        field), ``position`` float64: the words of the article before the hit
        over all its words, title and deck among them; 0 for the first word,
        below 1 for the last.

    Raises
    ------
    InvalidArgumentError
        If a query holds no word, or ``level`` or ``stories`` is unknown.

    Examples
    --------
    >>> import toolkit as tk
    >>> hits = tk.occurrences(tk.as_articles(["وصلت قافلة للبوكمال أمس"]), ["البوكمال", "قافلة"])
    >>> hits[["query", "start", "end", "position"]]
          query  start  end  position
    0  البوكمال     11   19      0.50
    1     قافلة      5   10      0.25
    """
    tokens = choose_stories(as_tokens(data), stories, function="occurrences")
    asked = [query] if isinstance(query, str) else require_words(query, name="query", function="occurrences")
    hits = []
    for words in dict.fromkeys(asked):
        entries = resolve(words, tokens, level, function="occurrences")
        hits.append((words, find(tokens, entries, level), len(entries)))
    first = np.concatenate([np.zeros(0, np.int64), *(places for _, places, _ in hits)])
    last = np.concatenate([np.zeros(0, np.int64), *(places + length - 1 for _, places, length in hits)])
    spans = tokens.spans(first)
    row = spans["article"].to_numpy()
    described = tokens.articles.iloc[row][["article_id", "date", "source"]].reset_index(drop=True)
    table = described.assign(
        query=np.repeat(
            np.array([words for words, _, _ in hits], dtype=object), [len(places) for _, places, _ in hits]
        ),
        field=spans["field"],
        start=spans["start"],
        end=tokens.spans(last)["end"],
        position=(first - tokens.article_bounds[row]) / tokens.count_words()[row],
    )
    table = table.astype(OCCURRENCE_COLUMNS)[[*OCCURRENCE_COLUMNS]]
    table.attrs = {"stories": stories}
    return table
