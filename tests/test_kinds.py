"""Each kind of value function and each aggregation, worked out by hand, on every executor."""

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.scorecard.aggregations import AGGREGATIONS
from scoring_kit.scorecard.value_functions import KINDS
from tests.agreement import functions as random_functions

# kind: (value function, input x, value)
VALUES = {
    "identity": ("identity", 7.5, 7.5),
    "linear": ({"linear": {"from": [20, 85], "to": [0, 1]}}, 72.0, 0.8),  # 52 / 65
    "piecewise": ({"piecewise": [[0, 100], [12, 60], [36, 0]]}, 18.0, 45.0),  # a quarter of 24
    "bins": ({"bins": [{"below": 2, "value": 20}, {"value": 60}]}, 2.0, 60.0),
    "categories": ({"categories": {"art": 100}, "other": 20}, "travel", 20.0),
    "rules": ({"rules": [{"when": "x > 5", "value": 3}, {"value": 1}]}, 6.0, 3.0),
    "log": ({"log": {"from": [1, 100], "to": [0, 10]}}, 10.0, 5.0),
    "power": ({"power": {"from": [0, 10], "to": [0, 100], "exponent": 2}}, 5.0, 25.0),
    # rate ln 4, half way: (1 - 1/2) / (1 - 1/4) of 3
    "exponential": (
        {"exponential": {"from": [0, 8], "to": [0, 3], "rate": math.log(4)}}, 4.0, 2.0
    ),
    "logistic": ({"logistic": {"midpoint": 5, "slope": 1}}, 5 + math.log(3), 0.75),
    # 90 days before the end of March in a leap year
    "decay": ({"decay": {"half_life_days": 90, "until": "2024-03-31"}}, date(2024, 1, 1), 0.5),
    "min_max": ({"min_max": {"minimum": 10, "maximum": 30}}, 15.0, 0.25),
    "z_score": ({"z_score": {"mean": 100, "standard_deviation": 15}}, 130.0, 2.0),
    # 10, 20 and 20 are below 30
    "rank": ({"rank": {"values": [10, 20, 40], "ranks": [1, 2, 4], "count": 4}}, 30.0, 4.0),
    "percentile": ({"percentile": {"quantiles": [0, 10, 20]}}, 5.0, 0.25),
    "expression": ("floor(x / 10)", 57.0, 5.0),
}  # fmt: skip
# aggregation: (how it is written, its value for a = 2 with weight 3 and b = 8 with weight 1)
GROUPS = {
    "mean": ("mean", 3.5),  # (6 + 8) / 4
    "geometric_mean": ("geometric_mean", 2 * math.sqrt(2)),  # (8 * 8) ^ (1/4)
    "harmonic_mean": ("harmonic_mean", 32 / 13),  # 4 / (3/2 + 1/8)
    "power_mean": ({"power_mean": 2}, math.sqrt(19)),  # (12 + 64) / 4
    "sum": ("sum", 14.0),
    "product": ("product", 16.0),
    "complement_product": ("complement_product", -6.0),  # 1 - (-1)(-7)
    "min": ("min", 2.0),
    "max": ("max", 8.0),
    "formula": ({"formula": "a * a - b"}, -4.0),
}

every_engine = pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])


def scored(engine, root, row, **fields):
    """Return the score of one row, without rounding."""
    card = sk.parse_scorecard({"schema": "scoring-kit/1", "name": "one", "score": root, **fields})
    table = pd.DataFrame({name: [cell] for name, cell in row.items()})
    table = table.astype({n: "datetime64[s]" for n, c in row.items() if isinstance(c, date)})
    return sk.score(card, table, engine=engine, detail="score").to_pandas()["score"].item()


@every_engine
@pytest.mark.parametrize(("value", "x", "expected"), VALUES.values(), ids=VALUES)
def test_a_value_function_gives_the_value_worked_out_by_hand(engine, value, x, expected):
    leaf = {"criterion": "judged", "value": value, "missing": "fail"}
    reads_itself = value == "floor(x / 10)" or "rules" in value
    root = {"aggregate": "mean", "of": [leaf if reads_itself else {**leaf, "input": "x"}]}
    assert scored(engine, root, {"x": x}) == pytest.approx(expected, rel=1e-12)


@every_engine
@pytest.mark.parametrize(("aggregate", "expected"), GROUPS.values(), ids=GROUPS)
def test_an_aggregation_gives_the_value_worked_out_by_hand(engine, aggregate, expected):
    members = [
        {"criterion": name, "weight": weight, "missing": "fail"}
        for name, weight in (("a", 3), ("b", 1))
    ]
    valid = {"a": {"valid": [1, 10]}, "b": {"valid": [1, 10]}}
    root = {"aggregate": aggregate, "of": members}
    found = scored(engine, root, {"a": 2.0, "b": 8.0}, inputs=valid)
    assert found == pytest.approx(expected, rel=1e-12)


def test_every_kind_and_every_aggregation_is_worked_out():
    assert (set(VALUES), set(GROUPS)) == (set(KINDS), set(AGGREGATIONS))


def test_the_random_cards_use_every_kind():
    assert set(random_functions.KINDS) == set(KINDS)


@pytest.mark.parametrize("name", sorted({*KINDS, *AGGREGATIONS} - {"expression"}))
def test_the_grammar_names_every_kind_and_every_aggregation(name):
    grammar = Path(__file__).parents[1] / "docs" / "document.md"
    assert f"`{name}" in (text := grammar.read_text(encoding="utf-8")) or f"{{{name}:" in text
