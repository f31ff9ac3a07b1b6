"""Where each name stands first: article, date, outlet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import order_of_appearance
from toolkit.corpus.tokens import Tokens, articles_of
from toolkit.errors import require_choice, require_columns

#: Columns of a table of first mentions, in order, with their dtypes.
COLUMNS = {
    "entity": "str",
    "entity_id": "str",
    "kind": "str",
    "date": "datetime64[us]",
    "source": "str",
    "article_id": "str",
    "title": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "mention": "str",
}


def first_mentions(
    mentions: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """Return the first mention of each name: when, by whom, where.

    Parameters
    ----------
    mentions
        What `find_entities` returns.
    data
        The `Tokens` or articles they were found in: for dates and outlets.
    by
        A column of the articles or a Series indexed by ``article_id``: the
        first mention in each group. Articles without a value are left out.
    kind
        Only ``"place"``, ``"organisation"``, ``"person"`` or ``"other"``.

    Returns
    -------
    DataFrame
        One row a name (and group), in the order in which they came up: the
        column ``by`` if asked for, ``entity`` ``entity_id`` ``kind`` str,
        ``date`` datetime64[us] as printed, ``source`` ``article_id`` ``title``
        ``field`` str, ``start`` ``end`` int32 (characters in that field),
        ``mention`` str as written.

    Raises
    ------
    MissingColumnsError
        If ``mentions`` is no mentions table.
    InvalidArgumentError
        If a mention is in none of the articles, or another argument is not as above.

    Notes
    -----
    Articles are taken in the order in which they are known to have been out:
    one dated by the day at the end of that day, times less ``utc_offset``
    where it is known, undated articles last. A name that only undated articles
    give has no date. First is first in this corpus, not in the world.

    Examples
    --------
    >>> import toolkit as tk
    >>> dates = ["2017-11-09", "2017-11-08"]
    >>> articles = tk.as_articles(pd.DataFrame({"text": ["من البوكمال إلى الموصل", "البوكمال"], "date": dates}))
    >>> tk.first_mentions(tk.find_entities(articles), articles)[["entity", "date", "article_id"]]
         entity       date article_id
    0  البوكمال 2017-11-08          1
    1    الموصل 2017-11-09          0
    """
    needed = ["article_id", "field", "start", "end", "mention", "entity", "entity_id", "kind"]
    require_columns(mentions, needed, function="first_mentions", made_by="find_entities")
    require_choice(kind, [None, "place", "organisation", "person", "other"], name="kind", function="first_mentions")
    articles = articles_of(data, function="first_mentions")
    rows = rows_of_articles(mentions, articles, function="first_mentions")
    group = [] if by is None else [group_name(by, COLUMNS)]
    labels = pd.Series(0, index=articles.index) if by is None else article_groups(articles, by)
    appeared = np.empty(len(articles), dtype=np.int64)
    appeared[order_of_appearance(articles)] = np.arange(len(articles))
    found = mentions[needed].assign(
        _order=appeared[rows], _field=pd.Index(FIELDS).get_indexer(mentions["field"]), _group=labels.array[rows]
    )
    for name in ("date", "source", "title"):
        found[name] = articles[name].array[rows]
    chosen = found[found["_group"].notna() & (True if kind is None else found["kind"] == kind)]
    chosen = chosen.sort_values(["_order", "_field", "start", "end"], kind="stable")
    chosen = chosen.drop_duplicates(["_group", "entity_id"])
    if group:
        chosen = chosen.sort_values("_group", kind="stable").rename(columns={"_group": group[0]})
    return chosen.astype(COLUMNS).reset_index(drop=True)[[*group, *COLUMNS]]
