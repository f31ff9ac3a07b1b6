"""What an articles table is: its columns, their types, and how to make one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from numbers import Number
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from toolkit.corpus.encodings import mend
from toolkit.errors import InvalidArgumentError, MissingColumnsError, require_columns
from toolkit.text.date_order import day_first
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

#: Strings as pandas keeps them.
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
#: What is written as a string as it is; anything else in a column of text is likelier a slip.
_WRITABLE = (Number, np.bool_, dt.date, dt.time, dt.timedelta, pd.Period, os.PathLike, UUID)
#: Whole numbers beyond this are no longer exact as floats.
_LARGEST_EXACT = 2**53


def as_articles(data: pd.DataFrame | Iterable[str | None] | Iterable[dict[str, object]]) -> pd.DataFrame:
    """Make an articles table of your own DataFrame, list of records or list of texts.

    Every row and every character is kept: nothing is cleaned, and ``data``
    itself is not changed. (A lone surrogate, which no file can hold, becomes
    U+FFFD.)

    Parameters
    ----------
    data
        A table with at least one of ``title``, ``deck`` and ``text``, such records
        (a list of dicts), or texts. Other columns of an articles table are used
        where they are there; any further column is kept behind them. Numbers
        become strings, and lists of strings are joined by line breaks. ``date``
        may hold strings, which are read by :func:`parse_date`, or datetimes; one
        with a zone becomes the local time with its ``utc_offset``.

    Returns
    -------
    pandas.DataFrame
        One row per article, index 0, 1, …:

        - ``article_id`` (str): as given; where there is none, the number of the row
          ("0", "1", …), with "#2" behind it where that is taken
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
        An ``article_id`` or the name of a column occurs twice, ``data`` is neither a
        table nor a list, or it holds what is no text, such as bytes.

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
    made: dict[str, pd.Series] = {"article_id": _ids(table)}
    _require_unique(made["article_id"])
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
        A column has another dtype than in an articles table, as after ``read_csv``; a
        column name or an ``article_id`` occurs twice.

    Examples
    --------
    >>> check_articles(as_articles(["نهر الفرات"]))
    >>> check_articles(pd.DataFrame({"text": ["نهر الفرات"]}), function="tokenize")
    Traceback (most recent call last):
    ...
    toolkit.errors.MissingColumnsError: tokenize() needs the columns ['article_id', 'title', ...
    """
    require_columns(articles, COLUMNS, function=function, made_by="as_articles")
    _require_plain_names(articles, function)
    dtypes = {name: str(articles[name].dtype) for name in COLUMNS}
    wrong = [f"{name!r} is {dtype}, not {COLUMNS[name]}" for name, dtype in dtypes.items() if dtype != COLUMNS[name]]
    if wrong:
        raise InvalidArgumentError(
            f"{function}() needs the dtypes of an articles table; in this one {', '.join(wrong)}.\n"
            "A table that was read back from a file, or put together by hand, has others.\nTry: as_articles(table)"
        )
    _require_unique(articles["article_id"])


def _as_table(data: object) -> pd.DataFrame:
    table = data if isinstance(data, pd.DataFrame) else _from_list(data)
    _require_plain_names(table, "as_articles")
    if not set(FIELDS) & set(table.columns):
        raise MissingColumnsError(
            f"as_articles() needs one of the columns {list(FIELDS)}; this table has {list(map(str, table.columns))}.\n"
            "Give the column that holds the articles this name.\n"
            "Try: as_articles(table.rename(columns={'…': 'text'}))"
        )
    return table


def _from_list(data: object) -> pd.DataFrame:
    """The table of a list of texts or of records."""
    if isinstance(data, str | bytes | bytearray | memoryview | Mapping) or not isinstance(data, Iterable):
        instead = "[text]" if isinstance(data, str) else "pandas.DataFrame(data)" if isinstance(data, dict) else "table"
        raise InvalidArgumentError(
            f"as_articles() needs a table, a list of texts or a list of records; this is one {type(data).__name__}.\n"
            "Put one text into a list, and columns into a table; files are read by load_articles().\n"
            f"Try: as_articles({instead})"
        )
    values = list(data)
    are_records = any(isinstance(value, dict) for value in values)
    for place, value in enumerate(values):
        missing = pd.api.types.is_scalar(value) and pd.isna(value)
        if not isinstance(value, dict) if are_records else not (isinstance(value, str) or missing):
            raise InvalidArgumentError(
                f"as_articles() needs a list of texts or a list of records, not both, and nothing else; "
                f"the value at {place} is a {type(value).__name__}.\n"
                "A text is a string or None (bytes are read by decode()), a record is a dict.\n"
                "Try: as_articles(['…', None]) or as_articles([{'title': '…', 'text': '…'}])"
            )
    if not are_records:
        return pd.DataFrame({"text": pd.Series(values, dtype="object")})
    return pd.DataFrame([{_mended(name): _mended(value) for name, value in record.items()} for record in values])


def _mended(value: object) -> object:
    return mend(value) if isinstance(value, str) else value


def as_text(column: pd.Series) -> pd.Series:
    r"""A column as strings, with "" for what is missing.

    Raises
    ------
    InvalidArgumentError
        It holds what is neither a text nor a number, a date or a list of strings.

    Examples
    --------
    >>> as_text(pd.Series(["نهر", None, 7, ["سد", "جسر"]], dtype="object")).tolist()
    ['نهر', '', '7', 'سد\nجسر']
    """
    if isinstance(column.dtype, pd.StringDtype) and column.dtype.storage == "pyarrow":  # most columns: no time to lose
        return _in_one_piece(column.fillna("").astype("str"))
    if pd.api.types.is_float_dtype(column.dtype) and _are_whole(column.dropna().to_numpy(dtype="float64")):
        column = column.astype("Int64")  # an id is a float only because another one is missing
    values = column.astype("object").where(column.notna(), "")
    texts = [value if isinstance(value, str) else _written(value, column.name, n) for n, value in enumerate(values)]
    try:
        return pd.Series(texts, index=column.index, dtype="str")
    except UnicodeEncodeError:  # a lone surrogate
        return pd.Series([mend(text) for text in texts], index=column.index, dtype="str")


def _in_one_piece(column: pd.Series) -> pd.Series:
    """The column as one run of bytes: out of pieces, as Parquet gives them, a row is read a hundred times slower."""
    array = pa.array(column)
    if not isinstance(array, pa.ChunkedArray) or array.num_chunks == 1:
        return column
    return pd.Series(column.dtype.__from_arrow__(array.combine_chunks()), index=column.index, name=column.name)


def keep_rows(table: pd.DataFrame, wanted: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Some rows of a table, numbered anew; a few out of many cost a tenth of what pandas needs, row by row.

    Examples
    --------
    >>> keep_rows(as_articles(["نهر", "سد", "جسر"]), np.array([True, False, True]))["text"].tolist()
    ['نهر', 'جسر']
    """
    if wanted.all():
        return table.reset_index(drop=True)
    stretches = np.flatnonzero(np.diff(wanted, prepend=False, append=False)).reshape(-1, 2).tolist()
    texts = pa.table({name: table[name] for name in table.columns if table[name].dtype == _TEXT})
    if not texts.num_columns or len(stretches) > len(table) / 20:
        return table[wanted].reset_index(drop=True)
    pieces = [texts.slice(start, end - start) for start, end in stretches]
    kept = pa.concat_tables([texts.slice(0, 0), *pieces]).combine_chunks()
    return pd.DataFrame(
        {
            name: _TEXT.__from_arrow__(kept[name]) if name in kept.column_names else table[name][wanted].array
            for name in table.columns
        }
    )


def _are_whole(numbers: npt.NDArray[np.float64]) -> bool:
    return bool(((numbers == np.floor(numbers)) & (np.abs(numbers) < _LARGEST_EXACT)).all())


def _written(value: object, name: object, row: int) -> str:
    """A value that is no string as one."""
    if isinstance(value, _WRITABLE):
        return str(value)
    if isinstance(value, list | tuple | np.ndarray) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    raise InvalidArgumentError(
        f"as_articles() cannot read the column {name!r} as text: its row {row} holds a {type(value).__name__}.\n"
        "It takes strings, numbers, dates and lists of strings.\n"
        f"Try: as_articles(table.assign({name}=table[{name!r}].map(str)))"
    )


def _ids(table: pd.DataFrame) -> pd.Series:
    """The ids as given, and where there is none the number of the row."""
    given = as_text(table["article_id"]).tolist() if "article_id" in table.columns else [""] * len(table)
    taken = set(given)
    made = []
    for row, own in enumerate(given):
        new, count = own or str(row), 1
        while not own and new in taken:
            count += 1
            new = f"{row}#{count}"
        taken.add(new)
        made.append(new)
    return pd.Series(made, index=table.index, dtype="str")


def _dates(column: pd.Series) -> dict[str, pd.Series]:
    """``date``, ``utc_offset``, ``date_precision`` and ``date_raw`` of dates in any shape."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        offset = column.dt.strftime("%z").fillna("").astype("str").str.replace(r"(\d\d)$", r":\1", regex=True)
        date = column.dt.tz_localize(None)
    elif pd.api.types.is_datetime64_dtype(column):
        offset, date = pd.Series("", index=column.index, dtype="str"), column
    else:
        raw = as_text(column)
        return {**dict(parse_dates(day_first(raw)[0]).items()), "date_raw": raw}
    date = date.astype("datetime64[us]")
    precision = "day" if (date.dropna() == date.dropna().dt.normalize()).all() else "minute"
    precisions = pd.Series(precision, index=date.index, dtype="str")
    return {"date": date, "utc_offset": offset, "date_precision": precisions}


def _empty(name: str) -> object:
    return {"date": pd.NaT, "date_precision": "none"}.get(name, "")


def _require_plain_names(table: pd.DataFrame, function: str) -> None:
    columns = table.columns
    if columns.nlevels > 1 or not columns.is_unique:
        names = [str(name) for name in (columns if columns.nlevels > 1 else columns[columns.duplicated()])]
        wrong = "these have several levels" if columns.nlevels > 1 else "these occur twice"
        raise InvalidArgumentError(
            f"{function}() needs column names that differ, of one level; {wrong}: {names}.\n"
            "Give each column a name of its own, or leave out those that occur again.\n"
            "Try: as_articles(table.loc[:, ~table.columns.duplicated()])"
        )


def _require_unique(ids: pd.Series) -> None:
    if not ids.is_unique:
        example = ids[ids.duplicated()].iloc[0]
        raise InvalidArgumentError(
            f"{int(ids.duplicated().sum())} values of 'article_id' occur more than once; each article needs its own.\n"
            "Make them differ, or let as_articles() number the rows.\n"
            "Try: as_articles(table.drop(columns='article_id'))\n"
            f"{example}"
        )
