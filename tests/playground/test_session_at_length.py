"""Long random sessions, and many people at once."""

import threading
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.paths import value_at
from scoring_kit.playground.session import Session
from scoring_kit.scorecard import parse_scorecard, to_document
from tests.playground.states import CARDS, edit_strategies, identity_of, wide_card

PLAYED = {"book_club": CARDS["book_club"], "cvss": CARDS["cvss"], "wide": wide_card(12, 4)}
STEPS = 200


WALKS = ("undo", "undo", "undo", "redo", "redo", "jump")


@st.composite
def commands(draw, card, authors):
    """Draw what people do: an edit, merged or not, or in one of three cases undo, redo or jump.

    The edits are drawn, and the walk over them comes from a number: 200 steps that are drawn
    one by one are more than hypothesis draws at once.
    """
    edits = draw(st.lists(edit_strategies(card), min_size=40, max_size=40))
    chance = Random(draw(st.integers(0, 2**32)))
    steps = []
    for _ in range(STEPS):
        what = chance.choice(edits if chance.random() < 2 / 3 else WALKS)
        person, merge, number = chance.choice(authors), chance.random() < 0.5, chance.randrange(40)
        steps.append((person, what, merge, number))
    return steps


def do(session, command):
    """Do one thing; return whether it was refused."""
    author, what, merge, number = command
    try:
        if what == "jump":
            session.jump(number, author=author)
        elif what in ("undo", "redo"):
            getattr(session, what)(author=author)
        else:
            session.apply(what, author=author, merge=merge)
    except ScorecardError:
        return True
    return False


def assert_whole(session):
    """Assert that the state is a valid scorecard, and says the same twice."""
    draft = session.state.draft
    assert identity_of(parse_scorecard(to_document(draft.scorecard))) == identity_of(
        draft.scorecard
    )
    assert identity_of(draft.with_whole(draft.whole).scorecard) == identity_of(draft.scorecard)


def assert_undo_finds_what_was_left(session, people):
    """Assert that where an edit may be undone, the document holds the values it put there."""
    whole = session.state.draft.whole
    for author in people:
        if session.can_undo(author=author):
            for one in session.history.next_to_undo(author).differences:
                assert value_at(whole, one.place) == one.after


@pytest.mark.parametrize("name", PLAYED)
@settings(max_examples=5)
@given(data=st.data())
def test_undo_of_all_restores_the_first_document_to_the_byte(name, data):
    first = identity_of(PLAYED[name])
    session = Session(PLAYED[name])
    for command in data.draw(commands(PLAYED[name], ["me"])):
        before = session.state
        if do(session, command):
            assert session.state is before
        else:
            assert_whole(session)
    last = identity_of(session.scorecard)
    made = session.history.own("me", undone=False)
    for _ in made:
        session.undo()
    assert identity_of(session.scorecard) == first
    session.jump(made[-1].number if made else 0)
    assert identity_of(session.scorecard) == last


@settings(max_examples=5)
@given(data=st.data())
def test_people_leave_no_trace_once_all_have_undone_theirs(data):
    card, people = PLAYED["book_club"], ["ann", "bob", "eve"]
    session = Session(card)
    for command in data.draw(commands(card, people)):
        do(session, command)
        assert_undo_finds_what_was_left(session, people)
    assert_whole(session)
    # Whoever changed something last can undo it, so somebody always can until nothing is left.
    while any(not entry.is_undone for entry in session.history):
        done = [do(session, (author, "undo", False, 0)) for author in people]
        assert not all(done), "nobody can undo"
    assert identity_of(session.scorecard) == identity_of(card)


def test_threads_that_edit_different_things_all_undo_theirs():
    card = PLAYED["wide"]
    session = Session(card, rebalancing="none")
    names = [criterion.name for criterion in card.criteria][:8]
    heard, errors = [], []
    session.subscribe(heard.append)

    def play(name):
        try:
            for step in range(1, 16):
                session.set_weight(name, step / 4, author=name, merge=step % 3 == 0)
                session.preview(session.weight_edit(name, 9.0), author=name)
                if step % 4 == 0:
                    session.undo(author=name)
                    session.redo(author=name)
            session.jump(0, author=name)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=play, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert identity_of(session.scorecard) == identity_of(card)
    versions = [event.version for event in heard]
    assert sorted(versions) == list(range(1, session.state.version + 1))


def test_threads_that_edit_the_same_thing_leave_a_valid_scorecard_and_a_whole_history():
    card = PLAYED["book_club"]
    session = Session(card, measure=lambda before, after: identity_of(after) != identity_of(before))
    errors = []

    def play(author):
        try:
            for step in range(12):
                weight = 0.3 + 0.01 * step + 0.003 * len(author)
                do(session, (author, session.weight_edit("recency", weight), step % 2 == 0, 0))
                do(session, (author, ["undo", "redo", "jump"][step % 3], False, step))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=play, args=("x" * n,)) for n in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, session.failures) == ([], ())
    assert_whole(session)
    assert len({entry.number for entry in session.history}) == len(session.history)
    assert all(entry.effect is True for entry in session.history)
