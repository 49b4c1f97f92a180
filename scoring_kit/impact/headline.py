"""What another version means to all rows, in a few numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring_kit.impact.exact_sums import mean_of
from scoring_kit.impact.scored import Scored
from scoring_kit.impact.tier_places import crossings, tier_places

MOST_TOP = 1000
"""Rows that the top has at most, unless another number is asked for."""


def compared(live: Scored, candidate: Scored, top: int | None = None) -> dict[str, Any]:
    """Return what changes for all rows from live to a candidate.

    top: rows that count as the top; None for a tenth of all, at least 1 and at most 1000.

    Returns
    -------
    dict
        ``mean``: of published scores, ``live`` and ``candidate``, each over the rows that have
        one. ``top``: ``n``, and how many rows of rank n or better ``stay``, ``enter`` and
        ``leave``; equal ranks at n make the top longer. ``median_move``: of ranks, without sign,
        over rows with a score under both; ``most_up`` and ``most_down``, the largest ones.
        ``crossed``: rows that come into a better (``up``) or worse tier (``down``), no tier being
        below all; of these, ``gained`` and ``lost`` have one under one version only. None where
        there are no rows to take it from.
    """
    wanted = top_size(len(live.score), top)
    moves = (live.rank - candidate.rank)[(live.rank > 0) & (candidate.rank > 0)]
    return {
        "mean": {"live": _mean(live), "candidate": _mean(candidate)},
        "top": _top(live, candidate, wanted),
        "median_move": float(np.median(np.abs(moves))) if len(moves) else None,
        "most_up": max(int(moves.max()), 0) if len(moves) else None,
        "most_down": max(-int(moves.min()), 0) if len(moves) else None,
        "crossed": crossed(live, candidate),
    }


def top_size(rows: int, top: int | None) -> int:
    """Return how many rows the top has: a tenth, at least 1 and at most 1000, unless given."""
    return min(max(rows // 10, 1), MOST_TOP, rows) if top is None else top


def crossed(live: Scored, candidate: Scored) -> dict[str, int]:
    """Return how many rows came into another tier, and how; see `compared`."""
    rows, is_up = crossings(live, candidate)
    was, now = tier_places(live, candidate)
    up = int(np.count_nonzero(is_up))
    return {
        "up": up,
        "down": len(rows) - up,
        "gained": int(np.count_nonzero(was[rows] < 0)),
        "lost": int(np.count_nonzero(now[rows] < 0)),
    }


def digits_of(scores: Scored) -> int | None:
    """Return the decimals that published scores are rounded to."""
    return None if scores.card.rounding is None else scores.card.rounding.digits


def _mean(scores: Scored) -> float | None:
    return mean_of(scores.score, digits_of(scores))


def _top(live: Scored, candidate: Scored, wanted: int) -> dict[str, int]:
    was, now = ((each.rank > 0) & (each.rank <= wanted) for each in (live, candidate))
    stay = int(np.count_nonzero(was & now))
    enter, leave = int(np.count_nonzero(now)) - stay, int(np.count_nonzero(was)) - stay
    return {"n": wanted, "stay": stay, "enter": enter, "leave": leave}
