"""What a draft means to all rows, in a few numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring_kit.engines.arrays import Floats
from scoring_kit.playground.board import Board
from scoring_kit.playground.exact import ExactScores
from scoring_kit.playground.tier_places import tier_places
from scoring_kit.scorecard.models import Scorecard

MOST_TOP = 1000
"""Rows that the top has at most, unless another number is asked for."""


def headline(
    board: Board, draft: Scorecard, top: int | None = None, *, live: Scorecard | None = None
) -> dict[str, Any]:
    """Return what changes for all rows from live to a draft, by exact scores.

    Parameters
    ----------
    board, draft
        The rows, and the scorecard to compare with the live version.
    top
        Rows that count as the top; None for a tenth of all, at least 1 and at most 1000.
    live
        What to compare with; None for the live version of the board.

    Returns
    -------
    dict
        ``mean``: of published scores, ``live`` and ``draft``, each over the rows that have one.
        ``top``: ``n``, and how many rows of rank n or better ``stay``, ``enter`` and ``leave``;
        equal ranks at n make the top longer. ``median_move``: of ranks, without sign, over rows
        with a score under both; ``most_up`` and ``most_down``, the largest ones. ``crossed``:
        rows with a tier under both, and a better (``up``) or worse one (``down``); ``gained``
        and ``lost``, those that have one under the draft only, or live only. None where there
        are no rows to take it from.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> headline(Board(card, "data/book_club.parquet"), card)["top"]
    {'n': 400, 'stay': 400, 'enter': 0, 'leave': 0}
    """
    return compared(board.scores(live or board.live), board.scores(draft), top)


def compared(live: ExactScores, draft: ExactScores, top: int | None = None) -> dict[str, Any]:
    """Return the headline of two scorecards on the same rows."""
    rows = len(live.score)
    wanted = min(max(rows // 10, 1), MOST_TOP, rows) if top is None else top
    moves = (live.rank - draft.rank)[(live.rank > 0) & (draft.rank > 0)]
    return {
        "mean": {"live": _mean(live.score), "draft": _mean(draft.score)},
        "top": _top(live, draft, wanted),
        "median_move": float(np.median(np.abs(moves))) if len(moves) else None,
        "most_up": max(int(moves.max()), 0) if len(moves) else None,
        "most_down": max(-int(moves.min()), 0) if len(moves) else None,
        "crossed": crossed(live, draft),
    }


def crossed(live: ExactScores, draft: ExactScores) -> dict[str, int]:
    """Return how many rows changed tier, and how."""
    was, now = tier_places(live, draft)
    changed = np.flatnonzero(was != now)
    was, now = was[changed], now[changed]
    had_both = (was >= 0) & (now >= 0)
    return {
        "up": int(np.count_nonzero(had_both & (now < was))),
        "down": int(np.count_nonzero(had_both & (now > was))),
        "gained": int(np.count_nonzero(was < 0)),
        "lost": int(np.count_nonzero(now < 0)),
    }


def _mean(scores: Floats) -> float | None:
    known = scores[~np.isnan(scores)]
    return float(known.mean()) if len(known) else None


def _top(live: ExactScores, draft: ExactScores, wanted: int) -> dict[str, int]:
    was, now = ((each.rank > 0) & (each.rank <= wanted) for each in (live, draft))
    stay = int(np.count_nonzero(was & now))
    enter, leave = int(np.count_nonzero(now)) - stay, int(np.count_nonzero(was)) - stay
    return {"n": wanted, "stay": stay, "enter": enter, "leave": leave}
