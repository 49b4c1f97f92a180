"""What a registry holds, a part after the other, for programs that wait for nothing.

A part begins after the last key of the one before (keyset): the database finds it by an index, and
what is added meanwhile moves nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, and_, select

from scoring_kit.registry import store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.records import Holding, Summary
from scoring_kit.registry.schema import LiveRow, ScorecardRow, VersionRow

Versions = Select[int, str, str, str, datetime]


class AsyncLists(AsyncBase):
    """Parts of what a registry holds."""

    async def scorecards_after(self, name: str, most: int, environment: str) -> tuple[Holding, ...]:
        """Return scorecards by name, those after this one; live: in the environment only."""
        await self.open()
        async with self._database.reading() as session:
            place = await store.known_environment(session, environment)
            rows = (await session.execute(scorecards_query(name, most, place))).all()
        return tuple(
            Holding(row.name, row.versions, {} if row.number is None else {place: row.number})
            for row in rows
        )

    async def versions_before(self, name: str, number: int, most: int) -> tuple[Summary, ...]:
        """Return versions without their documents, the newest first, those before this one."""
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            rows = (await session.execute(versions_query(card.id, number, most))).all()
        return tuple(Summary(name, *row) for row in rows)


def scorecards_query(name: str, most: int, environment: str) -> Select[str, int, int]:
    """Return the query of scorecards after a name, with the number that is live."""
    live = and_(LiveRow.scorecard_id == ScorecardRow.id, LiveRow.environment == environment)
    query = select(ScorecardRow.name, ScorecardRow.versions, LiveRow.number)
    query = query.outerjoin(LiveRow, live).where(ScorecardRow.name > name)
    return query.order_by(ScorecardRow.name).limit(most)


def versions_query(scorecard: int, number: int, most: int) -> Versions:
    """Return the query of versions of a scorecard before a number, the newest first."""
    row = VersionRow
    query = select(row.number, row.sha256, row.author, row.message, row.created)
    query = query.where(row.scorecard_id == scorecard, row.number < number)
    return query.order_by(row.number.desc()).limit(most)
