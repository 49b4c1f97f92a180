from scoring_kit.expression.words import Type
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.uses import derived_uses, uses_of

CARD = parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "card",
        "derived": {"total": "a + b"},
        "score": {
            "aggregate": {"formula": "c + d"},
            "then": "value * 2",
            "of": [
                {
                    "criterion": "c",
                    "missing": 0,
                    "value": {"rules": [{"when": "a > 1", "value": "b"}]},
                },
                {"criterion": "d", "missing": 0, "value": {"categories": {"x": "e"}, "other": "f"}},
            ],
        },
        "adjustments": [{"name": "bonus", "when": "a > 2", "add": "g"}, {"name": "most", "cap": 9}],
        "knock_outs": [{"name": "blocked", "when": "h"}],
    }
)


def test_every_expression_is_found_with_its_place_and_type():
    found = {".".join(map(str, use.place)): (use.text, use.expect) for use in uses_of(CARD)}
    assert found == {
        "score.aggregate.formula": ("c + d", Type.NUMBER),
        "score.then": ("value * 2", Type.NUMBER),
        "score.of.0.value.rules.0.when": ("a > 1", Type.BOOLEAN),
        "score.of.0.value.rules.0.value": ("b", Type.NUMBER),
        "score.of.1.value.categories.0.value": ("e", Type.NUMBER),
        "score.of.1.value.other": ("f", Type.NUMBER),
        "adjustments.0.when": ("a > 2", Type.BOOLEAN),
        "adjustments.0.add": ("g", Type.NUMBER),
        "knock_outs.0.when": ("h", Type.BOOLEAN),
    }


def test_members_hide_inputs_where_they_may_be_named():
    members = {use.text: use.members for use in uses_of(CARD)}
    assert members["c + d"] == {"c", "d"}
    assert members["value * 2"] == {"c", "d", "value"}
    assert members["a > 1"] == frozenset()


def test_derived_inputs_may_yield_any_type():
    assert [(name, use.text, use.expect) for name, use in derived_uses(CARD)] == [
        ("total", "a + b", None)
    ]
