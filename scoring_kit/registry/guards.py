"""What has to be so before a version moves on: functions, of which a registry has a list.

A guard is called with each attempt, and raises RegistryError to refuse it. It may be called in
any thread, and while the scorecard is locked, so it should be quick.
"""

from __future__ import annotations

from collections.abc import Callable

from scoring_kit.checking import check_scorecard
from scoring_kit.errors import RegistryError
from scoring_kit.registry.audit import CLAIMED
from scoring_kit.registry.texts import same_person
from scoring_kit.registry.workflow import Attempt

Guard = Callable[[Attempt], None]

MOST_FINDINGS = 3
"""Findings that one refusal names."""


def no_errors(attempt: Attempt) -> None:
    """Refuse to propose, approve or promote a version in which `check_scorecard` finds errors."""
    if attempt.action not in ("propose", "approve", "promote"):
        return
    errors = [item for item in check_scorecard(attempt.version.card) if item.severity == "error"]
    if errors:
        shown = "; ".join(f"{e.place}: {e.message} [{e.code}]" for e in errors[:MOST_FINDINGS])
        more = f" and {len(errors) - MOST_FINDINGS} more" if len(errors) > MOST_FINDINGS else ""
        message = f"cannot {attempt}: check_scorecard finds {shown}{more}; mend it in a new version"
        raise RegistryError("errors", message)


def approver_is_not_the_author(attempt: Attempt) -> None:
    """Refuse an approval by whoever wrote the version, however they spell their name.

    Where a key approves what somebody added under a name that nothing proves, whoever proposed it
    answers for it: with a key, and not that of the same person.
    """
    author, proposal = attempt.version.author, attempt.proposal
    if attempt.action != "approve" or proposal is None:
        return
    if same_person(attempt.actor, author):
        message = f"cannot {attempt}: {author!r} wrote it; somebody else has to approve it"
        raise RegistryError("author", message)
    if attempt.identity == CLAIMED or attempt.author_identity != CLAIMED:
        return
    if proposal.identity == CLAIMED:
        message = (
            f"cannot {attempt}: that {author!r} wrote it is only claimed, and so is who proposed "
            "it; reject it, and propose it again with a key"
        )
        raise RegistryError("author", message)
    if same_person(attempt.actor, proposal.actor):
        message = (
            f"cannot {attempt}: {proposal.actor!r} proposed it, and that {author!r} wrote it is "
            "only claimed; somebody else has to approve it"
        )
        raise RegistryError("author", message)


GUARDS: tuple[Guard, ...] = (no_errors, approver_is_not_the_author)
"""The guards of a registry that is not told otherwise."""
