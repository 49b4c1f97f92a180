"""The registry, for programs that wait for nothing: services, and the facade for notebooks."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from scoring_kit.errors import RegistryError
from scoring_kit.registry import store
from scoring_kit.registry.asynchronous_moves import PRODUCTION, AsyncMoves
from scoring_kit.registry.asynchronous_views import AsyncViews
from scoring_kit.registry.records import AuditEntry, History, Live, Verified, Version
from scoring_kit.registry.schema import AuditRow, EnvironmentRow, VersionRow
from scoring_kit.registry.texts import label, person
from scoring_kit.registry.texts import message as checked_message
from scoring_kit.registry.verifying import verify
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import checked, hash_of, to_document
from scoring_kit.scorecard.models import Scorecard


class AsyncRegistry(AsyncMoves, AsyncViews):
    """Versions of scorecards, what is live where, and who said so; `Registry` tells it all.

    url: such as ``sqlite:///scores.db`` or ``postgresql://user:password@host/database``.
    guards: what has to be so before a version moves on. clock: gives the time, with its zone.
    """

    # ---- versions --------------------------------------------------------------------------

    async def add(self, card: Scorecard, message: str, author: str) -> Version:
        """Add a version, or return the one that has this document already."""
        text, who = checked_message(message, "message"), person(author, "author")
        row = await asyncio.to_thread(_row_of, card, text, who)
        await self.open()
        async with self._database.writing() as session:
            owner = await store.new_or_known(session, card.name)
            same = (VersionRow.scorecard_id == owner.id) & (VersionRow.sha256 == row.sha256)
            known = await session.scalar(select(VersionRow).where(same))
            if known is None:
                row.created = self._time()
                await store.add_version(session, owner, row)
        return await asyncio.to_thread(store.version_of, card.name, known or row)

    async def version(self, name: str, number: int) -> Version:
        """Return a version, its hash verified."""
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            row = await store.version_row(session, card, number)
        return await asyncio.to_thread(store.version_of, name, row)

    async def names(self) -> tuple[str, ...]:
        """Return the names of all scorecards."""
        await self.open()
        async with self._database.reading() as session:
            return await store.scorecard_names(session)

    async def history(self, name: str) -> History:
        """Return the transitions of a scorecard."""
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            return History(await store.transitions(session, card))

    async def live(
        self, name: str, environment: str = PRODUCTION, as_of: datetime | date | None = None
    ) -> Live | None:
        """Return what is live in an environment, or was at a moment."""
        moment = _moment(as_of)
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            place = await store.known_environment(session, environment)
            link = await store.live_transition(session, card, place, moment)
            if link is None:
                return None
            row = await store.version_row(session, card, link.number)
        return Live(await asyncio.to_thread(store.version_of, name, row), link)

    async def verify(self) -> Verified:
        """Walk all chains, and compare all else with them."""
        await self.open()
        async with self._database.reading() as session:
            return await verify(session)

    # ---- environments and audit ------------------------------------------------------------

    async def environments(self) -> tuple[str, ...]:
        """Return the names of the environments."""
        await self.open()
        async with self._database.reading() as session:
            return tuple(sorted(await session.scalars(select(EnvironmentRow.name))))

    async def add_environment(self, name: str, *, by: str) -> None:
        """Add an environment; one that is there already stays as it is."""
        place, who = label(name, "environment"), person(by, "by")
        await self.open()
        async with self._database.writing() as session:
            if await session.get(EnvironmentRow, place) is None:
                session.add(EnvironmentRow(name=place))
                facts = {"actor": who, "action": "add_environment", "environment": place}
                session.add(AuditRow(clock=self._time(), code="done", message="added", **facts))

    async def audit(self) -> tuple[AuditEntry, ...]:
        """Return what was refused and what was done to the registry itself, the oldest first."""
        await self.open()
        async with self._database.reading() as session:
            rows = await session.scalars(select(AuditRow).order_by(AuditRow.id))
            return tuple(_audit_entry(row) for row in rows)


def _row_of(card: Scorecard, message: str, author: str) -> VersionRow:
    """Return a version that is not yet numbered."""
    card = checked(card)
    label(card.name, "name of the scorecard")
    document = canonical_bytes(to_document(card)).decode()
    return VersionRow(sha256=hash_of(card), document=document, author=author, message=message)


def _moment(as_of: datetime | date | None) -> datetime | None:
    if as_of is None:
        return None
    if not isinstance(as_of, datetime):  # the end of the day
        return datetime.combine(as_of, time.max, UTC)
    if as_of.tzinfo is None:
        message = f"as_of: {as_of.isoformat()} has no time zone; give one, or a date (of UTC)"
        raise RegistryError("moment", message)
    return as_of.astimezone(UTC)


def _audit_entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(**{field.name: getattr(row, field.name) for field in fields(AuditEntry)})
