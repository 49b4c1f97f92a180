"""Edits that are refused: where, what was found, what is allowed, what to do."""

import math

import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.playground import edits
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.errors import EDIT_CODES, EditError
from tests import cards
from tests.playground.states import CARDS, identity_of, wide_card

REFUSED = [
    (edits.SetWeight("recencie", 0.4), "unknown_name", "did you mean 'recency'"),
    (edits.SetWeight("recency", -1), "out_of_range", "at or above 0, found -1"),
    (edits.SetWeight("recency", "0.4"), "wrong_type", "found the text '0.4'"),
    (edits.SetWeight("recency", 10**400), "not_finite", "too large for a double"),
    (edits.SetWeight("recency", 0.4, locked=frozenset({"recency"})), "locked", "unlock it first"),
    (edits.SetWeight("recency", 0.4, "proportionally"), "not_allowed", "mean 'proportional'"),
    (edits.MoveKnot("recency", 9, x=1), "out_of_range", "no knot 9; there are 5, from 0 to 4"),
    (edits.MoveKnot("recency", -1, x=1), "out_of_range", "no knot -1"),
    (edits.MoveKnot("recency", "1", x=1), "wrong_type", "by its position, 0 for the first"),
    (edits.MoveKnot("recency", True, x=1), "wrong_type", "found the boolean true"),
    (edits.MoveKnot("recency", 1, x=12), "not_increasing", "above 2 and below 12, .* found 12"),
    (edits.MoveKnot("recency", 0, x=7), "not_increasing", "stays below 6"),
    (edits.MoveKnot("recency", 1, value=math.nan), "not_finite", "found nan"),
    (edits.MoveKnot("frequency", 0, x=1), "not_here", "of the kind bins, which has no knots"),
    (edits.MoveKnot("taste", 0, x=1), "unknown_name", "no criterion 'taste'"),
    (edits.AddKnot("recency", 12), "not_increasing", "a knot at 12 already; move it"),
    (edits.AddKnot("recency", None), "wrong_type", "found nothing"),
    (edits.SnapMonotone("shelf"), "not_here", "only knots and bins with plain numbers"),
    (edits.SnapMonotone("recency", "sideways"), "not_allowed", "up or down, found 'sideways'"),
    (edits.SetBinEdge("frequency", 3, 12), "not_here", "the last bin .* has no edge"),
    (edits.SetBinEdge("frequency", 1, 9), "not_increasing", "above 3 and below 9"),
    (edits.SetBinEdge("recency", 1, 9), "not_here", "which has no bins"),
    (edits.SetBinPoints("frequency", 1, None), "wrong_type", "found nothing"),
    (edits.SetCategoryPoints("shelf", "travels", 1), "unknown_name", "did you mean 'travel'"),
    (edits.SetCategoryPoints("recency", "travel", 1), "not_here", "which has no categories"),
    (edits.SetMissing("spend", math.inf), "not_finite", "found inf"),
    (edits.SetTier("a", 50), "unknown_name", "did you mean 'A'"),
    (edits.SetTier("B", 60), "not_decreasing", "below tier 'A', which starts at 60; found 60"),
    (edits.SetTier("B", 20), "not_decreasing", "above tier 'C', which starts at 30"),
    (edits.SetAdjustment("at_most", 50), "unknown_name", "did you mean 'at_most_100'"),
    (edits.SwitchKnockOut("lapsed", on="yes"), "wrong_type", "true or false, found the text"),
    (edits.SetAggregation("score", "mean", at_least="x"), "wrong_type", "at_least is a number"),
]

# The document itself refuses these.
INVALID = [
    (edits.SetAggregation("taste", "geometrical_mean"), "did you mean 'geometric_mean'"),
    (edits.SetAggregation("taste", None), "the name of an aggregation is expected"),
    (edits.SetAggregation("taste", "geometric_mean"), "say `at_least: x` or `zero: zero`"),
    (edits.SetMissing("spend", "rewaight"), "did you mean 'reweight'"),
    (edits.SetMissing("spend", "skip"), "skip works in sum, product"),
    (edits.SetBinPoints("frequency", 0, "orders +"), r"score\.of\.0\.of\.1\.value\.bins\.0\.value"),
    (edits.SetAdjustment("at_most_100", "drop table"), r"adjustments\.1\.cap"),
]


@pytest.mark.parametrize(("edit", "code", "message"), REFUSED, ids=[repr(r[0]) for r in REFUSED])
def test_a_refused_edit_says_what_was_found_and_what_is_allowed(edit, code, message):
    draft = Draft.of(CARDS["book_club"])
    with pytest.raises(EditError, match=message) as refused:
        edit.apply(draft)
    assert refused.value.code == code
    assert code in EDIT_CODES
    assert identity_of(draft.scorecard) == identity_of(CARDS["book_club"])


@pytest.mark.parametrize(("edit", "message"), INVALID, ids=[repr(i[0]) for i in INVALID])
def test_what_would_not_be_a_scorecard_is_refused_with_all_its_problems(edit, message):
    with pytest.raises(ScorecardError, match=message):
        edit.apply(Draft.of(CARDS["book_club"]))


def test_weights_of_a_mean_must_not_all_be_0():
    draft = Draft.of(cards.card(cards.criterion("x"), cards.criterion("y", weight=0)))
    with pytest.raises(ScorecardError, match="the weights of a mean must not all be 0"):
        edits.SetWeight("x", 0, "none").apply(draft)


def test_a_weight_means_nothing_in_a_maximum():
    draft = Draft.of(cards.card(cards.criterion("x"), aggregate="max"))
    with pytest.raises(EditError, match="belongs to a max, where weights mean nothing"):
        edits.SetWeight("x", 2).apply(draft)


def test_two_knots_stay():
    line = {"piecewise": [[0, 0], [1, 1]]}
    draft = Draft.of(cards.card(cards.criterion("x", line)))
    with pytest.raises(EditError, match="two knots or more, and has two; move one instead"):
        edits.DeleteKnot("x", 0).apply(draft)


def test_what_is_switched_off_is_not_edited():
    draft = edits.SwitchAdjustment("at_most_100", on=False).apply(Draft.of(CARDS["book_club"]))
    with pytest.raises(EditError, match="is switched off; switch it on first"):
        edits.SetAdjustment("at_most_100", 90).apply(draft)


def test_weights_are_found_below_four_levels_of_groups():
    draft = Draft.of(wide_card())
    after = edits.SetWeight("c0_3", 2).apply(draft)
    assert sum(criterion.weight != 1.0 for criterion in after.scorecard.criteria) == 15
    with pytest.raises(EditError, match="did you mean 'c0_3"):
        edits.SetWeight("c0_33", 2).apply(draft)


def test_the_ends_of_the_data_are_no_knots_to_move():
    value = {"min_max": {"minimum": 0, "maximum": 1}}
    draft = Draft.of(cards.card(cards.criterion("x", value)))
    with pytest.raises(EditError, match="of the kind min_max, which has no knots"):
        edits.MoveKnot("x", 0, x=2).apply(draft)
