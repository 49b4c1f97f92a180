"""Two rankings side by side, on rows that one can count."""

import json

import pytest

from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.slope import slope
from tests.cards import card, criterion

LIVE = card(criterion("a"), aggregate="sum")
DRAFT = card(criterion("b"), aggregate="sum", defaults={"missing": "fail"})
# live: rows 0 and 1 share the first rank, then 2, 3, 4; draft: 4, 2, 0, and row 1 has none
DATA = {"a": [9, 9, 7, 5, 3], "b": [5, None, 7, 4, 9], "id": ["p", "q", "r", "s", "t"]}


@pytest.fixture(scope="module")
def board():
    return Board(LIVE, DATA, draft=DRAFT, also=["id"])


def shown(found):
    return [
        (row["row"], row["live_rank"], row["draft_rank"], row["move"], row["top"])
        for row in found["rows"]
    ]


def test_the_best_of_both_versions_come_in_the_order_of_the_draft(board):
    found = slope(board, DRAFT, 2)
    assert shown(found) == [
        (4, 5, 1, 4, "draft"),
        (2, 3, 2, 1, "draft"),
        (0, 1, 3, -2, "live"),
        (1, 1, None, None, "live"),
    ]
    assert (found["n"], found["stay"]) == (2, 0)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_those_that_stay_are_at_the_top_of_both(board):
    found = slope(board, DRAFT, 3)
    assert found["stay"] == 2
    assert [row["row"] for row in found["rows"] if row["top"] == "both"] == [2, 0]


def test_of_equal_rows_at_the_end_the_first_are_taken(board):
    assert shown(slope(board, LIVE, 1)) == [(0, 1, 1, 0, "both")]


def test_pinned_rows_are_always_there_and_once(board):
    found = slope(board, DRAFT, 1, pinned=[3, 4, 3], keys=Keys(board, "id"))
    assert [(row["key"], row["pinned"], row["top"]) for row in found["rows"]] == [
        ("t", True, "draft"),
        ("p", False, "live"),
        ("s", True, None),
    ]


def test_a_table_may_have_fewer_rows_than_are_asked_for(board):
    assert len(slope(board, DRAFT, 50)["rows"]) == 5
    empty = Board(LIVE, {"a": [], "b": []}, draft=DRAFT)
    assert slope(empty, DRAFT) == {"n": 10, "stay": 0, "rows": []}


def test_a_pinned_row_that_is_not_there_is_refused(board):
    with pytest.raises(EditError, match="there is no row 9"):
        slope(board, DRAFT, pinned=[9])
