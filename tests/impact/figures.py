"""Figures of small impacts, made by hand."""

from typing import Any

import scoring_kit as sk
from tests.cards import card, criterion

TIERS = {"A": 10, "B": 5}
LIVE = card(criterion("a", missing="fail"), aggregate="sum", tiers=TIERS)
CANDIDATE = card(criterion("b", missing="fail"), aggregate="sum", tiers=TIERS)
DATA = {
    # tiers: - A B A - B, then B A B A A -
    "a": [4.0, 10.0, 6.0, 12.0, None, 6.0],
    "b": [6.0, 12.0, 6.0, 13.0, 12.0, None],
    "genre": ["art", "art", "art", None, "music", "music"],
}


def small(**options: Any) -> sk.Impact:
    """Return the impact of a score of one number that becomes another."""
    return sk.compare(LIVE, CANDIDATE, DATA, **options)
