"""Looks whether each link of a chain is a move that could be made after those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring_kit.registry.records import Transition
from scoring_kit.registry.workflow import LIVE_MOVES, MOVES, STATES, follow

_STEPS: dict[str, tuple[tuple[str | None, ...], str]] = {
    **MOVES,
    "add": ((None,), "draft"),
    "retire": (("live",), "retired"),
    "rollback": (tuple(state for state in STATES if state != "live"), "live"),
}
"""For each action the states that a version may be in before its link, and the one after it."""

_States = dict[tuple[str | None, int], str]


@dataclass(slots=True)
class _Place:
    """An environment on its way. lives: versions that were live in turn, as rollbacks know them.

    retired: the version that the last link retired. proposed: at which revision each was.
    """

    revision: int = 0
    lives: list[int] = field(default_factory=list[int])
    retired: int | None = None
    proposed: dict[int, int] = field(default_factory=dict[int, int])

    def problem(self, link: Transition) -> str | None:
        """Return what keeps a link from being the next one here; None for nothing."""
        changes_live = link.action in (*LIVE_MOVES, "retire")
        expected = self.revision + changes_live
        if link.revision != expected:
            return f"its revision is {link.revision}, and {expected} comes next"
        if self.retired is not None and link.action not in LIVE_MOVES:
            return f"version {self.retired} was retired, and nothing made live"
        if link.action in LIVE_MOVES and self.lives and self.retired is None:
            return f"version {self.lives[-1]} was live, and was not retired"
        if link.action == "promote" and self.proposed.get(link.number) != self.revision:
            return f"version {link.number} was not proposed against what was live"
        earlier = {*self.lives[:-1]} - {self.retired}
        if link.action == "rollback" and link.number not in earlier:
            return f"version {link.number} was not live before version {self.retired}"
        return None

    def take(self, link: Transition) -> None:
        """Take a link for the last one here."""
        self.retired = link.number if link.action == "retire" else None
        if link.action == "propose":
            self.proposed[link.number] = link.revision
        if link.action in LIVE_MOVES:
            self.revision = link.revision
            follow(self.lives, link)


def odd_link(links: Sequence[Transition]) -> tuple[int, str] | None:
    """Return the number of the first link that is none, and why; None where all are fine.

    So a chain that somebody made themselves, with hashes that fit, does not make live what was
    never approved. Who approved what is a matter of the policy, and not looked at here.
    """
    states: _States = {}
    places: dict[str | None, _Place] = {}
    for link in links:
        place = places.setdefault(link.environment, _Place())
        why = _state_problem(link, states) or place.problem(link)
        if why is not None:
            return link.sequence, why
        states[link.environment, link.number] = link.after
        place.take(link)
    gone = next((place.retired for place in places.values() if place.retired is not None), None)
    return None if gone is None else (len(links) + 1, f"version {gone} was retired for none")


def _state_problem(link: Transition, states: _States) -> str | None:
    known = None if link.environment is None else "draft"
    if link.environment is not None and (None, link.number) not in states:
        return f"version {link.number} was not added before it"
    if link.before != states.get((link.environment, link.number), known):
        return f"version {link.number} was not {link.before} before it"
    befores, after = _STEPS.get(link.action, ((), ""))
    if link.before not in befores or link.after != after:
        return f"{link.action} does not lead from {link.before} to {link.after}"
    return None
