import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground import room, workers
from scoring_kit.playground.room import Room, lowest_reaching
from scoring_kit.playground.standing import Scale
from scoring_kit.playground.workers import Workers

CARD = {
    "schema": "scoring-kit/1",
    "name": "plain",
    "score": {"aggregate": "sum", "of": [{"criterion": "a", "missing": 0}]},
    "tiers": {"A": 60, "B": 40},
}


def card(**fields):
    return sk.parse_scorecard({**CARD, **fields})


def standing(scores, scale):
    """Return the quick standing of these scores, by two threads."""
    put = lambda block, out, scratch: np.copyto(out, scores[block])  # noqa: E731
    return Room(len(scores), Workers(2)).standing(card(), put, scale)


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
    monkeypatch.setattr(workers, "BLOCK", 7)
    scores = np.linspace(0, 100, 50, dtype=np.float32)
    scores[10] = np.nan
    found = standing(scores, Scale(0.0, 100.0))
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


def test_rough_ranks_are_the_middle_of_those_in_the_same_part(monkeypatch):
    monkeypatch.setattr(room, "EXACT_RANKS_UP_TO", 4)
    found = standing(np.array([1, 9, 9, 9, 5], np.float32), Scale(0.0, 10.0))
    assert found.ranks[:].tolist() == [5, 2, 2, 2, 4]
    assert not found.ranks_exact


def test_few_rows_have_the_ranks_of_their_scores():
    scores = np.array([1, 9, np.nan, 9, 5, 5.00001], np.float32)  # two in one part
    found = standing(scores, Scale(0.0, 10.0))
    assert found.ranks.tolist() == [5, 1, 0, 1, 4, 3]
    assert found.ranks_exact


def test_the_scale_grows_where_scores_leave_it():
    found = standing(np.array([0, 200], np.float32), Scale(0.0, 100.0))
    assert found.scale == Scale.of(0.0, 200.0)
    assert found.ranks.tolist() == [2, 1]
