"""Any measure over two or more groups, side by side."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.groups import article_groups, group_name
from toolkit.corpus.tokens import Tokens
from toolkit.errors import InvalidArgumentError

#: Of these an item that a group lacks has 0; any other figure of it is not known.
_COUNTS = ("n", "n_articles", "per_million")
#: How a key is shown, which may differ between groups: items are matched by the key.
_SHOWN = ("term", "collocate")
#: What is said of an item and differs between groups: it tells no items apart.
_SAID = ("aliases",)
_FIGURES = ["value", "rank", "spread"]


def compare(
    measure: Callable[..., pd.DataFrame],
    data: Tokens | pd.DataFrame,
    /,
    *,
    by: str | pd.Series,
    value: str = "per_million",
    **options: Any,
) -> pd.DataFrame:
    """Set one figure of any measure side by side for several groups of articles.

    Parameters
    ----------
    measure
        A function of the toolkit, or your own: `term_frequencies`,
        `collocations`, `lexical_diversity` …
    data
        Its first argument.
    by
        A column of the articles or a Series indexed by ``article_id``: the
        groups. Articles without a value are left out.
    value
        Which column of the measure to compare.
    **options
        Other arguments of the measure. What is its second argument is named
        too: ``data=tokens`` beside mentions, ``node="مدينة"``.

    Returns
    -------
    DataFrame
        One row an item and group, so that every item has a row for every
        group: the column ``by``; the columns that say what the item is, as
        the measure has them (``term`` and ``key``, ``entity`` … or none);
        ``value`` float64; ``rank`` float64 of the item in its group, 1 for the
        largest value; ``spread`` float64, the largest value of the item less
        its smallest. Items with the largest spread come first.

        Where a group lacks an item, its ``n``, ``n_articles`` and
        ``per_million`` are 0 if the measure lists all there is (``min_n`` 1);
        else they are NaN, and so is any other value: it is not known.
        ``spread`` is NaN where fewer than two groups have a value.

    Raises
    ------
    InvalidArgumentError
        If the measure gives no such ``value``, or several rows for one item
        of a group; if ``by`` is no column of the articles.

    Notes
    -----
    A measure that has ``by=`` and gives a row a group is asked once, so that
    `keyness` holds each group against the others; any other is asked about
    the articles of each group alone. Two columns side by side are
    ``table.pivot(index="term", columns="source", values="value")``.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["قوات البوكمال", "مساعدات قوات"]).assign(source=["شرق", "غرب"])
    >>> tk.compare(tk.term_frequencies, articles, by="source", value="n").head(4)[["source", "term", "value", "spread"]]
      source      term  value  spread
    0    شرق  البوكمال    1.0     1.0
    1    غرب  البوكمال    0.0     1.0
    2    شرق   مساعدات    0.0     1.0
    3    غرب   مساعدات    1.0     1.0
    """
    articles = _articles(data, options)
    groups = article_groups(articles, by)
    name = group_name(by, _FIGURES)
    codes, labels = pd.factorize(groups, sort=True)
    table, group = _of_all_groups(measure, data, options, by=by, name=name, codes=codes, labels=labels)
    _check_value(table, value, measure, without=name)
    table, group = table[group >= 0], group[group >= 0]
    items = [column for column in table if column not in (name, *_SAID) and _is_label(table[column])]
    same = [column for column in items if "key" not in items or column not in _SHOWN]
    item = table.groupby(same, sort=False, dropna=False).ngroup().to_numpy() if same else np.zeros(len(table), int)
    if pd.DataFrame({"item": item, "group": group}).duplicated().any():
        raise InvalidArgumentError(
            f"compare() needs one row an item and group; {_called(measure)}() gives several for one {same or name}.\n"
            "It sets figures side by side, not lines of text or occurrences.\n"
            "Try: compare(term_frequencies, tokens, by='source')"
        )
    lists_all = options.get("min_n", _default(measure, "min_n", 1)) == 1
    grid = np.full((item.max(initial=-1) + 1, len(labels)), 0.0 if lists_all and value in _COUNTS else np.nan)
    grid[item, group] = table[value]
    made = _side_by_side(grid, table[items].iloc[np.unique(item, return_index=True)[1]], name, labels)
    made.attrs = {"measure": _called(measure), "value": value}
    made.attrs |= {"stories": table.attrs["stories"]} if "stories" in table.attrs else {}
    return made


def _articles(data: object, options: dict[str, Any]) -> pd.DataFrame:
    """The articles among the arguments: the second where the first is a table of occurrences."""
    for found in (options.get("data"), data):
        if isinstance(found, Tokens):
            return found.articles
        if isinstance(found, pd.DataFrame) and "text" in found.columns:
            return found
    raise InvalidArgumentError(
        "compare() needs the articles or Tokens, to know the groups; occurrences alone have none.\n"
        "Try: compare(entity_frequencies, mentions, data=tokens, by='source')"
    )


def _of_all_groups(
    measure: Callable[..., pd.DataFrame],
    data: Any,
    options: dict[str, Any],
    *,
    by: str | pd.Series,
    name: str,
    codes: npt.NDArray[np.int64],
    labels: pd.Index,
) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Rows of the measure for all groups, and which group each is of."""
    if "by" in inspect.signature(measure).parameters:
        table = measure(data, by=by, **options)
        if name in table.columns:  # by= of dispersion means the parts that it looks at
            return table, labels.get_indexer(pd.Index(table[name]))
    identifiers = _articles(data, options)["article_id"].to_numpy()
    chosen = [set(identifiers[codes == code]) for code in range(len(labels))] or [set()]
    tables = [measure(_part(data, ids), **{k: _part(v, ids) for k, v in options.items()}) for ids in chosen]
    table = pd.concat(tables, ignore_index=True)
    table.attrs = tables[0].attrs
    return table, np.repeat(np.arange(len(tables)) if len(labels) else [-1], [len(part) for part in tables])


def _part(argument: Any, ids: set[str]) -> Any:
    """What an argument holds of some of the articles."""
    if isinstance(argument, Tokens):
        return argument.select(argument.articles["article_id"].isin(ids))
    if isinstance(argument, pd.DataFrame) and "article_id" in argument.columns:
        return argument[argument["article_id"].isin(ids)]
    return argument


def _check_value(table: pd.DataFrame, value: str, measure: Callable[..., Any], *, without: str) -> None:
    known = [column for column in table if column != without and not _is_label(table[column])]
    if value not in known:
        raise InvalidArgumentError(
            f"compare() has no value={value!r} to compare; {_called(measure)}() gives {known}.\n"
            f"Try: value={known[0] if known else '…'!r}"
        )


def _is_label(column: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(column)


def _default(measure: Callable[..., Any], name: str, otherwise: Any) -> Any:
    """The default of an argument of the measure, ``otherwise`` if it has none of that name."""
    parameter = inspect.signature(measure).parameters.get(name)
    return otherwise if parameter is None else parameter.default


def _called(measure: Callable[..., Any]) -> str:
    return getattr(measure, "__name__", type(measure).__name__)


def _side_by_side(grid: npt.NDArray[np.float64], items: pd.DataFrame, name: str, labels: pd.Index) -> pd.DataFrame:
    """An item × group grid as one row a cell, items with the largest spread first."""
    wide = pd.DataFrame(grid)
    spread = (wide.max(axis=1) - wide.min(axis=1)).where(wide.count(axis=1) > 1)
    rank = wide.rank(ascending=False, method="min").to_numpy()
    order = items.reset_index(drop=True).assign(spread=spread)
    order = order.sort_values(["spread", *items], ascending=[False] + [True] * items.shape[1], kind="stable")
    row = np.repeat(order.index.to_numpy(), len(labels))
    group = np.tile(np.arange(len(labels)), len(order))
    made = order.loc[row].reset_index(drop=True)
    made.insert(0, name, labels[group])
    made.insert(len(made.columns) - 1, "value", grid[row, group])
    made.insert(len(made.columns) - 1, "rank", rank[row, group])
    return made
