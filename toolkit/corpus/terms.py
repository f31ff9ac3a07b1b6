"""Terms of a corpus counted per article: what frequencies, keyness and dispersion start from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from toolkit.corpus.chunk_words import distinct
from toolkit.corpus.tokens import Tokens
from toolkit.errors import InvalidArgumentError, require_words
from toolkit.text.arabic import bare
from toolkit.text.stopwords import is_stop_key

#: Numbers, dates, signs (no letter at all), and addresses of the web and of people in it.
_NO_WORD = re.compile(r"[\W\d_]+|@.*|www\..*|.*(?:@|://).*")
#: The longest n-gram offered; beyond it a corpus holds little but reprints.
_LONGEST = 5


@dataclass(frozen=True)
class TermCounts:
    """How often each term stands in each article.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array
        Counts int32, one row an article, one column a term.
    terms, keys : ndarray of str objects
        How each column is shown, and what it is counted under.
    """

    terms: npt.NDArray[np.object_]
    keys: npt.NDArray[np.object_]
    _counts: scipy.sparse.csr_array = field(repr=False)
    _columns: npt.NDArray[np.int64] | None = field(default=None, repr=False)

    @cached_property
    def matrix(self) -> scipy.sparse.csr_array:
        """Counts of the terms; taken out of those of all words when asked for."""
        return self._counts if self._columns is None else self._counts[:, self._columns]

    @cached_property
    def totals(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Occurrences of each term, and articles that hold it; much quicker than through ``matrix``."""
        counts = self._counts
        fits = counts.data.sum(dtype=np.int64) < 2**31  # small integers are added up twice as fast
        n = (counts.T @ np.ones(counts.shape[0], dtype=np.int32 if fits else np.int64)).astype(np.int64)
        n_articles = np.bincount(counts.indices, minlength=counts.shape[1])
        return (n, n_articles) if self._columns is None else (n[self._columns], n_articles[self._columns])


def count_terms(
    tokens: Tokens,
    *,
    function: str,
    ngrams: int = 1,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
) -> TermCounts:
    """Count terms, or runs of ``ngrams`` terms inside one sentence, per article.

    Parameters
    ----------
    tokens
        The corpus.
    function
        Who asks, for the error message.
    ngrams
        1 for words, 2 to 5 for runs of so many.
    keep_stop_words
        Count particles, pronouns, verbs of saying and the like too; an n-gram
        is left out when it begins or ends with one.
    stop_words
        More words to leave out, with all forms of their terms.
    words_only
        Leave out what is no word: numbers, dates, addresses, emoji.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> counts = count_terms(tokenize(["عادت المياه إلى البوكمال", "قافلة للبوكمال"]), function="keyness")
    >>> counts.terms.tolist()[1:], counts.matrix.toarray().tolist()
    (['المياه', 'البوكمال', 'قافلة'], [[1, 1, 1, 0], [0, 0, 1, 1]])
    """
    if isinstance(ngrams, bool) or ngrams not in range(1, _LONGEST + 1):
        raise InvalidArgumentError(
            f"{function}() counts runs of 1 to {_LONGEST} words; it was given ngrams={ngrams!r}."
        )
    keys = np.array(tokens.vocabulary("term"), dtype=object)
    is_word, is_stop = flag_terms(
        tokens, function=function, keep_stop_words=keep_stop_words, stop_words=stop_words, words_only=words_only
    )
    if ngrams > 1:
        return _count_runs(tokens, ngrams, is_word=is_word, may_end=is_word & ~is_stop)
    kept = np.flatnonzero(is_word & ~is_stop)
    shown = np.array(tokens.shown_forms(), dtype=object)
    return TermCounts(shown[kept], keys[kept], tokens.matrix("term"), kept)


#: Found once for a vocabulary, not once for every measure; forgotten with it.
_FLAGS: WeakKeyDictionary[object, tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]] = WeakKeyDictionary()


def _flags(tokens: Tokens) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which terms are words, and which are stop words."""
    vocabulary = tokens._vocabulary
    if vocabulary not in _FLAGS:
        keys = tokens.vocabulary("term")
        is_word = np.array([not _NO_WORD.fullmatch(key) for key in keys], dtype=bool)
        _FLAGS[vocabulary] = is_word, np.array([is_stop_key(key) for key in keys], dtype=bool)
    return _FLAGS[vocabulary]


def flag_terms(
    tokens: Tokens,
    *,
    function: str,
    keep_stop_words: bool = False,
    stop_words: Iterable[str] = (),
    words_only: bool = True,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell which entries of ``tokens.vocabulary("term")`` are words, and which are stop words.

    Parameters
    ----------
    tokens
        The corpus; its segmenter reads the caller's stop words.
    function, keep_stop_words, stop_words, words_only
        As in `count_terms`.

    Examples
    --------
    >>> from toolkit.corpus.tokens import tokenize
    >>> is_word, is_stop = flag_terms(tokenize(["قافلة 2017 إلى"]), function="keyness")
    >>> is_word.tolist(), is_stop.tolist()
    ([True, False, True], [False, False, True])
    """
    asked = require_words(stop_words, name="stop_words", function=function)
    is_word, is_stop = _flags(tokens)
    is_word = is_word | (not words_only)
    is_stop = is_stop & (not keep_stop_words)
    if asked:
        left_out = set(tokens.segmenter([bare(word) for word in asked]).keys)
        is_stop |= np.array([key in left_out for key in tokens.vocabulary("term")], dtype=bool)
    return is_word, is_stop


def _count_runs(
    tokens: Tokens, length: int, *, is_word: npt.NDArray[np.bool_], may_end: npt.NDArray[np.bool_]
) -> TermCounts:
    """Count runs of terms that stay inside a sentence and neither begin nor end with a stop word."""
    ids = tokens.ids("term")
    bounds = tokens.sentence_bounds
    places = np.arange(len(ids))
    places = places[places + length <= np.repeat(bounds[1:], np.diff(bounds))]
    places = places[may_end[ids[places]] & may_end[ids[places + length - 1]]]
    for i in range(1, length - 1):
        places = places[is_word[ids[places + i]]]
    run = _number_runs([ids[places + i] for i in range(length)])
    n_runs = int(run.max()) + 1 if len(run) else 0
    of_article = np.searchsorted(tokens.article_bounds, places, side="right") - 1
    ones = np.ones(len(run), dtype=np.int32)
    counts = scipy.sparse.coo_array((ones, (of_article, run)), shape=(len(tokens.articles), n_runs)).tocsr()
    keys = np.array(tokens.vocabulary("term"), dtype=object)
    first = places[np.unique(run, return_index=True)[1]]
    named = np.array([" ".join(row) for row in np.stack([keys[ids[first + i]] for i in range(length)], axis=1)], object)
    return TermCounts(_as_written(tokens, places, run, length), named, counts)


def _number_runs(columns: list[npt.NDArray[np.int32]]) -> npt.NDArray[np.int64]:
    """Number the distinct rows of some columns in order of first appearance."""
    run = columns[0].astype(np.int64)
    for column in columns[1:]:
        run = pd.factorize(run * (int(column.max(initial=0)) + 1) + column)[0]
    return pd.factorize(run)[0]


def _as_written(
    tokens: Tokens, places: npt.NDArray[np.int64], run: npt.NDArray[np.int64], length: int
) -> npt.NDArray[np.object_]:
    """How each run is most often written, without clitics in front; the first one seen among equals."""
    forms, form_of = distinct(tokens.forms())
    words, word_of = distinct([bare(word) for word in tokens.vocabulary("surface")])
    surface = tokens.ids()
    columns = [form_of[surface[places]], *(word_of[surface[places + i]] for i in range(1, length))]
    written = pd.DataFrame({"run": run, "written": _number_runs(columns), "at": np.arange(len(run))})
    seen = written.groupby(["run", "written"], as_index=False).agg(n=("at", "size"), at=("at", "min"))
    best = seen.sort_values(["run", "n", "at"], ascending=[True, False, True]).drop_duplicates("run")["at"].to_numpy()
    parts = [np.array(forms, dtype=object)[columns[0][best]]]
    parts += [np.array(words, dtype=object)[column[best]] for column in columns[1:]]
    return np.array([" ".join(row) for row in zip(*parts, strict=True)], dtype=object)
