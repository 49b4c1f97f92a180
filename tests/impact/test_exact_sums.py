"""Sums that do not depend on the order of rows, beside fractions."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.impact.exact_sums import as_float, mean_of, quantiles_of, sums_by, whole

NUMBERS = st.lists(
    st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1e300, -1e300, 5e-324, 1.7e308]), max_size=60
)


@given(NUMBERS)
def test_totals_are_within_a_step_a_row_of_those_of_fractions(numbers):
    found = whole(np.array(numbers, float))
    exact = sum(map(Fraction, numbers))
    assert abs(found.total() - exact) <= found.step * len(numbers)
    assert found.step <= Fraction(2) ** -60 * Fraction(max(map(abs, numbers), default=0) or 1)


@given(st.lists(st.integers(-10_000, 10_000), max_size=60), st.integers(0, 4))
def test_decimals_are_added_as_they_are_written(wholes, digits):
    numbers = np.array(wholes, float) / 10**digits
    assert whole(numbers, digits).total() == Fraction(sum(wholes), 10**digits)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-1e6, 1e6)), max_size=60))
def test_sums_of_groups_add_up_to_the_total_and_so_do_squares(rows):
    codes = np.array([code for code, _ in rows], np.intp)
    found = whole(np.array([number for _, number in rows], float))
    assert sum(sums_by(codes, 4, found)) == found.total()
    short = found.short()
    squares = sum((int(number) ** 2 for number in short.numbers), 0) * short.step**2
    assert sum(sums_by(codes, 4, short.squared())) == squares


@given(st.lists(st.floats(-1e6, 1e6), min_size=2), st.randoms())
def test_the_order_of_rows_makes_no_difference(numbers, random):
    shuffled = list(numbers)
    random.shuffle(shuffled)
    assert mean_of(np.array(shuffled)) == mean_of(np.array(numbers))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_quantiles_are_those_of_pandas(numbers):
    shares = [0.0, 0.01, 0.25, 0.5, 0.9, 1.0]
    expected = pd.Series(numbers).quantile(shares).tolist()
    assert quantiles_of(np.array(numbers), shares) == pytest.approx(expected, rel=1e-12, abs=1e-9)


def test_what_is_not_finite_is_in_no_mean_and_no_quantile():
    values = np.array([np.nan, np.inf, 2.0, -np.inf, 4.0])
    assert (mean_of(values), quantiles_of(values, [0.5])) == (3.0, [3.0])
    assert (mean_of(values[:2]), quantiles_of(values[:2], [0.5])) == (None, [None])


def test_what_no_double_can_hold_is_the_largest():
    assert as_float(Fraction(10) ** 400) == np.finfo(float).max
    assert as_float(-(Fraction(10) ** 400)) == np.finfo(float).min


def test_zeros_have_one_sign_in_whatever_order_they_come():
    for numbers in ([-0.0, 0.0], [0.0, -0.0], [-0.0, -0.0]):
        assert [str(found) for found in quantiles_of(np.array(numbers), [0.0, 0.5, 1.0])] == [
            "0.0"
        ] * 3
