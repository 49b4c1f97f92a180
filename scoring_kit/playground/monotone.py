"""The nearest values that only rise, or only fall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

Direction = Literal["up", "down"]


def snapped(values: Sequence[float], direction: Direction) -> list[float]:
    """Return the values nearest to these that never fall (``up``) or never rise (``down``).

    Nearest by the sum of squared changes: neighbours in the wrong order become their mean, by
    pool-adjacent-violators (Barlow, Bartholomew, Bremner & Brunk 1972, chapter 1).

    Examples
    --------
    >>> snapped([0, 50, 40, 100], "up")
    [0.0, 45.0, 45.0, 100.0]
    """
    turned = list(values) if direction == "up" else [-value for value in values]
    pools: list[list[float]] = []
    for value in turned:
        pools.append([value + 0.0])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    means = [_mean(pool) for pool in pools for _ in pool]
    return means if direction == "up" else [0.0 - value for value in means]


def direction_of(values: Sequence[float]) -> Direction:
    """Return the direction that `snapped` needs smaller changes for.

    Examples
    --------
    >>> direction_of([0, 50, 40, 100])
    'up'
    """
    up, down = (math.dist(snapped(values, way), values) for way in ("up", "down"))
    return "up" if up <= down else "down"


def _mean(pool: Sequence[float]) -> float:
    """Return the mean with 15 digits at most; a value by itself stays as it is."""
    if len(pool) == 1 or len(set(pool)) == 1:
        return pool[0]
    return float(f"{math.fsum(value / len(pool) for value in pool):.15g}")
