"""What the OpenAPI document says of bodies and answers, where no model of pydantic stands."""

from __future__ import annotations

from typing import Any

from scoring_kit.service.arrow_bodies import MEDIA as ARROW
from scoring_kit.service.json_bodies import FORMS

Schema = dict[str, Any]


def _object(properties: Schema, *required: str, **more: Any) -> Schema:  # noqa: ANN401
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

RESULT: Schema = _object(
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

PROBLEM: Schema = _object(
    {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": _object(
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


ENVIRONMENT: Schema = {
    "name": "environment",
    "in": "query",
    "required": False,
    "description": "Whose live version is meant; production unless the service says otherwise.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}

NAME: Schema = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "The name of the scorecard.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
VERSION: Schema = {
    "name": "version",
    "in": "query",
    "required": False,
    "description": "The number of an approved version; without it, the live one.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
}

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
                    _object(
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
            "schema": _object(
                {"row": _ROW, "parameters": PARAMETERS}, "row", additionalProperties=False
            )
        }
    },
}

WHAT_IF_BODY: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": _object(
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
    return _object({**STAMP, **content}, *STAMP, *content)


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

_EXPLANATION: Schema = _object(
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


def _query(name: str, description: str, schema: Schema) -> Schema:
    told = {"in": "query", "required": False, "description": description, "schema": schema}
    return {"name": name, **told}


LIMIT = _query("limit", "Items in a part.", {"type": "integer", "minimum": 1, "maximum": MOST})
AFTER = _query("after", "The last name that was seen.", NAME["schema"])
BEFORE = _query("before", "The last number that was seen.", VERSION["schema"])


def _list(item: Schema, key: Schema, **about: Schema) -> Schema:
    items: Schema = {"type": "array", "items": item}
    return _object({**about, "items": items, "next": key}, *about, "items", "next")


_LISTED = _object(
    {
        "name": {"type": "string"},
        "versions": {"type": "integer", "minimum": 0},
        "live": {"type": ["integer", "null"]},
    },
    *("name", "versions", "live"),
)
_SUMMARY = _object(
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
