import pytest

from tests.scorecard.one_row import judged

MIN_MAX = {"min_max": {"minimum": 10, "maximum": 30}}
Z_SCORE = {"z_score": {"mean": 100, "standard_deviation": 15}}
# Reference rows 10, 20, 20, 40.
RANK = {"rank": {"values": [10, 20, 40], "ranks": [1, 2, 4], "count": 4}}
PERCENTILE = {"percentile": {"quantiles": [0, 10, 10, 20, 20]}}


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        (MIN_MAX, 15, ("ok", 0.25)),
        (MIN_MAX, 31, ("clipped", 1.0)),
        (Z_SCORE, 130, ("ok", 2.0)),
        (RANK, 5, ("ok", 1.0)),
        (RANK, 20, ("ok", 2.0)),  # one row is below
        (RANK, 30, ("ok", 4.0)),  # three rows are below
        (RANK, 41, ("ok", 5.0)),
        (PERCENTILE, -1, ("clipped", 0.0)),
        (PERCENTILE, 5, ("ok", 0.25)),  # half way to the share of 10
        (PERCENTILE, 10, ("ok", 0.5)),  # equal quantiles count at their highest share
        (PERCENTILE, 15, ("ok", 0.75)),
        (PERCENTILE, 20, ("ok", 1.0)),
    ],
)
def test_frozen_statistics_place_the_input(value, x, expected):
    assert judged(value, x) == expected
