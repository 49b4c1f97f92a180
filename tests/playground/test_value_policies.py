"""How many rows a policy applies to, counted by hand."""

import math

import pytest

from scoring_kit.playground.board import Board
from scoring_kit.playground.value_data import DataRead, input_of
from scoring_kit.playground.value_policies import policies_of
from tests.cards import bins, card, criterion

DATA = {
    "x": [1.0, 2.0, 3.0, 9.0, None, math.inf, -9.0, 2.0],
    "shop": ["a", "b", "c", None, "a", "c", "b", "c"],
    "flag": [True, False, None, True, True, True, True, True],
}
FIELDS = {"missing": "worst", "unmatched": 0, "invalid": "best"}
INPUTS = {"x": {"valid": [None, 5], "special": {-9: "refused"}}}


def told(value, name="x", inputs=INPUTS, **fields):
    found = card(criterion(name, value, range=[0, 9], **FIELDS, **fields), inputs=inputs)
    part = found.criteria[0]
    data = DataRead(Board(found, DATA))
    one = input_of(part)
    read = None if one is None else data.of(found, one)
    return policies_of(found, part, data.states(found, part) if read is None else read.states, read)


def test_rows_are_counted_by_what_is_wrong_with_their_input():
    found = told({"piecewise": [[2, 0], [2.5, 1]]}, special={"refused": 3})
    assert found["missing"] == {"policy": "worst", "rows": 1}
    assert found["invalid"] == {"policy": "best", "rows": 2}  # 9 and infinity
    assert found["special"] == [{"label": "refused", "policy": 3, "rows": 1}]
    assert found["outside"] == {"policy": "clamp", "rows": 2}  # 1 and 3
    assert found["unmatched"] is None


UNMATCHED = {
    "bins": (bins((2, 1)) | {"bins": [{"below": 2, "value": 1}, {"unmatched": True}]}, "x", 3),
    "texts": ({"categories": {"a": 1}}, "shop", 5),
    "numbers": ({"categories": {1: 1, 3: 2}}, "x", 2),
    "booleans": ({"categories": {True: 1}}, "flag", 1),
    "rules": ({"rules": [{"when": "shop = 'a' or flag", "value": 1}]}, "both", 1),
}


@pytest.mark.parametrize(("value", "name", "rows"), UNMATCHED.values(), ids=UNMATCHED)
def test_rows_that_no_branch_takes_are_counted(value, name, rows):
    assert told(value, name)["unmatched"] == {"policy": 0, "rows": rows}


def test_a_branch_for_all_others_leaves_none_unmatched():
    assert told({"categories": {"a": 1}, "other": 2}, "shop")["unmatched"] is None


def test_a_label_that_no_row_has_and_no_policy_names_is_not_told():
    inputs = {"x": {"special": {-8: "nobody"}}}
    assert told("identity", inputs=inputs)["special"] == []
    found = told("identity", inputs=inputs, special={"nobody": 1})
    assert found["special"] == [{"label": "nobody", "policy": 1, "rows": 0}]
