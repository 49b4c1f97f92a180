import math

import pytest

from scoring_kit.compiler.plan import walk
from scoring_kit.expression.words import Finite
from tests.compiler.worked import group, leaf, lines, one, plan_of, root

SHARE = {"valid": [0, 1]}


def shared(score, inputs=None, rest=None, **row):
    """Return the lines of a row, which add up to its score."""
    document = {"inputs": inputs or {}, "score": score, **(rest or {})}
    found = one(document, **row)
    parts = lines(found)
    assert math.fsum(parts.values()) == pytest.approx(found["score"], rel=1e-9, abs=1e-9)
    return parts


def absent(name, **fields):
    return leaf(name, missing="reweight", **fields)


TREE = root(group("g", absent("a"), absent("b", weight=3), weight=3), absent("c"))


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        # a 3/4 * 1/4 * 10, b 3/4 * 3/4 * 20, c 1/4 * 40
        (20, {"a": 1.875, "b": 11.25, "c": 10.0}),
        (None, {"a": 7.5, "c": 10.0}),  # a is all of g
    ],
)
def test_in_means_a_line_is_weight_times_value(b, expected):
    assert shared(TREE, a=10, b=b, c=40) == pytest.approx(expected)


def test_a_group_that_is_left_out_has_no_lines():
    assert shared(TREE, a=None, b=None, c=40) == {"c": 40.0}


def test_in_a_sum_a_line_is_weight_times_value_beside_the_start():
    score = root(leaf("a", weight=2), leaf("b"), aggregate="sum", initial=100)
    assert shared(score, a=3, b=-4) == {"score_initial": 100.0, "a": 6.0, "b": -4.0}


def test_a_group_that_got_its_value_from_its_policy_is_one_line():
    score = root(group("g", absent("a"), missing=20), leaf("c"))
    assert shared(score, a=None, c=4) == {"g": 10.0, "c": 2.0}
    assert shared(score, a=8, c=4) == {"a": 4.0, "c": 2.0}


def test_a_policy_gives_its_value_to_the_line_of_the_criterion():
    assert shared(root(leaf("a", missing=6), leaf("c")), a=None, c=4) == {"a": 3.0, "c": 2.0}


# ---- then and limits -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "a", "b", "expected"),
    [
        ("value * 10", 2, 4, {"a": 10.0, "b": 20.0}),  # 3 becomes 30: all lines times 10
        ("value - 10", 2, 4, {"a": 1.0, "b": 2.0, "score_then": -10.0}),  # the sign changes
        ("value + 5", -1, 1, {"a": -0.5, "b": 0.5, "score_then": 5.0}),  # the value is 0
        ("0 * value", 2, 4, {}),
    ],
)
def test_then_multiplies_the_lines_below_or_is_one(then, a, b, expected):
    assert shared(root(leaf("a"), leaf("b"), then=then), a=a, b=b) == expected


def test_limits_are_a_line():
    score = root(leaf("a"), leaf("b"), limits=[0, 5])
    assert shared(score, a=4, b=10) == {"a": 2.0, "b": 5.0, "score_limits": -2.0}


def test_limits_stand_behind_then():
    # 7 becomes 14, which is held at 5: lines are doubled, the limit takes 9 back
    score = root(leaf("a"), leaf("b"), then="2 * value", limits=[0, 5])
    assert shared(score, a=4, b=10) == {"a": 4.0, "b": 10.0, "score_limits": -9.0}


# ---- other means: in proportion to weight times value --------------------------------------------


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("geometric_mean", {"a": 0.8, "b": 3.2}),  # 4, in proportion 2 to 8
        ("harmonic_mean", {"a": 0.64, "b": 2.56}),  # 3.2
        ({"power_mean": 2}, {"a": 34**0.5 / 5, "b": 34**0.5 * 0.8}),
    ],
    ids=str,
)
def test_other_means_share_in_proportion(aggregate, expected):
    inputs = {name: {"valid": [1, 10]} for name in "ab"}
    score = root(leaf("a"), leaf("b"), aggregate=aggregate)
    assert shared(score, inputs, a=2, b=8) == pytest.approx(expected)


def test_shares_in_other_means_count_weights():
    # (2^3 * 16)^(1/4) = 128^(1/4); in proportion 3 * 2 to 16
    inputs = {name: {"valid": [1, 16]} for name in "ab"}
    score = root(leaf("a", weight=3), leaf("b"), aggregate="geometric_mean")
    whole = 128**0.25
    expected = {"a": whole * 6 / 22, "b": whole * 16 / 22}
    assert shared(score, inputs, a=2, b=16) == pytest.approx(expected)


def test_members_that_were_raised_share_by_what_they_were_raised_to():
    # 2 / (1/2 + 1/6) = 3, in proportion 2 to 6
    score = root(leaf("a"), leaf("b"), aggregate="harmonic_mean", at_least=2)
    assert shared(score, a=-5, b=6) == pytest.approx({"a": 0.75, "b": 2.25})


@pytest.mark.parametrize(
    ("a", "expected"),
    [(1, {"g": 0.8, "c": 3.2}), (2, {"a": 0.8, "c": 3.2}), (0, {"g": 0.8, "c": 3.2})],
)
def test_a_group_that_was_raised_takes_its_share_as_one_line(a, expected):
    # sqrt(2 * 8) = 4, in proportion 2 to 8
    score = root(group("g", leaf("a")), leaf("c"), aggregate="geometric_mean", at_least=2)
    assert shared(score, a=a, c=8) == pytest.approx(expected)


def test_a_mean_that_zero_made_zero_has_no_lines():
    inputs = {name: {"valid": [0, 10]} for name in "ab"}
    score = root(leaf("a"), leaf("b"), aggregate="geometric_mean", zero="zero")
    assert shared(score, inputs, a=0, b=8) == {}


# ---- products and formulas: by the effect of the worst -------------------------------------------


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        # 0.4; without either it is 0, so both lose 0.4
        ("product", {"a": 0.2, "b": 0.2}),
        # 1 - 0.5 * 0.2 = 0.9; 0.8 without a and 0.5 without b, so they lose 0.1 and 0.4
        ("complement_product", {"a": 0.18, "b": 0.72}),
        # 0.5 + 2 * 0.8 = 2.1: they lose 0.5 and 1.6
        ({"formula": "a + 2 * b"}, {"a": 0.5, "b": 1.6}),
    ],
    ids=str,
)
def test_products_and_formulas_share_by_what_is_lost_at_worst(aggregate, expected):
    score = root(leaf("a"), leaf("b"), aggregate=aggregate)
    assert shared(score, {"a": SHARE, "b": SHARE}, a=0.5, b=0.8) == pytest.approx(expected)


def test_the_worst_need_not_be_zero():
    # 0.4 - 0.1 * 0.8 = 0.32 and 0.4 - 0.5 * 0.1 = 0.35
    inputs = {name: {"valid": [0.1, 1]} for name in "ab"}
    expected = {"a": 0.4 * 0.32 / 0.67, "b": 0.4 * 0.35 / 0.67}
    score = root(leaf("a"), leaf("b"), aggregate="product")
    assert shared(score, inputs, a=0.5, b=0.8) == pytest.approx(expected)


def test_a_group_in_a_product_is_set_to_the_worst_of_its_present_leaves():
    # g = 0.6 (b is absent), worst 0; 0.6 * 0.5 = 0.3; both lose all of it
    inputs = dict.fromkeys("abc", SHARE)
    score = root(group("g", absent("a"), absent("b")), leaf("c"), aggregate="product")
    assert shared(score, inputs, a=0.6, b=None, c=0.5) == pytest.approx({"a": 0.15, "c": 0.15})


def test_absent_members_have_no_share():
    score = root(leaf("a", missing="skip"), leaf("b"), aggregate="product")
    assert shared(score, {"a": SHARE, "b": SHARE}, a=None, b=0.8) == {"b": 0.8}


@pytest.mark.parametrize(
    ("aggregate", "inputs", "a", "b", "whole"),
    [
        ("product", {"a": SHARE}, 0.5, 3.0, 1.5),  # b has no worst
        ({"formula": "a - b"}, {"a": SHARE, "b": SHARE}, 0.75, 0.5, 0.25),  # signs differ
        ({"formula": "1 + 0 * a + 0 * b"}, {"a": SHARE, "b": SHARE}, 1, 1, 1.0),  # sum of 0
    ],
    ids=str,
)
def test_what_cannot_be_shared_is_one_line(aggregate, inputs, a, b, whole):
    score = root(leaf("a"), leaf("b"), aggregate=aggregate)
    assert shared(score, inputs, a=a, b=b) == {"score": whole}


def test_a_group_of_value_zero_takes_its_share_as_one_line():
    # 5 + 0 = 5; at worst g is -1 and the formula 4; so g has the whole share, and c none
    inputs = {"a": {"valid": [-1, 1]}, "c": SHARE}
    score = root(group("g", leaf("a")), leaf("c"), aggregate={"formula": "5 + g + 0 * c"})
    assert shared(score, inputs, a=0, c=1) == {"g": 5.0}


# ---- min and max ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("aggregate", "a", "b", "expected"),
    [
        ("min", 2, 8, {"a": 2.0}),
        ("max", 2, 8, {"b": 8.0}),
        ("min", 3, 3, {"a": 3.0}),
        ("max", None, 8, {"b": 8.0}),
    ],
)
def test_an_extreme_belongs_to_the_first_member_that_attains_it(aggregate, a, b, expected):
    assert shared(root(absent("a"), absent("b"), aggregate=aggregate), a=a, b=b) == expected


def test_a_group_that_attains_an_extreme_shares_it_out():
    score = root(leaf("c"), group("g", leaf("a"), leaf("b")), aggregate="max")
    assert shared(score, a=4, b=8, c=1) == {"a": 2.0, "b": 4.0}


# ---- beyond the root -----------------------------------------------------------------------------


def test_scaling_adjustments_and_rounding_are_lines():
    rest = {
        "scaling": {"multiply": 2, "add": 10},
        "adjustments": [{"name": "bonus", "add": 5}, {"name": "top", "cap": 20}],
        "rounding": {"digits": 0},
    }
    # 2 * 3.25 + 10 = 16.5; 21.5; 20
    found = shared(root(leaf("a")), rest=rest, a=3.25)
    assert found == {"a": 6.5, "scaling": 10.0, "bonus": 5.0, "top": -1.5}


def test_what_rounding_adds_is_a_line():
    rest = {"rounding": {"digits": 0}}
    assert shared(root(leaf("a")), rest=rest, a=3.75) == {"a": 3.75, "rounding": 0.25}


def test_the_line_of_scaling_by_log_odds_is_the_score_at_even_odds():
    rest = {"scaling": {"log_odds_of": "good", "points": 600, "odds": 19, "pdo": 50}}
    # 600 - 50 * ln 19 / ln 2
    found = shared(root(leaf("a")), rest=rest, a=math.log(2))
    assert found == pytest.approx({"a": 50.0, "scaling": 600 - 50 * math.log2(19)})


@pytest.mark.parametrize("a", [None, math.inf])
def test_a_row_without_a_score_has_no_lines(a):
    row = one({"score": root(leaf("a"), leaf("b"))}, a=a, b=1)
    assert (row["contribution_a"], row["contribution_b"]) == (None, None)


# ---- what is guarded -----------------------------------------------------------------------------


def guards(score):
    """Return how often the lines of the criterion `a` test whether a number is finite."""
    plan = plan_of({"score": score}).only(["contribution_a"])
    words = [word for let in plan.steps[-1].lets for word in walk(let.word)]
    return sum(isinstance(word, Finite) for word in words)


BOUNDED = {"piecewise": [[0, 0], [1, 100]]}


@pytest.mark.parametrize(
    ("value", "fields", "expected"),
    [
        (BOUNDED, {}, 0),
        (BOUNDED, {"weight": 7}, 0),
        ("identity", {}, 1),  # an input may be as large as numbers get
        ({"piecewise": [[0, 0], [1, 1e305]]}, {}, 1),
    ],
)
def test_a_line_in_a_mean_is_guarded_only_where_it_may_be_infinite(value, fields, expected):
    assert guards(root(absent("a", value=value, **fields), absent("b"))) == expected


def test_a_line_in_a_sum_is_guarded_where_its_weight_makes_it_large():
    b = leaf("b", value=BOUNDED)
    assert guards(root(leaf("a", value=BOUNDED, weight=1e299), b, aggregate="sum")) == 1
    assert guards(root(leaf("a", value=BOUNDED, weight=1e297), b, aggregate="sum")) == 0
