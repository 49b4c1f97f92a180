import pytest

import scoring_kit as sk
from scoring_kit.scorecard import parse_scorecard
from tests.scorecard.merges import ADJUSTMENTS, BASE, BINS, CATEGORIES, KNOTS, TENURE, both, is_same
from tests.scorecard.test_changes import LOYAL, OF, RECENCY, TASTE, edited

CLEAN = {
    "weights of two criteria": ([(*RECENCY, "weight", 0.4)], [(*TASTE, "weight", 0.2)]),
    "two fields of one criterion": ([(*TASTE, "weight", 0.2)], [(*TASTE, "title", "Taste")]),
    "a knot's value and another knot": ([(*KNOTS, 1, [12, 55])], [(*KNOTS, 2, [40, 0])]),
    "a bin's value and another's reason": (
        [(*BINS, 0, "value", 10)],
        [(*BINS, 1, "reason", "R1")],
    ),
    "a category and the rest": ([(*CATEGORIES, "art", 90)], [(*TASTE, "value", "other", 10)]),
    "a new category and another's value": (
        [(*CATEGORIES, "food", 5)],
        [(*CATEGORIES, "travel", 50)],
    ),
    "a rule's value and its reason": (
        [(*LOYAL, "value", "rules", 0, "value", 8)],
        [(*LOYAL, "value", "rules", 0, "reason", "R1")],
    ),
    "a tier's cut and a new tier": ([("tiers", "A", 85)], [("tiers", "C", 40)]),
    "an amount and the order": (
        [("adjustments", 0, "add", 6)],
        [("rounding", {"digits": 1})],
    ),
    "an adjustment's amount and another's": (
        [("adjustments", 0, "add", 6)],
        [("adjustments", 1, "cap", 90)],
    ),
    "an input's range and its unit": (
        [("inputs", "orders", "valid", [0, 50])],
        [("inputs", "orders", "unit", "orders")],
    ),
    "two texts of reasons": (
        [("reasons", "texts", "R2", "Late")],
        [("reasons", "texts", "R1", "Other taste")],
    ),
    "a policy and a default": (
        [(*TASTE, "missing", {"value": 0, "reason": "R9"})],
        [("defaults", "missing", "fail")],
    ),
    "a group's aggregation and its limits": (
        [("score", "of", 0, "aggregate", "min")],
        [("score", "of", 0, "limits", [0, 90])],
    ),
    "a name and a title": ([("name", "society")], [("title", "Who buys?")]),
}  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs"), CLEAN.values(), ids=CLEAN)
def test_edits_of_different_things_go_together(mine, theirs):
    found = both(mine, theirs)
    assert is_same(found.card, edited(*mine, *theirs))
    assert (repr(found.mine), repr(found.theirs)) == tuple(
        repr(sk.changes(BASE, parse_scorecard(edited(*edits)))) for edits in (mine, theirs)
    )


CONFLICTS = {
    "a weight": (
        [(*RECENCY, "weight", 0.4)],
        [(*RECENCY, "weight", 0.3)],
        "recency: weight: 0.4 in mine, 0.3 in theirs; it was 0.5 [criteria.recency.weight]",
    ),
    "a title that one side took out": (
        [("title", None)],
        [("title", "Who?")],
        'title: none in mine, "Who?" in theirs; it was "Who buys next?" [title]',
    ),
    "long texts, from where they differ": (
        [("description", "Members who bought " + "again and " * 6 + "left")],
        [("description", "Members who bought " + "again and " * 6 + "stayed")],
        'description: "... and again and left" in mine, "... and again and stayed" in theirs; '
        "it was none [description]",
    ),
    "one knot in two places": (
        [(*KNOTS, 1, [14, 60])],
        [(*KNOTS, 1, [10, 60])],
        "recency: value piecewise between 0 and 36: [[14, 60]] in mine, [[10, 60]] in theirs; "
        "it was [[12, 60]] [criteria.recency.value.piecewise.0..36]",
    ),
    "a knot that one side took out": (
        [(*KNOTS, 1, None)],
        [(*KNOTS, 1, [12, 55])],
        "recency: value piecewise between 0 and 36: [] in mine, [[12, 55]] in theirs; "
        "it was [[12, 60]] [criteria.recency.value.piecewise.0..36]",
    ),
    "a bin's value": (
        [(*BINS, 1, "value", 50)],
        [(*BINS, 1, "value", 40)],
        "frequency: bin below 3 value: 50 in mine, 40 in theirs; it was 60 "
        "[criteria.frequency.value.bins.below 3.value]",
    ),
    "a category": (
        [(*CATEGORIES, "art", 90)],
        [(*CATEGORIES, "art", None)],
        "taste: category art: {in: [art], value: 90} in mine, none in theirs; "
        "it was {in: [art], value: 100} [criteria.taste.value.categories.art]",
    ),
    "a value function of another kind": (
        [(*RECENCY, "value", "identity")],
        [(*KNOTS, 1, [12, 55])],
        "recency: value: identity in mine, {outside: clamp, "
        "piecewise: [[0, 100], [12, 55], [36, 0]]} in theirs; it was {outside: clamp, "
        "piecewise: [[0, 100], [12, 60], [36, 0]]} [criteria.recency.value]",
    ),
    "a criterion that one side took out": (
        [(*OF, 0, None)],
        [(*RECENCY, "weight", 0.4)],
        "mine removes criterion recency, theirs changes recency [criteria.recency]",
    ),
    "a group that one side took out": (
        [("score", "of", 0, None)],
        [(*RECENCY, "weight", 0.4), (*OF, 3, TENURE)],
        "mine removes group engagement, theirs changes recency, adds tenure to engagement "
        "[groups.engagement]",
    ),
    "one new criterion with two weights": (
        [(*OF, 3, TENURE)],
        [(*OF, 3, {**TENURE, "weight": 0.2})],
        "tenure: weight: 0.1 in mine, 0.2 in theirs; it was none [criteria.tenure.weight]",
    ),
    "a tier's cut": (
        [("tiers", "A", 85)],
        [("tiers", "A", None)],
        "tier A: 85 in mine, none in theirs; it was 80 [tiers.A]",
    ),
    "two adjustments at one point": (
        [("adjustments", [*ADJUSTMENTS, {"name": "more", "add": 1}])],
        [("adjustments", [*ADJUSTMENTS, {"name": "less", "add": -1}])],
        "order: [bonus, most, more] in mine, [bonus, most, less] in theirs; it was [bonus, most] "
        "[adjustments.<order>]",
    ),
    "names of the scorecard": (
        [("name", "one")],
        [("name", "two")],
        "name: one in mine, two in theirs; it was club [name]",
    ),
    "reasons that one side took out": (
        [("reasons", None)],
        [("reasons", "top", 5)],
        "reasons: none in mine, {top: 5, against: best, direction: below, keep: positive, "
        'texts: {R1: "Another taste"}} in theirs; it was {top: 3, against: best, '
        'direction: below, keep: positive, texts: {R1: "Another taste"}} [reasons]',
    ),
}


@pytest.mark.parametrize(("mine", "theirs", "words"), CONFLICTS.values(), ids=CONFLICTS)
def test_different_edits_of_one_thing_are_a_conflict(mine, theirs, words):
    found = both(mine, theirs)
    assert (found.card, repr(found.conflicts)) == (None, words)


@pytest.mark.parametrize(("mine", "theirs", "words"), CONFLICTS.values(), ids=CONFLICTS)
def test_a_conflict_is_decided_for_either_side(mine, theirs, words):
    found = both(mine, theirs)
    [conflict] = found.conflicts
    for side, edits in (("mine", mine), ("theirs", theirs)):
        card = found.resolve({conflict.place: side}).card
        if conflict.kind != "order":  # there both adjustments stay
            assert is_same(card, edited(*edits)), side


def test_knots_in_two_gaps_go_together():
    knots = [[0, 100], [6, 90], [12, 60], [36, 0]]
    found = both([(*KNOTS, knots)], [(*KNOTS, 3, [48, -5])])
    assert is_same(found.card, edited((*KNOTS, [*knots, [48, -5]])))


def test_what_both_changed_alike_is_taken_once():
    edits = [(*RECENCY, "weight", 0.4), ("tiers", "C", 40), (*OF, 3, TENURE)]
    found = both(edits, edits)
    assert is_same(found.card, edited(*edits))
    assert repr(found.mine) == repr(found.theirs) == repr(sk.changes(BASE, found.card))
    assert set(found.taken.values()) == {"both"}
