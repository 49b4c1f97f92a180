"""Looks at all that a registry keeps by its content, and at what names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import TamperingError
from scoring_kit.registry.artefacts import named
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.policies import SET_POLICY, audit_message
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.records import Transition
from scoring_kit.registry.schema import ArtefactRow, AuditRow, PolicyRow, ScorecardRow


async def verify_artefacts(session: AsyncSession) -> None:
    """Refuse content that is not what was kept, whether something names it or not.

    Raises
    ------
    TamperingError
        At the first of them, by hash.
    """
    for sha256 in list(await session.scalars(select(ArtefactRow.sha256).order_by("sha256"))):
        await named(session, sha256, "what is kept")


async def verify_links(session: AsyncSession, links: Iterable[Transition]) -> None:
    """Refuse links whose evidence, its report, or policy is gone, or about something else.

    Raises
    ------
    TamperingError
        At the first of them.
    """
    policies: set[str] = set()
    for link in links:
        where = f"of link {link.sequence} of {link.scorecard!r}"
        if link.policy is not None and link.policy not in policies:
            policies.add(link.policy)
            Policy.from_json((await named(session, link.policy, f"the policy {where}")).content)
        if link.evidence is None:
            continue
        kept = await named(session, link.evidence, f"the evidence {where}")
        evidence = Evidence.from_json(kept.content)
        if (evidence.scorecard, evidence.candidate) != (link.scorecard, link.sha256):
            _changed("changed_evidence", f"the evidence {where} is about another version")
        await named(session, evidence.report, f"the report {where}")


async def verify_policies(session: AsyncSession) -> None:
    """Refuse policies that are gone, or that the audit does not tell of, and the other way round.

    Raises
    ------
    TamperingError
        At the first of them.
    """
    names = {row.id: row.name for row in await session.scalars(select(ScorecardRow))}
    set_, told = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
    for row in await session.scalars(select(PolicyRow).order_by(PolicyRow.id)):
        name = None if row.scorecard_id is None else names[row.scorecard_id]
        await named(session, row.sha256, f"the policy that {row.actor!r} set")
        message = audit_message(row.sha256, row.message)
        set_[name, row.actor, row.identity, row.clock, message] += 1
    query = select(AuditRow).where(AuditRow.action == SET_POLICY, AuditRow.code == "done")
    for entry in await session.scalars(query):
        told[entry.scorecard, entry.actor, entry.identity, entry.clock, entry.message] += 1
    for name, actor, *_ in [*(set_ - told), *(told - set_)][:1]:
        whose = "of the registry" if name is None else f"of {name!r}"
        what = f"the policies {whose} and the audit do not agree on what {actor!r} set"
        _changed("changed_policy", what)


def _changed(code: str, message: str) -> NoReturn:
    raise TamperingError(code, f"{message}; restore the registry from a copy")
