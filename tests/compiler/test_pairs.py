"""Two plans as one: the results of both, what is alike calculated once."""

import pytest

from scoring_kit.compiler import compile_scorecard
from scoring_kit.compiler.pairs import line_names, pair_plans
from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.expression.words import Column, Number, Reference, Type
from tests.cards import bins, card, criterion

NUMBER = Type.NUMBER
COLUMNS = {name: Column(name, Type.NUMBER, finite=True) for name in "abc"}
LIVE = card(criterion("a", bins((5, 1), (None, 0))), criterion("b"), aggregate="sum")
HEAVIER = card(criterion("a", bins((5, 1), (None, 0))), criterion("b", weight=2), aggregate="sum")
OTHER = card(criterion("a", bins((5, 1), (None, 0))), criterion("c"), aggregate="sum")


def paired(candidate, columns=()):
    return pair_plans(
        compile_scorecard(LIVE, COLUMNS), compile_scorecard(candidate, COLUMNS), columns
    )


def lets(plan):
    return [let.name for step in plan.steps for let in step.lets]


def test_both_results_are_outputs():
    names = [output.name for output in paired(HEAVIER).outputs]
    assert {"live.score", "candidate.score", "live.tier", "candidate.unrounded"} <= set(names)
    assert not [name for name in names if "contribution_" in name]


def test_what_both_versions_calculate_alike_stands_there_once():
    values = [name for name in lets(paired(HEAVIER)) if "value a" in name]
    assert values == ["live.value a"]


def test_a_card_beside_itself_takes_no_further_calculation():
    assert not [name for name in lets(paired(LIVE)) if name.startswith(("candidate.", "change."))]


@pytest.mark.parametrize(
    ("candidate", "changes"),
    # what makes a score invalid is part of each of its lines, so that all of them differ
    [(LIVE, []), (HEAVIER, ["a", "b"]), (OTHER, ["a", "c", "b"])],
)
def test_lines_that_differ_have_a_change(candidate, changes):
    names = [output.name for output in paired(candidate).outputs]
    found = [name.removeprefix("change.") for name in names if name.startswith("change.")]
    assert found == changes


def test_zeros_of_another_sign_are_other_calculations():
    # -0.0 = 0.0 in Python, but 1 / -0.0 is another infinity than 1 / 0.0
    plans = [
        Plan(
            (), (Step("result", (Let("x", Number(zero)),)),), (Output("x", Reference("x", NUMBER)),)
        )
        for zero in (0.0, -0.0)
    ]
    assert lets(pair_plans(*plans)) == ["live.x", "candidate.x"]
    assert lets(pair_plans(plans[0], plans[0])) == ["live.x"]


def test_columns_are_handed_on():
    plan = paired(HEAVIER, [Column("c", Type.NUMBER, finite=True)])
    assert plan.outputs[-1].name == "segment.c"
    assert "c" in {column.name for column in plan.columns}


def test_lines_of_the_last_plan_come_first():
    plans = [compile_scorecard(each, COLUMNS) for each in (LIVE, OTHER)]
    assert line_names(plans) == ("a", "c", "b")
