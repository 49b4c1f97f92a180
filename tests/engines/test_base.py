import datetime as dt
import math

import pytest

from scoring_kit.engines.base import FIRST_DAY, LARGEST_EXPONENT, LAST_DAY, pieces, power, to_date
from scoring_kit.expression.words import Column, Piecewise, Type

X = Column("x", Type.NUMBER)


def test_the_limits_of_dates_are_the_years_1_and_9999():
    assert (to_date(FIRST_DAY), to_date(LAST_DAY)) == (dt.date(1, 1, 1), dt.date(9999, 12, 31))


def test_beyond_the_largest_exponent_is_no_finite_number():
    assert math.isfinite(math.exp(LARGEST_EXPONENT))
    with pytest.raises(OverflowError, match="math range"):
        math.exp(math.nextafter(LARGEST_EXPONENT, math.inf))


def test_a_line_has_a_piece_more_at_each_end_than_between_its_knots():
    # from (0, 1) up to (2, 5): slope (5 - 1) / (2 - 0) = 2
    lines = pieces(Piecewise(X, ((0.0, 1.0), (2.0, 5.0))))
    assert [tuple(line) for line in lines] == [
        (0.0, 0.0, 1.0, 0.0), (2.0, 0.0, 1.0, 2.0), (None, 2.0, 5.0, 0.0),
    ]  # fmt: skip


def test_an_extrapolated_line_goes_on_with_its_end_slopes():
    lines = pieces(Piecewise(X, ((0.0, 1.0), (2.0, 5.0)), extrapolate=True))
    assert [line.slope for line in lines] == [2.0, 2.0, 2.0]


def test_a_constant_piece_is_never_minus_zero():
    assert math.copysign(1, pieces(Piecewise(X, ((0.0, -0.0), (1.0, 1.0))))[0].y) == 1


@pytest.mark.parametrize(
    ("left", "right", "result"),
    [(2.0, 10.0, 1024.0), (-8.0, 1 / 3, None), (0.0, -1.0, None), (10.0, 309.0, None),
     (math.nan, 0.0, None), (1.0, math.nan, None), (math.inf, 0.0, 1.0), (-2.0, 3.0, -8.0)],
)  # fmt: skip
def test_a_power_is_a_finite_real_number_or_nothing(left, right, result):
    found = power(left, right)
    assert (None if math.isnan(found) else found) == result
