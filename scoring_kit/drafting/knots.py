"""Value functions of numbers, from their quantiles: straight lines, or bins for a few values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

FEWEST_STEPS = 50
"""Knots are rounded so far that their range still holds so many steps."""

MOST_BINS = 6
"""Numbers with more different values get straight lines."""

_SMALLEST, _LARGEST = 1e-280, 1e280
"""What lies beyond leaves no room for differences and slopes in a double."""


def can_have_knots(quantiles: Sequence[float]) -> bool:
    """Whether the numbers are neither too large nor too close for straight lines."""
    low, high = quantiles[0], quantiles[-1]
    return max(abs(low), abs(high)) < _LARGEST and all(
        b - a > _SMALLEST for a, b in pairwise(sorted(set(quantiles)))
    )


def piecewise(
    quantiles: Sequence[float], *, is_whole: bool = False, falls: bool = False
) -> dict[str, Any]:
    """Return straight lines from 0 to 100 through the quantiles 5, 25, 50, 75 and 95 %.

    quantiles: at 0, 5, 25, 50, 75, 95 and 100 %, the first below the last.

    Examples
    --------
    >>> piecewise([0, 2.11, 6.02, 12, 24.3, 35.9, 60])
    {'piecewise': [[2, 0], [6, 25], [12, 50], [24.5, 75], [36, 100]]}
    """
    marks = dict[float, list[float]]()
    for share, x in zip((0.0, 25.0, 50.0, 75.0, 100.0), quantiles[1:-1], strict=True):
        marks.setdefault(x, []).append(share)
    if len(marks) == 1:  # nearly all rows share one value, so the ends have to do
        marks = {x: [50.0] for x in sorted({quantiles[0], *marks, quantiles[-1]})}
    shares = [sum(found) / len(found) for found in marks.values()]
    values = [0.0, *shares[1:-1], 100.0]
    knots = zip(rounded(list(marks), is_whole=is_whole), values, strict=True)
    return {"piecewise": [[_short(x), _short(_turned(y, falls))] for x, y in knots]}


def bins(values: Sequence[float], *, falls: bool = False) -> dict[str, Any]:
    """Return a bin for each of two or more rising numbers, from 0 to 100 in equal steps.

    Examples
    --------
    >>> bins([1, 2, 5])
    {'bins': [{'up_to': 1, 'value': 0}, {'up_to': 2, 'value': 50}, {'value': 100}]}
    """
    found: list[Mapping[str, Any]] = []
    for index, edge in enumerate(values):
        worth = _short(_turned(_tenth(100.0 * index / (len(values) - 1)), falls))
        is_last = index == len(values) - 1
        found.append({"value": worth} if is_last else {"up_to": _short(edge), "value": worth})
    return {"bins": found}


def rounded(numbers: Sequence[float], *, is_whole: bool = False) -> list[float]:
    """Return rising numbers in round steps, as coarse as they stay apart.

    Examples
    --------
    >>> rounded([711.57, 3565.1, 7143.9, 13577.3]), rounded([0.11, 0.12, 0.2])
    ([800.0, 3600.0, 7200.0, 13600.0], [0.11, 0.12, 0.2])
    """
    spread = numbers[-1] - numbers[0]
    exponent = math.floor(math.log10(spread / FEWEST_STEPS))
    while exponent > -300 and not (is_whole and exponent < 0):
        for digit in (5, 2, 1):
            if digit * 10.0**exponent <= spread / FEWEST_STEPS:
                found = [_to_steps(x, digit, exponent) for x in numbers]
                if all(a < b for a, b in pairwise(found)):
                    return found
        if exponent < math.log10(spread) - 15:
            break
        exponent -= 1
    return [x + 0.0 for x in numbers]


def _to_steps(x: float, digit: int, exponent: int) -> float:
    """The nearest multiple, by way of its decimal spelling, so that 0.3 is 0.3."""
    return float(f"{round(x / (digit * 10.0**exponent)) * digit}e{exponent}") + 0.0


def _turned(value: float, falls: bool) -> float:
    return 100.0 - value if falls else value


def _tenth(value: float) -> float:
    return round(value, 1)


def _short(value: float) -> float:
    """The same number, written without a needless point."""
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value
