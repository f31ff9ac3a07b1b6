"""Who is heard: how often each source speaks, in how many articles, and how much of it in its own words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse

from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import choose_stories, resampling_units
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import require_columns
from toolkit.measures.intervals import rate_interval, require_interval, share_interval
from toolkit.text.arabic import FOLDED

_COLUMNS = ["speaker", "entity", "n", "n_articles", "share", "low", "high"]
_DIRECT = ["n_direct", "n_indirect", "share_direct", "direct_low", "direct_high"]


def sources_heard(
    quotes: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    carried: bool = True,
    interval: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
    stories: str = "all",
) -> pd.DataFrame:
    """Count who is quoted, how often, and how much of it directly.

    Parameters
    ----------
    quotes
        What `find_quotes` returns.
    data
        The `Tokens` or articles they were found in.
    by
        A column of the articles, say ``"source"`` for the outlet, or a Series
        indexed by ``article_id``: count within each group.
    carried
        Count statements too whose speaker is the one who spoke last (وأضاف).
    interval
        How sure the intervals are, between 0 and 1.
    n_resamples, seed
        How often articles are resampled for ``low`` and ``high``, and where
        chance begins. Articles of one story are drawn together where there is
        a column ``story_id``.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a source (and group), the most heard first: the column ``by``
        if asked for, ``speaker`` str, the name
        in the gazetteer or else the form most often written; ``entity`` bool,
        whether the gazetteer has it; ``n`` int64 statements, ``n_articles``
        int64, ``share`` float64 of the statements of the group whose speaker
        is known, 0 to 1, ``low`` and ``high`` float64 its interval, NaN for a
        group of one article or story; ``n_direct`` and ``n_indirect`` int64
        (according to among the latter), ``share_direct`` float64 of ``n``,
        0 to 1, ``direct_low`` and ``direct_high`` float64 its interval.

    Raises
    ------
    MissingColumnsError
        If ``quotes`` is no table of quotes.
    InvalidArgumentError
        If a quote is in none of the articles, or ``by``, ``interval`` or ``n_resamples`` is out of range.

    Notes
    -----
    The interval of ``share`` is read off resampled articles, for statements of
    one article go together; that of ``share_direct`` is the score interval
    (Wilson 1927), as if each statement were drawn by itself.

    Examples
    --------
    >>> import toolkit as tk
    >>> articles = tk.as_articles(["قال المرصد إن القصف مستمر. وأضاف: «لا هدنة بعد»", "أكد الوزير أن الطريق مفتوح."])
    >>> tk.sources_heard(tk.find_quotes(articles), articles)[["speaker", "n", "n_direct", "share_direct"]]
      speaker  n  n_direct  share_direct
    0  المرصد  2         1           0.5
    1  الوزير  1         0           0.0
    """
    needed = ["article_id", "kind", "speaker", "speaker_entity", "speaker_status"]
    require_columns(quotes, needed, function="sources_heard", made_by="find_quotes")
    require_interval(interval, n_resamples, function="sources_heard")
    tokens = as_tokens(data)
    rows_of_articles(quotes, tokens.articles, function="sources_heard")  # none from elsewhere, before any is left
    tokens = choose_stories(tokens, stories, function="sources_heard")
    heard = quotes[quotes["speaker"].notna() & quotes["article_id"].isin(tokens.articles["article_id"])]
    heard = heard if carried else heard[heard["speaker_status"] == "explicit"]
    names, entity, source = name_sources(heard)
    rows = rows_of_articles(heard, tokens.articles, function="sources_heard")
    direct = (heard["kind"] == "direct").to_numpy()
    draw = {"interval": interval, "n_resamples": n_resamples, "seed": seed}
    groups = _groups(tokens, by)
    found = [
        _count(rows, source, direct, articles, tokens, draw=draw).assign(group=label) for label, articles in groups
    ]
    table = pd.concat(found, ignore_index=True) if found else _count(rows, source, direct, rows[:0], tokens, draw=draw)
    table = table.assign(speaker=pd.array(names[table["at"]], dtype="str"), entity=entity[table["at"]].astype(bool))
    return _ordered(table, by, stories)


def name_sources(
    heard: pd.DataFrame,
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return the name of each source, whether the gazetteer has it, and the source of each quote.

    Parameters
    ----------
    heard
        Quotes that have a ``speaker``, with ``speaker_entity``; where they have
        a ``cue``, لرويترز behind وفقا is رويترز.

    Examples
    --------
    >>> columns = {"speaker": ["المرصد", "الوزير", "المرصد"], "speaker_entity": [None, None, None]}
    >>> names, known, source = name_sources(pd.DataFrame(columns))
    >>> names.tolist(), source.tolist()
    (['المرصد', 'الوزير'], [0, 1, 0])
    """
    written = _without_li(heard)
    known = heard["speaker_entity"].notna().to_numpy()
    keys = np.where(known, heard["speaker_entity"].to_numpy(dtype=object), FOLDED.apply_to_all(written.tolist()))
    shown = pd.DataFrame({"key": keys, "known": known, "form": np.where(known, keys, written)}, index=range(len(keys)))
    source = shown.groupby(["known", "key"], sort=False).ngroup().to_numpy(dtype=np.int64)
    shown["source"] = source
    tally = shown.groupby(["source", "known", "form"], as_index=False).size()
    tally = tally.sort_values(["source", "size", "form"], ascending=[True, False, True]).drop_duplicates("source")
    return tally["form"].to_numpy(dtype=object), tally["known"].to_numpy(dtype=bool), source


def _without_li(heard: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The speakers as they are called: of وفقا للمرصد المرصد."""
    written = heard["speaker"].to_numpy(dtype=object)
    if "cue" not in heard:
        return written
    joined = [cue.endswith(("وفقا", "طبقا")) for cue in FOLDED.apply_to_all(heard["cue"].tolist())]
    called = [
        name if not is_joined else "ال" + name[2:] if name.startswith("لل") else name.removeprefix("ل")
        for name, is_joined in zip(written, joined, strict=True)
    ]
    return np.array(called, dtype=object)


def _groups(tokens: Tokens, by: str | pd.Series | None) -> list[tuple[object, npt.NDArray[np.int64]]]:
    """The articles of each group; one group without a name where none is asked for."""
    if by is None:
        return [(None, np.arange(len(tokens.articles)))]
    codes, labels = pd.factorize(article_groups(tokens.articles, by), sort=True)
    return [(label, np.flatnonzero(codes == i)) for i, label in enumerate(labels)]


def _count(
    rows: npt.NDArray[np.int64],
    source: npt.NDArray[np.int64],
    direct: npt.NDArray[np.bool_],
    articles: npt.NDArray[np.int64],
    tokens: Tokens,
    *,
    draw: dict[str, float | int],
) -> pd.DataFrame:
    """Figures of the sources heard in some of the articles."""
    place = np.full(len(tokens.articles), -1)
    place[articles] = np.arange(len(articles))
    here = place[rows] >= 0 if len(rows) else np.zeros(0, dtype=bool)
    sources, column = np.unique(source[here], return_inverse=True)
    shape = (len(articles), len(sources))
    ones = np.ones(int(here.sum()), dtype=np.int32)
    matrix = scipy.sparse.coo_array((ones, (place[rows[here]], column)), shape=shape).tocsr()
    per_article = np.bincount(place[rows[here]], minlength=len(articles)).astype(np.int64)
    n = np.bincount(column, minlength=len(sources)).astype(np.int64)
    n_direct = np.bincount(column[direct[here]], minlength=len(sources)).astype(np.int64)
    units = resampling_units(tokens.articles)[articles]
    low, high = rate_interval(matrix, per_article, units, **draw)  # type: ignore[arg-type]
    direct_low, direct_high = share_interval(n_direct, n, interval=float(draw["interval"]))
    return pd.DataFrame(
        {
            "at": sources.astype(np.int64),
            "n": n,
            "n_articles": np.bincount(matrix.indices, minlength=len(sources)).astype(np.int64),
            "share": n / max(n.sum(), 1),
            "low": low,
            "high": high,
            "n_direct": n_direct,
            "n_indirect": n - n_direct,
            "share_direct": n_direct / n,
            "direct_low": direct_low,
            "direct_high": direct_high,
        }
    )


def _ordered(table: pd.DataFrame, by: str | pd.Series | None, stories: str) -> pd.DataFrame:
    """Put group and name in front; sort by group, then by count, ties by alphabet."""
    columns = [*_COLUMNS, *_DIRECT]
    group = [] if by is None else [group_name(by, columns)]
    table = table.rename(columns={"group": group[0]}) if group else table
    order = [*group, "n", "n_articles", "speaker"]
    ascending = [name not in ("n", "n_articles") for name in order]
    table = table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)[[*group, *columns]]
    table.attrs["stories"] = stories
    return table
