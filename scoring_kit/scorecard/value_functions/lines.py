"""Identity, linear and piecewise linear value functions."""

from __future__ import annotations

from abc import abstractmethod
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_serializer, model_validator

from scoring_kit.display.markup import Markup
from scoring_kit.display.numbers import exact
from scoring_kit.expression.words import (
    Case,
    Compare,
    Null,
    Number,
    Or,
    Piecewise,
    Truth,
    Type,
    Word,
)
from scoring_kit.scorecard.fields import (
    ListOf,
    Pair,
    Part,
    check_increasing,
    problem,
)
from scoring_kit.scorecard.value_functions.base import Outside, Scope, Shape, ValueFunction
from scoring_kit.scorecard.value_functions.phrases import Axis, knots_in_words

Knot = tuple[float, float]


class Identity(ValueFunction):
    """The input itself."""

    kind: ClassVar[str] = "identity"

    @model_validator(mode="before")
    @classmethod
    def _read_word(cls, data: Any) -> Any:
        return {} if data == "identity" else data

    @model_serializer
    def _write_word(self) -> str:
        return "identity"

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        return x

    def in_words(self, axis: Axis) -> Markup:
        del axis
        return Markup("The input itself.")


def check_slopes(knots: tuple[Knot, ...]) -> None:
    """Raise where two knots are so close that the slope between them overflows."""
    for slope in Piecewise(Null(Type.NUMBER), knots).slopes:
        if slope - slope != 0.0:
            raise problem("not_finite", "two knots are too close: the slope overflows a double")


def outside_words(x: Word, lowest: float, highest: float) -> Word:
    """Return the condition that x is below `lowest` or above `highest`."""
    return Or((Compare("<", x, Number(lowest)), Compare(">", x, Number(highest))))


def within(x: Word, domain: tuple[float, float], outside: Outside, value: Word) -> Word:
    """Return the value, or NULL outside the domain where that is invalid."""
    if outside != "invalid":
        return value
    return Case(((outside_words(x, *domain), Null(Type.NUMBER)),), value)


class Range(Part):
    """Two ends of the input and the values there."""

    from_: Pair = Field(alias="from")
    to: Pair

    @model_validator(mode="after")
    def _check(self) -> Range:
        if self.from_[0] == self.from_[1]:
            raise problem("empty_range", "the two ends in `from` must differ", "from")
        return self

    @property
    def knots(self) -> tuple[Knot, Knot]:
        """The two ends as knots, rising in x."""
        first, second = zip(self.from_, self.to, strict=True)
        return (first, second) if first[0] < second[0] else (second, first)


class LinearFunction(ValueFunction):
    """Straight lines through knots that a subclass gives."""

    shape: ClassVar[Shape] = "lines"
    outside: Outside = "clamp"

    @property
    @abstractmethod
    def knots(self) -> tuple[Knot, ...]:
        """The knots, rising in x."""

    @property
    def clips(self) -> bool:
        return self.outside == "clamp"

    @property
    def domain(self) -> tuple[float, float]:
        """Lowest and highest x of the knots."""
        return self.knots[0][0], self.knots[-1][0]

    @property
    def limits(self) -> tuple[float, float] | None:
        if self.outside == "extrapolate":
            return None
        values = [value for _, value in self.knots]
        return min(values), max(values)

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        lines = Piecewise(x, self.knots, self.outside == "extrapolate")
        return within(x, self.domain, self.outside, lines)

    def in_words(self, axis: Axis) -> Markup:
        return knots_in_words(self.knots, axis, self.outside)

    @property
    def places(self) -> tuple[float, ...]:
        return tuple(x for x, _ in self.knots)

    def drawn(self, x: Word) -> Word:
        return Piecewise(x, self.knots)

    def outside_domain(self, x: Word, scope: Scope) -> Word:
        del scope
        if self.outside == "extrapolate":
            return Truth(False)
        return outside_words(x, *self.domain)


class Linear(LinearFunction):
    """A straight line from (a, c) to (b, d)."""

    kind: ClassVar[str] = "linear"
    linear: Range

    @model_validator(mode="after")
    def _check(self) -> Linear:
        check_slopes(self.knots)
        return self

    @property
    def knots(self) -> tuple[Knot, ...]:
        return self.linear.knots


class PiecewiseLinear(LinearFunction):
    """Straight lines through two or more knots."""

    kind: ClassVar[str] = "piecewise"
    piecewise: Annotated[tuple[Pair, ...], ListOf]

    @model_validator(mode="after")
    def _check(self) -> PiecewiseLinear:
        if len(self.piecewise) < 2:
            raise problem("too_few", "piecewise needs two knots or more", "piecewise")
        check_increasing([x for x, _ in self.piecewise], "piecewise")
        check_slopes(self.knots)
        return self

    @property
    def knots(self) -> tuple[Knot, ...]:
        return self.piecewise

    def part_in_words(self, branch: int | None, x: object) -> str | None:
        """Return the knots around an input, or the one beyond which it lies."""
        del branch
        if not isinstance(x, float):
            return None
        first, last = self.knots[0], self.knots[-1]
        if x < first[0]:
            return f"below {_arrow(first)}"
        if x > last[0]:
            return f"above {_arrow(last)}"
        left, right = next(pair for pair in pairwise(self.knots) if x <= pair[1][0])
        return f"{_arrow(left)} to {_arrow(right)}"


def _arrow(knot: Knot) -> str:
    return f"{exact(knot[0])} → {exact(knot[1])}"
