import asyncio
import os
import signal
import time
import traceback
from contextlib import suppress

import pytest
from sqlalchemy import text

from scoring_kit.errors import RegistryError
from scoring_kit.registry import database, store
from scoring_kit.registry.address import read_address
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.database import Database
from scoring_kit.registry.registry import Registry
from tests.registry.registries import opened, promoted, small


def with_database(url, work):
    async def run():
        database = Database(read_address(url))
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def test_a_transaction_that_fails_leaves_nothing(url):
    async def work(database):
        async with database.writing() as session:
            await session.execute(text("CREATE TABLE kept (id INTEGER)"))
        with suppress(KeyError):
            async with database.writing() as session:
                await session.execute(text("INSERT INTO kept VALUES (1)"))
                raise KeyError("age")
        async with database.reading() as session:
            return await session.scalar(text("SELECT count(*) FROM kept"))

    assert with_database(url, work) == 0


def test_a_reading_sees_one_state_while_others_write(url):
    async def work(database):
        async with database.writing() as session:
            await session.execute(text("CREATE TABLE kept (id INTEGER)"))
        count = text("SELECT count(*) FROM kept")
        async with database.reading() as session:
            before = await session.scalar(count)
            async with database.writing() as other:
                await other.execute(text("INSERT INTO kept VALUES (1)"))
            return before, await session.scalar(count)

    assert with_database(url, work) == (0, 0)


def test_sqlite_syncs_each_commit_and_fires_triggers_for_what_is_replaced(tmp_path):
    async def work(database):
        async with database.reading() as session:
            names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
            return [await session.scalar(text(f"PRAGMA {name}")) for name in names]

    # 2 is FULL: sqlite.org/pragma.html#pragma_synchronous
    assert with_database(f"sqlite:///{tmp_path / 'a.db'}", work) == ["wal", 2, 1, 1]


def test_a_wrong_password_is_refused_and_not_shown(server):
    url = server.create_database().replace("correct%20horse", "wrong-battery")
    with pytest.raises(RegistryError, match="password authentication failed") as caught:
        Registry(url)
    assert "wrong-battery" not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_is_not_there_is_named(server):
    url = server.create_database().replace(f":{server.port}/", ":1/")
    with pytest.raises(RegistryError, match=r"127\.0\.0\.1:1/scores_\d+: the database answers"):
        Registry(url)


def test_a_database_that_is_not_there_is_named(server):
    with pytest.raises(RegistryError, match='database "scores_0" does not exist'):
        Registry(server.create_database().rpartition("/")[0] + "/scores_0")


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "a.db").write_text("Dear diary, " * 100)
    with pytest.raises(RegistryError, match="file is not a database"):
        Registry(f"sqlite:///{tmp_path / 'a.db'}")


def test_errors_do_not_show_what_was_to_be_written(url):
    async def work(database):
        async with database.writing() as session:
            await session.execute(text("CREATE TABLE kept (id INTEGER UNIQUE, name TEXT)"))
            row = {"name": "a secret of ours"}
            for _ in range(2):
                await session.execute(text("INSERT INTO kept VALUES (1, :name)"), row)

    with pytest.raises(RegistryError, match=r"(?i)unique") as caught:
        with_database(url, work)
    assert "a secret" not in "".join(traceback.format_exception(caught.value))


def test_a_registry_works_again_once_its_server_does(server):
    with opened(server.create_database()) as registry:
        promoted(registry)
        server.stop()
        with pytest.raises(RegistryError, match="the database answers"):
            registry.add(small(2.0), "second", author="ann")
        server.start()
        assert registry.add(small(2.0), "second", author="ann").number == 2
        assert registry.verify().versions == 2


def test_a_connection_lost_while_committing_leaves_it_open_what_was_kept(server):
    async def work(database):
        async with database.writing() as session, database.writing() as other:
            await session.execute(text("CREATE TABLE kept (id INTEGER)"))
            number = await session.scalar(text("SELECT pg_backend_pid()"))
            await other.execute(text(f"SELECT pg_terminate_backend({number}, 5000)"))

    with pytest.raises(RegistryError, match="may be there or not; look at the history"):
        with_database(server.create_database(), work)


@pytest.mark.parametrize(
    ("at_commit", "told"),
    [(False, "no answer in 1 seconds; nothing was changed"), (True, "it may be there or not")],
)
def test_a_server_that_does_not_answer_is_given_up(server, monkeypatch, at_commit, told):
    monkeypatch.setattr(database, "SECONDS_TO_ANSWER", 1)

    async def work(database):
        async with database.writing() as session:
            number = await session.scalar(text("SELECT pg_backend_pid()"))
            await session.execute(text("CREATE TABLE kept (id INTEGER)"))
            os.kill(number, signal.SIGSTOP)
            stopped.append(number)
            if not at_commit:
                await session.execute(text("INSERT INTO kept VALUES (1)"))

    url, stopped = server.create_database(), []
    try:
        with pytest.raises(RegistryError, match=told):
            with_database(url, work)
    finally:
        os.kill(stopped[0], signal.SIGCONT)


def test_a_client_that_is_frozen_in_a_transaction_is_dropped_by_the_server(server):
    async def work(database):
        async with database.reading() as session:
            return await session.scalar(text("SHOW idle_in_transaction_session_timeout"))

    # postgresql.org/docs/current/runtime-config-client.html
    assert with_database(server.create_database(), work) == "5min"


def test_whoever_writes_can_read_beside_it_however_many_do(url):
    async def work(database):
        async def one():
            async with database.writing(), database.reading() as session:
                return await session.scalar(text("SELECT 1"))

        return await asyncio.gather(*(one() for _ in range(3 * database_connections(database))))

    def database_connections(database):
        pool = database._engine.pool
        return pool.size() + pool._max_overflow

    start = time.monotonic()
    assert set(with_database(url, work)) == {1}
    assert time.monotonic() - start < database.SECONDS_TO_WAIT


@pytest.mark.parametrize("seconds", [0, 0.001, 0.01, 0.05, 0.2])
def test_whoever_gives_up_waiting_leaves_nothing_locked(url, seconds):
    async def run():
        async with AsyncRegistry(url) as one, AsyncRegistry(url) as other:
            await one.add(small(1.0), "first", "ann")
            async with one._database.writing() as session:
                await store.scorecard_row(session, "small", lock=True)
                waiting = asyncio.create_task(other.add(small(2.0), "second", "ann"))
                await asyncio.sleep(seconds)  # at different points of the wait
                waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting
            async with asyncio.timeout(database.SECONDS_TO_WAIT / 2):
                added = [await x.add(small(3.0), "third", "ann") for x in (one, other)]
            assert added[0].number == added[1].number
            return (await one.verify()).versions == added[0].number

    assert asyncio.run(run())
