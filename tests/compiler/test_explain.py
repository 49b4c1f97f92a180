"""What a plan for explanations gives beyond the result, by hand."""

import pytest

from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.engines.row import compile_row
from scoring_kit.errors import CompileError
from scoring_kit.expression.words import Column, Type
from tests.compiler.worked import leaf, parsed, root

CARD = parsed(
    {
        "inputs": {"x": {"special": {-1: "none"}, "valid": [-1, 10]}},
        "derived": {"double": "2 * x"},
        "score": root(
            leaf("x", {"bins": [{"below": 5, "value": 0, "reason": "LOW"}, {"value": 10}]}),
            leaf("y", missing="reweight", range=[0, 10]),
        ),
        "adjustments": [{"name": "bonus", "when": "double > 12", "add": "x"}],
        "knock_outs": [{"name": "out", "when": "y > 9"}],
        "rounding": {"digits": 0},
        "reasons": {},
    }
)
COLUMNS = {name: Column(name, Type.NUMBER, finite=False) for name in "xy"}


def given(**row):
    return compile_row(compile_explanation(CARD, COLUMNS))(row)


def test_inputs_have_values_and_states():
    found = given(x=-1.0, y=4.0)
    assert (found["input.x"], found["input_state.x"]) == (None, 5.0)
    assert (found["input.double"], found["input_state.double"]) == (None, 5.0)
    assert (found["input.y"], found["input_state.y"]) == (4.0, 0.0)
    assert (found["lacks.x"], found["breaks.x"], found["lacks.y"]) == (1.0, 0.0, 0.0)


def test_criteria_have_branches_codes_references_and_shortfalls():
    found = given(x=4.0, y=4.0)
    assert (found["branch.x"], found["code.x"], found["value.x"]) == (0.0, "LOW", 0.0)
    assert (found["reference.y"], found["shortfall.y"], found["shortfall_of.LOW"]) == (10, 3, 5)


def test_the_score_is_followed_from_root_to_rounding():
    found = given(x=7.0, y=3.0)
    names = ("root", "scaled", "unrounded", "rounded")
    assert [found[f"score.{name}"] for name in names] == [6.5, 6.5, 13.5, 14.0]
    parts = ("fires", "amount", "before", "after")
    assert [found[f"{part}.bonus"] for part in parts] == [1.0, 7.0, 6.5, 13.5]


def test_lines_stay_where_a_knock_out_takes_the_score():
    found = given(x=4.0, y=9.5)
    assert (found["result.score"], found["fires.out"]) == (None, 1.0)
    lines = [found[f"line.{name}"] for name in ("x", "y", "bonus", "rounding")]
    assert (lines, found["score.rounded"]) == ([0.0, 4.75, 0.0, 0.25], 5.0)


def test_a_row_that_fails_has_neither_lines_nor_shortfalls():
    found = given(x=None, y=4.0)
    names = ("line.y", "shortfall.y", "shortfall_of.y", "score.unrounded")
    assert [found[name] for name in names] == [None] * 4


def test_what_a_scorecard_needs_is_asked_for_here_too():
    card = parsed({"parameters": {"p": {"type": "number"}}, "score": root(leaf("x", "x * $p"))})
    with pytest.raises(CompileError, match="'p'"):
        compile_explanation(card, COLUMNS)
