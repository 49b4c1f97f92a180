"""The data of inputs is read once, and again only where a card reads it in another way."""

import pytest

from scoring_kit.expression.words import Type
from scoring_kit.playground.board import Board
from scoring_kit.playground.value_data import MOST_KEPT, DataRead, input_of
from tests.cards import card, criterion

DATA = {"a": [1.0, 2.0, None], "b": [4.0, 4.0, 4.0], "shop": ["x", None, "x"]}


def card_of(**fields):
    return card(
        criterion("sum"),
        criterion("shop", {"categories": {"x": 1}}, unmatched=0),
        criterion("both", "a * b"),
        derived={"sum": "a + b"},
        **fields,
    )


@pytest.fixture
def read():
    return DataRead(Board(card_of(), DATA))


def test_numbers_are_spread_and_texts_are_counted(read):
    found = read.of(card_of(), "sum")
    assert (found.kind, found.spread.numbers.tolist()) == (Type.NUMBER, [5.0, 6.0])
    assert found.states == {0.0: 2, 1.0: 1}
    texts = read.of(card_of(), "shop")
    assert (texts.kind, texts.spread, texts.counts) == (Type.TEXT, None, {"x": 2, None: 1})


def test_what_is_known_is_not_read_again(read):
    first = read.of(card_of(), "sum")
    assert read.of(card_of(tiers={"A": 1}), "sum") is first
    other = card_of(inputs={"a": {"valid": [2, None]}})
    assert read.of(other, "sum").states == {0.0: 1, 1.0: 1, 2.0: 1}


def test_states_of_a_criterion_do_not_hang_on_its_weight(read):
    part = card_of().criteria[2]
    first = read.states(card_of(), part)
    assert first == {0.0: 2, 1.0: 1}
    assert read.states(card_of(), part.model_copy(update={"weight": 7.0})) is first


def test_only_the_last_inputs_are_kept():
    names = [f"x{index}" for index in range(MOST_KEPT + 1)]
    wide = card(*(criterion(name) for name in names))
    read = DataRead(Board(wide, {name: [1.0] for name in names}))
    first, second = read.of(wide, names[0]), read.of(wide, names[1])
    for name in names[2:]:
        read.of(wide, name)
    assert read.of(wide, names[1]) is second
    assert read.of(wide, names[0]) is not first


def test_a_criterion_has_one_input_or_several():
    assert [input_of(part) for part in card_of().criteria] == ["sum", "shop", None]
    assert input_of(card(criterion("one", "a + 2 * a")).criteria[0]) == "a"
