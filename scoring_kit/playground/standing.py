"""Where every row stands under one version: score, rank and tier, exact or quick."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.ranks import Ranks, RoughRanks
from scoring_kit.playground.workers import blocks
from scoring_kit.scorecard.models import Scorecard

Places = npt.NDArray[np.int8]
Codes = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.int64]
Short = npt.NDArray[np.float32]

BINS = 16_384
"""Parts of the scale that rough ranks tell apart; the first holds the rows without a score."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Equal parts from the lowest to the highest score, numbered from 1."""

    low: float
    high: float

    def codes(self, scores: npt.NDArray[Any]) -> Codes:
        """Return the part that each score is in, 0 for NaN."""
        codes = np.empty(len(scores), np.uint16)
        for block in blocks(len(scores)):
            self.put(scores[block], codes[block])
        return codes

    def put(
        self, scores: npt.NDArray[Any], codes: Codes, scratch: npt.NDArray[Any] | None = None
    ) -> None:
        """Set the codes of some rows."""
        factor, shift = self.steps
        number = scores.dtype.type
        part = np.multiply(scores, number(factor), out=scratch)
        part += number(shift)
        np.clip(part, 1.0, BINS - 1.0, out=part)
        np.fmax(part, 0.0, out=part)  # of NaN and 0 the 0
        np.copyto(codes, part, casting="unsafe")

    @property
    def steps(self) -> tuple[float, float]:
        """What a score is multiplied by, and what is added then, for the number of its part."""
        factor = (BINS - 2) / (self.high - self.low)
        return factor, 1.0 - self.low * factor

    def holds(self, low: float, high: float) -> bool:
        """Return whether all scores between these lie on it, and it is not far too long."""
        return self.low <= low and high <= self.high and self.high - self.low <= 4 * (high - low)

    def may_hold(self, counts: Counts) -> bool:
        """Return whether it surely holds the scores that were counted by their parts."""
        used = np.flatnonzero(counts[1:])
        if not len(used):
            return True
        first, last = int(used[0]), int(used[-1])
        return first > 0 and last < BINS - 2 and last - first - 1 >= (BINS - 2) / 4

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

    scores: before rounding, NaN without a score. published: the same as they are published, of
    quick ones before rounding. ranks: from 1, 0 without a score; rough ones are the middle of
    those in the same part of the scale. tiers: places from the best, the number of tiers for
    none. codes, counts: parts of the scale, and how many rows each has.
    """

    scores: npt.NDArray[Any]
    published: npt.NDArray[Any]
    ranks: Ranks | RoughRanks
    tiers: Places
    tier_counts: Counts
    codes: Codes
    counts: Counts
    scale: Scale
    tier_names: tuple[str, ...]
    is_exact: bool
    _short: list[Short] = field(default_factory=list[Short], repr=False)
    _rough: list[RoughRanks] = field(default_factory=list[RoughRanks], repr=False)
    _rough_ranks: list[Ranks] = field(default_factory=list[Ranks], repr=False)

    @property
    def ranks_exact(self) -> bool:
        """Whether ranks were counted by sorting the scores."""
        return not isinstance(self.ranks, RoughRanks)

    @property
    def rough(self) -> RoughRanks:
        """Ranks as rough as those of a quick standing on the same scale, kept as `short` is."""
        if not self._rough:
            self._rough.append(RoughRanks(self.codes, self.counts))
        return self._rough[0]

    @property
    def rough_ranks(self) -> Ranks:
        """The rough ranks of all rows, kept."""
        if not self._rough_ranks:
            self._rough_ranks.append(self.rough[:])
        return self._rough_ranks[0]

    @property
    def short(self) -> Short:
        """The scores in 32 bits, kept, as each quick frame is held against them."""
        if not self._short:
            with np.errstate(over="ignore"):
                self._short.append(self.scores.astype(np.float32))
        return self._short[0]


def ends(scores: npt.NDArray[Any]) -> tuple[float, float]:
    """Return the lowest and the highest score; infinite the wrong way round without any."""
    if not len(scores):
        return math.inf, -math.inf
    low, high = float(np.fmin.reduce(scores)), float(np.fmax.reduce(scores))
    return (math.inf, -math.inf) if math.isnan(low) else (low, high)


class Scored(Protocol):
    """The scores of a card on some rows; see `ExactScores`."""

    @property
    def card(self) -> Scorecard: ...
    @property
    def score(self) -> npt.NDArray[np.float64]: ...
    @property
    def unrounded(self) -> npt.NDArray[np.float64]: ...


def exact_standing(found: ExactScores, scale: Scale) -> Standing:
    """Return where rows stand by exact scores."""
    tiers = np.where(found.tier < 0, np.int8(len(found.card.tiers)), found.tier)
    return standing_of(found, tiers, found.rank, scale, is_exact=True)


def standing_of(
    found: Scored, tiers: Places, ranks: Ranks, scale: Scale, *, is_exact: bool = False
) -> Standing:
    """Return where rows stand by scores of 64 bits."""
    codes = scale.codes(found.unrounded)
    return Standing(
        scores=found.unrounded,
        published=found.score,
        ranks=ranks,
        tiers=tiers,
        tier_counts=np.bincount(tiers, minlength=len(found.card.tiers) + 1),
        codes=codes,
        counts=np.bincount(codes, minlength=BINS),
        scale=scale,
        tier_names=tuple(name for name, _ in found.card.tiers),
        is_exact=is_exact,
    )
