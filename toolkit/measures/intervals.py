"""What every measure's figures rest on: G² of a 2×2 table, p and q values, and intervals by resampling.

A table compares ``n_target`` of ``words_target`` with ``n_reference`` of
``words_reference``; the functions take arrays, or numbers that are spread over
them. What resampling draws are articles, or stories where these are known, and
never words: a word that was said once in an article is likely to be said again.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy

from toolkit.errors import InvalidArgumentError

Floats = npt.NDArray[np.float64]
#: Numbers of a block held at once: 64 MB of float64.
_BLOCK = 1 << 23
#: Resamples drawn or added up at once.
_STEP = 64
#: Up to here float32 holds every whole number.
_EXACT_IN_FLOAT32 = 1 << 24
#: What stands for a count of 0 where its logarithm is needed (Hardie 2014).
SMOOTHED_ZERO = 0.5


def g2(
    n_target: npt.ArrayLike, n_reference: npt.ArrayLike, words_target: npt.ArrayLike, words_reference: npt.ArrayLike
) -> Floats:
    """Return G² over all four cells of a 2×2 table, NaN where a side has no words.

    Notes
    -----
    2 Σ O ln(O/E) (Dunning 1993); it is never negative and does not say which
    side has more: the log ratio does. All four deviations O − E are equal but
    for their sign, so that it is computed without a difference of large numbers.

    Examples
    --------
    >>> g2(110, 2442, 221, 31556).round(2).item()
    270.72
    """
    a, b = np.asarray(n_target, dtype=np.float64), np.asarray(n_reference, dtype=np.float64)
    c, d = np.asarray(words_target, dtype=np.float64), np.asarray(words_reference, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (a + b) / (c + d)
        deviation = (a * d - b * c) / (c + d)
        total = np.zeros(np.broadcast_shapes(a.shape, b.shape, c.shape, d.shape))
        for observed, expected, off in (
            (a, c * share, deviation),
            (b, d * share, -deviation),
            (c - a, c * (1 - share), -deviation),
            (d - b, d * (1 - share), deviation),
        ):
            total += np.where(observed > 0, scipy.special.xlog1py(observed, off / expected), 0.0)
    return np.where((c > 0) & (d > 0), np.maximum(2 * total, 0.0), np.nan)


def p_values(g2_values: npt.ArrayLike) -> Floats:
    """Return how often chance alone gives so large a G²: the upper tail of χ² with one degree of freedom.

    Examples
    --------
    >>> p_values([3.841, 10.828]).round(4).tolist()
    [0.05, 0.001]
    """
    return np.asarray(scipy.special.erfc(np.sqrt(np.asarray(g2_values, dtype=np.float64) / 2)))


def q_values(p: npt.ArrayLike) -> Floats:
    """Return p values corrected for how many were looked at (Benjamini & Hochberg 1995); NaN stays and is not counted.

    Of the rows with q below 0.05, no more than one in twenty is expected to be chance.

    Examples
    --------
    >>> q_values([0.01, 0.04, float("nan"), 0.03]).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    given = np.asarray(p, dtype=np.float64)
    q = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(-given[known], kind="stable")]
    ranks = np.arange(len(order), 0, -1)
    q[order] = np.minimum.accumulate(np.minimum(given[order] * len(order) / ranks, 1.0))
    return q


def log_ratio(
    n_target: npt.ArrayLike, n_reference: npt.ArrayLike, words_target: npt.ArrayLike, words_reference: npt.ArrayLike
) -> Floats:
    """Return the binary logarithm of the ratio of two rates; 0 occurrences count as a half.

    Notes
    -----
    log2((a/c) / (b/d)) (Hardie 2014): 1 is twice as often, 3 eight times, 0
    equally often; NaN where a side has no words, or neither has the term.

    Examples
    --------
    >>> log_ratio([8, 1, 0], [2, 1, 1], 1000, 1000).tolist()
    [2.0, 0.0, -1.0]
    """
    a, b = _smoothed(n_target, n_reference)
    c, d = np.asarray(words_target, dtype=np.float64), np.asarray(words_reference, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.asarray(np.log2(a / c) - np.log2(b / d))
    return np.where(np.isfinite(ratio), ratio, np.nan)


def log_ratio_interval(
    n_target: npt.ArrayLike,
    n_reference: npt.ArrayLike,
    words_target: npt.ArrayLike,
    words_reference: npt.ArrayLike,
    *,
    interval: float,
) -> tuple[Floats, Floats]:
    """Return the ends of an interval of the log ratio, as if every word were drawn by itself.

    Notes
    -----
    log ratio ± z/ln 2 · √(1/a − 1/c + 1/b − 1/d), with z = 1.96 for 0.95 (the
    interval of a relative risk, Katz et al. 1978, in units of log2).

    Examples
    --------
    >>> low, high = log_ratio_interval(8, 2, 1000, 1000, interval=0.95)
    >>> low.round(2).item(), high.round(2).item()
    (-0.23, 4.23)
    """
    a, b = _smoothed(n_target, n_reference)
    centre = log_ratio(n_target, n_reference, words_target, words_reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = 1 / a - 1 / np.asarray(words_target, float) + 1 / b - 1 / np.asarray(words_reference, float)
    half = scipy.special.ndtri(0.5 + interval / 2) / np.log(2) * np.sqrt(np.maximum(variance, 0.0))
    return centre - half, centre + half


def share_interval(n: npt.ArrayLike, of: npt.ArrayLike, *, interval: float) -> tuple[Floats, Floats]:
    """Return the ends of an interval of the share ``n / of``, NaN where there is nothing to share.

    Notes
    -----
    The score interval (Wilson 1927): (p + z²/2N ± z √(p(1−p)/N + z²/4N²)) / (1 + z²/N).
    It never leaves 0 to 1, and tells how little 0 of 3 says. ``n`` and ``of``
    need not be whole: reprints count as fewer articles than they are.

    Examples
    --------
    >>> low, high = share_interval([0, 81], [3, 263], interval=0.95)
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2553], [0.5615, 0.3662])
    """
    total = np.asarray(of, dtype=np.float64)
    z2 = scipy.special.ndtri(0.5 + interval / 2) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.asarray(n, dtype=np.float64) / total
        centre = (p + z2 / (2 * total)) / (1 + z2 / total)
        half = np.sqrt(z2 * (p * (1 - p) / total + z2 / (4 * total**2))) / (1 + z2 / total)
    # The ends meet 0 and 1 exactly in theory; computed, they miss them by a rounding.
    return np.where(p == 0, 0.0, centre - half), np.where(p == 1, 1.0, centre + half)


def _smoothed(n_target: npt.ArrayLike, n_reference: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Counts with a half for a zero; NaN where both are 0, which says nothing."""
    a, b = np.broadcast_arrays(np.asarray(n_target, dtype=np.float64), np.asarray(n_reference, dtype=np.float64))
    neither = (a == 0) & (b == 0)
    return (
        np.where(neither, np.nan, np.where(a == 0, SMOOTHED_ZERO, a)),
        np.where(neither, np.nan, np.where(b == 0, SMOOTHED_ZERO, b)),
    )


# --- resampling ------------------------------------------------------------------------------------------------------


def require_interval(interval: object, n_resamples: object, *, function: str) -> None:
    """Raise unless ``interval`` is a share between 0 and 1, and there are resamples enough to read it off.

    Examples
    --------
    >>> require_interval(95, 1000, function="keyness")
    Traceback (most recent call last):
    ...
    toolkit.errors.InvalidArgumentError: keyness() needs an interval between 0 and 1; it got interval=95.
    Try: interval=0.95
    """
    if not isinstance(interval, float) or not 0 < interval < 1:
        raise InvalidArgumentError(
            f"{function}() needs an interval between 0 and 1; it got interval={interval!r}.\nTry: interval=0.95"
        )
    if not isinstance(n_resamples, int | np.integer) or n_resamples < 2:
        raise InvalidArgumentError(
            f"{function}() needs at least 2 resamples, and hundreds for steady ends; it got "
            f"n_resamples={n_resamples!r}.\nTry: n_resamples=1000"
        )


def resampling_weights(
    units: npt.NDArray[np.int64], *, n_resamples: int, seed: int | list[int]
) -> npt.NDArray[np.uint8]:
    """Return how often each article is drawn in each resample: units with replacement, as many as there are.

    Parameters
    ----------
    units
        The unit of each article, as `resampling_units` numbers them: articles
        of one unit are drawn together.
    n_resamples
        How many columns.
    seed
        The same seed gives the same weights; a list of numbers is a seed too.

    Returns
    -------
    ndarray
        uint8, articles × resamples. A unit is drawn 256 times in no
        corpus: it would have to be one of at least 256.

    Examples
    --------
    >>> resampling_weights(np.array([0, 0, 1]), n_resamples=4, seed=0).tolist()
    [[0, 1, 2, 2], [0, 1, 2, 2], [2, 1, 0, 0]]
    """
    distinct, unit = np.unique(units, return_inverse=True)
    n = len(distinct)
    drawn = np.zeros((n, n_resamples), dtype=np.uint8)
    random = np.random.default_rng(seed)
    for begin in range(0, n_resamples if n else 0, _STEP):
        width = min(_STEP, n_resamples - begin)
        picked = random.integers(n, size=(width, n), dtype=np.int64) + n * np.arange(width)[:, None]
        drawn[:, begin : begin + width] = np.bincount(picked.ravel(), minlength=width * n).reshape(width, n).T
    return drawn if n == len(unit) and np.array_equal(unit, np.arange(n)) else drawn[unit]


def resampled_sums(matrix: scipy.sparse.csr_array, weights: npt.NDArray[np.uint8]) -> Floats:
    """Return the sum of each column of an article × column matrix in each resample: columns × resamples.

    Examples
    --------
    >>> counts = scipy.sparse.csr_array(np.array([[1, 0], [2, 5]]))
    >>> resampled_sums(counts, np.array([[0, 2], [2, 0]], dtype=np.uint8)).tolist()
    [[4.0, 2.0], [10.0, 0.0]]
    """
    largest = int(matrix.sum(axis=0).max(initial=0)) * int(weights.max(initial=0))
    exact = np.float32 if largest < _EXACT_IN_FLOAT32 else np.float64  # the half of the memory, twice as fast
    by_column = matrix.T.astype(exact)
    sums = np.empty((matrix.shape[1], weights.shape[1]))
    for begin in range(0, weights.shape[1], _STEP):
        sums[:, begin : begin + _STEP] = by_column @ weights[:, begin : begin + _STEP].astype(exact)
    return sums


def column_blocks(n_columns: int, n_resamples: int) -> Iterator[slice]:
    """Give the columns in blocks whose resampled sums fit in the memory."""
    step = max(1, _BLOCK // n_resamples)
    return (slice(begin, min(begin + step, n_columns)) for begin in range(0, n_columns, step))


def rate_interval(
    counts: scipy.sparse.csr_array,
    words: npt.NDArray[np.int64],
    units: npt.NDArray[np.int64],
    *,
    interval: float,
    n_resamples: int,
    seed: int,
) -> tuple[Floats, Floats]:
    """Return the ends of the interval of sum(counts) / sum(words) for each column.

    Parameters
    ----------
    counts
        One row an article, one column an item.
    words
        The running words of each article.
    units
        What is drawn, as `resampling_units` numbers it.
    interval, n_resamples, seed
        Share of the resamples between the ends, how many there are, and where chance begins.

    Returns
    -------
    low, high
        float64 a column; NaN with fewer than two units, which tell of no spread.

    Examples
    --------
    >>> counts = scipy.sparse.csr_array(np.array([[4], [0], [2]]))
    >>> low, high = rate_interval(counts, np.full(3, 10), np.arange(3), interval=0.9, n_resamples=200, seed=0)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.07], [0.33])
    """
    low, high = np.full((2, counts.shape[1]), np.nan)
    if len(np.unique(units)) < 2:
        return low, high
    weights = resampling_weights(units, n_resamples=n_resamples, seed=seed)
    drawn = resampled_sums(scipy.sparse.csr_array(words[:, None]), weights)[0]
    weights, drawn = weights[:, drawn > 0], drawn[drawn > 0]
    for block in column_blocks(counts.shape[1], n_resamples):
        rates = resampled_sums(counts[:, block], weights) / drawn
        low[block], high[block] = percentile_interval(rates, interval)
    return low, high


def percentile_interval(values: Floats, interval: float) -> tuple[Floats, Floats]:
    """Return the ends between which lies the share ``interval`` of each row's values, as many below as above.

    Examples
    --------
    >>> percentile_interval(np.arange(101.0)[None], 0.9)
    (array([5.]), array([95.]))
    """
    if not values.size:
        return np.full(len(values), np.nan), np.full(len(values), np.nan)
    tail = 50 * (1 - interval)
    low, high = np.percentile(values, [tail, 100 - tail], axis=-1)
    return low, high
