"""When something was suddenly spoken of more: runs of periods that a two-speed model explains better than one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import InvalidArgumentError, require_columns

#: Columns of a table of bursts beside its groups, in order.
COLUMNS = ["start", "end", "level", "weight", "n", "n_articles", "n_published"]
#: Columns of a timeline that are no group.
_COUNTED = ["period", "n", "n_articles", "n_published"]
_NO_GROUP = {*_COUNTED, "share", "low", "high"}
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


def bursts(counts: pd.DataFrame, *, s: float = 2.0, gamma: float = 1.0, levels: int = 1) -> pd.DataFrame:
    """Find the periods in which a larger share of the articles than usual speaks of something.

    Parameters
    ----------
    counts
        What `timeline` returns; each value of its groups is looked at by itself.
        What is undated is left out.
    s
        A burst is so many times the usual share, more than 1. Larger: only
        the steepest are found.
    gamma
        What a change to a burst costs, 0 or more. Larger: fewer and longer
        ones are found.
    levels
        How many levels above the usual: at level 2 the share is s² times the
        usual, and each burst stands inside one of level 1.

    Returns
    -------
    DataFrame
        One row a burst, by group, time and level: the columns of the groups;
        ``start`` ``end`` datetime64[us], first days of its first and last
        period; ``level`` int64 from 1; ``weight`` float64, in natural
        logarithms, how much better the level explains the periods than the one
        below; ``n`` ``n_articles`` ``n_published`` int64, sums over its periods.

    Raises
    ------
    MissingColumnsError
        If ``counts`` is no timeline.
    InvalidArgumentError
        If ``s``, ``gamma`` or ``levels`` is out of its range, or a period
        stands twice in a group.

    Notes
    -----
    Kleinberg (2002), section 4, the version for counts in batches: of d
    articles of a period, r speak of it. At level i they do so with probability
    pᵢ = p₀sⁱ, where p₀ = Σr/Σd is the usual share, and the period costs
    −ln(pᵢʳ(1−pᵢ)ᵈ⁻ʳ) (the binomial coefficient is the same at all levels). A step
    up from level i to j costs (j−i)·γ·ln T, with T the number of periods; a
    step down is free; before the first period the level is 0. The cheapest
    sequence of levels is found exactly (Viterbi); of equals, the lower level.
    The weight is the sum of the costs at the level below less those at the
    burst's own. Levels with pᵢ ≥ 1 do not exist: what fills more than one
    article in s has no bursts. A period without articles costs nothing.

    Examples
    --------
    >>> import toolkit as tk
    >>> days = pd.date_range("2017-11-01", periods=6).repeat(10)
    >>> texts = ["البوكمال" if i // 10 in (3, 4) and i % 10 < 8 else "الطقس" for i in range(60)]
    >>> articles = tk.as_articles(pd.DataFrame({"text": texts, "date": days.strftime("%Y-%m-%d")}))
    >>> tk.bursts(tk.timeline(articles, terms=["البوكمال"], freq="D"))[["term", "start", "end", "level", "n"]]
           term      start        end  level   n
    0  البوكمال 2017-11-04 2017-11-05      1  16
    """
    require_columns(counts, _COUNTED, function="bursts", made_by="timeline")
    _require_numbers(s, gamma, levels)
    groups = [name for name in counts.columns if name not in _NO_GROUP]
    dated = counts.dropna(subset=["period"])
    if dated.duplicated([*groups, "period"]).any():
        raise InvalidArgumentError(
            f"bursts() needs each period once for each value of {groups or 'the table'}; some stand there twice.\n"
            "It takes what timeline() returns.\nTry: bursts(timeline(tokens, terms=[…]))"
        )
    member = (
        dated.groupby(groups, sort=False, dropna=False).ngroup().to_numpy()
        if groups
        else np.zeros(len(dated), np.int64)
    )
    periods, at = np.unique(dated["period"].to_numpy(), return_inverse=True)
    cubes = {name: np.zeros((member.max(initial=-1) + 1, len(periods)), np.int64) for name in _COUNTED[1:]}
    for name, cube in cubes.items():
        cube[member, at] = dated[name].to_numpy()
    costs = _costs(cubes["n_articles"], cubes["n_published"], s, levels)
    found = _runs(_cheapest(costs, gamma), costs)
    row, first, last, level, weight = found
    sums = {name: _between(cube, row, first, last) for name, cube in cubes.items()}
    named = dated[groups].iloc[np.unique(member, return_index=True)[1][row]].reset_index(drop=True)
    table = named.assign(start=periods[first], end=periods[last], level=level, weight=weight, **sums)
    table.attrs = dict(counts.attrs)
    return table.astype({"start": "datetime64[us]", "end": "datetime64[us]"})


def _require_numbers(s: float, gamma: float, levels: int) -> None:
    numbers = all(isinstance(value, int | float | np.number) and np.isfinite(value) for value in (s, gamma))
    whole = isinstance(levels, int | np.integer) and not isinstance(levels, bool)
    if not numbers or not whole or s <= 1 or gamma < 0 or levels < 1:
        raise InvalidArgumentError(
            f"bursts() needs s above 1, gamma of 0 or more, and 1 or more levels; it got s={s!r}, gamma={gamma!r} and "
            f"levels={levels!r}.\nTry: bursts(counts, s=2.0, gamma=1.0, levels=1)"
        )


def _costs(r: Whole, d: Whole, s: float, levels: int) -> Floats:
    """What each period of each group costs at each level: groups × periods × levels; infinite where there is none."""
    total = d.sum(axis=1)
    usual = np.where(total > 0, r.sum(axis=1) / np.maximum(total, 1), 0.0)
    costs = np.full((*r.shape, levels + 1), np.inf)
    for level in range(levels + 1):
        p = usual * s**level
        exists = (p > 0) & (p < 1)
        # Without an article, or with all of them, there is the usual level alone, and it explains everything.
        odds = np.where(exists, p, 0.5)[:, None]
        here = -(r * np.log(odds) + (d - r) * np.log1p(-odds))
        costs[:, :, level] = np.where(exists[:, None], here, 0.0 if level == 0 else np.inf)
    return costs


def _cheapest(costs: Floats, gamma: float) -> Whole:
    """The level of each period in the cheapest sequence, group by group."""
    n_groups, n_periods, n_levels = costs.shape
    steps = np.arange(n_levels)[None, :] - np.arange(n_levels)[:, None]
    change = np.maximum(steps, 0) * gamma * np.log(max(n_periods, 1))
    came = np.zeros((n_periods, n_groups, n_levels), dtype=np.int64)
    total = np.where(np.arange(n_levels) == 0, 0.0, np.inf)[None, :].repeat(n_groups, axis=0)
    for period in range(n_periods):
        paths = total[:, :, None] + change
        came[period] = paths.argmin(axis=1)
        total = paths.min(axis=1) + costs[:, period]
    levels = np.zeros((n_groups, n_periods), dtype=np.int64)
    level = total.argmin(axis=1)
    for period in range(n_periods - 1, -1, -1):
        levels[:, period] = level
        level = came[period, np.arange(n_groups), level]
    return levels


def _runs(levels: Whole, costs: Floats) -> tuple[Whole, Whole, Whole, Whole, Floats]:
    """Group, first and last period, level and weight of each run at a level or above it."""
    rows: list[tuple[int, int, int, int, float]] = []
    for level in range(1, costs.shape[2]):
        high = np.pad((levels >= level).astype(np.int8), ((0, 0), (1, 1)))
        group, edge = np.nonzero(np.diff(high, axis=1))
        for (row, first), (_, after) in list(pairwise(zip(group.tolist(), edge.tolist(), strict=True)))[::2]:
            gain = costs[row, first:after, level - 1] - costs[row, first:after, level]
            rows.append((row, first, after - 1, level, float(gain.sum())))
    rows.sort(key=lambda run: (run[0], run[1], run[3]))
    whole = np.array([run[:4] for run in rows], dtype=np.int64).reshape(-1, 4).T
    return whole[0], whole[1], whole[2], whole[3], np.array([run[4] for run in rows], dtype=np.float64)


def _between(cube: Whole, row: Whole, first: Whole, last: Whole) -> Whole:
    """Sums over the periods from first to last."""
    before = np.pad(np.cumsum(cube, axis=1), ((0, 0), (1, 0)))
    return before[row, last + 1] - before[row, first]
