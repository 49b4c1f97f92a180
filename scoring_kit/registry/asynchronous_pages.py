"""What a registry shows of itself, for programs that wait for nothing."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from scoring_kit.registry import store
from scoring_kit.registry.artefacts import load
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.listing import Listed, listing
from scoring_kit.registry.records import History
from scoring_kit.registry.registered import RegisteredScorecard
from scoring_kit.registry.schema import EnvironmentRow, VersionRow


class AsyncPages(AsyncBase):
    """What can be looked at as a whole."""

    async def registered(self, name: str) -> RegisteredScorecard:
        """Return a scorecard with all its versions and all that was done with them."""
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            history = History(await store.transitions(session, card))
            query = select(VersionRow).where(VersionRow.scorecard_id == card.id)
            rows = list(await session.scalars(query.order_by(VersionRow.number)))
            places = tuple(sorted(await session.scalars(select(EnvironmentRow.name))))
            # of each version that of its last proposal
            named = {link.number: link.evidence for link in history if link.evidence}
            kept = [await load(session, sha256) for sha256 in dict.fromkeys(named.values())]
        return await asyncio.to_thread(
            lambda: RegisteredScorecard(
                name,
                tuple(store.version_of(name, row) for row in rows),
                history,
                places,
                self._time(),
                {each.sha256: Evidence.from_json(each.content) for each in kept},
            )
        )

    async def listing(self) -> tuple[Listed, ...]:
        """Return all scorecards at a glance."""
        await self.open()
        async with self._database.reading() as session:
            return await listing(session)
