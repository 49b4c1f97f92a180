"""Arithmetic on doubles, choices, and extremes."""

from __future__ import annotations

from dataclasses import dataclass

from scoring_kit.expression.words.base import Type, Word


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Word):
    """A number calculated from one word."""

    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Word):
    """A number calculated from two words."""

    left: Word
    right: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.left, self.right)


class Add(Binary):
    """left + right."""


class Subtract(Binary):
    """left - right."""


class Multiply(Binary):
    """left * right."""


class Divide(Binary):
    """left / right; NULL where right is 0."""


class Power(Binary):
    """left to the power of right; NULL where the result is not a finite real number."""


class Negate(Unary):
    """-item."""


class Absolute(Unary):
    """The size of item."""


class Floor(Unary):
    """The largest whole number not above item, never -0.0."""


class Ceiling(Unary):
    """The smallest whole number not below item, never -0.0."""


class SquareRoot(Unary):
    """The square root; NULL below 0."""


class Ln(Unary):
    """The natural logarithm; NULL at or below 0."""


class Exp(Unary):
    """e to the power of item; NULL where that overflows."""


class Finite(Unary):
    """item where it is a finite number (or a date of years 1 to 9999), else NULL."""

    @property
    def type(self) -> Type:
        return self.item.type


@dataclass(frozen=True, slots=True, eq=False)
class Several(Word):
    """A number calculated from several words."""

    items: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items


class Least(Several):
    """The smallest item; NULL if any is NULL; never -0.0."""


class Greatest(Several):
    """The largest item; NULL if any is NULL; never -0.0."""


class LeastPresent(Several):
    """The smallest item that is not NULL; NULL if none is; never -0.0."""


class GreatestPresent(Several):
    """The largest item that is not NULL; NULL if none is; never -0.0."""


@dataclass(frozen=True, slots=True, eq=False)
class Case(Word):
    """The result of the first branch whose condition is true, else `otherwise`."""

    branches: tuple[tuple[Word, Word], ...]
    otherwise: Word

    @property
    def type(self) -> Type:
        return self.otherwise.type

    @property
    def operands(self) -> tuple[Word, ...]:
        pairs = tuple(word for branch in self.branches for word in branch)
        return (*pairs, self.otherwise)


@dataclass(frozen=True, slots=True, eq=False)
class Coalesce(Word):
    """The first item that is not NULL, all of one type."""

    items: tuple[Word, ...]

    @property
    def type(self) -> Type:
        return self.items[0].type

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items
