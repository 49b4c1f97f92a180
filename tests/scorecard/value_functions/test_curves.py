import math
from datetime import date

import pytest

from scoring_kit.errors import ScorecardError
from tests.scorecard.one_row import judged

LOG = {"log": {"from": [1, 100], "to": [0, 10]}}
POWER = {"power": {"from": [0, 10], "to": [0, 100], "exponent": 2}}
# With r = ln 4 half way is (1 - 1/2) / (1 - 1/4) = 2/3 (Kirkwood 1997, section 4.2).
EXPONENTIAL = {"exponential": {"from": [0, 8], "to": [0, 3], "rate": math.log(4)}}
LOGISTIC = {"logistic": {"midpoint": 5, "slope": 1}}
FALLING = {"logistic": {"midpoint": 5, "slope": -2, "to": [0, 100]}}
DECAY = {"decay": {"half_life_days": 90, "until": "$as_of"}}  # as of 2024-03-31


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        (LOG, 10, 5.0),  # ln 10 is half of ln 100
        (POWER, 5, 25.0),  # (1/2) ** 2 of 100
        (EXPONENTIAL, 4, 2.0),
        (LOGISTIC, 5, 0.5),
        (LOGISTIC, 5 + math.log(3), 0.75),  # odds of 3 to 1
        (LOGISTIC, -1e308, 0.0),
        (FALLING, 5 + math.log(3) / 2, 25.0),
        (DECAY, date(2024, 3, 31), 1.0),
        (DECAY, date(2024, 1, 1), 0.5),  # 30 + 29 + 31 days
        (DECAY, date(2023, 10, 3), 0.25),  # 180 days
    ],
)
def test_a_curve_gives_its_formula(value, x, expected):
    state, found = judged(value, x)
    assert (state, found) == ("ok", pytest.approx(expected, rel=1e-12))


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        (LOG, 0, ("clipped", 0.0)),
        (LOG, 1000, ("clipped", 10.0)),
        ({**POWER, "outside": "invalid"}, -1, ("invalid", None)),
        (DECAY, date(2024, 4, 1), ("invalid", None)),  # a day in the future
    ],
)
def test_a_curve_ends_where_its_domain_ends(value, x, expected):
    assert judged(value, x) == expected


@pytest.mark.parametrize("until", ["20240229", "2024-W09-4", "2024-2-29", "2023-02-29", "as_of"])
def test_a_date_is_written_in_one_way(until):
    with pytest.raises(ScorecardError, match="a date such as '2024-02-29'"):
        judged({"decay": {"half_life_days": 90, "until": until}}, date(2024, 1, 1))
