"""Value functions: one file per family, one class per kind, listed here.

A new kind is a class with its fields and its words, one entry in `KINDS`, and its test.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from scoring_kit.errors import nearest
from scoring_kit.scorecard.fields import describe, problem
from scoring_kit.scorecard.shapes import is_mapping
from scoring_kit.scorecard.value_functions.base import (
    Branch,
    BranchedFunction,
    Path,
    Scope,
    Use,
    ValueFunction,
)
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories
from scoring_kit.scorecard.value_functions.curves import (
    Decay,
    ExponentialCurve,
    Logarithm,
    LogisticCurve,
    PowerCurve,
)
from scoring_kit.scorecard.value_functions.lines import Identity, Linear, PiecewiseLinear
from scoring_kit.scorecard.value_functions.normalisation import MinMax, Percentile, Rank, ZScore
from scoring_kit.scorecard.value_functions.rules import ExpressionValue, Rules

__all__ = [
    "KINDS",
    "Branch",
    "BranchedFunction",
    "Path",
    "Scope",
    "Use",
    "ValueFunction",
    "ValueFunctionField",
]

KINDS: dict[str, type[ValueFunction]] = {
    kind.kind: kind
    for kind in (
        Identity,
        Linear,
        PiecewiseLinear,
        Bins,
        Categories,
        Rules,
        Logarithm,
        PowerCurve,
        ExponentialCurve,
        LogisticCurve,
        Decay,
        MinMax,
        ZScore,
        Rank,
        Percentile,
        ExpressionValue,
    )
}
"""Every kind of value function by its name in documents."""

WRITTEN_KINDS = tuple(kind for kind in KINDS if kind not in ("identity", "expression"))
"""Kinds that are written as a mapping with their name as a key."""


def kind_of(data: Any) -> str | None:
    """Return the kind that raw data of a `value` field spells, None where it is unclear."""
    if isinstance(data, ValueFunction):
        return data.kind
    if isinstance(data, str):
        return "identity" if data == "identity" else "expression"
    if is_mapping(data):
        named = [kind for kind in WRITTEN_KINDS if kind in data]
        return named[0] if len(named) == 1 else None
    return None


def _check_shape(data: Any) -> Any:
    if isinstance(data, str) and data in WRITTEN_KINDS:
        raise problem(
            "missing_field",
            f"{data} needs its settings: {{{data}: ...}}; a column of that name is read by "
            f"`input: {data}`",
        )
    if kind_of(data) is not None:
        return data
    if not is_mapping(data):
        raise problem(
            "wrong_type",
            f"a value function is a mapping, `identity` or an expression, found {describe(data)}",
        )
    named = [kind for kind in WRITTEN_KINDS if kind in data]
    if named:
        raise problem("two_forms", f"one kind of value function only, found {', '.join(named)}")
    keys = [str(key) for key in data]
    hint = nearest(keys[0], WRITTEN_KINDS) if keys else ""
    raise problem(
        "unknown_kind",
        f"no kind of value function in {{{', '.join(keys)}}}; allowed: "
        f"identity, {', '.join(WRITTEN_KINDS)}, or an expression{hint}",
    )


def _tag(data: Any) -> str:
    return f"<{kind_of(data)}>"


ValueFunctionField = Annotated[
    Annotated[Identity, Tag("<identity>")]
    | Annotated[Linear, Tag("<linear>")]
    | Annotated[PiecewiseLinear, Tag("<piecewise>")]
    | Annotated[Bins, Tag("<bins>")]
    | Annotated[Categories, Tag("<categories>")]
    | Annotated[Rules, Tag("<rules>")]
    | Annotated[Logarithm, Tag("<log>")]
    | Annotated[PowerCurve, Tag("<power>")]
    | Annotated[ExponentialCurve, Tag("<exponential>")]
    | Annotated[LogisticCurve, Tag("<logistic>")]
    | Annotated[Decay, Tag("<decay>")]
    | Annotated[MinMax, Tag("<min_max>")]
    | Annotated[ZScore, Tag("<z_score>")]
    | Annotated[Rank, Tag("<rank>")]
    | Annotated[Percentile, Tag("<percentile>")]
    | Annotated[ExpressionValue, Tag("<expression>")],
    Discriminator(_tag),
    BeforeValidator(_check_shape),
]
"""The `value` field of a criterion. Tags in error places stand in angle brackets."""
