"""Aggregations: how a group's members become one value; each is defined once, as words.

A new aggregation is a class with its words, one entry in `AGGREGATIONS`, and its test.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence

from scoring_kit.expression.words import (
    Add,
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
from scoring_kit.scorecard.aggregation import (
    SAFE,
    Aggregation,
    Combination,
    Folding,
    Interval,
    Member,
    Options,
    present_or,
    present_weights,
    scaled,
    size,
    weighted,
)
from scoring_kit.scorecard.trees import balanced, total
from scoring_kit.summing import plain_sum


class WeightedMean(Combination):
    """A sum of terms over the sum of present weights."""

    is_mean = True
    has_weights = True

    def counted(self, members: Sequence[Member]) -> list[Member]:
        """Return the members that take part."""
        return list(members)

    @abstractmethod
    def over(self, members: Sequence[Member], weights: Word, options: Options) -> Word:
        """Return the mean, given the sum of the present weights of the counted members."""

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        return self.over(members, total(present_weights(self.counted(members))), options)


class Mean(WeightedMean):
    """sum(w v) / sum(w) over present members."""

    name = "mean"
    sharing = "linear"

    def over(self, members: Sequence[Member], weights: Word, options: Options) -> Word:
        del options
        terms = [
            present_or(weighted(member.weight, member.value), member, 0.0) for member in members
        ]
        return Divide(total(terms), weights)


class TransformedMean(WeightedMean):
    """A mean on another scale; members of weight 0 take no part."""

    sharing = "proportional"

    @abstractmethod
    def there(self, value: Word, options: Options) -> Word:
        """Return a member's value on the other scale."""

    @abstractmethod
    def back(self, summed: Word, weights: Word, options: Options) -> Word:
        """Return the mean on the members' scale from the sums of terms and of weights."""

    def counted(self, members: Sequence[Member]) -> list[Member]:
        return [member for member in members if member.weight > 0.0]

    def over(self, members: Sequence[Member], weights: Word, options: Options) -> Word:
        counted = self.counted(members)
        terms = [self._term(member, options) for member in counted]
        mean = self.back(total(terms), weights, options)
        if not options.zero_gives_zero:
            return mean
        zeros = tuple(
            Compare("<=", Coalesce((member.value, Number(1.0))), Number(0.0)) for member in counted
        )
        return Case(((Or(zeros), Number(0.0)),), mean)

    def folding(self, options: Options) -> Folding | None:
        if options.zero_gives_zero:
            return None
        return Folding(
            term=lambda member: self._term(member, options),
            join=Add,
            close=lambda joined, weights: self.back(joined, weights or Number(1.0), options),
        )

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
        return abs(1.0 / options.exponent) < 1e9 and plain_sum(weights) < SAFE


class Sum(Combination):
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
        return (
            plain_sum(min(low, 0.0) for low in lows),
            plain_sum(max(high, 0.0) for high in highs),
        )


def if_any_present(members: Sequence[Member], value: Word) -> Word:
    """Return the value, NULL where every member is absent."""
    if not all(member.optional for member in members):
        return value
    seen = Coalesce(tuple(member.value for member in members))
    return Case(((IsMissing(seen), seen),), value)


def folded(members: Sequence[Member], folding: Folding) -> Word:
    """Return the members joined as a balanced tree; NULL where every member is absent."""
    joined = balanced(folding.join, [folding.term(member) for member in members])
    return if_any_present(members, folding.close(joined, None))


class Product(Combination):
    """The product of the present members."""

    name = "product"

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        del weights, options
        return all(size(member) <= 1.0 for member in members)

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        return folded(members, self.folding(options))

    def folding(self, options: Options) -> Folding:
        del options
        return Folding(
            term=lambda member: present_or(member.value, member, 1.0),
            join=Multiply,
            close=lambda joined, _: joined,
        )

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


class ComplementProduct(Combination):
    """1 - product(1 - v) of the present members."""

    name = "complement_product"
    phrase = "1 − product of (1 − value)"

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        complements = [(1.0 - high, 1.0 - low) for low, high in members]
        return Product().stays_finite(complements, weights, options)

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        return folded(members, self.folding(options))

    def folding(self, options: Options) -> Folding:
        del options
        return Folding(
            term=lambda member: present_or(Subtract(Number(1.0), member.value), member, 1.0),
            join=Multiply,
            close=lambda joined, _: Subtract(Number(1.0), joined),
        )

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        complements = [(1.0 - high, 1.0 - low) for low, high in members]
        low, high = Product().bounds(complements, weights)
        return 1.0 - high, 1.0 - low


class Extreme(Combination):
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
    phrase = "lowest"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        return extreme(members, Least, LeastPresent)

    def folding(self, options: Options) -> Folding:
        del options
        return joining(LeastPresent)


class Maximum(Extreme):
    """The largest present member."""

    name = "max"
    phrase = "highest"

    def combine(self, members: Sequence[Member], options: Options) -> Word:
        del options
        return extreme(members, Greatest, GreatestPresent)

    def folding(self, options: Options) -> Folding:
        del options
        return joining(GreatestPresent)


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


def joining(of_present: type[LeastPresent] | type[GreatestPresent]) -> Folding:
    """Return the extreme of the present members as a tree."""
    return Folding(
        term=lambda member: member.value,
        join=lambda left, right: of_present((left, right)),
        close=lambda joined, _: joined,
    )


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
