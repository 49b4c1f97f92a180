import numpy as np

import scoring_kit as sk
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.playground.columns import Columns, same_values
from scoring_kit.playground.exact import explanation_plan
from scoring_kit.playground.values import Values
from scoring_kit.tables.table import open_table


def card(weight=1.0, top=10.0):
    leaves = [
        {"criterion": "a", "weight": weight, "value": {"piecewise": [[0, 0], [10, top]]}},
        {"criterion": "b", "missing": 3},
    ]
    score = {"aggregate": "sum", "of": leaves}
    return sk.parse_scorecard(
        {"schema": "scoring-kit/1", "name": "c", "defaults": {"missing": 0}, "score": score}
    )


def columns(**options):
    engine = DuckDBEngine(connect())
    data = {"a": [5.0, None, 20.0], "b": [1.0, 2.0, None]}
    table = open_table(data, connection=engine.connection)
    known = Columns(Values(engine, table, {}), **options)
    return known, lambda drawn: known.of(drawn, explanation_plan(drawn, table, {}))


def test_values_are_calculated_once_for_a_value_function():
    _, of = columns()
    first, second, other = of(card()), of(card(weight=2)), of(card(top=20))
    assert (first["a"].tolist(), first["b"].tolist()) == ([5, 0, 10], [1, 2, 3])
    assert second["a"] is first["a"]
    assert (other["a"].tolist(), other["b"] is first["b"]) == ([10, 0, 20], True)


def test_edited_values_are_known_from_then_on():
    known, of = columns()
    of(card())
    drawn = card(top=40)
    np.testing.assert_array_equal(known.edited(drawn, drawn.criteria[0]).full, [20, 0, 40])
    assert of(drawn)["a"].tolist() == [20, 0, 40]


def test_nothing_is_kept_where_memory_is_short():
    _, of = columns(keeps=False)
    first, second = of(card()), of(card())
    assert second["a"] is not first["a"]
    assert second["a"].tolist() == first["a"].tolist()


def test_a_weight_does_not_change_values():
    (a, b), (heavy, _), (steep, _) = (x.criteria for x in (card(), card(2), card(top=11)))
    assert same_values(a, heavy)
    assert not same_values(a, steep)
    assert not same_values(a, b)
