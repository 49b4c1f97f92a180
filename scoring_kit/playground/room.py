"""Memory in which quick scores are made into a standing, used again by each of them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.compiled import Kernels
from scoring_kit.playground.ranks import Ranks, RoughRanks, sorted_ranks
from scoring_kit.playground.standing import BINS, Counts, Scale, Standing, ends
from scoring_kit.playground.workers import Scratch, Workers
from scoring_kit.scorecard.models import Scorecard

Short = npt.NDArray[np.float32]
Scores = Callable[[slice, Short, Scratch], None]

EXACT_RANKS_UP_TO = 500_000
"""Rows whose quick scores are sorted for their ranks; the ranks of more are rough."""


class Room:
    """Memory for quick standings, used again by each: the one before is then gone."""

    def __init__(self, rows: int, workers: Workers) -> None:
        self.workers = workers
        self._scores = np.empty(rows, np.float32)
        self._codes = np.empty(rows, np.uint16)
        self._tiers = np.empty(rows, np.int8)
        self.moves = np.empty(rows, np.int32)

    def standing(self, card: Scorecard, scores: Scores, scale: Scale) -> Standing:
        """Return where rows stand by quick scores; the scale grows where they leave it.

        scores: puts those of a block of rows into a column; it is asked once for each block.
        """
        cuts = [np.float32(lowest_reaching(card, cut)) for _, cut in card.tiers]

        def work(block: slice, scratch: Scratch) -> list[int]:
            scores(block, self._scores[block], scratch)
            if scratch.kernels is not None:
                return self._graded(block, scale, cuts, scratch, scratch.kernels)
            self._count(block, scale, scratch)
            return self._grade(block, cuts)

        reached = self.workers.each(len(self._scores), work)
        counts = self.workers.tallied(BINS)
        if not scale.may_hold(counts):
            scale, counts = self._fitted(scale, counts)
        return Standing(
            scores=self._scores,
            published=self._scores,
            ranks=self._ranks(counts),
            tiers=self._tiers,
            tier_counts=_of_each(reached, len(self._scores), len(cuts)),
            codes=self._codes,
            counts=counts,
            scale=scale,
            tier_names=tuple(name for name, _ in card.tiers),
            is_exact=False,
        )

    def _count(self, block: slice, scale: Scale, scratch: Scratch) -> None:
        """Set the codes of a block, and tally how many rows have each."""
        codes = self._codes[block]
        scale.put(self._scores[block], codes, scratch.floats(0, block))
        scratch.tally(np.bincount(codes, minlength=BINS))

    def _grade(self, block: slice, cuts: list[np.float32]) -> list[int]:
        """Set the tiers of a block and return how many rows reach each cut."""
        scores, tiers = self._scores[block], self._tiers[block]
        tiers[:] = len(cuts)
        reached: list[int] = []
        for cut in cuts:
            reaches = scores >= cut
            tiers -= reaches.view(np.int8)
            reached.append(int(np.count_nonzero(reaches)))
        return reached

    def _graded(
        self,
        block: slice,
        scale: Scale,
        cuts: list[np.float32],
        scratch: Scratch,
        kernels: Kernels,
    ) -> list[int]:
        """Do as `_count` and `_grade`, by machine code."""
        reached, scores = np.zeros(len(cuts), np.int64), self._scores[block]
        factor, shift = map(np.float32, scale.steps)
        most, counts = np.float32(BINS - 1), scratch.tallied(BINS)
        kernels.place(scores, factor, shift, most, self._codes[block], counts)
        kernels.grade(scores, np.array(cuts, np.float32), self._tiers[block], reached)
        return reached.tolist()

    def _fitted(self, scale: Scale, counts: Counts) -> tuple[Scale, Counts]:
        """Return a scale that holds the scores, and the counts of its parts."""
        low, high = ends(self._scores)
        if scale.holds(low, high):
            return scale, counts
        fitted = Scale.of(low, high)
        self.workers.each(
            len(self._scores), lambda block, scratch: self._count(block, fitted, scratch)
        )
        return fitted, self.workers.tallied(BINS)

    def _ranks(self, counts: Counts) -> Ranks | RoughRanks:
        if len(self._scores) <= EXACT_RANKS_UP_TO:
            return sorted_ranks(self._scores)
        return RoughRanks(self._codes, counts)


def _of_each(reached: list[list[int]], rows: int, cuts: int) -> Counts:
    """Return the rows of each tier, the last those without one, from those that reach its cut."""
    sums = np.array(reached, np.int64).reshape(len(reached), cuts).sum(axis=0)
    return np.diff(sums, prepend=0, append=rows)


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
