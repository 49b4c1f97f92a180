"""Values of an output, counted and sorted by DuckDB."""

import datetime
import math

import pytest

from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.spreads import counted, sorted_numbers
from scoring_kit.tables.table import open_table, table_columns
from tests.cards import card, criterion

DATA = {
    "x": [3.0, None, -1.0, math.inf, -9.0, 3.0],
    "shop": ["b", None, "a", "b", "'", "'"],
    "is_new": [True, None, False, True, True, False],
    "day": [datetime.date(1970, 1, 3), None, *[datetime.date(1969, 12, 31)] * 4],
}
CARD = card(
    criterion("x"),
    criterion("rest", {"rules": [{"when": "is_new and day > date '2000-01-01'", "value": 1}]}),
    criterion("shop", {"categories": {"a": 1}, "other": 0}),
    criterion("twice", input="doubled"),
    derived={"doubled": "2 * x"},
    inputs={"x": {"special": {-9: "refused"}}},
    defaults={"missing": "reweight", "invalid": "reweight", "unmatched": "reweight"},
)


@pytest.fixture(scope="module")
def read():
    engine = DuckDBEngine(connect(threads=1))
    table = open_table(DATA, connection=engine.connection)
    plan = compile_explanation(CARD, table_columns(table))
    return lambda how, output: how(engine, plan, table, output)


def test_numbers_rise_without_what_is_missing_or_invalid(read):
    assert read(sorted_numbers, "input.x").tolist() == [-1.0, 3.0, 3.0]
    assert read(sorted_numbers, "input.doubled").tolist() == [-2.0, 6.0, 6.0]


def test_dates_are_days_since_1970(read):
    assert read(sorted_numbers, "input.day").tolist() == [-1.0, -1.0, -1.0, -1.0, 2.0]


def test_values_are_counted_the_most_frequent_first(read):
    assert list(read(counted, "input.shop").items()) == [("'", 2), ("b", 2), ("a", 1), (None, 1)]
    assert read(counted, "input.is_new") == {True: 3, False: 2, None: 1}
    # ok three times; missing, invalid and the special code once
    assert read(counted, "input_state.x") == {0.0: 3, 1.0: 1, 2.0: 1, 5.0: 1}
