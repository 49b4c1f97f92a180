import datetime as dt
import decimal
import sys
import uuid

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.results import Result
from scoring_kit.optional import MissingPackageError

ID = uuid.UUID("6f1c0e4e-0000-4000-8000-000000000001")
NOON = dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)
HALF = dt.datetime(2024, 2, 29, 12, 0, 0, 500000)
EXACT = "12345678901234567.125"  # more digits than a double has
# by name: the type in DuckDB, a literal, and the value in pandas, Arrow and polars
KEYS = {
    "id": ("UUID", str(ID), ID, ID, str(ID)),
    "huge": ("HUGEINT", str(2**70), 2**70, decimal.Decimal(2**70), decimal.Decimal(2**70)),
    "sum": ("DECIMAL(20,3)", EXACT, *[decimal.Decimal(EXACT)] * 3),
    "day": ("DATE", "2024-02-29", *[dt.date(2024, 2, 29)] * 3),
    "at": ("TIMESTAMP", "2024-02-29 12:00:00.5", *[HALF] * 3),
    "zone": ("TIMESTAMP WITH TIME ZONE", "2024-02-29 12:00:00+00", NOON, NOON, NOON),
    "big": ("BIGINT", str(2**53 + 1), *[2**53 + 1] * 3),
    "text": ("VARCHAR", "\U0001f680 <b>", *["\U0001f680 <b>"] * 3),
}  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    return DuckDBEngine(connect(threads=1))


def one(engine, name):
    """Return a result with a row that holds the value of KEYS, and one with NULL."""
    kind, text, *_ = KEYS[name]
    sql = f"SELECT NULLIF(x, '')::{kind} AS k FROM (VALUES ('{text}'), ('')) AS t(x)"
    return Result(engine, sql, {"k": kind})


def in_utc(value):
    return value.astimezone(dt.UTC) if getattr(value, "tzinfo", None) else value


@pytest.mark.parametrize("name", KEYS)
def test_keys_come_back_as_themselves_in_pandas(engine, name):
    frame = one(engine, name).to_pandas()
    assert frame["k"].tolist()[0] == KEYS[name][2]
    assert frame["k"].isna().tolist() == [False, True]


@pytest.mark.parametrize("name", KEYS)
def test_keys_come_back_as_themselves_in_arrow(engine, name):
    found = one(engine, name).to_arrow().column("k").to_pylist()
    assert [in_utc(found[0]), found[1]] == [KEYS[name][3], None]


@pytest.mark.parametrize("name", KEYS)
def test_keys_come_back_as_themselves_in_polars(engine, name):
    found = one(engine, name).to_polars().get_column("k").to_list()
    assert [in_utc(found[0]), found[1]] == [KEYS[name][4], None]


@pytest.mark.parametrize("name", KEYS)
def test_what_is_streamed_has_its_type_again(engine, name):
    result = one(engine, name)
    with duckdb.connect() as other:

        def read(stream):
            other.register("rows", stream)
            other.execute(f"CREATE TABLE t AS {result.streamed_select('table', 'rows')}")

        result.stream(read)
        [(kind, is_same, is_null)] = other.execute(
            f"SELECT typeof(any_value(k)), bool_or(k = '{KEYS[name][1]}'::{KEYS[name][0]}), "
            "bool_or(k IS NULL) FROM t"
        ).fetchall()
    assert (kind, is_same, is_null) == (KEYS[name][0], True, True)


def test_lists_are_lists_in_every_library(engine):
    sql = "SELECT * FROM (VALUES (['a', 'b']), ([]), (['a', 'b'])) AS t(names)"
    result = Result(engine, sql, {"names": "VARCHAR[]"})
    expected = [["a", "b"], [], ["a", "b"]]
    frame = result.to_pandas()
    assert frame["names"].tolist() == expected
    assert frame["names"][0] is not frame["names"][2]
    assert result.to_arrow().column("names").to_pylist() == expected
    assert result.to_polars().get_column("names").to_list() == expected
    assert result.to_arrow().schema.field("names").type == pa.list_(pa.string())
    assert result.to_polars().schema["names"] == pl.List(pl.String)


def test_moments_that_no_calendar_has_are_missing_in_pandas(engine):
    sql = "SELECT 'infinity'::DATE AS d, '-infinity'::TIMESTAMP AS t, 'infinity'::TIMESTAMPTZ AS z"
    types = {"d": "DATE", "t": "TIMESTAMP", "z": "TIMESTAMP WITH TIME ZONE"}
    assert Result(engine, sql, types).to_pandas().isna().to_numpy().tolist() == [[True] * 3]


def test_rows_are_sorted_where_an_order_is_asked_for(engine):
    sql = "SELECT * FROM (VALUES (10, 'b'), (9, 'c'), (NULL, 'd'), (9, 'a')) AS t(n, s)"
    result = Result(engine, sql, {"n": "INTEGER", "s": "VARCHAR"}, order=("n", "s"))
    expected = [(9, "a"), (9, "c"), (10, "b"), (None, "d")]
    assert list(result.to_polars().iter_rows()) == expected
    assert result.to_pandas()["s"].tolist() == ["a", "c", "b", "d"]
    assert result.to_arrow().column("s").to_pylist() == ["a", "c", "b", "d"]


@pytest.mark.parametrize(
    ("package", "ask", "extra"),
    [("polars", Result.to_polars, "polars"), ("pyarrow", Result.to_arrow, "arrow")],
)
def test_a_package_that_is_not_there_is_told_with_what_installs_it(
    engine, monkeypatch, package, ask, extra
):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackageError, match=rf"pip install 'scoring-kit\[{extra}\]'"):
        ask(one(engine, "text"))
