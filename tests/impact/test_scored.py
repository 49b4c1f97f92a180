"""Scores of one version in memory."""

import numpy as np

from scoring_kit.engines.arrays import Texts
from scoring_kit.impact.scored import tier_codes
from tests.impact.hand import GAP, scored


def test_tiers_are_counted_from_the_best_whatever_their_codes():
    found = Texts(np.array([1, 0, -1, 2], np.int8), ("A", "B", "odd"))
    assert tier_codes(found, ["B", "A"]).tolist() == [0, 1, -1, -1]


def test_ranks_are_made_once():
    scores = scored([1, 5, GAP], "-B-")
    assert scores.rank.tolist() == [2, 1, 0]
    assert scores.rank is scores.rank
