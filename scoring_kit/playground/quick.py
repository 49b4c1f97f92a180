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
from scoring_kit.playground.values import CodedColumn, Column, Flags
from scoring_kit.playground.workers import Scratch, Workers, blocks
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

    def __init__(self, card: Scorecard, given: Given, workers: Workers) -> None:
        self._given = given
        self._workers = workers
        self._nodes: dict[str, Members] = {}
        self._stale: set[str] = set()
        self._card = card
        self._changed: list[tuple[Group, Members, int]] = []
        self._unscored = np.flatnonzero(~given.scored)
        self._lay_out(card.score)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._given.scored)

    def put(self, name: str, values: Column | CodedColumn) -> None:
        """Set the values of a criterion that was edited."""
        for group in (self._card.score, *self._card.groups):
            for index, member in enumerate(group.of):
                if member.name == name:
                    node = self._nodes[_name(group)]
                    if isinstance(values, CodedColumn):
                        node.put_coded(index, values)
                    else:
                        node.put(index, values)
                    self._stale.add(_name(group))

    def turn_to(self, card: Scorecard) -> None:
        """Get ready for the scores of a draft; then `scores` is asked for all rows, once."""
        self._changed = []
        self._refresh(card.score, self._card.score)
        self._card = card

    def scores(self, block: slice, out: Column, scratch: Scratch) -> None:
        """Put the scores of some rows before rounding into `out`, NaN where there is none."""
        for group, parent, index in self._changed:
            value = scratch.floats(0, block)
            self._value(group, block, value, scratch)
            parent.put_block(index, block, value, scratch)
        self._value(self._card.score, block, out, scratch)
        _scale(self._card, out)
        for adjustment in self._card.adjustments:
            self._adjust(adjustment, block, out, scratch)
        first, last = np.searchsorted(self._unscored, (block.start, block.stop))
        out[self._unscored[first:last] - block.start] = np.nan

    def unrounded(self, card: Scorecard) -> Column:
        """Return the scores of a draft before rounding, (rows,)."""
        self.turn_to(card)
        out = np.empty(self.rows, np.float32)
        self._workers.each(self.rows, lambda block, with_: self.scores(block, out[block], with_))
        return out

    # ---- the tree --------------------------------------------------------------------------

    def _lay_out(self, group: GroupParts) -> None:
        node = Members(len(group.of), self.rows)
        self._nodes[_name(group)] = node
        for index, member in enumerate(group.of):
            if isinstance(member, Group):
                self._lay_out(member)
                node.put(index, self._whole_value(member))
            else:
                node.put(index, self._given.values[member.name])

    def _whole_value(self, group: Group) -> Column:
        """Return the value of a group on all rows, NaN where it is missing."""
        out, scratch = np.empty(self.rows, np.float32), Scratch()
        self._nodes[group.name].turn_to(_weights(group))
        for block in blocks(self.rows):
            self._value(group, block, out[block], scratch)
        if group.name in self._given.missing and _replacement(group) is None:
            out[self._given.missing[group.name]] = np.nan
        return out

    def _refresh(self, group: GroupParts, before: GroupParts) -> bool:
        """List the groups whose values change, those below first; return whether this one's do."""
        name = _name(group)
        node, is_changed, changes = self._nodes[name], name in self._stale, 0
        for index, (member, was) in enumerate(zip(group.of, before.of, strict=True)):
            if isinstance(member, Group) and self._refresh(member, cast("Group", was)):
                self._changed.append((member, node, index))
                changes += 1
            is_changed = is_changed or member.weight != was.weight
        is_changed = is_changed or changes > 0 or _own(group) != _own(before)
        self._stale.discard(name)
        if is_changed or not isinstance(group, Group):
            node.turn_to(_weights(group), changes=changes)
        return is_changed

    def _value(self, group: GroupParts, block: slice, out: Column, scratch: Scratch) -> None:
        """Put a group's value into `out`, 0 where it is missing and nothing takes its place."""
        present = self._nodes[_name(group)].sums(block, out, scratch)
        if group.options.initial:
            out += np.float32(group.options.initial)
        if group.aggregation.is_mean:
            np.divide(out, present, out=out)
        if group.limits is not None:
            np.clip(out, *group.limits, out=out)
        if isinstance(group, Group) and group.name in self._given.missing:
            missing = self._given.missing[group.name][block]
            np.copyto(out, np.float32(_replacement(group) or 0.0), where=missing)

    def _adjust(self, adjustment: Adjustment, block: slice, out: Column, scratch: Scratch) -> None:
        amount = np.float32(adjustment.amount)
        act = {"add": np.add, "multiply": np.multiply, "cap": np.minimum, "floor": np.maximum}
        fires = self._given.fires.get(adjustment.name)
        changed = act[adjustment.action](out, amount, out=scratch.floats(1, block))
        np.copyto(out, changed, where=True if fires is None else fires[block])


def _name(group: GroupParts) -> str:
    return group.name if isinstance(group, Group) else "score"


def _weights(group: GroupParts) -> Column:
    return np.array([group.weight_of(member) for member in group.of], np.float32)


def _replacement(group: Group) -> float | None:
    """Return what takes the place of a group that is missing."""
    policy = None if group.missing is None else group.missing.value
    return policy if isinstance(policy, float) else None


def _scale(card: Scorecard, out: Column) -> None:
    if card.scaling is not None:
        out -= np.float32(card.scaling.root_at_offset)
        out *= np.float32(card.scaling.factor)
        out += np.float32(card.scaling.offset)


def _own(group: GroupParts) -> tuple[object, ...]:
    """Return what a group's value depends on beside its members."""
    return group.aggregate, group.initial, group.limits
