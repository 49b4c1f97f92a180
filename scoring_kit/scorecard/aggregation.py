"""What every aggregation offers, and what its members bring."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from scoring_kit.expression.words import (
    Case,
    Coalesce,
    IsMissing,
    Multiply,
    Number,
    Word,
)
from scoring_kit.summing import plain_sum

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


@dataclass(frozen=True, slots=True)
class Folding:
    """An aggregation as a tree: a term per member, joined in pairs, closed at the end.

    close: makes the group's value of the joined terms and, in means, of the present weight.
    """

    term: Callable[[Member], Word]
    join: Callable[[Word, Word], Word]
    close: Callable[[Word, Word | None], Word]


class Aggregation:
    """One way to make one value of several; NULL when no member has a value."""

    name: ClassVar[str]
    phrase: ClassVar[str | None] = None
    """What a person calls it, where that is not its name."""
    is_mean: ClassVar[bool] = False
    has_weights: ClassVar[bool] = False
    sharing: ClassVar[Sharing] = "effect"

    def folding(self, options: Options) -> Folding | None:
        """Return how members are joined two by two, where that is all there is to it."""
        del options
        return None

    def bounds(self, members: Sequence[Interval], weights: Sequence[float]) -> Interval:
        """Return the lowest and highest value for any subset of members that has one."""
        del weights
        return min(low for low, _ in members), max(high for _, high in members)

    def stays_finite(
        self, members: Sequence[Interval], weights: Sequence[float], options: Options
    ) -> bool:
        """Return whether no step of the calculation can overflow."""
        sizes = [scaled(weight, size(end)) for end, weight in zip(members, weights, strict=True)]
        return plain_sum(sizes) + abs(options.initial) <= SAFE and max(map(size, members)) <= SAFE


class Combination(Aggregation, ABC):
    """An aggregation whose words follow from the values and weights of the members."""

    @abstractmethod
    def combine(self, members: Sequence[Member], options: Options) -> Word:
        """Return the words of the group's value."""


def size(interval: Interval) -> float:
    """Return the largest absolute value in an interval."""
    low, high = interval
    return 0.0 if low > high else max(abs(low), abs(high))


def scaled(weight: float, end: float) -> float:
    """Return weight * end, 0 where the weight is 0 and the end infinite."""
    return 0.0 if weight == 0.0 else weight * end
