"""Reasons that come and go, expected by hand."""

import numpy as np

from scoring_kit.engines.arrays import Texts
from scoring_kit.impact.reasons import codes_of, reason_changes
from tests.cards import card, criterion

REASONS = {"top": 2, "texts": {"R1": "The first"}}
LIVE = card(
    criterion("a", reason="R1", reference=9),
    criterion("b", reason="R2", reference=9),
    reasons=REASONS,
)
CANDIDATE = card(
    criterion("a", reason="R1", reference=9),
    criterion("c", reason="R3", reference=9),
    reasons=REASONS,
    knock_outs=[{"name": "out", "when": "a > 5", "reason": "K"}],
)


def at(*codes):
    """Return a rank's codes; '-' for none."""
    names = tuple(sorted({code for code in codes if code != "-"}))
    return Texts(np.array([names.index(c) if c != "-" else -1 for c in codes], np.int8), names)


def test_codes_of_knock_outs_are_codes_too():
    assert codes_of(CANDIDATE) == ("R1", "R3", "K")


def test_a_code_that_changes_its_rank_only_is_neither_new_nor_vanished():
    was = [at("R1", "R2", "-", "R1"), at("R2", "R1", "-", "-")]
    now = [at("R3", "R1", "R3", "K"), at("R1", "R3", "-", "-")]
    rows = reason_changes(LIVE, was, CANDIDATE, now)
    assert [tuple(row.values()) for row in rows] == [
        ("R1", "The first", "both", 3, 2, 0, 1),
        ("R3", None, "candidate", 0, 3, 3, 0),
        ("K", None, "candidate", 0, 1, 1, 0),
        ("R2", None, "live", 2, 0, 0, 2),
    ]
