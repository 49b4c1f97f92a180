import datetime as dt
import math
from decimal import Decimal

import pytest

from scoring_kit.explanation.numerals import amount, decimals, short


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (True, "true"),
        (2**60, "1.152921504606847e18"),
        (1234.56789, "1,234.57"),
        (2016, "2016"),
        (-9999.0, "−9999"),
        (10_000, "10,000"),
        (-0.0, "0"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
        (Decimal("1.10"), "1.1"),
        (dt.date(2024, 2, 29), "2024-02-29"),
        (dt.datetime(2024, 2, 29, 12, 30), "2024-02-29 12:30:00"),
        ("a\n b", "a b"),
        ("x" * 99, "x" * 59 + "…"),
    ],
)
def test_values_of_any_kind_stand_on_a_line(value, expected):
    assert short(value) == expected


@pytest.mark.parametrize(
    ("largest", "places"), [(0.0, 2), (12345.0, 0), (600.0, 1), (9.6, 2), (0.93, 4), (1e-9, 6)]
)
def test_decimals_follow_the_largest_amount(largest, places):
    assert decimals([0.0, -largest, math.inf]) == places


def test_amounts_have_fixed_decimals():
    assert [amount(value, 2) for value in (1.0, -0.001, None)] == ["1.00", "0.00", "–"]
    assert amount(0.5, 1, with_sign=True) == "+0.5"
