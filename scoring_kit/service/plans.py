"""Compiled scorecards, by the hash of their document: each is compiled once, and few are kept."""

from __future__ import annotations

import asyncio
import math

from scoring_kit.registry import Version
from scoring_kit.service.freshness import Fresh
from scoring_kit.service.scorer import Parameters, Scorer, scorer_of
from scoring_kit.service.settings import Settings

Named = tuple[str, str, int, tuple[tuple[str, str], ...]]


class Plans:
    """Keeps compiled versions; documents do not change, so that none of them grows old."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: Fresh[Named, Scorer] = Fresh(seconds=math.inf, most=settings.plans)

    async def of(self, version: Version, parameters: Parameters) -> Scorer:
        """Return a version compiled with these values of its parameters.

        Raises
        ------
        ScoringError
            As `scorer_of`.
        """
        given = tuple((name, repr(parameters[name])) for name in sorted(parameters))
        named = (version.sha256, version.scorecard, version.number, given)
        return await self._kept.get(
            named, lambda: asyncio.to_thread(scorer_of, version, parameters, self._settings)
        )

    async def close(self) -> None:
        """End what is being compiled."""
        await self._kept.close()
