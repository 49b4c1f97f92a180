import math

import pytest

from scoring_kit.compiler.conditions import is_never
from scoring_kit.compiler.context import Context, finite_unless
from scoring_kit.compiler.inputs import compile_inputs
from scoring_kit.compiler.plan import PlanBuilder
from scoring_kit.expression.words import Column, Finite, Type
from scoring_kit.scorecard.ranges import Ranges
from tests.compiler.worked import leaf, parsed, root

INPUTS = {
    "a": {"special": {-1: "closed", -2: "refused"}, "missing": "null_is_allowed"},
    "b": {"special": {-3: "refused", -4: "late"}},
}


@pytest.fixture
def context():
    card = parsed({"inputs": INPUTS, "score": root(leaf("a"), leaf("b"))})
    names = ("a", "b", "c")
    found = Context(card, Ranges(card, dict.fromkeys(names, Type.NUMBER)), PlanBuilder(), {})
    compile_inputs(found, {name: Column(name, Type.NUMBER) for name in names})
    return found


def test_labels_are_numbered_in_document_order_each_once(context):
    assert context.labels == ("closed", "refused", "late")
    # after ok, missing, invalid, unmatched, clipped, which are 0 to 4
    assert [context.label_number(label) for label in context.labels] == [5.0, 6.0, 7.0]


def test_reads_tell_tested_columns_apart(context):
    reads = context.reads(("coalesce(a, 0) + b", "c * b"))
    assert (reads.every, reads.untested) == (("a", "b", "c"), ("b", "c"))


def test_a_column_tested_in_one_expression_is_tested_in_all_of_a_criterion(context):
    assert context.reads(("a is null", "a + b")).untested == ("b",)


def test_members_are_no_inputs(context):
    assert context.reads(("a + b",), frozenset("b")).every == ("a",)


def test_an_input_whose_null_is_allowed_is_not_required(context):
    assert context.required(context.reads(("a + b + c",))) == ("b", "c")


def test_only_inputs_with_states_can_be_missing_or_invalid(context):
    assert is_never(context.any_invalid(("c",)))  # a column without infinities
    assert not is_never(context.any_missing(("c",)))


@pytest.mark.parametrize(
    ("interval", "guarded"), [((0.0, 1.0), False), ((0.0, math.inf), True), ((-math.inf, 0), True)]
)
def test_what_is_proven_finite_is_not_guarded(interval, guarded):
    word = Column("x", Type.NUMBER)
    assert isinstance(finite_unless(interval, word), Finite) is guarded
