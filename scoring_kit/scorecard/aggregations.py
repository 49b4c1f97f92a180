"""Aggregations: how a group's members become one value; each is defined once, as words.

A new aggregation is a class with its words, one entry in `AGGREGATIONS`, and its test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from scoring_kit.expression.words import (
    Case,
    Coalesce,
    Compare,
    Divide,
    Exp,
    Greatest,
    GreatestPresent,
    IsMissing,
    Least,
    LeastPresent,
    Ln,
    Multiply,
    Number,
    Or,
    Power,
    Subtract,
    Word,
)
from scoring_kit.scorecard.trees import balanced, total

Interval = tuple[float, float]

SAFE = 1e300
"""Sums and members up to this size cannot overflow on the way to a result."""
Sharing = Literal["linear", "proportional", "effect", "attained"]


@dataclass(frozen=True, slots=True)
class Member:
    """A member's value, its weight, and whether it may be absent (NULL) from a row.

    A member that may not be absent and is NULL makes the group NULL: its row has no score.
    """

    value: Word
    weight: float = 1.0
    optional: bool = False
    bounds: Interval = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Options:
    """The fields beside `aggregate` that change how a group is calculated."""

    initial: float = 0.0
    at_least: float | None = None
    zero_gives_zero: bool = False
    exponent: float = 1.0


def weighted(weight: float, value: Word) -> Word:
    """Return weight * value."""
    return value if weight == 1.0 else Multiply(Number(weight), value)


def present_or(value: Word, member: Member, absent: float) -> Word:
    """Return a term of a member, or `absent` where the member may be and is absent."""
    return Coalesce((value, Number(absent))) if member.optional else value


def present_weights(members: Sequence[Member]) -> list[Word]:
    """Return each member's weight where it has a value, else 0."""
    return [
        Case(((IsMissing(member.value), Number(0.0)),), Number(member.weight))
        if member.optional
        else Number(member.weight)
        for member in members
    ]


class Aggregation:
    """One way to make one value of several; NULL when no member has a value."""

    name: ClassVar[str]
    is_mean: ClassVar[bool] = False
    has_weights: ClassVar[bool] = False
    sharing: ClassVar[Sharing] = "effect"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        """Return the words of the group's value."""
        raise NotImplementedError

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        """Return the lowest and highest value for any subset of members that has one."""
        del weights
        return min(low for low, _ in members), max(high for _, high in members)

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        """Return whether no step of the calculation can overflow."""
        sizes = [scaled(weight, size(end)) for end, weight in zip(members, weights, strict=True)]
        return sum(sizes) + abs(options.initial) <= SAFE and max(map(size, members)) <= SAFE


def size(interval: Interval) -> float:
    """Return the largest absolute value in an interval."""
    low, high = interval
    return 0.0 if low > high else max(abs(low), abs(high))


class Mean(Aggregation):
    """sum(w v) / sum(w) over present members."""

    name = "mean"
    is_mean = True
    has_weights = True
    sharing = "linear"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        terms = [
            present_or(weighted(member.weight, member.value), member, 0.0) for member in members
        ]
        return Divide(total(terms), total(present_weights(members)))


class TransformedMean(Aggregation):
    """A mean on another scale; members of weight 0 take no part."""

    is_mean = True
    has_weights = True
    sharing = "proportional"

    def there(self, value: Word, options: Options) -> Word:
        """Return a member's value on the other scale."""
        raise NotImplementedError

    def back(self, summed: Word, weights: Word, options: Options) -> Word:
        """Return the mean on the members' scale from the sums of terms and of weights."""
        raise NotImplementedError

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        counted = [member for member in members if member.weight > 0.0]
        terms = [self._term(member, options) for member in counted]
        mean = self.back(total(terms), total(present_weights(counted)), options)
        if not options.zero_gives_zero:
            return mean
        zeros = tuple(
            Compare("<=", Coalesce((member.value, Number(1.0))), Number(0.0)) for member in counted
        )
        return Case(((Or(zeros), Number(0.0)),), mean)

    def _term(self, member: Member, options: Options) -> Word:
        """Return weight * value on the other scale; what overflows there is not absent."""
        term = weighted(member.weight, self.there(raised(member, options), options))
        return Case(((IsMissing(member.value), Number(0.0)),), term) if member.optional else term


def raised(member: Member, options: Options) -> Word:
    """Return a member's value, raised to `at_least` where that is given; NULL stays NULL.

    A member proven at or above 0 is also held there, as rounding may pass 0 by a bit.
    """
    if options.at_least is not None:
        return Greatest((Number(options.at_least), member.value))
    if member.bounds[0] == 0.0:
        return Greatest((Number(0.0), member.value))
    return member.value


class GeometricMean(TransformedMean):
    """exp(sum(w ln v) / sum(w))."""

    name = "geometric_mean"

    def there(self, value: Word, options: Options) -> Word:
        del options
        return Ln(value)

    def back(self, summed: Word, weights: Word, options: Options) -> Word:
        del options
        return Exp(Divide(summed, weights))


class HarmonicMean(TransformedMean):
    """sum(w) / sum(w / v)."""

    name = "harmonic_mean"

    def there(self, value: Word, options: Options) -> Word:
        del options
        return Divide(Number(1.0), value)

    def back(self, summed: Word, weights: Word, options: Options) -> Word:
        del options
        return Divide(weights, summed)

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        floor = options.at_least or min(low for low, _ in members)
        return floor > 1.0 / SAFE and super().stays_finite(members, weights, options)


class PowerMean(TransformedMean):
    """(sum(w v^p) / sum(w))^(1/p)."""

    name = "power_mean"

    def there(self, value: Word, options: Options) -> Word:
        return Power(value, Number(options.exponent))

    def back(self, summed: Word, weights: Word, options: Options) -> Word:
        return Power(Divide(summed, weights), Number(1.0 / options.exponent))

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        lowest = options.at_least or min(low for low, _ in members)
        for end in (lowest, max(size(member) for member in members)):
            if not 0.0 < end < SAFE or abs(math.log(end) * options.exponent) > 600.0:
                return False
        return abs(1.0 / options.exponent) < 1e9 and sum(weights) < SAFE


class Sum(Aggregation):
    """initial + sum(w v); absent members add nothing."""

    name = "sum"
    has_weights = True
    sharing = "linear"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        terms = [
            present_or(weighted(member.weight, member.value), member, 0.0) for member in members
        ]
        initial = [Number(options.initial)] if options.initial != 0.0 else []
        return if_any_present(members, total([*initial, *terms]))

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        lows = [scaled(weight, low) for (low, _), weight in zip(members, weights, strict=True)]
        highs = [scaled(weight, high) for (_, high), weight in zip(members, weights, strict=True)]
        return sum(min(low, 0.0) for low in lows), sum(max(high, 0.0) for high in highs)


def scaled(weight: float, end: float) -> float:
    """Return weight * end, 0 where the weight is 0 and the end infinite."""
    return 0.0 if weight == 0.0 else weight * end


def if_any_present(members: Sequence[Member], value: Word) -> Word:
    """Return the value, NULL where every member is absent."""
    if not all(member.optional for member in members):
        return value
    seen = Coalesce(tuple(member.value for member in members))
    return Case(((IsMissing(seen), seen),), value)


class Product(Aggregation):
    """The product of the present members."""

    name = "product"

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        del weights, options
        return all(size(member) <= 1.0 for member in members)

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        factors = [present_or(member.value, member, 1.0) for member in members]
        return if_any_present(members, balanced(Multiply, factors))

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        del weights
        low, high = 1.0, 1.0
        for member_low, member_high in members:
            ends = [
                0.0 if a == 0.0 or b == 0.0 else a * b
                for a in (low, high)
                for b in (min(member_low, 1.0), max(member_high, 1.0))
            ]
            low, high = min(ends), max(ends)
        return low, high


class ComplementProduct(Aggregation):
    """1 - product(1 - v) of the present members."""

    name = "complement_product"

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        complements = [(1.0 - high, 1.0 - low) for low, high in members]
        return Product().stays_finite(complements, weights, options)

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        factors = [
            present_or(Subtract(Number(1.0), member.value), member, 1.0) for member in members
        ]
        left = Subtract(Number(1.0), balanced(Multiply, factors))
        return if_any_present(members, left)

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        complements = [(1.0 - high, 1.0 - low) for low, high in members]
        low, high = Product().bounds(complements, weights)
        return 1.0 - high, 1.0 - low


class Extreme(Aggregation):
    """The smallest or largest present member."""

    sharing = "attained"

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        del members, weights, options
        return True


class Minimum(Extreme):
    """The smallest present member."""

    name = "min"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        return extreme(members, Least, LeastPresent)


class Maximum(Extreme):
    """The largest present member."""

    name = "max"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        return extreme(members, Greatest, GreatestPresent)


def extreme(
    members: Sequence[Member],
    of_all: type[Least] | type[Greatest],
    of_present: type[LeastPresent] | type[GreatestPresent],
) -> Word:
    """Return the extreme of the members; NULL if one that may not be absent is NULL."""
    needed = tuple(member.value for member in members if not member.optional)
    optional = tuple(member.value for member in members if member.optional)
    if not optional:
        return of_all(needed)
    if not needed:
        return of_present(optional)
    best = of_all(needed)
    return Case(((IsMissing(best), best),), of_present((best, *optional)))


class Formula(Aggregation):
    """An expression over the members by name; compiled where the names are known."""

    name = "formula"

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        del members, weights
        return -math.inf, math.inf


AGGREGATIONS: dict[str, Aggregation] = {
    aggregation.name: aggregation
    for aggregation in (
        Mean(),
        GeometricMean(),
        HarmonicMean(),
        PowerMean(),
        Sum(),
        Product(),
        ComplementProduct(),
        Minimum(),
        Maximum(),
        Formula(),
    )
}
"""Every aggregation by its name in documents."""
