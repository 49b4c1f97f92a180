"""What the OpenAPI document says of registered tables and of streams."""

from __future__ import annotations

from scoring_kit.service.arrow_bodies import MEDIA as ARROW
from scoring_kit.service.schemas import (
    PROBLEM,
    Schema,
    answer,
    object_of,
    path_parameter,
    query_parameter,
    reference,
    stamped,
)
from scoring_kit.service.table_forms import CSV, LINES

_VALUE: Schema = {"type": ["number", "string", "boolean"]}
_KEY: Schema = {"oneOf": [_VALUE, {"type": "object", "additionalProperties": _VALUE}]}
_TEXT: Schema = {"type": "string"}

TABLE = path_parameter("table", "The name of a registered table.")
PARAMETERS = query_parameter(
    "parameters",
    "Values of the scorecard's parameters, as an object in JSON.",
    {"type": "string", "minLength": 2},
)


def _form(name: str, schema: Schema) -> Schema:
    parameters: Schema = {"type": "object"}
    return object_of({name: schema, "parameters": parameters}, name, additionalProperties=False)


KEYS_BODY: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "oneOf": [_form("key", _KEY), _form("keys", {"type": "array", "items": _KEY})]
            },
            "example": {"keys": [17, 18]},
        }
    },
}

_FAILED = object_of(dict.fromkeys(("code", "detail"), _TEXT), "code", "detail")
_FOUND = object_of({"key": _KEY, "result": reference("Result")}, "key", "result")
_NOT_FOUND = object_of({"key": _KEY, "problem": _FAILED}, "key", "problem")
_ABOUT = {"table": _TEXT, "data_version": _TEXT}
KEYS_ANSWER = answer(
    "The results, in the order of the keys; for a key that no row has, what is wrong.",
    stamped(**_ABOUT, key=_KEY, result=reference("Result")),
    stamped(**_ABOUT, results={"type": "array", "items": {"oneOf": [_FOUND, _NOT_FOUND]}}),
)

_WRONG = object_of(
    {**_FAILED["properties"], "errors": PROBLEM["properties"]["errors"]}, "code", "detail"
)
_LINE = object_of(
    {"line": {"type": "integer", "minimum": 1}, "result": reference("Result"), "problem": _WRONG},
)
_HEADERS = {
    name: {"schema": _TEXT, "description": description}
    for name, description in {
        "ETag": "The hash of what made the answer.",
        "Scorecard-Version": "The version that made the answer.",
        "Data-Version": "The version of the table; it changes with its files.",
    }.items()
}
_BINARY: Schema = {"schema": {"type": "string", "format": "binary"}}
_LINES: Schema = {"schema": {"type": "string", "description": "A JSON object in each line."}}

SCORES_ANSWER: Schema = {
    "description": "The key and the result of each row of the table. A connection that breaks "
    "off means that something failed on the way; in NDJSON a last line says what.",
    "headers": _HEADERS,
    "content": {LINES: _LINES, ARROW: _BINARY, CSV: {"schema": _TEXT}},
}

STREAM_BODY: Schema = {
    "required": True,
    "content": {LINES: {**_LINES, "example": '{"age": 41, "region": "north"}\n'}},
}
STREAM_ANSWER: Schema = {
    "description": "For each line of the request, in its order, its number with the result or "
    "with what is wrong. Read while you send: nothing is kept for later.",
    "headers": {name: _HEADERS[name] for name in ("ETag", "Scorecard-Version")},
    "content": {LINES: {"schema": _LINE}},
}
