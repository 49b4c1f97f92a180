import jsonschema
import pytest

from scoring_kit.service.schemas import COMPONENTS
from tests.service.served import ROW

LISTS = {name: [value] for name, value in ROW.items()}
ANSWERED = {
    "a row": ({"row": ROW}, 200),
    "rows": ({"rows": [ROW, dict.fromkeys(ROW)]}, 200),
    "columns": ({"columns": LISTS}, 200),
    "a mistake": ({"row": {}}, 422),
    "another mistake": ({"rwo": {}}, 422),
    "no JSON": ("x", 422),
}


@pytest.mark.parametrize(("body", "status"), ANSWERED.values(), ids=ANSWERED)
def test_answers_are_as_the_document_says(served, body, status):
    document = served.ask("GET", "/openapi.json").json()
    told = document["paths"]["/v1/scorecards/{name}/score"]["post"]
    answer = served.score(body)
    (content,) = (
        described["schema"]
        for media, described in told["responses"][str(status)]["content"].items()
        if media == answer.headers["content-type"]
    )
    jsonschema.validate(answer.json(), {**content, "components": document["components"]})
    assert answer.status_code == status


@pytest.mark.parametrize("body", [{"row": ROW}, {"rows": [ROW]}, {"columns": LISTS}])
def test_bodies_are_as_the_document_says(served, body):
    document = served.ask("GET", "/openapi.json").json()
    told = document["paths"]["/v1/scorecards/{name}/score"]["post"]
    jsonschema.validate(body, told["requestBody"]["content"]["application/json"]["schema"])


@pytest.mark.parametrize("schema", COMPONENTS.values(), ids=COMPONENTS)
def test_components_are_schemas(schema):
    jsonschema.Draft202012Validator.check_schema(schema)
