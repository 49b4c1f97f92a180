import datetime as dt
import math
import random
import struct
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.table import describe_table, open_table
from scoring_kit.tables.values import to_value

CHANCE = random.Random(7)
NUMBERS = [
    [CHANCE.uniform(-1e9, 1e9) for _ in range(200)],
    [CHANCE.randrange(-(2**63), 2**63) for _ in range(200)],
    [CHANCE.randrange(-(10**38), 10**38) for _ in range(200)],
    [Decimal(CHANCE.randrange(-(10**38), 10**38)).scaleb(-17) for _ in range(200)],
    [None, math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e308, 10**400, Decimal("1e-400")],
]


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def doubles(values):
    return [None if v is None or v != v else struct.pack("d", v) for v in values]


@pytest.mark.parametrize("values", NUMBERS, ids=["float", "int64", "huge", "decimal", "odd"])
def test_numbers_are_the_same_double_in_every_engine(connection, values):
    table = open_table({"x": values}, connection=connection)
    sql = f"SELECT {table.columns['x'].sql} FROM {table.relation} AS source"
    by_duckdb = [row[0] for row in connection.execute(sql).fetchall()]
    by_row = [to_value(value, Type.NUMBER, "x") for value in values]
    by_numpy = to_column(values, Type.NUMBER, "x").tolist()
    assert doubles(by_duckdb) == doubles(by_row) == doubles(by_numpy)


@pytest.mark.parametrize(
    "sql_type", ["DECIMAL(38,17)", "DECIMAL(18,3)", "HUGEINT", "BIGINT", "UBIGINT"]
)
def test_numbers_of_a_database_are_rounded_once(connection, sql_type):
    values = [CHANCE.randrange(10**17) * 10 + 1 for _ in range(500)]
    text = ", ".join(f"({value}.0::{sql_type})" for value in [v % 10**15 for v in values])
    connection.execute(f"CREATE TABLE t AS SELECT * FROM (VALUES {text}) AS v(x)")
    table = describe_table("t", connection)
    found = connection.execute(f"SELECT {table.columns['x'].sql} FROM t AS source").fetchall()
    assert [row[0] for row in found] == [float(value % 10**15) for value in values]


def test_a_table_says_what_each_column_is(connection):
    table = open_table({"id": ["a"], "x": [1.5], "n": [1], "o": [b"?"]}, connection=connection)
    assert [(c.name, c.engine_type, c.kind, c.finite) for c in table.columns.values()] == [
        ("id", "VARCHAR", Type.TEXT, True),
        ("x", "DOUBLE", Type.NUMBER, False),
        ("n", "BIGINT", Type.NUMBER, True),
        ("o", "BLOB", None, True),
    ]


def test_rows_in_memory_keep_their_order_and_files_need_not(connection, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x\n1\n")
    assert open_table({"x": [1]}, connection=connection).keeps_order
    assert not open_table(path, connection=connection).keeps_order


def test_a_file_that_is_no_parquet_is_refused(connection, tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"nonsense")
    with pytest.raises(DataError, match="is no Parquet file"):
        open_table(path, connection=connection)


def test_parquet_columns_that_collide_are_refused(connection, tmp_path):
    nested = pa.array([{"Amt": 1}])  # a name inside a column is no column
    pq.write_table(pa.table({"s": nested, "Amt": [1], "amt": [2]}), tmp_path / "a.parquet")
    with pytest.raises(DataError, match="'amt' and 'Amt' differ") as error:
        open_table(tmp_path / "a.parquet", connection=connection)
    assert len(error.value.problems) == 1


def test_a_table_without_rows_keeps_its_types(connection):
    frame = {"d": [], "x": []}
    table = open_table(frame, connection=connection, types={"d": Type.DATE, "x": Type.NUMBER})
    assert [column.kind for column in table.columns.values()] == [Type.DATE, Type.NUMBER]


def test_dates_at_the_ends_of_the_calendar_are_kept(connection):
    days = [dt.date(1, 1, 1), dt.date(9999, 12, 31), None]
    table = open_table({"d": days}, connection=connection)
    found = connection.execute(f"SELECT d FROM {table.relation}").fetchall()
    assert [row[0] for row in found] == days
