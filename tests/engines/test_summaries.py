import numpy as np
import pytest

from scoring_kit.compiler.observe import compile_observations
from scoring_kit.engines.opening import open_data
from scoring_kit.engines.summaries import (
    Repeats,
    constant_columns,
    count_rows,
    count_values,
    most_frequent,
    numbers,
    repeated_keys,
)
from scoring_kit.tables.table import table_columns
from tests.cards import bins, card, criterion

CARD = card(
    criterion("age", bins((18, 1), (65, 2), (None, 3))),
    criterion("plan", {"categories": {"gold": 9}}),
)
ROWS = {
    "age": [70.0, 10.0, None, 12.0, float("nan")],
    "plan": ["gold", "tin", "tin", "a'b", None],
}


@pytest.fixture
def observed():
    engine, table = open_data(ROWS, {})
    return engine, compile_observations(CARD, table_columns(table)), table


def table_of(**columns):
    return open_data(columns, {})


def test_values_are_counted_without_null(observed):
    counts = count_values(*observed, ["branch_age", "branch_plan"])
    assert counts == {"branch_age": {0.0: 2, 2.0: 1}, "branch_plan": {0.0: 1}}


def test_more_outputs_are_counted_than_one_select_takes():
    scorecard = card(
        *(criterion(f"c{i}", bins((i, 1), (None, 2)), input="age") for i in range(120))
    )
    engine, table = table_of(age=[59.5, 10.5])
    plan = compile_observations(scorecard, table_columns(table))
    counts = count_values(engine, plan, table, [f"branch_c{i}" for i in range(120)])
    assert [len(counts[f"branch_c{i}"]) for i in (5, 40, 119)] == [1, 2, 1]


def test_rows_are_counted(observed):
    engine, _, table = observed
    assert count_rows(engine, table) == 5


def test_an_output_that_is_always_null_has_no_values():
    engine, table = table_of(age=[1.0, 2.0], plan=["x", "y"])
    plan = compile_observations(CARD, table_columns(table))
    assert count_values(engine, plan, table, ["branch_plan"]) == {"branch_plan": {}}


def test_the_most_frequent_values_come_first_and_equal_ones_by_value(observed):
    assert most_frequent(*observed, "unlisted_plan", 5) == [("tin", 2), ("a'b", 1)]
    assert most_frequent(*observed, "unlisted_plan", 1) == [("tin", 2)]


def test_numbers_rise_and_leave_null_out(observed):
    assert numbers(*observed, "input_age").tolist() == [10.0, 12.0, 70.0]


def test_numbers_can_be_those_of_some_rows(observed):
    found = numbers(*observed, "input_age", where=("unlisted_plan", ["a'b", "tin"]))
    assert found.tolist() == [10.0, 12.0]


def test_no_numbers_are_an_empty_array(observed):
    found = numbers(*observed, "input_age", where=("unlisted_plan", ["x"]))
    assert (found.dtype, len(found)) == (np.float64, 0)


def test_columns_with_one_value_are_found():
    engine, table = table_of(
        one=[3, 3], two=[3, 4], some=[3, None], none=[None, float("nan")], text=["a", "a"]
    )
    assert constant_columns(engine, table, ["one", "two", "some", "text"]) == {
        "one": 3.0,
        "text": "a",
    }


def test_a_column_without_a_value_is_constant():
    engine, table = table_of(x=[1.0, 2.0], empty=[None, None])
    assert constant_columns(engine, table, ["x"]) == {}
    assert list(constant_columns(engine, table, list(table.columns)[:0])) == []


def test_no_column_is_constant_in_an_empty_table():
    engine, table = table_of(x=np.array([], dtype=float))
    assert constant_columns(engine, table, ["x"]) == {}


def test_repeated_keys_are_counted_with_an_example():
    engine, table = table_of(a=[2, 1, 2, 1, 3], b=["x", "y", "x", "y", "z"])
    assert repeated_keys(engine, table, ["a", "b"]) == Repeats(2, (1, "y"), 0)


def test_rows_without_a_key_are_no_repeats():
    engine, table = table_of(a=[1, None, None], b=["x", "y", "y"])
    assert repeated_keys(engine, table, ["a", "b"]) == Repeats(0, (), 2)
