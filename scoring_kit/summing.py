"""Sums of doubles that are the same on every version of Python."""

from __future__ import annotations

from collections.abc import Iterable


def plain_sum(numbers: Iterable[float]) -> float:
    """Return the sum, added from left to right and rounded at each step.

    From Python 3.12 on, the built-in `sum` of floats makes up for what is rounded away, so that
    its last bits depend on the version.

    Examples
    --------
    >>> plain_sum([0.1] * 10), plain_sum([])
    (0.9999999999999999, 0.0)
    """
    total = 0.0
    for number in numbers:
        total += number
    return total
