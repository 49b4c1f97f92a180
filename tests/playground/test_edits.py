"""What each edit does to the book club's scorecard, by its label and by the document."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring_kit.errors import ScorecardError
from scoring_kit.playground import edits
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits import EDITS
from scoring_kit.playground.edits_base import PlacedEdit
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.paths import value_at
from scoring_kit.scorecard import parse_scorecard
from tests import cards
from tests.playground.states import CARDS, ODD, edit_strategies, identity_of, odd_card

BOOK_CLUB = Draft.of(CARDS["book_club"])
ENGAGEMENT = ("score", "of", 0, "of")
TASTE = ("score", "of", 1, "of")
KNOTS = (*ENGAGEMENT, 0, "value", "piecewise")
BINS = (*ENGAGEMENT, 1, "value", "bins")
SHELF = (*TASTE, 2, "value", "categories")

# What was edited, its line in the history, and what then stands at places of the document.
DONE = [
    # 0.45 is shared by 0.35 and 0.1: now 0.54, which is 1.2 times as much
    (edits.SetWeight("recency", 0.46), "recency: weight 0.55 -> 0.46 (2 others follow)",
     {(*ENGAGEMENT, 1, "weight"): 0.42, (*ENGAGEMENT, 2, "weight"): 0.12}),
    (edits.SetWeight("recency", 0.6, "none"), "recency: weight 0.55 -> 0.60",
     {(*ENGAGEMENT, 1, "weight"): 0.35}),
    (edits.SetWeight("taste", 0.3), "taste: weight 0.50 -> 0.30 (1 other follows)",
     {("score", "of", 0, "weight"): 0.7}),
    (edits.SetWeight("art", 0.5, locked=frozenset({"travel"})),
     "art: weight 0.45 -> 0.50 (1 other follows)",
     {(*TASTE, 1, "weight"): 0.3, (*TASTE, 2, "weight"): 0.2}),
    (edits.SetAggregation("taste", "max"), "taste: aggregate mean -> max",
     {("score", "of", 1, "aggregate"): "max"}),
    (edits.SetAggregation("score", "geometric_mean", at_least=1), None,
     {("score", "aggregate"): "geometric_mean", ("score", "at_least"): 1.0}),
    (edits.MoveKnot("recency", 1, value=70), "recency: knot 6 -> 80 became 6 -> 70",
     {(*KNOTS, 1): [6.0, 70.0]}),
    (edits.MoveKnot("recency", 4, x=48), "recency: knot 36 -> 0 became 48 -> 0",
     {(*KNOTS, 4): [48.0, 0.0]}),
    # halfway between 6 -> 80 and 12 -> 50
    (edits.AddKnot("recency", 9), "recency: added knot 9 -> 65", {(*KNOTS, 2): [9.0, 65.0]}),
    (edits.AddKnot("recency", 60), "recency: added knot 60 -> 0", {(*KNOTS, 5): [60.0, 0.0]}),
    (edits.AddKnot("recency", 0), "recency: added knot 0 -> 100", {(*KNOTS, 0): [0.0, 100.0]}),
    (edits.DeleteKnot("recency", 2), "recency: removed knot 12 -> 50", {(*KNOTS, 2): [24.0, 15.0]}),
    (edits.SetBinEdge("frequency", 1, 7), "frequency: bin below 6 became below 7",
     {(*BINS, 1, "below"): 7.0}),
    (edits.SetBinPoints("frequency", 3, 95), "frequency: bin above all edges: value 100 -> 95",
     {(*BINS, 3, "value"): 95.0}),
    (edits.SetBinPoints("frequency", 3, "90 + orders / 100"), None,
     {(*BINS, 3, "value"): "90 + orders / 100"}),
    (edits.SetCategoryPoints("shelf", "travel", 75), "shelf: category travel 70 -> 75",
     {(*SHELF, 1, "value"): 75.0}),
    (edits.SetCategoryPoints("shelf", None, 5), "shelf: added other 5",
     {(*SHELF[:-1], "other"): 5.0}),
    (edits.SetMissing("spend", "reweight"), "spend: added missing reweight",
     {(*ENGAGEMENT, 2, "missing"): "reweight"}),
    (edits.SetMissing("taste", 40), "taste: added missing 40", {("score", "of", 1, "missing"): 40}),
    (edits.SetMissing("spend", {"value": 3, "reason": "M1"}), None,
     {(*ENGAGEMENT, 2, "missing"): {"value": 3.0, "reason": "M1"}}),
    (edits.SetTier("B", np.int64(50)), "tier B: 45 -> 50", {("tiers", "B"): 50.0}),
    (edits.SetAdjustment("at_most_100", 90), "adjustment at_most_100: cap 100 -> 90",
     {("adjustments", 1, "cap"): 90.0}),
    (edits.SwitchAdjustment("at_most_100", on=False), "adjustment at_most_100 switched off",
     {("adjustments", 1, "on"): False}),
    (edits.SwitchKnockOut("lapsed", on=False), "knock-out lapsed switched off",
     {("knock_outs", 0, "on"): False}),
    (edits.Replace(CARDS["cvss"], "the live version"), None, {("name",): "cvss"}),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "label", "values"), DONE, ids=[repr(d[0])[:60] for d in DONE])
def test_an_edit_changes_the_document_and_says_so(edit, label, values):
    after = edit.apply(BOOK_CLUB)
    assert {place: value_at(after.whole, place) for place in values} == values
    assert label in (None, edit.label(BOOK_CLUB, after))


def test_every_kind_of_edit_is_tried_here():
    tried = {edit.kind for edit, _, _ in DONE} | {"snap monotone"}
    assert tried == set(EDITS)


def test_snapping_makes_neighbours_in_the_wrong_order_their_mean():
    bent = edits.MoveKnot("recency", 1, value=40).apply(BOOK_CLUB)
    edit = edits.SnapMonotone("recency")
    after = edit.apply(bent)
    # 40 and 50 stand in the wrong order for a function that falls
    assert value_at(after.whole, KNOTS)[1:3] == [[6.0, 45.0], [12.0, 45.0]]
    assert edit.label(bent, after) == "recency: snapped to fall, 2 values changed"


def test_snapping_bins_passes_over_gaps():
    function = cards.bins((1, 5), (2, 7), (3, 6), (None, 9))
    function["bins"][1] = {"below": 2, "unmatched": True}
    function["bins"][0]["value"] = 8
    draft = Draft.of(cards.card(cards.criterion("x", function, unmatched=0)))
    after = edits.SnapMonotone("x", "up").apply(draft).document
    found = [bin_.get("value") for bin_ in after["score"]["of"][0]["value"]["bins"]]
    assert found == [7.0, None, 7.0, 9.0]


def test_an_adjustment_comes_back_in_its_place():
    off = edits.SwitchAdjustment("owns_italian_art", on=False).apply(BOOK_CLUB)
    assert [item.name for item in off.scorecard.adjustments] == ["at_most_100"]
    on = edits.SwitchAdjustment("owns_italian_art", on=True).apply(off)
    assert identity_of(on.scorecard) == identity_of(BOOK_CLUB.scorecard)


@pytest.mark.parametrize("ends", [[20, 80], [80, 20]])
def test_the_ends_of_a_straight_line_are_knots(ends):
    line = {"linear": {"from": ends, "to": [0, 1]}}
    draft = Draft.of(cards.card(cards.criterion("x", line)))
    after = edits.MoveKnot("x", 0, x=10).apply(draft)
    low = ends.index(20)
    assert after.scorecard.criteria[0].value.linear.from_[low] == 10.0
    assert after.scorecard.criteria[0].value.linear.from_[1 - low] == 80.0


def test_a_straight_line_becomes_piecewise_with_a_knot_more():
    line = {"linear": {"from": [0, 10], "to": [0, 1]}, "outside": "extrapolate"}
    draft = Draft.of(cards.card(cards.criterion("x", line, range=[0, 1])))
    after = edits.AddKnot("x", 5, 0.75).apply(draft).scorecard.criteria[0].value
    assert (after.kind, after.outside) == ("piecewise", "extrapolate")
    assert after.knots == ((0.0, 0.0), (5.0, 0.75), (10.0, 1.0))


def test_weights_of_a_sum_are_multipliers_and_do_not_follow():
    draft = Draft.of(CARDS["german_credit"])
    after = edits.SetWeight("age_in_years", 2).apply(draft)
    weights = [criterion.weight for criterion in after.scorecard.criteria]
    assert sorted(weights) == [1.0] * (len(weights) - 1) + [2.0]


def test_a_gap_becomes_a_bin_with_its_points():
    function = {"bins": [{"below": 1, "unmatched": True}, {"value": 2}]}
    draft = Draft.of(cards.card(cards.criterion("x", function, unmatched=0)))
    after = edits.SetBinPoints("x", 0, 4).apply(draft).scorecard.criteria[0].value
    assert [(bin_.value, bin_.unmatched) for bin_ in after.bins] == [(4.0, False), (2.0, False)]


def test_other_keeps_its_reason():
    function = {"categories": {"a": 1}, "other": {"value": 0, "reason": "R9"}}
    draft = Draft.of(cards.card(cards.criterion("x", function)))
    other = edits.SetCategoryPoints("x", None, 3).apply(draft).scorecard.criteria[0].value.other
    assert (other.value, other.reason) == (3.0, "R9")


def test_texts_with_quotes_and_markup_are_names_like_others():
    draft = Draft.of(odd_card())
    draft = edits.SetCategoryPoints("taste", ODD, 3).apply(draft)
    draft = edits.SetTier(ODD, 2.5).apply(draft)
    assert draft.scorecard.tiers[0] == (ODD, 2.5)
    assert draft.scorecard.criteria[0].value.categories[0].value == 3.0


def test_booleans_and_numbers_are_different_categories():
    def card(*keys):
        branches = [{"in": [key], "value": n} for n, key in enumerate(keys)]
        return Draft.of(cards.card(cards.criterion("x", {"categories": branches}, unmatched=0)))

    assert edits.SetCategoryPoints("x", 1, 9).apply(card(1, 2)).scorecard
    with pytest.raises(EditError, match="no category True"):
        edits.SetCategoryPoints("x", True, 9).apply(card(1, 2))
    assert edits.SetCategoryPoints("x", 1, 9).target != edits.SetCategoryPoints("x", True, 9).target


@settings(max_examples=60)
@given(st.data())
def test_an_edit_gives_a_valid_scorecard_or_is_refused(data):
    card = CARDS[data.draw(st.sampled_from(sorted(CARDS)))]
    draft, before = Draft.of(card), identity_of(card)
    edit = data.draw(edit_strategies(card))
    try:
        after = edit.apply(draft)
    except ScorecardError as refused:
        problem = refused.problems[0]
        assert problem.message, problem.code
    else:
        assert identity_of(parse_scorecard(after.document)) == identity_of(after.scorecard)
        assert edit.label(draft, after)
    assert identity_of(draft.scorecard) == before
    assert draft.document == Draft.of(card).document


def test_an_edit_without_values_cannot_be_made():
    class Nothing(PlacedEdit):
        kind = "nothing"

    with pytest.raises(TypeError, match=r"abstract method '?values"):
        Nothing()
