"""The registry, for programs that wait for nothing: services, and the facade for notebooks."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

from sqlalchemy import select

from scoring_kit.errors import ConflictError
from scoring_kit.registry import store
from scoring_kit.registry.asynchronous_branches import AsyncBranches
from scoring_kit.registry.asynchronous_evidence import AsyncEvidence
from scoring_kit.registry.asynchronous_files import AsyncFiles
from scoring_kit.registry.asynchronous_lists import AsyncLists
from scoring_kit.registry.asynchronous_moves import PRODUCTION, AsyncMoves
from scoring_kit.registry.asynchronous_pages import AsyncPages
from scoring_kit.registry.asynchronous_people import AsyncPeople
from scoring_kit.registry.asynchronous_policies import AsyncPolicies
from scoring_kit.registry.asynchronous_runs import AsyncRuns
from scoring_kit.registry.asynchronous_views import AsyncViews
from scoring_kit.registry.audit import NEW_SCORECARD, Deed, entry_of
from scoring_kit.registry.meanwhile import added_since, conflict, merge_of
from scoring_kit.registry.moments import moment
from scoring_kit.registry.records import AuditEntry, History, Live, Verified, Version
from scoring_kit.registry.schema import AuditRow, EnvironmentRow, VersionRow
from scoring_kit.registry.texts import label, named
from scoring_kit.registry.texts import message as checked_message
from scoring_kit.registry.verifying import verify
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import checked, hash_of, to_document
from scoring_kit.scorecard.models import Scorecard


class AsyncRegistry(
    AsyncRuns,
    AsyncMoves,
    AsyncEvidence,
    AsyncPolicies,
    AsyncPeople,
    AsyncViews,
    AsyncFiles,
    AsyncBranches,
    AsyncPages,
    AsyncLists,
):
    """Versions of scorecards, what is live where, and who said so; `Registry` tells it all.

    url: such as ``sqlite:///scores.db`` or ``postgresql://user:password@host/database``.
    key: whose writes these are; that of SCORING_KIT_KEY unless given. guards: what has to be so
    besides the policy. clock: gives the time, with its zone.
    """

    # ---- versions --------------------------------------------------------------------------

    async def add(
        self, card: Scorecard, message: str, author: str | None = None, base: int | None = None
    ) -> Version:
        """Add a version, or return the one that has this document already."""
        text, author = checked_message(message, "message"), named(author, "author")
        row = await asyncio.to_thread(_row_of, card, text)
        since: list[VersionRow] = []
        try:
            async with self._writing(Deed("add", "author", card.name), author) as writing:
                session = writing.session
                owner = await store.new_or_known(session, card.name)
                same = (VersionRow.scorecard_id == owner.id) & (VersionRow.sha256 == row.sha256)
                known = await session.scalar(select(VersionRow).where(same))
                if known is None:
                    since += [] if base is None else await added_since(session, owner, base)
                    if len(since) > 1:
                        raise conflict(owner.name, since)
                    row.created = writing.of_now().clock
                    await store.add_version(session, owner, row, writing.who)
                    if row.number == 1:
                        await writing.audited("its first version", action=NEW_SCORECARD)
        except ConflictError as error:
            error.merge = await asyncio.to_thread(merge_of, card, since)
            raise
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
        at = moment(as_of, "as_of")
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            place = await store.known_environment(session, environment)
            link = await store.live_transition(session, card, place, at)
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

    async def add_environment(self, name: str, *, by: str | None = None) -> None:
        """Add an environment; one that is there already stays as it is."""
        place = label(name, "environment")
        deed = Deed("add_environment", "admin", environment=place)
        async with self._writing(deed, named(by, "by")) as writing:
            if await writing.session.get(EnvironmentRow, place) is None:
                writing.session.add(EnvironmentRow(name=place))
                await writing.audited("added")

    async def audit(self) -> tuple[AuditEntry, ...]:
        """Return what was refused and what was done to the registry itself, the oldest first."""
        await self.open()
        async with self._database.reading() as session:
            rows = await session.scalars(select(AuditRow).order_by(AuditRow.id))
            return tuple(entry_of(row) for row in rows)


def _row_of(card: Scorecard, message: str) -> VersionRow:
    """Return a version that has no number and no author yet."""
    card = checked(card)
    label(card.name, "name of the scorecard")
    document = canonical_bytes(to_document(card)).decode()
    return VersionRow(sha256=hash_of(card), document=document, message=message)
