import pytest

from tests.scorecard.one_row import judged

ORDERS = {"bins": [{"below": 2, "value": 20}, {"up_to": 3, "value": 60}, {"value": 100}]}
GAP = {"bins": [{"below": 13, "unmatched": True}, {"value": "x * 2"}]}


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        (ORDERS, 1.9999999999999998, ("ok", 20.0)),  # `below` leaves its edge out
        (ORDERS, 2, ("ok", 60.0)),
        (ORDERS, 3, ("ok", 60.0)),  # `up_to` takes its edge in
        (ORDERS, 3.0000000000000004, ("ok", 100.0)),
        (ORDERS, -1e308, ("ok", 20.0)),
        (GAP, 12, ("unmatched", None)),
        (GAP, 20, ("ok", 40.0)),
    ],
)
def test_the_first_bin_that_holds_the_input_gives_the_value(value, x, expected):
    assert judged(value, x) == expected
