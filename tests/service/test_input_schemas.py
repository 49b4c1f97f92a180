import jsonschema
import pytest

from scoring_kit.service.input_schemas import schemas_of
from scoring_kit.service.scorer import columns_of, scorer_of
from scoring_kit.service.settings import Settings
from tests.cards import card, criterion
from tests.service.served import ROW, WIDE
from tests.service.versions import version_of

DESCRIBED = card(
    criterion("age", special={"no_file": 10}),
    inputs={
        "age": {
            "unit": "years",
            "description": "Age at signing",
            "valid": [18, None],
            "special": [{"code": -99, "label": "no_file"}],
        }
    },
    tiers={"A": 1, "B": 0},
    parameters={"limit": {"type": "number"}, "as_of": {"type": "date", "default": "2024-01-01"}},
)


def told(given):
    return schemas_of(given, columns_of(given))


def test_a_row_is_described_by_its_document():
    age = told(DESCRIBED)["row"]["properties"]["age"]
    assert age["type"] == ["number", "null"]
    assert age["description"] == (
        "Age at signing; in years; valid from 18 to any, else it counts as invalid; "
        "-99 means no_file"
    )


def test_parameters_and_tiers_are_described():
    found = told(DESCRIBED)
    assert found["parameters"]["required"] == ["limit"]
    assert found["parameters"]["properties"] == {
        "limit": {"type": "number"},
        "as_of": {"type": "string"},
    }
    assert found["result"]["properties"]["tier"] == {"enum": ["A", "B", None]}


def test_an_example_is_one_that_the_scorecard_has_a_use_for():
    example = told(WIDE)["examples"]["row"]
    assert example == {"row": {"age": 1, "region": "north", "member": True, "since": "2024-02-29"}}
    needs_parameter = told(DESCRIBED)["examples"]["row"]
    assert needs_parameter == {"row": {"age": 18}, "parameters": {"limit": 1}}


@pytest.mark.parametrize("row", [ROW, dict.fromkeys(ROW)])
def test_a_row_and_its_result_are_as_described(row):
    found = told(WIDE)
    jsonschema.validate(row, found["row"])
    scorer = scorer_of(version_of(WIDE), {}, Settings())
    jsonschema.validate(scorer.row(scorer.reader.row(row)), found["result"])


@pytest.mark.parametrize("row", [{}, {**ROW, "age": "41"}, {**ROW, "member": 1}])
def test_what_is_refused_is_not_as_described(row):
    with pytest.raises(jsonschema.ValidationError, match=r"required|type"):
        jsonschema.validate(row, told(WIDE)["row"])
