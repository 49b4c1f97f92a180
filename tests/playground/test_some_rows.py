"""A few rows are calculated by themselves, in the order in which they are asked for."""

import numpy as np
import pytest

from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.some_rows import outputs_of
from tests.cards import card, criterion

CARD = card(criterion("x"))


def scores_of(rows, data):
    board = Board(CARD, data)
    return [found["result.score"] for found in outputs_of(board, board.plan(CARD), rows)]


def test_rows_come_as_they_are_asked_for():
    data = {"x": [1.0, None, 3.0]}
    assert scores_of(np.array([2, 0, 2, 1]), data) == [3.0, 1.0, 3.0, None]
    assert scores_of([], data) == []


@pytest.mark.parametrize(
    ("row", "data", "allowed"),
    [(3, {"x": [1.0, 2.0, 3.0]}, "rows count from 0 to 2"), (0, {"x": []}, "there are no rows")],
)
def test_a_row_that_is_not_there_is_refused(row, data, allowed):
    with pytest.raises(EditError, match=f"there is no row {row}; {allowed}"):
        scores_of([row], data)
