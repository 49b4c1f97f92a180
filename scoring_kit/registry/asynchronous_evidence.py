"""What proposals stood on, for programs that wait for nothing."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError
from scoring_kit.registry import artefacts, store
from scoring_kit.registry.artefacts import Artefact
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.asynchronous_moves import PRODUCTION
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.moving import evidence_of


class AsyncEvidence(AsyncBase):
    """Evidence and reports, as they were kept."""

    async def evidence(
        self, name: str, number: int, environment: str = PRODUCTION
    ) -> Evidence | None:
        """Return what the newest proposal of a version stands on; None for nothing."""
        await self.open()
        async with self._database.reading() as session:
            return await _newest(session, name, number, environment)

    async def report(self, name: str, number: int, environment: str = PRODUCTION) -> Artefact:
        """Return the report that the newest proposal of a version stands on."""
        await self.open()
        async with self._database.reading() as session:
            evidence = await _newest(session, name, number, environment)
            if evidence is None:
                found = f"version {number} of {name!r} was proposed for {environment}"
                message = f"no report is there: {found} without evidence, or never"
                raise RegistryError("unknown", message)
            role = f"the report on version {number} of {name!r}"
            return await artefacts.named(session, evidence.report, role)

    async def artefact(self, sha256: str) -> Artefact:
        """Return what is kept under a hash, once it is verified."""
        await self.open()
        async with self._database.reading() as session:
            return await artefacts.load(session, sha256)


async def _newest(
    session: AsyncSession, name: str, number: int, environment: str
) -> Evidence | None:
    card = await store.scorecard_row(session, name)
    place = await store.known_environment(session, environment)
    await store.version_row(session, card, number)
    links = await store.own_links(session, card, place, number)
    proposals = [link for link in links if link.action == "propose"]
    store.check_links(proposals[-1:])
    return await evidence_of(session, proposals[-1]) if proposals else None
