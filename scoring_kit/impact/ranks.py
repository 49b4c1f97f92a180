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
    np.negative(steps, out=steps)  # the highest come first, NaN last
    order = np.argsort(steps)[: len(steps) - np.count_nonzero(np.isnan(steps))]
    ordered = steps[order]
    del steps
    places = np.arange(1, len(order) + 1, dtype=np.int32)
    places[1:][ordered[1:] == ordered[:-1]] = 0
    ranks = np.zeros(len(scores), np.int32)
    ranks[order] = np.maximum.accumulate(places, out=places)
    return ranks


def rank_steps(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return scores as ranks compare them."""
    with np.errstate(over="ignore", invalid="ignore"):
        steps = scores * UNIT
        steps += 0.5
        np.floor(steps, out=steps)
        steps /= UNIT
    np.copyto(steps, scores, where=~np.isfinite(steps))
    return steps
