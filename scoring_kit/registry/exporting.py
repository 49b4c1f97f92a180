"""Reads all of a registry that an export holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Executable, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.registry import store
from scoring_kit.registry.folder_contents import ARTEFACT, POLICY, RUN, Contents, Kept, Row
from scoring_kit.registry.folder_lines import Columns
from scoring_kit.registry.schema import (
    ArtefactRow,
    Base,
    EnvironmentRow,
    PolicyRow,
    RunRow,
    ScorecardRow,
    VersionRow,
)
from scoring_kit.registry.verifying import verify


async def gather(session: AsyncSession) -> Contents:
    """Return what an export of a registry holds, once all of it is as it was written.

    Runs that are going on are left out: what they come to is written when they end.

    Raises
    ------
    TamperingError
        When something was changed behind the registry's back.
    """
    await verify(session)
    cards = await session.scalars(select(ScorecardRow).order_by(ScorecardRow.name))
    kept = [await _kept(session, card) for card in sorted(cards, key=lambda card: card.name)]
    environments = sorted(await session.scalars(select(EnvironmentRow.name)))
    common = select(PolicyRow).where(PolicyRow.scorecard_id.is_(None)).order_by(PolicyRow.id)
    artefacts = await session.execute(_columns(ArtefactRow, ARTEFACT))
    rows = sorted((dict(row) for row in artefacts.mappings()), key=lambda row: row["sha256"])
    policies = await rows_of(session, common, POLICY)
    return Contents(tuple(environments), tuple(kept), policies, tuple(rows))


async def _kept(session: AsyncSession, card: ScorecardRow) -> Kept:
    documents = select(VersionRow.document).where(VersionRow.scorecard_id == card.id)
    policies = select(PolicyRow).where(PolicyRow.scorecard_id == card.id)
    runs = select(RunRow).where(RunRow.scorecard_id == card.id, RunRow.status != "running")
    return Kept(
        card.name,
        await store.transitions(session, card),
        tuple(await session.scalars(documents.order_by(VersionRow.number))),
        await rows_of(session, policies.order_by(PolicyRow.id), POLICY),
        await rows_of(session, runs.order_by(RunRow.started, RunRow.id), RUN),
    )


async def rows_of(session: AsyncSession, query: Executable, columns: Columns) -> tuple[Row, ...]:
    """Return what a query for rows finds, as an export has it."""
    found: Sequence[Base] = list(await session.scalars(query))
    return tuple({name: getattr(row, name) for name in columns} for row in found)


def _columns(row: type[Base], columns: Columns) -> Executable:
    """Return the query for some columns: the contents of artefacts are read one by one."""
    return select(*(getattr(row, name) for name in columns))
