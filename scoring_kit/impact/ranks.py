"""Competition ranks of rows, by unrounded scores to nine digits."""

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
    steps = rank_steps(scores)
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


def rank_steps(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return scores as ranks compare them."""
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.floor(scores * UNIT + 0.5) / UNIT
    return np.where(np.isfinite(steps), steps, scores)
