import pytest

from scoring_kit.compiler import compile_scorecard
from scoring_kit.compiler.observe import compile_observations
from scoring_kit.engines.row import compile_row
from scoring_kit.errors import CompileError, DataError
from scoring_kit.expression.words import Column, Type
from tests.cards import bins, card, criterion

COLUMNS = {"age": Column("age", Type.NUMBER, False), "plan": Column("plan", Type.TEXT, True)}
PLANS = {"categories": [{"in": ["gold", "silver"], "value": 9}, {"in": ["none"], "value": 0}]}
CARD = card(
    criterion("age", bins((18, 1), (65, 2), (None, 3))),
    criterion("level", PLANS, input="plan"),
    criterion("both", "age * 2"),
    inputs={"age": {"valid": [0, 120], "special": {-9: "unknown"}}},
)


def seen(**row):
    return compile_row(compile_observations(CARD, COLUMNS))(row)


def test_criteria_that_read_one_input_are_observed():
    names = [output.name for output in compile_observations(CARD, COLUMNS).outputs]
    assert names == ["input_age", "branch_age", "input_level", "branch_level", "unlisted_level"]


@pytest.mark.parametrize(("age", "branch"), [(17, 0.0), (18, 1.0), (65, 2.0)])
def test_a_bin_is_observed_by_its_number(age, branch):
    assert seen(age=age, plan="gold")["branch_age"] == branch


@pytest.mark.parametrize("age", [-9, 121, None, float("nan"), float("inf")])
def test_an_input_that_is_not_ok_is_not_observed(age):
    found = seen(age=age, plan="gold")
    assert (found["input_age"], found["branch_age"]) == (None, None)


@pytest.mark.parametrize(
    ("plan", "branch", "unlisted"),
    [("silver", 0.0, None), ("none", 1.0, None), ("bronze", None, "bronze"), (None, None, None)],
)
def test_a_category_is_observed_by_its_branch_or_as_unlisted(plan, branch, unlisted):
    found = seen(age=1, plan=plan)
    assert (found["branch_level"], found["unlisted_level"]) == (branch, unlisted)


def test_an_unlisted_category_is_seen_beside_other_too():
    scorecard = card(criterion("plan", {**PLANS, "other": 5}))
    found = compile_row(compile_observations(scorecard, COLUMNS))({"plan": "bronze"})
    assert (found["branch_plan"], found["unlisted_plan"]) == (2.0, "bronze")


def test_an_unfitted_normalisation_can_be_observed():
    scorecard = card(criterion("age", {"z_score": {}}))
    assert compile_row(compile_observations(scorecard, COLUMNS))({"age": 4}) == {"input_age": 4.0}


def test_a_column_that_is_missing_is_refused():
    with pytest.raises(DataError, match="no column 'plan'"):
        compile_observations(CARD, {"age": COLUMNS["age"]})


def test_a_parameter_that_is_not_given_is_refused():
    scorecard = card(criterion("x", "age * $f"), parameters={"f": {"type": "number"}})
    with pytest.raises(CompileError, match="'f'"):
        compile_observations(scorecard, COLUMNS)


def test_columns_that_an_expression_cannot_compare_are_refused_as_they_are_by_scoring():
    scorecard = card(criterion("same", {"rules": [{"when": "plan = age", "value": 1}]}))
    for compiled in (compile_observations, compile_scorecard):
        with pytest.raises(DataError, match="number"):
            compiled(scorecard, COLUMNS)
