import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.looking import Look
from scoring_kit.playground.panels import Panels
from scoring_kit.playground.session import Session


@pytest.fixture(scope="module")
def book_club():
    """Return the book club's scorecard, and the panels on its rows."""
    example = sk.example("book_club")
    board = Board(example.scorecard, example.data, also=("customer_id",))
    return example.scorecard, Panels(board, Keys(board, ("customer_id",)))


@pytest.mark.parametrize(
    ("asked", "told"), [("shelf", "shelf"), (None, "recency"), ("gone", "recency")]
)
def test_the_value_function_is_that_of_the_criterion_looked_at_or_of_the_first(
    book_club, asked, told
):
    card, panels = book_club
    look = Look(criterion=asked, panels=frozenset({"value"}))
    assert panels.quick(card, look)["value"]["criterion"] == told
    found = panels.facts(Session(card).state, look)
    assert (found["value"]["criterion"], found["missing_choices"]["criterion"]) == (told, told)


def test_a_value_function_that_nobody_looks_at_is_not_told(book_club):
    card, panels = book_club
    assert "value" not in panels.quick(card, Look())
    assert "missing_choices" not in panels.facts(Session(card).state, Look())


def test_the_headline_says_of_which_version_it_is(book_club):
    card, panels = book_club
    session = Session(card)
    session.set_tier("A", 70)
    assert panels.facts(session.state, Look())["headline"]["version"] == session.state.version
