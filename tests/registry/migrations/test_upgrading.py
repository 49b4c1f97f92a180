import asyncio

import pytest
from sqlalchemy import text

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import read_address
from scoring_kit.registry.database import Database
from scoring_kit.registry.migrations.upgrading import drift, is_current, upgrade


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
    with pytest.raises(RegistryError, match=r"another program \(versions\)"):
        in_database(empty_url, foreign, is_current)


def test_a_step_that_fails_leaves_nothing_behind(empty_url):
    blocked = "CREATE TABLE audit (id INTEGER)"  # the last table that the first step creates
    with pytest.raises(RegistryError, match="already exists"):
        in_database(empty_url, blocked, upgrade)
    with pytest.raises(RegistryError, match=r"another program \(audit\)"):
        in_database(empty_url, is_current)
