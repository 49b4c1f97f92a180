import copy
import json

import pytest
from jsonschema import Draft202012Validator

from scoring_kit.scorecard.schema import json_schema, schema_text
from scoring_kit.scorecard.source import read_source
from tests.agreement.documents import random_card
from tests.scorecard.written import cases
from tests.truth.places import CARDS

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
# What a schema can see: one part by itself. Names, bounds and cycles are the reader's.
SEEN = {"unknown_field", "not_allowed", "unknown_kind", "wrong_schema", "reserved_name"}


def as_json(data):
    """Return data as JSON has it: editors hand keys over as texts."""
    if isinstance(data, dict):
        return {_key(key): as_json(value) for key, value in data.items()}
    return [as_json(item) for item in data] if isinstance(data, list) else data


def _key(key):
    return key if isinstance(key, str) else json.dumps(key)


def read(case):
    """Return the data of a written case, None where it is no mapping that can be read."""
    source = read_source(case.text, name=case.name, format=case.format)
    is_document = isinstance(source.data, dict) and not source.problems
    return as_json(source.data) if is_document else None


def faults(document):
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in VALIDATOR.iter_errors(document)]


def test_the_schema_is_one_of_its_dialect():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_copy_beside_the_data_is_current(data):
    assert (data / "scoring-kit.schema.json").read_text(encoding="utf-8") == schema_text()


def test_written_valid_documents_fit():
    for case in cases("valid"):
        assert faults(read(case)) == [], case.name


def test_the_documents_of_the_project_fit(data):
    paths = [data / "book_club.yaml", *CARDS.values()]
    for path in paths:
        source = read_source(path.read_text(encoding="utf-8"), name=path.name, format="yaml")
        assert faults(as_json(source.data)) == [], path.name


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_random_valid_documents_fit(first):
    for seed in range(first, first + 50):
        assert faults(as_json(random_card(seed).document)) == []


@pytest.mark.parametrize(
    "case", [c for c in cases("invalid") if c.expected[0][0] in SEEN], ids=lambda case: case.name
)
def test_what_one_part_shows_is_refused(case):
    document = read(case)
    assert document is None or faults(document)


BASE = {
    "schema": "scoring-kit/1",
    "name": "card",
    "score": {"aggregate": "mean", "of": [{"criterion": "age", "missing": 0}]},
}
WRONG = {
    "no name": lambda d: d.pop("name"),
    "a name with a capital": lambda d: d.update(name="Card"),
    "no members": lambda d: d["score"].update(of=[]),
    "a negative weight": lambda d: d["score"]["of"][0].update(weight=-1),
    "a weight as text": lambda d: d["score"]["of"][0].update(weight="1"),
    "one knot": lambda d: d["score"]["of"][0].update(value={"piecewise": [[0, 1]]}),
    "a knot of three": lambda d: d["score"]["of"][0].update(value={"piecewise": [[0, 1, 2]] * 2}),
    "two value functions": lambda d: d["score"]["of"][0].update(
        value={"bins": [{"value": 1}], "piecewise": [[0, 1], [1, 2]]}
    ),
    "a bin without value": lambda d: d["score"]["of"][0].update(value={"bins": [{"below": 1}]}),
    "a bin with two edges": lambda d: d["score"]["of"][0].update(
        value={"bins": [{"below": 1, "up_to": 1, "value": 0}, {"value": 1}]}
    ),
    "a misspelt policy": lambda d: d["score"]["of"][0].update(missing="wurst"),
    "two actions": lambda d: d.update(adjustments=[{"name": "a", "add": 1, "cap": 2}]),
    "no action": lambda d: d.update(adjustments=[{"name": "a", "when": "age > 1"}]),
    "if_missing alone": lambda d: d.update(
        adjustments=[{"name": "a", "add": 1, "if_missing": "fire"}]
    ),
    "a tier without cut": lambda d: d.update(tiers={"A": "high"}),
    "half a scaling": lambda d: d.update(scaling={"log_odds_of": "good", "points": 600}),
    "two scalings": lambda d: d.update(
        scaling={"add": 1, "log_odds_of": "good", "points": 600, "odds": 19, "pdo": 50}
    ),
    "a share above 1": lambda d: d.update(coverage={"minimum": 2}),
    "too many digits": lambda d: d.update(rounding={"digits": 13}),
    "an initial value of a mean": lambda d: d["score"].update(initial=5),
    "a special code without label": lambda d: d.update(inputs={"age": {"special": {"-9": 1}}}),
    "a category without value": lambda d: d["score"]["of"][0].update(
        value={"categories": [{"in": ["a"]}]}
    ),
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
def test_common_faults_do_not_fit(spoil):
    document = copy.deepcopy(BASE)
    assert faults(document) == []
    spoil(document)
    assert faults(document)


def test_every_part_and_field_is_explained_for_hovering():
    for name, part in {"Scorecard": SCHEMA, **SCHEMA["$defs"]}.items():
        fields = {} if name == "CategoryBranch" else part.get("properties", {})
        silent = [field for field, schema in fields.items() if not schema.get("description")]
        assert silent == [], name
        assert part.get("description") or name == "CategoryBranch", name
