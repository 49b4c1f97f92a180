"""Places of tiers, expected by hand."""

import pytest

from scoring_kit.impact.tier_places import common_order, tier_places
from scoring_kit.playground.board import Board
from scoring_kit.scorecard.files import read_scorecard_text


@pytest.mark.parametrize(
    ("live", "draft", "was", "now"),
    [
        ("AB", "AB", [0, 1], [0, 1]),
        ("ABC", "SABC", [1, 2, 3], [0, 1, 2, 3]),
        ("ABCD", "AB", [0, 1, 2, 3], [0, 1]),
        ("ABC", "AXC", [0, 1, 2], [0, 1, 2]),  # another name only
        ("AC", "ABC", [0, 2], [0, 1, 2]),
        ("ABC", "XYZ", [0, 1, 2], [0, 1, 2]),
        ("AB", "BA", [0, 1], [0, 1]),
        ("", "AB", [], [0, 1]),
    ],
)
def test_tiers_of_one_name_have_one_place(live, draft, was, now):
    found = common_order(list(live), list(draft))
    assert [each.tolist() for each in found] == [[*was, -1], [*now, -1]]


def test_rows_have_the_places_of_their_tiers():
    text = """
schema: scoring-kit/1
name: plain
score: {aggregate: sum, of: [{criterion: a, missing: fail}]}
tiers: {A: 10, B: 5}
"""
    live = read_scorecard_text(text)
    draft = read_scorecard_text(text.replace("{A: 10", "{S: 20, A: 10"))
    board = Board(live, {"a": [25.0, 12, 7, 1]}, draft=draft)
    was, now = tier_places(board.scores(live), board.scores(draft))
    assert (was.tolist(), now.tolist()) == ([1, 1, 2, -1], [0, 1, 2, -1])
