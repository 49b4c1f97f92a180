"""Where the data lies under a value function: an axis, and columns over it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

COLUMNS = 24
"""Columns of a histogram, at most."""
TAIL = 0.01
"""The share of rows at both ends of the data that an axis need not hold."""


@dataclass(frozen=True)
class Spread:
    """The numbers of an input, rising, without those that are missing or invalid.

    is_whole: whether all of them are whole numbers.
    """

    numbers: Floats
    is_whole: bool

    @staticmethod
    def of(numbers: Floats) -> Spread:
        """Return the spread of rising numbers."""
        return Spread(numbers, bool(len(numbers)) and bool((numbers % 1.0 == 0.0).all()))

    def below(self, x: float) -> int:
        """Return how many numbers are below x."""
        return int(np.searchsorted(self.numbers, x, "left"))

    def above(self, x: float) -> int:
        """Return how many numbers are above x."""
        return len(self.numbers) - int(np.searchsorted(self.numbers, x, "right"))

    @cached_property
    def counts(self) -> dict[float, int]:
        """How many rows have each number."""
        numbers, rows = np.unique(self.numbers, return_counts=True)
        return dict(zip(numbers.tolist(), rows.tolist(), strict=True))

    def axis(self, places: Iterable[float]) -> Axis | None:
        """Return columns that hold these places and all but the tails of the data.

        None without a place and a number, or where they are too far apart for a double.

        Examples
        --------
        >>> Spread.of(np.arange(0.0, 101.0)).axis([40.0, 120.0])
        Axis(low=0.5, high=120.5, columns=24)
        """
        ends = [*places]
        if len(self.numbers):
            last = len(self.numbers) - 1
            cut = math.floor(TAIL * last)
            ends += [float(self.numbers[cut]), float(self.numbers[last - cut])]
        if not ends:
            return None
        low, high = min(ends), max(ends)
        if self.is_whole and max(-low, high) < 2.0**50:
            return _whole_axis(low, high)
        if low == high:
            room = 0.5 * max(abs(low), 1.0)
            low, high = low - room, high + room
        return Axis(low, high, COLUMNS) if math.isfinite(high - low) else None

    def histogram(self, axis: Axis) -> dict[str, Any]:
        """Return how many rows each column has, and how many lie beyond both ends."""
        edges = np.linspace(axis.low, axis.high, axis.columns + 1)
        under = np.searchsorted(self.numbers, edges, "left")
        under[-1] = np.searchsorted(self.numbers, axis.high, "right")
        return {
            "low": axis.low,
            "high": axis.high,
            "counts": np.diff(under).tolist(),
            "below": int(under[0]),
            "above": len(self.numbers) - int(under[-1]),
        }


@dataclass(frozen=True, slots=True)
class Axis:
    """The ends of an axis, and in how many columns of a histogram it is parted."""

    low: float
    high: float
    columns: int


def _whole_axis(low: float, high: float) -> Axis:
    """Return columns that hold equally many whole numbers each, so that none looks full by that."""
    start = math.floor(low) - 0.5
    count = math.ceil(high) + 0.5 - start
    width = math.ceil(count / COLUMNS)
    columns = math.ceil(count / width)
    return Axis(start, start + columns * width, columns)
