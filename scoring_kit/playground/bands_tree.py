"""The scores of rows under a tree of means and sums of which the weights of one group change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import plan_arrays
from scoring_kit.playground.board import Board
from scoring_kit.playground.quick import Given
from scoring_kit.playground.values import Flags
from scoring_kit.scorecard.models import ROOT, Group, GroupParts, Scorecard

Array = npt.NDArray[Any]
Rows = npt.NDArray[np.intp]

_LEAST = 1e-30
"""In the place of a present weight of 0, whose rows have no value anyway."""
_LARGEST_FACTOR = 8.0
"""Up to which a sum of small weights is scaled; beyond, it would lose digits."""


def given_of(board: Board, card: Scorecard) -> Given:
    """Return what scores under other weights take from the exact ones; see `quick.Given`."""
    values = board.values_of(card)
    lacking = {name for name, column in values.items() if np.isnan(column).any()}
    groups = [group.name for group in card.groups if _lacks(group, lacking)]
    fires = [item.name for item in card.adjustments if item.when]
    return Given(
        values=values,
        missing=_flags(board, card, "missing", groups),
        fires=_flags(board, card, "fires", fires),
        scored=~np.isnan(board.scores(card).unrounded),
    )


def _lacks(group: GroupParts, lacking: set[str]) -> bool:
    """Return whether a group has a member that is absent somewhere."""
    return any(
        _lacks(member, lacking) if isinstance(member, Group) else member.name in lacking
        for member in group.of
    )


def _flags(board: Board, card: Scorecard, what: str, names: Sequence[str]) -> dict[str, Flags]:
    if not names:
        return {}
    plan = board.plan(card).only([f"{what}.{name}" for name in names])
    found = plan_arrays(board.engine, plan, board.table)
    return {name: cast("Array", found[f"{what}.{name}"]) > 0.0 for name in names}


class Tree:
    """Scores before rounding, (rows,), of a quick card (`is_quick`) and of others near it.

    rows: those that are looked at; None for all. Which rows have a score, which groups are
    missing and where adjustments apply stays as it is given.
    """

    def __init__(
        self, card: Scorecard, given: Given, rows: Rows | None, kind: type[np.floating[Any]]
    ) -> None:
        self._card, self._given, self._rows, self._kind = card, given, rows, kind
        self._unscored = np.flatnonzero(~self._of_rows(given.scored))
        self._fires = {name: self._of_rows(flags) for name, flags in given.fires.items()}
        self._missing = {name: self._of_rows(flags) for name, flags in given.missing.items()}
        self._values: dict[str, Array] = {}
        self._absent: dict[str, Array] = {}
        self._sums: dict[str, tuple[Array, Array | float]] = {}
        self._parents: dict[str, GroupParts] = {}
        self._lay_out(card.score)
        self.scores = self._scored(self._values[ROOT].copy())

    def moved(self, group: GroupParts, weights: Sequence[float]) -> Array:
        """Return the scores with other weights of the members of one group."""
        value = self._value(group, *self._reweighted(group, weights))
        while isinstance(group, Group):
            parent = self._parents[_name(group)]
            value = self._filled(_name(group), value)
            value -= self._values[_name(group)]
            value *= self._kind(parent.weight_of(group))
            total, present = self._sums[_name(parent)]
            value += total
            group, value = parent, self._value(parent, value, present)
        return self._scored(value)

    def _lay_out(self, group: GroupParts) -> None:
        for member in group.of:
            if isinstance(member, Group):
                self._parents[member.name] = group
                self._lay_out(member)
            else:
                self._keep(member.name, self._of_rows(self._given.values[member.name]))
        total, present = self._summed(group, list(_weights(group)))
        self._sums[_name(group)] = total, present
        self._keep(_name(group), self._value(group, total.copy(), present))

    def _keep(self, name: str, values: Array) -> None:
        absent = np.isnan(values)
        if absent.any():
            self._absent[name] = absent
        self._values[name] = self._filled(name, values.astype(self._kind, copy=False))

    def _of_rows(self, column: Array) -> Array:
        return column if self._rows is None else column[self._rows]

    def _filled(self, name: str, values: Array) -> Array:
        """Return values with 0 where the member is absent."""
        absent = self._absent.get(name)
        return values if absent is None else np.where(absent, self._kind(0.0), values)

    def _summed(self, group: GroupParts, weights: Sequence[float]) -> tuple[Array, Array | float]:
        """Return sum(w v) over present members, and the sum of the weights that are present."""
        total = np.zeros(len(self._values[group.of[0].name]), self._kind)
        return self._added(group, total, 0.0, weights)

    def _added(
        self, group: GroupParts, total: Array, present: Array | float, weights: Sequence[float]
    ) -> tuple[Array, Array | float]:
        """Add members with these weights to a sum, which is changed, and to its weights."""
        part = np.empty_like(total)
        for member, weight in zip(group.of, weights, strict=True):
            if weight == 0.0:
                continue
            total += np.multiply(self._values[member.name], self._kind(weight), out=part)
            absent = self._absent.get(member.name)
            present = present + weight
            if absent is not None:
                present = present - self._kind(weight) * absent
        return total, present

    def _reweighted(
        self, group: GroupParts, weights: Sequence[float]
    ) -> tuple[Array, Array | float]:
        """Return the sums with other weights: mostly the known ones, scaled and corrected."""
        before = list(_weights(group))
        ratios = [new / old for new, old in zip(weights, before, strict=True) if old > 0.0]
        factor = float(np.median(ratios)) if ratios else 1.0
        apart = [new - factor * old for new, old in zip(weights, before, strict=True)]
        apart = [
            0.0 if abs(change) <= 1e-11 * new else change
            for change, new in zip(apart, weights, strict=True)
        ]
        few = sum(change != 0.0 for change in apart) <= max(1, len(apart) // 2)
        if not few or factor > _LARGEST_FACTOR:
            return self._summed(group, weights)
        total, present = self._sums[_name(group)]
        scaled: Array | float = np.multiply(present, factor, dtype=self._kind)
        return self._added(group, total * self._kind(factor), scaled, apart)

    def _value(self, group: GroupParts, total: Array, present: Array | float) -> Array:
        """Return the value of a group from its sums, NaN where it is missing; spends `total`."""
        if group.options.initial:
            total += self._kind(group.options.initial)
        if group.aggregation.is_mean:
            total /= np.maximum(present, self._kind(_LEAST))
        if group.limits is not None:
            np.clip(total, *group.limits, out=total)
        missing = self._missing.get(_name(group))
        if missing is not None and isinstance(group, Group):
            policy = None if group.missing is None else group.missing.value
            total[missing] = policy if isinstance(policy, float) else np.nan
        return total

    def _scored(self, root: Array) -> Array:
        """Return scores from values of the root."""
        scaling, score = self._card.scaling, root
        if scaling is not None:
            score = (root - self._kind(scaling.root_at_offset)) * self._kind(scaling.factor)
            score += self._kind(scaling.offset)
        for adjustment in self._card.adjustments:
            act = _ACTIONS[adjustment.action]
            changed = act(score, self._kind(cast("float", adjustment.amount)))
            fires = self._fires.get(adjustment.name)
            score = changed if fires is None else np.where(fires, changed, score)
        score[self._unscored] = np.nan
        return score


_ACTIONS = {"add": np.add, "multiply": np.multiply, "cap": np.minimum, "floor": np.maximum}


def _weights(group: GroupParts) -> Iterator[float]:
    return (group.weight_of(member) for member in group.of)


def _name(group: GroupParts) -> str:
    return group.name if isinstance(group, Group) else ROOT
