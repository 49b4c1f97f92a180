import math

import numpy as np
import pytest

from scoring_kit.playground.standing import BINS, Scale, ends


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


def test_counts_tell_whether_a_scale_may_hold_the_scores():
    scale = Scale(0.0, 100.0)
    for scores, expected in (
        ([10.0, 90.0, np.nan], True),
        ([-1.0, 90.0], False),  # below it
        ([10.0, 101.0], False),  # above it
        ([50.0, 60.0], False),  # it is ten times as long
        ([np.nan], True),
    ):
        counts = np.bincount(scale.codes(np.array(scores)), minlength=BINS)
        assert scale.may_hold(counts) is expected
