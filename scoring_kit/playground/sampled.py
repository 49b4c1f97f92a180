"""The scores of any draft on a sample of the rows, as its whole document says, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import rows_in_memory
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.playground.recalculation import Recalculation, score_plan
from scoring_kit.playground.sample import Rows, Sample
from scoring_kit.playground.standing import Places
from scoring_kit.playground.values import Values
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.table import Table, table_columns

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Few:
    """A card on some rows, each array (those rows,).

    score, unrounded: NaN where there is none. values: of the criteria by name, NaN where absent.
    """

    card: Scorecard
    score: Floats
    unrounded: Floats
    values: dict[str, Array]

    @property
    def tiers(self) -> Places:
        """Places from the best, the number of tiers for none."""
        places = np.zeros(len(self.score), np.int8)
        for _, cut in self.card.tiers:
            places += ~(self.score >= cut)  # no score reaches none
        return places

    def then(self, other: Few) -> Few:
        """Return these rows and then those of another."""
        values = {
            name: np.append(column, other.values[name]) for name, column in self.values.items()
        }
        score, unrounded = (
            np.append(self.score, other.score),
            np.append(self.unrounded, other.unrounded),
        )
        return Few(self.card, score, unrounded, values)


class Sampled:
    """One draft after another on the rows of a sample, of which each differs little.

    Only what an edit changes is calculated again; knock-outs, adjustments, missing policies and
    tiers are those of the document.
    """

    def __init__(self, values: Values, sample: Sample) -> None:
        self._values = values
        self.sample = sample
        whole = values.table if sample.is_whole else None
        self._part = _Part(values, sample.rows, whole)
        self._shown = _Part(values, np.zeros(0, np.int64), None)

    def few(self, card: Scorecard, shown: Rows) -> tuple[Sample, Few]:
        """Return the scores of a card, on the sample and on rows that are shown beside it."""
        values = self._values
        plan = score_plan(card, table_columns(values.table), values.parameters)
        sample = self.sample.with_shown(shown)
        found = self._part.few(card, plan)
        more = sample.rows[len(self.sample.rows) :]
        if not len(more):
            return sample, found
        if not np.array_equal(more, self._shown.rows):
            self._shown = _Part(values, more, None)
        return sample, found.then(self._shown.few(card, plan))


@dataclass
class _Part:
    """Some rows with what was read and calculated of them so far."""

    values: Values
    rows: Rows
    table: Table | None
    _columns: dict[str, Array] = field(default_factory=dict[str, Array])
    _again: Recalculation = field(init=False)

    def __post_init__(self) -> None:
        self._again = Recalculation(self._columns, len(self.rows))

    def few(self, card: Scorecard, plan: Plan) -> Few:
        self._read(plan)
        found = self._again.run(plan)
        return Few(
            card=card,
            score=found["score"],
            unrounded=np.where(np.isnan(found["score"]), np.nan, found["unrounded"]),
            values={item.name: found[f"value.{item.name}"] for item in card.criteria},
        )

    def _read(self, plan: Plan) -> None:
        """Read the columns of a plan that were not read before."""
        lacking = tuple(column for column in plan.columns if column.name not in self._columns)
        if not lacking:
            return
        engine, kept = self.values.engine, self.values.table
        if self.table is None:
            self.table = rows_in_memory(engine, kept, self.rows)
        _, columns = read_columns(engine, replace(plan, columns=lacking), self.table)
        self._columns |= columns
