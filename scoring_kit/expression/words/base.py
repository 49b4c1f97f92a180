"""What every word is, and the words at the ends of a calculation: columns and literals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a word yields."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    PACKED = "packed"
    LIST = "list"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One step of a calculation. Compared by identity."""

    @property
    def type(self) -> Type:
        """What the word yields; NUMBER unless a subclass says otherwise."""
        return Type.NUMBER

    @property
    def operands(self) -> tuple[Word, ...]:
        """The words this one is calculated from, in reading order."""
        return ()


@dataclass(frozen=True, slots=True, eq=False)
class Column(Word):
    """A column of the table, as an engine reads it: see `finite`.

    A NUMBER column is a DOUBLE in which NaN reads as NULL; it may hold infinities unless
    `finite`; then it stands only directly under `Finite`, `IsFinite`, `IsInfinite` or
    `IsMissing`, or in a branch of a `Case` whose condition is its `IsFinite`.
    """

    name: str
    kind: Type
    finite: bool = True

    @property
    def type(self) -> Type:
        return self.kind


@dataclass(frozen=True, slots=True, eq=False)
class Reference(Word):
    """The result of an earlier calculation of the plan, by its name."""

    name: str
    kind: Type

    @property
    def type(self) -> Type:
        return self.kind


@dataclass(frozen=True, slots=True, eq=False)
class Number(Word):
    """A finite double."""

    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Text(Word):
    """A text literal."""

    value: str

    @property
    def type(self) -> Type:
        return Type.TEXT


@dataclass(frozen=True, slots=True, eq=False)
class Date(Word):
    """A date literal, in days since 1970-01-01."""

    days: int

    @property
    def type(self) -> Type:
        return Type.DATE


@dataclass(frozen=True, slots=True, eq=False)
class Truth(Word):
    """True or false."""

    value: bool

    @property
    def type(self) -> Type:
        return Type.BOOLEAN


@dataclass(frozen=True, slots=True, eq=False)
class Null(Word):
    """NULL of a type."""

    kind: Type

    @property
    def type(self) -> Type:
        return self.kind
