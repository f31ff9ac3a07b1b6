"""A corpus in sixteen signs: the same articles have the same fingerprint, wherever they are read from."""

from __future__ import annotations

import hashlib

import pandas as pd

from toolkit.corpus.articles import FIELDS, check_articles

#: What of an article makes it that article; not its path, identifier or row.
_CONTENT = (*FIELDS, "source", "section", "author", "url", "date_raw")
#: Sixteen hexadecimal digits: of a billion corpora no two have the same by chance.
_LENGTH = 16


def fingerprint(articles: pd.DataFrame) -> str:
    """Return the fingerprint of what a corpus says: of its articles, in whatever order and files they came.

    Parameters
    ----------
    articles
        An articles table.

    Returns
    -------
    str
        Sixteen hexadecimal digits of the SHA-256 of all articles' SHA-256, sorted.

    Examples
    --------
    >>> import toolkit as tk
    >>> one, other = tk.as_articles(["خبر", "نبأ"]), tk.as_articles(["نبأ", "خبر"])
    >>> fingerprint(one) == fingerprint(other) != fingerprint(tk.as_articles(["خبر"]))
    True
    """
    check_articles(articles, function="fingerprint")
    columns = [articles[name].fillna("").tolist() for name in _CONTENT]
    each = sorted(
        hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
        for parts in zip(*columns, strict=True)
    )
    return hashlib.sha256(b"".join(each)).hexdigest()[:_LENGTH]
