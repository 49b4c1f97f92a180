"""After any commands, frames hold the scores of `score()`, of the draft and of the live version."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.frame import View
from scoring_kit.playground.session import Session
from tests.playground.test_session_at_length import commands, do

PLAYED = ("book_club", "german_credit", "hfi", "cvss")
LOOKS = 5
"""How often a session of 200 commands is looked at, the last time after all of them."""


class Table:
    """What `score()` gives for every row of an example."""

    def __init__(self, card, data):
        found = sk.score(card, data).to_pandas()
        ranked = sk.score(card, data).rank()
        self.scores = found["score"].to_numpy()
        self.tiers = [None if tier != tier else tier for tier in found["tier"]]
        self.ranks = ranked["rank"].fillna(0).to_numpy(int)
        self.names = [name for name, _ in card.tiers]

    def counts(self):
        return [self.tiers.count(name) for name in [*self.names, None]]


def assert_is_whole(board, card, live, data):
    """Assert that every number of an exact frame is that of the published scores."""
    rows = board.rows
    frame = board.exact(card, View(limit=rows))
    now, was, page = Table(card, data), Table(live, data), frame.page
    order = np.lexsort((np.arange(rows), now.ranks, now.ranks == 0))
    moves = np.where((now.ranks > 0) & (was.ranks > 0), was.ranks - now.ranks, 0)
    assert frame.tier_counts.tolist() == now.counts()
    assert frame.live_tier_counts.tolist() == was.counts()
    assert page.rows.tolist() == order.tolist()
    np.testing.assert_array_equal(page.scores, now.scores[order])
    np.testing.assert_array_equal(page.live_scores, was.scores[order])
    assert page.ranks.tolist() == now.ranks[order].tolist()
    assert page.moves.tolist() == moves[order].tolist()
    assert list(page.tiers) == [now.tiers[row] for row in order]
    assert list(page.live_tiers) == [was.tiers[row] for row in order]
    assert (frame.movers.up, frame.movers.down) == ((moves > 0).sum(), (moves < 0).sum())


@pytest.mark.parametrize("name", PLAYED)
@settings(max_examples=2)
@given(data=st.data())
def test_frames_are_those_of_score_after_any_commands(name, data):
    example = sk.example(name)
    session, board = Session(example.scorecard), Board(example.scorecard, example.data)
    board.prepare(example.scorecard)
    steps = data.draw(commands(example.scorecard, ["me"]))
    for number, command in enumerate(steps, start=1):
        do(session, command)
        if number % 10 == 0:
            board.quick(session.scorecard, View())
        if number % (len(steps) // LOOKS) == 0:
            assert_is_whole(board, session.scorecard, example.scorecard, example.data)
