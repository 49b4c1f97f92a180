"""Field types that the parts of a document share, with the errors they give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, LiteralString, Self, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from scoring_kit.errors import ExpressionError, Problem, ScorecardError, nearest
from scoring_kit.expression.parse import Expression, parse_expression
from scoring_kit.scorecard.shapes import is_list, is_mapping

RESERVED_NAMES = frozenset(
    {"score", "tier", "status", "coverage", "value", "rank", "scaling", "rounding"}
)
"""Names that columns of every result use."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


class Part(BaseModel):
    """A frozen part of a document: strict types, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other fields; `score` and `write_scorecard` check the values.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.changes(card, card.model_copy(update={"tiers": (("A", 55.0), *card.tiers[1:])}))
        tier A: 60 -> 55
        """
        fields = type(self).model_fields
        for name in update or {}:
            if name not in fields:
                message = f"unknown field {name!r}; allowed: {', '.join(fields)}"
                problem = Problem("unknown_field", name, f"{message}{nearest(name, fields)}")
                raise ScorecardError([problem], type(self).__name__)
        return super().model_copy(update=update, deep=deep)


def problem(code: str, message: str, *at: str | int) -> PydanticCustomError:
    """Return an error that carries a documented problem code.

    at: where inside the part that is validated, such as ``"bins", 2``.
    """
    return PydanticCustomError(
        cast("LiteralString", code), "{message}", {"message": message, "at": at}
    )


def _without_minus_zero(number: float) -> float:
    return number + 0.0


def _plain_number(value: Any, *at: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise problem("wrong_type", f"a number is expected, found {describe(value)}", *at)
    try:
        return float(value)
    except OverflowError:
        raise problem("not_finite", "the number is too large for a double", *at) from None


def _number(value: Any) -> float:
    return _plain_number(value)


def describe(value: object) -> str:
    """Return a short account of a value for an error message."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, str):
        return f"the text {shorten(value)!r}"
    if is_mapping(value):
        return "a mapping"
    if is_list(value):
        return "a list"
    if isinstance(value, int | float):
        return f"the number {shorten(repr(value))}"
    return f"a {type(value).__name__}"


def shorten(text: str, length: int = 60) -> str:
    """Return at most `length` characters of a text, with an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 3] + "..."


Number = Annotated[
    float,
    BeforeValidator(_number),
    Field(allow_inf_nan=False),
    AfterValidator(_without_minus_zero),
    WithJsonSchema({"type": "number"}),
]
"""A finite number; -0 becomes 0."""


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise problem("wrong_type", f"a name is expected, found {describe(value)}")
    if not _NAME.match(value):
        raise problem(
            "bad_name",
            f"{shorten(value)!r} is not a name: small letters, digits and _ from a letter on",
        )
    if value in RESERVED_NAMES:
        raise problem(
            "reserved_name", f"{value!r} names a column of every result; choose another name"
        )
    return value


Name = Annotated[
    str,
    BeforeValidator(_name),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[a-z][a-z0-9_]*$",
            "not": {"enum": sorted(RESERVED_NAMES)},
        }
    ),
]
"""A name of a criterion, group, adjustment, knock-out or derived input."""


def _label(value: Any) -> str:
    if not isinstance(value, str):
        raise problem("wrong_type", f"a name is expected, found {describe(value)}")
    if not _NAME.match(value):
        raise problem(
            "bad_name",
            f"{shorten(value)!r} is not a name: small letters, digits and _ from a letter on",
        )
    return value


Label = Annotated[
    str,
    BeforeValidator(_label),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}),
]
"""A name that is no column: of a special code, a parameter, a scorecard."""


def _line_of_text(value: Any) -> str:
    if not isinstance(value, str):
        raise problem("wrong_type", f"a text is expected, found {describe(value)}")
    if not value.strip():
        raise problem("empty_text", "the text is empty; leave the field out instead")
    return value


FilledText = Annotated[
    str, BeforeValidator(_line_of_text), WithJsonSchema({"type": "string", "minLength": 1})
]
"""A text with something in it: a title, a reason code, a column."""


@lru_cache(maxsize=8192)
def parsed(text: str) -> Expression:
    """Return the parsed expression of a text that validation has accepted."""
    return parse_expression(text)


def _expression(value: Any) -> str:
    if not isinstance(value, str):
        raise problem("wrong_type", f"an expression (text) is expected, found {describe(value)}")
    try:
        parsed(value)
    except ExpressionError as error:
        raise problem(error.code, str(error)) from None
    return value


ExpressionText = Annotated[
    str, BeforeValidator(_expression), WithJsonSchema({"type": "string", "minLength": 1})
]
"""An expression in SQL spelling, parsed."""


def _amount(value: Any) -> float | str:
    return _expression(value) if isinstance(value, str) else finite(value)


def finite(value: Any, *at: str) -> float:
    """Return a number as a finite double; -0 becomes 0. `at` is as in `problem`."""
    number = _plain_number(value, *at)
    if number - number != 0.0:
        raise problem("not_finite", f"found {number!r}; numbers must be finite", *at)
    return number + 0.0


Amount = Annotated[
    float | str,
    BeforeValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
]
"""A number, or an expression that yields one."""


def _pair(value: Any) -> Any:
    if not is_list(value) or len(value) != 2:
        raise problem("wrong_type", f"two numbers [a, b] are expected, found {describe(value)}")
    return tuple(value)


Pair = Annotated[
    tuple[Number, Number],
    BeforeValidator(_pair),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
]
"""Two numbers."""


def _as_tuple(value: Any) -> Any:
    if not is_list(value):
        raise problem("wrong_type", f"a list is expected, found {describe(value)}")
    return tuple(value)


ListOf = BeforeValidator(_as_tuple)
"""Accept a list where a tuple is kept: ``Annotated[tuple[X, ...], ListOf]``."""


def check_increasing(values: Sequence[float], field: str) -> None:
    """Raise unless the values, one per entry of the field, rise strictly."""
    for index, (before, after) in enumerate(pairwise(values), start=1):
        if not before < after:
            message = f"values in `{field}` must rise: {after!r} stands after {before!r}"
            raise problem("not_increasing", message, field, index)


def check_ordered_pair(pair: tuple[float, float], field: str) -> None:
    """Raise unless the first number of the field is below the second."""
    if not pair[0] < pair[1]:
        message = f"`{field}` must rise, found [{pair[0]!r}, {pair[1]!r}]"
        raise problem("empty_range", message, field)
