from scoring_kit.playground.board import Board
from scoring_kit.playground.frame import View
from scoring_kit.playground.session import Session
from scoring_kit.playground.snapshot import snapshot_html
from tests.playground.states import CARDS, odd_card, wide_card

CARD = CARDS["book_club"]


def snapshot(session, data):
    board = Board(session.live, data, draft=session.scorecard)
    return snapshot_html(session, board.exact(session.scorecard, View(limit=1)))


def test_it_says_what_changed():
    session = Session(CARD)
    session.set_tier("A", 101)
    html = snapshot(session, "data/book_club.parquet")
    assert "317 (7.9" in html  # all of tier A fall: 317 of 4,000
    assert "tier A: 60 -&gt; 101" in html


def test_it_says_when_nothing_changed():
    assert "The draft is the same as live." in snapshot(Session(CARD), "data/book_club.parquet")


def test_names_are_escaped_and_nothing_runs():
    card = odd_card()
    name = card.criteria[0].input
    html = snapshot(Session(card), {name: ["plain", name]})
    assert "<img" not in html
    assert "<script" not in html


def test_many_criteria_are_cut():
    card = wide_card()
    html = snapshot(Session(card), {one.name: [0.5] for one in card.criteria})
    assert "and 30 more" in html


def test_no_rows_and_no_tiers_are_shown():
    card = wide_card(4, 1)
    html = snapshot(Session(card), {one.name: [] for one in card.criteria})
    assert "The scorecard has no tiers." in html
