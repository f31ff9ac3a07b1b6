"""How often terms and names occur, in how many articles, and per million words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import scipy.sparse

from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.terms import count_terms
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_choice, require_columns


def term_frequencies(
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
    ngrams: int = 1,
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
        group, stop words among them.

    Raises
    ------
    InvalidArgumentError
        If ``by`` is no column of the articles, or has the name of a column above.

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
    counts = _count_by_group(counted.matrix, tokens, by)
    names = {"term": counted.terms, "key": counted.keys}
    labels = {name: pd.array(values[counts["column"]], dtype="str") for name, values in names.items()}
    return _ordered(counts.assign(**labels), by, ["term", "key"], [])


def entity_frequencies(
    mentions: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    kind: str | None = None,
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

    Returns
    -------
    DataFrame
        One row a name (and group), the most frequent first: the column ``by``
        if asked for, ``entity`` ``entity_id`` ``kind`` str, ``n`` int64
        mentions, ``n_articles`` int64, ``per_million`` float64 mentions per
        million running words of the group, ``lat`` ``lon`` float64 in degrees.

    Raises
    ------
    MissingColumnsError
        If ``mentions`` is no mentions table.
    InvalidArgumentError
        If a mention is in none of the articles, ``kind`` is unknown, or ``by`` as in `term_frequencies`.

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
    require_columns(mentions, columns, function="entity_frequencies", made_by="find_entities")
    tokens = as_tokens(data)
    require_choice(kind, [None, "place", "organisation", "person", "other"], name="kind", function="entity_frequencies")
    chosen = mentions if kind is None else mentions[mentions["kind"] == kind]
    entities = chosen.drop_duplicates("entity_id")[columns[1:]].reset_index(drop=True)
    rows = rows_of_articles(chosen, tokens.articles, function="entity_frequencies")
    ids = pd.Index(entities["entity_id"]).get_indexer(chosen["entity_id"])
    shape = (len(tokens.articles), len(entities))
    matrix = scipy.sparse.coo_array((np.ones(len(rows), np.int32), (rows, ids)), shape=shape).tocsr()
    counts = _count_by_group(matrix, tokens, by)
    labels = entities.iloc[counts["column"]].reset_index(drop=True)
    return _ordered(pd.concat([counts, labels], axis=1), by, ["entity", "entity_id", "kind"], ["lat", "lon"])


def _count_by_group(matrix: scipy.sparse.csr_array, tokens: Tokens, by: str | pd.Series | None) -> pd.DataFrame:
    """Sum an article × column matrix over groups: one row where a group has a column at all."""
    groups = pd.Series(0, index=tokens.articles.index) if by is None else article_groups(tokens.articles, by)
    codes, labels = pd.factorize(groups, sort=True)
    member = np.flatnonzero(codes >= 0)
    ones = np.ones(len(member), dtype=np.int64)
    shape = (len(labels), matrix.shape[0])
    into = scipy.sparse.coo_array((ones, (codes[member], member)), shape=shape).tocsr()
    present = matrix.copy()
    present.data = np.ones_like(present.data)
    n, n_articles = (into @ matrix).tocsr(), (into @ present).tocsr()
    n.sort_indices()
    n_articles.sort_indices()  # the same places as in n, since no count is 0
    group = np.repeat(np.arange(len(labels)), np.diff(n.indptr))
    return pd.DataFrame(
        {
            "group": labels[group],
            "column": n.indices.astype(np.int64),
            "n": n.data.astype(np.int64),
            "n_articles": n_articles.data.astype(np.int64),
            "per_million": n.data / (into @ tokens.count_words())[group] * 1e6,
        }
    )


def _ordered(counts: pd.DataFrame, by: str | pd.Series | None, before: list[str], after: list[str]) -> pd.DataFrame:
    """Put group and names in front; sort by group, then by count, ties by alphabet."""
    columns = [*before, "n", "n_articles", "per_million", *after]
    group = [] if by is None else [group_name(by, columns)]
    table = counts.rename(columns={"group": group[0]}) if group else counts
    order = [*group, "n", "n_articles", *before]
    ascending = [name not in ("n", "n_articles") for name in order]
    return table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)[[*group, *columns]]
