import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.frames import read_columns
from scoring_kit.playground.recalculation import Recalculation, is_same, score_plan
from scoring_kit.tables.table import open_table, table_columns

TABLE = {
    "a": [10.0, 50.0, None, 90.0],
    "b": [20.0, 30.0, 40.0, None],
    "kind": ["x", "y", None, "z"],
}


def card(aggregate="geometric_mean", weight=1.0, top=100.0, point=5.0):
    leaves = [
        {"criterion": "a", "value": {"piecewise": [[0, 1], [100, top]]}, "weight": weight},
        {"criterion": "b", "value": {"piecewise": [[0, 0], [100, 90]]}},
        {"criterion": "kind", "value": {"categories": {"x": 1, "y": point}, "other": 3}},
    ]
    root = {"aggregate": aggregate, "at_least": 1} if aggregate == "geometric_mean" else {}
    return sk.parse_scorecard(
        {
            "schema": "scoring-kit/1",
            "name": "r",
            "defaults": {"missing": "reweight"},
            "score": {"aggregate": aggregate, "of": leaves, **root},
            "knock_outs": [{"name": "low", "when": "a < 20", "reason": "L"}],
        }
    )


@pytest.fixture(scope="module")
def table():
    engine = DuckDBEngine(connect())
    return engine, open_table(TABLE, connection=engine.connection)


def plan_and_columns(table, drawn):
    engine, opened = table
    plan = score_plan(drawn, table_columns(opened), {})
    return plan, read_columns(engine, plan, opened)[1]


STEPS = [
    {},
    {"weight": 2.0},
    {"weight": 2.0, "top": 60.0},
    {"weight": 2.0, "top": 60.0, "point": 9.0},
    {"aggregate": {"power_mean": 2}},
    {"aggregate": "min"},
    {"aggregate": {"power_mean": 2}, "weight": 3.0},
    {},
]


def test_results_are_those_of_score_after_any_steps(table):
    _, columns = plan_and_columns(table, card())
    again = Recalculation(columns, 4)
    for step in STEPS:
        plan, _ = plan_and_columns(table, card(**step))
        expected = sk.score(card(**step), TABLE, detail="full").to_pandas()
        found = again.run(plan)
        np.testing.assert_array_equal(found["score"], expected["score"])
        np.testing.assert_array_equal(found["unrounded"], expected["unrounded"])
        np.testing.assert_array_equal(found["value.kind"], expected["value_kind"])


def test_only_what_changed_is_calculated_again(table, monkeypatch):
    first, columns = plan_and_columns(table, card())
    again = Recalculation(columns, 4)
    before = again.run(first)
    kept = []
    keep = numpy_engine.Frame.keep
    monkeypatch.setattr(
        numpy_engine.Frame, "keep", lambda *given: (kept.append(given[1]), keep(*given))
    )
    after = again.run(plan_and_columns(table, card(weight=2.0))[0])
    assert after["value.a"] is before["value.a"]
    assert not any(name.startswith("value ") for name in kept)  # no criterion
    assert "score" in kept


def test_words_are_the_same_where_they_say_the_same(table):
    first, second, other = (
        plan_and_columns(table, drawn)[0] for drawn in (card(), card(), card(top=99))
    )
    pairs = [
        (one.word, two.word)
        for left, right in zip(first.steps, second.steps, strict=True)
        for one, two in zip(left.lets, right.lets, strict=True)
    ]
    assert all(one is not two and is_same(one, two) for one, two in pairs)
    others = {let.name: let.word for step in other.steps for let in step.lets}
    differ = [
        let.name
        for step in first.steps
        for let in step.lets
        if not is_same(let.word, others[let.name])
    ]
    assert differ == ["value a"]
