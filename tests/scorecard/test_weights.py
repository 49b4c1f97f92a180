import pytest

from scoring_kit.scorecard.weights import effective_weights
from tests.cards import card, criterion


def test_weights_are_multiplied_down_the_tree_and_sum_to_one():
    # 3 of 4 parts to the group, of which 1 of 2 to each member
    group = {"group": "g", "aggregate": "mean", "weight": 3, "of": [criterion("a"), criterion("b")]}
    weights = effective_weights(card(group, criterion("c")).score)
    assert weights == pytest.approx({"g": 0.75, "a": 0.375, "b": 0.375, "c": 0.25})
