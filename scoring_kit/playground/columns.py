"""The values of criteria on all rows, as far as they are known; for any number of threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from scoring_kit.compiler.plan import Plan
from scoring_kit.playground.values import CodedColumn, Column, Values
from scoring_kit.scorecard.models import Criterion, Scorecard


@dataclass(frozen=True, slots=True)
class _Known:
    """A criterion as it was when its values were calculated, and they."""

    criterion: Criterion
    values: Column | CodedColumn


class Columns:
    """Values by criterion, kept with the value function that they come from.

    keeps: whether there is memory for them; they are calculated anew each time otherwise.
    """

    def __init__(self, values: Values, *, keeps: bool = True) -> None:
        self._values = values
        self._keeps = keeps
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def of(self, card: Scorecard, plan: Plan) -> dict[str, Column]:
        """Return the value of each criterion, (rows,) in 32 bits, NaN where it is absent.

        plan: that of the card's explanation.
        """
        with self._lock:
            known = dict(self._known)
        stale = [
            criterion
            for criterion in card.criteria
            if criterion.name not in known
            or not same_values(criterion, known[criterion.name].criterion)
        ]
        found = self._values.of(plan, [f"value.{item.name}" for item in stale])
        for criterion in stale:
            known[criterion.name] = _Known(criterion, found[f"value.{criterion.name}"])
        if self._keeps:
            with self._lock:
                self._known |= {item.name: known[item.name] for item in stale}
        return {item.name: _full(known[item.name].values) for item in card.criteria}

    def edited(self, card: Scorecard, criterion: Criterion) -> Column | CodedColumn:
        """Return the values of a criterion that was edited, by way of codes where possible."""
        values = self._values.column(card, criterion)
        with self._lock:
            self._known[criterion.name] = _Known(criterion, values)
        return values


def _full(values: Column | CodedColumn) -> Column:
    return values.full if isinstance(values, CodedColumn) else values


def same_values(criterion: Criterion, before: Criterion) -> bool:
    """Return whether two versions of a criterion give each row the same value."""
    if criterion is before or criterion == before:
        return True
    return all(value == getattr(before, name) for name, value in criterion if name != "weight")
