"""Rows with other inputs are scored like a table that has them."""

import datetime

import pytest

from scoring_kit.errors import DataError
from scoring_kit.playground.board import Board
from scoring_kit.playground.what_if import held_row
from tests.cards import card, criterion

RULES = {"rules": [{"when": "day >= date '2024-01-01' and is_new", "value": 5}, {"value": 1}]}
CARD = card(
    criterion("x"),
    criterion("shop", {"categories": {"a": 1, "b": 2}, "other": 9}),
    criterion("age", RULES, missing="worst"),
    aggregate="sum",
    derived={"twice": "2 * x"},
)
DATA = {
    "x": [1, 2],
    "shop": ["a", "b"],
    "day": [datetime.date(2023, 1, 1), None],
    "is_new": [True, False],
}


@pytest.fixture
def board():
    return Board(CARD, DATA)


def asked(board, inputs):
    plan = board.plan(CARD)
    return held_row(board, [plan], 0).under(CARD, plan, inputs)


@pytest.mark.parametrize(
    ("inputs", "score"),
    [
        ({}, 1 + 1 + 1),
        ({"x": 6.5}, 6.5 + 1 + 1),
        ({"x": None}, 0 + 1 + 1),
        ({"shop": "elsewhere", "x": 0}, 0 + 9 + 1),
        ({"day": "2024-02-29"}, 1 + 1 + 5),
        ({"day": datetime.date(2025, 1, 1), "is_new": False}, 1 + 1 + 1),
        ({"day": None}, 1 + 1 + 1),
    ],
)
def test_a_row_has_the_score_of_other_inputs(board, inputs, score):
    row = asked(board, inputs)
    assert row.outputs["result.score"] == score
    assert {name: row.columns[name] for name in inputs if name != "day"} == {
        name: value for name, value in inputs.items() if name != "day"
    }


REFUSED = {
    "an unknown name": ({"shp": "a"}, r"no column 'shp'; did you mean 'shop'\? \[unknown_name\]"),
    "no text": ({1: 2}, "no column 1"),
    "a derived input": (
        {"twice": 4},
        r"'twice' is derived: 2 \* x; change what it is derived from",
    ),
    "a text for a number": (
        {"x": "6"},
        r"'x' takes a number, found the text '6'; None says.*wrong_type",
    ),
    "a truth for a number": ({"x": True}, "'x' takes a number, found the boolean true"),
    "not a number": ({"x": float("nan")}, r"'x' takes finite numbers, found nan.*\[not_finite\]"),
    "infinity": ({"x": float("inf")}, "'x' takes finite numbers, found inf"),
    "a number for a text": ({"shop": 1}, "'shop' takes a text, found"),
    "half a letter": ({"shop": "\ud800"}, "'shop' takes a text, found"),
    "no date": ({"day": "29.2.2024"}, "'day' takes a date such as 2024-02-29, found the text"),
    "a text for a truth": ({"is_new": "yes"}, "'is_new' takes a boolean, found the text 'yes'"),
}


@pytest.mark.parametrize(("inputs", "message"), REFUSED.values(), ids=REFUSED)
def test_an_input_that_no_row_can_have_is_refused(board, inputs, message):
    with pytest.raises(DataError, match=message):
        asked(board, inputs)


def test_all_that_is_wrong_is_said_at_once(board):
    with pytest.raises(DataError, match="what-if cannot be scored") as caught:
        asked(board, {"x": "6", "shp": 1, "shop": "b"})
    assert [problem.place for problem in caught.value.problems] == ["x", "shp"]
