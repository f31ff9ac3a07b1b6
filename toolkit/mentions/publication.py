"""Where what an article calls today, yesterday or tomorrow disagrees with its date."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.articles import FIELDS, check_articles
from toolkit.text.weekdays import days_named

#: Columns of the evidence, in order, with their dtypes.
EVIDENCE_COLUMNS = {
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "mention": "str",
    "date": "datetime64[us]",
    "days_off": "int32",
}


def publication_evidence(articles: pd.DataFrame) -> pd.DataFrame:
    """Compare the date of each article with the days that it calls by name: اليوم الخميس, أمس (الأحد).

    Parameters
    ----------
    articles
        An articles table.

    Returns
    -------
    DataFrame
        One row a day so named in a dated article, in reading order.
        ``article_id`` ``field`` str, ``start`` ``end`` int32 (characters in
        that field), ``mention`` str as written, ``date`` datetime64[us] of the
        article, ``days_off`` int32: days from that date to the nearest one that
        the mention fits, -3 to 3; 0 where they agree, -1 where the date is a day late.

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(pd.DataFrame({"text": ["وصل اليوم (الخميس)"], "date": ["2017-11-10"]}))
    >>> tk.publication_evidence(articles)["days_off"].to_list()
    [-1]
    """
    check_articles(articles, function="publication_evidence")
    rows: list[tuple[object, ...]] = []
    dated = articles[articles["date"].notna()]
    for row in dated.itertuples():
        for field in FIELDS:
            text = str(getattr(row, field))
            for start, end, offset, weekday in days_named(text):
                days_off = (weekday - offset - row.date.weekday() + 3) % 7 - 3
                rows.append((row.article_id, field, start, end, text[start:end], row.date, days_off))
    return pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS)).astype(EVIDENCE_COLUMNS)
