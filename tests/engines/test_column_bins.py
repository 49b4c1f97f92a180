import numpy as np
import pytest

from scoring_kit.engines.column_bins import column_bins
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.tables.table import open_table


def binned(columns, ranges, bins):
    connection = connect()
    table = open_table(columns, connection=connection)
    return column_bins(DuckDBEngine(connection), table, ranges, bins)


def test_counts_are_those_of_numpy():
    numbers = np.random.default_rng(1).normal(size=500)
    found = binned({"x": numbers}, {"x": ("x", -1.0, 1.0)}, 8)
    assert found["x"] == tuple(np.histogram(numbers, bins=8, range=(-1.0, 1.0))[0])


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0.0, (1, 0)), (1.0, (0, 1)), (2.0, (0, 1)), (2.1, (0, 0)), (-0.1, (0, 0)), (None, (0, 0))],
)
def test_edges_belong_to_the_bin_that_they_begin_and_the_last_to_the_last(number, expected):
    assert binned({"x": [number, 50.0]}, {"x": ("x", 0.0, 2.0)}, 2)["x"] == expected


def test_infinite_numbers_and_nan_are_in_no_bin():
    numbers = [float("nan"), float("inf"), 1.0]
    assert binned({"x": numbers}, {"x": ("x", 0.0, 2.0)}, 1)["x"] == (1,)


@pytest.mark.parametrize("number", [float("-inf"), -1e300, 1e308])
def test_numbers_far_outside_are_in_no_bin(number):
    assert binned({"x": [number, 1.0]}, {"x": ("x", 0.0, 2.0)}, 4)["x"] == (0, 0, 1, 0)


def test_many_columns_are_counted():
    columns = {f"c{n}": [float(n)] for n in range(120)}
    found = binned(columns, {name: (name, 0.0, 119.0) for name in columns}, 1)
    assert found == dict.fromkeys(columns, (1,))


def test_two_ranges_of_one_column_are_counted_apart():
    ranges = {"low": ("x", 0.0, 1.0), "high": ("x", 1.0, 9.0)}
    assert binned({"x": [0.5, 1.0, 5.0]}, ranges, 1) == {"low": (2,), "high": (2,)}
