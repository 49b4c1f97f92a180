"""Two people in one session at the same time, each in a thread of their own."""

import threading
from contextlib import suppress
from random import Random

import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.session import Session
from scoring_kit.scorecard import parse_scorecard, to_document
from tests.playground.states import CARDS, identity_of

CARD = CARDS["book_club"]
PEOPLE = ("ann", "bob")
STEPS = 150


def random_edit(session, author, chance):
    """Make an edit of a few things that both of them edit, so that they meet."""
    number, merge = round(chance.random(), 2), chance.random() < 0.4
    how = {"author": author, "merge": merge}
    match chance.randrange(5):
        case 0:
            session.set_weight(chance.choice(["recency", "spend", "art", "taste"]), number, **how)
        case 1:
            session.set_tier(chance.choice("ABC"), 20 + 50 * number, **how)
        case 2:
            session.move_knot("recency", chance.randrange(5), value=100 * number, **how)
        case 3:
            session.switch_adjustment("at_most_100", on=chance.random() < 0.5, **how)
        case _:
            session.set_category_points("shelf", "travel", 100 * number, **how)


def play(session, author, seed, wrong):
    """Edit, undo and redo at random; note what goes wrong, which refusals are not."""
    chance = Random(seed)
    try:
        for _ in range(STEPS):
            with suppress(ScorecardError):
                what = chance.choice(["edit", "edit", "edit", "undo", "undo", "redo"])
                if what == "edit":
                    random_edit(session, author, chance)
                else:
                    done = getattr(session, what)(author=author)
                    if (done.author, done.is_undone) != (author, what == "undo"):
                        wrong.append(done)
            card = session.scorecard
            if parse_scorecard(to_document(card)) != card:
                wrong.append(card)
    except Exception as error:
        wrong.append(error)


def undone(session, author):
    """Undo a person's last edit; return whether that was done."""
    with suppress(ScorecardError):
        return session.undo(author=author).author == author
    return False


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_people_at_once_touch_only_their_own_edits_and_leave_no_trace(seed):
    session, wrong, heard = Session(CARD), [], []
    session.subscribe(heard.append)
    threads = [
        threading.Thread(target=play, args=(session, author, 10 * seed + place, wrong))
        for place, author in enumerate(PEOPLE)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, session.failures) == ([], ())
    assert {event.author for event in heard} == set(PEOPLE)
    for event in heard:
        assert event.entry is None or event.entry.author == event.author
    # An undo may wait for the other person's, where a tier would pass its neighbour meanwhile.
    while any(not entry.is_undone for entry in session.history):
        assert any(undone(session, author) for author in PEOPLE), "nobody can undo"
    assert identity_of(session.scorecard) == identity_of(CARD)


def test_a_saved_session_of_two_people_goes_on_for_both():
    session, wrong = Session(CARD), []
    for place, author in enumerate(PEOPLE):
        play(session, author, place, wrong)
    again = Session.restored(session.saved())
    for author in PEOPLE:
        assert again.can_undo(author=author) == session.can_undo(author=author)
        assert again.can_redo(author=author) == session.can_redo(author=author)
    assert (wrong, again.saved()) == ([], session.saved())
