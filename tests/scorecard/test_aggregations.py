import math

import pytest

from scoring_kit.scorecard.aggregations import AGGREGATIONS
from scoring_kit.scorecard.validation import SKIPPING
from tests.scorecard.one_row import scored


def root(group, a, b, weights=(1, 1)):
    """Return the score of members `a` and `b`, between 0.01 and 100."""
    aggregate = group["aggregate"]
    method = aggregate if isinstance(aggregate, str) else next(iter(aggregate))
    wanted = "skip" if method in SKIPPING else "reweight"
    members = [
        {"criterion": name, "weight": weight, "missing": wanted}
        for name, weight in zip("ab", weights, strict=True)
    ]
    valid = {"valid": [0.01, 100]}
    document = {"inputs": {"a": valid, "b": valid}, "score": {**group, "of": members}}
    return scored(document, {"a": a, "b": b})["score"]


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("mean", 5.0),
        ("geometric_mean", 4.0),  # sqrt(2 * 8)
        ("harmonic_mean", 3.2),  # 2 / (1/2 + 1/8)
        ({"power_mean": 2}, math.sqrt(34)),  # sqrt((4 + 64) / 2)
        ({"power_mean": -1}, 3.2),  # the harmonic mean
        ("sum", 10.0),
        ("product", 16.0),
        ("complement_product", -6.0),  # 1 - (1 - 2) * (1 - 8)
        ("min", 2.0),
        ("max", 8.0),
        ({"formula": "a * a - b"}, -4.0),
    ],
    ids=str,
)
def test_two_and_eight_become_one_value(aggregate, expected):
    assert root({"aggregate": aggregate}, 2, 8) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("mean", 3.5),  # (3 * 2 + 8) / 4
        ("geometric_mean", 64**0.25),  # (2^3 * 8)^(1/4)
        ("harmonic_mean", 32 / 13),  # 4 / (3/2 + 1/8)
        ("sum", 14.0),
        ("product", 16.0),
        ("max", 8.0),
    ],
)
def test_weights_count_in_means_and_sums_only(aggregate, expected):
    assert root({"aggregate": aggregate}, 2, 8, (3, 1)) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("aggregate", ["mean", "geometric_mean", "harmonic_mean", "sum", "product"])
def test_an_absent_member_leaves_the_other_alone(aggregate):
    assert root({"aggregate": aggregate}, 2, None) == pytest.approx(2.0, rel=1e-15)


@pytest.mark.parametrize("aggregate", AGGREGATIONS)
def test_a_group_without_any_member_is_missing(aggregate):
    spelt = {"power_mean": {"power_mean": 2}, "formula": {"formula": "a + b"}}
    assert root({"aggregate": spelt.get(aggregate, aggregate)}, None, None) is None


def test_initial_at_least_then_and_limits_act_in_this_order():
    assert root({"aggregate": "sum", "initial": 100}, 2, 8) == 110.0
    raised = {"aggregate": "geometric_mean", "at_least": 4}
    assert root(raised, 1, 9) == pytest.approx(6.0)  # sqrt(4 * 9)
    assert root({"aggregate": "mean", "then": "value + a", "limits": [0, 6.5]}, 2, 8) == 6.5


def test_zero_makes_the_whole_mean_zero():
    members = [{"criterion": name, "missing": 0} for name in "ab"]
    valid = {"valid": [0, 9]}
    score = {"aggregate": "harmonic_mean", "zero": "zero", "of": members}
    document = {"inputs": {"a": valid, "b": valid}, "score": score}
    assert scored(document, {"a": 0, "b": 9})["score"] == 0.0
