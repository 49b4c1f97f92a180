import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.errors import ScorecardError
from scoring_kit.playground.paths import with_values
from scoring_kit.scorecard import parse_scorecard, to_document
from scoring_kit.scorecard.models import placed_members
from scoring_kit.scorecard.revision import revised

CARDS = [sk.example(name).scorecard for name in ("book_club", "hfi", "german_credit", "cvss")]
CHECKED = parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "checked",
        "inputs": {"a": {"valid": [0, 10], "special": {-1: "none"}}},
        "score": {
            "aggregate": "geometric_mean",
            "of": [
                {"criterion": "a", "value": {"piecewise": [[0, 1], [5, 9]]}, "missing": "worst"},
                {
                    "criterion": "b",
                    "value": {"bins": [{"below": 2, "value": 3, "reason": "R1"}, {"value": 0.5}]},
                    "missing": 1,
                },
                {
                    "group": "inner",
                    "aggregate": "mean",
                    "of": [
                        {"criterion": "c", "value": {"categories": {"x": 0}}, "missing": "fail"},
                        {"criterion": "d", "value": "a * 2", "weight": 0, "missing": "fail"},
                    ],
                    "weight": 0,
                },
            ],
        },
        "reasons": {"top": 2, "against": "worst"},
    }
)
"""A card that other numbers make invalid in many ways."""
WEIGHTS = st.sampled_from([0, 0.0, 1, 2.5, -1, -0.0, 1e308, 10**400, float("nan"), True, "1", None])
VALUES = st.sampled_from(
    [
        {"piecewise": [[0, 0], [5, 9]]},
        {"piecewise": [[0, 2], [5, 3]], "outside": "extrapolate"},
        {"piecewise": [[0, 2], [0, 3]]},
        {"bins": [{"below": 2, "value": -1}, {"value": 0.5}]},
        {"bins": [{"below": 2, "value": "a + 1"}, {"value": 0.5}]},
        {"bins": [{"below": 2, "value": 1, "reason": "\ud800"}, {"value": 0.5}]},
        {"categories": {"x": 1, "y": 2}},
        {"linear": {"from": [0, 1], "to": [0, 1]}},
        "b * 2",
        {1, 2},
    ]
)


def parsed(data):
    try:
        return parse_scorecard(data)
    except ScorecardError:
        return None


@given(st.data())
def test_a_revised_card_is_what_parsing_gives_and_nothing_wrong_is_let_pass(data):
    card = data.draw(st.sampled_from([*CARDS, CHECKED]))
    places = [place for place, _, _ in placed_members(card.score)]
    values = []
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        field = data.draw(st.sampled_from(["weight", "weight", "value"]))
        value = data.draw(WEIGHTS if field == "weight" else VALUES)
        values.append(((*place, field), value))
    changed = with_values(to_document(card), values)
    found = revised(card, changed, [place for place, _ in values])
    assert found is None or found == parsed(changed)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_ordinary_weights_need_no_parsing(card):
    for place, _, parent in placed_members(card.score):
        changed = with_values(to_document(card), [((*place, "weight"), 0.375)])
        found = revised(card, changed, [(*place, "weight")])
        assert found == parse_scorecard(changed), place
        assert parent.of[place[-1]].weight != 0.375


def test_a_moved_knot_needs_no_parsing():
    card = CARDS[0]
    place = next(p for p, member, _ in placed_members(card.score) if member.name == "recency")
    knot = (*place, "value", "piecewise", 1)
    changed = with_values(to_document(card), [(knot, [6, 70])])
    found = revised(card, changed, [knot])
    assert found == parse_scorecard(changed)
    assert dict(found.criteria[0].value.knots)[6.0] == 70.0


@pytest.mark.parametrize(
    "place",
    [("tiers", "A"), ("score", "aggregate"), ("score", "of", 0, "missing"), ("score", "of"), ()],
)
def test_other_places_are_parsed_as_a_whole(place):
    card = CARDS[0]
    assert revised(card, to_document(card), [place]) is None


def test_a_member_that_begins_to_count_must_be_positive():
    # `inner` may be 0, which a geometric mean cannot take once it has a weight
    inner = ("score", "of", 2, "weight")
    changed = with_values(to_document(CHECKED), [(inner, 1.0)])
    assert parsed(changed) is None
    assert revised(CHECKED, changed, [inner]) is None
