"""The parts of a document that say what is read: inputs, parameters, defaults."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, model_validator

from scoring_kit.expression.words import Date, Number, Text, Truth, Type, Word
from scoring_kit.scorecard.fields import (
    FilledText,
    Label,
    ListOf,
    Part,
    describe,
    finite,
    problem,
)
from scoring_kit.scorecard.fields import Number as NumberField
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.value_functions.categories import CategoryKey
from scoring_kit.scorecard.value_functions.curves import EPOCH, calendar_date

TypeName = Literal["number", "text", "boolean", "date"]


def _valid(value: Any) -> Any:
    if not is_list(value) or len(value) != 2:
        raise problem(
            "wrong_type", f"[lowest, highest] is expected, either may be null; {describe(value)}"
        )
    return tuple(value)


class SpecialCode(Part):
    """A code with a meaning inside a column, and its label."""

    code: CategoryKey
    label: Label


def _special(value: Any) -> Any:
    if is_mapping(value):
        return tuple({"code": code, "label": label} for code, label in value.items())
    if is_list(value):
        for index, entry in enumerate(cast("list[object]", value)):
            if not is_mapping(entry):
                found = f"{describe(entry)}; write {{code: label}}, such as {{-99: no_answer}}"
                raise problem(
                    "wrong_type", f"a code with a label is expected, found {found}", index
                )
        return tuple(value)
    message = "a mapping code: label is expected, such as {{-99: no_answer}}, found "
    raise problem("wrong_type", f"{message}{describe(value)}")


class Input(Part):
    """A column: type, unit, valid range (inclusive), special codes, whether NULL is allowed."""

    type: TypeName | None = None
    unit: FilledText | None = None
    valid: (
        Annotated[tuple[NumberField | None, NumberField | None], BeforeValidator(_valid)] | None
    ) = None
    special: Annotated[tuple[SpecialCode, ...], BeforeValidator(_special)] = ()
    missing: Literal["null_is_allowed"] | None = None
    description: FilledText | None = None

    @model_validator(mode="after")
    def _check(self) -> Input:
        self._check_valid()
        codes = [special.code for special in self.special]
        if len({type(code) for code in codes}) > 1:
            raise problem("mixed_categories", "special codes must be of one type", "special")
        for index, code in enumerate(codes):
            if code in codes[:index]:
                message = f"special code {code!r} stands there twice"
                raise problem("duplicate_category", message, "special", index)
        if self.kind is not None and codes and _kind_of(codes[0]) is not self.kind:
            message = f"special code {codes[0]!r} does not fit type {self.kind.value}"
            raise problem("type_conflict", message, "special", 0)
        return self

    def _check_valid(self) -> None:
        if self.valid is None:
            return
        low, high = self.valid
        if low is not None and high is not None and low > high:
            message = f"the valid range is empty: [{low!r}, {high!r}]"
            raise problem("empty_range", message, "valid")
        if self.type not in (None, "number"):
            message = f"`valid` is for numbers, not for {self.type}"
            raise problem("type_conflict", message, "valid")

    @property
    def kind(self) -> Type | None:
        """The type: declared, or that of the valid range or the special codes."""
        if self.type is not None:
            return Type(self.type)
        if self.valid is not None:
            return Type.NUMBER
        return _kind_of(self.special[0].code) if self.special else None


def _kind_of(code: str | float | bool) -> Type:
    if isinstance(code, bool):
        return Type.BOOLEAN
    return Type.TEXT if isinstance(code, str) else Type.NUMBER


def _date_text(value: Any) -> Any:
    return value.isoformat() if type(value) is date else value


def _default(value: Any) -> Any:
    if is_mapping(value) or is_list(value):
        raise problem(
            "wrong_type", f"a number, text, boolean or date is expected, found {describe(value)}"
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return finite(value)
    return _date_text(value)


class Parameter(Part):
    """A value that is given at each run: its type and optional default."""

    type: TypeName
    default: Annotated[
        str | float | bool | None, BeforeValidator(_default), PlainSerializer(_date_text)
    ] = None
    description: FilledText | None = None

    @model_validator(mode="after")
    def _check(self) -> Parameter:
        if self.default is not None:
            parameter_word(self.default, Type(self.type))
        return self


def parameter_word(value: object, kind: Type) -> Word:
    """Return the literal for a parameter's value.

    Raises
    ------
    PydanticCustomError
        When the value is not of the type (`wrong_type`) or not a calendar date (`bad_date`).
    """
    if kind is Type.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        return Number(finite(value))
    if kind is Type.TEXT and isinstance(value, str):
        return Text(value)
    if kind is Type.BOOLEAN and isinstance(value, bool):
        return Truth(value)
    if kind is Type.DATE:
        return Date(_days(value))
    message = f"a {kind.value} is expected, found {describe(value)}"
    raise problem("wrong_type", message, "default")


def _days(value: object) -> int:
    found = calendar_date(value) if isinstance(value, str) else value
    if type(found) is date:
        return (found - EPOCH).days
    message = f"a date such as 2024-02-29 is expected, found {describe(value)}"
    raise problem("bad_date", message, "default")


class Defaults(Part):
    """Policies for criteria that name none."""

    missing: Policy | None = None
    unmatched: Policy | None = None
    invalid: Policy | None = None


def _columns(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Columns = Annotated[
    tuple[FilledText, ...],
    ListOf,
    BeforeValidator(_columns),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A list of columns; one may stand alone."""
