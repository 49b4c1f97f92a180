from fractions import Fraction

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.exact_sums import ExactSum, exact_sums

NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=40)


def summed(numbers, threads=1, by=()):
    """Return the sums of a column of numbers, which may be None."""
    connection = connect(threads=threads)
    frame = pandas.DataFrame({"x": pandas.array(numbers, "Float64"), "n": range(len(numbers))})
    connection.register("numbers", frame)
    return exact_sums(DuckDBEngine(connection), "SELECT * FROM numbers", "x", by)


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_a_sum_of_any_doubles_is_the_sum_of_their_fractions(numbers):
    found = summed(numbers).get((), ExactSum())
    assert found == ExactSum(len(numbers), sum(map(Fraction, numbers), Fraction(0)))


@pytest.mark.parametrize(
    "number", [5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -0.0, 1 / 3]
)
def test_the_smallest_and_the_largest_doubles_are_summed(number):
    assert summed([number] * 3)[()] == ExactSum(3, 3 * Fraction(number))


def test_missing_numbers_are_in_no_sum():
    assert summed([1.5, None, 2.0])[()] == ExactSum(2, Fraction(7, 2))


def test_groups_stand_in_rising_order_and_one_without_numbers_has_no_mean():
    found = summed([4.0, None, 1.0], by=["CASE WHEN n < 2 THEN -n END"])
    assert {group: total.mean for group, total in found.items()} == {
        (-1,): None,
        (0,): 4.0,
        (None,): 1.0,
    }


def test_threads_and_the_order_of_rows_change_nothing():
    numbers = [(-1) ** n * 1.1**n / 7 for n in range(3_000)]
    assert summed(numbers, threads=2) == summed(numbers[::-1], threads=1)


def test_a_mean_is_the_nearest_double():
    assert summed([0.1, 0.2, 0.3])[()].mean == 0.2  # (0.1 + 0.2 + 0.3) / 3 in doubles is more
