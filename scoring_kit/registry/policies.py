"""Reads and writes the policies of a registry, in a transaction that somebody else opened."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.registry.artefacts import JSON, keep, named
from scoring_kit.registry.identity import Writing
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.schema import PolicyRow, ScorecardRow

SET_POLICY = "set_policy"
"""What the audit calls it."""


async def policy_of(session: AsyncSession, card: ScorecardRow | None) -> Policy:
    """Return the policy that counts for a scorecard, or for all that have none of their own.

    Raises
    ------
    TamperingError
        When it is not the one that was set.
    """
    own = None if card is None else await _newest(session, card.id)
    found = own or await _newest(session, None)
    if found is None:
        return Policy()
    return Policy.from_json((await named(session, found.sha256, "the policy that counts")).content)


async def _newest(session: AsyncSession, card: int | None) -> PolicyRow | None:
    query = select(PolicyRow).where(PolicyRow.scorecard_id == card)
    return await session.scalar(query.order_by(PolicyRow.id.desc()).limit(1))


async def set_policy(
    writing: Writing, card: ScorecardRow | None, policy: Policy, message: str
) -> None:
    """Let a policy count from now on; what counted before stays, and so does who set it."""
    sha256 = await keep(writing.session, policy.to_json(), JSON, writing.clock)
    who, owner = writing.who, None if card is None else card.id
    facts = {"actor": who.name, "identity": who.identity, "clock": writing.clock}
    writing.session.add(PolicyRow(scorecard_id=owner, sha256=sha256, message=message, **facts))
    await writing.session.flush()
    await writing.audited(audit_message(sha256, message))


def audit_message(sha256: str, message: str) -> str:
    """Return what the audit says of a policy that was set.

    Examples
    --------
    >>> audit_message("0cc1", "Stricter")
    'policy 0cc1: Stricter'
    """
    return f"policy {sha256}: {message}"
