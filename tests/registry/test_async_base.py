import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.async_base import AsyncBase, now
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.beside import Beside
from tests.registry.registries import NOON, small


def test_the_time_of_the_machine_has_its_zone():
    assert now().utcoffset() == timedelta(0)


def test_a_clock_of_any_zone_gives_utc():
    tokyo = timezone(timedelta(hours=9))
    base = AsyncBase("sqlite:///scores.db", clock=lambda: NOON.astimezone(tokyo))
    assert (base._time(), base._time().utcoffset()) == (NOON, timedelta(0))


def test_one_that_was_closed_is_opened_by_its_next_use(url):
    async def run():
        async with AsyncRegistry(url) as registry:
            await registry.close()
            return await registry.names()

    assert asyncio.run(run()) == ()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    async def run():
        async with AsyncBase(f"sqlite:///{tmp_path / 'none' / 'scores.db'}"):
            pass

    with pytest.raises(RegistryError, match="the folder does not exist; create it first"):
        asyncio.run(run())


def test_a_folder_that_is_not_there_is_named_by_an_upgrade_too(tmp_path):
    with pytest.raises(RegistryError, match="the folder does not exist; create it first"):
        asyncio.run(AsyncBase(f"sqlite:///{tmp_path / 'none' / 'scores.db'}").upgrade())


def test_a_clock_without_a_time_zone_is_refused(url):
    async def run():
        async with AsyncRegistry(url, clock=lambda: datetime(2026, 11, 26)) as registry:
            await registry.add(small(), "first", "ann")

    with pytest.raises(RegistryError, match="the clock says 2026-11-26T00:00:00 and no time zone"):
        asyncio.run(run())


def test_one_that_does_something_beside_which_fails_is_closed_all_the_same(url):
    async def fails():
        raise ZeroDivisionError("division by zero")

    async def run():
        registry = AsyncRegistry(url)
        await registry.open()
        odd = registry._beside["odd"] = Beside(fails, 0.001)
        await asyncio.wait([odd._task])
        with pytest.raises(ZeroDivisionError, match="division by zero"):
            await registry.close()
        return registry._database._engine.pool.checkedin()

    assert asyncio.run(run()) == 0
