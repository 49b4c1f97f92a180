import asyncio
import sys
import threading

import pytest

from scoring_kit.service.batches import Batches, take_short_turns
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings


def batches(**settings):
    return Batches(Settings(**{"batch_threads": 1, "batch_queue": 0, **settings}))


def test_work_is_done_in_another_thread():
    async def run():
        work = batches()
        done = await work.run(threading.current_thread)
        await work.close()
        return done

    assert asyncio.run(run()) is not threading.main_thread()


def test_an_error_of_the_work_is_raised():
    async def run():
        await batches().run(lambda: int("x"))

    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(run())


def test_whoever_finds_no_place_is_told_to_come_back():
    async def run():
        work, go = batches(), threading.Event()
        first = asyncio.ensure_future(work.run(go.wait))
        await asyncio.sleep(0)
        with pytest.raises(ServiceError, match="503 busy") as refusal:
            await work.run(lambda: 1)
        go.set()
        await first
        await asyncio.sleep(0.01)  # for the thread to say that it is free
        return refusal.value.headers, await work.run(lambda: 1)

    assert asyncio.run(run()) == ({"Retry-After": "1"}, 1)


def test_what_takes_longer_than_the_deadline_is_given_up_and_keeps_its_place_until_its_end():
    async def run():
        work, go = batches(deadline=0.01), threading.Event()
        with pytest.raises(ServiceError, match="503 deadline"):
            await work.run(go.wait)
        with pytest.raises(ServiceError, match="503 busy"):
            await work.run(lambda: 1)
        go.set()
        await work.close()

    asyncio.run(run())


def test_whoever_waits_and_goes_away_leaves_the_place():
    async def run():
        work, go = batches(batch_queue=1), threading.Event()
        first = asyncio.ensure_future(work.run(go.wait))
        second = asyncio.ensure_future(work.run(lambda: 2))
        await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.sleep(0.01)
        third = asyncio.ensure_future(work.run(lambda: 3))
        go.set()
        return await first, await third

    assert asyncio.run(run()) == (True, 3)


def test_threads_take_shorter_turns_than_usual():
    usual = sys.getswitchinterval()
    try:
        take_short_turns()
        assert sys.getswitchinterval() < usual
    finally:
        sys.setswitchinterval(usual)
