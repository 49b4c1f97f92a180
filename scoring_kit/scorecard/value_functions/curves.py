"""Curves: log, power, exponential, logistic, and decay over time."""

from __future__ import annotations

import math
import re
from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from scoring_kit.display.markup import Markup, join, said
from scoring_kit.display.numbers import exact
from scoring_kit.expression.words import (
    Add,
    Case,
    Compare,
    Date,
    Days,
    Divide,
    Exp,
    Greatest,
    Least,
    Ln,
    Multiply,
    Negate,
    Null,
    Number,
    Power,
    Subtract,
    Type,
    Word,
)
from scoring_kit.scorecard.fields import (
    Number as NumberField,
)
from scoring_kit.scorecard.fields import (
    Pair,
    Part,
    check_ordered_pair,
    describe,
    problem,
)
from scoring_kit.scorecard.value_functions.base import Scope, Shape, Use, ValueFunction
from scoring_kit.scorecard.value_functions.lines import Range, outside_words, within
from scoring_kit.scorecard.value_functions.phrases import (
    Axis,
    bent,
    formula,
    minus,
    rise,
)

EPOCH = date(1970, 1, 1)


def calendar_date(text: str) -> date | None:
    """Return the date that a text spells as 2024-02-29, and in no other way of ISO 8601."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}", text) else None
    except ValueError:
        return None


def held(value: Word, lowest: float, highest: float) -> Word:
    """Return the value, not above `highest` and not below `lowest`."""
    return Greatest((Number(lowest), Least((Number(highest), value))))


class Curve(ValueFunction):
    """A monotone curve between two ends that a subclass gives; exact at both ends."""

    shape: ClassVar[Shape] = "curve"
    outside: Literal["clamp", "invalid"] = "clamp"

    @property
    @abstractmethod
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The two ends (x, value), rising in x."""

    @abstractmethod
    def between(self, x: Word) -> Word:
        """Return the words of the curve between its ends."""

    @property
    @abstractmethod
    def share(self) -> str:
        """The formula of its share of the way from one end to the other."""

    def in_words(self, axis: Axis) -> Markup:
        return bent(self.ends, axis, self.outside, self.share)

    @property
    def places(self) -> tuple[float, ...]:
        return tuple(x for x, _ in self.ends)

    def drawn(self, x: Word) -> Word:
        return self.between(x)

    @property
    def clips(self) -> bool:
        return self.outside == "clamp"

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        (low, value_low), (high, value_high) = self.ends
        inner = held(self.between(x), min(value_low, value_high), max(value_low, value_high))
        branches = (
            (Compare("<=", x, Number(low)), Number(value_low)),
            (Compare(">=", x, Number(high)), Number(value_high)),
        )
        return within(x, (low, high), self.outside, Case(branches, inner))

    def outside_domain(self, x: Word, scope: Scope) -> Word:
        del scope
        (low, _), (high, _) = self.ends
        return outside_words(x, low, high)


class Logarithm(Curve):
    """c + (d - c) * (ln x - ln a) / (ln b - ln a)."""

    kind: ClassVar[str] = "log"
    log: Range

    @model_validator(mode="after")
    def _check(self) -> Logarithm:
        if min(self.log.from_) <= 0:
            message = "both ends in `from` must be above 0 for a logarithm"
            raise problem("out_of_range", message, "log", "from")
        if math.log(self.log.from_[0]) == math.log(self.log.from_[1]):
            message = "the two ends in `from` are too close for a logarithm"
            raise problem("empty_range", message, "log", "from")
        return self

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self.log.knots

    @property
    def share(self) -> str:
        (low, _), (high, _) = self.ends
        return f"ln(x / {exact(low)}) / ln({exact(high)} / {exact(low)})"

    def between(self, x: Word) -> Word:
        (low, value_low), (high, value_high) = self.ends
        slope = (value_high - value_low) / (math.log(high) - math.log(low))
        run = Subtract(Ln(x), Number(math.log(low)))
        return Add(Number(value_low), Multiply(Number(slope), run))


class PowerSpec(Range):
    """The ends of a power curve and its exponent."""

    exponent: NumberField

    @model_validator(mode="after")
    def _check_exponent(self) -> PowerSpec:
        check_ordered_pair(self.from_, "from")
        if self.exponent <= 0:
            message = f"the exponent must be above 0, found {self.exponent!r}"
            raise problem("out_of_range", message, "exponent")
        return self


def share_of_way(x: Word, low: float, high: float) -> Word:
    """Return t = (x - low) / (high - low)."""
    return Divide(Subtract(x, Number(low)), Number(high - low))


def way_in_words(ends: tuple[tuple[float, float], tuple[float, float]]) -> str:
    """Return "(x − a) / (b − a)" with its numbers."""
    (low, _), (high, _) = ends
    if low == 0.0:
        return f"x / {exact(high)}"
    return f"({minus('x', low)}) / ({minus(exact(high), low)})"


class PowerCurve(Curve):
    """c + (d - c) * t^p with t = (x - a) / (b - a)."""

    kind: ClassVar[str] = "power"
    power: PowerSpec

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self.power.knots

    @property
    def share(self) -> str:
        return f"({way_in_words(self.ends)})^{exact(self.power.exponent)}"

    def between(self, x: Word) -> Word:
        (low, value_low), (high, value_high) = self.ends
        bent = Power(share_of_way(x, low, high), Number(self.power.exponent))
        return Add(Number(value_low), Multiply(Number(value_high - value_low), bent))


class ExponentialSpec(Range):
    """The ends of an exponential curve and its rate."""

    rate: NumberField

    @model_validator(mode="after")
    def _check_rate(self) -> ExponentialSpec:
        check_ordered_pair(self.from_, "from")
        if self.rate == 0 or abs(self.rate) > 700:
            message = f"the rate must not be 0 and within +-700, found {self.rate!r}"
            raise problem("out_of_range", message, "rate")
        return self


class ExponentialCurve(Curve):
    """c + (d - c) * (1 - e^(-r t)) / (1 - e^(-r)) (Kirkwood, 1997)."""

    kind: ClassVar[str] = "exponential"
    exponential: ExponentialSpec

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return self.exponential.knots

    @property
    def share(self) -> str:
        fall = exact(-self.exponential.rate)
        way = way_in_words(self.ends)
        return f"(1 − e^({fall} × {way})) / (1 − e^({fall}))"

    def between(self, x: Word) -> Word:
        (low, value_low), (high, value_high) = self.ends
        rate = self.exponential.rate
        bent = Exp(Multiply(Number(-rate), share_of_way(x, low, high)))
        factor = (value_high - value_low) / (1.0 - math.exp(-rate))
        return Add(Number(value_low), Multiply(Number(factor), Subtract(Number(1.0), bent)))


class LogisticSpec(Part):
    """Midpoint, slope there, and the values at the far ends."""

    midpoint: NumberField
    slope: NumberField
    to: Pair = (0.0, 1.0)

    @model_validator(mode="after")
    def _check(self) -> LogisticSpec:
        if self.slope == 0:
            raise problem("out_of_range", "the slope must not be 0", "slope")
        return self


class LogisticCurve(ValueFunction):
    """c + (d - c) / (1 + e^(-s (x - m))), written so that it cannot overflow."""

    kind: ClassVar[str] = "logistic"
    shape: ClassVar[Shape] = "curve"
    logistic: LogisticSpec

    def in_words(self, axis: Axis) -> Markup:
        spec, (low, high) = self.logistic, self.logistic.to
        falls = f"e^({exact(-spec.slope)} × ({minus('x', spec.midpoint)}))"
        middle = axis.place(spec.midpoint, with_unit=True)
        written = formula(f"{rise(low, high)} × 1 / (1 + {falls})")
        return join(["half way at ", middle, "; ", written, "."])

    @property
    def places(self) -> tuple[float, ...]:
        middle, reach = self.logistic.midpoint, 5.0 / abs(self.logistic.slope)
        return middle - reach, middle, middle + reach

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        spec = self.logistic
        steps = Multiply(Number(spec.slope), Subtract(x, Number(spec.midpoint)))
        rising = Divide(Number(1.0), Add(Number(1.0), Exp(Negate(steps))))
        falling = Divide(Exp(steps), Add(Number(1.0), Exp(steps)))
        is_upper = Compare(">=" if spec.slope > 0 else "<=", x, Number(spec.midpoint))
        share = Case(((is_upper, rising),), falling)
        low, high = spec.to
        value = Add(Number(low), Multiply(Number(high - low), share))
        return held(value, min(low, high), max(low, high))


def _until(value: Any) -> str:
    if isinstance(value, str):
        if value.startswith("$") and value[1:].isidentifier():
            return value
        if calendar_date(value) is not None:
            return value
    raise problem(
        "bad_date",
        f"a date such as '2024-02-29' or a parameter such as $as_of is expected, "
        f"found {describe(value)}",
    )


class DecaySpec(Part):
    """Half-life in days and the day on which age is measured."""

    half_life_days: NumberField
    until: Annotated[str, BeforeValidator(_until), WithJsonSchema({"type": "string"})]

    @model_validator(mode="after")
    def _check(self) -> DecaySpec:
        if self.half_life_days <= 0:
            message = "half_life_days must be above 0"
            raise problem("out_of_range", message, "half_life_days")
        return self


class Decay(ValueFunction):
    """0.5^(age / half-life) over whole UTC days; a date after `until` is invalid."""

    kind: ClassVar[str] = "decay"
    decay: DecaySpec

    def in_words(self, axis: Axis) -> Markup:
        del axis
        spec = self.decay
        halves = formula(f"0.5^(age / {exact(spec.half_life_days)})")
        return join([halves, ", age in whole days until ", said(spec.until), "; later is invalid."])

    @property
    def input_type(self) -> Type:
        return Type.DATE

    def value(self, x: Word, scope: Scope) -> Word:
        age = self._age(x, scope)
        halves = Divide(age, Number(self.decay.half_life_days))
        kept = held(Power(Number(0.5), halves), 0.0, 1.0)
        return Case(((Compare("<", age, Number(0.0)), Null(Type.NUMBER)),), kept)

    def outside_domain(self, x: Word, scope: Scope) -> Word:
        return Compare("<", self._age(x, scope), Number(0.0))

    def uses(self) -> Iterator[Use]:
        if self.decay.until.startswith("$"):
            yield Use(("decay", "until"), self.decay.until, Type.DATE)

    def _age(self, x: Word, scope: Scope) -> Word:
        until = self.decay.until
        if until.startswith("$"):
            end = scope.word(until, Type.DATE)
        else:
            end = Date((date.fromisoformat(until) - EPOCH).days)
        return Subtract(Days(end), Days(x))
