"""What a started service holds; a request finds it here, and nothing of it is global."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from scoring_kit.registry import AsyncRegistry
from scoring_kit.service.batches import Batches
from scoring_kit.service.freshness import Fresh
from scoring_kit.service.key_lookups import KeptResults
from scoring_kit.service.live import LiveVersions
from scoring_kit.service.plans import Plans
from scoring_kit.service.principals import Principals
from scoring_kit.service.settings import Settings
from scoring_kit.service.streams import Streams
from scoring_kit.service.tables import Tables


@dataclass(frozen=True)
class Running:
    """The rooms of a service between its start and its end."""

    settings: Settings
    registry: AsyncRegistry
    principals: Principals
    live: LiveVersions
    plans: Plans
    batches: Batches
    readiness: Fresh[str, object]
    tables: Tables
    kept: KeptResults
    streams: Streams

    @classmethod
    def start(cls, settings: Settings, registry: AsyncRegistry) -> Running:
        """Return what serves a registry that is open."""
        return cls(
            settings,
            registry,
            Principals(registry, settings),
            LiveVersions(registry, settings),
            Plans(settings),
            Batches(settings),
            Fresh(seconds=settings.freshness, most=1),
            Tables(settings),
            KeptResults(settings.kept_results),
            Streams(settings),
        )

    async def close(self) -> None:
        """End what still goes on; the registry stays open."""
        await self.streams.close()
        await self.tables.close()
        await self.principals.close()
        await self.live.close()
        await self.plans.close()
        await self.readiness.close()
        await self.batches.close()


def running_in(connection: HTTPConnection) -> Running:
    """Return the service that a request has come to."""
    return connection.app.state.running
