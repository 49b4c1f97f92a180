"""What a scorecard reads and gives, as JSON Schema, with a row that it takes; from its document."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard.inputs import Input, Parameter
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.value_functions import Categories
from scoring_kit.service.schemas import RESULT, Schema

_TYPES: dict[Type, Schema] = {
    Type.NUMBER: {"type": ["number", "null"]},
    Type.TEXT: {"type": ["string", "null"]},
    Type.BOOLEAN: {"type": ["boolean", "null"]},
    Type.DATE: {"type": ["string", "null"], "format": "date"},
}
_EXAMPLES: dict[Type, object] = {
    Type.NUMBER: 1,
    Type.TEXT: "text",
    Type.BOOLEAN: True,
    Type.DATE: "2024-02-29",
}


def schemas_of(card: Scorecard, columns: Mapping[str, Column]) -> dict[str, Any]:
    """Return the schemas of a row, of the parameters and of a result, and bodies as examples."""
    example = {name: _example(card, name, column.kind) for name, column in columns.items()}
    needed = {
        name: _EXAMPLES[Type(parameter.type)]
        for name, parameter in card.parameters.items()
        if parameter.default is None
    }
    more = {"parameters": needed} if needed else {}
    return {
        "row": {
            "type": "object",
            "properties": {
                name: _property(card.inputs.get(name), column.kind)
                for name, column in columns.items()
            },
            "required": [*columns],
        },
        "parameters": _parameters(card.parameters),
        "result": _result(card),
        "examples": {
            "row": {"row": example, **more},
            "rows": {"rows": [example], **more},
            "columns": {"columns": {name: [value] for name, value in example.items()}, **more},
        },
    }


def _property(entry: Input | None, kind: Type) -> Schema:
    told = dict(_TYPES[kind])
    if entry is None:
        return told
    parts = [entry.description, entry.unit and f"in {entry.unit}"]
    if entry.valid is not None:
        low, high = entry.valid
        parts.append(f"valid from {_bound(low)} to {_bound(high)}, else it counts as invalid")
    parts += [f"{_code(special.code)} means {special.label}" for special in entry.special]
    words = "; ".join(part for part in parts if part)
    return {**told, "description": words} if words else told


def _bound(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def _code(code: str | float | bool) -> str:
    return f"{code:g}" if isinstance(code, float) else str(code)


def _parameters(parameters: Mapping[str, Parameter]) -> Schema:
    kinds = {name: _TYPES[Type(each.type)]["type"][0] for name, each in parameters.items()}
    return {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in kinds.items()},
        "required": [name for name, each in parameters.items() if each.default is None],
        "additionalProperties": False,
    }


def _result(card: Scorecard) -> Schema:
    tiers = [name for name, _ in card.tiers]
    tier: Schema = {"enum": [*tiers, None]}
    return {**RESULT, "properties": {**RESULT["properties"], "tier": tier}}


def _example(card: Scorecard, name: str, kind: Type) -> object:
    """Return a value of an input that the scorecard has a use for."""
    for criterion in card.criteria:
        if criterion.column == name and isinstance(criterion.value, Categories):
            return criterion.value.categories[0].in_[0]
    entry = card.inputs.get(name)
    if kind is Type.NUMBER and entry is not None and entry.valid is not None:
        low, high = (x if x is not None else math.nan for x in entry.valid)
        return next(x for x in ((low + high) / 2, low, high, 1.0) if math.isfinite(x))
    return _EXAMPLES[kind]
