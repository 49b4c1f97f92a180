"""From draft to live: which moves there are, and what keeps a version from making one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry.audit import CLAIMED
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


@dataclass(frozen=True, slots=True)
class Attempt:
    """A move that somebody asks for, with what the registry knows at that moment.

    history: the transitions of the scorecard in the environment, the first one first.
    revision: of the live version, as whoever asks saw it; None where they do not say.
    identity: how the registry knows the actor. author_identity: how it knew the version's author.
    """

    action: str
    version: Version
    environment: str
    actor: str
    message: str
    history: Sequence[Transition]
    revision: int | None = None
    identity: str = CLAIMED
    author_identity: str = CLAIMED

    @property
    def last(self) -> Transition | None:
        """What was done with the version in the environment most recently."""
        own = [link for link in self.history if link.number == self.version.number]
        return own[-1] if own else None

    @property
    def state(self) -> str:
        """The state of the version in the environment."""
        return self.last.after if self.last else "draft"

    @property
    def live_change(self) -> Transition | None:
        """What changed the live version of the environment most recently."""
        found = [link for link in self.history if "live" in (link.before, link.after)]
        return found[-1] if found else None

    @property
    def live_revision(self) -> int:
        """How often the live version has changed."""
        return self.live_change.revision if self.live_change else 0

    @property
    def proposal(self) -> Transition | None:
        """How the version was proposed most recently."""
        number = self.version.number
        own = [x for x in self.history if (x.action, x.number) == ("propose", number)]
        return own[-1] if own else None

    def __str__(self) -> str:
        version = f"version {self.version.number} of {self.version.scorecard!r}"
        return f"{self.action} {version} in {self.environment}"


def steps_of(attempt: Attempt, *, to: Version | None = None) -> list[Step]:
    """Return what an attempt writes, once it was found to be allowed.

    to: the version that a rollback makes live again.
    """
    before, number, sha256 = attempt.state, attempt.version.number, attempt.version.sha256
    who = {
        "actor": attempt.actor,
        "identity": attempt.identity,
        "message": attempt.message,
        "environment": attempt.environment,
    }
    after = MOVES[attempt.action][1]
    if attempt.action not in LIVE_MOVES:
        revision = attempt.live_revision
        return [
            Step(
                attempt.action, number, sha256, before=before, after=after, revision=revision, **who
            )
        ]
    revision = attempt.live_revision + 1
    live = to or attempt.version
    steps = [_retiring(attempt, revision)] if _is_live(attempt.live_change) else []
    start = "retired" if to else before
    return [
        *steps,
        Step(
            attempt.action,
            live.number,
            live.sha256,
            before=start,
            after="live",
            revision=revision,
            **who,
        ),
    ]


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
    earlier = _lives(attempt.history)[:-1]
    if not earlier:
        message = f"cannot {attempt}: no version was live there before it"
        raise RegistryError("rollback", message)
    if to is not None and to not in earlier:
        were = ", ".join(map(str, sorted(set(earlier))))
        message = (
            f"cannot {attempt} to version {to}: live before it were {were}; "
            "propose any other version"
        )
        raise RegistryError("rollback", message)
    return earlier[-1] if to is None else to


def _lives(history: Sequence[Transition]) -> list[int]:
    """Return the versions that were live in turn, those that were rolled back left out."""
    lives: list[int] = []
    for link in history:
        if link.action == "promote":
            lives.append(link.number)
        elif link.action == "rollback":
            lives.pop()
            while lives[-1] != link.number:
                lives.pop()
    return lives


def _check_revision(attempt: Attempt) -> None:
    if attempt.revision is not None and attempt.revision != attempt.live_revision:
        seen = f"you saw revision {attempt.revision}, and it is {attempt.live_revision} now"
        raise _conflict(attempt, f"{seen}; look at what is live, then decide again")


def _conflict(attempt: Attempt, message: str) -> ConflictError:
    first = attempt.live_change
    who = "nothing was ever live there"
    if first is not None:
        who = (
            f"{first.actor} made version {first.number} live there on {minute(first.at)} "
            f"({first.action})"
        )
    return ConflictError("conflict", f"cannot {attempt}: {who}; {message}")


def _is_live(link: Transition | None) -> bool:
    return link is not None and link.after == "live"


def _retiring(attempt: Attempt, revision: int) -> Step:
    live = attempt.live_change
    assert live is not None  # whoever asks has looked
    return Step(
        "retire",
        live.number,
        live.sha256,
        attempt.environment,
        before="live",
        after="retired",
        revision=revision,
        actor=attempt.actor,
        identity=attempt.identity,
        message=attempt.message,
    )
