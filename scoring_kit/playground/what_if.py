"""One row of a board as it is, and as it would be with other inputs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.lookup import read_cells, run_arrays
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.engines.places import rows_at
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.explanation.explanation_parts import Row
from scoring_kit.expression.words import Type
from scoring_kit.playground.some_rows import checked_rows
from scoring_kit.scorecard.fields import describe
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.value_functions.curves import calendar_date
from scoring_kit.tables.columns import to_column

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board

Inputs = Mapping[str, object]


@dataclass(frozen=True)
class HeldRow:
    """A row with all that some plans read of it, as arrays and as the table has it."""

    columns: Mapping[str, Array]
    cells: Mapping[str, Any]

    def under(self, card: Scorecard, plan: Plan, inputs: Inputs) -> Row:
        """Return the row with what a scorecard would give for it if it had these inputs.

        plan: that of the scorecard's explanation. inputs: by column; None is missing; dates may
        be ISO texts.

        Raises
        ------
        DataError
            When the scorecard reads no column of such a name, or a value is none of its type;
            with all that is wrong.
        """
        given = _checked(card, plan, inputs)
        values = {name: value for name, (value, _) in given.items()}
        columns = {name: column for name, (_, column) in given.items()}
        (outputs,) = run_arrays(plan, {**self.columns, **columns}, 1)
        return Row({**self.cells, **values}, outputs)


def held_row(board: Board, plans: Iterable[Plan], row: int) -> HeldRow:
    """Return a row with what these plans read of it, fetched once for all of them."""
    read = {column.name: column for plan in plans for column in plan.columns}
    part = rows_at(board.table, checked_rows(board, [row]))
    _, columns = read_columns(board.engine, Plan(tuple(read.values()), (), ()), part)
    (cells,) = read_cells(board.engine, part, list(read))
    return HeldRow(columns, cells)


def _checked(card: Scorecard, plan: Plan, inputs: Inputs) -> dict[str, tuple[Any, Array]]:
    """Return inputs as Python values and as columns of one row."""
    kinds = {column.name: column.kind for column in plan.columns}
    found: dict[str, tuple[Any, Array]] = {}
    problems: list[Problem] = []
    for name, value in inputs.items():
        try:
            if name not in kinds:
                raise _refused("unknown_name", name, _not_read(card, name, list(kinds)))
            found[name] = _as_column(name, value, kinds[name])
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems, "what-if", "cannot be scored")
    return found


def _as_column(name: str, value: object, kind: Type) -> tuple[object, Array]:
    if isinstance(value, float) and not math.isfinite(value):
        message = f"{name!r} takes finite numbers, found {value!r}; None says that it is missing"
        raise _refused("not_finite", name, message)
    if kind is Type.DATE and isinstance(value, str):
        value = calendar_date(value) or value
    try:
        return value, to_column([value], kind, name)
    except DataError:
        example = " such as 2024-02-29" if kind is Type.DATE else ""
        message = f"{name!r} takes a {kind.value}{example}, found {describe(value)}"
        raise _refused("wrong_type", name, f"{message}; None says that it is missing") from None


def _not_read(card: Scorecard, name: str, known: list[str]) -> str:
    if name in card.derived:
        return f"{name!r} is derived: {card.derived[name]}; change what it is derived from"
    return f"the scorecard reads no column {name!r}{nearest(str(name), known)}"


def _refused(code: str, name: str, message: str) -> DataError:
    return DataError([Problem(code, str(name), message)])
