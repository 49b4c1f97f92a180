"""What an explanation is made of. All parts are frozen; None stands for no value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

LineKind = Literal[
    "initial", "criterion", "group", "then", "limits", "scaling", "adjustment", "rounding"
]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its columns as the table has them, and what `compile_explanation` gives for it."""

    columns: Mapping[str, Any]
    outputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InputPart:
    """An input: its value as the table has it, or as it was derived, and its state.

    state: ok, missing, invalid, or the label of a special code.
    """

    name: str
    value: Any
    unit: str | None
    state: str
    is_derived: bool


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """A criterion: the states and numbers of one row.

    groups: those around it, the outermost first. inputs: what it reads. state: ok, missing,
    special, unmatched, clipped or invalid. held: the bin, category, rule or policy that
    applied, in words. weight: effective weight, 0 to 1. weight_used: the same among what has
    a value in this row. shortfall: what it costs against its reference, in points.
    """

    name: str
    title: str | None
    groups: tuple[str, ...]
    inputs: tuple[str, ...]
    state: str
    held: str | None
    value: float | None
    weight: float
    weight_used: float
    contribution: float | None
    reference: float | None
    shortfall: float | None
    code: str


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A group: value, coverage and weights, and what it and all below it contribute.

    is_missing: it has no value of its own; `value` is then what its policy gives.
    """

    name: str
    title: str | None
    groups: tuple[str, ...]
    value: float | None
    coverage: float
    is_missing: bool
    weight: float
    weight_used: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One term of the score: the amount, and the sum of all lines so far."""

    kind: LineKind
    name: str
    amount: float
    total: float


@dataclass(frozen=True, slots=True)
class AdjustmentPart:
    """An adjustment: whether it fired, its amount, and the score before and after it.

    action: add, multiply, cap or floor. amount: None where its expression has no value.
    """

    name: str
    description: str | None
    action: str
    amount: float | None
    fired: bool
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class KnockOutPart:
    """A knock-out that fired: its reason code and text, and its condition."""

    name: str
    code: str
    text: str | None
    when: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of the row: rank from 1, code, text, and shortfall in points.

    shortfall: None where the reason is that of a knock-out.
    """

    rank: int
    code: str
    text: str | None
    shortfall: float | None
