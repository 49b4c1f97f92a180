"""Tiers that cut the drafted scores into equal parts, none of them empty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

NAMES = ("A", "B", "C", "D", "E")
_WITHOUT_SCORES = (80.0, 60.0, 40.0, 20.0, 0.0)
_ALLOWED_SHIFT = 0.05
"""Share of the rows that a tier may lose or win so that its cut is a whole number."""


@dataclass(frozen=True, slots=True)
class DraftTier:
    """A tier: its name, its lowest score, and how many rows lie in it."""

    name: str
    cut: float
    rows: int


def equal_tiers(counts: Mapping[float, int]) -> list[DraftTier]:
    """Return up to five tiers that hold about as many rows each, the highest first.

    counts: rows by published score; scores are at least 0.

    Examples
    --------
    >>> [(tier.cut, tier.rows) for tier in equal_tiers({90.5: 2, 70.2: 2, 44.0: 2, 12.5: 2})]
    [(90.0, 2), (70.0, 2), (44.0, 2), (0.0, 2)]
    """
    scores = sorted(counts, reverse=True)
    if not scores:
        return _named(_WITHOUT_SCORES, [0] * len(_WITHOUT_SCORES))
    cuts = _cuts(scores, counts)
    whole = [*(float(math.floor(cut)) for cut in cuts[:-1]), 0.0]
    return _named(*_better(cuts, whole, counts))


def _cuts(scores: list[float], counts: Mapping[float, int]) -> list[float]:
    """The scores that the tiers begin with, as near to equal shares as they come."""
    size, total = min(len(NAMES), len(scores)), sum(counts.values())
    above: list[int] = []
    for score in scores:
        above.append(counts[score] + (above[-1] if above else 0))
    chosen: list[int] = []
    for tier in range(1, size):
        first = chosen[-1] + 1 if chosen else 0
        last = len(scores) - 1 - (size - tier)
        aim = total * tier / size
        chosen.append(min(range(first, last + 1), key=lambda i: abs(above[i] - aim)))
    return [*(scores[index] for index in chosen), 0.0]


def _better(
    cuts: list[float], whole: list[float], counts: Mapping[float, int]
) -> tuple[list[float], list[int]]:
    """The whole cuts where they rank and fill the tiers nearly as well."""
    rows = _rows(cuts, counts)
    if any(high <= low for high, low in pairwise(whole)):
        return cuts, rows
    others = _rows(whole, counts)
    shift = _ALLOWED_SHIFT * sum(rows)
    near = all(o > 0 and abs(o - r) <= shift for o, r in zip(others, rows, strict=True))
    return (whole, others) if near else (cuts, rows)


def _rows(cuts: list[float], counts: Mapping[float, int]) -> list[int]:
    above = [sum(n for score, n in counts.items() if score >= cut) for cut in cuts]
    return [here - before for before, here in pairwise([0, *above])]


def _named(cuts: tuple[float, ...] | list[float], rows: list[int]) -> list[DraftTier]:
    return [
        DraftTier(name, cut, count)
        for name, cut, count in zip(NAMES[: len(cuts)], cuts, rows, strict=True)
    ]
