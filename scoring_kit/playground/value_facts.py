"""A value function over its data, draft and live: all that an editor of it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scoring_kit.playground.draft import unknown
from scoring_kit.playground.value_curves import Point, curve_of
from scoring_kit.playground.value_data import DataRead, InputData, input_of
from scoring_kit.playground.value_histogram import Axis
from scoring_kit.playground.value_policies import policies_of
from scoring_kit.playground.value_shapes import (
    bins_of,
    can_snap,
    categories_of,
    formula_of,
    kind_of_shape,
    knots_of,
)
from scoring_kit.scorecard.models import Criterion, Scorecard
from scoring_kit.scorecard.value_functions import ValueFunction
from scoring_kit.scorecard.value_functions.categories import Categories

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board


def value_facts(board: Board, live: Scorecard, draft: Scorecard, criterion: str) -> dict[str, Any]:
    """Return what an editor of a value function shows; see `ValueFacts.of`."""
    return ValueFacts(board).of(live, draft, criterion)


class ValueFacts:
    """What editors of value functions show, on the rows of a board.

    An input is counted at the first time, so that the next draft is quick.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.playground.board import Board
    >>> example = sk.example("book_club")
    >>> card = example.scorecard
    >>> found = ValueFacts(Board(card, example.data)).of(card, card, "recency")
    >>> found["kind"], found["knots"][:2], found["histogram"]["counts"][:3]
    ('piecewise', [[2.0, 100.0], [6.0, 80.0]], [294, 280, 278])
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._data = DataRead(board)
        self._last: tuple[tuple[object, ...], dict[str, Any]] | None = None

    def of(self, live: Scorecard, draft: Scorecard, criterion: str) -> dict[str, Any]:
        """Return the value function of a criterion under the draft and under the live version.

        Returns
        -------
        dict
            - criterion, label, kind (piecewise, linear, bins, categories or other), unit
            - input: the column or derived input, None where the criterion reads several;
              input_kind: number, text, boolean or date (in days since 1970-01-01)
            - knots, bins, categories: of the kind that it is, else None; live_knots, live_bins
            - curve, live_curve: points [x, value], value None where there is none; a step is two
              points at one x; None where the input has no axis
            - histogram: `low`, `high`, `counts`, rows `below` and `above`; None without an axis
            - range: lowest and highest value drawn
            - missing, invalid, special, unmatched, outside: see `policies_of`
            - monotone, can_snap; formula: in words, for kinds that are not edited by parts

        Raises
        ------
        EditError
            When the draft has no such criterion.
        """
        here, before = _found(draft, criterion), _looked_up(live, criterion)
        seen = (here.model_copy(update={"weight": 1.0}), before, *_read_by(draft), live)
        if self._last is None or self._last[0] != seen:
            self._last = seen, self._facts(live, draft, here, before)
        return self._last[1]

    def _facts(
        self, live: Scorecard, draft: Scorecard, here: Criterion, before: Criterion | None
    ) -> dict[str, Any]:
        was = None if before is None else before.value
        name = input_of(here)
        data = None if name is None else self._data.of(draft, name)
        states = self._data.states(draft, here) if data is None else data.states
        kind, entry = kind_of_shape(here.value), draft.inputs.get(name or "")
        rows = _rows_by_value(here.value, data)
        return {
            "criterion": here.name,
            "label": here.title or here.name,
            "kind": kind,
            "input": name,
            "input_kind": None if data is None else data.kind.value,
            "unit": None if entry is None else entry.unit,
            "knots": knots_of(here.value),
            "live_knots": knots_of(was),
            "bins": bins_of(here.value),
            "live_bins": bins_of(was),
            "categories": categories_of(here.value, was, rows),
            **self._drawn((draft, here), None if before is None else (live, before), name, data),
            **policies_of(draft, here, states, data),
            "monotone": here.monotone,
            "can_snap": can_snap(here),
            "formula": formula_of(draft, here) if kind == "other" else None,
        }

    def _drawn(
        self,
        draft: tuple[Scorecard, Criterion],
        live: tuple[Scorecard, Criterion] | None,
        name: str | None,
        data: InputData | None,
    ) -> dict[str, Any]:
        """Return curves, histogram and range; live is drawn where it reads the same input."""
        versions = [draft] if live is None or not _is_like(live[1], draft[1]) else [draft, live]
        functions = [criterion.value for _, criterion in versions]
        axis = _axis(functions, data)
        values = [value for function in functions for value in _values(function)]
        if axis is None or name is None or data is None or data.spread is None:
            none = {"curve": None, "live_curve": None, "histogram": None}
            return {**none, "range": _range(values, versions)}
        curves: list[list[Point]] = [
            curve_of(card, criterion, name, data.kind, axis, self._board.parameters)
            for card, criterion in versions
        ]
        values += [value for curve in curves for _, value in curve if value is not None]
        return {
            "curve": curves[0],
            "live_curve": curves[1] if len(curves) > 1 else None,
            "histogram": data.spread.histogram(axis),
            "range": _range(values, versions),
        }


def _read_by(card: Scorecard) -> tuple[object, ...]:
    """Return the parts of a card that a value depends on beside its criterion."""
    return card.inputs, card.derived, card.parameters, card.defaults


def _is_like(one: Criterion, other: Criterion) -> bool:
    """Return whether two versions of a criterion can be drawn over each other."""
    have_categories = [isinstance(part.value, Categories) for part in (one, other)]
    return input_of(one) == input_of(other) and have_categories[0] == have_categories[1]


def _looked_up(card: Scorecard, name: str) -> Criterion | None:
    return next((part for part in card.criteria if part.name == name), None)


def _found(card: Scorecard, name: str) -> Criterion:
    found = _looked_up(card, name)
    if found is None:
        raise unknown("criterion", name, [part.name for part in card.criteria])
    return found


def _rows_by_value(function: ValueFunction, data: InputData | None) -> dict[Any, int]:
    if data is None or not isinstance(function, Categories):
        return {}
    return dict(data.counts if data.spread is None else data.spread.counts)


def _axis(functions: Iterable[ValueFunction], data: InputData | None) -> Axis | None:
    """Return an axis that holds where functions turn, and a bit beyond where they only step."""
    functions = list(functions)
    if data is None or data.spread is None or isinstance(functions[0], Categories):
        return None
    places: list[float] = []
    for function in functions:
        own = function.places
        if not own:
            continue
        room = 0.0
        if function.shape == "steps":
            room = (own[-1] / 2 - own[0] / 2) / max(len(own) - 1, 1) or max(abs(own[0]), 1.0) / 2
        places += [own[0] - room, own[-1] + room]
    return data.spread.axis(places)


def _values(function: ValueFunction) -> list[float]:
    """Return the values that are written in a function."""
    if isinstance(function, Categories):
        return [branch.value for branch in function.branches if isinstance(branch.value, float)]
    return [value for _, value in knots_of(function) or ()]


def _range(values: list[float], versions: list[tuple[Scorecard, Criterion]]) -> list[float]:
    """Return the ends of an axis of values; never the same."""
    ends = [end for _, criterion in versions for end in criterion.range or ()]
    low, high = min([*values, *ends], default=0.0), max([*values, *ends], default=1.0)
    return [low, high] if low < high else [low - 1.0, high + 1.0]
