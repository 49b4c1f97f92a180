"""Places of tiers, expected by hand."""

import pytest

import scoring_kit as sk
from scoring_kit.impact.tier_places import common_order, none_last, tier_places
from scoring_kit.playground.board import Board
from scoring_kit.scorecard.files import read_scorecard_text
from tests.cards import card, criterion


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


def test_there_may_be_hundreds_of_tiers():
    # t0 from 300 to t299 from 1; a row with twice the score is higher by its score in tiers
    tiers = {f"t{place}": 300 - place for place in range(300)}
    cards = [card(criterion("a", weight=weight), aggregate="sum", tiers=tiers) for weight in (1, 2)]
    found = sk.compare(*cards, {"a": [10.0, 149.0, 300.0, 0.5]})
    moved = found.tiers[found.tiers["rows"] > 0].fillna("-")
    rows = list(zip(moved["live_tier"], moved["tier"], strict=True))
    assert rows == [("t0", "t0"), ("t151", "t2"), ("t290", "t280"), ("-", "t299")]
    assert found.figures()["crossed"] == {"up": 3, "down": 0, "gained": 1, "lost": 0}


def test_tiers_of_both_versions_may_be_more_than_a_byte_counts():
    # the fewest tiers of each that take more than 127 places together
    live, draft = ([f"{letter}{place}" for place in range(70)] for letter in "xy")
    was, now = common_order([*live, "m"], ["m", *draft])
    assert (was[70], now[0], now[70], was[-1]) == (70, 70, 140, -1)
    assert none_last(now)[-1] > none_last(now)[70]
