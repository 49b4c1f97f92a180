"""The parts of a document that turn the root into the published score, tier and reasons."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from scoring_kit.scorecard.fields import (
    Amount,
    ExpressionText,
    FilledText,
    Name,
    Number,
    Part,
    describe,
    finite,
    problem,
)
from scoring_kit.scorecard.shapes import is_mapping

IfMissing = Literal["fire", "fail"]
Share = Annotated[Number, Field(ge=0.0, le=1.0)]


class Coverage(Part):
    """The least share of effective weight that must have a usable value."""

    minimum: Share


class Odds(Part):
    """A points scale: `points` at `odds`, and the points that double the odds.

    points = points + pdo / ln 2 * (ln odds of the row - ln odds).
    """

    points: Number
    odds: Annotated[Number, Field(gt=0.0)]
    pdo: Number

    @model_validator(mode="after")
    def _check(self) -> Odds:
        if self.pdo == 0:
            raise problem("out_of_range", "pdo must not be 0", "pdo")
        return self

    @property
    def factor(self) -> float:
        """Points per unit of ln odds: pdo / ln 2."""
        return self.pdo / math.log(2.0)

    @property
    def log_odds(self) -> float:
        """Ln odds at `points`."""
        return math.log(self.odds)


class Scaling(Part):
    """What turns the root into points: multiply and add, or ln odds to points."""

    multiply: Number | None = None
    add: Number | None = None
    log_odds_of: FilledText | None = None
    points: Number | None = None
    odds: Number | None = None
    pdo: Number | None = None

    @model_validator(mode="after")
    def _check(self) -> Scaling:
        scale = (self.log_odds_of, self.points, self.odds, self.pdo)
        if any(part is not None for part in scale):
            if self.multiply is not None or self.add is not None:
                raise problem("two_forms", "either multiply and add, or log_odds_of, not both")
            if any(part is None for part in scale):
                raise problem("missing_field", "log_odds_of needs points, odds and pdo beside it")
            self._check_odds()
        elif self.multiply is None and self.add is None:
            raise problem("missing_field", "scaling needs multiply, add, or log_odds_of")
        if self.multiply == 0:
            raise problem("out_of_range", "multiply must not be 0", "multiply")
        return self

    def _check_odds(self) -> None:
        if self.odds is not None and self.odds <= 0:
            message = f"odds must be above 0, found {self.odds!r}"
            raise problem("out_of_range", message, "odds")
        if self.pdo == 0:
            raise problem("out_of_range", "pdo must not be 0", "pdo")

    @property
    def factor(self) -> float:
        """Points per unit of the root."""
        if self.pdo is not None:
            return self.pdo / math.log(2.0)
        return 1.0 if self.multiply is None else self.multiply

    @property
    def root_at_offset(self) -> float:
        """The root at which the score is `offset`."""
        return 0.0 if self.odds is None else math.log(self.odds)

    @property
    def offset(self) -> float:
        """Score = offset + factor * (root - root_at_offset)."""
        return (self.add or 0.0) if self.points is None else self.points


class Probability(Odds):
    """The probability of an outcome by the published score, as a result column."""

    of: FilledText


ACTIONS = ("add", "multiply", "cap", "floor")


class Adjustment(Part):
    """A change of the scaled score, in document order."""

    name: Name
    when: ExpressionText | None = None
    if_missing: IfMissing | None = None
    add: Amount | None = None
    multiply: Amount | None = None
    cap: Amount | None = None
    floor: Amount | None = None
    description: FilledText | None = None

    @model_validator(mode="after")
    def _check(self) -> Adjustment:
        actions = [name for name in ACTIONS if getattr(self, name) is not None]
        if len(actions) != 1:
            found = ", ".join(actions) or "none"
            raise problem(
                "two_forms" if actions else "missing_field",
                f"exactly one of add, multiply, cap, floor is expected, found {found}",
            )
        if self.if_missing is not None and self.when is None:
            message = "if_missing belongs to a condition; `when` is missing"
            raise problem("missing_field", message, "if_missing")
        return self

    @property
    def action(self) -> str:
        """One of add, multiply, cap, floor."""
        return next(name for name in ACTIONS if getattr(self, name) is not None)

    @property
    def amount(self) -> float | str:
        """The number or expression of the action."""
        return getattr(self, self.action)


class KnockOut(Part):
    """A condition that takes the score away."""

    name: Name
    when: ExpressionText
    if_missing: IfMissing | None = None
    reason: FilledText | None = None
    description: FilledText | None = None

    @property
    def code(self) -> str:
        """Its reason code: `reason`, else its name."""
        return self.reason or self.name


class Rounding(Part):
    """Digits after the decimal point and what happens to the rest."""

    digits: Annotated[int, Field(ge=0, le=12)]
    mode: Literal["half_up", "half_even", "up", "down"] = "half_up"


def _tiers(value: Any) -> Any:
    if not is_mapping(value):
        raise problem(
            "wrong_type", f"a mapping tier: lowest score is expected, found {describe(value)}"
        )
    for name in value:
        if not isinstance(name, str) or not name.strip():
            raise problem("wrong_type", f"a tier's name is a text, found {describe(name)}", name)
    return tuple(value.items())


def _check_cuts(tiers: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    for (before, high), (after, low) in pairwise(tiers):
        if not low < high:
            raise problem(
                "not_decreasing",
                f"tiers stand highest first: {after!r} from {low!r} follows "
                f"{before!r} from {high!r}",
                after,
            )
    return tiers


def _read_tiers(value: Any) -> tuple[tuple[str, float], ...]:
    pairs: list[tuple[str, float]] = []
    for name, cut in _tiers(value):
        if isinstance(cut, bool) or not isinstance(cut, int | float):
            message = f"tier {name!r} needs the lowest score, found {describe(cut)}"
            raise problem("wrong_type", message, name)
        pairs.append((name, finite(cut, name)))
    if not pairs:
        raise problem("too_few", "tiers needs one tier or more")
    return _check_cuts(tuple(pairs))


Tiers = Annotated[
    tuple[tuple[str, float], ...],
    BeforeValidator(_read_tiers),
    PlainSerializer(dict),
    WithJsonSchema(
        {"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 1}
    ),
]
"""Tiers with the lowest score of each, highest first."""


def _read_texts(value: Any) -> tuple[tuple[str, str], ...]:
    if not is_mapping(value):
        raise problem("wrong_type", f"a mapping code: text is expected, found {describe(value)}")
    for code, text in value.items():
        if not isinstance(code, str) or not isinstance(text, str) or not code.strip():
            raise problem(
                "wrong_type",
                f"a reason code and its text are texts, found {describe(code)}: {describe(text)}",
                code,
            )
    return tuple(value.items())


Texts = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_read_texts),
    PlainSerializer(dict),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
"""Texts by reason code."""


class Reasons(Part):
    """How many reasons each row gets, and what shortfalls are measured against."""

    top: Annotated[int, Field(ge=1, le=100)] = 3
    against: Literal["best", "worst", "mean"] = "best"
    direction: Literal["below", "above"] = "below"
    keep: Literal["positive", "nonnegative", "all"] = "positive"
    texts: Texts = ()
