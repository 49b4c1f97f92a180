import pytest

from tests.compiler.worked import group, leaf, one, root


def absent(name, **fields):
    """Return a criterion that is left out of a mean where its input is missing."""
    return leaf(name, missing="reweight", **fields)


def skipped(name, **fields):
    """Return a criterion that is left out of a sum where its input is missing."""
    return leaf(name, missing="skip", **fields)


def scored(*members, given=None, **row):
    document = {"score": root(*members), **(given or {})}
    return one(document, **row)


# a weighs 3/4 * 1/4, b 3/4 * 3/4, c 1/4 of the whole
TREE = {
    "score": root(
        group("g", absent("a"), absent("b", weight=3), weight=3),
        absent("c"),
    )
}


@pytest.mark.parametrize(
    ("a", "b", "c", "score", "coverage", "of_group"),
    [
        (10, 20, 40, 23.125, 1.0, 1.0),  # g = (10 + 60) / 4 = 17.5; (3 * 17.5 + 40) / 4
        (10, None, 40, 17.5, 0.4375, 0.25),  # g = 10; (30 + 40) / 4; 3/16 + 1/4
        (None, 20, None, 20.0, 0.5625, 0.75),
        (None, None, 40, 40.0, 0.25, 0.0),
    ],
)
def test_weights_are_spread_anew_inside_a_group_only(a, b, c, score, coverage, of_group):
    row = one(TREE, a=a, b=b, c=c)
    assert (row["score"], row["coverage"], row["coverage_g"]) == (score, coverage, of_group)


@pytest.mark.parametrize(("b", "status"), [(1, "scored"), (None, "partial")])
def test_a_row_is_partial_where_coverage_is_below_one(b, status):
    assert one(TREE, a=1, b=b, c=1)["status"] == status


def test_a_row_is_partial_however_little_is_absent():
    row = scored(absent("a"), absent("b", weight=1e6), a=None, b=1)
    assert (row["status"], row["coverage"]) == ("partial", 0.999999)  # 10^6 of 10^6 + 1


def test_a_row_without_any_leaf_is_insufficient():
    row = one(TREE, a=None, b=None, c=None)
    assert (row["status"], row["score"], row["coverage"]) == ("insufficient", None, 0.0)


def test_members_count_one_each_where_the_aggregation_has_no_weights():
    # a and b share the half of g although g says 9: a 0.1 * 0.5, b 0.9 * 0.5, c 0.5
    inner = group("g", absent("a"), absent("b", weight=9), weight=9)
    document = {"score": root(inner, absent("c"), aggregate="min")}
    assert one(document, a=1, b=None, c=1)["coverage"] == 0.55


def test_a_sum_whose_weights_are_all_zero_covers_nothing():
    idle = group("g", skipped("a", weight=0), skipped("b", weight=0), aggregate="sum")
    row = scored(idle, absent("c"), a=None, b=1, c=5)
    # g is 0 and half of the mean; c alone is the whole of what is covered
    assert (row["score"], row["coverage"], row["coverage_g"]) == (2.5, 1.0, 0.0)


def test_coverage_is_published_in_steps_of_one_in_a_thousand_million():
    row = scored(absent("a"), absent("b"), absent("c"), a=1, b=None, c=None)
    assert row["coverage"] == 0.333333333


# ---- missing groups ----------------------------------------------------------------------------


def test_a_mean_is_missing_where_what_is_present_weighs_nothing():
    row = scored(group("g", absent("a", weight=0), absent("b")), absent("c"), a=9, b=None, c=5)
    # a is usable but in a missing group, and weighs nothing anyway
    assert (row["value_g"], row["score"], row["coverage"]) == (None, 5.0, 0.5)


@pytest.mark.parametrize(("minimum", "score", "coverage"), [(0.6, 40.0, 0.5), (0.5, 25.0, 0.75)])
def test_a_group_below_its_own_coverage_is_missing(minimum, score, coverage):
    inner = group("g", absent("a"), absent("b"), coverage={"minimum": minimum})
    row = scored(inner, absent("c"), a=10, b=None, c=40)
    # half of g is there; the root is c alone, or (10 + 40) / 2
    assert (row["score"], row["coverage"], row["coverage_g"]) == (score, coverage, 0.5)


def test_coverage_below_a_missing_group_counts_at_no_level():
    # h lacks half of its leaves and is missing, so g covers only c
    inner = group("h", absent("a"), absent("b"), coverage={"minimum": 0.9})
    row = scored(group("g", inner, absent("c")), absent("d"), a=1, b=None, c=1, d=1)
    assert (row["coverage_h"], row["coverage_g"], row["coverage"]) == (0.5, 0.5, 0.75)


@pytest.mark.parametrize(
    ("aggregate", "policy", "score", "status"),
    [
        ("mean", {}, 40.0, "partial"),  # in a mean, a missing group is left out by default
        ("mean", {"missing": "reweight"}, 40.0, "partial"),
        ("mean", {"missing": 20}, 30.0, "partial"),
        ("mean", {"missing": "fail"}, None, "insufficient"),
        ("sum", {}, None, "insufficient"),  # elsewhere it fails by default
        ("sum", {"missing": "skip"}, 40.0, "partial"),
        ("sum", {"missing": 20}, 60.0, "partial"),
        ("min", {}, None, "insufficient"),
        ("min", {"missing": "reweight"}, 40.0, "partial"),
        ("min", {"missing": 20}, 20.0, "partial"),
    ],
)
def test_a_missing_group_has_its_policy(aggregate, policy, score, status):
    document = {"score": root(group("g", absent("a"), **policy), leaf("c"), aggregate=aggregate)}
    row = one(document, a=None, c=40)
    assert (row["score"], row["status"]) == (score, status)


def test_the_value_of_a_policy_is_no_leaf_with_a_value():
    row = scored(group("g", absent("a"), missing=20), absent("c"), a=None, c=None)
    assert (row["score"], row["status"]) == (None, "insufficient")


@pytest.mark.parametrize(("share", "status"), [(0.5, "partial"), (0.51, "insufficient")])
def test_the_document_may_demand_coverage(share, status):
    given = {"coverage": {"minimum": share}}
    assert scored(absent("a"), absent("b"), given=given, a=1, b=None)["status"] == status


def test_the_root_may_demand_coverage_too():
    document = {"score": root(absent("a"), absent("b"), coverage={"minimum": 0.6})}
    row = one(document, a=1, b=None)
    assert (row["score"], row["status"]) == (None, "insufficient")


# ---- formula and then ----------------------------------------------------------------------------


def formula(text, **fields):
    members = (skipped("a"), skipped("b"))
    inner = group("g", *members, aggregate={"formula": text}, missing="reweight", **fields)
    return {"score": root(inner, leaf("c"))}


@pytest.mark.parametrize(
    ("text", "b", "value", "coverage"),
    [
        ("a + b", 2, 12.0, 1.0),
        ("a + b", None, None, 0.5),  # NULL, and a member that it reads is absent: g is missing
        ("a + coalesce(b, 5)", None, 15.0, 0.75),
        ("case when b is null then 7 else a * b end", None, 7.0, 0.75),
        ("case when b > 1 then a else 0 end", None, 0.0, 0.75),  # NULL > 1 does not hold
        ("a * 2", None, 20.0, 0.75),
        ("a + b + z", 2, 112.0, 1.0),  # other names are inputs
    ],
)
def test_a_formula_sees_absent_members_as_null(text, b, value, coverage):
    row = one(formula(text), a=10, b=b, c=1, z=100)
    assert (row["value_g"], row["coverage"]) == (value, coverage)


def test_a_formula_does_not_count_without_any_member():
    row = one(formula("coalesce(a, 1) + coalesce(b, 1)"), a=None, b=None, c=8)
    assert (row["value_g"], row["score"]) == (None, 8.0)


def test_members_hide_inputs_in_a_formula():
    double = {"linear": {"from": [0, 1], "to": [0, 2]}, "outside": "extrapolate"}
    document = {"score": root(leaf("x", double), aggregate={"formula": "x + 1"})}
    assert one(document, x=10)["score"] == 21.0


def test_then_sees_the_aggregate_the_members_and_the_inputs():
    members = (leaf("a"), leaf("b"))
    document = {"score": root(*members, then="value * 10 + a + z")}
    assert one(document, a=2, b=4, z=100)["score"] == 132.0  # 3 * 10 + 2 + 100


def test_then_makes_a_group_missing_where_it_reads_an_absent_member():
    inner = group("g", absent("a"), absent("b"), then="value + b")
    row = scored(inner, absent("c"), a=1, b=None, c=8)
    assert (row["value_g"], row["score"], row["coverage"]) == (None, 8.0, 0.5)


def test_then_does_not_count_in_a_group_without_members():
    row = scored(group("g", absent("a"), then="value + z"), absent("c"), a=None, c=8, z=None)
    assert (row["score"], row["status"]) == (8.0, "partial")


@pytest.mark.parametrize(("a", "expected"), [(1, 5.0), (3, 6.0), (9, 10.0)])
def test_limits_hold_what_comes_out_of_then(a, expected):
    document = {"score": root(leaf("a"), then="2 * value", limits=[5, 10])}
    assert one(document, a=a)["score"] == expected


# ---- options of the aggregations -----------------------------------------------------------------


@pytest.mark.parametrize(("a", "b", "expected"), [(1, 2, 103.0), (1, None, 101.0)])
def test_initial_starts_a_sum(a, b, expected):
    document = {"score": root(skipped("a"), skipped("b"), aggregate="sum", initial=100)}
    assert one(document, a=a, b=b)["score"] == expected


def test_initial_alone_is_no_sum():
    document = {"score": root(skipped("a"), aggregate="sum", initial=100)}
    assert one(document, a=None)["status"] == "insufficient"


def test_at_least_raises_each_member_before_the_mean():
    members = (absent("a"), absent("b"))
    document = {"score": root(*members, aggregate="harmonic_mean", at_least=2)}
    # 2 / (1/2 + 1/6) = 3; alone: 2
    assert one(document, a=-5, b=6)["score"] == pytest.approx(3.0, rel=1e-15)
    assert one(document, a=-5, b=None)["score"] == pytest.approx(2.0, rel=1e-15)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(0, 4, 0.0), (None, 4, 4.0), (9, 4, 6.0), (9, 0, 0.0), (0, None, 0.0)],
)
def test_zero_counts_only_where_a_member_is_there(a, b, expected):
    inputs = {name: {"valid": [0, 100]} for name in "ab"}
    members = (absent("a"), absent("b"))
    score = root(*members, aggregate="geometric_mean", zero="zero")
    assert one({"inputs": inputs, "score": score}, a=a, b=b)["score"] == pytest.approx(expected)


def test_a_zero_that_weighs_nothing_does_not_count():
    inputs = {name: {"valid": [0, 100]} for name in "ab"}
    score = root(leaf("a", weight=0), leaf("b"), aggregate="geometric_mean", zero="zero")
    assert one({"inputs": inputs, "score": score}, a=0, b=4)["score"] == pytest.approx(4.0)
