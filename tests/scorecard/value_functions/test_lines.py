import pytest

from tests.scorecard.one_row import judged

LIFE = {"linear": {"from": [20, 85], "to": [0, 1]}}
FALLING = {"linear": {"from": [10, 0], "to": [0, 1]}}
KNOTS = {"piecewise": [[0, 100], [12, 60], [36, 0]]}


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        ("identity", -3.5, ("ok", -3.5)),
        (LIFE, 52.5, ("ok", 0.5)),  # half way from 20 to 85
        (LIFE, 85, ("ok", 1.0)),
        (LIFE, 10, ("clipped", 0.0)),
        (FALLING, 7.5, ("ok", 0.25)),  # a quarter of the way from 10 to 0
        ({**LIFE, "outside": "extrapolate"}, 150, ("ok", 2.0)),  # 130 / 65
        ({**LIFE, "outside": "invalid"}, 86, ("invalid", None)),
        (KNOTS, 6, ("ok", 80.0)),  # half way from 100 to 60
        (KNOTS, 12, ("ok", 60.0)),
        (KNOTS, 24, ("ok", 30.0)),  # half way from 60 to 0
        (KNOTS, 40, ("clipped", 0.0)),
    ],
)
def test_a_line_goes_through_its_knots(value, x, expected):
    assert judged(value, x) == expected
