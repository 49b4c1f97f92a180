"""Sums over rows that are the same to the last bit in any order of the rows, on any machine.

Numbers are first made whole multiples of one step, which are then added as integers.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats

Wholes = npt.NDArray[np.int64]

LIMB = 21
"""Bits of a part of an integer: as many of them as there may be rows fit into a double."""
_SAFE_DECIMALS = 2.0**46
"""Up to here a double has no other multiple of a decimal step within half a step."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Numbers as whole multiples of a step, (rows,), of a size of at most `most`, below 2^62."""

    numbers: Wholes
    step: Fraction
    most: int

    def total(self) -> Fraction:
        """Return the sum."""
        high = int((self.numbers >> 31).sum())
        low = int((self.numbers & (2**31 - 1)).sum())
        return ((high << 31) + low) * self.step

    def short(self) -> Whole:
        """Return the same numbers in larger steps, so that their squares are below 2^62."""
        beyond = max(self.most.bit_length() - 31, 0)
        if not beyond:
            return self
        return Whole(self.numbers >> beyond, self.step * 2**beyond, (self.most >> beyond) + 1)

    def squared(self) -> Whole:
        """Return the squares; the numbers are of a `short`."""
        return Whole(np.square(self.numbers), self.step**2, self.most**2)


def whole(values: Floats, digits: int | None = None) -> Whole:
    """Return finite numbers as whole multiples of a step.

    digits: decimals that the numbers are rounded to, so that nothing is lost; without them the
    step is 2^-62 of the largest number.

    Examples
    --------
    >>> whole(np.array([0.1, -2.5]), 1).numbers.tolist()
    [1, -25]
    >>> float(whole(np.array([0.1] * 10)).total())
    1.0
    """
    most = float(_largest(values))
    if digits is not None and digits >= 0 and most * 10.0**digits < _SAFE_DECIMALS:
        return _rounded(values * 10.0**digits, Fraction(1, 10**digits))
    power = 62 - math.frexp(most)[1]
    return _rounded(np.ldexp(values, power), Fraction(2) ** -power)


def _rounded(steps: Floats, step: Fraction) -> Whole:
    numbers = np.rint(steps, out=steps).astype(np.int64)
    return Whole(numbers, step, int(_largest(numbers)))


def _largest(numbers: Floats | Wholes) -> float:
    """Return the largest size of numbers, without a copy of them."""
    return max(numbers.max(initial=0), -numbers.min(initial=0))


def sums_by(codes: npt.NDArray[np.intp], groups: int, values: Whole) -> list[Fraction]:
    """Return the sum of the values of each group; codes: (rows,), 0 to groups - 1.

    Examples
    --------
    >>> sums_by(np.array([0, 1, 0]), 2, whole(np.array([0.1, 0.2, 0.3]), 1))
    [Fraction(2, 5), Fraction(1, 5)]
    """
    numbers = values.numbers
    if values.most * len(numbers) < 2**53:
        found = [int(part) for part in np.bincount(codes, numbers, minlength=groups).tolist()]
        return [number * values.step for number in found]
    found = [0] * groups
    for shift in (0, LIMB, 2 * LIMB):
        limb = numbers >> shift if shift == 2 * LIMB else (numbers >> shift) & (2**LIMB - 1)
        for place, part in enumerate(np.bincount(codes, limb, minlength=groups).tolist()):
            found[place] += int(part) << shift
    return [number * values.step for number in found]


def mean_of(values: Floats, digits: int | None = None) -> float | None:
    """Return the mean of the finite values, None where there are none.

    Examples
    --------
    >>> mean_of(np.array([1.0, np.nan, 2.0])), mean_of(np.array([]))
    (1.5, None)
    """
    known = values[np.isfinite(values)]
    return as_float(whole(known, digits).total() / len(known)) if len(known) else None


def as_float(number: Fraction) -> float:
    """Return the nearest double; the largest there is where the number is beyond it."""
    try:
        return float(number)
    except OverflowError:
        return sys.float_info.max if number > 0 else -sys.float_info.max


QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def quantiles_of(values: Floats, shares: Sequence[float] = QUANTILES) -> list[float | None]:
    """Return exact quantiles of the finite values, linear between two of them, as in pandas.

    Examples
    --------
    >>> quantiles_of(np.array([3.0, 1.0, np.nan]), [0.0, 0.5])
    [1.0, 2.0]
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return [None] * len(shares)
    places = [share * (len(known) - 1) for share in shares]
    ends = sorted({end for place in places for end in (math.floor(place), math.ceil(place))})
    known.partition(ends)
    found: list[float | None] = []
    for place in places:
        low, high = float(known[math.floor(place)]), float(known[math.ceil(place)])
        part = place - math.floor(place)
        between = low * (1.0 - part) + high * part if low != high else low
        found.append(between + 0.0)  # of -0.0 and 0.0, either may come first
    return found
