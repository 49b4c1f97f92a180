"""Edits from plain data: what is taken, and what is refused with what is allowed."""

import contextlib
import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.errors import ScorecardError
from scoring_kit.playground import edits
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits import EDITS, edit_from
from scoring_kit.playground.errors import EDIT_CODES, EditError
from scoring_kit.scorecard import to_document
from scoring_kit.scorecard.models import Scorecard
from tests.playground.states import CARDS, edit_strategies

BOOK_CLUB = CARDS["book_club"]

TAKEN = [
    ("weight", {"name": "recency", "weight": 1, "locked": ["spend"], "rebalancing": "equal"},
     edits.SetWeight("recency", 1, "equal", frozenset({"spend"}))),
    ("aggregation", {"group": "taste", "aggregate": {"power_mean": 2}, "at_least": 1},
     edits.SetAggregation("taste", {"power_mean": 2}, 1)),
    ("move knot", {"criterion": "recency", "knot": 1, "x": None, "value": 7.5},
     edits.MoveKnot("recency", 1, None, 7.5)),
    ("snap monotone", {"criterion": "recency", "direction": "up"},
     edits.SnapMonotone("recency", "up")),
    ("category points", {"criterion": "shelf", "category": None, "points": "orders"},
     edits.SetCategoryPoints("shelf", None, "orders")),
    ("category points", {"criterion": "shelf", "category": True, "points": 1},
     edits.SetCategoryPoints("shelf", True, 1)),
    ("missing policy", {"name": "spend", "policy": None}, edits.SetMissing("spend", None)),
    ("switch knock-out", {"name": "lapsed", "on": False}, edits.SwitchKnockOut("lapsed", False)),
    ("replace", {"card": to_document(BOOK_CLUB)}, edits.Replace(BOOK_CLUB)),
]  # fmt: skip

REFUSED = [
    ("wait", {}, "unknown_edit", "no kind of edit 'wait'; allowed: weight, .*mean 'weight'"),
    (None, {}, "unknown_edit", r"no kind of edit 'nothing \(null\)'"),
    (["weight"], {}, "unknown_edit", "no kind of edit 'a list'"),
    ("weight", [], "wrong_type", "a mapping, found a list"),
    ("weight", {"name": "recency"}, "missing_field", "'weight' is missing; fields of the edit: n"),
    ("weight", {"nam": "x"}, "unknown_field", "no field 'nam'; allowed: name, .*mean 'name'"),
    ("weight", {3: "x"}, "unknown_field", "no field 'the number 3'"),
    ("weight", {"name": "x", "weight": True}, "wrong_type", "a number is expected, found the bool"),
    ("weight", {"name": "x", "weight": "1"}, "wrong_type", "a number is expected, found the text"),
    ("weight", {"name": "x", "weight": 1, "rebalancing": "both"}, "not_allowed",
     "one of proportional, equal, none is expected, found the text 'both'"),
    ("weight", {"name": "x", "weight": 1, "locked": [1]}, "wrong_type", "a list of names is"),
    ("move knot", {"criterion": "x", "knot": 1.5}, "wrong_type", "a whole number is expected"),
    ("move knot", {"criterion": "x", "knot": 1, "x": []}, "wrong_type", "a number or null is"),
    ("snap monotone", {"criterion": "x", "direction": "left"}, "not_allowed",
     "one of up, down or null is expected"),
    ("switch knock-out", {"name": "x", "on": 1}, "wrong_type", "true or false is expected"),
    ("category points", {"criterion": "x", "category": [], "points": 1}, "wrong_type",
     "a text or a number or true or false or null is expected, found a list"),
    ("replace", {"card": "book_club"}, "wrong_type", "a document is expected, found the text"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "edit"), TAKEN, ids=[taken[0] for taken in TAKEN])
def test_plain_data_becomes_an_edit(kind, data, edit):
    assert edit_from(kind, json.loads(json.dumps(data))) == edit


@pytest.mark.parametrize(("kind", "data", "code", "message"), REFUSED)
def test_what_is_no_edit_is_refused_with_what_is_allowed(kind, data, code, message):
    with pytest.raises(EditError, match=message) as refused:
        edit_from(kind, data)
    assert refused.value.code == code
    assert code in EDIT_CODES


def test_a_document_in_an_edit_is_checked():
    with pytest.raises(ScorecardError, match="'score' is missing"):
        edit_from("replace", {"card": {"schema": "scoring-kit/1", "name": "x"}})


def plain(edit):
    """Return an edit's fields as JSON has them."""
    found = {field.name: getattr(edit, field.name) for field in fields(edit)}
    for name, value in found.items():
        if isinstance(value, frozenset):
            found[name] = sorted(value)
        elif isinstance(value, Scorecard):
            found[name] = to_document(value)
    return json.loads(json.dumps(found))


@given(edit_strategies(BOOK_CLUB))
def test_every_edit_comes_back_from_its_plain_data(edit):
    assert edit_from(edit.kind, plain(edit)) == edit


NAMES = st.sampled_from(
    ["name", "weight", "criterion", "knot", "x", "value", "tier", "cut", "policy", "points", "bin",
     "edge", "group", "aggregate", "category", "on", "amount", "card", "locked"]
)  # fmt: skip
TEXTS = st.sampled_from(["recency", "spend", "shelf", "A", "", "score", "mean"]) | st.text()
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)


@given(st.sampled_from(sorted(EDITS)), st.dictionaries(NAMES, VALUES), st.data())
def test_whatever_the_data_only_errors_of_scorecards_come_out(kind, data, more):
    needed = {
        field.name: more.draw(SCALARS, field.name)
        for field in fields(EDITS[kind])
        if more.draw(st.sampled_from([True, True, True, False]))
    }
    wanted = {name: value for name, value in data.items() if more.draw(st.booleans())}
    with contextlib.suppress(ScorecardError):
        edit_from(kind, needed | wanted).apply(Draft.of(BOOK_CLUB))


@given(VALUES, VALUES)
def test_whatever_the_kind_it_is_refused(kind, data):
    with pytest.raises(EditError, match="edit has 1 problem"):
        edit_from(kind, data)
