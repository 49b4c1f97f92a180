"""Ranks of all rows: exact ones, and quick ones from a histogram."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

UNIT = 1e9
"""Ranks compare unrounded scores in steps of one part in a thousand million."""

Ranks = npt.NDArray[np.int32]


def competition_ranks(scores: npt.NDArray[np.float64]) -> Ranks:
    """Return ranks from 1 for the highest; equal scores share the better one; 0 for NaN.

    Scores are compared as `floor(score * 1e9 + 0.5)`, or as they are where that is infinite.

    Examples
    --------
    >>> competition_ranks(np.array([0.5, np.nan, 2.0, 0.5, 0.1])).tolist()
    [2, 0, 1, 2, 4]
    """
    steps = _steps(scores)
    has_score = ~np.isnan(steps)
    present = steps[has_score]
    order = np.argsort(present)
    ordered = present[order]
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))[: len(present)]
    own = np.empty(len(present), np.int32)
    own[order] = np.repeat(len(present) - last, np.diff(last, prepend=-1))
    ranks = np.zeros(len(scores), np.int32)
    ranks[has_score] = own
    return ranks


def rank_among(score: float, scores: npt.NDArray[np.float64]) -> int:
    """Return the rank that a further score would have among these; NaN is none.

    Examples
    --------
    >>> rank_among(0.5, np.array([0.5, np.nan, 2.0]))
    2
    """
    above = scores[scores > score]
    # of those that are higher, only very near ones can have the same rank
    near = above[above < score + max(1e-6, 1e-12 * abs(score))]
    same = np.count_nonzero(_steps(near) == _steps(np.array([score])))
    return 1 + len(above) - int(same)


def weighted_ranks(
    scores: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return ranks among all rows, of which each of these stands for so many; 0 for NaN.

    weights: (rows,), >= 0. The rank is 1 more than the rows that lie above, so that with
    weights of 1 it is that of `competition_ranks`.

    Examples
    --------
    >>> weighted_ranks(np.array([0.5, 2.0, np.nan, 0.1]), np.array([10.0, 1.0, 1.0, 1.0])).tolist()
    [2.0, 1.0, 0.0, 12.0]
    """
    steps = _steps(scores)
    has_score = ~np.isnan(steps)
    present = steps[has_score]
    order = np.argsort(-present)
    ordered, above = present[order], np.append(0.0, weights[has_score][order].cumsum()[:-1])
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))[: len(present)]
    own = np.empty(len(present))
    own[order] = np.repeat(1.0 + above[first], np.diff(first, append=len(present)))
    ranks = np.zeros(len(scores))
    ranks[has_score] = own
    return ranks


def _steps(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return scores as ranks compare them."""
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.floor(scores * UNIT + 0.5) / UNIT
    return np.where(np.isfinite(steps), steps, scores)
