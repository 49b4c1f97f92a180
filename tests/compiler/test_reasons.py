import pytest

from scoring_kit.errors import CompileError
from tests.compiler.worked import group, leaf, one, plan_of, reasons, root

HUNDRED = {name: {"valid": [0, 100]} for name in "abcd"}


def ranked(score, told=None, inputs=HUNDRED, rest=None, **row):
    """Return the reasons of a row."""
    document = {"inputs": inputs, "reasons": {"top": 3, **(told or {})}, "score": score}
    return reasons(one({**document, **(rest or {})}, **row))


def absent(name, **fields):
    return leaf(name, missing="reweight", **fields)


THREE_TO_ONE = root(leaf("a", weight=3), leaf("b"))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (50, 0, ["a", "b"]),  # 3/4 * 50 = 37.5 and 1/4 * 100 = 25
        (80, 20, ["b", "a"]),  # 15 and 20
        (100, 50, ["b"]),  # a is at its best
        (100, 100, []),
        (90, 70, ["a", "b"]),  # 7.5 both: document order
    ],
)
def test_reasons_are_what_the_criteria_cost_against_their_best(a, b, expected):
    assert ranked(THREE_TO_ONE, a=a, b=b) == expected


def test_no_more_than_top_are_named():
    score = root(leaf("a"), leaf("b"), leaf("c"))
    assert ranked(score, {"top": 2}, a=10, b=30, c=20) == ["a", "c"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # a = 60, b = 0; a lacks 30 of the best and is 45 above the worst, b lacks 25 and has 0
        ({"against": "best"}, ["a", "b"]),
        ({"against": "worst"}, []),
        ({"against": "worst", "direction": "above"}, ["a"]),
        ({"against": "worst", "direction": "above", "keep": "nonnegative"}, ["a", "b"]),
        ({"against": "worst", "keep": "all"}, ["b", "a"]),  # 0 and -45
        ({"against": "best", "direction": "above", "keep": "all"}, ["b", "a"]),  # -25, -30
        # means 80 and 10: 3/4 * 20 = 15 below, 1/4 * 10 = 2.5 below
        ({"against": "mean"}, ["a", "b"]),
        ({"against": "mean", "direction": "above"}, []),
    ],
    ids=str,
)
def test_against_direction_and_keep(told, expected):
    score = root(leaf("a", weight=3, mean=80), leaf("b", mean=10))
    assert ranked(score, told, a=60, b=0) == expected


@pytest.mark.parametrize("against", ["best", "worst", "mean"])
def test_a_reference_goes_before_what_is_told(against):
    # 3/4 * (70 - 60) = 7.5; 1/4 * (100 - 0) = 25
    score = root(leaf("a", weight=3, reference=70, mean=0), leaf("b", reference=100, mean=0))
    assert ranked(score, {"against": against}, a=60, b=0) == ["b", "a"]


def test_shortfalls_are_rounded_to_six_digits():
    score = root(leaf("a"), leaf("b"))
    # halves of 8e-7 and 1.2e-6: 4e-7 is 0, and 6e-7 is 1e-6
    assert ranked(score, a=100 - 8e-7, b=100 - 1.2e-6) == ["b"]


def test_shortfalls_that_are_equal_at_six_digits_stand_in_document_order():
    score = root(leaf("a"), leaf("b"))
    assert ranked(score, a=50, b=50 - 1e-8) == ["a", "b"]


def test_the_weights_of_the_row_count():
    # a lacks 1/4 * 50 = 12.5, or all 50 where b is absent; c lacks 30
    score = root(group("g", absent("a"), absent("b", weight=3)), leaf("c"), aggregate="sum")
    assert ranked(score, a=50, b=100, c=70) == ["c", "a"]
    assert ranked(score, a=50, b=None, c=70) == ["a", "c"]


def test_a_negative_scale_turns_shortfalls_around():
    rest = {"scaling": {"multiply": -1}}
    assert ranked(THREE_TO_ONE, rest=rest, a=50, b=0) == []
    assert ranked(THREE_TO_ONE, {"direction": "above"}, rest=rest, a=50, b=0) == ["a", "b"]


# ---- codes ---------------------------------------------------------------------------------------


def test_shortfalls_are_summed_by_code():
    # b lacks 40; a and c lack 30 each, together 60
    score = root(leaf("b", reason="R1"), leaf("a", reason="R2"), leaf("c", reason="R2"))
    assert ranked(score, b=60, a=70, c=70) == ["R2", "R1"]


def test_a_shared_code_may_add_up_to_nothing():
    # against the references, a lacks 30 and c exceeds by 30
    members = [leaf(name, reference=50, reason="R") for name in "ac"]
    assert ranked(root(*members, leaf("b")), a=20, c=80, b=99) == ["b"]


def test_ties_stand_in_the_order_of_the_first_place_of_a_code():
    # all lack 10 of their references; R2 stands at a branch of a already, before R1
    bins = {"bins": [{"below": 1, "value": 0, "reason": "R3"}, {"value": 9, "reason": "R2"}]}
    others = [leaf("b", reason="R1", reference=10), leaf("c", reason="R2", reference=10)]
    score = root(leaf("a", bins, reference=10), *others)
    assert ranked(score, a=0, b=0, c=0) == ["R3", "R2", "R1"]


STEPS = {
    "bins": [
        {"below": 10, "value": 0, "reason": "LOW"},
        {"below": 20, "value": 50},
        {"value": 100, "reason": "HIGH"},
    ]
}


@pytest.mark.parametrize(
    ("a", "expected"),
    [
        (5, ["LOW"]),
        (15, ["OWN"]),  # the bin has no reason: that of the criterion
        (None, ["NONE"]),
        (-1, ["CLOSED"]),
        (-2, ["OWN"]),
        (101, ["BAD"]),
        (25, []),
    ],
)
def test_codes_are_those_of_branches_policies_or_the_criterion(a, expected):
    special = {-1: "closed", -2: "refused"}
    member = leaf(
        "a",
        STEPS,
        reason="OWN",
        missing={"value": 1, "reason": "NONE"},
        special={"closed": {"value": 2, "reason": "CLOSED"}, "refused": 3},
        invalid={"value": "worst", "reason": "BAD"},
    )
    inputs = {"a": {"valid": [0, 100], "special": special}}
    assert ranked(root(member), inputs=inputs, a=a) == expected


def test_unmatched_rows_have_the_reason_of_their_policy():
    bins = {"bins": [{"below": 9, "value": 50, "reason": "R"}, {"unmatched": True}]}
    member = leaf("a", bins, unmatched={"value": 10, "reason": "GAP"})
    assert ranked(root(member), a=20) == ["GAP"]


def test_a_policy_without_a_reason_has_the_code_of_the_criterion():
    assert ranked(root(leaf("a", STEPS, missing=1)), a=None) == ["a"]


def test_a_branch_whose_value_is_invalid_does_not_give_its_reason():
    rules = {"rules": [{"when": "a > 5", "value": "a / b", "reason": "R"}, {"value": 50}]}
    member = leaf("m", rules, invalid=1, reference=60)
    assert ranked(root(member), a=8, b=0) == ["m"]
    assert ranked(root(member), a=8, b=1) == ["R"]


def test_criteria_without_a_value_have_no_reason():
    assert ranked(root(absent("a"), absent("b")), a=None, b=50) == ["b"]


def test_criteria_in_a_missing_group_have_no_reason():
    inner = group("g", absent("a"), absent("b"), coverage={"minimum": 0.9})
    assert ranked(root(inner, leaf("c")), a=10, b=None, c=50) == ["c"]


# ---- groups that are not linear: the root is worked out anew -------------------------------------

FROM_ONE = {name: {"valid": [1, 16]} for name in "abc"}


@pytest.mark.parametrize(
    ("aggregate", "a", "b", "expected"),
    [
        # 4; a at 16: sqrt(128) = 11.3, b at 16: sqrt(32) = 5.7
        ("geometric_mean", 2, 8, ["a", "b"]),
        # a at 16 leaves 8, b at 16 leaves 2
        ("min", 2, 8, ["a"]),
        # either at 16 gives 16: 8 both
        ("max", 2, 8, ["a", "b"]),
        # 16; a at 16: 128, b at 16: 32
        ("product", 2, 8, ["a", "b"]),
        # 1 - (-1)(-7) = -6; a at 16: 1 - (-15)(-7) = -104, b at 16: 1 - (-1)(-15) = -14
        ("complement_product", 2, 8, []),
        # 2 / 8; a at 16: 2, b at 16: 0.125 and no shortfall
        ({"formula": "a / b"}, 2, 8, ["a"]),
        # 2 - 24; b at 16 is worse: -46
        ({"formula": "a - 3 * b"}, 2, 8, ["a"]),
    ],
    ids=str,
)
def test_other_groups_are_worked_out_anew(aggregate, a, b, expected):
    score = root(leaf("a"), leaf("b"), aggregate=aggregate)
    assert ranked(score, inputs=FROM_ONE, a=a, b=b) == expected


@pytest.mark.parametrize(
    ("c_reference", "expected"),
    [
        # 6 = sqrt(6 * 6), g = (0 + 24) / 4; a at 16: sqrt(10 * 6) - 6 = 1.745967
        (9.9, ["b", "a", "c"]),  # b at 16: sqrt(12 * 6) - 6 = 2.485; c: sqrt(59.4) - 6 = 1.707
        (10.1, ["b", "c", "a"]),  # sqrt(60.6) - 6 = 1.784604
        (12.1, ["c", "b", "a"]),  # sqrt(72.6) - 6 = 2.520563
    ],
)
def test_a_change_goes_up_through_every_group(c_reference, expected):
    inputs = {name: {"valid": [0.001, 16]} for name in "bc"}
    members = (leaf("a", range=[0, 16], reference=16), leaf("b", weight=3))
    inner = group("g", *members, limits=[0.5, 100])
    score = root(inner, leaf("c", reference=c_reference), aggregate="geometric_mean")
    assert ranked(score, inputs=inputs, a=0, b=8, c=6) == expected


@pytest.mark.parametrize(("b", "expected"), [(20, []), (0, ["b"])])
def test_what_limits_take_away_is_no_reason(b, expected):
    # 60 at most: (100 + 20) / 2 is there already, (100 + 0) / 2 lacks 10
    assert ranked(root(leaf("a"), leaf("b"), limits=[0, 60]), a=100, b=b) == expected


def test_then_is_worked_out_anew():
    # 100 - value: what raises a member lowers the score
    score = root(leaf("a"), leaf("b"), then="100 - value")
    assert ranked(score, a=50, b=50) == []
    assert ranked(score, {"direction": "above"}, a=50, b=40) == ["b", "a"]


def test_then_sees_the_member_at_its_reference():
    # value + 10 * a: a at 100 adds 25 and 500, b at 100 adds 30
    score = root(leaf("a"), leaf("b"), then="value + 10 * a")
    assert ranked(score, a=50, b=40) == ["a", "b"]


# ---- rows without a score ------------------------------------------------------------------------

OUT = [
    {"name": "one", "when": "a < 10", "reason": "R1"},
    {"name": "two", "when": "a < 20"},
    {"name": "three", "when": "a < 30", "reason": "R1"},
    {"name": "four", "when": "a < 40", "reason": "R4"},
]


@pytest.mark.parametrize(
    ("a", "expected"),
    [(5, ["R1", "two", "R4"]), (15, ["two", "R1", "R4"]), (35, ["R4"]), (None, [])],
)
def test_knocked_out_rows_have_the_reasons_of_the_knock_outs(a, expected):
    assert ranked(root(leaf("a")), rest={"knock_outs": OUT}, a=a) == expected


def test_a_row_that_is_not_knocked_out_has_its_usual_reasons():
    assert ranked(root(leaf("a")), rest={"knock_outs": OUT}, a=50) == ["a"]


@pytest.mark.parametrize("a", [None, 101])
def test_a_row_without_a_score_has_no_reasons(a):
    assert ranked(root(leaf("a"), leaf("b")), a=a, b=5) == []


def test_without_the_section_there_are_reasons_of_knock_outs_only():
    document = {"score": root(leaf("a"))}
    assert "reason_1" not in one(document, a=5)
    row = one({**document, "knock_outs": OUT}, a=5)
    assert (row["reason_1"], "reason_2" in row) == ("R1", False)
    assert one({**document, "knock_outs": OUT}, a=50)["reason_1"] is None


def test_means_must_be_fitted_first():
    document = {"reasons": {"against": "mean"}, "score": root(leaf("a"))}
    with pytest.raises(CompileError, match=r"'a' has none yet.*fit_references"):
        plan_of(document)


def test_a_shortfall_that_overflows_inside_an_optional_group_is_no_reason():
    # b at its reference, 100, makes the product 1e307 * 100, which no double can hold; the
    # group can be left out of the root, but its loss is not what b costs
    product = {
        "group": "g",
        "aggregate": "product",
        "of": [leaf("a", range=[0, 1]), leaf("b", range=[0, 100], reference=100)],
        "missing": "reweight",
    }
    document = {"score": {"aggregate": "max", "of": [product, leaf("c", range=[0, 9])]}}
    document["reasons"] = {"top": 3, "keep": "nonnegative"}
    row = one(document, a=1e307, b=0.0, c=5.0)
    assert "b" not in [row["reason_1"], row["reason_2"], row["reason_3"]]
