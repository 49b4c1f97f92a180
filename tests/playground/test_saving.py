"""A session through JSON and back, and what is not taken back."""

import json
from contextlib import suppress
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.session import Session
from scoring_kit.scorecard import parse_scorecard, to_document
from tests.playground.states import CARDS, ODD, edit_strategies, identity_of, odd_card

BOOK_CLUB = CARDS["book_club"]


def text_of(session):
    return json.dumps(session.saved(), allow_nan=False)


@st.composite
def played(draw, card):
    """Draw a session of two people after fifty things that they tried, some of them refused."""
    session = Session(card)
    edits = draw(st.lists(edit_strategies(card), min_size=50, max_size=50))
    chance = Random(draw(st.integers(0, 2**32)))
    for edit in edits:
        author, what = chance.choice(("ann", "bob")), chance.randrange(6)
        with suppress(ScorecardError):
            if what < 4:
                session.apply(edit, author=author, merge=chance.random() < 0.5)
            else:
                (session.undo if what == 4 else session.redo)(author=author)
    return session


def through_json(session):
    return Session.restored(json.loads(text_of(session)))


@pytest.fixture
def session():
    """Return a session in which most of what can be saved is there."""
    session = Session(BOOK_CLUB, author="ann", rebalancing="equal")
    session.set_tier("A", 65)
    session.move_knot("recency", np.int64(1), value=70, author="bob")
    session.switch_adjustment("owns_italian_art", on=False)
    session.set_missing("spend", "reweight")
    session.undo()
    session.rename(1, "stricter")
    session.set_effect(1, {"rows": 3})
    session.lock("spend", "taste")
    return session


def test_everything_is_as_it_was(session):
    again = through_json(session)
    assert again.live == session.live
    assert again.scorecard == session.scorecard
    assert again.history == session.history
    assert again.history.entry(1).effect == {"rows": 3}
    assert again.locks == {"spend", "taste"}
    assert (again.rebalancing, again.author) == ("equal", "ann")
    assert text_of(again) == text_of(session)


def test_undo_and_redo_go_on(session):
    again = through_json(session)
    assert again.redo().kind == "missing policy"
    assert again.undo(author="bob").target == ("recency", 1)
    again.jump(0)
    assert identity_of(again.scorecard) == identity_of(BOOK_CLUB)


def test_a_drag_goes_on_after_a_restart(session):
    again = through_json(session)
    again.move_knot("recency", 1, value=75, author="bob", merge=True)
    assert [entry.number for entry in again.history.own("bob", undone=False)] == [2]


def test_an_effect_that_json_does_not_hold_is_left_out(session):
    for effect in (object(), (1, 2), float("nan"), {1: 2}, np.float32(1)):
        session.set_effect(1, effect)
        assert through_json(session).history.entry(1).effect is None


def test_a_measure_is_given_again(session):
    again = Session.restored(session.saved(), measure=lambda before, after: "measured")
    assert again.set_tier("B", 50).effect == "measured"


def test_texts_with_quotes_and_markup_are_saved():
    session = Session(odd_card(), author=ODD)
    session.set_tier(ODD, 3)
    session.set_category_points("taste", ODD, 2)
    again = through_json(session)
    assert text_of(again) == text_of(session)
    assert again.undo().author == ODD


@settings(max_examples=10)
@given(st.sampled_from(["book_club", "cvss"]).flatmap(lambda name: played(CARDS[name])), st.data())
def test_fifty_random_commands_go_through_json_to_the_byte(session, data):
    again = through_json(session)
    assert again.history == session.history
    assert identity_of(again.scorecard) == identity_of(session.scorecard)
    assert text_of(again) == text_of(session)
    edit = data.draw(edit_strategies(session.live))
    for one in (session, again):
        for author in ("ann", "bob"):
            with suppress(ScorecardError):
                one.undo(author=author)
            with suppress(ScorecardError):
                one.redo(author=author)
        with suppress(ScorecardError):
            one.apply(edit, author="ann", merge=True)
        assert parse_scorecard(to_document(one.scorecard)) == one.scorecard
    assert text_of(again) == text_of(session)


# Where something is put into the saved session, what, and the problem that is found.
BAD = [
    (("schema",), "scoring-kit-session/2", r"schema: .*'scoring-kit-session/1'.*\[wrong_schema\]"),
    (("author",), 3, "author: .*found the number 3"),
    (("colour",), 3, "colour: unknown field 'colour'; allowed: author, draft, .*schema"),
    (("rebalancing",), "equals", "rebalancing: .*did you mean 'equal'"),
    (("locks",), "spend", "locks: .*found the text 'spend'"),
    (("live",), [], "live: a mapping is expected, found a list"),
    (("live", "tiers", "A"), "x", r"live\.tiers\.A: .*found the text 'x'"),
    (("draft", "tiers", "A"), None, r"draft\.tiers\.A: .*found nothing"),
    (("draft", "adjustments", 0, "add"), {}, r"draft\.adjustments\.0\.add: .*found a mapping"),
    (("draft", "adjustments", 0, "name"), 4, r"draft\.adjustments\.0\.name: .*found the number 4"),
    (("draft", "adjustments", 1, "cap"), [], r"draft\.adjustments\.1\.cap: .*found a list"),
    (("draft", "knock_outs"), 7, r"draft\.knock_outs: .*found the number 7"),
    (("history", "made"), 2, r"history\.made: 2 edits were made, but there is number 4"),
    (("history", "entries", 1, "number"), 1, "number: numbers rise, found 1 after 1"),
    (("history", "entries", 0, "number"), True, "number: a whole number is expected"),
    (("history", "entries", 0, "is_undone"), True, "entries.2.is_undone: an edit of 'ann' before"),
    (("history", "entries", 0, "differences"), [], r"entries\.0\.differences: .*at least 1"),
    (("history", "entries", 0, "below"), [2], "edit 1 is in force, but cannot be undone"),
    (("history", "entries", 0, "differences", 0, "after"), 66, "another value at tiers.A than"),
    (("history", "entries", 0, "differences", 0, "place"), ["x", 1], "another value at x.1 than"),
    (("history", "entries", 0, "differences", 0, "place", 1), {}, "a field or a position in"),
    (("history", "entries", 0, "differences", 0, "before"), "x", r"undone: tiers\.A: .*text 'x'"),
    (("history", "entries", 0, "target", 0), [], "a text, number, boolean or null is expected"),
    (("history", "entries", 0, "colour"), 1, "unknown field 'colour'; allowed: author, below"),
]  # fmt: skip


def with_bad(data, place, value):
    for part in place[:-1]:
        data = data[part]
    data[place[-1]] = value


@pytest.mark.parametrize(("place", "value", "message"), BAD, ids=[str(bad[:2]) for bad in BAD])
def test_what_is_not_right_is_refused_with_its_place(session, place, value, message):
    data = json.loads(text_of(session))
    with_bad(data, place, value)
    with pytest.raises(ScorecardError, match=message):
        Session.restored(data)


def test_a_field_that_is_missing_is_named(session):
    for field in session.saved():
        data = {name: value for name, value in session.saved().items() if name != field}
        with pytest.raises(ScorecardError, match=f"{field}: '{field}' is missing"):
            Session.restored(data)


def test_all_problems_come_at_once(session):
    data = json.loads(text_of(session))
    for place, value, _ in (BAD[0], BAD[3], BAD[6], BAD[7], BAD[9], BAD[16]):
        with_bad(data, place, value)
    with pytest.raises(ScorecardError, match="saved session has 6 problems") as refused:
        Session.restored(data)
    assert len({problem.place for problem in refused.value.problems}) == 6


@pytest.mark.parametrize("data", [None, [], "x", {}, {1: 2}, {"live": {"a": {"b": {1, 2}}}}])
def test_what_is_no_saved_session_is_refused(data):
    with pytest.raises(ScorecardError, match="saved session has"):
        Session.restored(data)


def test_a_redo_of_what_is_nowhere_is_refused_and_changes_nothing(session):
    data = json.loads(text_of(session))
    assert "before" not in data["history"]["entries"][3]["differences"][0]
    with_bad(data, ("history", "entries", 3, "differences", 0, "place"), ["score", "of", 9, "x"])
    again = Session.restored(data)
    before = again.state
    with pytest.raises(ScorecardError, match="the document has nothing there to change"):
        again.redo()
    assert again.state is before


ODDITIES = st.sampled_from([None, True, -1, 0, 1.5, 1e400, "", "recency", [], {}, [[]], {"a": 1}])


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), ODDITIES)
def test_whatever_is_spoilt_only_errors_of_scorecards_come_out(chance, oddity):
    session = Session(BOOK_CLUB)
    session.switch_adjustment("owns_italian_art", on=False)
    session.add_knot("recency", 9)
    session.undo()
    data = json.loads(text_of(session))
    part, key = data, chance.choice(["author", "draft", "draft", "history", "history", "live"])
    while part[key] and isinstance(part[key], dict | list) and chance.random() < 0.9:
        part = part[key]
        key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
    part[key] = oddity
    with suppress(ScorecardError):
        again = Session.restored(data)
        again.jump(0)
        again.redo()
