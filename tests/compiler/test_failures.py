import math

import pytest

from tests.compiler.worked import group, leaf, one, root

INPUTS = {"z": {"valid": [0, 10], "special": {-1: "closed"}}}
MEMBER = {"criterion": "a", "missing": "skip"}

# one place each that reads z
PLACES = {
    "then": {"score": root(MEMBER, aggregate="sum", then="value + {}")},
    "formula": {"score": root(MEMBER, aggregate={"formula": "a + {}"})},
    "amount": {
        "score": root(MEMBER, aggregate="sum"),
        "adjustments": [{"name": "bonus", "when": "a < 5", "add": "{}"}],
    },
}


def written(document, text):
    """Return the document with a text in place of {}."""
    if isinstance(document, str):
        return document.replace("{}", text)
    if isinstance(document, dict):
        return {name: written(part, text) for name, part in document.items()}
    return [written(part, text) for part in document] if isinstance(document, list) else document


def scored(place, text="z", inputs=INPUTS, a=1, **row):
    return one({"inputs": inputs, **written(PLACES[place], text)}, a=a, **row)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("z", "status"),
    [
        (3, "scored"),
        (None, "insufficient"),
        (-1, "insufficient"),  # a special is as good as missing
        (11, "invalid"),
        (math.inf, "invalid"),
    ],
)
def test_inputs_that_a_calculation_lacks_take_the_score_away(place, z, status):
    row = scored(place, z=z)
    assert (row["status"], row["score"]) == (status, 4.0 if z == 3 else None)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("z", [None, -1, 11])
def test_a_column_that_the_expression_tests_may_be_missing(place, z):
    row = scored(place, "coalesce(z, 8)", z=z)
    assert (row["status"], row["score"]) == ("scored", 9.0)


@pytest.mark.parametrize("place", PLACES)
def test_null_is_allowed_where_the_document_says_so(place):
    inputs = {"z": {"missing": "null_is_allowed"}}
    text = "case when z > 1 then 5 else 8 end"
    assert scored(place, text, inputs, z=None)["score"] == 9.0
    assert scored(place, text, {}, z=None)["status"] == "insufficient"


@pytest.mark.parametrize("place", PLACES)
def test_any_other_null_is_invalid(place):
    inputs = {"z": {"missing": "null_is_allowed"}}
    assert scored(place, inputs=inputs, z=None)["status"] == "invalid"
    assert scored(place, "6 / z", {}, z=0)["status"] == "invalid"


@pytest.mark.parametrize("place", PLACES)
def test_a_result_that_is_infinite_is_invalid(place):
    row = scored(place, "z * z", {}, z=1e200)
    assert (row["status"], row["score"]) == ("invalid", None)


@pytest.mark.parametrize("place", ["then", "formula"])
def test_a_calculation_without_members_lacks_no_input(place):
    # the root is missing, which is insufficient; an invalid z is not looked at
    assert scored(place, a=None, z=11)["status"] == "insufficient"


@pytest.mark.parametrize("z", [None, -1, 11])
def test_an_amount_counts_only_where_its_adjustment_fires(z):
    row = scored("amount", a=6, z=z)
    assert (row["status"], row["score"]) == ("scored", 6.0)


@pytest.mark.parametrize(
    ("aggregate", "a", "b"),
    [("sum", 1e308, 1e308), ("product", 1e200, 1e200), ("mean", 1.5e308, 1.5e308)],
)
def test_an_aggregate_that_overflows_is_invalid(aggregate, a, b):
    row = one({"score": root(leaf("a"), leaf("b"), aggregate=aggregate)}, a=a, b=b)
    assert (row["status"], row["score"]) == ("invalid", None)


def test_invalid_goes_before_insufficient():
    members = (leaf("a"), leaf("b", invalid="fail"))
    row = one({"score": root(*members)}, a=None, b=math.inf)
    assert row["status"] == "invalid"


@pytest.mark.parametrize("aggregate", ["mean", "sum", "min", "product", {"formula": "1 + 0 * b"}])
def test_a_member_that_fails_fails_the_row_whatever_the_group_makes_of_it(aggregate):
    inner = group("g", leaf("a"), leaf("b"), aggregate=aggregate, missing=5)
    row = one({"score": root(inner, leaf("c"))}, a=None, b=1, c=1)
    assert (row["status"], row["score"]) == ("insufficient", None)


def test_a_member_of_weight_zero_fails_the_row_all_the_same():
    members = (leaf("a", weight=0), leaf("b"))
    row = one({"score": root(*members, aggregate="harmonic_mean", at_least=1)}, a=None, b=2)
    assert (row["status"], row["score"]) == ("insufficient", None)


def test_a_failure_in_a_missing_group_counts():
    # g is below its coverage and left out, but its member a must be there
    inner = group("g", leaf("a"), leaf("b", missing="reweight"), coverage={"minimum": 1})
    row = one({"score": root(inner, leaf("c"))}, a=None, b=None, c=1)
    assert row["status"] == "insufficient"
