"""What a registry shows of itself, for programs that wait for nothing."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from scoring_kit.registry import store
from scoring_kit.registry.artefacts import named
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
            kept = [await named(session, *each) for each in _last_evidence(history)]
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


def _last_evidence(history: History) -> list[tuple[str, str]]:
    """Return what versions were last proposed on in each environment, with its role."""
    last = {(x.number, x.environment): x for x in history if x.action == "propose"}
    roles = {
        link.evidence: f"the evidence of version {link.number}"
        for link in last.values()
        if link.evidence is not None
    }
    return list(roles.items())
