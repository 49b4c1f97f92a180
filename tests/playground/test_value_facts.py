"""All that an editor of a value function shows, for cards of every kind."""

import json

import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.session import Session
from scoring_kit.playground.value_facts import ValueFacts, value_facts
from tests.cards import bins, card, criterion
from tests.playground.states import CARDS, ODD, odd_card


@pytest.mark.parametrize("name", CARDS)
def test_every_criterion_of_the_examples_has_facts_that_json_takes(name):
    live = CARDS[name]
    facts = ValueFacts(Board(live, sk.example(name).data))
    for part in live.criteria[:12]:
        found = facts.of(live, live, part.name)
        assert found["criterion"] == part.name
        assert found["curve"] == found["live_curve"]
        assert found["range"][0] < found["range"][1]
        json.dumps(found, allow_nan=False)


def test_an_edit_moves_the_draft_and_not_the_live_version():
    session = Session(CARDS["book_club"])
    board = Board(session.live, sk.example("book_club").data)
    session.move_knot("recency", 1, value=55)
    found = value_facts(board, session.live, session.scorecard, "recency")
    assert (found["knots"][1], found["live_knots"][1]) == ([6, 55], [6, 80])
    assert ([6, 55] in found["curve"], [6, 80] in found["live_curve"]) == (True, True)
    assert (found["unit"], found["monotone"], found["can_snap"]) == ("months", "down", False)
    assert (found["kind"], found["input"]) == ("piecewise", "months_since_order")
    assert sum(found["histogram"]["counts"]) == 4000


DATA = {"x": [1.0, 2.0, 3.0, None], "y": [2.0, 2.0, 2.0, 2.0], "t": ["a", "b", "b", ODD]}


def facts_of(value, live="identity", name="x", **fields):
    cards = [card(criterion(name, part, unmatched=0), **fields) for part in (live, value)]
    return value_facts(Board(cards[0], DATA, draft=cards[1]), *cards, name)


def test_steps_have_room_beyond_their_edges():
    found = facts_of(bins((2, 5), (None, 9)), bins((3, 5), (None, 9)))
    # half of an edge by itself: from 1 to 4.5, and whole numbers have whole columns
    assert (found["histogram"]["low"], found["histogram"]["high"]) == (0.5, 5.5)
    assert found["curve"] == [[0.5, 5], [2, 5], [2, 9], [5.5, 9]]
    assert found["live_curve"] == [[0.5, 5], [3, 5], [3, 9], [5.5, 9]]
    assert found["missing"] == {"policy": "reweight", "rows": 1}


def test_categories_have_no_axis():
    found = facts_of({"categories": {"a": 1, ODD: 7}}, {"categories": {"b": 2}}, "t")
    assert (found["curve"], found["histogram"], found["range"]) == (None, None, [1, 7])
    assert [part["rows"] for part in found["categories"]] == [1, 1]
    assert found["unmatched"] == {"policy": 0, "rows": 2}


def test_what_reads_several_columns_has_words_only():
    found = facts_of("x * y", "x + y", "area")
    assert (found["input"], found["input_kind"], found["curve"]) == (None, None, None)
    assert (found["kind"], found["formula"]) == ("other", "x * y")
    assert found["missing"]["rows"] == 1


def test_what_reads_one_column_is_drawn_whatever_its_kind():
    found = facts_of({"logistic": {"midpoint": 2, "slope": 1}})
    assert (found["kind"], found["knots"], len(found["curve"]) > 50) == ("other", None, True)
    assert "e^" in found["formula"]
    assert len(found["live_curve"]) == 2


def test_a_criterion_that_is_new_or_another_has_no_live_curve():
    live, draft = card(criterion("y")), card(criterion("x"))
    found = value_facts(Board(live, DATA, draft=draft), live, draft, "x")
    assert (found["live_curve"], found["live_knots"], found["curve"]) == (
        None,
        None,
        [[0.5, 0.5], [3.5, 3.5]],
    )
    assert facts_of("identity", {"categories": {1: 1}})["live_curve"] is None


@pytest.mark.parametrize("data", [{"x": []}, {"x": [None, None]}, {"x": [3.0, 3.0]}])
def test_few_rows_are_no_trouble(data):
    found = card(criterion("x", {"piecewise": [[0, 0], [2, 1]]}), criterion("z", "x + 1"))
    facts = ValueFacts(Board(found, data))
    for name in ("x", "z"):
        json.dumps(facts.of(found, found, name), allow_nan=False)
    assert facts.of(found, found, "x")["curve"] is not None


def test_a_date_is_an_axis_of_days():
    import datetime

    found = card(criterion("d", {"decay": {"half_life_days": 2, "until": "1970-01-05"}}))
    days = [datetime.date(1970, 1, day) for day in (1, 3, 5)]
    facts = value_facts(Board(found, {"d": days}), found, found, "d")
    assert (facts["input_kind"], facts["histogram"]["counts"]) == ("date", [1, 0, 1, 0, 1])
    # halved every two days before the fourth day, and invalid after it
    halved = {x: 0.5 ** ((4 - x) / 2) if x <= 4 else None for x, _ in facts["curve"]}
    assert dict(facts["curve"]) == pytest.approx(halved)


def test_odd_texts_pass_through():
    found = odd_card()
    facts = value_facts(Board(found, {ODD: ["plain", ODD]}), found, found, "taste")
    assert (facts["input"], facts["categories"][0]["text"]) == (ODD, ODD)


def test_a_criterion_that_is_not_there_is_refused():
    found = CARDS["book_club"]
    board = Board(found, sk.example("book_club").data)
    with pytest.raises(EditError, match=r"no criterion 'recensy'.*did you mean 'recency'"):
        value_facts(board, found, found, "recensy")
