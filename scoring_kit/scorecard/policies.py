"""What a criterion or group yields when it has no value of its own."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator
from pydantic_core import core_schema

from scoring_kit.errors import nearest
from scoring_kit.scorecard.fields import FilledText, Part, describe, finite, problem
from scoring_kit.scorecard.shapes import is_mapping

Action = Literal["worst", "best", "neutral", "reweight", "skip", "fail", "missing"]
VALUE_WORDS = ("worst", "best", "neutral")
ABSENT_WORDS = ("reweight", "skip")
POLICY_WORDS = (*VALUE_WORDS, *ABSENT_WORDS, "fail", "missing")


class Policy(Part):
    """A substitute value with an optional reason, or what to do instead.

    value: a number; worst, best, neutral (a value of the criterion); reweight, skip (the
    member is absent); fail (the row gets no score); missing (as `missing` says).
    """

    value: float | Action
    reason: FilledText | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_short_form(cls, data: Any) -> Any:
        if isinstance(data, Policy):
            return data
        if not is_mapping(data):
            return {"value": _policy_value(data)}
        if "value" in data:
            allowed = POLICY_WORDS if data.get("reason") is None else VALUE_WORDS
            return {**data, "value": _policy_value(data["value"], allowed, "value")}
        return data

    @model_serializer(mode="wrap")
    def _write_short_form(self, handler: SerializerFunctionWrapHandler) -> Any:
        return self.value if self.reason is None else {"value": self.value, "reason": self.reason}

    @property
    def gives_value(self) -> bool:
        """Whether the member gets a value from it."""
        return isinstance(self.value, float) or self.value in VALUE_WORDS

    @property
    def is_absent(self) -> bool:
        """Whether the member is left out."""
        return self.value in ABSENT_WORDS

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: Any) -> Any:
        del schema, handler
        short = [{"type": "number"}, {"enum": list(POLICY_WORDS)}]
        long = {
            "type": "object",
            "properties": {
                "value": {"anyOf": [{"type": "number"}, {"enum": list(VALUE_WORDS)}]},
                "reason": {"type": "string"},
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [*short, long], "description": "a policy"}


def _policy_value(value: Any, allowed: tuple[str, ...] = POLICY_WORDS, *at: str) -> float | str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return finite(value, *at)
    if isinstance(value, str):
        if value in allowed:
            return value
        raise problem(
            "not_allowed",
            f"{value!r} is no policy here; allowed: a number, "
            f"{', '.join(allowed)}{nearest(value, allowed)}",
            *at,
        )
    message = f"a policy is a number or a word, found {describe(value)}"
    raise problem("wrong_type", message, *at)


FAIL = Policy(value="fail")
REWEIGHT = Policy(value="reweight")
