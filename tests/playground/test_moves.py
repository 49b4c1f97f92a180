"""Moves of rows that are few enough to count by hand; the rows are those of test_frame."""

import numpy as np
import pytest

from scoring_kit.impact.ranks import competition_ranks
from scoring_kit.playground import workers
from scoring_kit.playground.moves import moved
from scoring_kit.playground.room import Room
from scoring_kit.playground.workers import Workers
from tests.playground.test_frame import CARD, DRAFT, LIVE, SCALE, standing


@pytest.mark.parametrize("block", [2, 65_536])
def test_movers_are_counted_among_rows_with_both_scores(monkeypatch, block):
    monkeypatch.setattr(workers, "BLOCK", block)
    moves = np.empty(6, np.int32)
    movers = moved(DRAFT, LIVE, Workers(2), moves)
    assert movers == moved(DRAFT, LIVE, Workers(2))
    assert moves.tolist() == [-2, 0, -1, 0, 0, 0]
    assert (movers.up, movers.down, movers.mean_move) == (0, 2, 0.75)
    # A to B; B to A, and the row that had no score to A
    assert (movers.crossed_down, movers.crossed_up) == (1, 2)
    # 15, 15, 0, 10
    assert (movers.mean_change, movers.largest_change) == (10.0, 15.0)


def test_no_row_has_moved_where_rough_ranks_are_of_the_same_scores(monkeypatch):
    monkeypatch.setattr("scoring_kit.playground.room.EXACT_RANKS_UP_TO", 10)
    scores = np.random.default_rng(4).random(3000) * 100
    live = standing(*scores)
    put = lambda block, out, scratch: np.copyto(out, scores[block], "unsafe")  # noqa: E731
    draft = Room(3000, Workers(1)).standing(CARD, put, SCALE)
    moves = np.empty(3000, np.int32)
    movers = moved(draft, live, Workers(1), moves)
    assert not draft.ranks_exact
    assert (draft.ranks[:] != competition_ranks(scores)).any()
    assert np.count_nonzero(moves) < 10  # but where 32 bits are in the next part
    assert movers.crossed_up == movers.crossed_down == 0


def test_nothing_moves_in_an_empty_table():
    nothing = standing()
    movers = moved(nothing, nothing, Workers(1))
    assert (movers.up, movers.mean_change, movers.largest_change) == (0, 0.0, 0.0)
