"""One word per common shape, so that each engine can be fast at it; reasons and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring_kit.expression.words.base import Type, Word

REASON_SLOTS = 4096
"""Positions a packed reason can carry, and so the most reason codes of a document."""

SHORTFALL_LIMIT = 2.0**50
"""Largest packed shortfall, in millionths of a point; larger ones tie at this value."""


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
