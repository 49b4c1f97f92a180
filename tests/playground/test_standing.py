import math

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground import standing
from scoring_kit.playground.standing import BINS, Room, Scale, ends, lowest_reaching

CARD = {
    "schema": "scoring-kit/1",
    "name": "plain",
    "score": {"aggregate": "sum", "of": [{"criterion": "a", "missing": 0}]},
    "tiers": {"A": 60, "B": 40},
}


def card(**fields):
    return sk.parse_scorecard({**CARD, **fields})


def test_parts_of_the_scale_rise_with_scores_and_leave_the_first_for_none():
    scale = Scale(0.0, 100.0)
    codes = scale.codes(np.array([np.nan, -5.0, 0.0, 50.0, 100.0, 105.0])).tolist()
    assert codes == [0, 1, 1, BINS // 2, BINS - 1, BINS - 1]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([3.0, np.nan, 1.0], (1.0, 3.0)),
        ([np.nan], (math.inf, -math.inf)),
        ([], (math.inf, -math.inf)),
    ],
)
def test_the_ends_are_those_of_the_scores_there_are(scores, expected):
    assert ends(np.array(scores)) == expected


def test_a_scale_has_room_and_fits_no_more_where_scores_leave_it():
    scale = Scale.of(10.0, 20.0)
    assert scale == Scale(9.0, 21.0)
    assert scale.holds(9.5, 20.5)
    assert not scale.holds(8.0, 20.0)  # below it
    assert not scale.holds(12.0, 13.0)  # a twelfth of it: too coarse
    assert Scale.of(math.inf, -math.inf).low < Scale.of(5.0, 5.0).low < 5.0


@pytest.mark.parametrize(
    ("rounding", "cut", "lowest"),
    [
        (None, 60.0, 60.0),
        ({"digits": 0, "mode": "half_up"}, 60.0, 59.5),
        ({"digits": 1, "mode": "half_even"}, 60.0, 59.95),
        ({"digits": 0, "mode": "up"}, 60.0, 59.0),
        ({"digits": 0, "mode": "down"}, 60.0, 60.0),
        ({"digits": 0, "mode": "half_up"}, 59.2, 59.5),  # 60 is the first that reaches it
    ],
)
def test_the_lowest_score_that_reaches_a_cut_depends_on_rounding(rounding, cut, lowest):
    fields = {} if rounding is None else {"rounding": rounding}
    assert lowest_reaching(card(**fields), cut) == pytest.approx(lowest)


def test_quick_standings_rank_and_grade_block_by_block(monkeypatch):
    monkeypatch.setattr(standing, "_BLOCK", 7)
    scores = np.linspace(0, 100, 50, dtype=np.float32)
    scores[10] = np.nan
    found = Room(50).standing(card(), scores, Scale(0.0, 100.0))
    expected = [
        0 if place == 10 else int((scores > scores[place]).sum()) + 1 for place in range(50)
    ]
    assert found.ranks.tolist() == expected
    assert (found.tiers[10], found.codes[10]) == (2, 0)
    assert found.tiers.tolist() == [
        2 if not score >= 40 else 1 if score < 60 else 0 for score in scores
    ]
    # 0, 2.04, ... 38.8 are 20 scores below 40, of which one is none; 10 lie from 40 to 60
    assert found.tier_counts.tolist() == [20, 10, 20]


def test_equal_scores_share_the_middle_of_their_ranks():
    found = Room(5).standing(card(), np.array([1, 9, 9, 9, 5], np.float32), Scale(0.0, 10.0))
    assert found.ranks.tolist() == [5, 2, 2, 2, 4]


def test_the_scale_grows_where_scores_leave_it():
    found = Room(2).standing(card(), np.array([0, 200], np.float32), Scale(0.0, 100.0))
    assert found.scale == Scale.of(0.0, 200.0)
    assert found.ranks.tolist() == [2, 1]
