import math

import pytest

from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.ranges import Ranges, intersection, union
from scoring_kit.scorecard.types import input_types


def ranges_of(members, **document):
    score = {"aggregate": "sum", "of": members, **document.pop("score", {})}
    document = {"schema": "scoring-kit/1", "name": "card", "score": score, **document}
    card = parse_scorecard(document)
    return card, Ranges(card, input_types(card).types)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (-math.inf, math.inf)),
        ({"input": "age"}, (0.0, 120.0)),
        ({"input": "age", "value": {"linear": {"from": [0, 10], "to": [5, 1]}}}, (1.0, 5.0)),
        ({"value": {"bins": [{"below": 1, "value": 7}, {"value": -2}]}}, (-2.0, 7.0)),
        ({"value": {"categories": {"a": 1}, "other": 9}}, (1.0, 9.0)),
        ({"value": {"logistic": {"midpoint": 0, "slope": 1, "to": [2, 4]}}}, (2.0, 4.0)),
        ({"value": "age / 2 + 1"}, (1.0, 61.0)),
    ],
)
def test_worst_and_best_are_those_of_the_value_function(fields, expected):
    member = {"criterion": "x", "missing": 500, **fields}  # policies do not count
    card, ranges = ranges_of([member], inputs={"age": {"valid": [0, 120]}})
    assert ranges.worst_and_best(card.criteria[0]) == pytest.approx(expected)


def test_a_declared_range_wins():
    card, ranges = ranges_of([{"criterion": "x", "missing": 0, "range": [-1, 1]}])
    assert ranges.worst_and_best(card.criteria[0]) == (-1.0, 1.0)


def test_a_group_spans_its_members_policies_and_limits():
    valid = {"a": {"valid": [1, 2]}, "b": {"valid": [10, 20]}}
    members = [{"criterion": "a", "missing": 0}, {"criterion": "b", "weight": 2, "missing": 10}]
    card, ranges = ranges_of(members, inputs=valid)
    assert ranges.group(card.score) == (0.0, 42.0)
    card, ranges = ranges_of(members, inputs=valid, score={"then": "value * 2", "limits": [5, 70]})
    assert ranges.group(card.score) == (5.0, 70.0)


def test_derived_inputs_have_ranges_too():
    _, ranges = ranges_of(
        [{"criterion": "spread", "missing": 0}],
        inputs={"high": {"valid": [5, 9]}, "low": {"valid": [1, 2]}},
        derived={"spread": "high - low"},
    )
    assert ranges.inputs["spread"] == pytest.approx((3.0, 8.0))


def test_intervals_join_and_meet():
    assert union((1, 2), (5, 6)) == (1, 6)
    assert intersection((1, 5), (2, 9)) == (2, 5)
