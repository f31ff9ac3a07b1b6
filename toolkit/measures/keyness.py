"""Which terms mark one set of articles against another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import scipy

from toolkit.corpus.groups import article_groups, group_name
from toolkit.corpus.stories import choose_stories, resampling_units
from toolkit.corpus.terms import TermCounts, count_terms
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_choice, require_words
from toolkit.measures import intervals
from toolkit.text import lexicon
from toolkit.text.arabic import bare
from toolkit.text.segment import Segmentation

Integers = npt.NDArray[np.int64]
#: Words that the general list stands for: in so many, its rarest words stand once.
_GENERAL_WORDS = 100_000_000
#: Words of the list commoner than one in a million (nineteen of twenty running words) are all looked up by key.
_COMMON = 1e-6
_TYPES = {
    "term": "str",
    "key": "str",
    "n_target": "int64",
    "n_reference": "int64",
    "per_million_target": "float64",
    "per_million_reference": "float64",
    "g2": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "log_ratio": "float64",
    "log_ratio_low": "float64",
    "log_ratio_high": "float64",
    "n_articles_target": "int64",
    "n_articles_reference": "float64",
    "smoothed": "bool",
}


def keyness(
    target: Tokens | pd.DataFrame,
    reference: Tokens | pd.DataFrame | str | None = None,
    *,
    by: str | pd.Series | None = None,
    ngrams: int = 1,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
    min_n: int = 5,
    units: str = "words",
    interval: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
    stories: str = "all",
) -> pd.DataFrame:
    """Find the terms that mark one set of articles against another.

    Parameters
    ----------
    target
        The articles to describe: `Tokens`, or an articles table.
    reference
        What they are held against: other `Tokens` or articles, or
        ``"general"`` for the Arabic word list of the package wordfreq. Left
        out, each group of ``by`` is held against all others.
    by
        A column of the articles of ``target`` or a Series indexed by
        ``article_id``: describe each group. Articles without a value are left out.
    ngrams, keep_stop_words, stop_words, words_only
        As in `term_frequencies`.
    min_n
        Leave out terms with fewer occurrences in target and reference
        together (in the target alone against ``"general"``): of rarer ones
        neither figure says anything.
    units
        What chance is taken to draw, for the interval: ``"words"``, one by
        one (a formula; too narrow for words that come in bursts), or
        ``"articles"``, resampled on each side, together with the other
        articles of their story where there is a column ``story_id``.
    interval
        How sure the interval of the log ratio is, 0.95 by default.
    n_resamples, seed
        For ``units="articles"``: how often to resample, and where chance
        begins. It takes seconds on a large corpus, more with many groups, and
        fewer with a higher ``min_n``.
    stories
        As in `term_frequencies`. Reprints distort every figure here: a story
        printed forty times marks an outlet as no choice of words does.

    Returns
    -------
    DataFrame
        One row a term (and group), the largest ``g2`` first: the column ``by``
        if asked for, ``term`` str as shown, ``key`` str it is counted under;
        ``n_target`` ``n_reference`` int64 occurrences; ``per_million_target``
        ``per_million_reference`` float64 per million running words of each
        side; ``g2`` float64, how sure the difference is, never negative;
        ``p_value`` float64, how often chance makes so large a ``g2``;
        ``q_value`` float64, the same corrected for the number of terms in the
        table (of the group); ``log_ratio`` float64, how large the difference
        is, in doublings: above 0 the target has more; ``log_ratio_low``
        ``log_ratio_high`` float64, its interval; ``n_articles_target`` int64
        and ``n_articles_reference`` float64 articles that hold the term, the
        latter NaN against ``"general"``; ``smoothed`` bool, a count of 0 was
        taken for a half in the log ratio.

        What marks the target is in the rows with ``log_ratio`` above 0. Where
        one side has no words, ``g2``, log ratio and their like are NaN.

    Raises
    ------
    InvalidArgumentError
        If there is neither a ``reference`` nor ``by``, or an argument has a value that is not named above.

    Notes
    -----
    G² is 2 Σ O ln(O/E) over all four cells (Dunning 1993); the log ratio is
    log2((a/c) / (b/d)) (Hardie 2014), its interval by formula ± z/ln 2 ·
    √(1/a − 1/c + 1/b − 1/d); q is that of Benjamini and Hochberg (1995). All
    take running words for independent: with ``units="articles"`` the interval
    does not, but G² and q still do; look at ``n_articles_target`` too.

    The general list has no articles. It counts as a corpus of 100 million
    words, in which its rarest words stand once; it holds books, subtitles and
    talk of the web up to 2021, so that much of what marks news marks all news.
    A term's frequency there is the sum over its forms: all those in the
    target, and of the others the ones commoner than one in a million. A name
    of the day may be missing altogether; then it is ``smoothed``.

    Examples
    --------
    >>> import toolkit as tk
    >>> east = tk.tokenize(["وصلت القوات إلى البوكمال", "قوات في البوكمال"])
    >>> west = tk.tokenize(["وصلت قافلة إلى إدلب", "مساعدات في إدلب"])
    >>> tk.keyness(east, west, min_n=2)[["term", "n_target", "n_reference", "log_ratio"]].round(2)
           term  n_target  n_reference  log_ratio
    0      إدلب         0            2       -2.0
    1  البوكمال         2            0        2.0
    2    القوات         2            0        2.0
    3      وصلت         1            1        0.0
    """
    _check(reference, by, ngrams=ngrams, min_n=min_n, units=units)
    intervals.require_interval(interval, n_resamples, function="keyness")

    left_out = require_words(stop_words, name="stop_words", function="keyness")

    def read(data: Tokens | pd.DataFrame) -> tuple[Tokens, TermCounts]:
        tokens = choose_stories(as_tokens(data), stories, function="keyness")
        return tokens, count_terms(
            tokens,
            function="keyness",
            ngrams=ngrams,
            keep_stop_words=keep_stop_words,
            stop_words=left_out,
            words_only=words_only,
        )

    tokens, counts = read(target)
    other, terms = None, counts.terms
    if isinstance(reference, str):
        other = _general(tokens, counts)
    elif reference is not None:
        others, of_others = read(reference)
        counts, of_others = _of_the_same_terms(counts, of_others)
        other, terms = _whole(others, of_others), _shown(counts, of_others)
    codes, labels = np.zeros(len(tokens.articles), dtype=np.int64), pd.Index([""])
    if by is not None:
        group_name(by, _TYPES)  # a bad name is refused before the work is done
        codes, labels = pd.factorize(article_groups(tokens.articles, by), sort=True)
    groups = range(len(labels))
    ends: list[intervals.Floats | None] = [None for _ in groups]
    if units == "articles":
        drawn = _Draws.of(tokens, counts, codes >= 0, n_resamples, [seed, 0])
        ends = list(_resampled(drawn, codes[codes >= 0], groups, other, min_n=min_n, interval=interval, seed=seed))
    tables = [
        _compare(terms, counts.keys, *pair, min_n=min_n, interval=interval, ends=ends_of_group)
        for pair, ends_of_group in zip(_pairs(tokens, counts, codes, groups, other), ends, strict=True)
    ]
    return _joined(tables, by, labels, stories)


def _check(reference: object, by: object, *, ngrams: int, min_n: object, units: str) -> None:
    require_choice(units, ["words", "articles"], name="units", function="keyness")
    if reference is None and by is None:
        raise InvalidArgumentError(
            "keyness() compares two corpora; it was given one, and no groups of it.\n"
            "Pass a second one, reference='general', or by= a column of the articles.\n"
            "Try: keyness(tokens, by='source')"
        )
    if isinstance(reference, str):
        require_choice(reference, ["general"], name="reference", function="keyness")
        if ngrams != 1:
            raise InvalidArgumentError(
                f"keyness() was given ngrams={ngrams!r} and reference='general', which is a list of single words.\n"
                "Pass a second corpus, or by= a column of the articles."
            )
    if isinstance(min_n, bool) or not isinstance(min_n, int) or min_n < 1:
        raise InvalidArgumentError(f"keyness() needs min_n from 1 on; it got min_n={min_n!r}.\nTry: min_n=5")


# --- the two sides ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Side:
    """How often a corpus has each term; of a mere list the articles are not known (NaN), and there is no corpus."""

    n: Integers
    n_articles: intervals.Floats
    words: int
    corpus: tuple[Tokens, TermCounts] | None

    def __sub__(self, other: _Side) -> _Side:
        return _Side(self.n - other.n, self.n_articles - other.n_articles, self.words - other.words, self.corpus)


def _whole(tokens: Tokens, counts: TermCounts) -> _Side:
    n, n_articles = counts.totals
    return _Side(n, n_articles.astype(np.float64), len(tokens), (tokens, counts))


def _part(tokens: Tokens, counts: TermCounts, rows: npt.NDArray[np.bool_]) -> _Side:
    if rows.all():
        return _whole(tokens, counts)
    n, n_articles = TermCounts(counts.terms, counts.keys, counts.matrix[rows]).totals
    return _Side(n, n_articles.astype(np.float64), int(tokens.count_words()[rows].sum()), (tokens, counts))


def _pairs(
    tokens: Tokens, counts: TermCounts, codes: Integers, groups: Iterable[int], other: _Side | None
) -> Iterator[tuple[_Side, _Side]]:
    """Each group and what it is held against."""
    grouped = _part(tokens, counts, codes >= 0) if other is None else None
    for group in groups:
        target = _part(tokens, counts, codes == group)
        if other is not None:
            yield target, other
        elif grouped is not None:
            yield target, grouped - target


def _of_the_same_terms(target: TermCounts, reference: TermCounts) -> tuple[TermCounts, TermCounts]:
    """Both with the same columns, matched by key."""
    if np.array_equal(target.keys, reference.keys):
        return target, reference
    known = pd.Index(target.keys).get_indexer(reference.keys)
    new = known < 0
    place = np.where(new, len(target.keys) + np.cumsum(new) - 1, known)
    keys = np.concatenate([target.keys, reference.keys[new]])
    of_target, of_reference = target.matrix, reference.matrix
    shapes = [(len(words), len(keys)) for words in (of_target.indptr[1:], of_reference.indptr[1:])]
    wide = scipy.sparse.csr_array((of_target.data, of_target.indices, of_target.indptr), shape=shapes[0])
    moved = (of_reference.data, place[of_reference.indices], of_reference.indptr)
    shown = np.concatenate([target.terms, reference.terms[new]])
    of_place = shown.copy()
    of_place[place] = reference.terms
    return TermCounts(shown, keys, wide), TermCounts(of_place, keys, scipy.sparse.csr_array(moved, shape=shapes[1]))


def _shown(target: TermCounts, reference: TermCounts) -> npt.NDArray[np.object_]:
    """Terms as the target shows them, or the reference where the target has none."""
    return np.where((target.totals[0] == 0) & (reference.totals[0] > 0), reference.terms, target.terms)


# --- the general list ------------------------------------------------------------------------------------------------


def _general(tokens: Tokens, counts: TermCounts) -> _Side:
    """How often each term of the corpus stands in the general list, all its forms together."""
    key_of: dict[str, str] = dict(_common_keys(tokens.segmenter))
    surfaces, ids = tokens.vocabulary("surface"), tokens.ids("surface")
    of_surface = np.full(len(surfaces), -1, dtype=np.int64)
    of_surface[ids] = tokens.ids("term")
    names = np.array(tokens.vocabulary("term"), dtype=object)
    said = np.flatnonzero(of_surface >= 0)
    key_of |= zip(_as_listed([surfaces[i] for i in said]), names[of_surface[said]], strict=True)
    shares = _shares()
    of_key: dict[str, float] = {}
    for word, key in key_of.items():
        of_key[key] = of_key.get(key, 0.0) + shares.get(word, 0.0)
    n = np.rint(np.array([of_key.get(key, 0.0) for key in counts.keys], dtype=np.float64) * _GENERAL_WORDS)
    return _Side(n.astype(np.int64), np.full(len(n), np.nan), _GENERAL_WORDS, None)


def _as_listed(words: list[str]) -> list[str]:
    """Words as the list writes them: without marks, Latin letters small."""
    return bare("\n".join(words)).lower().split("\n") if words else []


@cache
def _shares() -> dict[str, float]:
    """Every word of the list and its share of all words; the spelling of alef is kept, which keys go by."""
    return {word: 10.0 ** (-centibels / 100) for centibels, words in enumerate(lexicon.bins()) for word in words}


@cache
def _common_keys(segmenter: Callable[[list[str]], Segmentation]) -> dict[str, str]:
    """The commonest words of the list and the key each is counted under."""
    words = [word for word, share in _shares().items() if share >= _COMMON]
    return dict(zip(words, segmenter(words).keys, strict=True))


# --- the table -------------------------------------------------------------------------------------------------------


def _compare(
    terms: npt.NDArray[np.object_],
    keys: npt.NDArray[np.object_],
    target: _Side,
    reference: _Side,
    *,
    min_n: int,
    interval: float,
    ends: intervals.Floats | None,
) -> dict[str, npt.NDArray[np.generic]]:
    """The columns of the table for one pair, sorted."""
    counted = target.n + reference.n if reference.corpus else target.n
    kept = np.flatnonzero(counted >= min_n)
    n = target.n[kept], reference.n[kept]
    words = target.words, reference.words
    score = intervals.g2(*n, *words)
    p = intervals.p_values(score)
    low, high = intervals.log_ratio_interval(*n, *words, interval=interval) if ends is None else ends[:, kept]
    million_target, million_reference = (_per_million(*side) for side in zip(n, words, strict=True))
    table = {
        "term": terms[kept],
        "key": keys[kept],
        "n_target": n[0],
        "n_reference": n[1],
        "per_million_target": million_target,
        "per_million_reference": million_reference,
        "g2": score,
        "p_value": p,
        "q_value": intervals.q_values(p),
        "log_ratio": intervals.log_ratio(*n, *words),
        "log_ratio_low": low,
        "log_ratio_high": high,
        "n_articles_target": target.n_articles[kept].astype(np.int64),
        "n_articles_reference": reference.n_articles[kept],
        "smoothed": (n[0] == 0) | (n[1] == 0),
    }
    # Arrow sorts strings several times as fast as pandas does.
    columns = {"g2": score, "term": pa.array(table["term"], pa.string()), "key": pa.array(table["key"], pa.string())}
    sort_keys = [("g2", "descending"), ("term", "ascending"), ("key", "ascending")]
    order = pc.sort_indices(pa.table(columns), sort_keys=sort_keys).to_numpy()
    return {name: values[order] for name, values in table.items()}


def _per_million(n: Integers, words: int) -> intervals.Floats:
    return n / words * 1e6 if words else np.full(len(n), np.nan)


def _joined(
    tables: list[dict[str, npt.NDArray[np.generic]]], by: str | pd.Series | None, labels: pd.Index, stories: str
) -> pd.DataFrame:
    """One table of all pairs, the group in front."""
    columns = {
        name: np.concatenate([table[name] for table in tables] or [np.zeros(0, dtype=object)]) for name in _TYPES
    }
    made = pd.DataFrame({name: pd.array(columns[name], dtype=kind) for name, kind in _TYPES.items()})
    if by is not None:
        group = np.repeat(np.arange(len(tables)), [len(table["term"]) for table in tables])
        made.insert(0, group_name(by, _TYPES), labels[group])
    made.attrs["stories"] = stories
    return made


# --- resampling ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Draws:
    """Resamples of some articles: counts of terms, running words, and how often each article is drawn."""

    counts: scipy.sparse.csr_array
    words: Integers
    units: Integers
    weights: npt.NDArray[np.uint8]

    @classmethod
    def of(
        cls, tokens: Tokens, counts: TermCounts, rows: npt.NDArray[np.bool_], n_resamples: int, seed: list[int]
    ) -> _Draws:
        units = resampling_units(tokens.articles)[rows]
        weights = intervals.resampling_weights(units, n_resamples=n_resamples, seed=seed)
        return cls(counts.matrix[rows], tokens.count_words()[rows], units, weights)

    def part(self, rows: npt.NDArray[np.bool_]) -> _Draws:
        return _Draws(self.counts[rows], self.words[rows], self.units[rows], self.weights[rows])

    def sums(self, terms: Integers) -> intervals.Floats:
        """Occurrences of some terms in each resample, and below them the running words."""
        words = scipy.sparse.csr_array(self.words[:, None])
        return np.vstack([intervals.resampled_sums(m, self.weights) for m in (self.counts[:, terms], words)])


def _resampled(
    drawn: _Draws,
    codes: Integers,
    groups: range,
    other: _Side | None,
    *,
    min_n: int,
    interval: float,
    seed: int,
) -> npt.NDArray[np.float64]:
    """Intervals of the log ratios when articles are resampled: groups × 2 ends × terms.

    All groups share their draws, so that a story printed on both sides is
    drawn on both; another corpus has draws of its own, and a list stays as it is.
    """
    n_resamples = drawn.weights.shape[1]
    n, against = drawn.counts.sum(axis=0), None
    if other and other.corpus:
        tokens, counts = other.corpus
        n = n + other.n
        against = _Draws.of(tokens, counts, np.ones(len(tokens.articles), dtype=bool), n_resamples, [seed, 1])
    parts = [drawn.part(codes == group) for group in groups]
    of_rest = [against.units if against else drawn.units[codes != group] for group in groups]
    spread = [
        _at_least_two(part.units) and (_at_least_two(rest) or bool(other and not other.corpus))
        for part, rest in zip(parts, of_rest, strict=True)
    ]
    kept = np.flatnonzero(n >= min_n)
    ends = np.full((len(groups), 2, len(n)), np.nan)
    for block in intervals.column_blocks(len(kept), n_resamples):
        terms = kept[block]
        if against is not None:
            reference = against.sums(terms)
        elif other is not None:
            reference = np.append(other.n[terms], other.words)[:, None]
        else:
            everything = drawn.sums(terms)
        for group in groups:
            target = parts[group].sums(terms)
            if other is None:
                reference = everything - target
            if spread[group]:
                ends[group][:, terms] = _ends(target, reference, interval)
    return ends


def _at_least_two(units: Integers) -> bool:
    """Fewer tell of no spread."""
    return len(np.unique(units)) > 1


def _ends(target: intervals.Floats, reference: intervals.Floats, interval: float) -> intervals.Floats:
    """Ends of the log ratio over resamples in which both sides have words; 0 occurrences count as a half."""
    worded = (target[-1] > 0) & (reference[-1] > 0)
    rates = [
        np.where(side[:-1] == 0, intervals.SMOOTHED_ZERO, side[:-1]) / np.where(side[-1] == 0, 1, side[-1])
        for side in (target, reference)
    ]
    return np.log2(intervals.percentile_interval((rates[0] / rates[1])[:, worded], interval))
