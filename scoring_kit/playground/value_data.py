"""The data that a criterion reads, counted once for each input and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.spreads import counted, sorted_numbers
from scoring_kit.explanation.explain import inputs_of
from scoring_kit.expression.words import Type
from scoring_kit.playground.value_histogram import Spread
from scoring_kit.scorecard.models import Criterion, Scorecard

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board

Found = TypeVar("Found")

MOST_KEPT = 16
"""Inputs and states that are kept."""


@dataclass(frozen=True, slots=True)
class InputData:
    """An input of a board's rows.

    spread: its numbers, or days since 1970; None for texts and booleans, and then `counts` says
    how many rows have each. states: how many rows are in each state, by its number.
    """

    kind: Type
    spread: Spread | None
    counts: Mapping[Any, int]
    states: Mapping[float, int]


class DataRead:
    """What the rows of a board have in each input; asked of DuckDB at the first time only."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._known: dict[str, tuple[object, Any]] = {}

    def of(self, card: Scorecard, name: str) -> InputData:
        """Return the data of an input, as a card reads or derives it."""
        return self._kept(f"input.{name}", _reading(card), lambda: self._read(card, name))

    def states(self, card: Scorecard, criterion: Criterion) -> Mapping[float, int]:
        """Return how many rows are in each state of a criterion."""
        output = f"state.{criterion.name}"
        given = criterion.model_copy(update={"weight": 0.0})
        return self._kept(output, (_reading(card), given), lambda: self._counted(card, output))

    def _kept(self, name: str, given: object, read: Callable[[], Found]) -> Found:
        """Return what is known of a name for what is given, else read it."""
        known = self._known.get(name)
        if known is None or known[0] != given:
            known = (given, read())
            # the last ones only: the numbers of an input take eight bytes a row
            self._known = {**dict(list(self._known.items())[1 - MOST_KEPT :]), name: known}
        return known[1]

    def _read(self, card: Scorecard, name: str) -> InputData:
        plan = self._board.plan(card)
        kind = kind_of_input(plan, name)
        states = self._counted(card, f"input_state.{name}")
        if kind in (Type.NUMBER, Type.DATE):
            engine, table = self._board.engine, self._board.table
            numbers = sorted_numbers(engine, plan, table, f"input.{name}")
            return InputData(kind, Spread.of(numbers), {}, states)
        return InputData(kind, None, self._counted(card, f"input.{name}"), states)

    def _counted(self, card: Scorecard, output: str) -> dict[Any, int]:
        board = self._board
        return counted(board.engine, board.plan(card), board.table, output)


def kind_of_input(plan: Plan, name: str) -> Type:
    """Return the type of an input that a plan of an explanation reads or derives."""
    output = next(output for output in plan.outputs if output.name == f"input.{name}")
    return output.reference.kind


def input_of(criterion: Criterion) -> str | None:
    """Return the one input that a criterion reads; None where it reads several, or none.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> input_of(sk.example("book_club").scorecard.criteria[0])
    'months_since_order'
    """
    names = inputs_of(criterion)
    return names[0] if len(names) == 1 else None


def _reading(card: Scorecard) -> tuple[object, ...]:
    """Return what the inputs of a card depend on."""
    return card.inputs, card.derived, card.parameters
