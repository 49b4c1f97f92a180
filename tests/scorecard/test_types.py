import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.expression.words import Type
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.types import input_types


def types_of(member, **document):
    score = {"aggregate": "sum", "of": [{"criterion": "x", "missing": 0, **member}]}
    card = parse_scorecard({"schema": "scoring-kit/1", "name": "card", "score": score, **document})
    return input_types(card)


@pytest.mark.parametrize(
    ("member", "name", "kind"),
    [
        ({"value": {"piecewise": [[0, 0], [1, 1]]}}, "x", Type.NUMBER),
        ({"value": {"categories": {"art": 1}}}, "x", Type.TEXT),
        ({"value": {"categories": {True: 1}}}, "x", Type.BOOLEAN),
        ({"value": {"decay": {"half_life_days": 9, "until": "2024-01-01"}}}, "x", Type.DATE),
        ({"value": "case when town = 'york' then 1 else 2 end"}, "town", Type.TEXT),
        ({"value": "case when member then 1 else 2 end"}, "member", Type.BOOLEAN),
        ({"value": "days_between(joined, date '2024-01-01')"}, "joined", Type.DATE),
    ],
)
def test_the_type_of_an_input_follows_from_its_use(member, name, kind):
    assert types_of(member).types[name] is kind


def test_types_travel_through_derived_inputs():
    # `first = second` says nothing by itself; a third expression settles both.
    found = types_of(
        {"value": "case when same and starts_with(second, 'a') then 1 else 0 end"},
        derived={"same": "first = second"},
    )
    assert [found.types[name] for name in ("first", "second", "same")] == [
        Type.TEXT,
        Type.TEXT,
        Type.BOOLEAN,
    ]


def test_only_what_is_used_is_read():
    found = types_of({}, inputs={"unused": {"type": "text"}})
    assert (list(found.read), found.types["unused"]) == (["x"], Type.TEXT)


def test_a_conflict_names_the_place_of_the_other_type():
    words = "is a text here .the value function is categories. but a number in inputs.x"
    with pytest.raises(ScorecardError, match=words):
        types_of({"value": {"categories": {"art": 1}}}, inputs={"x": {"type": "number"}})
