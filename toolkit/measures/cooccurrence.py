"""Which names share a sentence or an article, and whether more often than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_choice, require_columns
from toolkit.measures.intervals import g2

#: Columns of a table of co-occurrence, in order, with their dtypes.
COLUMNS = {
    "entity_a": "str",
    "entity_b": "str",
    "entity_id_a": "str",
    "entity_id_b": "str",
    "kind_a": "str",
    "kind_b": "str",
    "n": "int64",
    "n_a": "int64",
    "n_b": "int64",
    "n_articles": "int64",
    "expected": "float64",
    "log_dice": "float64",
    "mi": "float64",
    "g2": "float64",
}

_Integers = npt.NDArray[np.int64]


def cooccurrence(
    mentions: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    within: str = "sentence",
    kind: str | None = None,
    by: str | pd.Series | None = None,
    min_n: int = 2,
    stories: str = "all",
) -> pd.DataFrame:
    """Count the sentences or articles that each two names share.

    Parameters
    ----------
    mentions
        What `find_entities` returns.
    data
        The `Tokens` or articles they were found in: for sentences, groups and
        how many of them there are.
    within
        ``"sentence"`` or ``"article"`` (title, deck and text together).
    kind
        Only names of this kind: ``"place"``, ``"organisation"``, ``"person"`` or ``"other"``.
    by
        A column of the articles or a Series indexed by ``article_id``: count
        within each group. Articles without a value are left out.
    min_n
        Leave out pairs that share fewer.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a pair (and group), those that share most first; each pair once,
        ``entity_a`` before ``entity_b`` in the alphabet. It is the list of edges
        of a network, and a heat map of ``entity_a`` by ``entity_b``.

        - the column ``by`` if asked for
        - ``entity_a`` ``entity_b`` ``entity_id_a`` ``entity_id_b`` ``kind_a`` ``kind_b`` (str)
        - ``n`` (int64): sentences (articles) they share; ``n_a`` ``n_b``: that
          name each; ``n_articles``: articles where they share one
        - ``expected`` (float64): ``n`` if the two had nothing to do with each other
        - ``log_dice`` (float64, at most 14, where neither is ever without the other; +1 is twice as close)
        - ``mi`` (float64, bits): above 0 more often than chance, below 0 less
        - ``g2`` (float64): how surely it is no chance, of either sign; NaN
          where one is in every sentence (article)

        ``attrs`` hold ``stories`` and ``within``.

    Raises
    ------
    MissingColumnsError
        If ``mentions`` is no mentions table.
    InvalidArgumentError
        If a mention is in none of the articles, or another argument is not as above.

    Notes
    -----
    With N sentences (articles) of the group, those without a name among them:
    expected = n_a·n_b/N, mi = log2(n/expected),
    log_dice = 14 + log2(2·n/(n_a + n_b)) (Rychlý 2008), and g2 is over the 2×2
    table of sentences (articles) with and without each (Dunning 1993). A name
    given twice in a sentence counts once; a mention is in the sentence in which it begins.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["طريق البوكمال إلى الموصل.", "من الموصل للبوكمال. وفي أربيل", "أربيل"])
    >>> tk.cooccurrence(tk.find_entities(tokens), tokens)[["entity_a", "entity_b", "n", "n_a", "n_b", "expected"]]
       entity_a entity_b  n  n_a  n_b  expected
    0  البوكمال   الموصل  2    2    2       1.0
    """
    _check(mentions, within, kind, min_n)
    tokens = as_tokens(data)
    rows_of_articles(mentions, tokens.articles, function="cooccurrence")  # none from elsewhere, before any is left out
    tokens = choose_stories(tokens, stories, function="cooccurrence")
    wanted = mentions["article_id"].isin(tokens.articles["article_id"])
    chosen = mentions[wanted if kind is None else wanted & (mentions["kind"] == kind)]
    names = chosen.drop_duplicates("entity_id").sort_values(["entity", "entity_id"], kind="stable")
    entity = pd.Index(names["entity_id"]).get_indexer(chosen["entity_id"])
    unit, article_of_unit = units_of_mentions(chosen, tokens, within)
    unit, entity = np.divmod(np.unique(unit * max(1, len(names)) + entity), max(1, len(names)))
    groups = pd.Series(0, index=tokens.articles.index) if by is None else article_groups(tokens.articles, by)
    codes, labels = pd.factorize(groups, sort=True)
    of_unit = codes[article_of_unit]
    counted = [_measured(_Shared.none(), total=0).assign(group=labels[:0])]
    for i in range(len(labels)):
        inside = of_unit[unit] == i
        shared = _shared(unit[inside], entity[inside], article_of_unit, len(names)).at_least(min_n)
        counted.append(_measured(shared, total=int((of_unit == i).sum())).assign(group=labels[[i] * len(shared.n)]))
    filled = [table for table in counted if len(table)] or counted[:1]
    table = _named(pd.concat(filled, ignore_index=True), names, by)
    table.attrs = {"stories": stories, "within": within}
    return table


def _check(mentions: pd.DataFrame, within: str, kind: str | None, min_n: int) -> None:
    columns = ["article_id", "field", "start", "entity", "entity_id", "kind"]
    require_columns(mentions, columns, function="cooccurrence", made_by="find_entities")
    require_choice(within, ["sentence", "article"], name="within", function="cooccurrence")
    require_choice(kind, [None, "place", "organisation", "person", "other"], name="kind", function="cooccurrence")
    if isinstance(min_n, bool) or not isinstance(min_n, int | np.integer) or min_n < 1:
        raise InvalidArgumentError(f"cooccurrence() needs a whole number from 1 for min_n; it got {min_n!r}.")


def units_of_mentions(
    mentions: pd.DataFrame, tokens: Tokens, within: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The sentence or article of each mention, and the article that each of them all is in."""
    rows = rows_of_articles(mentions, tokens.articles, function="cooccurrence")
    if within == "article":
        return rows, np.arange(len(tokens.articles))
    sentences = tokens.spans(tokens.sentence_bounds[:-1])
    begins = _reading_order(sentences["article"].to_numpy(), sentences["field"], sentences["start"])
    places = _reading_order(rows, mentions["field"], mentions["start"])
    return np.searchsorted(begins, places, side="right") - 1, sentences["article"].to_numpy()


def _reading_order(rows: _Integers, field: pd.Series, start: pd.Series) -> _Integers:
    """One number for each place in the texts, greater the later it is read."""
    return (rows * len(FIELDS) + pd.Index(FIELDS).get_indexer(field) << 32) + start.to_numpy(dtype=np.int64)


@dataclass(frozen=True)
class _Shared:
    """Pairs of names by their numbers, and how many sentences or articles they share."""

    a: _Integers
    b: _Integers
    n: _Integers
    n_a: _Integers
    n_b: _Integers
    n_articles: _Integers

    @classmethod
    def none(cls) -> _Shared:
        return cls(*[np.zeros(0, dtype=np.int64)] * 6)

    def at_least(self, min_n: int) -> _Shared:
        kept = self.n >= min_n
        return _Shared(*(column[kept] for column in vars(self).values()))


def _shared(unit: _Integers, entity: _Integers, article_of_unit: _Integers, n_names: int) -> _Shared:
    """Count pairs from the distinct names of each unit, sorted: each with the next one, the one after it, and so on."""
    n_articles = max(1, int(article_of_unit.max(initial=0)) + 1)
    here, step = np.arange(len(unit)), 1
    codes = [np.zeros(0, dtype=np.int64)]
    while len(here := here[: np.searchsorted(here, len(unit) - step)]):
        here = here[unit[here + step] == unit[here]]
        pair = entity[here] * n_names + entity[here + step]
        codes.append(pair * n_articles + article_of_unit[unit[here]])
        step += 1
    in_article, n_in_article = np.unique(np.concatenate(codes), return_counts=True)
    pair, first = np.unique(in_article // n_articles, return_index=True)
    if not len(pair):
        return _Shared.none()
    a, b = np.divmod(pair, n_names)
    named = np.bincount(entity, minlength=n_names)
    return _Shared(
        a, b, np.add.reduceat(n_in_article, first), named[a], named[b], np.diff(np.append(first, len(in_article)))
    )


def _measured(shared: _Shared, *, total: int) -> pd.DataFrame:
    """Every figure of the pairs of one group of so many units."""
    n, n_a, n_b = shared.n, shared.n_a, shared.n_b
    expected = n_a / max(1, total) * n_b
    surely = g2(n, n_b - n, n_a, total - n_a)
    return pd.DataFrame(
        {
            "a": shared.a,
            "b": shared.b,
            "n": n,
            "n_a": n_a,
            "n_b": n_b,
            "n_articles": shared.n_articles,
            "expected": expected,
            "log_dice": 14 + np.log2(2 * n / (n_a + n_b)),
            "mi": np.log2(n / expected),
            "g2": np.where(n_b < total, surely, np.nan),
        }
    )


def _named(table: pd.DataFrame, names: pd.DataFrame, by: str | pd.Series | None) -> pd.DataFrame:
    """Names for numbers; those that share most first, in each group."""
    group = [] if by is None else [group_name(by, COLUMNS)]
    for side in ("a", "b"):
        taken = names.iloc[table[side]].reset_index(drop=True)
        table = table.assign(**{f"{column}_{side}": taken[column] for column in ("entity", "entity_id", "kind")})
    table = table.rename(columns={"group": group[0]} if group else {}).astype(COLUMNS)
    order = [*group, "n", "g2", "a", "b"]
    ascending = [name not in ("n", "g2") for name in order]
    return table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)[[*group, *COLUMNS]]
