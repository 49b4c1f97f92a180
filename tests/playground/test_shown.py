import json

from scoring_kit.playground.session import Session
from scoring_kit.playground.shown import shown_numbers, shown_state
from tests.playground.states import CARDS, odd_card, wide_card


def shown(session, author="me"):
    return shown_state(session, session.state, author)


def member(state, name):
    return next(one for one in state["members"] if one["name"] == name)


def test_a_weight_is_shown_beside_live_with_its_effect():
    session = Session(CARDS["book_club"])
    session.set_weight("recency", 0.1)
    found = member(shown(session), "recency")
    assert (found["weight"], found["live"], found["parent"], found["depth"]) == (
        0.1,
        0.55,
        "engagement",
        1,
    )
    # engagement is half of the score
    assert (round(found["effective"], 12), found["live_effective"]) == (0.05, 0.275)


def test_sliders_end_at_the_whole_of_a_group_or_have_room():
    session = Session(CARDS["book_club"])
    assert member(shown(session), "recency")["top"] == 1.0
    session.rebalancing = "none"
    assert member(shown(session), "recency")["top"] == 1.1  # twice the largest, 0.55


def test_a_criterion_that_live_lacks_is_new_and_one_that_it_alone_has_is_named():
    card, live = CARDS["book_club"], wide_card()
    state = shown(Session(card, live))
    assert all(one["is_new"] and one["live"] is None for one in state["members"])
    assert state["removed"] == [criterion.name for criterion in live.criteria]


def test_history_names_what_undo_and_redo_would_do():
    session = Session(CARDS["book_club"])
    session.set_tier("A", 70)
    session.set_tier("B", 50)
    session.undo()
    state = shown(session)
    assert (state["undo"], state["redo"]) == ("tier A: 60 -> 70", "tier B: 45 -> 50")
    assert [entry["undone"] for entry in state["history"]] == [False, True]
    assert shown(session, "somebody")["undo"] is None


def test_what_is_switched_off_is_shown_as_off():
    session = Session(CARDS["book_club"])
    session.switch_knock_out("lapsed", on=False)
    session.set_adjustment("owns_italian_art", 8)
    state = shown(session)
    assert state["knock_outs"] == [{"name": "lapsed", "on": False}]
    added = state["adjustments"][0]
    assert (added["action"], added["amount"], added["live"], added["on"]) == ("add", 8, 5, True)


def test_a_callback_that_failed_is_told():
    session = Session(CARDS["book_club"])
    session.subscribe(lambda event: 1 / 0)
    session.set_tier("A", 70)
    assert "ZeroDivisionError" in shown(session)["failure"]


def test_every_card_is_shown_as_json_can_hold_it():
    for card in (*CARDS.values(), odd_card(), wide_card()):
        session = Session(card)
        text = json.dumps(shown(session), allow_nan=False)
        assert (
            json.loads(text)["members"]
            == shown_numbers(session.state, card, session.live)["members"]
        )


def test_the_weights_of_a_sum_of_points_have_a_slider():
    card = CARDS["german_credit"]
    state = shown(Session(card))
    assert all(one["top"] > 0 and one["step"] > 0 for one in state["members"])


def test_changes_are_those_of_the_state_that_is_shown():
    session = Session(CARDS["book_club"])
    session.set_tier("A", 70)
    state = session.state
    session.set_tier("B", 50)  # by another person, while the rows of the state are looked up
    assert shown_state(session, state, "me")["changes"] == ["tier A: 60 -> 70"]


def test_locks_and_undo_are_those_of_the_state_that_is_shown():
    session = Session(CARDS["book_club"])
    session.set_tier("A", 70)
    state = session.state
    session.lock("recency")
    session.undo()
    found = shown_state(session, state, "me")
    assert (found["undo"], found["redo"]) == ("tier A: 60 -> 70", None)
    assert not any(member["is_locked"] for member in found["members"])


def test_the_rest_is_the_same_whatever_the_weights_and_cuts_are():
    session = Session(CARDS["book_club"])
    before = shown(session)["rest"]
    session.set_weight("recency", 0.1)
    session.set_weight("engagement", 0.9)
    session.set_tier("A", 70)
    assert shown(session)["rest"] == before


def test_the_rest_is_another_with_anything_else_of_the_document():
    changes = [
        lambda session: session.move_knot("recency", 0, 2, 90),
        lambda session: session.set_missing("spend", 50),
        lambda session: session.set_aggregation("engagement", "sum"),
    ]
    seen = {shown(Session(CARDS["book_club"]))["rest"]}
    for change in changes:
        session = Session(CARDS["book_club"])
        change(session)
        seen.add(shown(session)["rest"])
    assert len(seen) == 1 + len(changes)
