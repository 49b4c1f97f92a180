"""Where every row stands under one version: score, rank and tier, exact or quick."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.exact import ExactScores
from scoring_kit.playground.ranks import Ranks
from scoring_kit.scorecard.models import Scorecard

Places = npt.NDArray[np.int8]
Codes = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.int64]

BINS = 16_384
"""Parts of the scale that quick ranks tell apart; the first holds the rows without a score."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Equal parts from the lowest to the highest score, numbered from 1."""

    low: float
    high: float

    def codes(self, scores: npt.NDArray[Any], unscored: npt.NDArray[np.int64]) -> Codes:
        """Return the part that each score is in, 0 for the rows without one."""
        factor = (BINS - 2) / (self.high - self.low)
        part = np.subtract(scores, scores.dtype.type(self.low))
        np.multiply(part, scores.dtype.type(factor), out=part)
        np.clip(part, 0.0, BINS - 2.0, out=part)
        with np.errstate(invalid="ignore"):
            codes = part.astype(np.uint16)
        codes += 1
        codes[unscored] = 0
        return codes

    def holds(self, low: float, high: float) -> bool:
        """Return whether all scores between these lie on it, and it is not far too long."""
        return self.low <= low and high <= self.high and self.high - self.low <= 4 * (high - low)

    @staticmethod
    def of(low: float, high: float) -> Scale:
        """Return a scale with some room on both sides."""
        if not low <= high:
            return Scale(0.0, 1.0)
        room = max(0.1 * (high - low), 1e-6 * max(abs(low), abs(high), 1.0))
        return Scale(low - room, high + room)


@dataclass(frozen=True, slots=True)
class Standing:
    """Every row under one version, each array (rows,).

    scores: before rounding, NaN without a score. ranks: from 1, 0 without a score; of quick ones
    the middle of those in the same part of the scale. tiers: places from the best, the number of
    tiers for none. codes, counts: parts of the scale, and how many rows each has.
    """

    scores: npt.NDArray[Any]
    ranks: Ranks
    tiers: Places
    codes: Codes
    counts: Counts
    scale: Scale
    tier_names: tuple[str, ...]
    is_exact: bool

    @property
    def tier_counts(self) -> Counts:
        """Return how many rows each tier has, the last those without one."""
        places = range(len(self.tier_names) + 1)
        return np.array([np.count_nonzero(self.tiers == place) for place in places])


def ends(scores: npt.NDArray[Any]) -> tuple[float, float]:
    """Return the lowest and the highest score; infinite the wrong way round without any."""
    if not len(scores):
        return math.inf, -math.inf
    low, high = float(np.fmin.reduce(scores)), float(np.fmax.reduce(scores))
    return (math.inf, -math.inf) if math.isnan(low) else (low, high)


def exact_standing(found: ExactScores, scale: Scale) -> Standing:
    """Return where rows stand by exact scores."""
    codes = scale.codes(found.unrounded, np.flatnonzero(np.isnan(found.unrounded)))
    names = tuple(name for name, _ in found.card.tiers)
    return Standing(
        scores=found.unrounded,
        ranks=found.rank,
        tiers=np.where(found.tier < 0, np.int8(len(names)), found.tier),
        codes=codes,
        counts=np.bincount(codes, minlength=BINS),
        scale=scale,
        tier_names=names,
        is_exact=True,
    )


def quick_standing(
    card: Scorecard,
    scores: npt.NDArray[np.float32],
    unscored: npt.NDArray[np.int64],
    scale: Scale,
) -> Standing:
    """Return where rows stand by quick scores; the scale grows where they leave it."""
    low, high = ends(scores)
    scale = scale if scale.holds(low, high) else Scale.of(low, high)
    codes = scale.codes(scores, unscored)
    counts = np.bincount(codes, minlength=BINS)
    return Standing(
        scores=scores,
        ranks=np.take(_middle_ranks(counts), codes, mode="clip"),
        tiers=_quick_tiers(card, scores, unscored),
        codes=codes,
        counts=counts,
        scale=scale,
        tier_names=tuple(name for name, _ in card.tiers),
        is_exact=False,
    )


def _middle_ranks(counts: Counts) -> Ranks:
    """Return the rank in the middle of each part, 0 for the first."""
    above = counts[::-1].cumsum()[::-1] - counts
    ranks = (above + (counts + 1) // 2).astype(np.int32)
    ranks[0] = 0
    return ranks


def _quick_tiers(
    card: Scorecard, scores: npt.NDArray[np.float32], unscored: npt.NDArray[np.int64]
) -> Places:
    places = np.zeros(len(scores), np.int8)
    for _, cut in card.tiers:
        places += scores < np.float32(lowest_reaching(card, cut))
    places[unscored] = len(card.tiers)
    return places


def lowest_reaching(card: Scorecard, cut: float) -> float:
    """Return the lowest score before rounding that reaches a cut.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> lowest_reaching(card, 60.0)
    59.95
    """
    if card.rounding is None:
        return cut
    step = 10.0**-card.rounding.digits
    needed = math.ceil(cut / step - 1e-9) * step
    return needed - {"down": 0.0, "up": step}.get(card.rounding.mode, step / 2)
