"""Goes around a registry: SQL by somebody who may do everything, triggers switched off first."""

import asyncio
from contextlib import asynccontextmanager

from sqlalchemy import text

from scoring_kit.registry.database import Database

TABLES = ("versions", "transitions", "audit", "artefacts", "policies", "users", "keys", "runs")


def tampered(registry, *statements):
    """Run SQL in a registry's database as its owner, with nothing to guard it."""
    address = registry._registry._address

    async def run():
        database = Database(address)
        try:
            if address.is_sqlite:
                async with database.reading() as session:
                    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                    names = list(await session.scalars(text(query)))
                guards = [f"DROP TRIGGER {name}" for name in names]
            else:
                guards = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES]
            async with database.writing() as session:
                for statement in (*guards, *statements):
                    await session.execute(text(statement))
        finally:
            await database.close()

    asyncio.run(run())


class Unanswering:
    """A database that keeps what is written, and whose answer to that is lost."""

    def __init__(self, database):
        self.database = database
        self.reading, self.close = database.reading, database.close

    @asynccontextmanager
    async def writing(self):
        async with self.database.writing() as session:
            yield session
        raise self.database._unanswered()


def unanswering(registry):
    """Let no answer come any more to what a registry keeps."""
    registry._registry._database = Unanswering(registry._registry._database)
