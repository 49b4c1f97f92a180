"""The text of an explanation, whole, for the eye; the numbers by hand."""

import math

import scoring_kit as sk
from tests.compiler.worked import leaf, parsed, root

BINS = {"bins": [{"below": 5, "value": 0}, {"value": 10}]}
CARD = parsed(
    {
        "key": "id",
        "inputs": {"x": {"unit": "km", "special": {-1: "unknown"}}, "y": {"valid": [0, 9]}},
        "score": root(
            leaf("x", range=[0, 10], special={"unknown": 2}, reason="X"),
            leaf("y", BINS, missing="reweight", invalid="missing"),
            limits=[0, 6],
        ),
        "tiers": {"A": 5},
        "rounding": {"digits": 1},
        "reasons": {"texts": {"X": "Too near"}},
        "adjustments": [{"name": "bonus", "when": "x > 3", "add": 0.25}],
        "knock_outs": [{"name": "far", "when": "x > 8"}],
    }
)


def text(x, y):
    return repr(sk.score(CARD, {"id": [7], "x": [x], "y": [y]}).explain(7)).splitlines()


def test_a_row_with_a_score():
    # half of 4 and of 10 is 7, held at 6
    assert text(4.0, 7.0) == [
        "small, id 7: 6.3, tier A (scored)",
        "",
        "          input     value  weight  contribution",
        "x         4 km          4    50\u202f%          2.00",
        "y         7            10    50\u202f%          5.00",
        "limits                                    −1.00",
        "bonus     add 0.25                         0.25",
        "rounding                                   0.05",
        "score                                      6.30",
    ]


def test_a_row_with_a_special_code_and_a_value_outside_its_range():
    # of x alone, 2; at its best it would be held at 6
    assert text(-1.0, 99.0) == [
        "small, id 7: 2, tier none (partial, coverage 50\u202f%)",
        "",
        "       input                   value  weight  contribution",
        "x      −1 km (unknown: 2)          2   100\u202f%          2.00",
        "y      99 (invalid: reweight)      –     0\u202f%          0.00",
        "score                                                 2.00",
        "",
        "reasons",
        "1.  −4.00  X  Too near",
    ]


def test_a_row_without_a_score():
    assert text(math.inf, 1.0) == [
        "small, id 7: no score (invalid, coverage 50\u202f%)",
        "",
        "   input          state  value",
        "x  ∞ km   invalid: fail      –",
        "y  1                 ok      0",
        "",
        "x is invalid and may not be",
    ]


def test_a_row_that_is_knocked_out():
    found = text(9.0, 1.0)
    assert found[0] == "small, id 7: no score (knocked out)"
    # half of 9 and of 0, and the bonus, rounded up
    assert ["score", "before", "knock-out", "4.80"] in [line.split() for line in found]
    assert found[-4:-2] == ["knocked out by far: x > 8", ""]
