"""What came of a proposal, for people to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from scoring_kit.display.markup import Child, element, join, said, some
from scoring_kit.display.numbers import count
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import marked
from scoring_kit.registry.records import PRODUCTION, Version

if TYPE_CHECKING:
    from scoring_kit.registry.keys import KeyRecord
    from scoring_kit.registry.registry import Registry

MOST_NAMES = 5
SENTENCES = 3
"""Sentences of the impact that are told."""


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """A version that was proposed: its state, what it does, and who comes next.

    environment: where it is to be live. state: of the version there. summary: what it does on the
    rows, in sentences. next_step: what happens next, with the call that does it.
    """

    version: Version
    environment: str
    state: str
    summary: tuple[str, ...]
    next_step: str

    @classmethod
    def of(cls, registry: Registry, version: Version, environment: str) -> Self:
        """Return what a registry says of a version that was just proposed."""
        found = registry[version.scorecard]
        proof = found.evidence(version.number, environment)
        return cls(
            version,
            environment,
            found.state(version.number, environment),
            () if proof is None else proof.summary[:SENTENCES],
            next_step(version, environment, registry),
        )

    @property
    def title(self) -> str:
        """What was done, in a line."""
        version = self.version
        what = f"{version.scorecard} version {version.number} is {self.state}"
        return f"{what} for {self.environment}"

    def __repr__(self) -> str:
        return "\n  ".join([self.title, *self.summary, self.next_step])

    def _repr_html_(self) -> str:
        version = self.version
        badge = marked(f"badge {self.state}", said(self.environment, 40), " ",
                       element("b", self.state))  # fmt: skip
        parts: list[Child] = [
            header(said(version.scorecard, 80), f"version {count(version.number)}", badge),
            element("p", join(map(said, self.summary), " ")) if self.summary else None,
            note(said(self.next_step, 400)),
        ]
        return output(*parts, label=f"Proposal of {version.scorecard}")


def next_step(version: Version, environment: str, registry: Registry) -> str:
    """Return who can approve a version that was proposed, and how."""
    named = f'"{version.scorecard}", {version.number}, "why"'
    where = "" if environment == PRODUCTION else f", environment={environment!r}"
    allowed = registry.policy(version.scorecard).author_may_approve
    keys = registry.keys()
    if not keys:
        who = "anybody" if allowed else f"somebody other than {version.author}"
        return f'Next: {who} approves it: reg.approve({named}, by="..."{where})'
    now = datetime.now(UTC)
    usable = [key for key in keys if _may_approve(key, environment, now)]
    names = {key.user for key in usable} - (set() if allowed else {version.author})
    if not names:
        return f"Next: an admin adds a key that may approve it in {environment}; nobody has one"
    shown, left = some(sorted(names), MOST_NAMES)
    who = f"{', '.join(shown)} or {count(left)} more" if left else " or ".join(shown)
    return f"Next: {who} approves it: reg.approve({named}{where})"


def _may_approve(key: KeyRecord, environment: str, now: datetime) -> bool:
    is_valid = key.revoked is None and (key.expires is None or key.expires > now)
    return (
        is_valid and "approve" in key.scopes and environment in (key.environments or [environment])
    )
