"""What held, in words."""

import pytest

import scoring_kit as sk
from tests.compiler.worked import leaf, parsed, root

UP_TO = {"bins": [{"up_to": 2, "value": 0}, {"up_to": 5, "value": 1}, {"value": 2}]}
BELOW = {"bins": [{"below": 2, "value": 0}, {"below": 5, "value": 1}, {"value": 2}]}
MANY = {"categories": [{"in": ["a", "b", "c", "d", "e"], "value": 1}], "other": 0}
RULES = {"rules": [{"when": "x > 2 and x < 4", "value": 1}, {"value": 0}]}
LINE = {"piecewise": [[0, 10], [4, 50], [9, 100]]}


@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [
        (UP_TO, 2.0, "up to 2"),
        (UP_TO, 3.0, "above 2 to 5"),
        (UP_TO, 6.0, "above 5"),
        (BELOW, 1.0, "below 2"),
        (BELOW, 2.0, "2 to below 5"),
        (BELOW, 5.0, "5 or more"),
        ({"bins": [{"below": 0.1234567, "value": 1}, {"value": 0}]}, 0.0, "below 0.1234567"),
        ({"bins": [{"value": 1}]}, 1.0, "any number"),
        (MANY, "b", "a, b, c and 2 more"),
        (MANY, "z", "any other"),
        ({"categories": {7: 1}}, 7.0, "7"),
        ({"categories": {True: 1}}, True, "true"),
        ({"categories": {" ": 1}}, " ", "“ ”"),
        (RULES, 3.0, "x > 2 and x < 4"),
        (RULES, 5.0, "otherwise"),
        (LINE, 4.0, "0 → 10 to 4 → 50"),
        (LINE, 5.0, "4 → 50 to 9 → 100"),
        (LINE, -1.0, "below 0 → 10"),
        (LINE, 10.0, "above 9 → 100"),
        ("identity", 3.0, None),
        ("x * 2", 3.0, None),
    ],
)
def test_branches_and_knots_in_words(function, x, expected):
    found = sk.score(parsed({"score": root(leaf("x", function))}), {"x": [x]}).explain(row=0)
    assert found.criteria[0].held == expected


@pytest.mark.parametrize(
    ("policies", "x", "expected"),
    [
        ({"missing": {"value": "worst", "reason": "M"}}, float("nan"), "missing: worst"),
        ({"missing": 3}, float("nan"), "missing: 3"),
        ({"special": {"none": 7.5}}, -1.0, "none: 7.5"),
        ({"missing": "best"}, -1.0, "none: best"),
        ({"invalid": "missing", "missing": 0}, float("inf"), "invalid: 0"),
        ({}, float("inf"), "invalid: fail"),
    ],
)
def test_policies_in_words(policies, x, expected):
    member = {**leaf("x", range=[0, 9]), **policies}
    card = parsed({"score": root(member), "inputs": {"x": {"special": {-1: "none"}}}})
    assert sk.score(card, {"x": [x]}).explain(row=0).criteria[0].held == expected
