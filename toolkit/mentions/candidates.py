"""Where the names of a gazetteer stand in an index, and which of them are names there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from toolkit.mentions.gazetteer import Alias, Gazetteer
from toolkit.mentions.words import Places, Words, folded_stop_words
from toolkit.text.arabic import fold
from toolkit.text.lexicon import zipf
from toolkit.text.wordlists import read_table

_PLACE_PREPOSITIONS = (
    "في إلى من نحو قرب باتجاه صوب داخل عند خارج حول عبر بين قبالة مقابل المقابل المقابلة المؤدي المؤدية "
    "دخل دخلت دخلوا دخول بلغ بلغت بلوغ وصل وصلت غادر غادرت يضم تضم استعاد استعادت استعادة تحرير حرر حررت سقوط خلو حصار"
)
#: Words that are joined by على to the place they speak of, and how many words before it at most.
_WAR = (
    "سيطر سيطرت سيطروا يسيطر تسيطر يسيطرون سيطرة السيطرة سيطرته سيطرتها سيطرتهم استولى استولت استولوا استيلاء "
    "الاستيلاء هجوم الهجوم هجوما هجمات الهجمات غارة غارات الغارات قصف القصف قصفا حصار الحصار"
)
_A_FEW = 7
#: From this Zipf frequency on a noun stands after في far more often than the town named like it does.
_COMMON_NOUN = 4.2
#: Before these stands an ordinary word: القائم على المشروع, القائم بالأعمال, الريف الشرقي.
_NOT_A_PLACE_BEFORE = (
    "على عليه عليها بأعمال بالأعمال بين حاليا منذ بذاته الشرقي الغربي الشمالي الجنوبي الشرقية الغربية الشمالية الجنوبية"
)

#: Behind these stands an hour of the day.
_PRAYERS = "صلاة أذان"

#: What speaks for a candidate: nothing, something beside it, or the name itself.
DOUBTFUL, BESIDE, SURE = range(3)


@dataclass(frozen=True)
class Candidates:
    """Names that may stand at word ``first``, behind ``prefix`` letters of clitics; in order, the longest first.

    Attributes
    ----------
    first, n_words, prefix : ndarray of int64
    alias : ndarray of int64
        Number of the name in ``gazetteer.aliases``.
    standing : ndarray of int64
        ``DOUBTFUL``, ``BESIDE`` or ``SURE``.
    """

    first: Places
    n_words: Places
    prefix: Places
    alias: Places
    standing: Places

    def __len__(self) -> int:
        return len(self.first)

    def where(self, chosen: npt.NDArray) -> Candidates:
        """Some of them."""
        columns = (self.first, self.n_words, self.prefix, self.alias, self.standing)
        return Candidates(*(column[chosen] for column in columns))


def find_candidates(words: Words, gazetteer: Gazetteer) -> Candidates:
    """Return every name whose words stand one behind another, and what speaks for it."""
    found = _matches(words, gazetteer)
    found = found.where(~_are_adjectives(found, words, gazetteer) & ~_are_hours(found, words, gazetteer))
    return _weigh(found, words, gazetteer)


# --- matching --------------------------------------------------------------------------------------------------------


def _matches(words: Words, gazetteer: Gazetteer) -> Candidates:
    tree = gazetteer.tree
    number_of = np.array([tree.word_number.get(word, -1) for word in words.folded], dtype=np.int64)
    first, prefix, node = _beginnings(words, gazetteer)
    found = []
    n_words = 1
    while len(first):
        ends = tree.name_at[node] >= 0
        count = np.full(int(ends.sum()), n_words, dtype=np.int64)
        found.append((first[ends], count, prefix[ends], tree.name_at[node[ends]]))
        here = first + n_words
        open_ = np.flatnonzero(here < len(words))
        first, prefix, node, here = first[open_], prefix[open_], node[open_], here[open_]
        node = tree.follow(node, number_of[words.ids[here]])
        going_on = node >= 0
        going_on[going_on] = words.follows(here[going_on])
        first, prefix, node = first[going_on], prefix[going_on], node[going_on]
        n_words += 1
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] if found else [np.zeros(0, np.int64)] * 4
    order = np.lexsort((columns[2], -columns[1], columns[0]))
    first, count, prefix, alias = (column[order] for column in columns)
    found_ = Candidates(first, count, prefix, alias, np.full(len(first), DOUBTFUL))
    return found_.where(_verified(found_, words, gazetteer))


def _beginnings(words: Words, gazetteer: Gazetteer) -> tuple[Places, Places, Places]:
    """Running words that may begin a name: their place, how many letters of clitics, and the node they lead to."""
    read = gazetteer.tree.beginnings
    readings = [read.get(word, ()) for word in words.folded]
    counts = np.fromiter(map(len, readings), dtype=np.int64, count=len(readings))
    heads = np.cumsum(counts) - counts
    table = np.array([reading for of_word in readings for reading in of_word], dtype=np.int64).reshape(-1, 2)
    places = np.flatnonzero(counts[words.ids] > 0)
    times = counts[words.ids[places]]
    row = np.repeat(heads[words.ids[places]] - np.cumsum(times) + times, times) + np.arange(int(times.sum()))
    return np.repeat(places, times), table[row, 0], table[row, 1]


def _verified(found: Candidates, words: Words, gazetteer: Gazetteer) -> npt.NDArray[np.bool_]:
    """Tell which names of one word are cut where the word is cut anyway, and are no particles by their spelling."""
    single = np.flatnonzero(found.n_words == 1)
    keys = (words.ids[found.first[single]], found.prefix[single], found.alias[single])
    kinds, of = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True)
    cut = sorted({number for number, prefix, _ in kinds.tolist() if prefix})
    form_of = dict(zip(cut, map(fold, words.forms_of(cut)), strict=True))
    right = [
        _is_the_word(words.bare[number], prefix, form_of.get(number), gazetteer.aliases[alias])
        for number, prefix, alias in kinds.tolist()
    ]
    kept = np.ones(len(found), dtype=bool)
    kept[single] = np.array(right, dtype=bool)[of.ravel()]
    return kept


def _is_the_word(word: str, prefix: int, form: str | None, alias: Alias) -> bool:
    if prefix and form != alias.words[0]:
        return False
    return alias.words[0] not in folded_stop_words() or word[prefix:] == alias.spelled


def _are_adjectives(found: Candidates, words: Words, gazetteer: Gazetteer) -> npt.NDArray[np.bool_]:
    """السلطات السعودية names no country: a form in -ية after a definite noun belongs to that noun."""
    like_one = np.array(
        [
            len(alias.words) == 1 and alias.words[0].startswith("ال") and alias.words[0].endswith("يه")
            for alias in gazetteer.aliases
        ],
        dtype=bool,
    )
    asked = np.flatnonzero(like_one[found.alias] & (found.prefix == 0) & words.follows(found.first))
    before = words.ids[found.first[asked] - 1]
    adjectives = np.zeros(len(found), dtype=bool)
    adjectives[asked] = [
        words.folded[number].startswith("ال") and words.folded[number] not in folded_stop_words()  # إلى is الي folded
        for number in before.tolist()
    ]
    return adjectives


def _are_hours(found: Candidates, words: Words, gazetteer: Gazetteer) -> npt.NDArray[np.bool_]:
    """صلاة المغرب names no country."""
    behind = words.follows(found.first) & words.flags(fold(_PRAYERS).split())[words.ids[found.first - 1]]
    return behind & (found.prefix == 0) & _kinds(gazetteer)[found.alias]


# --- what speaks for each --------------------------------------------------------------------------------------------


def _weigh(found: Candidates, words: Words, gazetteer: Gazetteer) -> Candidates:
    """Say which names are sure, which have something beside them, and which may be ordinary words."""
    needs = np.array([alias.needs_trigger for alias in gazetteer.aliases], dtype=bool)[found.alias]
    standing = np.where(needs, DOUBTFUL, SURE)
    # Where a word is a name as it stands (وجدة), cutting it to another (و + جدة) takes a list of places.
    whole = np.zeros(len(words) + 1, dtype=bool)
    whole[found.first[(found.n_words == 1) & (found.prefix == 0)]] = True
    both = (found.prefix > 0) & whole[found.first]
    asked = np.flatnonzero(needs)
    triggered, denied = _triggered(found.where(asked), words, gazetteer, found)
    standing[asked[triggered]] = BESIDE
    listed = np.zeros(len(found), dtype=bool)
    for _ in range(2):  # a place in a list may itself be known by the one before it
        listed = _are_listed(found, words, gazetteer, (standing != DOUBTFUL) & (~both | listed))
        standing[needs & listed] = BESIDE
    standing[both & ~listed] = DOUBTFUL
    ordinary = np.zeros(len(found), dtype=bool)
    ordinary[asked[denied]] = True
    weighed = Candidates(found.first, found.n_words, found.prefix, found.alias, standing)
    return weighed.where(~(ordinary & (standing == DOUBTFUL)))


def _kinds(gazetteer: Gazetteer) -> npt.NDArray[np.bool_]:
    return np.array([alias.entry.kind == "place" for alias in gazetteer.aliases], dtype=bool)


def _are_listed(
    found: Candidates, words: Words, gazetteer: Gazetteer, sure: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Tell which are joined by و to a place that stands right before: بين راوة والقائم."""
    behind_a_place = np.zeros(len(words) + 1, dtype=bool)
    places = sure & _kinds(gazetteer)[found.alias]
    behind_a_place[(found.first + found.n_words)[places]] = True
    return (found.prefix > 0) & behind_a_place[found.first] & words.with_wa[words.ids[found.first]]


def _triggered(
    asked: Candidates, words: Words, gazetteer: Gazetteer, found: Candidates
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell where what stands beside an ordinary word makes it the name of a place, and where it cannot be one."""
    if not len(asked):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    heads, prepositions, against = (words.flags(listed) for listed in _triggers())
    ids, last = words.ids, asked.first + asked.n_words
    behind = ids[np.minimum(last, len(words) - 1)]
    adjacent = words.follows(last)
    is_place = _kinds(gazetteer)[asked.alias]
    has_head = words.follows(asked.first) & heads[ids[np.maximum(asked.first - 1, 0)]]
    denied = is_place & adjacent & against[behind] & ~has_head
    place_at = np.zeros(len(words) + 1, dtype=bool)
    place_at[found.first[_kinds(gazetteer)[found.alias]]] = True
    joined_behind = adjacent & place_at[last] & words.with_wa[behind]
    common = np.zeros(len(gazetteer.aliases), dtype=bool)
    for number in np.unique(asked.alias).tolist():
        common[number] = _is_common(gazetteer.aliases[number])
    led = words.follows(asked.first) & prepositions[ids[np.maximum(asked.first - 1, 0)]]
    led = (led | _fought_over(words, asked.first)) & ~common[asked.alias]
    return is_place & ~denied & (joined_behind | has_head | led), denied


def _fought_over(words: Words, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Tell what stands behind على a few words after a word of war: سيطرت القوات على الرقة."""
    war, upon = words.flags(fold(_WAR).split()), words.flags(["علي"])
    so_far = np.concatenate([[0], np.cumsum(war[words.ids])])
    near = so_far[places] > so_far[np.maximum(places - _A_FEW, 0)]
    return near & words.follows(places) & upon[words.ids[np.maximum(places - 1, 0)]]


def _is_common(alias: Alias) -> bool:
    """Tell whether even في before it proves nothing: في الباب, and عنه, which is a particle."""
    if not alias.needs_trigger:
        return False
    noun = alias.spelled.removeprefix("ال")
    return alias.words[0] in folded_stop_words() or (noun != alias.spelled and zipf(noun) >= _COMMON_NOUN)


@cache
def _triggers() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    heads = {fold(row["word"]) for row in read_table("triggers.tsv") if row["kind"] == "place"}
    prepositions = frozenset(fold(_PLACE_PREPOSITIONS).split())
    return frozenset(heads) - prepositions, prepositions, frozenset(fold(_NOT_A_PLACE_BEFORE).split())


def longest(found: Candidates, least: int = BESIDE) -> npt.NDArray[np.int64]:
    """Return which names to take where they cross: the first, and of those that begin together the longest."""
    chosen: list[int] = []
    taken = -1
    rows = zip(found.first.tolist(), found.n_words.tolist(), found.standing.tolist(), strict=True)
    for i, (first, n_words, standing) in enumerate(rows):
        if first > taken and standing >= least:
            chosen.append(i)
            taken = first + n_words - 1
    return np.array(chosen, dtype=np.int64)
