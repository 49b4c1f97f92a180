"""What the engines share: constants of the arithmetic and the pieces of a `Piecewise`."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import NamedTuple

from scoring_kit.expression.words import Comparison, Piecewise

FIRST_DAY = -719162
"""0001-01-01 in days since 1970-01-01, the first date that is valid."""

LAST_DAY = 2932896
"""9999-12-31 in days since 1970-01-01, the last date that is valid."""

LARGEST_EXPONENT = 709.782712893384
"""The largest double whose exponential is finite."""

NULL_PACKED = -(2**63)
"""NULL among packed reasons, where a column is an array of 64-bit integers."""

OPPOSITES: dict[Comparison, Comparison] = {
    "=": "<>",
    "<>": "=",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
"""The comparison that is true exactly where another one is false."""


class Piece(NamedTuple):
    """One straight line of a `Piecewise`: y + slope * (at - x) for at < below.

    below is None for the last piece, which starts at its own x.
    """

    below: float | None
    x: float
    y: float
    slope: float


def pieces(word: Piecewise) -> tuple[Piece, ...]:
    """Return the lines of the word from left to right; a slope of 0 means the constant y."""
    slopes = word.slopes
    ends = (slopes[0], slopes[-1]) if word.extrapolate else (0.0, 0.0)
    bounds = (*(x for x, _ in word.knots), None)
    anchors = (word.knots[0], *word.knots)
    return tuple(
        Piece(below, x, y + 0.0, slope)  # a constant of -0.0 would show in the last bit
        for below, (x, y), slope in zip(bounds, anchors, (ends[0], *slopes, ends[1]), strict=True)
    )


def power(left: float, right: float) -> float:
    """Return left to the power of right; NaN where that is no finite real number."""
    if left != left or right != right:
        return math.nan
    try:
        result = math.pow(left, right)
    except (OverflowError, ValueError):
        return math.nan
    return result if math.isfinite(result) else math.nan


def to_date(days: float) -> date | None:
    """Return the date of a number of days since 1970-01-01; None for NaN."""
    return _EPOCH + timedelta(days=days) if days == days else None


def year_of(days: float) -> float:
    """Return the year of a date in days; NaN for NaN."""
    return float((_EPOCH + timedelta(days=days)).year) if days == days else math.nan


def month_of(days: float) -> float:
    """Return the month, 1 to 12, of a date in days; NaN for NaN."""
    return float((_EPOCH + timedelta(days=days)).month) if days == days else math.nan


def day_of(days: float) -> float:
    """Return the day, 1 to 31, of a date in days; NaN for NaN."""
    return float((_EPOCH + timedelta(days=days)).day) if days == days else math.nan


_EPOCH = date(1970, 1, 1)
