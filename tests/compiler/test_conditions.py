import pytest

from scoring_kit.compiler.conditions import (
    FALSE,
    TRUE,
    both,
    choose,
    either,
    is_always,
    is_never,
    negation,
    null_where,
)
from scoring_kit.expression.words import And, Case, Column, Not, Null, Number, Or, Truth, Type

B, C = Column("b", Type.BOOLEAN), Column("c", Type.BOOLEAN)
ONE, TWO, THREE = Number(1.0), Number(2.0), Number(3.0)


@pytest.mark.parametrize(
    ("combine", "conditions", "expected"),
    [
        (either, (), FALSE),
        (either, (FALSE, Truth(False)), FALSE),
        (either, (FALSE, B), B),
        (either, (B, TRUE, C), TRUE),
        (both, (), TRUE),
        (both, (TRUE, Truth(True)), TRUE),
        (both, (TRUE, B), B),
        (both, (B, FALSE, C), FALSE),
    ],
)
def test_conditions_that_are_known_fold_away(combine, conditions, expected):
    assert combine(conditions) is expected


@pytest.mark.parametrize(("combine", "kind"), [(either, Or), (both, And)])
def test_conditions_that_are_not_known_stay(combine, kind):
    word = combine((B, C))
    assert type(word) is kind
    assert word.items == (B, C)


def test_a_negation_of_a_negation_is_the_condition():
    assert negation(negation(B)) is B
    assert type(negation(B)) is Not
    assert is_never(negation(TRUE))
    assert is_always(negation(FALSE))


def test_branches_that_never_hold_or_come_too_late_are_left_out():
    word = choose(((FALSE, ONE), (B, TWO), (TRUE, THREE), (C, ONE)), ONE)
    assert isinstance(word, Case)
    assert (word.branches, word.otherwise) == (((B, TWO),), THREE)


def test_a_choice_without_branches_is_its_end():
    assert choose(((FALSE, ONE),), TWO) is TWO


def test_a_word_is_null_where_a_condition_holds():
    word = null_where(B, ONE)
    assert isinstance(word, Case)
    ((condition, result),) = word.branches
    assert (condition, type(result), word.otherwise) == (B, Null, ONE)
    assert null_where(FALSE, ONE) is ONE
