"""A frame as data for the screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.frame import Frame, Page
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.shown import Shown


def shown_frame(
    frame: Frame, names: Sequence[str], keys: Keys, exact: ExactScores | None = None
) -> Shown:
    """Return a frame as the screen takes it.

    names: of the draft's tiers. exact: the scores that an exact frame was made from, which know
    the status of rows without a score.
    """
    movers = frame.movers
    return {
        "is_exact": frame.is_exact,
        "ranks_exact": frame.ranks_exact,
        "sampled": frame.sampled,
        "rows": frame.rows,
        "tiers": [
            {"name": name, "draft": draft}
            for name, draft in zip([*names, None], frame.tier_counts.tolist(), strict=True)
        ],
        "live_tiers": frame.live_tier_counts.tolist(),
        "histogram": {
            "low": number(frame.histogram.low),
            "high": number(frame.histogram.high),
            "draft": frame.histogram.draft.tolist(),
            "live": frame.histogram.live.tolist(),
        },
        "movers": {
            "up": movers.up,
            "down": movers.down,
            "crossed_up": movers.crossed_up,
            "crossed_down": movers.crossed_down,
            "mean_move": number(movers.mean_move),
            "mean_change": number(movers.mean_change),
            "largest_change": number(movers.largest_change),
        },
        "page": _page(frame.page, keys, exact),
        "pinned": None if frame.pinned is None else _page(frame.pinned, keys, exact)["rows"],
        "filters": None if frame.filters is None else asdict(frame.filters),
    }


def _page(page: Page, keys: Keys, exact: ExactScores | None) -> Shown:
    columns = {
        "row": page.rows.tolist(),
        "key": keys.of(page.rows),
        "rank": page.ranks.tolist(),
        "move": page.moves.tolist(),
        "score": numbers(page.scores),
        "live_score": numbers(page.live_scores),
        "tier": list(page.tiers),
        "live_tier": list(page.live_tiers),
        "status": [None] * len(page.rows) if exact is None else _statuses(exact, page),
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return {"found": page.found, "rows": rows}


def _statuses(exact: ExactScores, page: Page) -> list[str | None]:
    names = (*exact.status.names, None)
    return [names[code] for code in exact.status.codes[page.rows].tolist()]


def number(value: float) -> float | None:
    """Return a number that JSON has; None for NaN and infinities."""
    return value if math.isfinite(value) else None


def numbers(values: np.ndarray[Any, np.dtype[Any]]) -> list[float | None]:
    """Return numbers that JSON has."""
    return [number(value) for value in values.tolist()]
