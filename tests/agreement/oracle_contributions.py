"""How a row's root is shared out over criteria and groups, from the document's own words."""

from __future__ import annotations

import math
from typing import Any

from tests.agreement.oracle_groups import (
    Groups,
    Result,
    aggregate_of,
    kind_of_group,
    leaves_of,
    name_of,
    raise_member,
    weights_of,
)
from tests.agreement.oracle_values import bounds


def contributions(groups: Groups, declared: dict[str, Any], factor: float) -> dict[str, float]:
    """The lines of the root, each times `factor`."""
    sharing = _Sharing(groups, declared)
    sharing.share_group(groups.root, factor)
    return sharing.lines


class _Sharing:
    def __init__(self, groups: Groups, declared: dict[str, Any]) -> None:
        self.groups = groups
        self.declared = declared
        self.results = dict(groups.results)
        self.lines: dict[str, float] = {}

    def _add(self, name: str, amount: float) -> None:
        self.lines[name] = self.lines.get(name, 0.0) + amount

    def _share_member(self, node: dict[str, Any], value: float, factor: float) -> None:
        """Give a member `factor` per unit of its value."""
        if "group" in node and not self.results[name_of(node)].missing:
            self.share_group(node, factor)
        else:
            self._add(name_of(node), factor * value)

    def share_group(self, node: dict[str, Any], factor: float) -> None:
        """Share a group's value, `factor` per unit, over the lines below it."""
        name, result = name_of(node), self.results[name_of(node)]
        aggregate, changed, value = result.aggregate, result.changed, result.value
        assert aggregate is not None
        assert changed is not None
        assert value is not None
        if "limits" in node:
            self._add(f"{name}_limits", factor * (value - changed))
        inner = factor
        if "then" in node:
            if aggregate != 0 and changed / aggregate >= 0:
                inner = factor * (changed / aggregate)
            else:
                self._add(f"{name}_then", factor * (changed - aggregate))
        self._share_aggregate(node, result, aggregate, inner)

    def _share_aggregate(
        self, node: dict[str, Any], result: Result, aggregate: float, factor: float
    ) -> None:
        kind = kind_of_group(node)
        pairs = list(zip(node["of"], result.members, strict=True))
        if kind in {"mean", "sum"}:
            weights = weights_of(node)
            total = 1.0
            if kind == "mean":
                total = sum(
                    w for w, v in zip(weights, result.members, strict=True) if v is not None
                )
            if "initial" in node:
                self._add(f"{name_of(node)}_initial", factor * node["initial"])
            for (member, value), weight in zip(pairs, weights, strict=True):
                if value is not None:
                    self._share_member(member, value, factor * weight / total)
        elif kind in {"min", "max"}:
            member, value = next((m, v) for m, v in pairs if v is not None and v == aggregate)
            self._share_member(member, value, factor)
        else:
            self._share_out(node, aggregate, factor)

    def _share_out(self, node: dict[str, Any], aggregate: float, factor: float) -> None:
        """Share in proportion; as one line where the shares cannot be used."""
        shares, members = self._shares(node), self.results[name_of(node)].members
        present = [share for share in shares if share is not None]
        total = sum(present)
        mixed = any(s > 0 for s in present) and any(s < 0 for s in present)
        lost = len(present) < sum(value is not None for value in members)
        least = 1e-12 * max(abs(aggregate), 1.0)
        if any(0 < abs(share) <= least for share in (*present, total)):
            self.lines["unknown"] = math.nan  # a last bit tells whether there is an effect at all
        if self._lacks_worst(node) or lost or mixed or total == 0 or not math.isfinite(total):
            self._add(name_of(node), factor * aggregate)
            return
        for member, value, share in zip(node["of"], members, shares, strict=True):
            if value is not None and share is not None:
                self._take_share(node, member, value, factor * aggregate * (share / total))

    def _lacks_worst(self, node: dict[str, Any]) -> bool:
        """Whether sharing needs the worst of a leaf, present or not, that has none."""
        if kind_of_group(node) in {"geometric_mean", "harmonic_mean", "power_mean"}:
            return False
        known = [bounds(leaf, self.declared) for leaf in leaves_of(node)]
        if None in known:
            self.lines["unknown"] = math.nan  # only the bounds of an expression could tell
        return any(ends is None or ends[0] == -math.inf for ends in known)

    def _take_share(
        self, node: dict[str, Any], member: dict[str, Any], value: float, share: float
    ) -> None:
        raised = raise_member(node, value) != value
        if "criterion" in member or value == 0 or raised:
            self._add(name_of(member), share)
        else:
            self._share_member(member, value, share / value)

    def _shares(self, node: dict[str, Any]) -> list[float | None]:
        """What each member's share is in proportion to; None where that is unknown."""
        result = self.results[name_of(node)]
        if kind_of_group(node) in {"geometric_mean", "harmonic_mean", "power_mean"}:
            return [
                None if value is None else weight * raise_member(node, value)
                for weight, value in zip(weights_of(node), result.members, strict=True)
            ]
        return [
            None if value is None else self._effect(node, result, place)
            for place, value in enumerate(result.members)
        ]

    def _effect(self, node: dict[str, Any], result: Result, place: int) -> float | None:
        """How much the aggregate falls when one member is at its worst."""
        worst = self._worst(node["of"][place])
        if worst is None or result.aggregate is None:
            return None
        members = list(result.members)
        members[place] = worst
        if kind_of_group(node) == "formula":
            names = [name_of(member) for member in node["of"]]
            scope = dict(zip(names, members, strict=True))
            lowered = self.groups.inputs.evaluate(node["aggregate"]["formula"], scope)
        else:
            lowered = aggregate_of(node, members)
        return None if lowered is None else result.aggregate - lowered

    def _worst(self, member: dict[str, Any]) -> float | None:
        """The value of a member with all its present leaves at worst; None where that fails."""
        replaced: dict[str, float] = {}
        for leaf in leaves_of(member):
            if self.groups.outcomes[leaf["criterion"]].value is not None:
                found = bounds(leaf, self.declared)
                if found is None:
                    return None
                replaced[leaf["criterion"]] = float(found[0])
        if "criterion" in member:
            return replaced[member["criterion"]]
        before, failures = self.groups.results, set(self.groups.failures)
        self.groups.evaluate(replaced)
        result = self.groups.results[name_of(member)]
        self.groups.results, self.groups.failures = before, failures
        return None if result.fails else result.value
