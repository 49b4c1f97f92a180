import pytest

import scoring_kit as sk
from scoring_kit.errors import MergeError
from scoring_kit.scorecard import hash_of
from tests.cards import card, criterion
from tests.scorecard.merges import BASE, CATEGORIES, TENURE, both, is_same, merged
from tests.scorecard.test_changes import LOYAL, OF, RECENCY, edited

# ---- problems ----


def formula(*members, text):
    return card(*members, aggregate={"formula": text})


A, B, C = (criterion(name, reference=1) for name in "abc")


def test_a_formula_does_not_come_to_read_a_column_in_place_of_a_member():
    base = formula(A, B, C, text="a + b")
    found = sk.merge(base, formula(A, B, text="a + b"), formula(A, B, C, text="a + b + c"))
    [conflict] = found.conflicts
    assert (found.card, conflict.kind, conflict.place) == (None, "problem", "score.aggregate")
    assert conflict.words == (
        "put together, both sides make a problem: 'c' is a member in theirs, and would be a "
        "column; take mine at score.aggregate, or theirs at criteria.c"
    )
    assert hash_of(found.resolve({"criteria.c": "theirs"}).card) == hash_of(
        formula(A, B, C, text="a + b + c")
    )


def test_a_criterion_does_not_come_to_read_a_derived_input_in_place_of_a_column():
    mine = edited(("derived", "tenure", "floor(months / 6)"), (*LOYAL, "weight", 0.3))
    found = merged(mine, edited((*OF, 3, TENURE)))
    [conflict] = found.conflicts
    assert (conflict.place, conflict.mine_at, conflict.theirs_at) == (
        "criteria.tenure.input",
        ("criteria.tenure",),
        ("derived.tenure",),
    )
    # of all that mine changed only the derived input has to go
    assert found.resolve({conflict.place: "theirs"}).card.criteria[2].weight == 0.3


def test_a_declared_range_does_not_come_to_hold_for_a_derived_input():
    found = both([("derived", "months", "days / 30")], [("inputs", "months", {"valid": [0, 240]})])
    [conflict] = found.conflicts
    assert (conflict.place, conflict.mine_at) == ("inputs.months", ("inputs.months",))
    assert "'months' is a column in theirs, and would be a derived input" in conflict.words


def test_a_name_that_both_gave_to_different_things_is_a_problem():
    found = merged(
        edited((*OF, 3, {**TENURE, "criterion": "extra", "input": "tenure"})),
        edited(("adjustments", 2, {"name": "extra", "add": 1})),
    )
    [conflict] = found.conflicts
    assert conflict.words.startswith(
        "put together, both sides make a problem: the name 'extra' is taken by a criterion before "
        "it; names are unique; take mine at adjustments.extra, or theirs at criteria.extra"
    )


def test_tiers_do_not_change_places_unseen():
    found = both([("tiers", "A", 65)], [("tiers", "B", 70)])
    [conflict] = found.conflicts
    assert conflict.words == (
        "put together, both sides make a problem: tiers 'B' (70) and 'A' (65) would change "
        "places, which neither side meant; take mine at tiers.B, or theirs at tiers.A"
    )
    assert dict(found.resolve({"tiers.A": "mine"}).card.tiers) == {"A": 65.0, "B": 60.0}
    assert found.resolve({"tiers.A": 72}).card.tiers == (("A", 72.0), ("B", 70.0))
    assert found.resolve({"tiers.A": 65}).card.tiers == (("B", 70.0), ("A", 65.0))


def test_weights_of_which_each_side_left_one_are_a_problem():
    base = card(criterion("a", weight=1), criterion("b", weight=1))
    mine = card(criterion("a", weight=0), criterion("b", weight=1))
    theirs = card(criterion("a", weight=1), criterion("b", weight=0))
    [conflict] = sk.merge(base, mine, theirs).conflicts
    assert "the weights of a mean must not all be 0" in conflict.words
    assert (conflict.mine_at, conflict.theirs_at) == (
        ("criteria.b.weight",),
        ("criteria.a.weight",),
    )


def test_a_problem_with_a_value_that_was_given_says_what_is_wrong():
    found = both([(*RECENCY, "weight", 0.4)], [(*RECENCY, "weight", 0.3)])
    refused = found.resolve({"criteria.recency.weight": -3})
    assert "a number not below 0 is expected" in refused.conflicts[0].words
    assert refused.resolve({"criteria.recency.weight": 0.35}).card.criteria[0].weight == 0.35


# ---- deciding ----


def test_what_is_taken_may_be_decided_otherwise():
    found = both([(*RECENCY, "weight", 0.4)], [("tiers", "A", 85), ("title", "Who?")])
    assert dict(found.taken) == {
        "criteria.recency.weight": "mine",
        "tiers.A": "theirs",
        "title": "theirs",
    }
    other = found.resolve({"tiers.A": "mine", "criteria.recency.weight": 0.45})
    assert is_same(other.card, edited((*RECENCY, "weight", 0.45), ("title", "Who?")))
    assert (repr(other.mine), len(other.theirs)) == ("no changes", 1)


def test_decisions_add_up_one_after_the_other():
    found = both(
        [(*RECENCY, "weight", 0.4), ("title", "One")], [(*RECENCY, "weight", 0.3), ("title", "Two")]
    )
    first = found.resolve({"title": "Three"})
    assert [c.place for c in first.conflicts] == ["criteria.recency.weight"]
    assert (len(found.conflicts), first.card) == (2, None)
    last = first.resolve({"criteria.recency.weight": "base"})
    assert is_same(last.card, edited(("title", "Three")))


def test_a_group_is_kept_or_goes_with_all_that_is_in_it():
    found = both([("score", "of", 0, None)], [(*RECENCY, "weight", 0.4), (*OF, 3, TENURE)])
    gone = found.resolve({"groups.engagement": "mine"})
    assert is_same(gone.card, edited(("score", "of", 0, None)))
    kept = found.resolve({"groups.engagement": "theirs"})
    assert is_same(kept.card, edited((*RECENCY, "weight", 0.4), (*OF, 3, TENURE)))


def test_a_criterion_can_be_given_as_a_whole_or_taken_out():
    found = both([(*OF, 0, None)], [(*RECENCY, "weight", 0.4)])
    given = found.resolve({"criteria.recency": {"value": "identity", "range": [0, 9]}}).card
    assert (given.criteria[0].name, given.criteria[0].range) == ("recency", (0.0, 9.0))
    assert is_same(found.resolve({"criteria.recency": None}).card, edited((*OF, 0, None)))
    with pytest.raises(MergeError, match=r"criteria\.recency: the fields of it are expected"):
        found.resolve({"criteria.recency": 5})


def test_places_that_are_none_are_refused_with_the_nearest():
    found = both([(*RECENCY, "weight", 0.4)], [("title", "Who?")])
    with pytest.raises(MergeError, match=r"recency\.wieght.*mean 'criteria\.recency\.weight'"):
        found.resolve({"criteria.recency.wieght": "mine"})
    with pytest.raises(MergeError, match="tiers: both sides have the same there, or it is no pl"):
        found.resolve({"tiers": "mine"})


def test_odd_names_stand_in_quotes_in_places():
    found = both(
        [("inputs", "a.b", {"unit": "kg"}), (*CATEGORIES, "true", 1)],
        [("inputs", "a.b", {"unit": "g"}), (*CATEGORIES, "true", 2)],
    )
    assert [conflict.place for conflict in found.conflicts] == [
        'inputs."a.b".unit',
        'criteria.taste.value.categories."true".value',
    ]


# ---- telling ----


def test_weights_that_no_longer_sum_to_what_both_kept_are_told():
    def shares(**weights):
        return card(*(criterion(name, weight=weight) for name, weight in weights.items()))

    found = sk.merge(
        shares(a=0.5, b=0.3, c=0.2), shares(a=0.6, b=0.2, c=0.2), shares(a=0.5, b=0.4, c=0.1)
    )
    assert found.card is None  # both changed b
    found = found.resolve({"criteria.b.weight": "mine"})
    assert found.notes == (
        "score: the weights sum to 0.9, and to 1 on each side; they count by their ratios",
    )
    found = found.resolve({"criteria.b.weight": 0.3})
    assert found.notes == ()


def test_a_merge_shows_what_is_open_and_what_came_from_where():
    found = both([(*RECENCY, "weight", 0.4)], [(*RECENCY, "weight", 0.3), ("tiers", "A", 85)])
    assert repr(found).splitlines() == [
        "1 conflict",
        "- recency: weight: 0.4 in mine, 0.3 in theirs; it was 0.5 [criteria.recency.weight]",
        "from mine: nothing",
        "from theirs:",
        "- tier A: 80 -> 85",
    ]
    assert repr(found.resolve({"criteria.recency.weight": "mine"})).startswith("merged\nfrom mine")
    assert (len(found.conflicts[:1]), found.conflicts[0].mine) == (1, 0.4)
    assert repr(both([], []).conflicts) == "no conflicts"


def test_what_is_no_scorecard_is_refused_by_its_name():
    with pytest.raises(TypeError, match=r"theirs: a Scorecard is expected, found str; read_sc"):
        sk.merge(BASE, BASE, "card.yaml")


def test_an_invalid_card_is_refused():
    wrong = BASE.model_copy(update={"tiers": {"A": 1, "B": 2}})
    with pytest.raises(sk.ScoringError, match="tiers stand highest first"):
        sk.merge(BASE, wrong, BASE)
