"""Why a row moved: against explanations of both versions, and scores of an edited table."""

import json
import math

import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.session import Session
from scoring_kit.playground.why import why
from tests import cards
from tests.playground.states import CARDS, ODD, odd_card

ROWS = [0, 38]
WHAT_IF = {
    "book_club": {"art_books": 3, "months_since_order": None},
    "hfi": {"pf_rol": 9.5, "pf_ss_homicide": None},
    "german_credit": {"housing": "own", "duration_in_month": 6},
    "cvss": {"AV": "P", "S": "C"},
}


def table_of(name):
    import pandas

    return pandas.read_parquet(sk.example(name).data)


def draft_of(card):
    """Return the card after a few edits of whatever it has."""
    session = Session(card)
    first = card.criteria[0]
    if card.score.aggregation.has_weights:
        session.set_weight(card.score.of[0].name, 0.3)
    if hasattr(first.value, "bins"):
        session.set_bin_points(first.name, 0, 11)
    if hasattr(first.value, "categories"):
        session.set_category_points(first.name, first.value.keys[0], 0.3)
    for adjustment in card.adjustments:
        session.switch_adjustment(adjustment.name, on=False)
    return session.scorecard


@pytest.fixture(scope="module", params=CARDS)
def case(request):
    """Return name, live version, draft, table and board of an example."""
    live = CARDS[request.param]
    draft, data = draft_of(live), table_of(request.param)
    return request.param, live, draft, data, Board(live, data)


def stands(card, data, row):
    """Return how `score` and `explain` say that a row stands."""
    scores = sk.score(card, data)
    rank = scores.rank()["rank"].iloc[row]
    found = scores.explain(row=row)
    return {
        "score": found.score,
        "tier": found.tier,
        "rank": None if rank != rank else int(rank),
        "status": found.status,
        "score_before_knock_out": found.score_before_knock_out,
        "problems": list(found.problems),
    }, {(line.kind, line.name): line.amount for line in found.lines}


def check_steps(steps, was, now):
    """Hold steps against lines of explanations; they lead from one total to the other."""
    for side, lines in (("live", was), ("draft", now)):
        shown = {(s["kind"], s["name"]): s[side] for s in steps if s[side] is not None}
        assert shown == {key: lines[key] for key in shown}
        assert all(lines[key] == 0.0 and key[0] != "criterion" for key in set(lines) - set(shown))
    if was and now:
        change = math.fsum(step["change"] for step in steps)
        wanted = math.fsum(now.values()) - math.fsum(was.values())
        assert change == pytest.approx(wanted, abs=1e-9)
    else:
        assert {step["change"] for step in steps} == {None}


@pytest.mark.parametrize("row", ROWS)
def test_both_versions_are_those_of_explanations(case, row):
    _, live, draft, data, board = case
    found = why(board, live, draft, row)
    (was, lines_were), (now, lines) = stands(live, data, row), stands(draft, data, row)
    assert (found["live"], found["draft"]) == (was, now)
    check_steps(found["steps"], lines_were, lines)
    reasons = sk.score(draft, data).explain(row=row).reasons
    assert [part["code"] for part in found["reasons"]] == [part.code for part in reasons]
    assert [part["amount"] for part in found["reasons"]] == [-part.shortfall for part in reasons]
    assert (found["key"], found["what_if"]) == (str(row + 1), None)
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("row", ROWS)
def test_a_what_if_is_the_score_of_a_table_with_these_inputs(case, row):
    name, live, draft, data, board = case
    found = why(board, live, draft, row, WHAT_IF[name])
    edited = data.copy()
    for column, value in WHAT_IF[name].items():
        edited[column] = edited[column].astype(object)
        edited.loc[row, column] = value
    other, lines = stands(draft, edited, row)
    shown = found["what_if"]
    assert {key: shown[key] for key in other} == other
    check_steps(shown["steps"], stands(live, data, row)[1], lines)
    assert found["draft"] == stands(draft, data, row)[0]
    inputs = {part["name"]: part for part in found["inputs"] if not part["derived"]}
    for column, value in WHAT_IF[name].items():
        assert (inputs[column]["value"], inputs[column]["own"]) == (value, data.at[row, column])
    json.dumps(found, allow_nan=False)


def test_inputs_say_what_uses_them_and_what_follows_from_them():
    card, data = CARDS["book_club"], table_of("book_club")
    found = why(Board(card, data), card, card, 0, {"italian_art_books": 2})
    inputs = {part["name"]: part for part in found["inputs"]}
    # it counts for Italy, for the art shelf that is perhaps the fullest, and for owners
    assert inputs["italian_art_books"] == {
        "name": "italian_art_books",
        "value": 2,
        "own": 0,
        "kind": "number",
        "unit": None,
        "used_by": ["travel", "shelf", "owns_italian_art"],
        "derived": False,
        "changed": True,
    }
    shelf = inputs["favourite_shelf"]
    assert (shelf["value"], shelf["own"], shelf["derived"]) == ("art", "cooking", True)
    assert inputs["orders"]["used_by"] == ["frequency", "lapsed"]
    assert (inputs["total_spend"]["unit"], inputs["total_spend"]["changed"]) == ("dollars", False)


def test_criteria_of_one_version_only_are_steps_of_their_own():
    live = cards.card(cards.criterion("a"), cards.criterion("b"), aggregate="sum")
    draft = cards.card(cards.criterion("c"), cards.criterion("b"), aggregate="sum")
    board = Board(live, {"a": [1.0], "b": [2.0], "c": [5.0]}, draft=draft)
    steps = why(board, live, draft, 0)["steps"]
    shown = [(s["name"], s["live"], s["draft"], s["change"], s["in"]) for s in steps]
    assert shown == [
        ("a", 1.0, None, -1.0, "live"),
        ("c", None, 5.0, 5.0, "draft"),
        ("b", 2.0, 2.0, 0.0, "both"),
    ]


def test_a_row_without_a_score_in_one_version_has_no_changes():
    live = cards.card(cards.criterion("a", missing="fail"), aggregate="sum")
    draft = cards.card(cards.criterion("a", missing=3), aggregate="sum")
    found = why(Board(live, {"a": [None]}), live, draft, 0)
    (step,) = found["steps"]
    assert (step["live"], step["draft"], step["change"]) == (None, 3.0, None)
    assert found["live"]["problems"] == ["a is missing and may not be"]
    assert (found["live"]["score"], found["live"]["rank"]) == (None, None)


@pytest.mark.parametrize(("x", "rank"), [(9, 1), (5, 1), (4, 2), (1.5, 3), (None, None)])
def test_the_rank_of_a_what_if_is_that_among_the_other_rows(x, rank):
    card = cards.card(cards.criterion("x", missing="fail"))
    board = Board(card, {"x": [1.0, 5.0, 4.0, None, 3.0]})
    assert why(board, card, card, 4, {"x": x})["what_if"]["rank"] == rank


def test_keys_and_odd_texts_pass_through():
    card = odd_card()
    board = Board(card, {ODD: ["plain", ODD]})
    found = why(board, card, card, 1, keys=Keys(board, ODD))
    assert (found["key"], found["inputs"][0]["value"], found["draft"]["tier"]) == (ODD, ODD, "B")


def test_a_row_that_is_not_there_is_refused():
    card = CARDS["book_club"]
    with pytest.raises(EditError, match="no row 4000; rows count from 0 to 3999"):
        why(Board(card, table_of("book_club")), card, card, 4000)


def test_a_row_that_is_knocked_out_keeps_the_steps_to_what_it_had():
    card, data = CARDS["book_club"], table_of("book_club")
    row = int(data.query("orders == 1 and months_since_order > 30").index[0])
    board = Board(card, data)
    found = why(board, card, draft_of(card), row, {"orders": 2})
    assert (found["draft"]["status"], found["draft"]["score"]) == ("knocked_out", None)
    assert found["reasons"] == [{"code": "K1", "text": "One order, long ago", "amount": None}]
    total = math.fsum(step["draft"] for step in found["steps"] if step["draft"] is not None)
    assert total == pytest.approx(found["draft"]["score_before_knock_out"], abs=1e-9)
    assert found["what_if"]["status"] == "scored"
