"""Words that are true, false or NULL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring_kit.expression.words.base import Column, Type, Word

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, eq=False)
class Condition(Word):
    """A word that yields a boolean."""

    @property
    def type(self) -> Type:
        return Type.BOOLEAN


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Condition):
    """left op right, of one type; NULL if either is NULL. Text compares by code point."""

    op: Comparison
    left: Word
    right: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class And(Condition):
    """True if all are; false if any is false; else NULL."""

    items: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Or(Condition):
    """True if any is; false if all are false; else NULL."""

    items: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Not(Condition):
    """The opposite; NULL stays NULL."""

    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class In(Condition):
    """Whether item is one of the literals (all of its type); NULL if item is NULL."""

    item: Word
    choices: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item, *self.choices)


@dataclass(frozen=True, slots=True, eq=False)
class IsMissing(Condition):
    """Whether item is NULL. Never NULL itself."""

    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class IsInfinite(Condition):
    """Whether a column holds plus or minus infinity; false for NULL. Never NULL itself."""

    item: Column

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class IsFinite(Condition):
    """Whether a column holds a finite number, or a date of years 1 to 9999.

    True or false; for NULL it may be false or NULL, so it is never negated.
    """

    item: Column

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)
