"""What stands beside a word more often than chance would put it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.corpus.queries import find, resolve
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.terms import flag_terms
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError
from toolkit.measures.intervals import g2

#: Columns of a table of collocations, in order, with their dtypes.
COLUMNS = {
    "node": "str",
    "collocate": "str",
    "key": "str",
    "n": "int64",
    "n_left": "int64",
    "n_right": "int64",
    "n_node": "int64",
    "n_collocate": "int64",
    "expected": "float64",
    "log_dice": "float64",
    "mi": "float64",
    "t_score": "float64",
    "delta_p_node": "float64",
    "delta_p_collocate": "float64",
    "g2": "float64",
}
#: Pairs of words that are sorted at a time: 8 bytes each, and as much again while they are made.
_PAIRS_PER_SORT = 40_000_000

_Counts = npt.NDArray[np.int64]


def collocations(
    data: Tokens | pd.DataFrame,
    node: str | None = None,
    *,
    window: int | tuple[int, int] | str = 5,
    level: str = "term",
    min_n: int = 3,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
    stories: str = "all",
) -> pd.DataFrame:
    """Find what stands beside a word more often than chance, or which words stand together at all.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    node
        A word or short phrase, read as `concordance` reads its query; every
        term in turn by default.
    window
        How many running words on each side are beside it, stop words among
        them; or two numbers, before and after it; or ``"sentence"``. No window
        reaches into another sentence.
    level
        What counts as the node: ``"term"``, ``"word"`` or ``"surface"``, as in
        `concordance`. Collocates are terms.
    min_n
        Leave out what stands together less often: it is chance and misprints.
    keep_stop_words, stop_words, words_only
        Which terms are listed, as in `term_frequencies`. Whether a word is
        listed changes no number of another.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``.

    Returns
    -------
    DataFrame
        One row a collocate, the surest (``g2``) first, and last what stands
        together less often than chance:

        - ``node`` ``collocate`` (str): terms as shown; ``key`` (str) the one the
          collocate is counted under
        - ``n`` (int64): how often they stand together; ``n_left`` and
          ``n_right``: the collocate before and after the node, together ``n``
        - ``n_node`` ``n_collocate`` (int64): how often each occurs at all; with
          ``window="sentence"`` in how many sentences
        - ``expected`` (float64): ``n`` if the two had nothing to do with each other
        - ``log_dice`` (float64, at most 14 but where one word has several of the
          other beside it; +1 is twice as close): does not depend on the size of
          the corpus
        - ``mi`` (float64, bits): favours rare words; ``t_score`` (float64): favours frequent ones
        - ``delta_p_node`` (float64, −1 to 1): how much likelier the collocate is
          beside the node than elsewhere; ``delta_p_collocate``: the node beside
          the collocate
        - ``g2`` (float64): how surely it is no chance, attraction (``mi`` > 0) or
          avoidance (``mi`` < 0)

        ``attrs`` hold ``stories``, ``window`` and ``n_pairs``, the N below.

        Without a node every two terms are one row where the window is the same
        on both sides: the node is the one that stands first more often.
        Otherwise a row is a node and what stands in its window.

    Raises
    ------
    InvalidArgumentError
        If the node holds no word, or ``window``, ``level``, ``min_n`` or
        ``stories`` is not as above.

    Notes
    -----
    Words are counted in pairs (surface co-occurrence, Evert 2008): one pair is
    a place in the text and another in its window. With O = ``n``, R the pairs
    whose first word is the node, C those whose second is the collocate and N
    all pairs, expected E = RC/N; the span of the window is in R, C and N, as far
    as sentences let it reach. With ``window="sentence"`` sentences are counted
    (textual co-occurrence): O hold both, R the node, C the collocate, N there
    are; the side is that of the first of each, and a word of the node is no collocate.

    log_dice = 14 + log2(2·n / (n_node + n_collocate)) (Rychlý 2008);
    mi = log2(O/E); t_score = (O−E)/√O; delta_p_node = O/R − (C−O)/(N−R) and
    delta_p_collocate = O/C − (R−O)/(N−C) (Gries 2013); g2 = 2·Σ O·ln(O/E) over
    the four cells (Dunning 1993). Where R or C is N nothing is left to compare
    with: g2 and the ΔP that needs it are NaN.

    All pairs of 14 million words take 2 seconds where they are next to each
    other; 8 seconds and 1 GB beside the tokens within 5 words; 20 seconds and
    2 GB within sentences, where a higher ``min_n`` keeps the table short.

    Examples
    --------
    >>> import toolkit as tk
    >>> tokens = tk.tokenize(["عودة النازحين إلى المدينة", "عودة النازحين", "مخيمات للنازحين", "المدينة القديمة"])
    >>> tk.collocations(tokens, "النازحين", min_n=2)[["node", "collocate", "n", "n_left", "expected"]]
           node collocate  n  n_left  expected
    0  النازحين      عودة  2       2  1.111111
    """
    reach = _reach(window)
    if isinstance(min_n, bool) or not isinstance(min_n, int | np.integer) or min_n < 1:
        raise InvalidArgumentError(f"collocations() needs a whole number from 1 for min_n; it got {min_n!r}.")
    tokens = choose_stories(as_tokens(data), stories, function="collocations")
    is_word, is_stop = flag_terms(
        tokens,
        function="collocations",
        keep_stop_words=keep_stop_words,
        stop_words=stop_words,
        words_only=words_only,
    )
    listed = is_word & ~is_stop
    shown = tokens.shown_forms()
    if node is not None:
        entries = resolve(node, tokens, level, function="collocations")
        name = " ".join(shown[i] for i in entries) if level == "term" and min(entries) >= 0 else " ".join(node.split())
        pairs = _beside(tokens, find(tokens, entries, level), len(entries), reach).listed(listed, min_n)
        nodes = [name] * len(pairs.node)
    elif level == "term":
        pairs = _all_pairs(tokens, reach, listed, min_n)
        nodes = [shown[i] for i in pairs.node.tolist()]
    else:
        raise InvalidArgumentError(
            "collocations() of all terms knows level='term' only.\nLeave level= out, or pass a node."
        )
    keys, chosen = tokens.vocabulary("term"), pairs.collocate.tolist()
    names = {"node": nodes, "collocate": [shown[i] for i in chosen], "key": [keys[i] for i in chosen]}
    table = _ordered(_measured(pairs).assign(**names).astype(COLUMNS)[[*COLUMNS]])
    table.attrs = {
        "stories": stories,
        "window": "sentence" if reach is None else "{}+{}".format(*reach),
        "n_pairs": pairs.total,
    }
    return table


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """What stands together more often than chance first, the surest before the others; what avoids each other last."""
    signed = table["g2"].where(table["n"] >= table["expected"], -table["g2"])
    order = table.assign(signed=signed).sort_values(
        ["signed", "n", "collocate", "node"], ascending=[False, False, True, True], kind="stable"
    )
    return order.drop(columns="signed").reset_index(drop=True)


def _reach(window: object) -> tuple[int, int] | None:
    """Words before and after the node; None for the sentence."""
    if isinstance(window, str) and window == "sentence":
        return None
    sides = tuple(window) if isinstance(window, tuple | list) else (window, window)
    whole = [isinstance(side, int | np.integer) and not isinstance(side, bool) and side >= 0 for side in sides]
    if len(sides) != 2 or not all(whole) or not any(sides):
        raise InvalidArgumentError(
            f"collocations() does not know window={window!r}.\n"
            "It takes a number of words, two numbers (before, after), or 'sentence'."
        )
    return int(sides[0]), int(sides[1])


@dataclass(frozen=True)
class _Pairs:
    """Which terms stand together and how often; R, C and N of their tables are ``row``, ``column``, ``total``."""

    node: _Counts
    collocate: _Counts
    n_left: _Counts
    n_right: _Counts
    n_node: _Counts
    n_collocate: _Counts
    row: _Counts
    column: _Counts
    total: int

    def listed(self, listed: npt.NDArray[np.bool_], min_n: int) -> _Pairs:
        """Those often enough together whose collocate is listed."""
        enough = np.flatnonzero(self.n_left + self.n_right >= min_n)
        kept = enough[listed[self.collocate[enough]]]
        parts = {name: column[kept] for name, column in vars(self).items() if name != "total"}
        return _Pairs(total=self.total, **parts)


# --- how often a term stands in anything's window -------------------------------------------------------------------

#: What only depends on the corpus and the window; counted once for each index, and gone with it.
_margins: WeakKeyDictionary[Tokens, dict[object, _Counts]] = WeakKeyDictionary()


def _occurrences(tokens: Tokens) -> _Counts:
    """How often each term occurs."""
    known = _margins.setdefault(tokens, {})
    if "n" not in known:
        known["n"] = np.bincount(tokens.ids("term"), minlength=len(tokens.vocabulary("term")))
    return known["n"]


def _slots(tokens: Tokens, before: int, after: int) -> _Counts:
    """How many words stand in the windows of each term: as many as they reach, but where a sentence ends."""
    known = _margins.setdefault(tokens, {})
    if (before, after) not in known:
        ids, bounds = tokens.ids("term"), tokens.sentence_bounds
        slots = _occurrences(tokens) * (before + after)
        for i in range(max(before, after)):
            inside = bounds[:-1] + i < bounds[1:]
            for missing, places in ((before - i, bounds[:-1] + i), (after - i, bounds[1:] - 1 - i)):
                if missing > 0:
                    slots -= missing * np.bincount(ids[places[inside]], minlength=len(slots))
        known[before, after] = slots
    return known[before, after]


def _first_of_sentence(tokens: Tokens) -> _Counts:
    """Places where a term stands for the first time in its sentence."""
    known = _margins.setdefault(tokens, {})
    if "first" not in known:
        ids, bounds = tokens.ids("term"), tokens.sentence_bounds
        first = []
        for begin in range(0, len(bounds) - 1, 1 << 16):
            edges = bounds[begin : begin + (1 << 16) + 1]
            first.append(
                edges[0] + _first_seen(np.repeat(np.arange(len(edges) - 1), np.diff(edges)), ids[edges[0] : edges[-1]])
            )
        known["first"] = np.concatenate([np.zeros(0, np.int64), *first])
    return known["first"]


def _first_seen(sentence: _Counts, ids: npt.NDArray[np.integer]) -> _Counts:
    """Where each term is first seen in each sentence, in reading order."""
    bits = max(1, int(ids.max(initial=0)).bit_length())
    return np.sort(np.unique((sentence << bits) | ids, return_index=True)[1])


def _sentences(tokens: Tokens) -> _Counts:
    """In how many sentences each term stands."""
    known = _margins.setdefault(tokens, {})
    if "sentences" not in known:
        ids = tokens.ids("term")[_first_of_sentence(tokens)]
        known["sentences"] = np.bincount(ids, minlength=len(tokens.vocabulary("term")))
    return known["sentences"]


# --- one node -------------------------------------------------------------------------------------------------------


def _beside(tokens: Tokens, places: _Counts, length: int, reach: tuple[int, int] | None) -> _Pairs:
    """Count every term beside one node, which stands at ``places`` and is so many words long."""
    bounds = tokens.sentence_bounds
    sentence = np.searchsorted(bounds, places, side="right") - 1
    whole = places + length <= bounds[sentence + 1] if len(places) else np.zeros(0, bool)
    places, sentence = places[whole], sentence[whole]
    if reach is None:
        return _in_sentences(tokens, places, sentence, length)
    ids, n_terms = tokens.ids("term"), len(tokens.vocabulary("term"))
    begin, end = bounds[sentence], bounds[sentence + 1]
    left = [(places - i)[places - i >= begin] for i in range(1, reach[0] + 1)]
    right = [(places + i)[places + i < end] for i in range(length, length + reach[1])]
    n_left, n_right = (
        sum((np.bincount(ids[side], minlength=n_terms) for side in sides), np.zeros(n_terms, np.int64))
        for sides in (left, right)
    )
    column = _slots(tokens, reach[1], reach[0])
    return _Pairs(
        node=np.zeros(n_terms, np.int64),
        collocate=np.arange(n_terms),
        n_left=n_left,
        n_right=n_right,
        n_node=np.full(n_terms, len(places)),
        n_collocate=_occurrences(tokens),
        row=np.full(n_terms, n_left.sum() + n_right.sum()),
        column=column,
        total=int(column.sum()),
    )


def _in_sentences(tokens: Tokens, places: _Counts, sentence: _Counts, length: int) -> _Pairs:
    """Count the sentences that a node shares with every term."""
    ids, bounds, n_terms = tokens.ids("term"), tokens.sentence_bounds, len(tokens.vocabulary("term"))
    own = np.unique(ids[places[:, None] + np.arange(length)])
    sentence, at = np.unique(sentence, return_index=True)
    places, begin, lengths = places[at], bounds[sentence], np.diff(bounds)[sentence]
    number = np.repeat(np.arange(len(sentence)), lengths)
    words = np.arange(len(number)) + np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    first = _first_seen(number, ids[words])
    before = words[first] < places[number[first]]
    n_left, n_right = (np.bincount(ids[words[first[side]]], minlength=n_terms) for side in (before, ~before))
    n_left[own] = n_right[own] = 0
    return _Pairs(
        node=np.zeros(n_terms, np.int64),
        collocate=np.arange(n_terms),
        n_left=n_left,
        n_right=n_right,
        n_node=np.full(n_terms, len(sentence)),
        n_collocate=_sentences(tokens),
        row=np.full(n_terms, len(sentence)),
        column=_sentences(tokens),
        total=len(bounds) - 1,
    )


# --- all pairs ------------------------------------------------------------------------------------------------------


def _all_pairs(tokens: Tokens, reach: tuple[int, int] | None, listed: npt.NDArray[np.bool_], min_n: int) -> _Pairs:
    """Count every two listed terms that stand together often enough."""
    if reach is None:
        n, most, total = _sentences(tokens), 1, len(tokens.sentence_bounds) - 1
        row = column = n
    else:
        n, most = _occurrences(tokens), sum(reach)
        row, column = _slots(tokens, *reach), _slots(tokens, *reach[::-1])
        total = int(row.sum())
    kept = listed & (n * most >= min_n)
    counted = [_tallied(codes, int(kept.sum()), reach, min_n) for codes in _coded_pairs(tokens, kept, reach)]
    columns = [np.concatenate([np.zeros(0, np.int64), *parts]) for parts in zip(*counted, strict=True)]
    node, collocate, n_left, n_right = columns or [np.zeros(0, np.int64)] * 4
    number = np.flatnonzero(kept)
    node, collocate = number[node], number[collocate]
    return _Pairs(node, collocate, n_left, n_right, n[node], n[collocate], row[node], column[collocate], total)


def _coded_pairs(tokens: Tokens, kept: npt.NDArray[np.bool_], reach: tuple[int, int] | None) -> Iterator[_Counts]:
    """Yield pairs of listed terms, one number each, in parts small enough to sort; two terms meet in one part only.

    The number of a pair is (node · terms + collocate) · 2, and 1 more where
    the collocate stands after the node.
    """
    ids, bounds = tokens.ids("term"), tokens.sentence_bounds
    places = np.flatnonzero(kept[ids]) if reach else _first_of_sentence(tokens)
    places = places[kept[ids[places]]]
    terms = (np.cumsum(kept) - 1)[ids[places]]
    sentence = np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))[places]
    n_terms = int(kept.sum())
    of_node = np.zeros(n_terms, dtype=np.int64)
    for codes in _neighbours(terms, n_terms, places, sentence, reach):
        of_node += np.bincount(codes // (2 * n_terms), minlength=n_terms)
    part = (np.cumsum(of_node) - 1) // _PAIRS_PER_SORT
    edges = np.flatnonzero(np.diff(part, prepend=-2, append=np.iinfo(np.int64).max))
    for low, high in pairwise((edges * 2 * n_terms).tolist()):
        every = _neighbours(terms, n_terms, places, sentence, reach)
        yield np.concatenate([np.zeros(0, np.int64), *(codes[(codes >= low) & (codes < high)] for codes in every)])


def _neighbours(
    terms: _Counts, n_terms: int, places: _Counts, sentence: npt.NDArray[np.int32], reach: tuple[int, int] | None
) -> Iterator[_Counts]:
    """Yield the numbers of all pairs: those next to each other, those with one listed word between them, and so on."""
    here, step = np.arange(len(terms)), 1
    while len(here := here[: np.searchsorted(here, len(terms) - step)]):
        here = here[sentence[here + step] == sentence[here]]
        before, after = reach or (0, 0)
        distance = places[here + step] - places[here] if reach else np.zeros(len(here), np.int64)
        near = distance <= max(before, after)
        here, distance = here[near], distance[near]
        one, other = terms[here], terms[here + step]
        if before == after:
            yield (np.minimum(one, other) * n_terms + np.maximum(one, other)) * 2 + (one <= other)
        else:
            yield ((one * n_terms + other) * 2 + 1)[distance <= after]
            yield ((other * n_terms + one) * 2)[distance <= before]
        step += 1


def _tallied(
    codes: _Counts, n_terms: int, reach: tuple[int, int] | None, min_n: int
) -> tuple[_Counts, _Counts, _Counts, _Counts]:
    """Count equal pairs: node, collocate, how often on the left and on the right."""
    codes.sort()
    heads = np.flatnonzero(np.diff(codes, prepend=-1))
    counts, codes = np.diff(np.append(heads, len(codes))), codes[heads]
    pair, after = codes >> 1, (codes & 1).astype(bool)
    starts = np.diff(pair, prepend=-1) > 0
    row, pair = np.cumsum(starts) - 1, pair[starts]
    sides = np.zeros((2, len(pair)), dtype=np.int64)
    sides[after.astype(int), row] = counts
    node, collocate = np.divmod(pair, n_terms)
    same_reach = reach is None or reach[0] == reach[1]
    if same_reach:
        sides[0] = np.where(node == collocate, sides[1], sides[0])  # of two equal words each is beside the other
    enough = np.flatnonzero(sides.sum(axis=0) >= min_n)
    node, collocate, (left, right) = node[enough], collocate[enough], sides[:, enough]
    if not same_reach:
        return node, collocate, left, right
    turned = left > right
    return (
        np.where(turned, collocate, node),
        np.where(turned, node, collocate),
        np.minimum(left, right),
        np.maximum(left, right),
    )


# --- how surely, and how closely ------------------------------------------------------------------------------------


def _measured(pairs: _Pairs) -> pd.DataFrame:
    """Every measure of the 2 × 2 tables of pairs."""
    n = pairs.n_left + pairs.n_right
    row, column, total = pairs.row.astype(float), pairs.column.astype(float), float(pairs.total)
    expected = row * column / total
    surely = g2(n, column - n, row, total - row)
    return pd.DataFrame(
        {
            "n": n,
            "n_left": pairs.n_left,
            "n_right": pairs.n_right,
            "n_node": pairs.n_node,
            "n_collocate": pairs.n_collocate,
            "expected": expected,
            "log_dice": 14 + np.log2(2 * n / (pairs.n_node + pairs.n_collocate)),
            "mi": np.log2(n / expected),
            "t_score": (n - expected) / np.sqrt(n),
            "delta_p_node": _share(n, row) - _share(column - n, total - row),
            "delta_p_collocate": _share(n, column) - _share(row - n, total - column),
            "g2": np.where(column < total, surely, np.nan),
        }
    )


def _share(part: npt.NDArray[np.number], whole: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The one over the other, NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
