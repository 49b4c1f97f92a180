import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.impact.ranks import competition_ranks
from scoring_kit.playground.ranks import (
    RoughRanks,
    rank_among,
    sorted_ranks,
    weighted_ranks,
)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6, 1e12, 1e300])
def test_the_rank_among_others_is_that_of_all_together(size):
    random = np.random.default_rng(7)
    scores = size * np.round(random.normal(size=200), 2)
    scores += random.integers(-3, 4, 200) * 5e-10  # some are equal to ranks, some hardly not
    scores[::9] = np.nan
    for score in (*scores[:60][~np.isnan(scores[:60])], 0.0):
        assert rank_among(score, scores) == competition_ranks(np.append(scores, score))[-1]


def test_weighted_ranks_count_the_rows_that_others_stand_for():
    scores = np.array([5.0, np.nan, 9.0, 5.0, 1.0, 5.0 + 1e-11])
    weights = np.array([2.0, 7.0, 3.0, 4.0, 1.0, 0.0])
    # 3 above the fives, which are equal in steps of 1e-9; 3 + 2 + 4 above 1
    assert weighted_ranks(scores, weights).tolist() == [4.0, 0.0, 1.0, 4.0, 10.0, 4.0]


def test_weights_of_one_give_competition_ranks():
    scores = np.random.default_rng(2).integers(0, 50, 300).astype(float)
    scores[::7] = np.nan
    ranks = competition_ranks(scores)
    assert weighted_ranks(scores, np.ones(300)).tolist() == ranks.tolist()


SHORT = st.floats(width=32, allow_infinity=False) | st.sampled_from([0.0, -0.0, 1.0, -1.0])


@given(st.lists(SHORT, max_size=40))
def test_sorted_ranks_count_the_scores_above(scores):
    expected = [0 if x != x else sum(other > x for other in scores) + 1 for x in scores]
    assert sorted_ranks(np.array(scores, np.float32)).tolist() == expected


def test_rough_ranks_are_read_by_row():
    codes = np.array([2, 0, 3, 2, 1], np.uint16)
    ranks = RoughRanks(codes, np.bincount(codes))
    assert ranks[:].tolist() == [2, 0, 1, 2, 4]  # of 2 and 3 the middle, rounded down
    assert ranks[np.array([4, 0])].tolist() == [4, 2]
