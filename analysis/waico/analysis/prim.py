"""Scenario discovery: the patient rule induction method (Friedman and Fisher 1999; Bryant and Lempert 2010).

Starting from all points, the box is peeled: at each step the face whose removal leaves the highest share
of points of interest goes.  The trajectory trades coverage (share of all points of interest that are
inside) against density (share of the inside that is of interest); the person chooses on it.
"""
from dataclasses import dataclass, field

import numpy as np

from .estimate import binomial_tail


@dataclass(frozen=True)
class Box:
    """Limits per column (low, high inclusive) and how well the box does."""
    low: np.ndarray
    high: np.ndarray
    restricted: tuple  # columns with a limit, in the order in which they were first cut
    coverage: float
    density: float
    mass: float
    inside: np.ndarray = field(repr=False)


def _describe(x, y, low, high, restricted):
    inside = np.all((x >= low) & (x <= high), axis=1)
    hits = np.count_nonzero(y & inside)
    return Box(low.copy(), high.copy(), tuple(restricted), hits / max(1, np.count_nonzero(y)),
               hits / max(1, np.count_nonzero(inside)), np.count_nonzero(inside) / len(y), inside)


def peel(x, y, share=0.05, smallest=0.05):
    """The peeling trajectory, from everything to the smallest box of at least `smallest` of the points.

    x (points, columns); y true for a point of interest; share: part of the points removed a step.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=bool)
    if x.ndim != 2 or len(x) != len(y):
        raise ValueError("x must be (points, columns) with as many points as y")
    low, high = x.min(axis=0).astype(float), x.max(axis=0).astype(float)
    restricted = []
    boxes = [_describe(x, y, low, high, restricted)]
    while boxes[-1].density < 1.0:
        best = _best_peel(x, y, boxes[-1], share)
        if best is None or np.count_nonzero(best[0]) < max(1, smallest * len(y)):
            break
        _, column, side, limit = best
        (low if side == 0 else high)[column] = limit
        if column not in restricted:
            restricted.append(column)
        boxes.append(_describe(x, y, low, high, restricted))
    return boxes


def _best_peel(x, y, box, share):
    """(inside after, column, side, new limit) of the best single peel, None when nothing can go."""
    best, best_score = None, (-1.0, -1.0)
    before = np.count_nonzero(box.inside)
    for column in range(x.shape[1]):
        values = np.sort(x[box.inside, column])
        cut = max(1, int(share * before))
        for side in (0, 1):
            edge = values[min(cut, before - 1)] if side == 0 else values[max(0, before - 1 - cut)]
            keep = box.inside & ((x[:, column] >= edge) if side == 0 else (x[:, column] <= edge))
            if np.count_nonzero(keep) == before:  # ties: take the whole lowest or highest level
                level = values[0] if side == 0 else values[-1]
                keep = box.inside & (x[:, column] != level)
                if not keep.any():
                    continue
                edge = x[keep, column].min() if side == 0 else x[keep, column].max()
            inside = np.count_nonzero(keep)
            if inside == 0 or inside == before:
                continue
            density = np.count_nonzero(y & keep) / inside
            score = (density, inside)
            if score > best_score:
                best, best_score = (keep, column, side, edge), score
    return best


def choose(boxes, density=0.8):
    """The box of the trajectory with the largest coverage among those at least this dense, else the densest."""
    dense = [box for box in boxes if box.density >= density]
    if dense:
        return max(dense, key=lambda box: (box.coverage, -len(box.restricted)))
    return max(boxes, key=lambda box: (box.density, box.coverage))


def quasi_p_values(x, y, box):
    """For each restricted column: how likely its cut is by chance (binomial tail, Bryant and Lempert 2010)."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=bool)
    found = {}
    for column in box.restricted:
        low, high = box.low.copy(), box.high.copy()
        low[column], high[column] = -np.inf, np.inf
        without = np.all((x >= low) & (x <= high), axis=1)
        p = np.count_nonzero(y & without) / max(1, np.count_nonzero(without))
        found[column] = binomial_tail(np.count_nonzero(y & box.inside), np.count_nonzero(box.inside), p)
    return found


def significant(x, y, box, level=0.05):
    """(box, quasi p-values, columns set free) without the cuts that chance explains: the worst is undone until all hold."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=bool)
    freed = []
    while True:
        p_values = quasi_p_values(x, y, box)
        worst = max(p_values, key=p_values.get, default=None)
        if worst is None or p_values[worst] <= level:
            return box, p_values, freed
        low, high = box.low.copy(), box.high.copy()
        low[worst], high[worst] = x[:, worst].min(), x[:, worst].max()
        freed.append(worst)
        box = _describe(x, y, low, high, [column for column in box.restricted if column != worst])
