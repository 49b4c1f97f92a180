"""How a document names an aggregation: by its name, or with an exponent or a formula."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema, model_serializer, model_validator

from scoring_kit.errors import nearest
from scoring_kit.scorecard.aggregations import AGGREGATIONS
from scoring_kit.scorecard.fields import ExpressionText, Number, Part, describe, problem
from scoring_kit.scorecard.shapes import is_mapping


def _aggregate(data: Any) -> Any:
    if isinstance(data, Aggregate):
        return data
    if isinstance(data, str):
        data = {data: None}
    if not is_mapping(data) or len(data) != 1:
        raise problem("wrong_type", f"the name of an aggregation is expected: {describe(data)}")
    name, setting = next(iter(data.items()))
    if name not in AGGREGATIONS:
        hint = nearest(str(name), AGGREGATIONS)
        raise problem(
            "not_allowed", f"{name!r} is no aggregation; allowed: {', '.join(AGGREGATIONS)}{hint}"
        )
    if name in ("power_mean", "formula"):
        if setting is None:
            raise problem("missing_field", f"{name} is written {{{name}: ...}}")
        return {"method": name, "exponent" if name == "power_mean" else "formula": setting}
    if setting is not None:
        raise problem("unknown_field", f"{name} has no setting; write `aggregate: {name}`")
    return {"method": name}


class Aggregate(Part):
    """The aggregation of a group, with the exponent of a power mean or the formula."""

    method: str
    exponent: Number | None = None
    formula: ExpressionText | None = None

    @model_validator(mode="after")
    def _check(self) -> Aggregate:
        if self.exponent == 0:
            message = "the exponent of a power mean must not be 0"
            raise problem("out_of_range", message, "exponent")
        return self

    @model_serializer
    def _write(self) -> Any:
        if self.exponent is not None:
            return {self.method: self.exponent}
        return self.method if self.formula is None else {self.method: self.formula}


AggregateField = Annotated[
    Aggregate,
    BeforeValidator(_aggregate),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [n for n in AGGREGATIONS if n not in ("power_mean", "formula")]},
                {
                    "type": "object",
                    "properties": {
                        "power_mean": {"type": "number"},
                        "formula": {"type": "string"},
                    },
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""The aggregation of a group, as it is read and written."""
