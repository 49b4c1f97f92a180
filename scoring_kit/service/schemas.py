"""What the OpenAPI document says of bodies and answers, where no model of pydantic stands."""

from __future__ import annotations

from typing import Any

from scoring_kit.service.arrow_bodies import MEDIA as ARROW
from scoring_kit.service.json_bodies import FORMS

Schema = dict[str, Any]


def object_of(properties: Schema, *required: str, **more: Any) -> Schema:  # noqa: ANN401
    """Return the schema of an object with these properties, of which some are required."""
    return {"type": "object", "properties": properties, "required": [*required], **more}


_CELL: Schema = {"type": ["number", "string", "boolean", "null"]}
_ROW: Schema = {"type": "object", "additionalProperties": _CELL}
_NUMBER: Schema = {"type": ["number", "null"]}
_TEXT: Schema = {"type": ["string", "null"]}

PARAMETERS: Schema = {
    "type": "object",
    "additionalProperties": {"type": ["number", "string", "boolean"]},
    "description": "Values of the scorecard's parameters.",
}

STAMP: Schema = {
    "scorecard": {"type": "string"},
    "version": {"type": "integer", "minimum": 1},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "environment": {"type": "string"},
}

RESULT: Schema = object_of(
    {
        "score": _NUMBER,
        "tier": _TEXT,
        "status": {"enum": ["scored", "partial", "insufficient", "invalid", "knocked_out"]},
        "coverage": {"type": "number", "minimum": 0, "maximum": 1},
        "probability": _NUMBER,
        "knock_outs": {"type": "array", "items": {"type": "string"}},
    },
    "score",
    "tier",
    "status",
    "coverage",
    "knock_outs",
    patternProperties={"^reason_[0-9]+$": _TEXT},
)

PROBLEM: Schema = object_of(
    {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": object_of(
                {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
                "pointer",
                "code",
                "detail",
            ),
        },
        "error_count": {"type": "integer"},
    },
    "type",
    "title",
    "status",
    "detail",
    "code",
    "request_id",
)

COMPONENTS: dict[str, Schema] = {"Problem": PROBLEM, "Result": RESULT}


def reference(name: str) -> Schema:
    """Return a reference to one of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def query_parameter(name: str, description: str, schema: Schema) -> Schema:
    """Return how an OpenAPI document tells of what may stand in a query."""
    told = {"in": "query", "required": False, "description": description, "schema": schema}
    return {"name": name, **told}


def path_parameter(name: str, description: str) -> Schema:
    """Return how an OpenAPI document tells of a name that stands in an address."""
    told = {"in": "path", "required": True, "description": description, "schema": _LABEL}
    return {"name": name, **told}


_LABEL: Schema = {"type": "string", "minLength": 1, "maxLength": 200}
ENVIRONMENT = query_parameter(
    "environment",
    "Whose live version is meant; production unless the service says otherwise.",
    _LABEL,
)
NAME = path_parameter("name", "The name of the scorecard.")
VERSION = query_parameter(
    "version",
    "The number of an approved version; without it, the live one.",
    {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
)

_BINARY: Schema = {"schema": {"type": "string", "format": "binary"}}

_FORMS: dict[str, Schema] = {
    "row": _ROW,
    "rows": {"type": "array", "items": _ROW},
    "columns": {"type": "object", "additionalProperties": {"type": "array", "items": _CELL}},
}

SCORE_BODY: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "oneOf": [
                    object_of(
                        {form: _FORMS[form], "parameters": PARAMETERS},
                        form,
                        additionalProperties=False,
                    )
                    for form in FORMS
                ]
            },
            "example": {"row": {"age": 41, "region": "north"}},
        },
        ARROW: _BINARY,
    },
}

ROW_BODY: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": object_of(
                {"row": _ROW, "parameters": PARAMETERS}, "row", additionalProperties=False
            )
        }
    },
}

WHAT_IF_BODY: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": object_of(
                {"row": _ROW, "changes": _ROW, "parameters": PARAMETERS},
                "row",
                "changes",
                additionalProperties=False,
            )
        }
    },
}


def answer(description: str, *schemas: Schema, arrow: bool = False) -> Schema:
    """Return how the OpenAPI document tells of an answer with status 200, in JSON."""
    schema = schemas[0] if len(schemas) == 1 else {"oneOf": [*schemas]}
    content: Schema = {"application/json": {"schema": schema}}
    headers = {
        "ETag": {"schema": {"type": "string"}, "description": "The hash of what made the answer."}
    }
    return {
        "description": description,
        "headers": headers,
        "content": content | ({ARROW: _BINARY} if arrow else {}),
    }


def stamped(**content: Schema) -> Schema:
    """Return an answer that says which version made it, with this content."""
    return object_of({**STAMP, **content}, *STAMP, *content)


SCORE_ANSWER = answer(
    "The results, in the form of the rows.",
    stamped(result=reference("Result")),
    stamped(results={"type": "array", "items": reference("Result")}),
    stamped(
        rows={"type": "integer", "minimum": 0},
        columns={"type": "object", "additionalProperties": {"type": "array"}},
    ),
    arrow=True,
)

_EXPLANATION: Schema = object_of(
    {
        "score": _NUMBER,
        "tier": _TEXT,
        "status": RESULT["properties"]["status"],
        "coverage": {"type": "number"},
        "score_before_knock_out": _NUMBER,
        **{
            name: {"type": "array"}
            for name in ("inputs", "criteria", "groups", "lines", "adjustments", "knock_outs")
        },
        "reasons": {"type": "array"},
        "problems": {"type": "array", "items": {"type": "string"}},
    },
    *("score", "tier", "status", "coverage", "inputs", "criteria", "lines", "reasons", "problems"),
)
EXPLAIN_ANSWER = answer("Why the row has its score.", stamped(explanation=_EXPLANATION))
WHAT_IF_ANSWER = answer(
    "The row as it is, and as it would be; `delta` is null where one has no score.",
    stamped(delta=_NUMBER, before=_EXPLANATION, after=_EXPLANATION),
)


# ---- lists ---------------------------------------------------------------------------------

MOST = 500
"""Items in one part of a list."""


LIMIT = query_parameter(
    "limit", "Items in a part.", {"type": "integer", "minimum": 1, "maximum": MOST}
)
AFTER = query_parameter("after", "The last name that was seen.", _LABEL)
BEFORE = query_parameter("before", "The last number that was seen.", VERSION["schema"])


def _list(item: Schema, key: Schema, **about: Schema) -> Schema:
    items: Schema = {"type": "array", "items": item}
    return object_of({**about, "items": items, "next": key}, *about, "items", "next")


_LISTED = object_of(
    {
        "name": {"type": "string"},
        "versions": {"type": "integer", "minimum": 0},
        "live": {"type": ["integer", "null"]},
    },
    *("name", "versions", "live"),
)
_SUMMARY = object_of(
    {
        "number": {"type": "integer", "minimum": 1},
        "sha256": STAMP["sha256"],
        "author": {"type": "string"},
        "message": {"type": "string"},
        "created": {"type": "string", "format": "date-time"},
    },
    *("number", "sha256", "author", "message", "created"),
)
SCORECARDS_ANSWER = answer(
    "Scorecards by name.", _list(_LISTED, _TEXT, environment=STAMP["scorecard"])
)
VERSIONS_ANSWER = answer(
    "Versions, the newest first.",
    _list(_SUMMARY, {"type": ["integer", "null"]}, scorecard=STAMP["scorecard"]),
)
SCHEMA_ANSWER = answer(
    "JSON Schemas, and bodies to post.",
    stamped(**{name: {"type": "object"} for name in ("row", "parameters", "result", "examples")}),
)
