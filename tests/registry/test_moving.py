import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from scoring_kit.errors import RegistryError
from scoring_kit.registry import store
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from tests.registry.registries import NOON, approved, live_number, promoted, small


@pytest.mark.parametrize("number", [None, "1", 1.0, True, -1, 2**31])
def test_what_is_no_number_of_a_version_is_refused(registry, number):
    with pytest.raises(RegistryError, match="number: a version or revision number is expected"):
        registry.propose("small", number, "ready", by="ann")


def test_a_move_that_fails_in_the_middle_leaves_nothing(url):
    def fails(attempt):
        if attempt.action == "promote" and attempt.version.number == 2:
            raise OSError("the disk is gone")

    with Registry(url, guards=[fails]) as registry:
        promoted(registry, 1.0)
        number = approved(registry, 2.0)
        before = list(registry.history("small"))
        with pytest.raises(OSError, match="the disk is gone"):
            registry.promote("small", number, "go", by="ann")
        assert list(registry.history("small")) == before
        assert live_number(registry) == 1
        assert registry.verify().versions == 2


def test_promoting_retires_what_was_live_in_the_same_breath(registry, clock):
    promoted(registry, 1.0)
    clock.set(minutes=10)
    promoted(registry, 2.0)
    retired, live = registry.history("small")[-2:]
    assert (retired.action, retired.number, live.action, live.number) == (
        "retire", 1, "promote", 2
    )  # fmt: skip
    assert retired.at == live.at == live.clock
    assert retired.revision == live.revision == 2
    assert (live.at - NOON).total_seconds() == 600


def test_the_time_of_a_move_is_that_when_its_turn_came(server, clock):
    async def is_waiting(database):
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        async with database.reading() as session:
            return await session.scalar(text(query))

    async def run():
        async with AsyncRegistry(url, clock=clock) as registry:
            await registry.set_policy(Policy(evidence=False), "none", by="ann")
            await registry.add(small(), "first", "ann")
            async with registry._database.writing() as session:
                await store.scorecard_row(session, "small", lock=True)
                proposing = asyncio.create_task(registry.propose("small", 1, "ready", by="ann"))
                while not await is_waiting(registry._database):
                    await asyncio.sleep(0)
                clock.set(minutes=7)
            await proposing
            return (await registry.history("small"))[-1]

    url = server.create_database()
    link = asyncio.run(run())
    assert link.at == link.clock == NOON + timedelta(minutes=7)
