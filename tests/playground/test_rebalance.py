import json
import math
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring_kit.playground.errors import EditError
from scoring_kit.playground.rebalance import REBALANCINGS, rebalanced, room

# Computed by hand, each with its computation; the twin in the browser passes them as well.
CASES = json.loads((Path(__file__).parent / "rebalance.json").read_text())
NAMES = "abcdefgh"
WEIGHTS = st.one_of(
    st.floats(0.0, 1.0), st.floats(0.0, 1e6), st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 5e-324])
)


@st.composite
def groups(draw):
    """Draw weights, the name that changes, and which of the others are locked."""
    weights = dict(zip(NAMES, draw(st.lists(WEIGHTS, min_size=1, max_size=8)), strict=False))
    name = draw(st.sampled_from(sorted(weights)))
    return weights, name, draw(st.sets(st.sampled_from(NAMES))) - {name}


def run(case):
    return rebalanced(
        case["weights"],
        case["change"],
        case["to"],
        locked=case["locked"],
        rebalancing=case["rebalancing"],
    )


@pytest.mark.parametrize("case", [c for c in CASES if "expected" in c], ids=lambda c: c["case"])
def test_the_others_follow_as_computed_by_hand(case):
    assert run(case) == case["expected"]


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: c["case"])
def test_what_cannot_be_rebalanced_is_refused_with_its_reason(case):
    with pytest.raises(EditError, match=rf"\[{case['refused']}\]") as refused:
        run(case)
    assert refused.value.code == case["refused"]


@given(groups(), WEIGHTS, st.sampled_from(["proportional", "equal"]))
def test_the_sum_stays_and_locks_are_kept(group, weight, rebalancing):
    weights, name, locked = group
    low, high = room(weights, name, locked=locked, rebalancing=rebalancing)
    assume(low <= weight <= high)
    after = rebalanced(weights, name, weight, locked=locked, rebalancing=rebalancing)
    assert math.fsum(after.values()) == pytest.approx(math.fsum(weights.values()), rel=1e-12)
    assert all(after[lock] == weights[lock] for lock in locked & set(weights))
    assert all(math.isfinite(value) and value >= 0.0 for value in after.values())
    assert (after[name], list(after)) == (weight, list(weights))


@given(groups(), st.sampled_from(REBALANCINGS), st.floats(0.0, 1.0))
def test_whatever_the_room_holds_is_accepted(group, rebalancing, part):
    weights, name, locked = group
    low, high = room(weights, name, locked=locked, rebalancing=rebalancing)
    weight = low + part * (min(high, 1e9) - low)
    after = rebalanced(weights, name, weight, locked=locked, rebalancing=rebalancing)
    assert after[name] == weight


@given(groups(), st.floats(1e-6, 1e6))
def test_more_than_the_room_holds_is_refused(group, more):
    weights, name, locked = group
    _, high = room(weights, name, locked=locked)
    with pytest.raises(EditError, match=r"locked\]|zero_sum|weight_too_large|only_member"):
        rebalanced(weights, name, high + more + high * 1e-9, locked=locked)


@given(groups())
def test_proportions_of_the_unlocked_stay(group):
    weights, name, locked = group
    open_names = [key for key in weights if key != name and key not in locked]
    assume(any(weights[key] for key in open_names))
    after = rebalanced(weights, name, weights[name] / 2, locked=locked)
    for key in open_names:
        for other in open_names:
            one, two = after[key] * weights[other], after[other] * weights[key]
            assert one == pytest.approx(two, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        (-0.1, "at or above 0, found -0.1"),
        (math.nan, "finite, found nan"),
        (math.inf, "finite, found inf"),
        (True, "found the boolean true"),
        ("0.4", "found the text '0.4'"),
        (None, "found nothing"),
    ],
)
def test_what_is_no_weight_is_refused(weight, message):
    with pytest.raises(EditError, match=message):
        rebalanced({"a": 0.5, "b": 0.5}, "a", weight)


def test_an_unknown_name_gives_the_nearest():
    with pytest.raises(EditError, match="did you mean 'recency'"):
        rebalanced({"recency": 0.5, "orders": 0.5}, "recencie", 0.4)


def test_an_unknown_rebalancing_gives_the_nearest():
    with pytest.raises(EditError, match="did you mean 'proportional'"):
        rebalanced({"a": 0.5, "b": 0.5}, "a", 0.4, rebalancing="proportion")


def test_weights_that_cannot_be_added_are_refused():
    with pytest.raises(EditError, match="too large to be added"):
        rebalanced({"a": 1e308, "b": 1e308}, "a", 0.0)


def test_a_message_says_what_to_do():
    with pytest.raises(EditError, match="unlock another one, or set rebalancing to 'none'"):
        rebalanced({"a": 0.5, "b": 0.3, "c": 0.2}, "a", 0.9, locked=["c"])


def test_there_is_no_room_beside_locked_weights():
    assert room({"a": 0.5, "b": 0.5}, "a", locked=["b"]) == (0.5, 0.5)
    assert room({"a": 0.5, "b": 0.5}, "a", locked=["a"]) == (0.5, 0.5)
    assert room({"a": 0.5, "b": 0.0}, "a", rebalancing="none") == (0.0, math.inf)
