import asyncio
import signal
import threading

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.loop import LoopThread


async def answer(value):
    await asyncio.sleep(0)
    return value


@pytest.fixture
def loop():
    thread = LoopThread()
    yield thread
    thread.stop(answer(None))


def test_it_gives_what_a_coroutine_gives(loop):
    assert loop.run(answer(5)) == 5


def test_it_can_be_used_where_a_loop_runs_already_as_in_notebooks(loop):
    async def cell():
        return loop.run(answer(5))

    assert asyncio.run(cell()) == 5


def test_what_a_coroutine_raises_is_raised(loop):
    async def fail():
        raise KeyError("age")

    with pytest.raises(KeyError, match="age"):
        loop.run(fail())


def test_an_interrupted_wait_cancels_what_it_waits_for(loop):
    ended = threading.Event()

    async def long():
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    def interrupt(number, frame):
        raise KeyboardInterrupt("pressed")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt, match="pressed"):
            loop.run(long())
    finally:
        signal.signal(signal.SIGALRM, before)
    assert ended.wait(10)


def test_it_does_not_wait_for_itself(loop):
    async def ask():
        loop.run(answer(5))

    with pytest.raises(RegistryError, match="a clock cannot ask the registry that asks it"):
        loop.run(ask())


def test_stopped_twice_it_says_that_it_is_closed():
    thread = LoopThread()
    for _ in range(2):
        thread.stop(answer(None))
    with pytest.raises(RegistryError, match="this registry is closed"):
        thread.run(answer(5))


def test_it_can_be_stopped_from_its_own_thread_after_one_last_thing():
    thread, ended = LoopThread(), threading.Event()

    async def last():
        ended.set()

    async def stop():
        thread.stop(last())

    thread.run(stop())
    assert ended.wait(10)
    thread._thread.join(10)
    assert not thread._thread.is_alive()
