import pytest

from scoring_kit.expression import words as w
from scoring_kit.expression.words import Number, Reference, Text, Type

X, Y = Reference("x", Type.NUMBER), Reference("y", Type.NUMBER)
T, D = Reference("t", Type.TEXT), Reference("d", Type.DATE)


@pytest.mark.parametrize("kind", [w.Add, w.Subtract, w.Multiply, w.Divide, w.Power])
def test_words_of_two_read_left_and_right(kind):
    word = kind(X, Y)
    assert (word.operands, word.type) == ((X, Y), Type.NUMBER)


@pytest.mark.parametrize(
    "kind", [w.Negate, w.Absolute, w.Floor, w.Ceiling, w.SquareRoot, w.Ln, w.Exp]
)
def test_words_of_one_read_it(kind):
    word = kind(X)
    assert (word.operands, word.type) == ((X,), Type.NUMBER)


@pytest.mark.parametrize("kind", [w.Least, w.Greatest, w.LeastPresent, w.GreatestPresent])
def test_extremes_read_all_items(kind):
    word = kind((X, Y, X))
    assert (word.operands, word.type) == ((X, Y, X), Type.NUMBER)


@pytest.mark.parametrize(("item", "kind"), [(X, Type.NUMBER), (D, Type.DATE)])
def test_what_is_finite_keeps_its_type(item, kind):
    assert w.Finite(item).type is kind


def test_a_choice_reads_its_branches_in_order_and_then_its_end():
    first, second = w.IsMissing(X), w.IsMissing(Y)
    word = w.Case(((first, T), (second, Text("b"))), Text("c"))
    assert word.operands[:3] == (first, T, second)
    assert word.operands[-1] is word.otherwise
    assert word.type is Type.TEXT


def test_a_choice_without_branches_reads_its_end():
    word = w.Case((), D)
    assert (word.operands, word.type) == ((D,), Type.DATE)


def test_the_first_present_item_gives_the_type():
    word = w.Coalesce((w.Null(Type.DATE), w.Date(1)))
    assert word.type is Type.DATE
    assert [type(item) for item in word.operands] == [w.Null, w.Date]


def test_words_of_one_shape_are_told_apart_by_their_class():
    assert type(w.Add(X, Number(1.0))) is not type(w.Subtract(X, Number(1.0)))
