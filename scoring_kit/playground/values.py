"""The value of each criterion on every row, in 32 bits, and what changes when one is edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.compile import compile_value
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.arrays import plan_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.scorecard.models import Criterion, Root, Scorecard
from scoring_kit.tables.table import Table, table_columns

Column = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

MOST_CODES = 65_535
"""Different inputs that a code of 16 bits can tell apart."""
_AT_ONCE = 8
"""Columns that DuckDB calculates in one go, so that few of 64 bits are held at a time."""


@dataclass(frozen=True, slots=True)
class Codes:
    """An input in short: the place of each row's input among `inputs`, which stand for all.

    code: (rows,). inputs: each different one; where there are more than MOST_CODES, one for each
    of so many parts of the sorted inputs.
    """

    code: npt.NDArray[np.uint16]
    inputs: Array


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """Numbers by the code of each row's input. values: one for each of the inputs."""

    codes: Codes
    values: Column

    @property
    def full(self) -> Column:
        """One number for each row."""
        return np.take(self.values, self.codes.code)


@dataclass
class Values:
    """What a scorecard gives for the rows of a table in memory, criterion by criterion."""

    engine: DuckDBEngine
    table: Table
    parameters: Mapping[str, Any]
    _codes: dict[str, Codes] = field(default_factory=dict[str, Codes])

    def of(self, plan: Plan, outputs: Sequence[str]) -> dict[str, Column]:
        """Return number outputs of a plan, calculated by DuckDB, NaN for NULL."""
        found: dict[str, Column] = {}
        for start in range(0, len(outputs), _AT_ONCE):
            part = plan_arrays(
                self.engine, plan.only(outputs[start : start + _AT_ONCE]), self.table
            )
            found |= {name: _short(cast("Array", column)) for name, column in part.items()}
        return found

    def column(self, card: Scorecard, criterion: Criterion) -> Column | CodedColumn:
        """Return a criterion's values, by way of codes where it reads one column of the table.

        Exact but for rounding to 32 bits, where that column has at most MOST_CODES values.
        """
        plan = self._plan_of(card, criterion)
        if len(plan.columns) != 1:
            return self.of(plan, [f"value_{criterion.name}"])[f"value_{criterion.name}"]
        name = plan.columns[0].name
        if name not in self._codes:
            _, columns = read_columns(self.engine, plan, self.table)
            self._codes[name] = coded(columns[name])
        codes = self._codes[name]
        found = numpy_engine.run(plan, {name: codes.inputs}, rows=len(codes.inputs))
        return CodedColumn(codes, _short(found[f"value_{criterion.name}"]))

    def _plan_of(self, card: Scorecard, criterion: Criterion) -> Plan:
        """Compile a card of this one criterion, as the others do not matter to its value."""
        alone = card.model_copy(
            update={
                "score": Root.model_validate({"aggregate": "sum", "of": [criterion]}),
                "adjustments": (),
                "knock_outs": (),
                "tiers": (),
                "reasons": None,
                "scaling": None,
                "rounding": None,
            }
        )
        return compile_value(alone, criterion.name, table_columns(self.table), self.parameters)


def coded(column: Array) -> Codes:
    """Return the codes of a column.

    Examples
    --------
    >>> found = coded(np.array([7.0, np.nan, 7.0, 1.0]))
    >>> found.code.tolist(), found.inputs.tolist()
    ([1, 2, 1, 0], [1.0, 7.0, nan])
    """
    if column.dtype == object:
        return _coded_texts(column)
    order = np.argsort(column, kind="stable")
    ordered = column[order]
    differs = ordered[1:] != ordered[:-1]
    if ordered.dtype.kind == "f":
        differs &= ~(np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    number = np.concatenate([np.zeros(min(1, len(column)), np.int64), np.cumsum(differs)])
    count = int(number[-1]) + 1 if len(number) else 0
    if count > MOST_CODES:
        number = _merged(number, len(column), ordered)
    code = np.empty(len(column), np.uint16)
    code[order] = number
    _, first = np.unique(number, return_index=True)
    return Codes(code, ordered[first])


def _merged(number: npt.NDArray[np.int64], rows: int, ordered: Array) -> npt.NDArray[np.int64]:
    """Return numbers of parts with about as many rows each; equal inputs stay together."""
    firsts = np.flatnonzero(np.diff(number, prepend=-1))
    part = (firsts * (MOST_CODES - 3)) // rows
    inputs = ordered[firsts]
    kind = np.where(np.isnan(inputs), 2, np.where(np.isinf(inputs), np.sign(inputs), 0))
    part = part + np.cumsum(np.diff(kind, prepend=kind[:1]) != 0)
    return np.unique(part, return_inverse=True)[1][number]


def _coded_texts(column: Array) -> Codes:
    import pandas

    code, _ = pandas.factorize(column, use_na_sentinel=False)
    if len(code) and int(code.max()) >= MOST_CODES:
        # rare texts beyond the room are those that are met last: none of them is listed apart
        code = np.minimum(code, MOST_CODES - 1)
    _, first = np.unique(code, return_index=True)
    return Codes(code.astype(np.uint16), column[first])


def _short(column: Array) -> Column:
    with np.errstate(over="ignore"):
        return column.astype(np.float32)
