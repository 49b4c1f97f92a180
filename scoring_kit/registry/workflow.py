"""From draft to live: which moves there are, and what keeps a version from making one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry.audit import CLAIMED
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.records import Transition, Version, minute
from scoring_kit.registry.store import Step

STATES = ("draft", "proposed", "approved", "live", "retired")
"""The states of a version in an environment, in the order of a life without setbacks."""

MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "propose": (("draft", "retired"), "proposed"),
    "approve": (("proposed",), "approved"),
    "reject": (("proposed", "approved"), "draft"),
    "promote": (("approved",), "live"),
    "rollback": (("live",), "retired"),
}
"""For each move the states that a version may be in before it, and the one that it is in then."""

LIVE_MOVES = ("promote", "rollback")
"""Moves that change which version is live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A move that somebody asks for, with what the registry knows at that moment.

    at: the time that it will have. identity: how the registry knows the actor.
    history: what was done with the version in the environment, the first thing first.
    live_changes: what changed the live version there, the newest last; the newest alone, but
    for a rollback. policy: the one that counts now.
    evidence: of this proposal, or of the newest one there is; None where there is none.
    revision: of the live version, as whoever asks saw it; None where they do not say.
    author_identity: how the registry knew the version's author.
    """

    action: str
    version: Version
    environment: str
    actor: str
    message: str
    at: datetime
    history: Sequence[Transition] = ()
    live_changes: Sequence[Transition] = ()
    policy: Policy = field(default_factory=Policy)
    evidence: Evidence | None = None
    revision: int | None = None
    identity: str = CLAIMED
    author_identity: str = CLAIMED

    @property
    def last(self) -> Transition | None:
        """What was done with the version in the environment most recently."""
        return self.history[-1] if self.history else None

    @property
    def state(self) -> str:
        """The state of the version in the environment."""
        return self.last.after if self.last else "draft"

    @property
    def proposal(self) -> Transition | None:
        """How the version was proposed most recently."""
        return self._newest("propose")

    @property
    def approval(self) -> Transition | None:
        """How the version was approved, since it was proposed most recently."""
        found, proposal = self._newest("approve"), self.proposal
        if found is None or proposal is None or found.sequence < proposal.sequence:
            return None
        return found

    def _newest(self, action: str) -> Transition | None:
        own = [link for link in self.history if link.action == action]
        return own[-1] if own else None

    @property
    def live_change(self) -> Transition | None:
        """What changed the live version of the environment most recently."""
        return self.live_changes[-1] if self.live_changes else None

    @property
    def live_sha256(self) -> str | None:
        """The hash of the live version; None where none is live."""
        change = self.live_change
        return change.sha256 if change is not None and change.after == "live" else None

    @property
    def live_revision(self) -> int:
        """How often the live version has changed."""
        return self.live_change.revision if self.live_change else 0

    def __str__(self) -> str:
        version = f"version {self.version.number} of {self.version.scorecard!r}"
        verb = "roll back" if self.action == "rollback" else self.action
        return f"{verb} {version} in {self.environment}"


def steps_of(attempt: Attempt, *, to: Transition | None = None) -> list[Step]:
    """Return what an attempt writes, once it was found to be allowed.

    to: what was done most recently with the version that a rollback makes live again.
    """
    if attempt.action not in LIVE_MOVES:
        after, revision = MOVES[attempt.action][1], attempt.live_revision
        return [_step(attempt, attempt.action, attempt.version, attempt.state, after, revision)]
    revision = attempt.live_revision + 1
    steps: list[Step] = []
    live = attempt.live_change
    if live is not None and live.after == "live":
        steps.append(_step(attempt, "retire", live, "live", "retired", revision))
    before = attempt.state if to is None else to.after
    last = _step(attempt, attempt.action, to or attempt.version, before, "live", revision)
    return [*steps, last]


def _step(
    attempt: Attempt,
    action: str,
    version: Version | Transition,
    before: str,
    after: str,
    revision: int,
) -> Step:
    return Step(
        action=action,
        number=version.number,
        sha256=version.sha256,
        environment=attempt.environment,
        before=before,
        after=after,
        revision=revision,
        actor=attempt.actor,
        identity=attempt.identity,
        message=attempt.message,
    )


def check_move(attempt: Attempt) -> None:
    """Refuse a move that the version's state or somebody else's move stands against.

    Raises
    ------
    ConflictError
        When somebody changed the live version first; it says who.
    RegistryError
        When the version is in another state than the move starts from.
    """
    _check_revision(attempt)
    if attempt.action == "rollback" and attempt.state != "live":
        raise _conflict(attempt, f"version {attempt.version.number} is not live")
    allowed, _ = MOVES[attempt.action]
    if attempt.state not in allowed:
        last = attempt.last
        by = f", since {last.action} by {last.actor} on {minute(last.at)}" if last else ""
        message = (
            f"cannot {attempt}: it is {attempt.state} there{by}; "
            f"{attempt.action} takes a version that is {' or '.join(allowed)}"
        )
        raise RegistryError("state", message)
    if attempt.action == "propose":
        _check_evidence_is_of_now(attempt)
    proposal = attempt.proposal
    if attempt.action == "promote" and proposal and proposal.revision != attempt.live_revision:
        what = f"it was proposed on {minute(proposal.at)} against what was live before that"
        raise _conflict(attempt, f"{what}; reject it, and propose it again")


def rollback_target(attempt: Attempt, to: int | None) -> int:
    """Return the number of the version that was live before, or of `to`, which was before that.

    A version that was rolled back is none of them: it has to be proposed again.

    Raises
    ------
    RegistryError
        When there is no such version.
    """
    # the live one itself may have been live before as well: it is what is taken back
    lives = _lives(attempt.live_changes)[:-1]
    earlier = [number for number in lives if number != attempt.version.number]
    if not earlier:
        message = f"cannot {attempt}: no version was live there before it"
        raise RegistryError("rollback", message)
    if to is not None and to not in earlier:
        numbers = sorted(set(earlier))
        were = f"{'was' if len(numbers) == 1 else 'were'} {', '.join(map(str, numbers))}"
        message = (
            f"cannot {attempt} to version {to}: live before it {were}; propose any other version"
        )
        raise RegistryError("rollback", message)
    return earlier[-1] if to is None else to


def _lives(changes: Sequence[Transition]) -> list[int]:
    """Return the versions that were live in turn, those that were rolled back left out."""
    lives: list[int] = []
    for link in changes:
        follow(lives, link)
    return lives


def follow(lives: list[int], link: Transition) -> None:
    """Let versions that were live in turn follow what was done next."""
    if link.action == "promote":
        lives.append(link.number)
    elif link.action == "rollback":
        lives.pop()
        while lives[-1] != link.number:
            lives.pop()


def _check_revision(attempt: Attempt) -> None:
    if attempt.revision is not None and attempt.revision != attempt.live_revision:
        seen = f"you saw revision {attempt.revision}, and it is {attempt.live_revision} now"
        raise _conflict(attempt, f"{seen}; look at what is live, then decide again")


def _check_evidence_is_of_now(attempt: Attempt) -> None:
    evidence = attempt.evidence
    if evidence is not None and evidence.live != attempt.live_sha256:
        was = "nothing was live" if evidence.live is None else f"{evidence.live[:8]} was live"
        raise _conflict(attempt, f"{was} when its evidence was made; propose it again")


def _conflict(attempt: Attempt, message: str) -> ConflictError:
    first = attempt.live_change
    who = "nothing was ever live there"
    if first is not None:
        who = (
            f"{first.actor} made version {first.number} live there on {minute(first.at)} "
            f"({first.action})"
        )
    return ConflictError("conflict", f"cannot {attempt}: {who}; {message}")
