from decimal import Decimal

import pyarrow as pa
import pytest

from scoring_kit.compiler import compile_scorecard
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.lookup_keys import repeated, run_keys
from scoring_kit.tables.table import open_table, table_columns
from tests.cards import card, criterion

CARD = card(criterion("age"))


def found(data, *keys):
    """Return the score of each row that has one of the keys, by the place of the key."""
    connection = connect(threads=1, filters=True)
    engine, table = DuckDBEngine(connection), open_table(data, connection=connection)
    plan = compile_scorecard(CARD, table_columns(table)).only(["score"])
    places, outputs = run_keys(engine, plan, table, keys)
    return sorted(zip(places, outputs["score"].tolist(), strict=True))


DATA = {"id": [10, 25, 30], "name": ["Ada", "a'b", None], "age": [41.0, 42.0, 43.0]}


def test_rows_are_found_by_the_place_of_their_key():
    asked = [{"id": 30}, {"id": 31}, {"id": 10.0}, {"id": 30}]
    assert found(DATA, *asked) == [(0, 43.0), (2, 41.0), (3, 43.0)]


def test_all_columns_of_a_key_are_compared():
    asked = [{"id": 25, "name": "a'b"}, {"id": 10, "name": "a'b"}, {"id": 10, "name": "Ada"}]
    assert found(DATA, *asked) == [(0, 42.0), (2, 41.0)]


@pytest.mark.parametrize("value", ["25", True, 25.5, float("nan"), 10**30])
def test_a_value_that_no_such_column_has_finds_nothing(value):
    assert found(DATA, {"id": value}) == []
    assert found(DATA, {"id": value}, {"id": 25}) == [(1, 42.0)]


def test_a_key_of_many_rows_shows_without_all_of_them():
    rows = found({"id": [1] * 5000, "age": [2.0] * 5000}, {"id": 1})
    assert len(rows) == 2
    assert repeated([place for place, _ in rows]) == [0]


def test_a_column_may_have_the_name_of_what_is_added():
    assert found({"place 0": [1, 2], "place": [1, 2], "age": [1.0, 2.0]}, {"place 0": 2}) == [
        (0, 2.0)
    ]


def test_keys_are_compared_exactly_in_every_type():
    ids = pa.array([Decimal("0.10"), Decimal("12345678901234567.89")])
    table = pa.table({"id": ids, "age": pa.array([1.0, 2.0])})
    assert found(table, {"id": 0.1}, {"id": Decimal("12345678901234567.89")}) == [
        (0, 1.0),
        (1, 2.0),
    ]
