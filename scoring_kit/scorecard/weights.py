"""Effective weights: what a weight amounts to once those above it are counted in."""

from __future__ import annotations

from scoring_kit.scorecard.models import Group, GroupParts
from scoring_kit.summing import plain_sum


def effective_weights(root: GroupParts) -> dict[str, float]:
    """Return the effective weight of every member below a group, scaled to 1 over criteria."""
    shares: dict[str, float] = {}
    leaves: list[float] = []

    def share_out(group: GroupParts, share: float) -> None:
        weights = [group.weight_of(member) for member in group.of]
        whole = plain_sum(weights)
        for member, weight in zip(group.of, weights, strict=True):
            shares[member.name] = share * weight / whole if whole > 0.0 else 0.0
            if isinstance(member, Group):
                share_out(member, shares[member.name])
            else:
                leaves.append(shares[member.name])

    share_out(root, 1.0)
    scale = plain_sum(leaves)
    return {name: share / scale if scale > 0.0 else 0.0 for name, share in shares.items()}
