"""What each outlet calls one thing: its names, and what is put before and after them.

Fighters of IS, the extremist organisation, the so-called Islamic State: the same
men are not the same men. Around each mention of a name are read the nouns that
it is joined to (مقاتلو …), the adjectives behind it (… المتطرف), words that
take the name back (ما يسمى …) and quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.groups import article_groups, group_name, rows_of_articles
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_columns, require_words
from toolkit.measures.intervals import require_interval, share_interval
from toolkit.mentions.written_forms import written_forms
from toolkit.text.arabic import bare, fold
from toolkit.text.lexicon import zipf
from toolkit.text.segment import term_keys

#: Columns of a table of terms of reference, in order, with their dtypes.
COLUMNS = {
    "relation": "str",
    "form": "str",
    "n": "int64",
    "n_articles": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
}
#: Nouns that stand before a name and say what it is, or whose people they are: bodies, people, places.
_HEADS = (
    "تنظيم جماعة حركة حزب ميليشيا عصابة دولة دويلة نظام حكومة سلطة جيش قوة كتيبة لواء فصيل تيار شبكة كيان احتلال "
    "إدارة حكم خلافة فرع تحالف ائتلاف جبهة هيئة منظمة مقاتل مسلح عنصر إرهابي متطرف متشدد متمرد ثائر مجاهد جهادي "
    "جندي مرتزق فلول خلية ذئب شبيح عميل أنصار أتباع موال مؤيد عدو زعيم قائد رئيس أمير خليفة انتحاري قناص "
    "أسير ضابط مستشار سكان أهالي مدينة بلدة قرية قضاء ناحية محافظة منطقة حي مخيم ولاية إمارة معقل عاصمة إقليم"
)
#: Words that take a name back, as they end right before it.
_HEDGE = re.compile(
    "(?:^| )[وف]?(ما (?:ي|ت|ا)?سمي|ما (?:ي|ت)(?:عرف|دعي)|ما يطلق عليه|المسمي|المسماه|المدعو|المدعوه|المزعوم|المزعومه|"
    "يسمي نفسه|تسمي نفسها)(?: ?(?:باسم|اسم|علي))?$"
)
#: What each hedge is shown as, by the root of its words.
_HEDGE_FORMS = {"سم": "ما يسمى", "عرف": "ما يعرف بـ", "دع": "المدعو", "طلق": "ما يطلق عليه", "زعوم": "المزعوم"}
_OPENING, _CLOSING = "«\"“‹‘'(", "»\"”›’')"
#: So many nouns before a name, and adjectives after it, at most.
_MOST = 3
#: Both genders of an adjective are about as common, neither ten times the other: متطرف, متطرفة; not منطق, منطقة.
_ALIKE = 1.0
_RELATIONS = ("name", "head", "epithet", "hedge", "quoted")
_Places = npt.NDArray[np.int64]


def terms_of_reference(
    mentions: pd.DataFrame,
    data: Tokens | pd.DataFrame,
    *,
    entity: str,
    by: str | pd.Series | None = "source",
    heads: Iterable[str] = (),
    interval: float = 0.95,
    stories: str = "all",
) -> pd.DataFrame:
    """Count the names and epithets that each outlet uses for one thing.

    Parameters
    ----------
    mentions
        What `find_entities` returns.
    data
        The `Tokens` or articles they were found in.
    entity
        Whom to look at: an ``entity_id`` or an ``entity`` of ``mentions``.
    by
        A column of the articles or a Series indexed by ``article_id``; None
        for all articles together. Articles without a value are left out.
    heads
        More nouns to look for before the name, beside those that the toolkit
        knows (تنظيم، مقاتل، عنصر، نظام، مدينة …); all their forms are found.
    interval
        How sure the interval of ``share`` is.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a form and group that names the thing at all, 0 where it never
        says so: the column ``by`` if asked for; ``relation`` str: ``name``, as
        the name is written; ``head``, a noun right before it (مقاتلو …);
        ``epithet``, an adjective with ال right after it (… المتطرف);
        ``hedge``, words that take it back (ما يسمى …); ``quoted``, in quotation
        marks; ``form`` str as most often written, clitics off; ``n`` int64
        mentions; ``n_articles`` int64 articles; ``share`` float64, of the
        group's articles that name the thing, from 0 to 1, with the ends of its
        interval ``low`` and ``high``. The commonest forms of each relation first.

    Raises
    ------
    MissingColumnsError
        If ``mentions`` is no mentions table.
    InvalidArgumentError
        If nothing is called ``entity``, or several things are; if a mention is
        in none of the articles, or another argument is not as above.

    Notes
    -----
    The interval is Wilson's (1927). An adjective is told from a noun by its
    shape and by how common both its genders are; a noun that looks like one
    (النظام المعارضة) may slip in: read the sentences with `concordance`.

    Examples
    --------
    >>> import toolkit as tk
    >>> texts = ["قتل مقاتلو داعش", "خسر تنظيم الدولة المتطرف", "عناصر داعش الإرهابي"]
    >>> articles = tk.as_articles(texts).assign(source=["أ", "ب", "أ"])
    >>> tokens = tk.tokenize(articles)
    >>> found = tk.terms_of_reference(tk.find_entities(tokens), tokens, entity="داعش")
    >>> found[found["n"] > 0][["source", "relation", "form", "n"]]
       source relation          form  n
    0       أ     name          داعش  2
    2       أ     head         عناصر  1
    3       أ     head        مقاتلو  1
    4       أ  epithet      الإرهابي  1
    7       ب     name  تنظيم الدولة  1
    11      ب  epithet       المتطرف  1
    """
    require_interval(interval, 2, function="terms_of_reference")
    extra = frozenset(term_keys(require_words(heads, name="heads", function="terms_of_reference")))
    identifier = _identifier(mentions, entity)
    tokens = as_tokens(data)
    rows_of_articles(mentions, tokens.articles, function="terms_of_reference")
    tokens = choose_stories(tokens, stories, function="terms_of_reference")
    named = set(mentions.loc[mentions["entity_id"] == identifier, "article_id"])
    tokens = tokens.select(tokens.articles["article_id"].isin(named))
    around = mentions[mentions["article_id"].isin(tokens.articles["article_id"])]
    found = _found(around, identifier, tokens, _head_keys() | extra)
    groups = pd.Series("", index=tokens.articles.index) if by is None else article_groups(tokens.articles, by)
    counted = _counted(found, groups.reset_index(drop=True), interval)
    group = [] if by is None else [group_name(by, COLUMNS)]
    table = counted.rename(columns={"group": group[0]} if group else {}).astype(COLUMNS)[[*group, *COLUMNS]]
    table.attrs["stories"] = stories
    return table


def _identifier(mentions: pd.DataFrame, entity: str) -> str:
    """The id of the thing that is meant."""
    columns = ["article_id", "field", "start", "end", "mention", "entity", "entity_id"]
    require_columns(mentions, columns, function="terms_of_reference", made_by="find_entities")
    if (mentions["entity_id"] == entity).any():
        return entity
    called = mentions.loc[mentions["entity"] == entity, "entity_id"].unique().tolist()
    if len(called) == 1:
        return str(called[0])
    known = mentions["entity"].value_counts().index[:5].tolist()
    what = f"finds several things of this name: {called}" if called else f"finds nothing of this name; it knows {known}"
    raise InvalidArgumentError(
        f"terms_of_reference() {what}.\nIt takes an entity or an entity_id of the mentions.\n"
        f"Try: entity={(called or ['org:isis'])[0]!r}\n{entity}"
    )


@cache
def _head_keys() -> frozenset[str]:
    return frozenset(term_keys(_HEADS.split()))


# --- reading around a name -------------------------------------------------------------------------------------------


class _Reader:
    """The words of some articles: where they stand, and what stands between them."""

    def __init__(self, tokens: Tokens) -> None:
        spans = tokens.spans()
        self.row = spans["article"].to_numpy()
        self.start, self.end = spans["start"].to_numpy(), spans["end"].to_numpy()
        self.texts = {name: tokens.articles[name].tolist() for name in FIELDS}
        self._fields = spans["field"].to_numpy(dtype=object)
        self.codes = _reading_order(self.row, spans["field"], self.start)
        words, forms = tokens.vocabulary("surface"), tokens.forms()
        ids = tokens.ids()
        self.words = [bare(words[i]) for i in ids.tolist()]
        self.forms = [forms[i] for i in ids.tolist()]

    def text(self, at: int) -> str:
        return str(self.texts[self._fields[at]][self.row[at]])

    def gap(self, at: int) -> str | None:
        """What stands between a word and the next; None at the end of a field."""
        if not 0 <= at < len(self.row) - 1 or self.codes[at] >> 32 != self.codes[at + 1] >> 32:
            return None
        return self.text(at)[self.end[at] : self.start[at + 1]]

    def joins(self, at: int, signs: str) -> bool:
        """Tell whether a word and the next belong together: blanks and such signs alone between them."""
        gap = self.gap(at)
        return gap is not None and not gap.strip(signs + " \t\xa0\u200f\u200eـ")


def _reading_order(rows: _Places, field: pd.Series, start: npt.NDArray[np.integer]) -> _Places:
    """One number for each place in the texts, greater the later it is read."""
    return (rows * len(FIELDS) + pd.Index(FIELDS).get_indexer(field) << 32) + start.astype(np.int64)


def _found(around: pd.DataFrame, identifier: str, tokens: Tokens, heads: frozenset[str]) -> pd.DataFrame:
    """One row for each thing said of the entity: article, mention, relation, what it is counted under, as written."""
    reader = _Reader(tokens)
    rows = rows_of_articles(around, tokens.articles, function="terms_of_reference")
    starts = _reading_order(rows, around["field"], around["start"].to_numpy())
    ends = _reading_order(rows, around["field"], around["end"].to_numpy())
    first = np.searchsorted(reader.codes, starts, side="right") - 1
    last = np.searchsorted(reader.codes, ends, side="left") - 1
    taken = {at for a, b in zip(first.tolist(), last.tolist(), strict=True) for at in range(a, b + 1)}
    mine = np.flatnonzero((around["entity_id"] == identifier).to_numpy())
    forms = written_forms(around.iloc[mine]).tolist()
    said = []
    for number, (at, form) in enumerate(zip(mine.tolist(), forms, strict=True)):
        a, b = int(first[at]), int(last[at])
        start, end = int(around["start"].iloc[at]), int(around["end"].iloc[at])
        for relation, key, written in _around(reader, a, b, start, end, form, taken, heads):
            said.append((rows[at], number, relation, key, written))
    return pd.DataFrame(said, columns=["row", "mention", "relation", "key", "written"])


def _around(
    reader: _Reader, a: int, b: int, start: int, end: int, form: str, taken: set[int], heads: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """What is said of a mention that stands at words ``a`` to ``b``."""
    yield "name", fold(form), form
    text = reader.text(a)
    if text[:start].rstrip("ـ")[-1:] in tuple(_OPENING[:-1]) and text[end : end + 1] in tuple(_CLOSING[:-1]):
        yield "quoted", "«»", "«…»"
    left = a
    if start == reader.start[a]:  # behind a preposition a name is joined to no noun
        for at, key in _heads_before(reader, a, taken, heads):
            yield "head", key, reader.forms[at]
            left = at
    before = [
        fold(reader.words[at])
        for at in range(max(0, left - 3), left)
        if reader.codes[at] >> 32 == reader.codes[a] >> 32
    ]
    if before and reader.joins(left - 1, _OPENING) and (hedge := _HEDGE.search(" ".join(before))):
        shown = next(shown for root, shown in _HEDGE_FORMS.items() if root in hedge[1])
        yield "hedge", shown, shown
    for at in _adjectives_after(reader, b, taken):
        yield "epithet", term_key(reader.forms[at]), reader.forms[at]


def _heads_before(reader: _Reader, a: int, taken: set[int], heads: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Nouns joined to a name, from the nearest outward; one that carries a preposition is the last."""
    for at in range(a - 1, max(-1, a - 1 - _MOST), -1):
        if at in taken or not reader.joins(at, _OPENING):
            return
        key = _head_key(reader.forms[at], heads)
        if key is None or not reader.words[at].endswith(reader.forms[at].removeprefix("ا")):
            return
        yield at, key
        if reader.words[at] != reader.forms[at]:
            return


@cache
def _head_key(form: str, heads: frozenset[str]) -> str | None:
    """What a noun before a name is counted under: مقاتلو and مقاتلي are مقاتلين before another noun."""
    as_plural = [form[:-1] + "ين"] if form[-1:] in "وي" and len(form) > 4 else []
    return next((key for key in term_keys([form, *as_plural]) if key in heads), None)


def _adjectives_after(reader: _Reader, b: int, taken: set[int]) -> Iterator[int]:
    """Adjectives behind a name, the second and third with و or without."""
    for at in range(b + 1, min(len(reader.words), b + 1 + _MOST)):
        word, form = reader.words[at], reader.forms[at]
        if at in taken or not reader.joins(at - 1, _CLOSING) or not _is_adjective(form):
            return
        if word != form and not (at > b + 1 and word == "و" + form):
            return
        yield at


@cache
def _is_adjective(form: str) -> bool:
    """Tell whether a word with ال is an adjective: by its shape, and because it has both genders."""
    stem = form.removeprefix("ال").removesuffix("ة")
    if not form.startswith("ال") or len(stem) < 4 or not (stem.endswith("ي") or stem.startswith("م") or stem[1] == "ا"):
        return False
    both = zipf("ال" + stem), zipf("ال" + stem + "ة")
    return min(both) > 0 and abs(both[0] - both[1]) <= _ALIKE


@cache
def term_key(form: str) -> str:
    """Return the key of one word, as `term_keys` gives it.

    Examples
    --------
    >>> term_key("المتطرفة")
    'متطرف'
    """
    return term_keys([form])[0]


# --- counts ----------------------------------------------------------------------------------------------------------


def _counted(found: pd.DataFrame, groups: pd.Series, interval: float) -> pd.DataFrame:
    """Counts of each form in each group, with its share of the articles that name the thing."""
    found = found.assign(group=groups.array[found["row"].to_numpy(dtype=np.int64)])
    found = found[found["group"].notna()]
    written = found.groupby(["relation", "key", "written"], as_index=False).size()
    written = written.sort_values(["size", "written"], ascending=[False, True], kind="stable")
    forms = written.drop_duplicates(["relation", "key"])[["relation", "key", "written"]]
    total = written.groupby(["relation", "key"], as_index=False)["size"].sum()
    forms = forms.merge(total, on=["relation", "key"]).rename(columns={"written": "form"})
    by_group = found.groupby("group", as_index=False, observed=True)["row"].nunique()
    of = by_group.rename(columns={"row": "of"})
    n = found.groupby(["group", "relation", "key"], as_index=False, observed=True).agg(
        n=("mention", "nunique"), n_articles=("row", "nunique")
    )
    table = of.merge(forms, how="cross").merge(n, on=["group", "relation", "key"], how="left")
    table = table.fillna({"n": 0, "n_articles": 0}).astype({"n": "int64", "n_articles": "int64"})
    table["share"] = table["n_articles"] / table["of"]
    table["low"], table["high"] = share_interval(table["n_articles"], table["of"], interval=interval)
    table["place"] = table["relation"].map(_RELATIONS.index).astype("int64")
    order = ["group", "place", "size", "form"]
    return table.sort_values(order, ascending=[True, True, False, True], kind="stable").reset_index(drop=True)
