"""Several versions seen at once, for programs that wait for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, TypedDict, Unpack

from sqlalchemy import select

from scoring_kit.impact import Impact, compare
from scoring_kit.registry import store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.records import Holding, Version
from scoring_kit.registry.schema import LiveRow, ScorecardRow, VersionRow
from scoring_kit.scorecard.changes import Changes, changes


class Comparison(TypedDict, total=False):
    """How rows are compared; each as in `scoring_kit.compare`."""

    segments: str | Sequence[str]
    top: int | None
    key: str | Sequence[str] | None
    parameters: Mapping[str, Any] | None
    types: Mapping[str, str] | None
    table: str | None
    threads: int | None
    memory_limit: str | None
    temp_directory: str | PathLike[str] | None
    temp_limit: str | None
    time_limit: float | None
    progress: bool | None


class AsyncViews(AsyncBase):
    """What a registry holds, and how versions differ."""

    async def overview(self) -> tuple[Holding, ...]:
        """Return how many versions each scorecard has, and which are live where."""
        await self.open()
        async with self._database.reading() as session:
            cards = list(await session.scalars(select(ScorecardRow)))
            pointers = list(await session.scalars(select(LiveRow).order_by(LiveRow.environment)))
        live: dict[int, dict[str, int]] = {card.id: {} for card in cards}
        for pointer in pointers:
            live[pointer.scorecard_id][pointer.environment] = pointer.number
        found = [Holding(card.name, card.versions, live[card.id]) for card in cards]
        return tuple(sorted(found, key=lambda holding: holding.scorecard))

    async def compare(
        self, name: str, first: int, second: int, data: object = None, **options: Unpack[Comparison]
    ) -> Changes | Impact:
        """Return what differs between two versions; with data, for the rows of a table."""
        check_options(data, options)
        pair = await self.pair(name, first, second)
        return await asyncio.to_thread(compared, pair, data, options)

    async def pair(self, name: str, first: int, second: int) -> tuple[Version, Version]:
        """Return two versions of a scorecard."""
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            rows = [await store.version_row(session, card, number) for number in (first, second)]
        return await asyncio.to_thread(lambda: _pair(name, *rows))


def compared(pair: tuple[Version, Version], data: object, options: Comparison) -> Changes | Impact:
    """Return what differs between two versions; with data, for the rows of a table."""
    check_options(data, options)
    one, other = pair
    if data is None:
        return changes(one.card, other.card)
    return compare(one.card, other.card, data, **options)


def check_options(data: object, options: Comparison) -> None:
    """Refuse options that say how rows are compared, where there are none.

    Raises
    ------
    TypeError
        When there are options and no data.
    """
    if data is None and options:
        names = ", ".join(options)
        raise TypeError(f"{names}: this says how rows are compared; give them with data=")


def _pair(name: str, one: VersionRow, other: VersionRow) -> tuple[Version, Version]:
    return store.version_of(name, one), store.version_of(name, other)
