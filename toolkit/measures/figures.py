"""Whose number it is: every figure with who gives it, and which of them cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.groups import rows_of_articles
from toolkit.corpus.sentences import sentences_of
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_choice, require_columns
from toolkit.mentions.date_mentions import find_dates
from toolkit.mentions.figures import FIGURE_COLUMNS
from toolkit.text.arabic import FOLDED
from toolkit.text.segment import term_keys

#: Columns of a table of compared figures, in order, with their dtypes.
COLUMNS = {
    "subject": "int64",
    "kind": "str",
    "place": "str",
    "counted": "str",
    "figure": "str",
    "unit": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "approximate": "bool",
    "least": "float64",
    "most": "float64",
    "speaker": "str",
    "source": "str",
    "date": "datetime64[us]",
    "article_id": "str",
    "field": "str",
    "start": "int32",
    "end": "int32",
    "sentence": "str",
    "n_compared": "int64",
    "n_apart": "int64",
    "disagrees": "bool",
}
KINDS = ["people_killed", "people_injured", "people_displaced", "people", "money", "percent", "distance", "duration"]
KINDS += ["age", "ordinal", "other"]
#: What happened to people happened once; three points or five million dollars in one country are two things.
_COMPARED = ["people_killed", "people_injured", "people_displaced", "people"]
#: People whom something happened to are counted alike, whatever the noun; families are not people.
_EVENTS = ["people_killed", "people_injured", "people_displaced"]
_PERSONS, _HOUSEHOLDS = "شخص", "عائلة"
#: عشرات reaches up to where مئات begins.
_VAGUE = 10.0
#: Figures so many times apart count two things.
_MANY_TIMES = 3.0
#: A figure behind these, and at most two words more, is part of the one before it.
_PART = re.compile(r"(?<!\w)(?:من )?(?:بين|من)(?:هم|ها|هن|هما)(?:\s+[^\s،,.]+){0,2}\s*$")
#: اثنان من القتلى.
_PART_OF = re.compile(r"\s+من\s+(?:بين\s+)?ال(?:قتلى|ضحايا|جرحى|مصابين)")
#: Days by which the day of an event may lie before that of its article, besides those that are asked for.
_A_DAY_OR_TWO = 2

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def figures_compared(
    figures: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    kind: str | Iterable[str] | None = None,
    unit: str | None = None,
    place: str | None = None,
    days: int = 1,
    margin: float = 0.1,
) -> pd.DataFrame:
    """Put figures side by side that are about the same thing, and tell which of them cannot both be right.

    Parameters
    ----------
    figures
        What `find_figures` returns; give it the quotes and the names, or
        nobody is known to say a figure and no place is known.
    data
        The `Tokens` or articles they were found in.
    kind
        Only figures of this kind, or of these.
    unit
        Only what counts this, in whatever form: ``"عائلة"`` finds عائلات too.
    place
        Only figures of this place.
    days
        How many days after the first article others may tell of the same thing.
    margin
        What an approximate figure may be wrong by, as a share of it.

    Returns
    -------
    DataFrame
        One row a figure. Subjects of which figures disagree stand first, then
        those with the most figures; within one the smallest first.
        ``subject`` int64, the same for figures about the same thing; ``kind``
        ``place`` str; ``counted`` str, what is counted as it is compared;
        ``figure`` ``unit`` str as written; ``value`` ``low`` ``high`` float64
        and ``approximate`` bool as found; ``least`` ``most`` float64, between
        which the figure claims the number to be, NaN where open; ``speaker``
        str, empty where the article says it itself; ``source`` str,
        ``date`` datetime64[us]; ``article_id`` ``field`` str, ``start``
        ``end`` int32 (characters in that field); ``sentence`` str;
        ``n_compared`` int64, figures it was compared with, ``n_apart``
        int64, those of them that have no number in common with it;
        ``disagrees`` bool, whether there are any.

    Raises
    ------
    MissingColumnsError
        If ``figures`` is no table of figures.
    InvalidArgumentError
        If a figure is in none of the articles, or another argument is out of range.

    Notes
    -----
    *About the same thing*: the same kind, place and thing counted, in
    articles at most ``days`` days after the first of them; a later article
    begins the next subject; undated ones go only with each other. The dead,
    the injured and the displaced are people whatever the noun (مدني، شخص),
    but families are families. Of one size: where the next greater figure is
    more than three times the one before, another subject begins. Only what
    happened to people is compared, and people themselves: figures of money,
    points or goals in one country are hardly ever about one thing. Where the
    place or the thing is not known, for parts of another figure (بينهم
    طفلان), and in a sentence of another time (في عام 2008), a figure is
    compared with none; and two of one article only if two speakers give them.
    The rule does not know events apart: two attacks on one town within days
    are one subject, and so is what a country or a war zone counts in that
    time. Of 42 subjects in dispute drawn from the daily press, 25 were one
    event: read the sentences, and trust towns more than countries.

    *Disagree*: the intervals from ``least`` to ``most`` share no number. An
    exact figure is a point; نحو widens it by ``margin`` on both sides; أكثر من
    is open above; عشرات goes from ten to a hundred, and so on. Two figures of
    one speaker in one article are about two things, and not compared.

    Examples
    --------
    >>> import toolkit as tk
    >>> texts = ["قتل في الرقة نحو 20 مدنياً.", "قتل 22 شخصاً في الرقة.", "قتل في الرقة 31 شخصاً."]
    >>> articles = tk.as_articles(texts)
    >>> figures = tk.find_figures(articles, mentions=tk.find_entities(articles))
    >>> compared = tk.figures_compared(figures, articles)
    >>> compared[["figure", "least", "most", "n_compared", "n_apart"]]
      figure  least  most  n_compared  n_apart
    0     20   18.0  22.0           2        1
    1     22   22.0  22.0           2        1
    2     31   31.0  31.0           2        2
    """
    needed = [name for name in COLUMNS if name in FIGURE_COLUMNS]
    require_columns(figures, needed, function="figures_compared", made_by="find_figures")
    kinds = KINDS if kind is None else [kind] if isinstance(kind, str) else list(kind)
    for name in kinds:
        require_choice(name, KINDS, name="kind", function="figures_compared")
    _require_numbers(days, margin)
    tokens = as_tokens(data)
    rows_of_articles(figures, tokens.articles, function="figures_compared")  # none from elsewhere, before any is left
    found = figures[needed].assign(**{name: figures[name].fillna("") for name in ("unit", "place", "speaker")})
    found, keys = _counted(found)
    keep = found["kind"].isin(kinds)
    keep &= True if place is None else found["place"] == place
    keep &= True if unit is None else keys == _keys_of([unit])[0]
    found, keys = found[keep], keys[keep]
    rows = rows_of_articles(found, tokens.articles, function="figures_compared")
    around = sentences_of(found, tokens)
    whole = ~_of_another_time(found, around, tokens, days)
    for i, (start, end, (begin, _, words)) in enumerate(zip(found["start"], found["end"], around, strict=True)):
        whole[i] &= not (_PART.search(words[: start - begin]) or _PART_OF.match(words[end - begin :]))
    least, most = _claimed(found, margin)
    found = found.assign(
        sentence=pd.array([words for *_, words in around], dtype="str"),
        source=tokens.articles["source"].array[rows],
        date=tokens.articles["date"].array[rows],
        least=least,
        most=most,
    )
    found["subject"] = _subjects(found, keys.where(whole, ""), days)
    found["n_compared"], found["n_apart"] = _apart(found)
    return _ordered(found.assign(disagrees=found["n_apart"] > 0))


def _require_numbers(days: object, margin: object) -> None:
    if isinstance(days, bool) or not isinstance(days, int | np.integer) or days < 0:
        raise InvalidArgumentError(
            f"figures_compared() needs a whole number of days from 0 on; it was given {days!r}.\nTry: days=1"
        )
    if isinstance(margin, bool) or not isinstance(margin, int | float) or not 0 <= margin < 1:
        raise InvalidArgumentError(
            f"figures_compared() needs a margin from 0 to below 1; it was given {margin!r}.\nTry: margin=0.1"
        )


# --- what is counted --------------------------------------------------------------------------------------------------


def _keys_of(units: Iterable[str]) -> list[str]:
    """What each unit is compared under: families are one thing under two names."""
    households = term_keys([_HOUSEHOLDS, "أسرة"])
    return [households[0] if key in households else key for key in term_keys(units)]


def _counted(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Name what each figure counts, and give the key it is compared under."""
    units = found["unit"].unique().tolist()
    keys = found["unit"].map(dict(zip(units, _keys_of(units), strict=True))).astype("str")
    household, person = _keys_of([_HOUSEHOLDS, _PERSONS])
    happened = found["kind"].isin(_EVENTS) & (keys != household)
    keys = keys.mask(happened, person)
    tally = pd.DataFrame({"key": keys, "form": found["unit"].str.removeprefix("ال")})[~happened]
    tally = tally.groupby(["key", "form"], as_index=False).size()
    tally = tally.sort_values(["key", "size", "form"], ascending=[True, False, True]).drop_duplicates("key")
    forms = dict(zip(tally["key"], tally["form"], strict=True)) | {household: _HOUSEHOLDS}
    counted = keys.map(forms).astype("str").mask(happened, _PERSONS)
    return found.assign(counted=counted), keys


# --- between which numbers --------------------------------------------------------------------------------------------


def _claimed(found: pd.DataFrame, margin: float) -> tuple[Numbers, Numbers]:
    """The least and the most that each figure claims, NaN where it is open."""
    value, low, high = (found[name].to_numpy(dtype=np.float64) for name in ("value", "low", "high"))
    exact = np.isnan(low) & np.isnan(high)
    vague = np.isnan(value)
    least, most = np.where(exact, value, low), np.where(exact, value, high)
    about = found["approximate"].to_numpy(dtype=bool) & ~vague
    least = np.where(about, least - margin * np.abs(least), least)
    most = np.where(about, most + margin * np.abs(most), most)
    return least, np.where(vague & np.isnan(most), low * _VAGUE, most)


# --- about the same thing ---------------------------------------------------------------------------------------------


def _subjects(found: pd.DataFrame, keys: pd.Series, days: int) -> Counts:
    """A number for each thing that figures are about."""
    subject = np.arange(len(found), dtype=np.int64)
    known = found["kind"].isin(_COMPARED) & (found["place"] != "") & (keys != "")
    table = pd.DataFrame(
        {
            "at": subject,
            "of": found["kind"].to_numpy() + "\t" + found["place"].to_numpy() + "\t" + keys.to_numpy(),
            "day": found["date"].dt.floor("D").to_numpy(),
        }
    )[known.to_numpy()]
    table = table.sort_values(["of", "day", "at"], kind="stable")  # undated ones last
    first, begun, before = -1, pd.NaT, None
    for at, of, day in table.itertuples(index=False):
        goes_on = of == before and (day - begun <= pd.Timedelta(days=days) if pd.notna(begun) else pd.isna(day))
        if not goes_on:
            first, begun, before = at, day, of
        subject[at] = first
    return _of_one_size(subject, found["value"].to_numpy(dtype=np.float64))


def _of_another_time(found: pd.DataFrame, around: list[tuple[int, int, str]], tokens: Tokens, days: int) -> Flags:
    """Tell which figures stand in a sentence that names a time, and none near the day of the article: في عام 2008."""
    articles = tokens.articles.set_index("article_id")["date"]
    chosen = tokens.select(tokens.articles["article_id"].isin(found["article_id"]))
    dates = find_dates(chosen).dropna(subset=["date_start"])
    away = dates["article_id"].map(articles) - dates["date_start"]
    near = away.abs() <= pd.Timedelta(days=days + _A_DAY_OR_TWO)
    by_field: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for article, field, start, one in zip(dates["article_id"], dates["field"], dates["start"], near, strict=True):
        by_field.setdefault((article, field), []).append((start, bool(one)))
    flags = np.zeros(len(found), dtype=bool)
    for i, (article, field, (begin, end, _)) in enumerate(
        zip(found["article_id"], found["field"], around, strict=True)
    ):
        said = [one for start, one in by_field.get((article, field), []) if begin <= start < end]
        flags[i] = bool(said) and not any(said)
    return flags


def _of_one_size(subject: Counts, size: Numbers) -> Counts:
    """Part a subject where its next greater figure is many times the one before: the dead of a day and of a war.

    A vague figure (عشرات) stays with the greatest.
    """
    if not len(subject):
        return subject
    order = np.lexsort((size, subject))
    here, sizes = subject[order], size[order]
    with np.errstate(invalid="ignore"):
        begins = np.r_[True, (here[1:] != here[:-1]) | (sizes[1:] > _MANY_TIMES * sizes[:-1])]
    parted = np.empty_like(subject)
    parted[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
    return parted


def _apart(found: pd.DataFrame) -> tuple[Counts, Counts]:
    """With how many figures each is compared, and how many of those have no number in common with it."""
    n_compared, n_apart = np.zeros((2, len(found)), dtype=np.int64)
    article, said = found["article_id"].to_numpy(), _said(found)
    least = found["least"].fillna(-np.inf).to_numpy()
    most = found["most"].fillna(np.inf).to_numpy()
    for group in found.groupby("subject", sort=False).indices.values():
        for i in group if len(group) > 1 else ():  # row by row: a subject of thousands needs no square of them
            other = (article[group] != article[i]) | ((said[group] != said[i]) & (said[group] != "") & (said[i] != ""))
            apart = (least[group] > most[i]) | (most[group] < least[i])
            n_compared[i], n_apart[i] = other.sum(), (other & apart).sum()
    return n_compared, n_apart


def _said(found: pd.DataFrame) -> npt.NDArray[np.object_]:
    return np.array(FOLDED.apply_to_all(found["speaker"].tolist()), dtype=object)


def _ordered(found: pd.DataFrame) -> pd.DataFrame:
    """Subjects in dispute first, then those with the most figures, then by time; renumbered in that order."""
    groups = found.groupby("subject")
    order = pd.DataFrame(
        {
            "apart": -groups["n_apart"].sum(),
            "size": -groups.size(),
            "compared": -groups["n_compared"].sum(),
            "day": groups["date"].min(),
            "at": groups.size().index,
        }
    ).sort_values(["apart", "compared", "size", "day", "at"], kind="stable")
    number = pd.Series(np.arange(len(order)), index=order["at"].to_numpy())
    middle = found["value"].fillna(found["low"])
    table = found.assign(subject=number.reindex(found["subject"]).to_numpy(dtype=np.int64), _middle=middle)
    table = table.sort_values(["subject", "_middle", "date", "article_id", "start"], kind="stable")
    return table.astype(COLUMNS).reset_index(drop=True)[list(COLUMNS)]
