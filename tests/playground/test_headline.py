"""The headline by hand, and beside what pandas makes of `score()`."""

import json

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.headline import headline
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.files import read_scorecard_text

CARD = """
schema: scoring-kit/1
name: plain
score: {aggregate: sum, of: [{criterion: a, missing: fail}]}
tiers: {A: 10, B: 5}
"""
LIVE = read_scorecard_text(CARD)
DRAFT = read_scorecard_text(CARD.replace("a, missing", "b, missing"))


def test_the_headline_by_hand():
    # ranks: live 1 2 3 4 -, draft 4 1 2 3 5
    data = {"a": [12.0, 9, 6, 1, np.nan], "b": [5.0, 11, 8, 7, 1]}
    assert headline(Board(LIVE, data, draft=DRAFT), DRAFT, top=2) == {
        "mean": {"live": 7.0, "candidate": 6.4},
        "top": {"n": 2, "stay": 1, "enter": 1, "leave": 1},
        "median_move": 1.0,
        "most_up": 1,
        "most_down": 3,
        "crossed": {"up": 2, "down": 1, "gained": 1, "lost": 0},
    }


def test_the_top_is_a_tenth_of_the_rows_and_at_most_1000():
    sizes = {0: 0, 1: 1, 5: 1, 200: 20, 12_000: 1000}
    for rows, top in sizes.items():
        board = Board(LIVE, {"a": np.arange(rows, dtype=float)})
        assert headline(board, LIVE)["top"] == {"n": top, "stay": top, "enter": 0, "leave": 0}


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_without_scores_there_are_no_numbers(values):
    found = headline(Board(LIVE, {"a": np.array(values, float)}), LIVE)
    assert found["mean"] == {"live": None, "candidate": None}
    assert (found["median_move"], found["most_up"], found["most_down"]) == (None, None, None)


def test_the_headline_is_what_pandas_finds_in_the_scores():
    session = Session(sk.example("book_club").scorecard)
    session.set_weight("recency", 0.2)
    live, draft, data = session.live, session.scorecard, sk.example("book_club").data
    found = headline(Board(live, data), draft)
    was, now = (sk.score(card, data).rank() for card in (live, draft))
    moves = (was["rank"] - now["rank"]).dropna()
    assert found["mean"]["candidate"] == pytest.approx(now["score"].mean())
    assert found["median_move"] == moves.abs().median()
    assert (found["most_up"], found["most_down"]) == (moves.max(), -moves.min())
    tops = [set(each.index[(each["rank"] <= 400).fillna(False)]) for each in (was, now)]
    assert found["top"]["leave"] == len(tops[0] - tops[1])
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_rows_cross_tiers_by_name_where_the_draft_has_more_of_them():
    # only 25 comes into a better tier: the others are in A, B and none as before
    draft = read_scorecard_text(CARD.replace("{A: 10", "{S: 20, A: 10"))
    board = Board(LIVE, {"a": [25.0, 12, 7, 1]}, draft=draft)
    assert headline(board, draft)["crossed"] == {"up": 1, "down": 0, "gained": 0, "lost": 0}
