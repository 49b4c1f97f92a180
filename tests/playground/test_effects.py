from scoring_kit.playground.board import Board
from scoring_kit.playground.effects import Effects
from scoring_kit.playground.session import Session
from tests.playground.states import CARDS

CARD = CARDS["book_club"]


def measured(*edits):
    """Return the effects of some edits, each made by a function of the session."""
    session = Session(CARD)
    effects = Effects(session, Board(CARD, "data/book_club.parquet"))
    for edit in edits:
        edit(session)
    effects.measure()
    return session, effects


def test_each_edit_is_measured_against_what_it_met():
    session, _ = measured(
        lambda session: session.set_tier("A", 101), lambda session: session.set_tier("A", 60)
    )
    first, second = (entry.effect for entry in session.history)
    # nobody is above 101: all of tier A fall, and come back
    assert first["down"] == second["up"] == 317
    assert first["up"] == second["down"] == 0


def test_steps_of_one_drag_are_measured_as_one():
    session, _ = measured(
        lambda session: session.set_tier("A", 70),
        lambda session: session.set_tier("A", 101, merge=True),
    )
    assert [entry.effect for entry in session.history] == [{"up": 0, "down": 317}]


def test_an_edit_that_is_gone_is_left_alone():
    session, effects = measured(
        lambda session: session.set_tier("A", 70), lambda session: session.undo()
    )
    assert session.history.entries[0].is_undone
    effects.measure()
    assert session.history.entries[0].effect["up"] == 0
