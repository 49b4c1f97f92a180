import asyncio

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
    thread.stop()


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


def test_stopped_twice_it_says_that_it_is_closed():
    thread = LoopThread()
    thread.stop()
    thread.stop()
    with pytest.raises(RegistryError, match="this registry is closed"):
        thread.run(answer(5))
