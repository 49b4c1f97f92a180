import datetime as dt
import gc
import sys
import types

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import plain_values
from scoring_kit.tables.frames import load_frame, shallow_copy
from scoring_kit.tables.nulls import with_typed_nulls

COLUMNS = {"id": [3, 1, 2], "x": [0.5, None, -0.0], "t": ["a", None, "it's"]}
ROWS = [(3, 0.5, "a"), (1, None, None), (2, -0.0, "it's")]


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_package_that_another_thread_is_just_importing_is_not_asked(monkeypatch, package):
    # nothing here reaches DuckDB, which would remember the empty package
    monkeypatch.setitem(sys.modules, package, types.ModuleType(package))
    table, values = pa.table({"x": [1.0]}), np.array([1.0])
    assert shallow_copy(table) is with_typed_nulls(table, {}) is table
    assert plain_values(values) is values


def load(data, connection, **types):
    loaded = load_frame(data, connection, types)
    return connection.execute(f"SELECT * FROM {loaded.relation}").fetchall()


@pytest.mark.parametrize(
    "make", [dict, pd.DataFrame, pl.DataFrame, pa.table], ids=["dict", "pandas", "polars", "arrow"]
)
def test_a_table_in_memory_keeps_rows_order_and_whole_numbers(connection, make):
    assert load(make(COLUMNS), connection) == ROWS


def test_numbers_in_pandas_are_shared_and_seen_by_all_cursors(connection):
    frame = pd.DataFrame({"x": [0.5, np.nan, np.inf], 'the "n"': [3, 1, 2]})
    shared = load_frame(frame, connection, {}, ["x", 'the "n"'])
    relation = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal")
    assert [row[0] for row in relation.fetchall() if row[0] in shared.relation]
    rows = connection.cursor().execute(f"FROM {shared.relation}").fetchall()
    assert rows == [(0.5, 3), (None, 1), (float("inf"), 2)]


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "uint8", "object"])
def test_what_was_loaded_stays_when_the_frame_changes_or_goes(connection, kind):
    frame = pd.DataFrame({"x": np.arange(200).astype(kind)})
    relation = load_frame(frame, connection, {}).relation
    frame.loc[:, "x"] = 7
    frame["x"] = 8
    del frame
    gc.collect()
    np.full(200, 9.0)  # would take the place of memory that was given back
    rows = connection.execute(f"SELECT x::DOUBLE FROM {relation}").fetchall()
    assert [row[0] for row in rows] == list(range(200))


def test_a_relation_of_this_or_another_connection_is_copied(connection):
    sql = "SELECT 170141183460469231731687303715884105727::HUGEINT AS h, 1.5::DECIMAL(4,2) AS d"
    with duckdb.connect() as other:
        for owner in (connection, other):
            [(huge, decimal)] = load(owner.sql(sql), connection)
            assert (huge, float(decimal)) == (2**127 - 1, 1.5)


def test_a_stream_that_can_be_read_once_is_enough(connection):
    reader = pa.table(COLUMNS).to_reader()
    assert load(reader, connection) == ROWS


def test_pandas_types_are_kept_or_made_plain(connection):
    frame = pd.DataFrame(
        {
            "when": pd.to_datetime(["2024-02-29 23:00"]).tz_localize("America/New_York"),
            "kind": pd.Categorical(["a"]),
            "flag": pd.array([True], dtype="boolean"),
            "day": [dt.date(2024, 2, 29)],
            "half": np.array([0.5], dtype=np.float16),
        }
    )
    relation, _ = load_frame(frame, connection, {})
    utc = 'SELECT timezone(\'UTC\', "when"), * EXCLUDE ("when")'
    assert connection.execute(f"{utc} FROM {relation}").fetchall() == [
        (dt.datetime(2024, 3, 1, 4), "a", True, dt.date(2024, 2, 29), 0.5)
    ]


def test_columns_without_values_have_the_type_that_is_wanted(connection):
    name, _ = load_frame({"x": [None], "y": [None]}, connection, {"x": Type.NUMBER})
    types = [row[1] for row in connection.execute(f"DESCRIBE {name}").fetchall()]
    assert types == ["DOUBLE", "VARCHAR"]


def test_a_column_of_mixed_values_is_in_nobodys_way(connection):
    name, _ = load_frame({"mixed": [1, "a", None], "x": [1.5, 2.5, 3.5]}, connection, {})
    rows = connection.execute(f"DESCRIBE {name}").fetchall()
    assert [row[1] for row in rows] == ["BLOB", "DOUBLE"]


@pytest.mark.parametrize(
    ("data", "message"),
    [({}, "no columns"), ({"a": [1], "b": [1, 2]}, "differ in length"),
     ([1, 2], "list is no table"), ({"a": 1}, "int is no column"),
     ({"a": [1], "A": [2]}, "differ by case"), (pa.table({"a": [1], "A": [2]}), "differ by case"),
     (pl.DataFrame({"a": [1], "A": [2]}), "differ by case"),
     (pd.DataFrame([[1]]), "no column name"), ({"a": ["\ud800"]}, "should hold a text")],
    ids=["empty", "length", "list", "scalar", "dict", "arrow", "polars", "number", "surrogate"],
)  # fmt: skip
def test_what_is_no_table_is_refused(connection, data, message):
    with pytest.raises(DataError, match=message):
        load_frame(data, connection, {})


NUMBERS = np.array([1, 2, 3])
ODD_ARRAYS = {
    "backwards": lambda array: array[::-1],
    "every other, backwards": lambda array: np.repeat(array, 2)[::-2],
    "of another processor": lambda array: array[::-1].astype(array.dtype.newbyteorder("S")),
}


@pytest.mark.parametrize("kind", ["int8", "int64", "float32", "float64", "datetime64[s]", "bool"])
@pytest.mark.parametrize("make", ODD_ARRAYS.values(), ids=ODD_ARRAYS)
def test_arrays_are_read_however_their_values_lie(connection, make, kind):
    array = NUMBERS.astype(kind)
    found = load({"x": make(array)}, connection)
    assert found == [(value,) for value in reversed(array.tolist())]


@pytest.mark.parametrize("others", [{}, {"text": ["a", "b", "c"]}])
def test_a_frame_that_was_turned_around_is_read(connection, others):
    frame = pd.DataFrame({"x": NUMBERS, "y": NUMBERS / 2, **others})
    found = [row[:2] for row in load(frame[::-1], connection)]
    assert found == [(3, 1.5), (2, 1.0), (1, 0.5)]


@pytest.mark.parametrize("array", [np.zeros((2, 2)), np.array(1.0)])
def test_a_column_has_one_dimension(connection, array):
    with pytest.raises(DataError, match=r"column 'x' has [02] dimensions; a column has one"):
        load({"x": array}, connection)
