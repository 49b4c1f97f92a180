import math

import pytest

from tests.compiler.worked import leaf, one, root

# values 10 to 30, by the bins; the input 8 and above is in no bin
BINS = {
    "bins": [
        {"below": 2, "value": 10},
        {"up_to": 5, "value": 30},
        {"below": 8, "value": 20, "reason": "HIGH"},
        {"unmatched": True},
    ]
}
MARKED = {"x": {"valid": [0, 100], "special": {-99: "no_file", -98: "refused"}}}


def scored(x, aggregate="mean", inputs=MARKED, defaults=None, **fields):
    """Return the row for the member x beside the member y, which is 1."""
    member = {"criterion": "x", "value": BINS, "missing": "fail", **fields}
    other = leaf("y", missing=0)
    document = {"inputs": inputs, "score": root(member, other, aggregate=aggregate)}
    return one({**document, "defaults": defaults or {}}, x=x, y=1)


def value(x, **fields):
    return scored(x, **fields)["value_x"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (12.5, 12.5),
        ("worst", 10.0),  # the lowest value of a bin
        ("best", 30.0),
        ("neutral", 17.0),  # the reference
        ({"value": "worst", "reason": "R"}, 10.0),
        ({"value": 3, "reason": "R"}, 3.0),
        ("reweight", None),
        ("fail", None),
    ],
)
@pytest.mark.parametrize(
    ("field", "x"), [("missing", None), ("unmatched", 9), ("invalid", 101)], ids=str
)
def test_each_policy_gives_its_value(field, x, policy, expected):
    assert value(x, reference=17, **{"missing": "fail", field: policy}) == expected


@pytest.mark.parametrize(
    ("policy", "expected"), [(5, 5.0), ("best", 30.0), ("reweight", None), ("missing", 4.0)]
)
def test_a_special_label_has_its_own_policy(policy, expected):
    assert value(-99, missing=4, special={"no_file": policy}) == expected


def test_a_special_label_without_a_policy_is_treated_as_missing():
    row = scored(-98, missing=4, special={"no_file": 5})
    assert (row["value_x"], row["state_x"]) == (4.0, "special")


@pytest.mark.parametrize(("field", "x", "state"), [("unmatched", 9, "unmatched"),
                                                   ("invalid", 101, "invalid")])  # fmt: skip
def test_a_state_that_is_treated_as_missing_stays_what_it_is(field, x, state):
    row = scored(x, missing=4, **{field: "missing"})
    assert (row["value_x"], row["state_x"]) == (4.0, state)


@pytest.mark.parametrize(
    ("field", "x", "status"),
    [
        ("missing", None, "insufficient"),
        ("unmatched", 9, "invalid"),
        ("invalid", 101, "invalid"),
    ],
)
def test_fail_takes_the_score_away(field, x, status):
    row = scored(x, **{"missing": 0, field: "fail"})
    assert (row["status"], row["score"]) == (status, None)


@pytest.mark.parametrize("fields", [{}, {"special": {"no_file": "missing"}}])
def test_fail_under_missing_counts_for_specials_treated_as_missing(fields):
    assert scored(-99, **fields)["status"] == "insufficient"


@pytest.mark.parametrize(("field", "x"), [("unmatched", 9), ("invalid", 101)])
def test_what_is_treated_as_a_missing_that_fails_is_insufficient(field, x):
    assert scored(x, **{field: "missing"})["status"] == "insufficient"


@pytest.mark.parametrize(("field", "x"), [("unmatched", 9), ("invalid", 101)])
def test_unmatched_and_invalid_fail_unless_the_document_says_otherwise(field, x):
    assert scored(x, missing=0)["status"] == "invalid"
    assert scored(x, missing=0, defaults={field: 7})["value_x"] == 7.0


def test_the_policy_of_a_criterion_goes_before_the_default():
    defaults = {"missing": 1, "unmatched": 2, "invalid": 3}
    own = {"missing": 4, "unmatched": 5, "invalid": 6}
    assert [value(x, defaults=defaults, **own) for x in (None, 9, 101)] == [4.0, 5.0, 6.0]


@pytest.mark.parametrize("aggregate", ["sum", "product"])
def test_skip_leaves_the_member_out(aggregate):
    row = scored(None, aggregate=aggregate, missing="skip")
    assert (row["value_x"], row["score"]) == (None, 1.0)  # y alone


@pytest.mark.parametrize("aggregate", ["mean", "min", "max"])
def test_reweight_leaves_the_member_out(aggregate):
    row = scored(None, aggregate=aggregate, missing="reweight")
    assert (row["value_x"], row["score"]) == (None, 1.0)


def test_worst_and_best_of_an_identity_are_those_of_range():
    card = {"score": root(leaf("x", range=[-3, 8], missing="worst", invalid="best"))}
    assert [one(card, x=x)["score"] for x in (None, math.inf)] == [-3.0, 8.0]


def test_worst_and_best_take_other_and_no_policy_into_account():
    value = {"categories": {"a": 5, "b": 7}, "other": 1}
    member = leaf("x", value, missing="worst", special={"none": -100, "late": "best"})
    inputs = {"x": {"special": {"?": "none", "!": "late"}}}
    document = {"inputs": inputs, "score": root(member)}
    assert [one(document, x=x)["score"] for x in (None, "!", "zzz")] == [1.0, 7.0, 1.0]


# ---- domain: clipped or invalid --------------------------------------------------------------

LINE = {"from": [0, 10], "to": [0, 100]}


@pytest.mark.parametrize(
    ("outside", "x", "expected"),
    [
        ("clamp", 12, ("clipped", 100.0)),
        ("clamp", -1, ("clipped", 0.0)),
        ("clamp", 10, ("ok", 100.0)),
        ("extrapolate", 12, ("ok", 120.0)),
        ("invalid", 12, ("invalid", None)),
        ("invalid", 10, ("ok", 100.0)),
    ],
)
def test_outside_says_what_is_made_of_inputs_beyond_the_domain(outside, x, expected):
    document = {"score": root(leaf("x", {"linear": LINE, "outside": outside}))}
    row = one(document, x=x)
    assert (row["state_x"], row["value_x"]) == expected


# ---- rules and expressions ---------------------------------------------------------------------

RULES = {"rules": [{"when": "a > 5", "value": 1}, {"when": "b > 5", "value": "a * 10"}]}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (6, 0, ("ok", 1.0)),
        (2, 6, ("ok", 20.0)),
        (2, 2, ("unmatched", 3.0)),
        (6, None, ("missing", 4.0)),  # what is read and not tested must be there
        (-1, None, ("invalid", 5.0)),
        (None, -1, ("invalid", 5.0)),
    ],
)
def test_rules_have_the_worst_state_of_what_they_read(a, b, expected):
    inputs = {name: {"valid": [0, 10]} for name in "ab"}
    member = {"criterion": "r", "value": RULES, "missing": 4, "unmatched": 3, "invalid": 5}
    row = one({"inputs": inputs, "score": root(member)}, a=a, b=b)
    assert (row["state_r"], row["value_r"]) == expected


def test_a_tested_column_does_not_stand_in_the_way_of_a_rule():
    rules = {"rules": [{"when": "a is null", "value": 1}, {"when": "a > 5", "value": 2}]}
    member = {"criterion": "r", "value": rules, "missing": 4, "unmatched": 3}
    document = {"score": root(member)}
    assert [one(document, a=a)["state_r"] for a in (None, 6, 1)] == ["ok", "ok", "unmatched"]


@pytest.mark.parametrize(
    ("x", "b", "expected"),
    [
        (1, 7, ("ok", 14.0)),
        (3, 7, ("ok", 9.0)),
        (3, None, ("missing", 0.0)),  # the other branch reads b: it counts all the same
        (None, 7, ("missing", 0.0)),
    ],
)
def test_branch_values_that_are_expressions_add_what_they_read(x, b, expected):
    bins = {"bins": [{"below": 2, "value": "2 * b"}, {"value": 9}]}
    row = one({"score": root(leaf("x", bins, missing=0))}, x=x, b=b)
    assert (row["state_x"], row["value_x"]) == expected


@pytest.mark.parametrize(
    ("text", "a", "b", "expected"),
    [
        ("a / b", 6, 3, ("ok", 2.0)),
        ("a / b", 6, 0, ("invalid", 5.0)),  # NULL although all is there
        ("coalesce(a, b)", None, None, ("missing", 4.0)),
        ("coalesce(a, b)", None, 3, ("ok", 3.0)),
        ("a / b", None, 0, ("missing", 4.0)),
    ],
)
def test_an_expression_that_gives_nothing_has_the_worst_state_or_is_invalid(text, a, b, expected):
    member = {"criterion": "e", "value": text, "missing": 4, "invalid": 5}
    row = one({"score": root(member)}, a=a, b=b)
    assert (row["state_e"], row["value_e"]) == expected


# ---- what is usable ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (1, 1.0),
        (None, 0.5),  # a value from `missing` is no usable one
        (-99, 1.0),  # a special with a value is
        (-98, 0.5),  # one treated as missing is not
        (9, 0.5),
        (101, 0.5),
    ],
)
def test_coverage_counts_what_is_usable(x, expected):
    fields = {"missing": 1, "unmatched": 1, "invalid": 1, "special": {"no_file": 1}}
    assert scored(x, **fields)["coverage"] == expected


def test_a_clipped_value_is_usable():
    document = {"score": root(leaf("x", {"linear": LINE}), leaf("y"))}
    assert one(document, x=12, y=0)["coverage"] == 1.0


def test_a_special_whose_member_is_absent_is_not_usable():
    assert scored(-99, missing=1, special={"no_file": "reweight"})["coverage"] == 0.5


@pytest.mark.parametrize(
    ("x", "state"),
    [
        (0.5, "ok"),
        (0.0, "ok"),  # the first and the last knot are inside
        (1.0, "ok"),
        (1.5, "clipped"),
        (-0.5, "clipped"),
        (None, "missing"),
        (float("nan"), "missing"),
        (float("inf"), "invalid"),
        (float("-inf"), "invalid"),
    ],
)
def test_each_input_of_a_line_has_one_state(x, state):
    line = leaf("a", value={"piecewise": [[0, 0], [1, 100]]}, missing=0)
    assert one({"score": root(line)}, a=x)["state_a"] == state
