"""How often terms and names occur, in how many articles, and per million words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import choose_stories, resampling_units
from toolkit.corpus.terms import count_terms
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_choice, require_columns
from toolkit.measures.intervals import Floats, rate_interval, require_interval
from toolkit.mentions.written_forms import written_forms

Integers = npt.NDArray[np.int64]


def term_frequencies(
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
    ngrams: int = 1,
    min_n: int = 1,
    interval: float | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
    stories: str = "all",
) -> pd.DataFrame:
    """Count terms: البوكمال, للبوكمال and بالبوكمال are one.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    by
        A column of the articles or a Series indexed by ``article_id``: count
        within each group. Articles without a value are left out.
    keep_stop_words
        Count particles, pronouns, verbs of saying and the like too.
    stop_words
        More words to leave out, with all forms of their terms.
    words_only
        Leave out what is no word: numbers, dates, addresses, emoji.
    ngrams
        1 for words; 2 to 5 for runs of so many in one sentence, which neither
        begin nor end with a stop word.
    min_n
        Leave out terms with fewer occurrences (in the group).
    interval
        How sure an interval of ``per_million`` to add, say 0.95; it takes
        seconds on a large corpus, fewer with a higher ``min_n``.
    n_resamples, seed
        How often articles are resampled for it, and where chance begins.
        Articles of one story are drawn together where there is a column ``story_id``.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a term (and group), the most frequent first: the column ``by``
        if asked for, ``term`` str as shown, ``key`` str it is counted under,
        ``n`` int64 occurrences, ``n_articles`` int64 articles that hold it,
        ``per_million`` float64 occurrences per million running words of the
        group, stop words among them; if ``interval`` is asked for, ``low`` and
        ``high`` float64, its ends, per million, NaN for a group of one article
        or story; ``tf_idf`` float64, high for what is often said in few
        articles; ``dp_norm`` float64, 0 for a term spread over the articles
        as all words are, towards 1 for one that stands in a single short
        article, NaN where only one article of the group holds words.

    Raises
    ------
    InvalidArgumentError
        If ``by`` is no column of the articles, or has the name of a column
        above; if ``min_n``, ``interval`` or ``n_resamples`` is out of range.

    Notes
    -----
    tf_idf is n · (ln((1 + N) / (1 + n_articles)) + 1), with N articles in the
    group: what scikit-learn's ``TfidfTransformer(norm=None)`` gives, summed
    over the articles. dp_norm is DP / (1 − min s), with DP = ½ Σ |v − s| over
    the articles that hold words: v is the share of the term's occurrences in
    an article, s the share of all words (Gries 2008; Lijffijt & Gries 2012).

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["عادت المياه إلى البوكمال", "قافلة للبوكمال"])
    >>> tk.term_frequencies(tokens).head(2)[["term", "n", "n_articles"]]
           term  n  n_articles
    0  البوكمال  2           2
    1    المياه  1           1
    """
    tokens = choose_stories(as_tokens(data), stories, function="term_frequencies")
    counted = count_terms(
        tokens,
        function="term_frequencies",
        ngrams=ngrams,
        keep_stop_words=keep_stop_words,
        stop_words=stop_words,
        words_only=words_only,
    )
    draw = _draw(interval, n_resamples, seed, function="term_frequencies")
    if isinstance(min_n, bool) or not isinstance(min_n, int) or min_n < 1:
        raise InvalidArgumentError(f"term_frequencies() needs min_n from 1 on; it got min_n={min_n!r}.\nTry: min_n=5")
    counts = _count_by_group(counted.matrix, tokens, by, min_n=min_n, draw=draw)
    names = {"term": counted.terms, "key": counted.keys}
    labels = {name: pd.array(values[counts["column"]], dtype="str") for name, values in names.items()}
    return _ordered(counts.assign(**labels), by, ["term", "key"], ["tf_idf", "dp_norm"], stories)


def entity_frequencies(
    mentions: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    kind: str | None = None,
    interval: float | None = None,
    n_resamples: int = 1000,
    seed: int = 0,
    stories: str = "all",
) -> pd.DataFrame:
    """Count the mentions of each name.

    Parameters
    ----------
    mentions
        What `find_entities` returns.
    data
        The `Tokens` or articles they were found in: for groups and running words.
    by
        As in `term_frequencies`.
    kind
        Only ``"place"``, ``"organisation"``, ``"person"`` or ``"other"``.
    interval, n_resamples, seed, stories
        As in `term_frequencies`.

    Returns
    -------
    DataFrame
        One row a name (and group), the most frequent first: the column ``by``
        if asked for, ``entity`` ``entity_id`` ``kind`` str, ``n`` int64
        mentions, ``n_articles`` int64, ``per_million`` float64 mentions per
        million running words of the group; ``low`` and ``high`` float64 if
        ``interval`` is asked for, as in `term_frequencies`; ``lat`` ``lon``
        float64 in degrees; ``aliases`` str, the forms it is written in (in the
        group), the most frequent first, with ، between them.

    Raises
    ------
    MissingColumnsError
        If ``mentions`` is no mentions table.
    InvalidArgumentError
        If a mention is in none of the articles, ``kind`` is unknown, or another argument as in `term_frequencies`.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["طريق البوكمال", "من دير الزور للبوكمال"])
    >>> tk.entity_frequencies(tk.find_entities(tokens), tokens)[["entity", "n", "n_articles"]]
          entity  n  n_articles
    0   البوكمال  2           2
    1  دير الزور  1           1
    """
    columns = ["article_id", "entity", "entity_id", "kind", "lat", "lon"]
    require_columns(mentions, [*columns, "mention"], function="entity_frequencies", made_by="find_entities")
    tokens = as_tokens(data)
    require_choice(kind, [None, "place", "organisation", "person", "other"], name="kind", function="entity_frequencies")
    draw = _draw(interval, n_resamples, seed, function="entity_frequencies")
    chosen = mentions if kind is None else mentions[mentions["kind"] == kind]
    rows_of_articles(chosen, tokens.articles, function="entity_frequencies")  # none from elsewhere, before any is left
    tokens = choose_stories(tokens, stories, function="entity_frequencies")
    chosen = chosen[chosen["article_id"].isin(tokens.articles["article_id"])]
    entities = chosen.drop_duplicates("entity_id")[columns[1:]].reset_index(drop=True)
    rows = rows_of_articles(chosen, tokens.articles, function="entity_frequencies")
    ids = pd.Index(entities["entity_id"]).get_indexer(chosen["entity_id"])
    shape = (len(tokens.articles), len(entities))
    matrix = scipy.sparse.coo_array((np.ones(len(rows), np.int32), (rows, ids)), shape=shape).tocsr()
    counts = _count_by_group(matrix, tokens, by, min_n=1, draw=draw)
    labels = entities.iloc[counts["column"]].reset_index(drop=True)
    aliases = _aliases(counts, ids, written_forms(chosen), rows, tokens, by)
    table = pd.concat([counts, labels, aliases], axis=1)
    return _ordered(table, by, ["entity", "entity_id", "kind"], ["lat", "lon", "aliases"], stories)


def _aliases(
    counts: pd.DataFrame, ids: Integers, forms: pd.Series, rows: Integers, tokens: Tokens, by: str | pd.Series | None
) -> pd.Series:
    """The forms of each row of ``counts``, the most frequent first."""
    groups = np.zeros(len(rows)) if by is None else article_groups(tokens.articles, by).to_numpy()[rows]
    written = pd.DataFrame({"group": groups, "column": ids, "form": forms.to_numpy()})
    written = written.groupby(["group", "column", "form"], as_index=False, observed=True).size()
    written = written.sort_values(["size", "form"], ascending=[False, True], kind="stable")
    joined = written.groupby(["group", "column"], observed=True)["form"].agg("، ".join)
    names = pd.MultiIndex.from_frame(counts[["group", "column"]])
    return pd.Series(joined.reindex(names).to_numpy(dtype=object), name="aliases", dtype="str")


def _draw(interval: float | None, n_resamples: int, seed: int, *, function: str) -> dict[str, Any] | None:
    """Arguments of `rate_interval`, once they are checked; None where no interval is asked for."""
    if interval is None:
        return None
    require_interval(interval, n_resamples, function=function)
    return {"interval": interval, "n_resamples": n_resamples, "seed": seed}


def _count_by_group(
    matrix: scipy.sparse.csr_array,
    tokens: Tokens,
    by: str | pd.Series | None,
    *,
    min_n: int,
    draw: dict[str, Any] | None,
) -> pd.DataFrame:
    """Sum an article × column matrix over groups: one row where a group has a column at all."""
    words = tokens.count_words()
    units = resampling_units(tokens.articles)
    if by is None:
        labels, parts = pd.Index([0]), [(matrix, words, units)]
    else:
        codes, labels = pd.factorize(article_groups(tokens.articles, by), sort=True)
        order = np.argsort(codes, kind="stable")
        ordered, words, units = matrix[order], words[order], units[order]
        bounds = np.searchsorted(codes[order], np.arange(len(labels) + 1))
        parts = [(ordered[i:j], words[i:j], units[i:j]) for i, j in pairwise(bounds.tolist())]
    seen = np.zeros(matrix.shape[1], dtype=bool)
    found = [_count(*part, min_n=min_n, draw=draw, seen=seen) for part in parts]
    names = ["column", "n", "n_articles", "per_million", *(["low", "high"] if draw else []), "tf_idf", "dp_norm"]
    types = dict.fromkeys(names, np.float64) | dict.fromkeys(names[:3], np.int64)
    columns = {
        name: np.concatenate([np.zeros(0), *(part[name] for part in found)]).astype(types[name]) for name in names
    }
    group = np.repeat(np.arange(len(found)), [len(part["n"]) for part in found])
    return pd.DataFrame({"group": labels[group], **columns})


def _count(
    matrix: scipy.sparse.csr_array,
    words: Integers,
    units: Integers,
    *,
    min_n: int,
    draw: dict[str, Any] | None,
    seen: npt.NDArray[np.bool_],
) -> dict[str, npt.NDArray[np.generic]]:
    """Figures of one group; ``seen`` is lent, all False, and given back so."""
    seen[matrix.indices] = True
    columns = np.flatnonzero(seen)
    seen[columns] = False
    place = np.empty(len(seen), dtype=np.int64)
    place[columns] = np.arange(len(columns))
    at = place[matrix.indices]
    n = np.bincount(at, weights=matrix.data, minlength=len(columns))
    n_articles = np.bincount(at, minlength=len(columns))
    kept = np.flatnonzero(n >= min_n)
    idf = np.log((1 + len(words)) / (1 + n_articles)) + 1
    made = {
        "column": columns,
        "n": n,
        "n_articles": n_articles,
        "per_million": n / max(words.sum(), 1) * 1e6,
        "tf_idf": n * idf,
        "dp_norm": _dp_norm(matrix, words, at, n),
    }
    if draw:
        low, high = rate_interval(matrix[:, columns[kept]], words, units, **draw)
        return {name: values[kept] for name, values in made.items()} | {"low": low * 1e6, "high": high * 1e6}
    return {name: values[kept] for name, values in made.items()}


def _dp_norm(matrix: scipy.sparse.csr_array, words: Integers, at: Integers, n: npt.NDArray[Any]) -> Floats:
    """Normalised deviation of proportions; only articles with the term are visited: each other adds its share."""
    shares = words / max(words.sum(), 1)
    if (words > 0).sum() < 2:
        return np.full(len(n), np.nan)
    of_words = np.repeat(shares, np.diff(matrix.indptr))
    beyond = np.abs(matrix.data / n[at] - of_words) - of_words
    deviation = (1 + np.bincount(at, weights=beyond, minlength=len(n))) / 2
    return np.clip(deviation / (1 - shares[words > 0].min()), 0.0, 1.0)


def _ordered(
    counts: pd.DataFrame, by: str | pd.Series | None, before: list[str], after: list[str], stories: str
) -> pd.DataFrame:
    """Put group and names in front; sort by group, then by count, ties by alphabet."""
    ends = [name for name in ("low", "high") if name in counts]
    columns = [*before, "n", "n_articles", "per_million", *ends, *after]
    group = [] if by is None else [group_name(by, columns)]
    table = counts.rename(columns={"group": group[0]}) if group else counts
    order = [*group, "n", "n_articles", *before]
    ascending = [name not in ("n", "n_articles") for name in order]
    table = table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)[[*group, *columns]]
    table.attrs["stories"] = stories
    return table
