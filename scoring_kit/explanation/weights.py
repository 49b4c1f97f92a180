"""The weights that counted in a row: effective weights among what has a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring_kit.scorecard.models import Group, GroupParts


def weights_used(root: GroupParts, outputs: Mapping[str, Any]) -> dict[str, float]:
    """Return the weight of each member below a group, 0 to 1, as it counted in a row.

    As effective weights, but shared out among members that have a value; what lies below a
    group that got a value from its policy counts 0. Criteria and such groups add up to 1.
    """
    shares: dict[str, float] = {}
    counted: list[float] = []

    def share_out(group: GroupParts, share: float) -> None:
        weights = [
            0.0 if outputs[f"value.{member.name}"] is None else group.weight_of(member)
            for member in group.of
        ]
        whole = sum(weights)
        for member, weight in zip(group.of, weights, strict=True):
            part = share * weight / whole if whole > 0.0 else 0.0
            shares[member.name] = part
            has_substitute = outputs.get(f"missing.{member.name}") == 1
            if isinstance(member, Group):
                share_out(member, 0.0 if has_substitute else part)
            if not isinstance(member, Group) or has_substitute:
                counted.append(part)

    share_out(root, 1.0)
    scale = sum(counted)
    return {name: share / scale if scale > 0.0 else 0.0 for name, share in shares.items()}
