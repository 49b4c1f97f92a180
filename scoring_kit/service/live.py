"""Which version a request is scored with: the live one, or one that it names."""

from __future__ import annotations

from typing import NamedTuple

from scoring_kit.errors import RegistryError
from scoring_kit.registry import AsyncRegistry, Version
from scoring_kit.service.freshness import Fresh
from scoring_kit.service.problems import ServiceError, refusal_of
from scoring_kit.service.settings import Settings

MOST = 1024
"""Live and pinned versions that are remembered."""

SERVED = ("approved", "live", "retired")
"""States of versions that may be named: somebody has approved them for the environment."""


class Wanted(NamedTuple):
    """A scorecard in an environment; number: None for its live version."""

    scorecard: str
    environment: str
    number: int | None = None


class LiveVersions:
    """Finds versions in the registry, each look a moment old at most.

    Every process looks for itself, so that a change of the live version is seen by all of them
    within `Settings.freshness`.
    """

    def __init__(self, registry: AsyncRegistry, settings: Settings) -> None:
        self._registry = registry
        self._fresh: Fresh[Wanted, Version] = Fresh(
            seconds=settings.freshness, most=MOST, is_final=_is_refusal
        )

    async def of(self, wanted: Wanted) -> Version:
        """Return the version.

        Raises
        ------
        ServiceError
            When there is none (404), or the named one is not approved there (409).
        """
        return await self._fresh.get(wanted, lambda: self._look(wanted))

    async def close(self) -> None:
        """End what is being looked up."""
        await self._fresh.close()

    async def _look(self, wanted: Wanted) -> Version:
        try:
            if wanted.number is None:
                return await self._live(wanted.scorecard, wanted.environment)
            return await self._pinned(wanted.scorecard, wanted.environment, wanted.number)
        except RegistryError as error:
            raise refusal_of(error) from error

    async def _live(self, name: str, environment: str) -> Version:
        found = await self._registry.live(name, environment)
        if found is None:
            detail = f"no version of {name!r} is live in {environment}; promote one"
            raise ServiceError(404, "not_live", detail)
        return found.version

    async def _pinned(self, name: str, environment: str, number: int) -> Version:
        version = await self._registry.version(name, number)
        history = await self._registry.history(name)
        states = [x.after for x in history if (x.environment, x.number) == (environment, number)]
        state = states[-1] if states else "draft"
        if state not in SERVED:
            detail = f"version {number} of {name!r} is {state} in {environment}, not approved"
            raise ServiceError(409, "not_approved", detail)
        return version


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, ServiceError) and error.status in (404, 409, 422)
