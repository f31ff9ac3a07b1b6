"""What is no word of the text but a handle on it: hashtags, people addressed, addresses of pages and mail, emoji."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from toolkit.corpus.articles import FIELDS, check_articles
from toolkit.corpus.chunk_words import ADDRESS, EMOJI
from toolkit.corpus.tokens import Tokens
from toolkit.text.arabic import EMOJI_SIGNS, MARKS, TATWEEL

#: Columns of a table of tags, in order.
COLUMNS = ["article_id", "field", "start", "end", "tag", "kind", "words"]
_LETTERS = rf"\w{MARKS}{TATWEEL}\u200c"
#: A hashtag holds a letter (#1 is none). Arabic may stand before it without a blank (في#حلب); &#1575; is a letter.
_HASHTAG = rf"(?<![A-Za-z0-9_&/])[#＃](?=[\d_]*[^\W\d_])[{_LETTERS}]+"
#: One pass finds all kinds, so that the # of an address and the @ of mail are not taken for themselves.
_TAG = re.compile(rf"(?a:{ADDRESS.pattern})|(?P<hashtag>{_HASHTAG})|(?P<emoji>{EMOJI.pattern})")
#: Only texts with one of these are read letter by letter.
_HINT = f"[#＃@{EMOJI_SIGNS}\U0001f1e6-\U0001f1ff]|://|www\\."


def find_tags(data: Tokens | pd.DataFrame) -> pd.DataFrame:
    """Find hashtags, people addressed (@name), addresses of pages and of mail, and emoji.

    Parameters
    ----------
    data
        `Tokens` or an articles table.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the articles: ``article_id``
        ``field`` str, ``start`` ``end`` int32 (characters in that field),
        ``tag`` str as written, ``kind`` str (hashtag, mention, url, email,
        emoji), ``words`` str: those of a hashtag, with blanks for its _,
        empty for the other kinds.

    Raises
    ------
    MissingColumnsError
        If the table is not an articles table.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["في #ذكرى_سقوط_بغداد 🔴 كتب @wakala على www.example.org"])
    >>> tags = tk.find_tags(articles)
    >>> tags[["tag", "kind"]]
                    tag     kind
    0  #ذكرى_سقوط_بغداد  hashtag
    1                 🔴    emoji
    2           @wakala  mention
    3   www.example.org      url
    >>> tags["words"].iloc[0]
    'ذكرى سقوط بغداد'
    """
    if not isinstance(data, Tokens):
        check_articles(data, function="find_tags")
    articles = data.articles if isinstance(data, Tokens) else data
    found: list[tuple[int, int, int, int, str, str]] = []
    for number, name in enumerate(FIELDS):
        rows = _rows_with_a_hint(articles[name])
        for row, text in zip(rows.tolist(), articles[name].iloc[rows].tolist(), strict=True):
            for match in _TAG.finditer(text):
                found.append((row, number, match.start(), match.end(), match.group(), str(match.lastgroup)))
    found.sort(key=lambda tag: tag[:3])
    table = pd.DataFrame(found, columns=["row", "field", "start", "end", "tag", "kind"])
    words = table["tag"].astype("str").str.slice(1).str.replace("_", " ", regex=False).str.strip()
    identifiers = articles["article_id"].iloc[table["row"].to_numpy(np.int64)].reset_index(drop=True)
    names = np.array(FIELDS, dtype=object)[table["field"].to_numpy(np.int64)]
    types = {"start": "int32", "end": "int32"} | dict.fromkeys(["article_id", "field", "tag", "kind", "words"], "str")
    table = table.assign(article_id=identifiers, field=names, words=words.where(table["kind"] == "hashtag", ""))
    return table[COLUMNS].astype(types)


def _rows_with_a_hint(texts: pd.Series) -> npt.NDArray[np.int64]:
    """Where a text may hold a tag; Arrow looks through all of them without making strings."""
    array = pa.array(texts, from_pandas=True)
    return np.flatnonzero(pc.match_substring_regex(array, _HINT).fill_null(False).to_numpy(zero_copy_only=False))
