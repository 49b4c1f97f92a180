"""Reads and writes the policies of a registry, in a transaction that somebody else opened."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError
from scoring_kit.registry.artefacts import JSON, keep, named
from scoring_kit.registry.identity import Writing
from scoring_kit.registry.policy import WITHDRAWN, Policy
from scoring_kit.registry.schema import PolicyRow, ScorecardRow

SET_POLICY = "set_policy"
"""What the audit calls it, and a withdrawal as well."""
WITHDRAWAL = hashlib.sha256(WITHDRAWN).hexdigest()
"""By which a row of the policies says that the one before it counts no more."""


async def policy_of(session: AsyncSession, card: ScorecardRow | None) -> Policy:
    """Return the policy that counts for a scorecard, or for all that have none of their own.

    Raises
    ------
    TamperingError
        When it is not the one that was set.
    """
    for owner in (None,) if card is None else (card.id, None):
        content = await _newest(session, owner)
        if content is not None:
            return Policy.from_json(content)
    return Policy()


async def _newest(session: AsyncSession, owner: int | None) -> bytes | None:
    """Return the policy that was set last, as it is kept; None where it was withdrawn."""
    query = select(PolicyRow).where(PolicyRow.scorecard_id == owner)
    found = await session.scalar(query.order_by(PolicyRow.id.desc()).limit(1))
    if found is None:
        return None
    content = (await named(session, found.sha256, "the policy that counts")).content
    return None if content == WITHDRAWN else content


async def set_policy(
    writing: Writing, card: ScorecardRow | None, policy: Policy, message: str
) -> None:
    """Let a policy count from now on; what counted before stays, and so does who set it."""
    await _set(writing, card, policy.to_json(), message)


async def withdraw_policy(writing: Writing, card: ScorecardRow | None, message: str) -> None:
    """Let the policy of a scorecard, or that of the registry, count no more.

    Raises
    ------
    RegistryError
        When there is none.
    """
    if await _newest(writing.session, None if card is None else card.id) is None:
        whose = "the registry has no policy" if card is None else f"{card.name!r} has no own policy"
        raise RegistryError("unknown", f"{whose}, so that there is nothing to withdraw")
    await _set(writing, card, WITHDRAWN, message)


async def _set(writing: Writing, card: ScorecardRow | None, content: bytes, message: str) -> None:
    sha256 = await keep(writing.session, content, JSON, writing.clock)
    who, owner = writing.who, None if card is None else card.id
    facts = {"actor": who.name, "identity": who.identity, "clock": writing.clock}
    writing.session.add(PolicyRow(scorecard_id=owner, sha256=sha256, message=message, **facts))
    await writing.session.flush()
    await writing.audited(audit_message(sha256, message))


def audit_message(sha256: str, message: str) -> str:
    """Return what the audit says of a policy that was set, or withdrawn.

    Examples
    --------
    >>> audit_message("0cc1", "Stricter"), audit_message(WITHDRAWAL, "As all others")
    ('policy 0cc1: Stricter', 'policy withdrawn: As all others')
    """
    return f"policy {'withdrawn' if sha256 == WITHDRAWAL else sha256}: {message}"
