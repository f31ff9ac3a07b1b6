"""What an articles table is: its columns, their types, and how to make one."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from toolkit.errors import InvalidArgumentError, MissingColumnsError, require_columns
from toolkit.text.dates import parse_dates

#: The fields of an article that are read and counted, in reading order.
FIELDS = ("title", "deck", "text")

#: Every column of an articles table, in order, with its dtype.
COLUMNS = {
    "article_id": "str",
    "title": "str",
    "deck": "str",
    "text": "str",
    "date": "datetime64[us]",
    "utc_offset": "str",
    "date_precision": "str",
    "date_raw": "str",
    "source": "str",
    "section": "str",
    "author": "str",
    "url": "str",
    "path": "str",
}

_SURROGATE = re.compile("[\ud800-\udfff]")


def as_articles(data: pd.DataFrame | Iterable[str]) -> pd.DataFrame:
    """Make an articles table of your own DataFrame or list of texts.

    Every row and every character is kept: nothing is cleaned, and ``data``
    itself is not changed. (A lone surrogate, which no file can hold, becomes
    U+FFFD.)

    Parameters
    ----------
    data
        A table with at least one of ``title``, ``deck`` and ``text``, or texts.
        Other columns of an articles table are used where they are there; any
        further column is kept behind them. ``date`` may hold strings, which are
        read by :func:`parse_date`, or datetimes; one with a zone becomes the
        local time with its ``utc_offset``.

    Returns
    -------
    pandas.DataFrame
        One row per article, index 0, 1, …:

        - ``article_id`` (str): as given, else "0", "1", …
        - ``title``, ``deck``, ``text`` (str): "" where missing
        - ``date`` (datetime64[us]): as printed, without a zone, or NaT
        - ``utc_offset`` (str): such as "+03:00", or ""
        - ``date_precision`` (str): minute, day, month, season, year or none
        - ``date_raw`` (str): the date as it was written
        - ``source``, ``section``, ``author``, ``url``, ``path`` (str)

    Raises
    ------
    MissingColumnsError
        The table has none of ``title``, ``deck`` and ``text``.
    InvalidArgumentError
        An ``article_id`` or the name of a column occurs twice, or ``data`` is one string.

    Examples
    --------
    >>> articles = as_articles(["وصل الوفد إلى الرقة.", None])
    >>> articles["article_id"].tolist(), articles["text"].tolist()
    (['0', '1'], ['وصل الوفد إلى الرقة.', ''])
    >>> as_articles(pd.DataFrame({"title": ["نهر الفرات"], "date": ["9 تشرين الثاني 2017"]}))["date"].iloc[0]
    Timestamp('2017-11-09 00:00:00')
    """
    table = _as_table(data).reset_index(drop=True)
    index = table.index
    if "article_id" in table.columns:
        ids = as_text(table["article_id"])
    else:
        ids = pd.Series([str(number) for number in index], index=index, dtype="str")
    _require_unique(ids)
    made: dict[str, pd.Series] = {"article_id": ids}
    if "date" in table.columns:
        made |= _dates(table["date"])
    for name in COLUMNS:
        given = name in table.columns and name not in ("article_id", "date")
        if given and not (name in made and as_text(table[name]).eq("").all()):
            made[name] = as_text(table[name])
        elif name not in made:
            made[name] = pd.Series(_empty(name), index=index, dtype=COLUMNS[name])
    made["date_precision"] = made["date_precision"].mask(made["date"].isna(), "none")
    extra = {name: table[name] for name in table.columns if name not in COLUMNS}
    return pd.DataFrame({name: made[name] for name in COLUMNS} | extra, index=index)


def check_articles(articles: pd.DataFrame, *, function: str = "this function") -> None:
    """Raise unless ``articles`` is an articles table.

    Parameters
    ----------
    articles
        What :func:`load_articles` or :func:`as_articles` returns, filtered or joined as you like.
    function
        The name to put into the message.

    Raises
    ------
    MissingColumnsError
        It is no table, or lacks columns.
    InvalidArgumentError
        ``article_id`` is not unique, or ``date`` holds no datetimes.

    Examples
    --------
    >>> check_articles(as_articles(["نهر الفرات"]))
    >>> check_articles(pd.DataFrame({"text": ["نهر الفرات"]}), function="tokenize")
    Traceback (most recent call last):
    ...
    toolkit.errors.MissingColumnsError: tokenize() needs the columns ['article_id', 'title', ...
    """
    require_columns(articles, COLUMNS, function=function, made_by="as_articles")
    if not pd.api.types.is_datetime64_dtype(articles["date"]):
        raise InvalidArgumentError(
            f"{function}() needs datetimes in the column 'date'; it holds {articles['date'].dtype}.\n"
            f"as_articles() reads dates in many spellings.\nTry: {function}(as_articles(...))"
        )
    _require_unique(articles["article_id"])


def _as_table(data: pd.DataFrame | Iterable[str]) -> pd.DataFrame:
    if isinstance(data, str):
        raise InvalidArgumentError(
            "as_articles() needs a table or a list of texts; this is one string.\nTry: as_articles([text])"
        )
    if not isinstance(data, pd.DataFrame):
        return pd.DataFrame({"text": pd.Series(list(data), dtype="object")})
    if not data.columns.is_unique:
        twice = list(data.columns[data.columns.duplicated()])
        raise InvalidArgumentError(f"as_articles() needs column names that differ; these occur twice: {twice}.")
    if not set(FIELDS) & set(data.columns):
        raise MissingColumnsError(
            f"as_articles() needs one of the columns {list(FIELDS)}; this table has {[str(c) for c in data.columns]}.\n"
            "Give the column that holds the articles this name.\n"
            "Try: as_articles(table.rename(columns={'…': 'text'}))"
        )
    return data


def as_text(column: pd.Series) -> pd.Series:
    """A column as strings, with "" for what is missing.

    Examples
    --------
    >>> as_text(pd.Series(["نهر", None, 7], dtype="object")).tolist()
    ['نهر', '', '7']
    """
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("").astype("str")
    try:
        return column.astype("object").where(column.notna(), "").astype("str")
    except UnicodeEncodeError:  # a lone surrogate
        texts = [_SURROGATE.sub("\ufffd", str(value)) for value in column.astype("object").where(column.notna(), "")]
        return pd.Series(texts, index=column.index, dtype="str")


def _dates(column: pd.Series) -> dict[str, pd.Series]:
    """``date``, ``utc_offset``, ``date_precision`` and ``date_raw`` of dates in any shape."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        offset = column.dt.strftime("%z").fillna("").astype("str").str.replace(r"(\d\d)$", r":\1", regex=True)
        date = column.dt.tz_localize(None)
    elif pd.api.types.is_datetime64_dtype(column):
        offset, date = pd.Series("", index=column.index, dtype="str"), column
    else:
        raw = as_text(column)
        return {**dict(parse_dates(raw).items()), "date_raw": raw}
    date = date.astype("datetime64[us]")
    precision = "day" if (date.dropna() == date.dropna().dt.normalize()).all() else "minute"
    precisions = pd.Series(precision, index=date.index, dtype="str")
    return {"date": date, "utc_offset": offset, "date_precision": precisions}


def _empty(name: str) -> object:
    return {"date": pd.NaT, "date_precision": "none"}.get(name, "")


def _require_unique(ids: pd.Series) -> None:
    if not ids.is_unique:
        example = ids[ids.duplicated()].iloc[0]
        raise InvalidArgumentError(
            f"{int(ids.duplicated().sum())} values of 'article_id' occur more than once; each article needs its own.\n"
            "Make them differ, or drop the column: as_articles() then numbers the rows.\n"
            f"{example}"
        )
