"""The JSON Schema of scorecard documents, for editors that complete and check."""

from __future__ import annotations

import json
from typing import Any

from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.schema_texts import FIELD_RULES, FIELD_TEXTS, PART_RULES, PART_TEXTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

NUMBER: Schema = {"type": "number"}
TEXT: Schema = {"type": "string", "minLength": 1}
AMOUNT: Schema = {"anyOf": [NUMBER, TEXT]}
NOTHING: tuple[object, ...] = (None, {}, [])
"""Defaults that say no more than that a field may be left out."""


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a scorecard document.

    Every valid document validates against it, in short forms too; what only shows when parts
    are seen together (names, bounds, cycles) is left to `read_scorecard`.

    Examples
    --------
    >>> json_schema()["properties"]["schema"]["const"]
    'scoring-kit/1'
    """
    whole = Scorecard.model_json_schema(by_alias=True)
    parts: dict[str, Schema] = whole.pop("$defs")
    root = _part("Scorecard", whole)
    definitions = {name: _WRITTEN.get(name) or _part(name, part) for name, part in parts.items()}
    for name, text in PART_TEXTS.items():
        definitions[name] = {**definitions[name], "description": text}
    return {"$schema": DIALECT, **root, "$defs": definitions}


def schema_text() -> str:
    """Return the JSON Schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _part(name: str, part: Schema) -> Schema:
    """Return a part with its first sentence as description and its fields explained."""
    if "properties" not in part:  # written by the part itself
        return part
    fields = {field: _field(name, field, rest) for field, rest in part["properties"].items()}
    description = " ".join(part["description"].split("\n\n")[0].replace("`", "").split())
    return {
        **part,
        "description": description,
        "properties": fields,
        **PART_RULES.get(name, {}),
    }


def _field(part: str, name: str, field: Schema) -> Schema:
    kept = {
        key: value
        for key, value in field.items()
        if key != "title" and not (key == "default" and value in NOTHING)
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    kept.pop("default" if part == "Scorecard" and name == "defaults" else "", None)
    text = FIELD_TEXTS.get(f"{part}.{name}") or FIELD_TEXTS[name]
    place = f"{part}.{name}"
    return {**kept, "description": text, **FIELD_RULES.get(place, FIELD_RULES.get(name, {}))}


def _closed(required: list[str], **fields: Schema) -> Schema:
    return {
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }


def _or_nothing(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _described(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


_KEY: Schema = {"type": ["string", "number", "boolean"]}
_REASON = _described(_or_nothing(TEXT), "Reason code of this branch.")

# Parts that are written in another form than their fields, or in several.
_WRITTEN: dict[str, Schema] = {
    "Identity": {"const": "identity", "description": "The input itself."},
    "ExpressionValue": {
        **TEXT,
        "not": {"const": "identity"},
        "description": "An expression in SQL spelling, such as floor(x / 10).",
    },
    "OtherBranch": {
        "anyOf": [NUMBER, TEXT, _closed(["value"], value=AMOUNT, reason=_REASON)],
        "description": "The value of every category that is not listed.",
    },
    "CategoryBranch": _closed(
        ["in", "value"],
        **{
            "in": _described({"type": "array", "items": _KEY, "minItems": 1}, "Categories."),
            "value": _described(AMOUNT, "A number, or an expression that yields one."),
            "reason": _REASON,
        },
    ),
    "Categories": {
        **_closed(
            ["categories"],
            categories={
                "anyOf": [
                    {"type": "object", "additionalProperties": AMOUNT, "minProperties": 1},
                    {"type": "array", "items": {"$ref": "#/$defs/CategoryBranch"}, "minItems": 1},
                ],
                "description": "Category to value, or a list of {in, value, reason}.",
            },
            other=_described(
                _or_nothing({"$ref": "#/$defs/OtherBranch"}), "Value of all other categories."
            ),
        ),
        "description": "The value that belongs to the input.",
    },
}
