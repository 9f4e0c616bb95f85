"""Estimates of designed sweeps a second time, from the points: what the tests hold against the indices that the simulator writes."""
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Effects:
    """Morris's elementary effects of one parameter on the scale of its range."""
    mean: np.ndarray           # mu
    mean_absolute: np.ndarray  # mu*, Campolongo et al. 2007
    spread: np.ndarray         # sigma
    n: np.ndarray


def morris(x, y, trajectory, step=None):
    """Effects from trajectories (Morris 1991): consecutive points that differ in one column (or in one group).

    step: how far a column moves on the scale on which its range is 1; where None it is measured on the range of
    the values in x, which is right when the design reaches both ends of every range.
    """
    x, y, trajectory = np.asarray(x, dtype=float), np.asarray(y, dtype=float), np.asarray(trajectory)
    span = np.ptp(x, axis=0)
    span[span == 0.0] = 1.0
    unit = (x - x.min(axis=0)) / span
    found = [[] for _ in range(x.shape[1])]
    for one in np.unique(trajectory):
        rows = np.flatnonzero(trajectory == one)
        for before, after in zip(rows[:-1], rows[1:]):
            change = unit[after] - unit[before]
            if step is not None:
                change = step * np.sign(change)
            moved = np.flatnonzero(change != 0.0)
            if moved.size == 0 or not np.isfinite(y[before]) or not np.isfinite(y[after]):
                continue
            for p in moved:
                found[p].append((y[after] - y[before]) / change[p])
    def each(how):
        return np.array([how(np.array(one)) if one else np.nan for one in found])
    return Effects(each(np.mean), each(lambda e: np.mean(np.abs(e))),
                   each(lambda e: e.std(ddof=1) if e.size > 1 else np.nan), np.array([len(one) for one in found]))


@dataclass(frozen=True)
class Indices:
    """Sobol' indices with bootstrap intervals (2.5 and 97.5 per cent)."""
    first: np.ndarray
    first_low: np.ndarray
    first_high: np.ndarray
    total: np.ndarray
    total_low: np.ndarray
    total_high: np.ndarray
    n: int


def sobol(a, b, ab, resamples=400, seed=1):
    """First-order indices after Saltelli et al. (2010), total ones after Jansen (1999).

    a, b (n): the model at the two base samples; ab (parameters, n): at A with one column from B.
    """
    a, b, ab = (np.asarray(v, dtype=float) for v in (a, b, ab))
    good = np.isfinite(a) & np.isfinite(b) & np.all(np.isfinite(ab), axis=0)
    a, b, ab = a[good], b[good], ab[:, good]
    n = a.size
    if n < 2:
        nothing = np.full(ab.shape[0], np.nan)
        return Indices(*(nothing,) * 6, n)

    def estimate(rows):
        both = np.concatenate([a[rows], b[rows]])
        centre, variance = both.mean(), both.var(ddof=1)
        if variance == 0.0:
            return np.full((2, ab.shape[0]), np.nan)
        part = ab[:, rows]
        first = np.mean((b[rows] - centre) * (part - a[rows]), axis=1) / variance
        total = 0.5 * np.mean((a[rows] - part) ** 2, axis=1) / variance
        return np.array([first, total])

    value = estimate(np.arange(n))
    luck = np.random.default_rng(seed)
    again = np.array([estimate(luck.integers(0, n, n)) for _ in range(resamples)])
    low, high = np.nanpercentile(again, [2.5, 97.5], axis=0)
    return Indices(value[0], low[0], high[0], value[1], low[1], high[1], n)
