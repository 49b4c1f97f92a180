"""Scores of rows, written by hand."""

from collections.abc import Sequence

import numpy as np

from scoring_kit.engines.arrays import Texts
from scoring_kit.engines.parts import Parts
from scoring_kit.impact.scored import ExactScores
from tests.cards import card, criterion

TIERS = {"A": 10, "B": 5}
GAP = float("nan")


def scored(scores: Sequence[float], tiers: str, *, digits: int | None = None) -> ExactScores:
    """Return scores with their tiers, a letter each, - for none."""
    rounding = {} if digits is None else {"rounding": {"digits": digits}}
    made = card(criterion("a"), aggregate="sum", tiers=TIERS, **rounding)
    numbers = np.array(scores, float)
    places = np.array([list("AB-").index(tier) for tier in tiers], np.int8)
    places[places == 2] = -1
    statuses = Texts(np.isnan(numbers).astype(np.int8), ("scored", "insufficient"))
    return ExactScores(made, numbers, numbers, places, statuses)


def parts(names: Sequence[str], codes: Sequence[int]) -> Parts:
    """Return the segments of rows by their places among names."""
    places = np.array(codes, np.intp)
    sizes = np.bincount(places, minlength=len(names))
    return Parts(places, tuple(names), ("value",) * len(names), sizes)
