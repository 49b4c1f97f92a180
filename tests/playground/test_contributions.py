"""What criteria add: the same as explanations say of one row after the other."""

import json
import math

import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.contributions import contributions
from tests.cards import card, criterion
from tests.playground.states import CARDS

AGGREGATES = ["min", "max", "geometric_mean", "harmonic_mean", {"power_mean": 2}]


def in_memory(name):
    """Return the table of an example in memory, so that rows have places."""
    import pandas

    return pandas.read_parquet(sk.example(name).data)


def check(card, data, rows):
    """Hold what each criterion adds against the explanation of each row."""
    found = contributions(Board(card, data), card, rows)
    scores = sk.score(card, data)
    for row, amounts, other in zip(rows, found["amounts"], found["other"], strict=True):
        why = scores.explain(row=row)
        expected = {line.name: line.amount for line in why.lines if line.kind == "criterion"}
        assert dict(zip(found["names"], amounts or [], strict=amounts is not None)) == expected
        if amounts is not None:
            assert math.fsum([*amounts, other]) == pytest.approx(why.total, abs=1e-9)
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("name", CARDS)
def test_amounts_are_those_of_explanations_and_add_up(name):
    check(CARDS[name], in_memory(name), [7, 0, 31, 7, 100])


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=str)
def test_amounts_of_other_aggregations_are_those_of_explanations(aggregate):
    valid = {name: {"valid": [1, 9]} for name in "ab"}
    members = criterion("a"), criterion("b", weight=2)
    small = card(*members, aggregate=aggregate, inputs=valid, defaults={"missing": "reweight"})
    check(small, {"a": [1.0, 4.0, None, None], "b": [3.0, 4.0, 5.0, None]}, [3, 0, 1, 2])


def test_a_row_without_a_score_has_no_amounts_but_one_that_is_knocked_out_has_them():
    knock_out = {"name": "k", "when": "a > 8", "reason": "K"}
    data = {"a": [9.0, None]}
    small = card(criterion("a", missing="fail"), knock_outs=[knock_out])
    found = contributions(Board(small, data), small, [0, 1])
    assert found == {"names": ["a"], "amounts": [[9.0], None], "other": [0.0, None]}


def test_what_no_criterion_owns_is_told_apart():
    # 10 to start with and 3 from the adjustment make 14.1 of 1.1, and rounding takes the tenth
    small = card(
        criterion("a"),
        aggregate="sum",
        group={"initial": 10},
        adjustments=[{"name": "more", "add": 3}],
        rounding={"digits": 0, "mode": "down"},
    )
    found = contributions(Board(small, {"a": [1.1]}), small, [0])
    assert found["amounts"] == [[1.1]]
    assert found["other"] == [pytest.approx(12.9)]


def test_no_rows_have_no_amounts():
    small = card(criterion("a"))
    assert contributions(Board(small, {"a": [1.0]}), small, [])["amounts"] == []
