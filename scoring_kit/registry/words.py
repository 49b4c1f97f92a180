"""What was done, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring_kit.registry.records import Transition

DONE = {
    "add": "added",
    "propose": "proposed",
    "approve": "approved",
    "reject": "rejected",
    "promote": "promoted",
    "rollback": "rolled back",
    "retire": "retired",
}
"""The actions of a history, done."""


def deed(link: Transition) -> str:
    """Return what somebody did with which version, as it goes on after their name.

    It tells the environment as well.
    """
    where = (
        f" {_PREPOSITIONS.get(link.action, 'in')} {link.environment}" if link.environment else ""
    )
    what = f"to version {link.number}" if link.action == "rollback" else f"version {link.number}"
    return f"{DONE[link.action]} {what}{where}"


def why_retired(link: Transition, after: Sequence[Transition]) -> str:
    """Return what a live version was retired for. after: what was done in its environment then."""
    follower = next((other for other in after if other.after == "live"), None)
    if follower is None:
        return "retired"
    how = "taken back for" if follower.action == "rollback" else "retired for"
    return f"{how} version {follower.number}"


_PREPOSITIONS = {"propose": "for", "approve": "for", "reject": "for"}
