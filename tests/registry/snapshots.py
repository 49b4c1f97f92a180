"""What is in a registry's database at one moment, read without the registry."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager

import asyncpg

LIVE = """
    SELECT c.name, t.environment, t.number, t.revision FROM scorecards c JOIN (
        SELECT scorecard_id, environment, number, revision, after, row_number() OVER (
            PARTITION BY scorecard_id, environment, number ORDER BY sequence DESC) AS place
        FROM transitions WHERE environment IS NOT NULL) t ON t.scorecard_id = c.id
    WHERE t.place = 1 AND t.after = 'live' ORDER BY 1, 2, 3"""
"""The versions that are live where, by the last transition of each."""
EVER_LIVE = """
    SELECT DISTINCT c.name, t.environment FROM transitions t JOIN scorecards c
    ON c.id = t.scorecard_id WHERE t.after = 'live' ORDER BY 1, 2"""
POINTERS = """
    SELECT c.name, l.environment, l.number, l.revision FROM live_versions l JOIN scorecards c
    ON c.id = l.scorecard_id ORDER BY 1, 2, 3"""
COUNTS = """
    SELECT c.name, c.versions, c.transitions, c.head,
        (SELECT count(*) FROM versions v WHERE v.scorecard_id = c.id),
        (SELECT max(number) FROM versions v WHERE v.scorecard_id = c.id),
        (SELECT count(*) FROM transitions t WHERE t.scorecard_id = c.id AND t.action = 'add'),
        (SELECT count(*) FROM transitions t WHERE t.scorecard_id = c.id),
        (SELECT max(sequence) FROM transitions t WHERE t.scorecard_id = c.id),
        (SELECT hash FROM transitions t WHERE t.scorecard_id = c.id AND t.sequence = c.transitions)
    FROM scorecards c ORDER BY 1"""
HALF_RUNS = """
    SELECT id FROM runs WHERE (status = 'done') <> (result IS NOT NULL AND rows IS NOT NULL
        AND lineage IS NOT NULL AND fingerprint IS NOT NULL) OR (status = 'done'
        AND fingerprint NOT IN (SELECT sha256 FROM artefacts))"""
"""Runs that are done without what they came to, or the other way round."""
WITHOUT_ARTEFACTS = """
    SELECT scorecard_id, sequence FROM transitions WHERE
    (evidence IS NOT NULL AND evidence NOT IN (SELECT sha256 FROM artefacts)) OR
    (policy IS NOT NULL AND policy NOT IN (SELECT sha256 FROM artefacts))"""


class Sqlite:
    """A connection to a file of SQLite."""

    def __init__(self, url: str) -> None:
        self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self.connection.execute("PRAGMA busy_timeout = 30000")

    async def rows(self, sql: str) -> list[list[object]]:
        return [list(row) for row in self.connection.execute(sql)]

    @asynccontextmanager
    async def snapshot(self):
        self.connection.execute("BEGIN")
        yield self
        self.connection.execute("ROLLBACK")

    async def close(self) -> None:
        self.connection.close()


class Postgres:
    """A connection to a database of PostgreSQL."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def rows(self, sql: str) -> list[list[object]]:
        return [list(row) for row in await self.connection.fetch(sql)]

    @asynccontextmanager
    async def snapshot(self):
        async with self.connection.transaction(isolation="repeatable_read", readonly=True):
            yield self

    async def close(self) -> None:
        await self.connection.close()


async def connected(url: str) -> Sqlite | Postgres:
    """Return a connection to what is at an address."""
    return Sqlite(url) if url.startswith("sqlite") else Postgres(await asyncpg.connect(url))


async def problems_at(snapshot: Sqlite | Postgres) -> list[str]:
    """Return what is not as it has to be at every moment."""
    problems: list[str] = []
    live, pointers = await snapshot.rows(LIVE), await snapshot.rows(POINTERS)
    if live != pointers:
        problems.append(f"the transitions say {live} is live, and the pointers {pointers}")
    ever = await snapshot.rows(EVER_LIVE)
    if [row[:2] for row in live] != ever:
        problems.append(f"live are {live}, and exactly one should be in each of {ever}")
    for name, versions, links, head, *found in await snapshot.rows(COUNTS):
        if found != [versions] * 3 + [links] * 2 + [head]:
            problems.append(f"{name}: {versions} versions, {links} links, {head}; found {found}")
    for sql in (HALF_RUNS, WITHOUT_ARTEFACTS):
        problems += [f"half visible: {row}" for row in await snapshot.rows(sql)]
    return problems
