import math
import re
from itertools import pairwise

import pytest

from scoring_kit.scorecard.html_pictures import MOST_PLACES, thinned, value_at, value_picture
from tests.cards import bins, card, criterion


def drawn(value, **fields):
    return value_picture(card(criterion("one", value, reference=0, **fields)).criteria[0])


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        ({"piecewise": [[0, 100], [12, 60], [36, 0]]}, 6, 80),
        ({"log": {"from": [1, 100], "to": [0, 100]}}, 10, 50),
        ({"power": {"from": [0, 10], "to": [0, 100], "exponent": 2}}, 5, 25),
        ({"logistic": {"midpoint": 10, "slope": 1, "to": [0, 1]}}, 11, 1 / (1 + math.exp(-1))),
        ({"z_score": {"mean": 3, "standard_deviation": 2}}, 7, 2),
        (bins((2, 20), (3, 60), (None, 100)), 2, 60),
    ],
)
def test_pictures_show_the_values_that_the_words_give(value, x, expected):
    function = card(criterion("one", value, reference=0)).criteria[0].value
    assert value_at(function, float(x)) == pytest.approx(expected, rel=1e-12)


def test_a_gap_between_bins_is_a_gap_in_the_stair():
    value = {"bins": [{"below": 1, "value": 5}, {"below": 2, "unmatched": True}, {"value": 3}]}
    assert drawn(value).count("<path") == 2


@pytest.mark.parametrize(
    "value",
    [
        "identity",
        "one + 1",
        {"bins": [{"value": 1}]},
        {"bins": [{"below": 1, "value": "one"}, {"value": 2}]},
    ],
)
def test_what_cannot_be_drawn_has_no_picture(value):
    assert drawn(value) is None


def test_no_picture_is_drawn_with_fewer_knots_than_there_are():
    knots = [[n, n % 2] for n in range(MOST_PLACES + 1)]
    assert drawn({"piecewise": knots}) is None


@pytest.mark.parametrize(
    "value",
    [
        {"log": {"from": [1, 1000], "to": [0, 100]}},
        {"power": {"from": [0, 10], "to": [0, 100], "exponent": 8}},
        {"exponential": {"from": [0, 10], "to": [0, 1], "rate": -9}},
    ],
)
def test_steep_ends_of_a_curve_are_drawn_without_corners(value):
    # the picture is 100 units high
    heights = [float(y) for y in re.findall(r"[ML]\S+ (\S+?)(?=[ \"])", drawn(value))]
    assert len(heights) == 61
    assert max(abs(one - other) for one, other in pairwise(heights)) < 13


def test_thinned_places_keep_both_ends():
    assert thinned(range(100), 4) == [0, 33, 66, 99]


def picture_beside(value, live):
    one, other = (card(criterion("one", v, reference=0)).criteria[0] for v in (value, live))
    return value_picture(one, live=other)


def test_the_live_version_is_dashed_within_the_range_of_the_picture():
    drawn = picture_beside(
        {"piecewise": [[0, 0], [10, 100]]}, {"piecewise": [[-10, 0], [5, 50], [20, 100]]}
    )
    # at 0 the live line is 50 * 10 / 15 = 33.3, at 10 it is 50 + 50 * 5 / 15 = 66.7
    assert '<path class="ghost" d="M0.0 66.7 L500.0 50.0 L1000.0 33.3">' in drawn


def test_a_live_version_with_the_same_values_is_not_drawn():
    knots = {"piecewise": [[0, 0], [10, 100]]}
    assert "ghost" not in picture_beside(knots, knots)


def test_a_live_stair_is_dashed_too():
    stair = {"bins": [{"below": 5, "value": 0}, {"below": 10, "value": 50}, {"value": 100}]}
    lower = {"bins": [{"below": 5, "value": 0}, {"value": 50}]}
    drawn = picture_beside(stair, lower)
    # from 0 to 15; the step is at a third
    assert '<path class="ghost" d="M0.0 100.0 L333.3 100.0 L333.3 50.0 L1000.0 50.0">' in drawn


def test_values_of_categories_that_differ_stand_beside_each_other():
    drawn = picture_beside(
        {"categories": {"a": 1, "b": 2}}, {"categories": {"a": 1, "b": 3, "c": 4}}
    )
    assert drawn.count("live ") == 1
    assert "live 3</span> 2" in drawn
