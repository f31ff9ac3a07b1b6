"""Reprints and near-copies of one story: what two articles share, and which came first.

Articles are compared by their runs of five words, spelling folded. Runs are
numbers, and all of a corpus are sorted once: equal ones then stand side by
side, and articles that share many are measured against each other exactly.
Nothing grows with the number of *pairs*: memory is linear in the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from toolkit.corpus.articles import FIELDS
from toolkit.corpus.stories import order_of_appearance
from toolkit.corpus.tokens import Tokens, as_tokens
from toolkit.errors import InvalidArgumentError

Integers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Shares = npt.NDArray[np.float64]

#: Words in a run: long enough that two newsrooms seldom write the same one by chance.
_RUN = 5
#: A text of fewer words is a caption or a stub, and is compared together with its title and deck.
_ENOUGH = 20
#: An article meets so many others that hold the same run, and as many of those that are most widely copied:
#: with all of them, a run that stands in a thousand articles would make a million pairs.
_NEIGHBOURS = 8
#: Pairs that were seen to share less of the shorter one than this are not measured.
_PROMISING = 0.05
#: Two articles of one story share at least so much of the shorter one, so that a round-up of the
#: day's news does not make one story of all it tells.
_ALIKE = 0.3
#: A large story is represented by so many of its texts when another is tried against it.
_REPRESENTED = 16
#: Runs hashed, and numbers of runs compared, in one go.
_BATCH = 1_000_000
_ODD, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True)
class _Texts:
    """The distinct texts of a corpus: which one each article has, and the runs that several hold."""

    of_article: Integers
    sizes: Integers
    runs: scipy.sparse.csr_array


@dataclass(frozen=True)
class _Pairs:
    """Two texts each (``a < b``), and how many runs they share."""

    a: Integers
    b: Integers
    shared: Integers

    def similarity(self, sizes: Integers) -> Shares:
        """Shared runs per run that either has."""
        return self.shared / np.maximum(sizes[self.a] + sizes[self.b] - self.shared, 1)

    def contained(self, sizes: Integers) -> Shares:
        """Shared runs per run of the shorter one."""
        return self.shared / np.maximum(np.minimum(sizes[self.a], sizes[self.b]), 1)


def find_duplicates(
    data: Tokens | pd.DataFrame, *, min_similarity: float = 0.5, min_contained: float = 0.9
) -> pd.DataFrame:
    """Return the story each article tells: reprints and near-copies share one.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    min_similarity
        Two articles are one story if they share so much of what both say.
    min_contained
        Or if so much of the shorter one stands in the longer.

    Returns
    -------
    DataFrame
        One row an article, in the order and with the index of the articles:
        ``article_id`` str, ``story_id`` str (the id of the story's first
        article), ``first`` bool (it is that article), ``similarity`` float64
        (0 to 1, to the first article), ``n_articles`` int64 (in the story).

    Raises
    ------
    InvalidArgumentError
        If one of the shares is not above 0 and at most 1.

    Notes
    -----
    Similarity is the Jaccard index of the runs of five words, without marks
    and differences of spelling; "contained" is the overlap coefficient of the
    same runs. What is compared is the text; where it has fewer than 20 words,
    title and deck with it; an article of fewer than five words is a story of
    its own. Any two articles of a story share three tenths of the shorter one:
    a round-up does not join the stories it tells.

    First is the article known to be out first: by its date less its
    ``utc_offset`` where that is known, one dated by the day at the end of its
    day; of equals the one that stands first in the table.

    Examples
    --------
    Each story is counted once with the column ``story_id``:

    >>> import toolkit as tk
    >>> news = pd.DataFrame({
    ...     "text": ["عادت المياه إلى مدينة الرقة بعد عام", "عادت المياه إلى مدينة الرقة بعد عام.", "فتح الجسر"],
    ...     "date": ["2017-11-09", "2017-11-08", "2017-11-08"],
    ... })
    >>> articles = tk.as_articles(news)
    >>> stories = tk.find_duplicates(articles)
    >>> stories[["article_id", "story_id", "first", "similarity"]]
      article_id story_id  first  similarity
    0          0        1  False         1.0
    1          1        1   True         1.0
    2          2        2   True         1.0
    >>> articles = articles.assign(story_id=stories["story_id"])
    >>> tk.term_frequencies(articles, stories="first").set_index("term").loc[["المياه", "الجسر"], "n"].tolist()
    [1, 1]
    """
    for name, share in (("min_similarity", min_similarity), ("min_contained", min_contained)):
        if not 0 < share <= 1:
            raise InvalidArgumentError(
                f"find_duplicates() needs a share above 0 and at most 1; it got {name}={share!r}.\n"
                f"Try: find_duplicates(articles, {name}=0.5)"
            )
    tokens = as_tokens(data)
    texts = _read_texts(tokens)
    pairs = _measure(texts, *_candidates(texts))
    story_of_text = _join(texts, pairs, min_similarity=min_similarity, min_contained=min_contained)
    return _describe(tokens.articles, texts, story_of_text[texts.of_article])


# --- articles → runs of words ----------------------------------------------------------------------------------------


def _read_texts(tokens: Tokens) -> _Texts:
    """Hash the runs of every article, put exact copies together, keep the runs that several texts hold."""
    starts, counts = _compared(tokens)
    hashes = _hash_runs(tokens, starts, counts)
    of_article, firsts = _collapse_copies(hashes, counts)
    bits = np.uint64(len(firsts).bit_length())
    counts_of_firsts = counts[firsts]
    is_first = np.zeros(len(counts), dtype=bool)
    is_first[firsts] = True
    hashes = hashes[np.repeat(is_first, counts)]
    # One integer holds a run and its text: the upper bits the hash, the lower the number of the text.
    hashes >>= bits
    hashes <<= bits
    hashes |= np.repeat(np.arange(len(firsts), dtype=np.uint64), counts_of_firsts)
    hashes.sort()
    hashes = hashes[_heads(hashes)]
    texts = (hashes & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    sizes = np.bincount(texts, minlength=len(firsts))
    hashes >>= bits
    new = _heads(hashes)
    several = ~(new & np.append(new[1:], True))
    runs = np.cumsum(new[several], dtype=np.int32) - 1
    ones = np.ones(len(runs), dtype=np.int32)
    shape = (len(firsts), int(runs[-1]) + 1 if len(runs) else 0)
    return _Texts(of_article, sizes, scipy.sparse.csr_array((ones, (texts[several], runs)), shape=shape))


def _heads(values: Hashes) -> npt.NDArray[np.bool_]:
    """Which of sorted values differ from the one before."""
    heads = np.ones(len(values), dtype=bool)
    heads[1:] = values[1:] != values[:-1]
    return heads


def _compared(tokens: Tokens) -> tuple[Integers, Integers]:
    """Where the runs of each article begin in the stream of words, and how many there are."""
    segments, bounds = tokens._segments, tokens.segment_bounds
    starts, ends = tokens.article_bounds[:-1].copy(), tokens.article_bounds[1:].copy()
    long = (segments.field == FIELDS.index("text")) & (np.diff(bounds) >= _ENOUGH)
    starts[segments.article[long]] = bounds[:-1][long]
    ends[segments.article[long]] = bounds[1:][long]
    return starts, np.maximum(ends - starts - _RUN + 1, 0)


def _hash_runs(tokens: Tokens, starts: Integers, counts: Integers) -> Hashes:
    """One number for each run of words of each article, one article after the other."""
    ids = tokens.ids("word")
    word_hashes = np.random.default_rng(0).integers(2**64, size=len(tokens.vocabulary("word")), dtype=np.uint64)
    edges = np.concatenate([[0], np.cumsum(counts)])
    hashes = np.empty(edges[-1], dtype=np.uint64)
    for begin, end in _batches(counts):
        inside = edges[begin : end + 1] - edges[begin]
        if not inside[-1]:
            continue
        places = np.repeat(starts[begin:end] - inside[:-1], counts[begin:end]) + np.arange(inside[-1])
        words = word_hashes[ids[places[0] : places[-1] + _RUN]]
        hashed = words[: len(words) - _RUN + 1].copy()
        for shift in range(1, _RUN):
            hashed *= _ODD
            hashed += words[shift : len(words) - _RUN + 1 + shift]
        hashed ^= hashed >> np.uint64(31)  # so that the sum over an article depends on the order of its words
        hashed *= _MIX
        hashed ^= hashed >> np.uint64(29)
        hashes[edges[begin] : edges[end]] = hashed[places - places[0]]
    return hashes


def _batches(sizes: Integers) -> Iterator[tuple[int, int]]:
    """Consecutive ranges of about ``_BATCH`` in all, at least one each."""
    edges = np.concatenate([[0], np.cumsum(sizes)])
    begin = 0
    while begin < len(sizes):
        end = max(begin + 1, int(np.searchsorted(edges, edges[begin] + _BATCH, side="right")) - 1)
        yield begin, end
        begin = end


def _collapse_copies(hashes: Hashes, counts: Integers) -> tuple[Integers, Integers]:
    """The number of the distinct text of each article, and the first article of each text."""
    prints = np.arange(len(counts), dtype=np.uint64)  # an article without a run is a text of its own
    filled = np.flatnonzero(counts)
    edges = np.concatenate([[0], np.cumsum(counts)])
    if len(filled):
        prints[filled] = np.add.reduceat(hashes, edges[:-1][filled]) + counts[filled].astype(np.uint64) * _ODD
    numbers = pd.factorize(prints)[0].astype(np.int64)
    return numbers, np.unique(numbers, return_index=True)[1]


# --- runs → pairs ----------------------------------------------------------------------------------------------------


def _candidates(texts: _Texts) -> tuple[Integers, Integers]:
    """Pairs of texts that were seen to share enough runs to be worth measuring."""
    rank = _most_shared_first(texts)
    by_run = texts.runs[rank].tocsc()
    n = np.int64(max(len(rank), 1))
    found, seen = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for a, b in _meetings(by_run.indices.astype(np.int64), by_run.indptr):
        codes, times = np.unique(a * n + b, return_counts=True)
        found.append(codes)
        seen.append(times)
    codes, places = np.unique(np.concatenate(found), return_inverse=True)
    times = np.bincount(places, weights=np.concatenate(seen), minlength=len(codes))
    a, b = np.sort(rank[np.stack(np.divmod(codes, n))], axis=0)
    promising = times >= _PROMISING * np.minimum(texts.sizes[a], texts.sizes[b])
    return a[promising], b[promising]


def _most_shared_first(texts: _Texts) -> Integers:
    """The texts, those first whose runs most others hold: of a story, the version least changed."""
    holders = np.bincount(texts.runs.indices, minlength=texts.runs.shape[1])
    return np.argsort(-(texts.runs @ holders) / np.maximum(texts.sizes, 1), kind="stable")


def _meetings(holders: Integers, bounds: npt.NDArray[np.integer]) -> Iterator[tuple[Integers, Integers]]:
    """Texts that hold the same run: each with the next ones, and with the first ones of all that hold it."""
    counts = np.diff(bounds)
    run = np.repeat(np.arange(len(counts)), counts)
    for step in range(1, _NEIGHBOURS + 1):
        together = run[step:] == run[:-step]
        yield holders[:-step][together], holders[step:][together]
    place = np.arange(len(holders)) - bounds[:-1][run]
    for head in range(_NEIGHBOURS):
        far = np.flatnonzero(place > head + _NEIGHBOURS)
        yield holders[bounds[:-1][run[far]] + head], holders[far]


def _measure(texts: _Texts, a: Integers, b: Integers) -> _Pairs:
    """Count the runs that the two texts of each pair share."""
    lengths = np.diff(texts.runs.indptr).astype(np.int64)
    shared = [np.zeros(0, np.int64)]
    for begin, end in _batches(lengths[a] + lengths[b]):
        shared.append(texts.runs[a[begin:end]].multiply(texts.runs[b[begin:end]]).sum(axis=1))
    return _Pairs(a, b, np.concatenate(shared).astype(np.int64))


# --- pairs → stories -------------------------------------------------------------------------------------------------


def _join(texts: _Texts, pairs: _Pairs, *, min_similarity: float, min_contained: float) -> Integers:
    """The story of each text: the most alike are joined first, and only where all are alike."""
    similarity, contained = pairs.similarity(texts.sizes), pairs.contained(texts.sizes)
    alike = _Alike(texts, pairs, contained)
    linked = np.flatnonzero((similarity >= min_similarity) | (contained >= min_contained))
    linked = linked[np.lexsort((pairs.b[linked], pairs.a[linked], -similarity[linked]))]
    story = list(range(len(texts.sizes)))
    members: dict[int, list[int]] = {}
    for a, b in zip(pairs.a[linked].tolist(), pairs.b[linked].tolist(), strict=True):
        small, large = (members.get(story[text], [text]) for text in (a, b))
        if story[a] == story[b] or (len(small) + len(large) > 2 and not alike.all(small, large)):
            continue
        if len(small) > len(large):
            small, large = large, small
        number = story[large[0]]
        for text in small:
            story[text] = number
        members[number] = large
        large += small
    return np.array(story, dtype=np.int64)


class _Alike:
    """Whether texts share enough of the shorter one to be in one story; what was measured is not measured again."""

    def __init__(self, texts: _Texts, pairs: _Pairs, contained: Shares) -> None:
        self._runs, self._sizes = texts.runs, texts.sizes
        codes = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
        self._known = dict(zip(codes, (contained >= _ALIKE).tolist(), strict=True))

    def all(self, one: list[int], other: list[int]) -> bool:
        """Every text of the one with every text of the other; of very many, some spread evenly."""
        return all(self._are(a, b) for a in self._some(one) for b in self._some(other))

    def _some(self, story: list[int]) -> list[int]:
        n = len(story)
        return story if n <= _REPRESENTED else [story[i * n // _REPRESENTED] for i in range(_REPRESENTED)]

    def _are(self, a: int, b: int) -> bool:
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            shared = np.intersect1d(self._runs_of(a), self._runs_of(b), assume_unique=True)
            self._known[pair] = len(shared) >= _ALIKE * min(self._sizes[a], self._sizes[b])
        return self._known[pair]

    def _runs_of(self, text: int) -> npt.NDArray[np.integer]:
        return self._runs.indices[self._runs.indptr[text] : self._runs.indptr[text + 1]]


def _describe(articles: pd.DataFrame, texts: _Texts, story: Integers) -> pd.DataFrame:
    """The table: the first article of each story, and how alike the others are to it."""
    order = order_of_appearance(articles)
    _, place, numbers, sizes = np.unique(story[order], return_index=True, return_inverse=True, return_counts=True)
    first, n_articles = np.empty(len(story), dtype=np.int64), np.empty(len(story), dtype=np.int64)
    first[order], n_articles[order] = order[place][numbers], sizes[numbers]
    mine, theirs = texts.of_article, texts.of_article[first]
    differ = np.flatnonzero(mine != theirs)
    pairs = _measure(texts, mine[differ], theirs[differ])
    similarity = np.ones(len(story))
    similarity[differ] = pairs.similarity(texts.sizes)
    ids = articles["article_id"].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "article_id": pd.array(ids, dtype="str"),
            "story_id": pd.array(ids[first], dtype="str"),
            "first": first == np.arange(len(story)),
            "similarity": similarity,
            "n_articles": n_articles,
        },
        index=articles.index,
    )
