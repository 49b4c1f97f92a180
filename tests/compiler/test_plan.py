import pytest

from scoring_kit.compiler.plan import Output, PlanBuilder, walk
from scoring_kit.expression.words import Add, Column, Multiply, Number, Reference, Type

X, Y = Column("x", Type.NUMBER), Column("y", Type.NUMBER)
ONE = Number(1.0)


@pytest.fixture
def builder():
    return PlanBuilder()


def layout(plan):
    return [(step.name, [let.name for let in step.lets]) for step in plan.steps]


def test_calculations_stand_in_steps_after_what_they_read(builder):
    first = builder.let("derived", "first", Add(X, ONE))
    second = builder.let("derived", "second", Add(first, ONE))
    other = builder.let("derived", "other", Add(Y, ONE))
    last = builder.let("score", "last", Add(Add(second, other), ONE))
    assert layout(builder.build([Output("score", last)])) == [
        ("derived", ["first", "other"]),
        ("derived_2", ["second"]),
        ("score", ["last"]),
    ]


def test_what_no_output_needs_is_left_out(builder):
    kept = builder.let("score", "kept", Add(X, ONE))
    builder.let("score", "unused", Add(Y, ONE))
    plan = builder.build([Output("score", kept)])
    assert layout(plan) == [("score", ["kept"])]
    assert [column.name for column in plan.columns] == ["x"]


def test_a_plan_can_be_cut_down_to_some_outputs_in_its_own_order(builder):
    outputs = [
        Output(name, builder.let("result", name, word))
        for name, word in (("a", Add(X, ONE)), ("b", Multiply(Y, ONE)), ("c", Add(Y, ONE)))
    ]
    plan = builder.build(outputs).only(["c", "a"])
    assert [output.name for output in plan.outputs] == ["a", "c"]
    assert layout(plan) == [("result", ["a", "c"])]


def test_a_reference_is_not_named_again(builder):
    first = builder.let("inputs", "first", X)
    assert builder.let("result", "second", first) is first


def test_a_calculation_keeps_the_type_of_its_word(builder):
    assert builder.let("inputs", "t", Column("t", Type.TEXT)).type is Type.TEXT


def test_a_name_is_given_once(builder):
    builder.let("inputs", "a", Add(X, ONE))
    with pytest.raises(ValueError, match="already has a calculation named 'a'"):
        builder.let("inputs", "a", Add(X, ONE))


def test_a_shared_calculation_is_made_once(builder):
    made = []

    def word():
        made.append(1)
        return Add(X, ONE)

    assert builder.shared("inputs", "a", word).name == builder.shared("inputs", "a", word).name
    assert made == [1]


def test_a_step_never_reads_a_later_one(builder):
    late = builder.let("score", "late", Add(X, ONE))
    with pytest.raises(ValueError, match="inputs cannot read 'late' of a later stage"):
        builder.let("inputs", "early", Add(late, ONE))


def test_walk_yields_a_word_and_everything_below_it():
    inner = Add(X, Reference("y", Type.NUMBER))
    outer = Multiply(inner, ONE)
    assert {id(word) for word in walk(outer)} == {
        id(word) for word in (outer, inner, inner.left, inner.right, ONE)
    }
