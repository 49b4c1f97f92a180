"""Rows by their place, also where a column has the name that DuckDB counts rows by."""

import datetime

import pytest

from scoring_kit.engines.arrays import kept_in_memory
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.places import (
    keep_small_letters,
    places_containing,
    places_with_key,
    places_with_text,
    rows_at,
    texts_at,
)
from scoring_kit.tables.table import open_table

DATA = {
    "name": ["Ada", "Łukasz", None, "a_b", "A%B", "'; --"],
    "number": [1.0, 2.5, 3.0, None, 1e20, 6.0],
    "day": [datetime.date(2024, 2, 29), None, *[datetime.date(2025, 1, 1)] * 4],
}


@pytest.fixture(params=["as it comes", "rowid", "rowid and place"])
def opened(request):
    """Return an engine and a table whose columns may hide DuckDB's own count."""
    names = {"rowid": ["rowid"], "rowid and place": ["RowID", "place"]}.get(request.param, [])
    data = {**DATA, **{name: [9, 8, 7, 6, 5, 4] for name in names}}
    engine = DuckDBEngine(connect(threads=1))
    table = open_table(data, connection=engine.connection)
    return engine, kept_in_memory(engine, table, list(data))


def rows_of(opened, places):
    engine, table = opened
    part = rows_at(table, places)
    return engine.fetch(f"SELECT name FROM {part.relation}", lambda cursor: cursor.fetchall())


def test_rows_come_once_in_the_order_of_the_table(opened):
    assert rows_of(opened, [4, 0, 4]) == [("Ada",), ("A%B",)]
    assert rows_of(opened, [3]) == [("a_b",)]
    assert rows_of(opened, []) == []
    assert rows_of(opened, [6, -1]) == []


def test_columns_of_any_type_become_one_text(opened):
    texts = texts_at(*opened, ["name", "number", "day"], [0, 1, 2, 3, 4])
    assert texts == {
        0: "Ada · 1 · 2024-02-29",
        1: "Łukasz · 2.5 · –",
        2: "– · 3 · 2025-01-01",
        3: "a_b · – · 2025-01-01",
        4: "A%B · 1e+20 · 2025-01-01",
    }


def test_values_and_texts_find_their_rows(opened):
    engine, table = opened
    assert places_with_key(engine, table, {"number": 3, "name": "Ada"}, 2) == []
    assert places_with_key(engine, table, {"number": 2.5}, 2) == [1]
    assert places_with_key(engine, table, {"number": "2.5"}, 2) == []
    assert places_with_text(engine, table, ["number"], "2.5", 2) == [1]
    assert places_with_text(engine, table, ["day"], "2025-01-01", 2) == [2, 3]
    assert places_with_text(engine, table, ["day"], "\0", 2) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [("A", [0, 1, 3, 4]), ("ŁU", [1]), ("_", [3]), ("%", [4]), ("'; --", [5]), ("\0", [])],
)
def test_a_search_takes_texts_literally_and_letters_in_any_case(opened, text, places):
    engine, table = opened
    small = keep_small_letters(engine, table, ["name"])
    assert places_containing(engine, small, text, 9) == places
    assert places_containing(engine, small, text, 1) == places[:1]


def test_without_columns_a_search_is_for_numbers_from_1(opened):
    engine, table = opened
    assert places_containing(engine, keep_small_letters(engine, table, []), "3", 9) == [2]
