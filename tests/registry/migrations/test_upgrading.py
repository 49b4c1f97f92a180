import asyncio

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import read_address
from scoring_kit.registry.database import Database
from scoring_kit.registry.migrations import upgrading
from scoring_kit.registry.migrations.upgrading import STEPS, drift, is_current, upgrade
from tests.registry.migrations.shapes import shape


def in_database(url, *steps):
    """Return what the last step gives, each in a transaction of its own; text is SQL."""

    async def run():
        database, found = Database(read_address(url)), None
        try:
            for step in steps:
                async with database.writing() as session:
                    connection = await session.connection()
                    if isinstance(step, str):
                        await connection.execute(text(step))
                    else:
                        found = await connection.run_sync(step)
        finally:
            await database.close()
        return found

    return asyncio.run(run())


def test_an_empty_database_is_not_current_until_it_is_upgraded(empty_url):
    assert in_database(empty_url, is_current) is False
    assert in_database(empty_url, upgrade, is_current) is True


def test_upgrading_twice_is_upgrading_once(empty_url):
    assert in_database(empty_url, upgrade, upgrade, is_current) is True


def test_the_steps_lead_to_the_tables_that_the_code_reads(empty_url):
    assert in_database(empty_url, upgrade, drift) == []


def test_drift_is_found(empty_url):
    spoilt = "ALTER TABLE audit ADD COLUMN colour TEXT"
    assert len(in_database(empty_url, upgrade, spoilt, drift)) == 1


def test_a_newer_registry_is_refused_with_what_to_do(empty_url):
    later = "UPDATE scoring_kit_schema SET version_num = '9999'"
    with pytest.raises(RegistryError, match=r"a newer scoring_kit .* update scoring_kit"):
        in_database(empty_url, upgrade, later, is_current)


def test_tables_of_another_program_are_left_alone(empty_url):
    foreign = "CREATE TABLE versions (id INTEGER)"
    in_database(empty_url, foreign)
    for look in (is_current, upgrade):
        with pytest.raises(RegistryError, match=r"another program \(versions\)"):
            in_database(empty_url, look)


def test_a_step_that_fails_leaves_nothing_behind(empty_url):
    # the name of an index of the last table that the first step creates
    blocked = "CREATE INDEX ix_audit_scorecard ON other (id)"
    before = in_database(empty_url, "CREATE TABLE other (id INTEGER)", blocked, shape)
    with pytest.raises(RegistryError, match="already exists; nothing was changed"):
        in_database(empty_url, upgrade)
    assert in_database(empty_url, shape) == before


def test_databases_that_are_upgraded_at_once_get_their_own_tables(copies):
    urls = [copies.empty() for _ in range(3)]

    async def upgraded(database):
        async with database.writing() as session:
            await (await session.connection()).run_sync(upgrade)
        async with database.reading() as session:
            return await (await session.connection()).run_sync(shape)

    async def run():
        databases = [Database(read_address(url)) for url in urls]
        try:
            return await asyncio.gather(*map(upgraded, databases))
        finally:
            for database in databases:
                await database.close()

    one, *others = asyncio.run(run())
    assert others == [one, one]
    assert one == in_database(copies.empty(), upgrade, shape)


def test_a_downgrade_is_refused_with_what_to_do_instead(url):
    scripts = upgrading._scripts()

    def back(connection):
        options = {
            "version_table": STEPS,
            "fn": lambda found, _: scripts._downgrade_revs("base", found),
        }
        context = MigrationContext.configure(connection, opts=options)
        context.run_migrations(op=Operations(context))

    before = in_database(url, shape)
    with pytest.raises(RegistryError, match="restore the copy that was made before the upgrade"):
        in_database(url, back)
    assert in_database(url, shape) == before
