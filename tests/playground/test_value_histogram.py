"""Columns over the data, against counts one by one."""

import numpy as np
import pytest

from scoring_kit.playground.value_histogram import COLUMNS, Axis, Spread


def spread_of(numbers):
    return Spread.of(np.sort(np.array(numbers, np.float64)))


def test_an_axis_holds_knots_and_all_data_but_its_tails():
    # of 1001 numbers, ten are left out at each end
    spread = spread_of([0.001 * index for index in range(1001)])
    assert spread.axis([]) == Axis(0.01, 0.99, COLUMNS)
    assert spread.axis([-1.5, 0.5]) == Axis(-1.5, 0.99, COLUMNS)


@pytest.mark.parametrize(
    ("numbers", "places", "expected"),
    [
        ([0, 1, 2, 3], [], Axis(-0.5, 3.5, 4)),
        (range(2, 37), [], Axis(1.5, 37.5, 18)),  # 35 whole numbers, two a column
        ([5], [], Axis(4.5, 5.5, 1)),
        ([1, 2], [0.5, 2.2], Axis(-0.5, 3.5, 4)),
        ([5.5], [], Axis(2.75, 8.25, COLUMNS)),
        ([0.25, 0.5], [0.0], Axis(0.0, 0.5, COLUMNS)),
        ([], [1.0, 2.0], Axis(1.0, 2.0, COLUMNS)),
        ([], [], None),
        ([-1.7e308, 1.7e308], [], None),
    ],
)
def test_whole_numbers_have_columns_of_as_many_each(numbers, places, expected):
    assert spread_of(numbers).axis(places) == expected


@pytest.mark.parametrize("kind", ["whole", "broken"])
def test_columns_count_each_number_once(kind):
    numbers = np.random.default_rng(3).normal(50, 20, 500)
    numbers = np.round(numbers) if kind == "whole" else numbers
    spread = spread_of(numbers)
    found = spread.histogram(spread.axis([30, 60]))
    edges = np.linspace(found["low"], found["high"], len(found["counts"]) + 1)
    assert found["counts"] == np.histogram(numbers, edges)[0].tolist()
    assert found["below"] == (numbers < found["low"]).sum()
    assert sum(found["counts"]) + found["below"] + found["above"] == 500


def test_numbers_are_counted():
    spread = spread_of([1, 2, 2, 5])
    assert (spread.below(2), spread.above(2), spread.above(9)) == (1, 1, 0)
    assert spread.counts == {1.0: 1, 2.0: 2, 5.0: 1}
