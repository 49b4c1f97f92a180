"""Looks at a registry all the time while others write, and tells what it saw.

python -m tests.registry.mixed_observer URL goes on until its input ends, then prints as JSON how
often it looked, each state that it saw, and what was wrong with any of them.
"""

from __future__ import annotations

import asyncio
import json
import select
import sys
from datetime import UTC, datetime

from scoring_kit.registry.asynchronous import AsyncRegistry
from tests.registry.snapshots import POINTERS, connected, problems_at

LAST = """
    SELECT c.name, t.sequence, t.at FROM scorecards c
    JOIN transitions t ON t.scorecard_id = c.id AND t.sequence = c.transitions ORDER BY 1"""
VERIFIED_EACH = 100
"""Looks after which it walks the chains as well."""


class Observer:
    """Sees one state after another; `seen` has those in which something had changed."""

    def __init__(self) -> None:
        self.looks, self.verified = 0, 0
        self.seen: list[tuple[str, int, list[list[object]]]] = []
        self.problems: list[str] = []
        self.lengths: dict[str, int] = {}

    async def look(self, database) -> None:
        self.looks += 1
        async with database.snapshot() as snapshot:
            self.problems += await problems_at(snapshot)
            pointers, last = await snapshot.rows(POINTERS), await snapshot.rows(LAST)
        now = datetime.now(UTC)
        for name, length, at in last:
            if length < self.lengths.get(name, 0) or moment(at) > now:
                self.problems.append(f"{name} had {self.lengths} links, has {length} of {at}")
            if length != self.lengths.get(name):
                live = [row[1:] for row in pointers if row[0] == name]
                self.seen.append((name, length, live))
            self.lengths[name] = length

    async def verify(self, registry: AsyncRegistry) -> None:
        self.verified += 1
        await registry.verify()


def moment(at: datetime | str) -> datetime:
    """Return when something was, as either database keeps it."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


async def observe(url: str) -> Observer:
    """Look until the input ends."""
    observer, database = Observer(), await connected(url)
    async with AsyncRegistry(url) as registry:
        while not select.select([sys.stdin], [], [], 0.002)[0]:
            await observer.look(database)
            if observer.looks % VERIFIED_EACH == 0:
                await observer.verify(registry)
        await observer.look(database)
    await database.close()
    return observer


if __name__ == "__main__":
    print(json.dumps(vars(asyncio.run(observe(sys.argv[1])))))  # noqa: T201
