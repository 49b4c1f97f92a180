import numpy as np
import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.playground import values
from scoring_kit.playground.values import CodedColumn, Values, coded
from scoring_kit.scorecard.document import parse_scorecard
from scoring_kit.tables.table import open_table


def back(found):
    return [None if x is None or x != x else x for x in found.inputs[found.code].tolist()]


@pytest.mark.parametrize(
    "column",
    [
        np.array([3.0, np.nan, 1.0, 3.0, -np.inf, np.inf, np.nan]),
        np.array(["b", None, "a", "b"], object),
        np.array([1, 0, -1, 1], np.int8),
        np.array([], float),
    ],
)
def test_codes_stand_for_the_inputs_of_their_rows(column):
    expected = [None if x is None or x != x else x for x in column.tolist()]
    assert back(coded(column)) == expected


def test_beyond_the_codes_near_inputs_share_one(monkeypatch):
    monkeypatch.setattr(values, "MOST_CODES", 100)
    column = np.concatenate([np.random.default_rng(1).random(5000), [np.nan, np.inf, -np.inf]])
    found = coded(column)
    assert len(found.inputs) <= 100
    near = found.inputs[found.code]
    assert np.nanmax(np.abs(near[:5000] - column[:5000])) < 0.03  # a hundredth of the rows, twice
    assert [near[-2], near[-1]] == [np.inf, -np.inf]
    assert np.isnan(near[-3])


DOCUMENT = {
    "schema": "scoring-kit/1",
    "name": "two",
    "inputs": {"x": {"special": {-1: "none"}}},
    "score": {
        "aggregate": "mean",
        "of": [
            {
                "criterion": "x",
                "value": {"piecewise": [[0, 0], [10, 100]]},
                "missing": "reweight",
                "special": {"none": 7},
                "invalid": 5,
            },
            {"criterion": "kind", "value": {"categories": {"a": 1}, "other": 2}, "missing": 3},
            {"criterion": "both", "value": "x + length(kind)", "missing": 0},
        ],
    },
}
TABLE = {"x": [5.0, None, -1.0, float("inf"), 20.0], "kind": ["a", "b", None, "a", "c"]}


@pytest.fixture
def made():
    engine = DuckDBEngine(connect())
    return Values(engine, open_table(TABLE, connection=engine.connection), {})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # a line from 0 to 100 over 0..10; reweight where missing, 7 for the code, 5 for infinity
        ("x", [50.0, None, 7.0, 5.0, 100.0]),
        ("kind", [1.0, 2.0, 3.0, 1.0, 2.0]),
        ("both", [6.0, 0.0, 0.0, None, 21.0]),  # by DuckDB; infinity is invalid, which fails
    ],
)
def test_the_values_of_one_criterion_come_from_its_codes(made, name, expected):
    card = parse_scorecard(DOCUMENT)
    criterion = next(item for item in card.criteria if item.name == name)
    found = made.column(card, criterion)
    found = found.full if isinstance(found, CodedColumn) else found
    assert [None if x != x else x for x in found.tolist()] == expected
