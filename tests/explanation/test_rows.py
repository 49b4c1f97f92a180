"""Which row is explained, and what is said where there is none or several."""

import datetime as dt
import re
from decimal import Decimal

import duckdb
import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.errors import DataError
from tests.compiler.worked import leaf, parsed, root

CARD = parsed({"key": ["country", "year"], "score": root(leaf("x"))})
TABLE = {"country": ["DEU", "DEU", "FRA"], "year": [2015, 2016, 2016], "x": [1.0, 2.0, 3.0]}


def scored(data=TABLE, **told):
    return sk.score(CARD, data, **told)


@pytest.mark.parametrize(
    "key", [("DEU", 2016), ["DEU", np.int64(2016)], {"year": 2016, "country": "DEU"}]
)
def test_a_key_of_several_columns_finds_its_row(key):
    found = scored().explain(key)
    assert (found.score, dict(found.key)) == (2.0, {"country": "DEU", "year": 2016})


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_no_engine_has_to_plan_a_statement_for_one_row(engine, monkeypatch):
    scores = scored(engine=engine)
    monkeypatch.delattr(DuckDBEngine, "run")  # which takes seconds for a thousand criteria
    assert scores.explain(("DEU", 2016)).score == 2.0


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (("DEU", 2017), "no row has country 'DEU', year 2017; nearest: explain(('DEU', 2016))"),
        (("DE", 2016), "nearest: explain(('DEU', 2016))"),
        (("DEU", "2016"), "year holds numbers, not text"),
        ("DEU", "the key has 2 columns (country, year), and 1 value is given"),
        (("DEU", None), "no value is given for year: explain((..., ...))"),
        (None, "the key has 2 columns"),
        ({"yaer": 1}, "'yaer' is no key column; they are country, year; did you mean 'year'"),
        ({"year": 2016}, "no value is given for country"),
    ],
)
def test_what_finds_no_row_says_what_would(key, message):
    with pytest.raises(DataError, match=re.escape(message)):
        scored().explain(key)


def test_a_key_that_several_rows_have_is_refused():
    with pytest.raises(DataError, match=r"several rows have country 'DEU'; .*explain\(row=...\)"):
        scored(key="country").explain("DEU")
    assert scored(key="country").explain("FRA").score == 3.0


def test_rows_in_memory_have_a_place():
    assert scored(key=[]).explain(row=2).score == 3.0
    assert dict(scored(key=[]).explain(row=2).key) == {"row": 2}


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"row": 3}, "there is no row 3; places count from 0"),
        ({"row": -1}, "a place is a whole number from 0, found -1"),
        ({"row": True}, "found True"),
        ({"key": 1, "row": 1}, "a key or a place, not both"),
        ({"key": 1}, r"there is no key to find a row by; .*explain\(row=0\)"),
    ],
)
def test_places_that_are_none_are_refused(told, message):
    with pytest.raises(DataError, match=message):
        scored(key=[]).explain(**told)


def test_rows_of_files_have_no_place(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("country,year,x\nDEU,2015,1\n")
    with pytest.raises(DataError, match="rows of files have no place; name a key"):
        scored(path).explain(row=0)
    assert scored(path).explain(("DEU", "2015")).score == 1.0  # without types, columns are texts


KEYS = {
    "TINYINT": (7, 7.5),
    "HUGEINT": (2**100 + 1, 2**99),
    "DECIMAL(10,2)": (Decimal("1.10"), 1.101),
    "DOUBLE": (0.1, 0.1000001),
    "VARCHAR": ("it's", "its"),
    "BOOLEAN": (True, "true"),
    "DATE": (dt.date(2024, 2, 29), "2024-02-30"),
    "TIMESTAMP": (dt.datetime(2024, 2, 29, 12, 30), dt.date(2024, 2, 29)),
    "TIMESTAMPTZ": (dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC), dt.date(2024, 3, 1)),
    "UUID": ("00000000-0000-0000-0000-00000000000a", "a"),
}


@pytest.mark.parametrize(("kind", "keys"), KEYS.items(), ids=KEYS)
def test_keys_of_any_type_are_found_exactly(kind, keys):
    present, absent = keys
    with duckdb.connect() as connection:
        sql = f"SELECT CAST(? AS {kind}) AS id, 1.0 AS x"
        connection.execute(f"CREATE TABLE t AS {sql}", [str(present)])
        scores = sk.score(CARD, connection.table("t"), key="id")
    assert scores.explain(present).score == 1.0
    with pytest.raises(DataError, match="no row has id"):
        scores.explain(absent)
