"""The places that articles name, with their coordinates, for a map."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import chosen_articles
from toolkit.corpus.tokens import Tokens, articles_of
from toolkit.errors import InvalidArgumentError, require_columns
from toolkit.mentions.gazetteer import Gazetteer, shipped_gazetteer
from toolkit.text.arabic import fold

#: Columns of a table of places, in order, with their dtypes.
COLUMNS = {
    "entity_id": "str",
    "entity": "str",
    "country": "str",
    "lat": "float64",
    "lon": "float64",
    "n": "int64",
    "n_articles": "int64",
}


def places(
    mentions: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    country: str | list[str] | None = None,
    by: str | pd.Series | None = None,
    gazetteer: Gazetteer | None = None,
    stories: str = "all",
) -> pd.DataFrame:
    """Count the places that are named, with what a map needs.

    Parameters
    ----------
    mentions
        What `find_entities` returns.
    data
        The `Tokens` or articles they were found in.
    country
        Only places inside this country, or these: codes of two letters as in
        ISO 3166 (``"SY"``) or names (``"سوريا"``). The country itself is not
        inside it. All places by default.
    by
        A column of the articles or a Series indexed by ``article_id``: count
        within each group. Articles without a value are left out.
    gazetteer
        Says which country a place is in; the toolkit's own by default.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a place (and group), the most frequent first: the column ``by``
        if asked for, ``entity_id`` ``entity`` str, ``country`` str (code of two
        letters, empty where it is not known), ``lat`` ``lon`` float64 in
        degrees (NaN where they are not known), ``n`` int64 mentions,
        ``n_articles`` int64 articles. `plot_places` draws it.

    Raises
    ------
    MissingColumnsError
        If ``mentions`` is no mentions table.
    InvalidArgumentError
        If a country is not in the gazetteer, a mention is in none of the
        articles, or another argument is not as above.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["من دير الزور للبوكمال", "من الموصل إلى البوكمال في سوريا"])
    >>> tk.places(tk.find_entities(tokens), tokens, country="سوريا")[["entity", "country", "n", "n_articles"]]
          entity country  n  n_articles
    0   البوكمال      SY  2           2
    1  دير الزور      SY  1           1
    """
    needed = ["article_id", "entity", "entity_id", "kind", "lat", "lon"]
    require_columns(mentions, needed, function="places", made_by="find_entities")
    entries = (gazetteer or shipped_gazetteer()).entries
    articles = articles_of(data, function="places")
    rows_of_articles(mentions, articles, function="places")  # none from elsewhere, before any is left out
    articles = articles[chosen_articles(articles, stories, function="places")]
    chosen = mentions[mentions["kind"].eq("place") & mentions["article_id"].isin(articles["article_id"])]
    countries = {one: entries[one].country if one in entries else "" for one in chosen["entity_id"].unique()}
    chosen = chosen[needed].assign(country=chosen["entity_id"].map(countries).astype("str"))
    if country is not None:
        inside = ~chosen["entity_id"].str.startswith("country:")
        chosen = chosen[chosen["country"].isin(_codes(country, gazetteer or shipped_gazetteer())) & inside]
    group = [] if by is None else [group_name(by, COLUMNS)]
    if group:
        rows = rows_of_articles(chosen, articles, function="places")
        chosen = chosen.assign(**{group[0]: article_groups(articles, by).array[rows]})
    counted = chosen.groupby([*group, "entity_id"], as_index=False, observed=True).agg(
        entity=("entity", "first"),
        country=("country", "first"),
        lat=("lat", "first"),
        lon=("lon", "first"),
        n=("article_id", "size"),
        n_articles=("article_id", "nunique"),
    )
    order = [*group, "n", "n_articles", "entity", "entity_id"]
    ascending = [name not in ("n", "n_articles") for name in order]
    table = counted.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)
    table = table.astype(COLUMNS)[[*group, *COLUMNS]]
    table.attrs["stories"] = stories
    return table


def _codes(country: str | list[str], gazetteer: Gazetteer) -> set[str]:
    """The codes of countries given by code or by name."""
    known = {entry.country for entry in gazetteer.entries.values() if entry.country}
    named = {
        " ".join(alias.words): entry.country
        for alias in gazetteer.aliases
        for entry in alias.entries
        if entry.id.startswith("country:")
    }
    codes = set()
    for one in [country] if isinstance(country, str) else country:
        code = one.upper() if one.upper() in known else named.get(fold(one))
        if code is None:
            raise InvalidArgumentError(
                "places() does not know a country of this code or name.\nIt knows the codes of ISO 3166 and the names "
                f"of its gazetteer.\nTry: places(mentions, tokens, country='SY')\n{one}"
            )
        codes.add(code)
    return codes
