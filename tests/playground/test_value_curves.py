"""Curves against the scores of a card that has the criterion only."""

import pytest

import scoring_kit as sk
from scoring_kit.expression.words import Type
from scoring_kit.playground.value_curves import curve_of
from scoring_kit.playground.value_histogram import Axis
from tests.cards import card, criterion

LINES = {"piecewise": [[2, 10], [4, 30], [8, 0]]}
POLICIES = {"missing": "worst", "unmatched": 7, "invalid": 1}
FUNCTIONS = {
    "identity": ("identity", {}),
    "clamped": (LINES, {}),
    "extrapolated": ({**LINES, "outside": "extrapolate"}, {}),
    "invalid outside": ({**LINES, "outside": "invalid"}, POLICIES),
    "linear": ({"linear": {"from": [9, 1], "to": [0, 100]}}, {}),
    "bins": ({"bins": [{"below": 2, "value": 5}, {"up_to": 4, "value": 9}, {"value": 0}]}, {}),
    "a gap": ({"bins": [{"below": 2, "value": 5}, {"unmatched": True}]}, POLICIES),
    "amounts": ({"bins": [{"below": 2, "value": "x * 3"}, {"value": 1}]}, {}),
    "log": ({"log": {"from": [1, 9], "to": [0, 10]}}, {}),
    "logistic": ({"logistic": {"midpoint": 5, "slope": 2}}, {}),
    "percentile": ({"percentile": {"quantiles": [2, 3, 3, 5, 8]}}, {}),
    "z-score": ({"z_score": {"mean": 5, "standard_deviation": 2}}, {}),
    "expression": ("ln(x + 2) * 3", {}),
    "rules": ({"rules": [{"when": "x > 5", "value": 3}, {"value": 1}]}, {}),
}


AXIS = Axis(0.0, 10.0, 24)


def drawn(function, fields, axis=AXIS, **parts):
    member = criterion("x", function, missing="fail") | fields
    found = card(member, **parts)
    return curve_of(found, found.criteria[0], "x", Type.NUMBER, axis, {}), found


@pytest.mark.parametrize(("function", "fields"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_curve_goes_through_the_values_of_score(function, fields):
    curve, found = drawn(function, fields)
    places = [x for x, _ in curve]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0.0, 10.0)
    plain = [point for point in curve if places.count(point[0]) == 1]
    scores = sk.score(found, {"x": [x for x, _ in plain]}).to_pandas()["score"]
    assert [value for _, value in plain] == scores.tolist()


def test_lines_are_drawn_by_their_knots():
    assert drawn(LINES, {})[0] == [[0, 10], [2, 10], [4, 30], [8, 0], [10, 0]]


def test_steps_are_two_points_at_one_place():
    steps = [[0, 5], [2, 5], [2, 9], [4, 9], [4, 0], [10, 0]]
    assert drawn(*FUNCTIONS["bins"])[0] == steps


def test_where_there_is_no_value_a_curve_has_a_gap():
    function = {**LINES, "outside": "invalid"}
    curve, _ = drawn(function, {"invalid": "reweight", "range": [0, 30]}, Axis(0.0, 9.0, 9))
    assert curve == [[0, None], [2, 10], [4, 30], [8, 0], [8, None]]


def test_inputs_that_are_not_valid_have_what_their_policy_gives():
    inputs = {"x": {"valid": [3, None], "special": {4: "refused", 9: "unknown"}}}
    curve, _ = drawn(LINES, {"invalid": 1}, inputs=inputs)
    # at the special code itself is no value of the line, but on both sides of it
    expected = [[0, 1], [2, 1], [3, 1], [3, 20], [4, 30], [8, 0], [10, 0]]
    assert curve == [pytest.approx(point) for point in expected]


def test_a_derived_input_is_an_axis_as_well():
    found = card(criterion("x", LINES, missing="fail"), aggregate="sum", derived={"x": "a + b"})
    curve = curve_of(found, found.criteria[0], "x", Type.NUMBER, Axis(3.0, 4.0, 9), {})
    assert curve == [[3, 20], [4, 30]]


def test_parameters_are_those_that_were_given():
    found = card(
        criterion("x", "x * $factor", missing="fail"), parameters={"factor": {"type": "number"}}
    )
    axis = Axis(0.0, 1.0, 9)
    curve = curve_of(found, found.criteria[0], "x", Type.NUMBER, axis, {"factor": 6.0})
    assert curve[-1] == [1.0, 6.0]
