"""How varied the wording is, in figures that do not fall as a text grows longer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from toolkit.corpus.groups import article_groups, group_name
from toolkit.corpus.stories import choose_stories
from toolkit.corpus.tokens import LEVELS, Tokens, as_tokens
from toolkit.errors import InvalidArgumentError, require_choice

Integers = npt.NDArray[np.integer]
_COLUMNS = ["n", "n_types", "ttr", "mattr", "hd_d"]


def lexical_diversity(
    data: Tokens | pd.DataFrame,
    *,
    by: str | pd.Series | None = None,
    level: str = "word",
    window: int = 100,
    sample: int = 42,
    stories: str = "all",
) -> pd.DataFrame:
    """Measure how many different words a text uses for its length.

    Parameters
    ----------
    data
        `Tokens`, or an articles table, which is then tokenised with the defaults.
    by
        A column of the articles or a Series indexed by ``article_id``: measure
        each group. Articles without a value are left out.
    level
        What is one word: ``"surface"`` as written, ``"word"`` with spelling
        folded, ``"term"`` without clitics, number and gender, so that the
        wealth of forms of Arabic does not pass for a wealth of words.
    window
        Running words of a window for ``mattr``. 100, as other programs have
        it, is shorter than most articles.
    sample
        Words of a sample for ``hd_d``; 42, as its authors have it.
    stories
        ``"all"`` articles, or the ``"first"`` of each story where the articles
        have a column ``story_id``. Reprints lower ``ttr`` and ``hd_d``.

    Returns
    -------
    DataFrame
        One row, or one a group: the column ``by`` if asked for, ``n`` int64
        running words, numbers and stop words among them; ``n_types`` int64
        different ones; ``ttr`` float64, the one by the other: for reference
        only, it falls with length; ``mattr`` float64, the mean share of
        different words in a window; ``hd_d`` float64, the share of different
        words to be expected in a random sample. All shares are from 0 to 1,
        and NaN where the text is shorter than what they look at.

    Raises
    ------
    InvalidArgumentError
        If an argument has a value that is not named above.

    Notes
    -----
    The articles of a group are read one after another, as one text: windows
    run on from one into the next. MATTR is the mean over all windows
    (Covington & McFall 2010). HD-D is Σ (1 − P) / sample over the different
    words, with P the hypergeometric chance that a sample lacks the word
    (McCarthy & Jarvis 2010).

    Examples
    --------
    Windows ماء خبز ماء and خبز ماء ورد hold 2 and 3 different words of 3:

    >>> import toolkit as tk
    >>> tk.lexical_diversity(tk.tokenize(["ماء خبز ماء ورد"]), window=3, sample=2).round(3)
       n  n_types   ttr  mattr   hd_d
    0  4        3  0.75  0.833  0.917
    """
    require_choice(level, LEVELS, name="level", function="lexical_diversity")
    for name, size in (("window", window), ("sample", sample)):
        if isinstance(size, bool) or not isinstance(size, int | np.integer) or size < 1:
            raise InvalidArgumentError(
                f"lexical_diversity() needs {name} to be a number of words; it got {name}={size!r}.\n"
                f"Try: {name}={ {'window': 100, 'sample': 42}[name] }"
            )
    tokens = choose_stories(as_tokens(data), stories, function="lexical_diversity")
    names = [] if by is None else [group_name(by, _COLUMNS)]
    groups = np.zeros(len(tokens.articles)) if by is None else article_groups(tokens.articles, by)
    codes, labels = pd.factorize(groups, sort=True)
    n_groups = 1 if by is None else len(labels)
    ids, bounds = _one_after_another(tokens, level, codes, n_groups)
    table = pd.DataFrame(_measure(ids, bounds, window=window, sample=sample))
    if names:
        table.insert(0, names[0], labels)
    table.attrs["stories"] = stories
    return table


def _one_after_another(tokens: Tokens, level: str, codes: Integers, n_groups: int) -> tuple[Integers, Integers]:
    """The words of all groups in one stream, and where each group begins in it, the end last."""
    order = np.argsort(codes, kind="stable")
    order = order[codes[order] >= 0]
    lengths = tokens.count_words()[order]
    sizes = np.bincount(codes[order], weights=lengths, minlength=n_groups).astype(np.int64)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    if np.array_equal(order, np.arange(len(codes))):
        return tokens.ids(level), bounds
    before = np.cumsum(lengths) - lengths
    places = np.arange(bounds[-1]) + np.repeat(tokens.article_bounds[order] - before, lengths)
    return tokens.ids(level)[places], bounds


def _measure(ids: Integers, bounds: Integers, *, window: int, sample: int) -> dict[str, npt.NDArray[np.generic]]:
    """All figures of all groups, without a loop over words, windows or groups."""
    n = np.diff(bounds)
    group = np.repeat(np.arange(len(n)), n)
    begin = bounds[group]
    places, last = _last_seen(ids)
    new = last < begin
    n_types = np.bincount(group[new], minlength=len(n))
    # A word is new in the windows that begin behind its last place and no later than on it.
    here = np.arange(len(ids))
    windows = np.minimum(here, bounds[group + 1] - window) - np.maximum(np.maximum(last, begin - 1), here - window)
    new_in_windows = np.bincount(group, weights=np.maximum(windows, 0), minlength=len(n))
    heads = np.flatnonzero(new[places])
    of_type = np.diff(np.append(heads, len(places)))  # occurrences of each type of each group
    in_group = group[places[heads]]
    seen = np.bincount(in_group, weights=_chance_seen(of_type, n[in_group], sample), minlength=len(n))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "n": n,
            "n_types": n_types,
            "ttr": n_types / n,
            "mattr": np.where(n >= window, new_in_windows / ((n - window + 1) * window), np.nan),
            "hd_d": np.where(n >= sample, seen / sample, np.nan),
        }


def _last_seen(ids: Integers) -> tuple[Integers, Integers]:
    """Places word by word, in order; and for each place the last one before it with the same word, or -1."""
    n_words = int(ids.max(initial=-1)) + 1
    one_a_row = (np.ones(len(ids), dtype=np.int8), ids, np.arange(len(ids) + 1))
    # Turning a sparse matrix on its side sorts by counting: five times as fast as a stable sort.
    turned = scipy.sparse.csr_array(one_a_row, shape=(len(ids), n_words)).tocsc()
    places = turned.indices.astype(np.int64)
    last = np.full(len(ids), -1, dtype=np.int64)
    same = ids[places[1:]] == ids[places[:-1]]
    last[places[1:][same]] = places[:-1][same]
    return places, last


def _chance_seen(n: Integers, of_words: Integers, sample: int) -> npt.NDArray[np.float64]:
    """Chance that a sample without replacement holds a word that stands ``n`` times among so many."""
    missed = np.zeros(len(n))
    with np.errstate(divide="ignore", invalid="ignore"):
        for drawn in range(sample):
            missed += np.log1p(-np.minimum(n / np.maximum(of_words - drawn, 1), 1.0))
    return -np.expm1(missed)
