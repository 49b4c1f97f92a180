"""The order in which sums are added is part of every result."""

from scoring_kit.expression.words import Add, Number, Reference, Type, Word
from scoring_kit.scorecard.trees import balanced, total


def spelled(word: Word) -> str:
    if isinstance(word, Add):
        return f"({spelled(word.left)}+{spelled(word.right)})"
    return str(word.value) if isinstance(word, Number) else word.name


def references(*names: str) -> list[Word]:
    return [Reference(name, Type.NUMBER) for name in names]


def test_a_sum_is_split_behind_the_larger_half():
    # ceil(5 / 2) = 3 items left of the root; ceil(3 / 2) = 2 left of the next
    assert spelled(total(references("a", "b", "c", "d", "e"))) == "(((a+b)+c)+(d+e))"


def test_constants_that_meet_are_added_beforehand():
    assert spelled(total([Number(1.0), Number(2.0), *references("a", "b")])) == "(3.0+(a+b))"


def test_a_sum_of_nothing_is_zero():
    assert spelled(total([])) == "0.0"


def test_one_item_stands_alone():
    assert spelled(balanced(Add, references("a"))) == "a"
