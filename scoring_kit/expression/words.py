"""The closed, typed vocabulary that every calculation is written in.

A word says what is calculated, never how: the engines (duckdb, numpy, row) each implement
every word, so a value function or an aggregation that is written once, as words, means the
same everywhere. Words are plain frozen objects; they know no document and no engine.

Rules that hold for every word and every engine:

- A missing value is NULL. Words are total: they never raise, whatever the data.
- Arithmetic is IEEE 754 double arithmetic and may overflow to infinity; `Finite` turns
  what is not finite into NULL. Comparisons, minima and choices are only ever given finite
  operands, so no engine has to order NaN or infinity.
- Conditions have three values; `Case` takes a branch only when its condition is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

REASON_SLOTS = 4096
"""Positions a packed reason can carry, and so the most reason codes of a document."""

SHORTFALL_LIMIT = 2.0**50
"""Largest packed shortfall, in millionths of a point; larger ones tie at this value."""


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


# ---- what stands at the ends -------------------------------------------------------


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


# ---- conditions --------------------------------------------------------------------

Comparison = Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, eq=False)
class _Condition(Word):
    @property
    def type(self) -> Type:
        return Type.BOOLEAN


@dataclass(frozen=True, slots=True, eq=False)
class Compare(_Condition):
    """left op right, of one type; NULL if either is NULL. Text compares by code point."""

    op: Comparison
    left: Word
    right: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class And(_Condition):
    """True if all are; false if any is false; else NULL."""

    items: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Or(_Condition):
    """True if any is; false if all are false; else NULL."""

    items: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Not(_Condition):
    """The opposite; NULL stays NULL."""

    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class In(_Condition):
    """Whether item is one of the literals (all of its type); NULL if item is NULL."""

    item: Word
    choices: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item, *self.choices)


@dataclass(frozen=True, slots=True, eq=False)
class IsMissing(_Condition):
    """Whether item is NULL. Never NULL itself."""

    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class IsInfinite(_Condition):
    """Whether a column holds plus or minus infinity; false for NULL. Never NULL itself."""

    item: Column

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class IsFinite(_Condition):
    """Whether a column holds a finite number, or a date of years 1 to 9999.

    True or false; for NULL it may be false or NULL, so it is never negated.
    """

    item: Column

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


# ---- arithmetic --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Unary(Word):
    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class _Binary(Word):
    left: Word
    right: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.left, self.right)


class Add(_Binary):
    """left + right."""


class Subtract(_Binary):
    """left - right."""


class Multiply(_Binary):
    """left * right."""


class Divide(_Binary):
    """left / right; NULL where right is 0."""


class Power(_Binary):
    """left to the power of right; NULL where the result is not a finite real number."""


class Negate(_Unary):
    """-item."""


class Absolute(_Unary):
    """The size of item."""


class Floor(_Unary):
    """The largest whole number not above item, never -0.0."""


class Ceiling(_Unary):
    """The smallest whole number not below item, never -0.0."""


class SquareRoot(_Unary):
    """The square root; NULL below 0."""


class Ln(_Unary):
    """The natural logarithm; NULL at or below 0."""


class Exp(_Unary):
    """e to the power of item; NULL where that overflows."""


class Finite(_Unary):
    """item where it is a finite number (or a date of years 1 to 9999), else NULL."""

    @property
    def type(self) -> Type:
        return self.item.type


@dataclass(frozen=True, slots=True, eq=False)
class _Several(Word):
    items: tuple[Word, ...]

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items


class Least(_Several):
    """The smallest item; NULL if any is NULL; never -0.0."""


class Greatest(_Several):
    """The largest item; NULL if any is NULL; never -0.0."""


class LeastPresent(_Several):
    """The smallest item that is not NULL; NULL if none is; never -0.0."""


class GreatestPresent(_Several):
    """The largest item that is not NULL; NULL if none is; never -0.0."""


# ---- choice ------------------------------------------------------------------------


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


# ---- text and dates ----------------------------------------------------------------


class _TextUnary(_Unary):
    @property
    def type(self) -> Type:
        return Type.TEXT


class Lower(_TextUnary):
    """Each character in lower case, one for one."""


class Upper(_TextUnary):
    """Each character in upper case, one for one; those without a single one stay."""


class Trim(_TextUnary):
    """Without spaces, tabs, line feeds, carriage returns, form feeds, vertical tabs at the ends."""


class Length(_Unary):
    """The number of code points of a text."""


class _TextCondition(_Binary):
    @property
    def type(self) -> Type:
        return Type.BOOLEAN


class StartsWith(_TextCondition):
    """Whether left begins with right; NULL if either is NULL."""


class Contains(_TextCondition):
    """Whether right occurs in left; NULL if either is NULL."""


class Days(_Unary):
    """A date as a number: days since 1970-01-01."""


@dataclass(frozen=True, slots=True, eq=False)
class DatePart(Word):
    """The year, month (1-12) or day (1-31) of a date, as a number."""

    part: Literal["year", "month", "day"]
    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)


# ---- compound words: one per common shape, so that each engine can be fast at it -----


@dataclass(frozen=True, slots=True, eq=False)
class Piecewise(Word):
    """Straight lines through knots: y_i + slope_i * (x - x_i) for x_i <= x < x_i+1.

    x: finite or NULL (gives NULL). knots: (x, y), x strictly increasing, at least 2.
    Outside the knots the end values hold, or the end slopes go on where `extrapolate`.
    At and above the last knot the anchor is that knot.
    """

    x: Word
    knots: tuple[tuple[float, float], ...]
    extrapolate: bool = False

    @property
    def slopes(self) -> tuple[float, ...]:
        """Slope of each piece, rounded once: (y1 - y0) / (x1 - x0)."""
        pairs = zip(self.knots, self.knots[1:], strict=False)
        return tuple((y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairs)

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.x,)


@dataclass(frozen=True, slots=True, eq=False)
class Bins(Word):
    """The result of the first bin that x falls in: x < edge, or x <= edge where closed.

    x: finite or NULL (gives NULL). edges: (edge, closed), in order; results: one more
    than edges, all of one type; the last holds above every edge.
    """

    x: Word
    edges: tuple[tuple[float, bool], ...]
    results: tuple[Word, ...]

    @property
    def type(self) -> Type:
        return self.results[0].type

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.x, *self.results)


@dataclass(frozen=True, slots=True, eq=False)
class Lookup(Word):
    """The constant that belongs to x: entries are (literal key, literal result).

    x: text, number or boolean; keys of its type, distinct; results all Number or all
    Text. NULL where x is NULL or no key.
    """

    x: Word
    entries: tuple[tuple[Word, Word], ...]

    @property
    def type(self) -> Type:
        return self.entries[0][1].type

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.x,)


# ---- reasons and names -------------------------------------------------------------

Keep = Literal["positive", "nonnegative", "all"]


@dataclass(frozen=True, slots=True, eq=False)
class Pack(Word):
    """A shortfall and the place of its code in one integer that sorts as reasons do.

    q = floor(shortfall * 1e6 + 0.5), held within +-SHORTFALL_LIMIT unless `is_small`, which
    says that it cannot pass it; NULL where the shortfall is NULL.
    packed = q * REASON_SLOTS + (REASON_SLOTS - 1 - position): larger first, ties in order.
    """

    shortfall: Word
    position: int
    is_small: bool = False

    @property
    def type(self) -> Type:
        return Type.PACKED

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.shortfall,)


@dataclass(frozen=True, slots=True, eq=False)
class Top(Word):
    """The `count` largest packed items that are kept, descending; never NULL ones.

    keep: by q of the items; positive: q > 0; nonnegative: q >= 0; or all.
    """

    items: tuple[Word, ...]
    count: int
    keep: Keep

    @property
    def type(self) -> Type:
        return Type.LIST

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.items

    @property
    def least(self) -> int | None:
        """The smallest packed integer that is kept; None where all are."""
        return {"positive": REASON_SLOTS, "nonnegative": 0, "all": None}[self.keep]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked(Word):
    """The code at `rank` (1 = first) of a `Top`, by packed position; NULL beyond its end."""

    top: Word
    rank: int
    codes: tuple[str, ...]

    @property
    def type(self) -> Type:
        return Type.TEXT

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.top,)


@dataclass(frozen=True, slots=True, eq=False)
class Names(Word):
    """The names whose condition is true, as a list of text in order; empty if none."""

    conditions: tuple[Word, ...]
    names: tuple[str, ...]

    @property
    def type(self) -> Type:
        return Type.LIST

    @property
    def operands(self) -> tuple[Word, ...]:
        return self.conditions
