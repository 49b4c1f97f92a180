import pytest

from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.models import group_policy, members_below, placed_members

CARD = parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "card",
        "defaults": {"missing": 1, "invalid": "missing"},
        "score": {
            "aggregate": "mean",
            "of": [
                {
                    "group": "people",
                    "aggregate": "max",
                    "of": [
                        {
                            "criterion": "age",
                            "reason": "R1",
                            "missing": {"value": 2, "reason": "R2"},
                        },
                        {"criterion": "band", "value": "age / 10", "weight": 3},
                    ],
                },
                {"criterion": "size", "input": "height", "unmatched": 4},
            ],
        },
    }
)


def test_members_stand_in_document_order():
    assert [member.name for member in members_below(CARD.score)] == [
        "people",
        "age",
        "band",
        "size",
    ]
    assert [criterion.name for criterion in CARD.criteria] == ["age", "band", "size"]
    assert [group.name for group in CARD.groups] == ["people"]


def test_each_member_knows_its_place_and_parent():
    found = {
        member.name: (place, parent.name) for place, member, parent in placed_members(CARD.score)
    }
    assert found["band"] == (("score", "of", 0, "of", 1), "people")
    assert found["size"] == (("score", "of", 1), "score")


def test_a_criterion_reads_its_input_or_the_column_of_its_name_or_names_in_its_expression():
    assert [criterion.column for criterion in CARD.criteria] == ["age", None, "height"]


def test_policies_come_from_the_criterion_then_the_defaults_then_fail():
    age, band, size = CARD.criteria
    assert [CARD.missing_policy(one).value for one in (age, band, size)] == [2.0, 1.0, 1.0]
    assert [CARD.unmatched_policy(one).value for one in (age, size)] == ["fail", 4.0]
    assert CARD.invalid_policy(age).value == "missing"


def test_codes_are_the_reason_or_name_then_those_of_policies():
    assert [list(criterion.codes) for criterion in CARD.criteria] == [
        ["R1", "R2"],
        ["band"],
        ["size"],
    ]


def test_a_missing_group_is_reweighted_in_a_mean():
    assert group_policy(CARD.groups[0], CARD.score).value == "reweight"


def test_weights_count_where_the_aggregation_has_them():
    people = CARD.groups[0]
    assert people.weight_of(people.of[1]) == 1.0
    assert CARD.score.weight_of(people.of[1]) == 3.0


@pytest.mark.parametrize("part", [CARD, CARD.score, CARD.criteria[0]], ids=["card", "root", "leaf"])
def test_parts_are_frozen(part):
    with pytest.raises(ValueError, match="frozen"):
        part.title = "other"
