"""Rows that stand for all rows of a table: some from each tier and each part of its scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring_kit.impact.scored import ExactScores

SAMPLE_ROWS = 20_000
"""Rows that are looked at, at least, where all of them are too many."""
_BEST = 1_000
"""The best rows are all in it, as the first pages show them."""
_LEAST = 100
"""Rows of each tier, and of each status without a score, however few they are of all."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a table, each array (rows of the sample,).

    rows: their numbers, which rise, and after them those that are there only to be shown.
    weights: how many rows of the table each stands for, 0 for what is only shown. of: all rows.
    """

    rows: Rows
    weights: npt.NDArray[np.float64]
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether it holds every row."""
        return len(self.rows) == self.of

    def with_shown(self, rows: Rows) -> Sample:
        """Return the sample with rows that stand for themselves only, and are not counted."""
        if not len(rows):
            return self
        more = np.setdiff1d(np.unique(rows), self.rows, assume_unique=True)
        weights = np.append(self.weights, np.zeros(len(more)))
        return Sample(np.append(self.rows, more), weights, self.of)


def stratified(live: ExactScores, size: int = SAMPLE_ROWS, seed: int = 0) -> Sample:
    """Return a sample that has its share of each tier, and within it of each part of the scores.

    The rows of a tier lie in the order of their scores; they are cut into equal parts, and one
    row is drawn from each, so the weights of a tier's rows add up to its rows.
    """
    total = len(live.score)
    if total <= size:
        return Sample(np.arange(total), np.ones(total), total)
    draw = np.random.default_rng(seed)
    rows: list[Rows] = []
    weights: list[npt.NDArray[np.float64]] = []
    for stratum, share in _strata(live, size):
        count = min(len(stratum), max(share, _LEAST))
        edges = np.linspace(0, len(stratum), count + 1).astype(np.int64)
        widths = np.diff(edges)
        rows.append(stratum[edges[:-1] + (draw.random(count) * widths).astype(np.int64)])
        weights.append(widths.astype(np.float64))
    drawn = np.concatenate(rows)
    order = np.argsort(drawn)
    return Sample(drawn[order], np.concatenate(weights)[order], total)


def _strata(live: ExactScores, size: int) -> Iterator[tuple[Rows, int]]:
    """Yield the rows of each stratum from the best on, and how many of them are its share."""
    order = np.argsort(-live.unrounded)  # NaN last
    scored = int(np.count_nonzero(~np.isnan(live.unrounded)))
    best = min(_BEST, size // 10, scored)
    yield order[:best], best
    tiers = live.tier[order[best:scored]]
    # Tiers fall with scores, but for rows under the last, whose code is -1.
    places = np.where(tiers < 0, len(live.card.tiers), tiers)
    unscored = order[scored:]
    codes = live.status.codes[unscored]
    for part, of in ((order[best:scored], places), (unscored, codes)):
        for place in np.unique(of):
            stratum = part[of == place]
            yield stratum, round(size * len(stratum) / len(live.score))
