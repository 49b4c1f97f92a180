"""Where every row stands under one version: score, rank and tier, exact or quick."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

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


_BLOCK = 65_536
"""Rows at a time, so that what is calculated from them stays near the processor."""


def blocks(rows: int) -> Iterator[slice]:
    """Yield the parts that rows are gone through in."""
    for start in range(0, rows, _BLOCK):
        yield slice(start, min(start + _BLOCK, rows))


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

    def put(self, scores: npt.NDArray[Any], codes: Codes) -> None:
        """Set the codes of some rows."""
        number = scores.dtype.type
        factor = number((BINS - 2) / (self.high - self.low))
        part = (scores - number(self.low)) * factor
        part += number(1.0)
        np.clip(part, 1.0, BINS - 1.0, out=part)
        np.fmax(part, 0.0, out=part)  # of NaN and 0 the 0
        np.copyto(codes, part, casting="unsafe")

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

    scores: before rounding, NaN without a score. published: the same as they are published, of
    quick ones before rounding. ranks: from 1, 0 without a score; of quick ones
    the middle of those in the same part of the scale. tiers: places from the best, the number of
    tiers for none. codes, counts: parts of the scale, and how many rows each has.
    """

    scores: npt.NDArray[Any]
    published: npt.NDArray[Any]
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
        codes=codes,
        counts=np.bincount(codes, minlength=BINS),
        scale=scale,
        tier_names=tuple(name for name, _ in found.card.tiers),
        is_exact=is_exact,
    )


class Room:
    """Memory for quick standings, used again by each: the one before is then gone."""

    def __init__(self, rows: int) -> None:
        self.codes = np.empty(rows, np.uint16)
        self.ranks = np.empty(rows, np.int32)
        self.tiers = np.empty(rows, np.int8)

    def standing(self, card: Scorecard, scores: npt.NDArray[np.float32], scale: Scale) -> Standing:
        """Return where rows stand by quick scores; the scale grows where they leave it."""
        low, high = ends(scores)
        scale = scale if scale.holds(low, high) else Scale.of(low, high)
        cuts = [np.float32(lowest_reaching(card, cut)) for _, cut in card.tiers]
        counts = np.zeros(BINS, np.int64)
        for block in blocks(len(scores)):
            part = scores[block]
            scale.put(part, self.codes[block])
            counts += np.bincount(self.codes[block], minlength=BINS)
            places = self.tiers[block]
            places[:] = 0
            for cut in cuts:  # no score reaches none
                places += ~(part >= cut)
        np.take(_middle_ranks(counts), self.codes, out=self.ranks, mode="clip")
        return Standing(
            scores=scores,
            published=scores,
            ranks=self.ranks,
            tiers=self.tiers,
            codes=self.codes,
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
