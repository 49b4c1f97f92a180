"""Rows that are found, and those that are near; `tests/explanation/test_rows.py` has more."""

import duckdb
import pytest

import scoring_kit as sk
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.lookup import can_hold, nearest_keys, read_cells, row_at, rows_with_key
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import open_table
from tests.compiler.worked import leaf, parsed, root

DATA = {"id": [10, 25, 30], "name": ["Ada", "Bob", None], "x": [1.0, None, 3.0]}


@pytest.fixture
def opened():
    connection = connect(threads=1)
    return DuckDBEngine(connection), open_table(DATA, connection=connection)


def test_a_row_is_found_by_key_and_by_place(opened):
    engine, table = opened
    for part in (rows_with_key(table, {"id": 25, "name": "Bob"}), row_at(table, 1)):
        assert read_cells(engine, part, ["x", "id"]) == [{"x": None, "id": 25}]
    assert read_cells(engine, row_at(table, 3), ["id"]) == []


def test_no_more_than_two_rows_of_many_are_fetched():
    connection = connect(threads=1)
    table = open_table({"id": [1] * 5000}, connection=connection)
    part = rows_with_key(table, {"id": 1})
    assert len(read_cells(DuckDBEngine(connection), part, ["id"])) == 2


@pytest.mark.parametrize("value", ["25", True, 25.5, float("nan"), "a\0"])
def test_a_value_that_no_such_column_has_finds_nothing(opened, value):
    assert rows_with_key(opened[1], {"id": value}) is None


def test_the_nearest_keys_come_first(opened):
    engine, table = opened
    assert nearest_keys(engine, table, {"id": 27}, 2) == [(25,), (30,)]
    assert nearest_keys(engine, table, {"name": "Bo"}) == [("Bob",), ("Ada",)]
    assert nearest_keys(engine, table, {"id": 10, "name": "Bob"}, 1) == [(10, "Ada")]


DERIVED = {
    "parameters": {"from": {"type": "date", "default": "2024-01-01"}},
    "derived": {"day": "d", "late": "d > $from", "word": "upper(t)"},
    "score": root(
        leaf("day", {"decay": {"half_life_days": 10, "until": "2024-03-31"}}),
        {"criterion": "r", "missing": 0, "value": {"rules": [{"when": "late", "value": 1}]}},
        leaf("word", {"categories": {"A": 1}, "other": 0}),
    ),
}


def test_values_of_a_plan_are_python_values():
    with duckdb.connect() as connection:
        table = connection.sql("SELECT DATE '2024-03-21' AS d, 'a' AS t")
        found = sk.score(parsed(DERIVED), table).explain(row=0)
    values = {part.name: part.value for part in found.inputs}
    assert {name: str(value) for name, value in values.items()} == {
        **{"d": "2024-03-21", "t": "a"},
        **{"day": "2024-03-21", "late": "True", "word": "A"},
    }


def test_dates_may_come_as_texts_and_truths_are_no_numbers():
    assert can_hold(Type.DATE, "2024-02-29")
    assert not can_hold(Type.NUMBER, True)
    assert not can_hold(Type.TEXT, 7)
