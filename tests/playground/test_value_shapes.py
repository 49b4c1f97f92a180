"""Knots, bins and categories as an editor shows them."""

import pytest

from scoring_kit.playground.value_shapes import (
    bins_of,
    can_snap,
    categories_of,
    formula_of,
    kind_of_shape,
    knots_of,
)
from tests.cards import bins, card, criterion
from tests.playground.states import ODD

KINDS = {
    "piecewise": {"piecewise": [[2, 10], [4, 30]]},
    "linear": {"linear": {"from": [4, 2], "to": [30, 10]}},
    "bins": bins((2, 5), (None, 9)),
    "categories": {"categories": {"a": 1}},
    "other": {"logistic": {"midpoint": 5, "slope": 2}},
}


def member_of(value, **fields):
    found = card(criterion("x", value, unmatched=0, **fields))
    return found.criteria[0]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_the_parts_that_are_edited(kind):
    function = member_of(KINDS[kind]).value
    assert kind_of_shape(function) == kind
    assert (knots_of(function) is not None) == (kind in ("piecewise", "linear"))
    assert (bins_of(function) is not None) == (kind == "bins")
    assert (categories_of(function, None, {}) is not None) == (kind == "categories")


def test_knots_rise_in_x():
    assert knots_of(member_of(KINDS["linear"]).value) == [[2, 10], [4, 30]]


def test_bins_say_where_they_end_and_what_they_give():
    value = {
        "bins": [
            {"below": 2, "value": 5},
            {"up_to": 4, "value": "x * 2"},
            {"below": 9, "unmatched": True},
            {"value": 0},
        ]
    }
    shown = [
        (b["edge"], b["closed"], b["value"], b["expression"], b["unmatched"], b["text"])
        for b in bins_of(member_of(value).value)
    ]
    assert shown == [
        (2, "below", 5, None, False, "below 2"),
        (4, "up_to", None, "x * 2", False, "2 to 4"),
        (9, "below", None, None, True, "above 4 to below 9"),
        (None, None, 0, None, False, "9 or more"),
    ]


def shown(categories):
    return [
        (part["key"], part["text"], part["branch"], part["value"], part["live"], part["rows"])
        for part in categories
    ]


def test_categories_have_their_live_values_and_rows():
    value = {"categories": [{"in": ["a", ODD], "value": 5}, {"in": ["c"], "value": 1}], "other": 2}
    live = member_of({"categories": {ODD: 4, "d": 9}, "other": 3}).value
    rows = {"a": 7, ODD: 2, "d": 5, "e": 1, None: 4}
    assert shown(categories_of(member_of(value).value, live, rows)) == [
        ("a", "a", 0, 5, 3, 7),
        (ODD, ODD, 0, 5, 4, 2),
        ("c", "c", 1, 1, 3, 0),
        (None, "any other", None, 2, 3, 6),  # d and e; what is missing is no category
    ]


@pytest.mark.parametrize(
    ("keys", "rows", "expected"),
    [
        ([True, False], {True: 3, False: 2}, [(True, "true", 3), (False, "false", 2)]),
        ([1, 0], {1.0: 3}, [(1, "1", 3), (0, "0", 0)]),
    ],
)
def test_booleans_and_numbers_are_categories_too(keys, rows, expected):
    value = {"categories": [{"in": [key], "value": 5} for key in keys]}
    found = categories_of(member_of(value).value, member_of(KINDS["piecewise"]).value, rows)
    assert [(part["key"], part["text"], part["rows"]) for part in found] == expected
    assert {part["live"] for part in found} == {None}


SNAPPING = {
    "rises": ({"piecewise": [[1, 1], [2, 5], [3, 7]]}, None, False),
    "bends": ({"piecewise": [[1, 1], [2, 5], [3, 4]]}, None, True),
    "rises, should fall": ({"piecewise": [[1, 1], [2, 5], [3, 7]]}, "down", True),
    "bins": (bins((1, 3), (2, 9), (None, 4)), None, True),
    "expressions": (bins((1, "x"), (None, 4)), None, False),
    "straight": (KINDS["linear"], None, False),
}


@pytest.mark.parametrize(("value", "monotone", "expected"), SNAPPING.values(), ids=SNAPPING)
def test_snapping_is_offered_where_it_changes_something(value, monotone, expected):
    member = member_of(value)
    assert can_snap(member.model_copy(update={"monotone": monotone})) is expected


def test_a_formula_is_plain_text():
    text = "case when x > 1 and x < 3 then 1 else 0 end"
    found = card(criterion("one", text, missing=0))
    assert formula_of(found, found.criteria[0]) == text
