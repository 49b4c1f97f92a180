import math

import pytest

from tests.compiler.worked import leaf, one, root

MEMBER = leaf("x", missing="reweight", invalid="reweight")
MARKED = {"valid": [0, 10], "special": {-99: "no_file"}}


def state(inputs=None, derived=None, **row):
    """Return the state of criterion x, whose policies let every state through."""
    card = {"inputs": inputs or {}, "derived": derived or {}, "score": root(MEMBER)}
    return one(card, **row)["state_x"]


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (5, "ok"),
        (0, "ok"),  # the ends of `valid` belong to it
        (10, "ok"),
        (-0.5, "invalid"),
        (10.5, "invalid"),
        (-99, "special"),  # although it is outside `valid` too
        (None, "missing"),
        (math.nan, "missing"),
        (math.inf, "invalid"),
        (-math.inf, "invalid"),
    ],
)
def test_the_first_state_that_applies_counts(x, expected):
    assert state(inputs={"x": MARKED}, x=x) == expected


def test_an_infinite_number_is_invalid_without_any_entry():
    assert state(x=math.inf) == "invalid"


@pytest.mark.parametrize(("valid", "expected"), [([None, 3], "invalid"), ([3, None], "ok")])
def test_an_end_of_valid_may_be_open(valid, expected):
    assert state(inputs={"x": {"valid": valid}}, x=1e6) == expected


@pytest.mark.parametrize(
    ("kind", "code", "keys"),
    [
        ("text", "?", {"a": 1}),
        ("boolean", False, {True: 1}),
        ("boolean", True, {False: 1}),
    ],
)
def test_codes_are_of_the_type_of_their_input(kind, code, keys):
    special = [{"code": code, "label": "no_file"}]
    member = {**MEMBER, "value": {"categories": keys}, "unmatched": "reweight"}
    document = {"inputs": {"x": {"type": kind, "special": special}}, "score": root(member)}
    assert one(document, x=code)["state_x"] == "special"
    assert one(document, x=next(iter(keys)))["state_x"] == "ok"


# ---- derived inputs ----------------------------------------------------------------------------

BOTH = {"a": MARKED, "b": MARKED}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (1, 2, "ok"),
        (11, -99, "invalid"),  # invalid is worse than special
        (11, None, "invalid"),
        (None, -99, "special"),  # special is worse than missing
        (None, 2, "missing"),
    ],
)
def test_a_derived_input_has_the_worst_state_of_what_it_reads(a, b, expected):
    assert state(inputs=BOTH, derived={"x": "a + b"}, a=a, b=b) == expected


@pytest.mark.parametrize("text", ["coalesce(a, 7) + b", "case when a is null then b else a end"])
@pytest.mark.parametrize("a", [None, 11, -99])
def test_columns_that_an_expression_tests_do_not_count(text, a):
    assert state(inputs=BOTH, derived={"x": text}, a=a, b=2) == "ok"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [(None, None, "missing"), (-99, None, "special"), (11, -99, "invalid")],
)
def test_where_the_result_is_null_tested_columns_count(a, b, expected):
    assert state(inputs=BOTH, derived={"x": "coalesce(a, b)"}, a=a, b=b) == expected


def test_a_result_that_is_null_although_all_is_ok_is_invalid():
    assert state(derived={"x": "a / b"}, a=1, b=0) == "invalid"


def test_a_result_that_overflows_is_invalid():
    assert state(derived={"x": "a * b"}, a=1e200, b=1e200) == "invalid"


@pytest.mark.parametrize(("text", "expected"), [("a + b", 1.0), ("b + a", 2.0)])
def test_of_several_specials_the_first_that_is_read_gives_the_label(text, expected):
    inputs = {"a": {"special": {-1: "closed"}}, "b": {"special": {-2: "refused"}}}
    member = {**MEMBER, "special": {"closed": 1, "refused": 2}}
    document = {"inputs": inputs, "derived": {"x": text}, "score": root(member)}
    assert one(document, a=-1, b=-2)["score"] == expected


@pytest.mark.parametrize(("a", "expected"), [(4, "ok"), (6, "invalid"), (-49.5, "special")])
def test_valid_and_special_of_a_derived_input_look_at_its_result(a, expected):
    # 2 * 4 = 8, 2 * 6 = 12 (above 10), 2 * -49.5 = -99
    assert state(inputs={"x": MARKED}, derived={"x": "2 * a"}, a=a) == expected


def test_a_derived_input_hides_a_column_of_its_name():
    document = {"derived": {"x": "2 * a"}, "score": root(MEMBER)}
    assert one(document, a=4, x=100)["score"] == 8.0


def test_derived_inputs_read_each_other_in_any_order():
    document = {"derived": {"x": "y + 1", "y": "2 * a"}, "score": root(MEMBER)}
    assert one(document, a=4)["score"] == 9.0


def test_the_state_of_a_derived_input_goes_on_to_those_that_read_it():
    inputs = {"y": {"valid": [0, 10]}}
    assert state(inputs=inputs, derived={"x": "y + 1", "y": "2 * a"}, a=6) == "invalid"


def test_expressions_see_null_where_an_input_is_not_ok():
    # were a seen as 11 or -99, the rule would hold
    rules = {"rules": [{"when": "a is null", "value": 1}, {"value": 2}]}
    document = {"inputs": BOTH, "score": root({"criterion": "r", "value": rules, "missing": 0})}
    assert [one(document, a=a)["score"] for a in (11, -99, None, 5)] == [1.0, 1.0, 1.0, 2.0]
