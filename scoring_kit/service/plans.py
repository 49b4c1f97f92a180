"""Compiled scorecards, by the hash of their document: each is compiled once, and few are kept."""

from __future__ import annotations

import asyncio
import math

from scoring_kit.registry import Version
from scoring_kit.scorecard.fields import describe
from scoring_kit.service.freshness import Fresh
from scoring_kit.service.problems import MOST_ERRORS, Fault, pointer
from scoring_kit.service.reading import too_long, wrong
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
        ServiceError
            When parameters are too many, or one is no single value or too long (422).
        ScoringError
            As `scorer_of`.
        """
        if parameters:
            self._check(parameters)
        given = tuple((name, repr(parameters[name])) for name in sorted(parameters))
        named = (version.sha256, version.scorecard, version.number, given)
        return await self._kept.get(
            named, lambda: asyncio.to_thread(scorer_of, version, parameters, self._settings)
        )

    def _check(self, parameters: Parameters) -> None:
        """Refuse what would be long to look at, and to keep."""
        most, longest = self._settings.column_limit, self._settings.text_limit
        if len(parameters) > most:
            message = f"{len(parameters):,} parameters are posted, {most:,} at most are allowed"
            raise wrong([Fault("/parameters", "too_many_parameters", message)])
        faults: list[Fault] = []
        for name, value in parameters.items():
            at = f"/parameters{pointer(name)}"
            if isinstance(value, str) and len(value) > longest:
                faults.append(too_long(at, longest))
            elif type(value) in (list, dict):
                message = f"a number, a text or a truth is expected, found {describe(value)}"
                faults.append(Fault(at, "wrong_type", message))
        if faults:
            raise wrong(faults[:MOST_ERRORS])

    async def close(self) -> None:
        """End what is being compiled."""
        await self._kept.close()
