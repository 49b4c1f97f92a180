"""The scores of a scorecard in 32 bits, quick enough for every step of a drag.

Only trees of means and sums have them; anything else is shown on a sample until it is exact.
What a step cannot change, or changes rarely, stays as the last exact scores had it: which rows
have no score, which groups are missing, and where adjustments apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from scoring_kit.playground.members import Members
from scoring_kit.playground.values import Column, Flags
from scoring_kit.scorecard.models import Group, GroupParts, Scorecard
from scoring_kit.scorecard.sections import Adjustment


def is_quick(card: Scorecard) -> bool:
    """Return whether the scores of a card can be calculated here."""
    groups: list[GroupParts] = [card.score, *card.groups]
    return all(
        group.aggregation.sharing == "linear" and group.then is None for group in groups
    ) and all(isinstance(adjustment.amount, float) for adjustment in card.adjustments)


@dataclass(frozen=True)
class Given:
    """What the quick scores take from the last exact ones, each array (rows,).

    values: of criteria, NaN where one is absent. missing: of groups where they are. fires: of
    adjustments. scored: which rows have a score.
    """

    values: Mapping[str, Column]
    missing: Mapping[str, Flags]
    fires: Mapping[str, Flags]
    scored: Flags


class QuickScores:
    """The scores of one draft after another, of which each differs little from the one before.

    card: must be quick (`is_quick`), as must all that follow it, with the same members.
    """

    def __init__(self, card: Scorecard, given: Given) -> None:
        self._given = given
        self._nodes: dict[str, Members] = {}
        self._stale: set[str] = set()
        self._card = card
        self._unscored = np.flatnonzero(~given.scored)
        self._lay_out(card.score)
        self._root = self._value(card.score)

    def _lay_out(self, group: GroupParts) -> None:
        node = Members(len(group.of), len(self._given.scored))
        self._nodes[_name(group)] = node
        for index, member in enumerate(group.of):
            if isinstance(member, Group):
                self._lay_out(member)
                node.put(index, self._value(member))
            else:
                node.put(index, self._given.values[member.name])

    def put(self, name: str, values: Column) -> None:
        """Set the values of a criterion that was edited."""
        for group in (self._card.score, *self._card.groups):
            for index, member in enumerate(group.of):
                if member.name == name:
                    self._nodes[_name(group)].put(index, values)
                    self._stale.add(_name(group))

    def unrounded(self, card: Scorecard) -> Column:
        """Return the scores of a draft before rounding, (rows,), NaN where there is none."""
        self._refresh(card.score, self._card.score)
        self._card = card
        score = _scaled(card, self._root)
        for adjustment in card.adjustments:
            score = self._adjusted(score, adjustment)
        score[self._unscored] = np.nan
        return score

    def _refresh(self, group: GroupParts, before: GroupParts) -> bool:
        """Calculate what has changed below a group, and the group; return whether it has."""
        name = _name(group)
        node, changed = self._nodes[name], name in self._stale
        for index, (member, was) in enumerate(zip(group.of, before.of, strict=True)):
            if isinstance(member, Group) and self._refresh(member, cast("Group", was)):
                node.put(index, self._value(member))
                changed = True
            changed = changed or member.weight != was.weight
        changed = changed or _own(group) != _own(before)
        self._stale.discard(name)
        if changed and not isinstance(group, Group):
            self._root = self._value(group)
        return changed

    def _value(self, group: GroupParts) -> Column:
        """Return the value of a group, NaN where it is missing and nothing takes its place."""
        node = self._nodes[_name(group)]
        weights = np.array([group.weight_of(member) for member in group.of], np.float32)
        value, present = node.weighted(weights)
        if group.options.initial:
            value += np.float32(group.options.initial)
        if group.aggregation.is_mean:
            np.divide(value, present, out=value)
        if group.limits is not None:
            np.clip(value, *group.limits, out=value)
        missing = self._given.missing.get(_name(group))
        if missing is not None and isinstance(group, Group):
            policy = None if group.missing is None else group.missing.value
            value[missing] = policy if isinstance(policy, float) else np.nan
        return value

    def _adjusted(self, score: Column, adjustment: Adjustment) -> Column:
        amount = np.float32(adjustment.amount)
        act = {"add": np.add, "multiply": np.multiply, "cap": np.minimum, "floor": np.maximum}
        changed: Column = act[adjustment.action](score, amount)
        fires = self._given.fires.get(adjustment.name)
        return changed if fires is None else np.where(fires, changed, score)


def _name(group: GroupParts) -> str:
    return group.name if isinstance(group, Group) else "score"


def _scaled(card: Scorecard, root: Column) -> Column:
    scaling = card.scaling
    if scaling is None:
        return root
    factor = np.float32(scaling.factor)
    return factor * (root - np.float32(scaling.root_at_offset)) + np.float32(scaling.offset)


def _own(group: GroupParts) -> tuple[object, ...]:
    """Return what a group's value depends on beside its members."""
    return group.aggregate, group.initial, group.limits
