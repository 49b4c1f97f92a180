"""Merges of random edits: as the oracle says, and the same whoever is called mine."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.scorecard import hash_of
from tests.cards import card, criterion
from tests.scorecard.merging_campaign import EXAMPLES, case, compared, sides
from tests.scorecard.merging_oracle import oracle
from tests.scorecard.merging_permutations import order_of

SEEDS = st.integers(0, 2**32 - 1)
OTHER = {"mine": "theirs", "theirs": "mine"}


@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_a_merge_is_what_the_oracle_says(seed):
    kind, is_right = compared(*case(seed))
    assert is_right, kind


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_merge_of_a_real_card_is_what_the_oracle_says(name):
    kind, is_right = compared(*sides(sk.example(name).scorecard, Random(name)))
    assert is_right, kind


@pytest.mark.parametrize(
    ("kind", "seeds"),
    {"card": [0, 1], "conflict": [5, 10], "order": [110, 129, 135], "problem": [68, 177]}.items(),
)
def test_every_sort_of_merge_occurs(kind, seeds):
    assert [compared(*case(seed)) for seed in seeds] == [(kind, True)] * len(seeds)


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_an_edit_against_no_edit_is_that_edit(seed):
    base, edit, _ = case(seed)
    mine, theirs, both = (
        sk.merge(base, *edits) for edits in ((edit, base), (base, edit), (edit, edit))
    )
    assert [merge.card for merge in (mine, theirs, both)] == [edit] * 3
    told = repr(sk.changes(base, edit))
    assert [repr(merge.mine) for merge in (mine, theirs, both)] == [told, "no changes", told]
    assert [repr(merge.theirs) for merge in (mine, theirs, both)] == ["no changes", told, told]


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_nothing_depends_on_who_is_called_mine(seed):
    base, one, other = case(seed)
    here, there = sk.merge(base, one, other), sk.merge(base, other, one)
    assert [facts(c) for c in here.conflicts] == [swapped(c) for c in there.conflicts]
    assert {place: OTHER.get(who, who) for place, who in here.taken.items()} == there.taken
    assert (repr(here.mine), repr(here.theirs)) == (repr(there.theirs), repr(there.mine))
    assert (here.card and hash_of(here.card)) == (there.card and hash_of(there.card))


def facts(c):
    return c.place, c.kind, c.base, c.mine, c.theirs, c.mine_at, c.theirs_at


def swapped(c):
    return c.place, c.kind, c.base, c.theirs, c.mine, c.theirs_at, c.mine_at


@given(seed=SEEDS, side=st.sampled_from(["mine", "theirs"]))
@settings(max_examples=8, deadline=None)
def test_one_side_for_all_that_is_left_gives_a_valid_card(seed, side):
    found = sk.merge(*case(seed))
    for _ in range(8):  # what was decided may bring a problem to light
        if found.card is None:
            found = found.resolve({conflict.place: side for conflict in found.conflicts})
    assert found.card is not None
    assert sk.parse_scorecard(sk.scorecard.to_document(found.card)) == found.card


@given(seed=SEEDS, side=st.sampled_from(["mine", "theirs"]))
@settings(max_examples=8, deadline=None)
def test_one_side_everywhere_is_the_card_of_that_side(seed, side):
    base, *edits = case(seed)
    found = sk.merge(base, *edits)
    for _ in range(8):
        others = [place for place, who in found.taken.items() if who not in (side, "both")]
        left = [conflict.place for conflict in found.conflicts]
        if others or left:
            found = found.resolve(dict.fromkeys([*others, *left], side))
    assert hash_of(found.card) == hash_of(edits[0] if side == "mine" else edits[1])


# ---- the oracle itself ----


def test_the_oracle_finds_the_one_order_that_fits():
    assert order_of(["abc", "cab", "abcd"], set("abcd"), strict=True) == ["c", "a", "b", "d"]
    assert order_of(["a", "axz", "ay"], set("axyz"), strict=False) == ["a", "x", "z", "y"]
    assert order_of(["a", "ax", "ay"], set("axy"), strict=True) is None
    assert order_of(["abc", "bac", "acb"], set("abc"), strict=False) is None


def test_the_oracle_tells_conflicts_from_edits_that_go_together():
    def weighed(a, b):
        return card(criterion("a", weight=a), criterion("b", weight=b))

    base = weighed(1, 2)
    assert oracle(base, weighed(3, 2), weighed(1, 4)).card == weighed(3, 4)
    assert oracle(base, weighed(3, 2), weighed(4, 2)).conflicts == {"criteria.a.weight"}
    assert oracle(base, card(criterion("b", weight=2)), weighed(4, 2)).conflicts == {"criteria.a"}
