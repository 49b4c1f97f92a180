"""Rows fall into parts by columns with few values; the largest parts are told apart."""

import numpy as np
import pandas as pd
import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.parts import part_columns, parts_of
from scoring_kit.tables.table import open_table

COLUMNS = {
    "genre": ["b", "a", None, "b", "it's", ""],
    "count": [2.0, 7.0, 2.0, np.nan, 2.0, -1.0],
    "flag": [True, None, False, True, True, True],
    "weight": [0.5, 1.0, 1.5, 2.0, 2.5, 3.0],
    "endless": [1.0, np.inf, 1.0, 1.0, 1.0, 1.0],
    "same": ["x"] * 6,
    "nothing": pd.array([None] * 6, "Float64"),
    "day": pd.to_datetime(["2024-01-01"] * 3 + ["2024-02-01"] * 3),
    "number": [0, 1, 2, 3, 4, 5],
}


@pytest.fixture
def engine():
    return DuckDBEngine(connect())


@pytest.fixture
def table(engine):
    return open_table(pd.DataFrame(COLUMNS), connection=engine.connection)


def test_text_booleans_and_whole_numbers_with_few_values_part_the_rows(engine, table):
    found = part_columns(engine, table, list(COLUMNS), most=5)
    assert found == ("genre", "count", "flag")
    assert "number" in part_columns(engine, table, list(COLUMNS), most=6)
    assert part_columns(engine, table, [], most=5) == ()


PARTS = {
    "genre": (["b", "", "a", "it's", "not known"], [0, 2, 4, 0, 3, 1]),
    "count": (["2", "−1", "7", "not known"], [0, 2, 0, 3, 0, 1]),
    "flag": (["yes", "no", "not known"], [0, 2, 1, 0, 0, 0]),
    "nothing": (["not known"], [0] * 6),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_come_largest_first_and_missing_values_last(engine, table, name):
    found = parts_of(engine, table, name, most=10)
    assert (list(found.names), found.codes.tolist()) == PARTS[name]
    assert found.kinds[-1] == "missing"


@pytest.mark.parametrize("name", ["genre", "count"])
def test_what_is_beyond_the_largest_parts_is_joined(engine, table, name):
    found = parts_of(engine, table, name, most=1)
    assert found.kinds == ("value", "other", "missing")
    largest, others = {"genre": ([0, 3], [1, 4, 5]), "count": ([0, 2, 4], [1, 5])}[name]
    assert np.flatnonzero(found.codes == 0).tolist() == largest
    assert np.flatnonzero(found.codes == 1).tolist() == others


def test_a_table_without_rows_has_no_parts(engine):
    empty = open_table({"a": np.array([], "str")}, connection=engine.connection)
    assert parts_of(engine, empty, "a", most=3).names == ()
    assert part_columns(engine, empty, ["a"], most=3) == ()
