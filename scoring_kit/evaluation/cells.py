"""Cells: rows that share a score, an outcome and the like, counted together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats
from scoring_kit.evaluation.ranking import Counts, Ranking, runs, summed

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
Layout = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""The order of the scores from the highest on, and where in it each different one begins."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Arrays of one length, a place for each combination that rows have.

    rows: how many. score, other: of the version and of the one it is held against; NaN where
    there is none. event: 1, 0, or -1 where it is not known. weight: of each row, in whole
    units; -1 where it is missing. probability: NaN where there is none. tier, part: codes, -1
    where there is none.
    """

    rows: Counts
    score: Floats
    other: Floats
    probability: Floats
    event: Codes
    weight: Counts
    tier: Codes
    part: Codes

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Cells:
        """Return the cells of arrays that an engine counted; what it was not asked for is empty."""
        rows = np.asarray(found["rows"], np.int64)
        size = len(rows)
        usual: dict[str, Any] = {
            "other": np.full(size, np.nan),
            "probability": np.full(size, np.nan),
            "weight": np.ones(size, np.int64),
            "tier": np.full(size, -1),
        }
        given = {**usual, **found}
        numbers = {"score", "other", "probability"}
        made: dict[str, Any] = {
            name: np.asarray(given[name], np.float64 if name in numbers else np.int64)
            for name in (field.name for field in fields(cls))
        }
        return cls(**made)

    def where(self, mask: Mask) -> Cells:
        """Return the cells of a mask."""
        if mask.all():
            return self
        return Cells(**{field.name: getattr(self, field.name)[mask] for field in fields(self)})

    def merged(self) -> Cells:
        """Return the cells without their parts; those that differ in nothing else are one."""
        names = [field.name for field in fields(self) if field.name not in ("rows", "part")]
        changes = np.zeros(max(len(self.rows) - 1, 0), np.bool_)
        for values in (getattr(self, name) for name in names):
            missing = values != values
            changes |= (values[1:] != values[:-1]) & ~(missing[1:] & missing[:-1])
        first = np.concatenate([[True], changes])[: len(self.rows)]
        kept = replace(self, part=np.full(len(self.rows), -1)).where(first)
        return replace(kept, rows=summed(self.rows, np.flatnonzero(first)))

    @property
    def amounts(self) -> Counts:
        """What the rows of each cell weigh together, in whole units; 0 without a weight."""
        return self.rows * np.maximum(self.weight, 0)

    @property
    def has_score(self) -> Mask:
        """Whether there is a score."""
        return ~np.isnan(self.score)

    @property
    def usable(self) -> Mask:
        """Whether score, outcome and weight are known, so that figures can count the rows."""
        return self.has_score & (self.event >= 0) & (self.weight >= 0)

    @property
    def total(self) -> int:
        """All rows."""
        return int(self.rows.sum())


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows of which score, outcome and weight are known, as metrics read them.

    Examples
    --------
    >>> sample = sample_of([3.0, 2.0, 1.0], [1, 0, 0])
    >>> sample.rows, sample.events, sample.ranking.auc
    (3, 1, 1.0)
    """

    cells: Cells
    layout: Layout

    @classmethod
    def of(cls, cells: Cells) -> Sample:
        """Return the sample of the usable cells among these."""
        cells = cells.where(cells.usable)
        return cls(cells, runs(-cells.score))

    @cached_property
    def ranking(self) -> Ranking:
        """The counts by score, from the highest on."""
        order, starts = self.layout
        amounts, events = self.cells.amounts[order], self.cells.event[order]
        with_, without = (np.where(events == kind, amounts, 0) for kind in (1, 0))
        return Ranking.of(summed(with_, starts), summed(without, starts))

    @property
    def rows(self) -> int:
        """How many rows there are, whatever they weigh."""
        return self.cells.total

    @property
    def events(self) -> int:
        """How many rows have the event, whatever they weigh."""
        return int(self.cells.rows[self.cells.event == 1].sum())

    @property
    def has_both(self) -> bool:
        """Whether there are rows with the event and without it, and both weigh something."""
        return self.ranking.total > 0 and self.ranking.total_without > 0

    @property
    def rate(self) -> float | None:
        """The share with the event by weight; None where nothing weighs anything."""
        total = self.ranking.total + self.ranking.total_without
        return self.ranking.total / total if total else None

    @cached_property
    def predicted(self) -> Sample | None:
        """The rows that have a probability too; None where no row has one."""
        known = ~np.isnan(self.cells.probability)
        return Sample.of(self.cells.where(known)) if known.any() else None

    def by_other(self) -> Sample:
        """Return the same rows under the other version."""
        cells = self.cells
        return Sample.of(replace(cells, score=cells.other, other=cells.score))

    def under_other(self, layout: Layout) -> Sample:
        """Return the same rows, cell by cell, under the other version, whose layout is known."""
        cells = self.cells
        return Sample(replace(cells, score=cells.other, other=cells.score), layout)

    def drawn(self, generator: np.random.Generator) -> Sample:
        """Return rows drawn with replacement, as many of each class as there are."""
        rows = self.cells.rows.copy()
        for kind in (0, 1):
            here = self.cells.event == kind
            count = rows[here]
            if len(count):
                total = int(count.sum())
                rows[here] = generator.multinomial(total, count / total)
        return Sample(replace(self.cells, rows=rows), self.layout)


def sample_of(scores: Any, events: Any, weights: Any = None, **more: Any) -> Sample:  # noqa: ANN401 (whatever makes an array)
    """Return the sample of rows in memory, one cell each; weights are whole numbers."""
    size = len(scores)
    given = {"score": scores, "event": events, "rows": np.ones(size, np.int64), **more}
    given["weight"] = np.ones(size, np.int64) if weights is None else weights
    return Sample.of(Cells.of({"part": np.full(size, -1), **given}))
