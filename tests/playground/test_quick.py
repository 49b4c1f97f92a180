import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground import workers
from scoring_kit.playground.quick import Given, QuickScores, is_quick
from scoring_kit.playground.workers import Workers

GAP = np.nan


@pytest.fixture(autouse=True, params=[3, 65_536])
def block(request, monkeypatch):
    """Go through the four rows in two blocks, and in one."""
    monkeypatch.setattr(workers, "BLOCK", request.param)


VALUES = {"a": [10.0, 20.0, GAP, 40.0], "b": [0.0, 100.0, 50.0, GAP], "c": [5.0, 5.0, 5.0, 5.0]}


def leaf(name, **fields):
    return {"criterion": name, "missing": "reweight", "range": [0, 100], **fields}


def card(*members, aggregate="mean", root=None, **fields):
    score = {"aggregate": aggregate, "of": list(members), **(root or {})}
    return sk.parse_scorecard({"schema": "scoring-kit/1", "name": "q", "score": score, **fields})


def quick(drawn, *, scored=(True, True, True, True), **given):
    values = {name: np.array(column, np.float32) for name, column in VALUES.items()}
    empty = {"missing": {}, "fires": {}}
    taken = Given(values=values, scored=np.array(scored), **{**empty, **given})
    return QuickScores(drawn, taken, Workers(2))


TWO = (leaf("a", weight=3), leaf("b", weight=1))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        # (3 a + b) / 4; a alone or b alone where the other is missing
        (card(*TWO), [7.5, 40.0, 50.0, 40.0]),
        (card(*TWO, root={"limits": [8, 45]}), [8.0, 40.0, 45.0, 40.0]),
        (card(leaf("c", missing=0), aggregate="sum", root={"initial": 2}), [7.0] * 4),
        (
            card(*TWO, scaling={"multiply": 2, "add": 1}),
            [16.0, 81.0, 101.0, 81.0],
        ),
        (
            card(*TWO, adjustments=[{"name": "up", "add": 5}, {"name": "top", "cap": 50}]),
            [12.5, 45.0, 50.0, 45.0],
        ),
        # the group is (3 a + b) / 4 as above; with c = 5 as heavy as it
        (
            card({"group": "g", "aggregate": "mean", "of": list(TWO)}, leaf("c")),
            [6.25, 22.5, 27.5, 22.5],
        ),
    ],
)
def test_scores_are_those_of_the_document(drawn, expected):
    assert is_quick(drawn)
    assert quick(drawn).unrounded(drawn) == pytest.approx(expected)


def test_rows_that_had_no_score_have_none():
    drawn = card(*TWO)
    scores = quick(drawn, scored=(True, False, True, True)).unrounded(drawn)
    assert scores == pytest.approx([7.5, np.nan, 50.0, 40.0], nan_ok=True)


def test_a_group_that_is_missing_has_what_its_policy_says():
    group = {"group": "g", "aggregate": "mean", "of": list(TWO)}
    missing = {"g": np.array([True, False, False, False])}
    left_out, replaced = card(group, leaf("c")), card({**group, "missing": 1}, leaf("c"))
    assert quick(left_out, missing=missing).unrounded(left_out)[0] == 5.0  # c alone
    assert quick(replaced, missing=missing).unrounded(replaced)[0] == 3.0  # (1 + 5) / 2


def test_an_adjustment_applies_where_it_fired():
    drawn = card(*TWO, adjustments=[{"name": "up", "add": 5, "when": "c > 1"}])
    fires = {"up": np.array([True, False, False, True])}
    assert quick(drawn, fires=fires).unrounded(drawn) == pytest.approx([12.5, 40.0, 50.0, 45.0])


def test_scores_follow_weights_and_values():
    group = {"group": "g", "aggregate": "mean", "of": [leaf("a", weight=3), leaf("b", weight=1)]}
    first = card(group, leaf("c"))
    scores = quick(first)
    scores.unrounded(first)
    group["of"][1]["weight"] = 3
    second = card(group, leaf("c", weight=3))
    # the group is the plain mean of a and b, and counts a quarter
    assert scores.unrounded(second) == pytest.approx([5.0, 18.75, 16.25, 13.75])
    scores.put("a", np.array([30.0, 20.0, GAP, 40.0], np.float32))
    assert scores.unrounded(second)[0] == pytest.approx(7.5)  # (15 + 3 * 5) / 4


@pytest.mark.parametrize(
    "drawn",
    [
        card(*TWO, aggregate="geometric_mean", root={"at_least": 1}),
        card(*TWO, root={"then": "value * 2"}),
        card(*TWO, adjustments=[{"name": "up", "add": "c * 2"}]),
        card({"group": "g", "aggregate": "min", "of": [leaf("a"), leaf("b")]}, leaf("c")),
    ],
)
def test_other_cards_are_not_quick(drawn):
    assert not is_quick(drawn)


def test_a_group_whose_aggregation_changes_is_calculated_again():
    def nested(aggregate):
        members = [leaf("a", missing=0), leaf("c", missing=0)]
        return card({"group": "g", "aggregate": aggregate, "of": members})

    scores = quick(nested("mean"))
    # row 0: the mean of 10 and 5, then their sum
    assert scores.unrounded(nested("mean"))[0] == 7.5
    assert scores.unrounded(nested("sum"))[0] == 15.0
