import asyncio

import pytest

from scoring_kit.registry.beside import Beside


def test_it_is_done_again_and_again_until_it_is_ended():
    async def run():
        done, enough = [], asyncio.Event()

        async def what():
            done.append(1)
            if len(done) == 3:
                enough.set()
            return True

        beside = Beside(what, 0.001)
        await enough.wait()
        await beside.end()
        number = len(done)
        await asyncio.sleep(0.01)
        return number, len(done)

    before, after = asyncio.run(run())
    assert before == after >= 3


def test_it_ends_by_itself_when_it_says_so():
    async def run():
        done = []

        async def what():
            done.append(1)
            return len(done) < 2

        beside = Beside(what, 0.001)
        await beside._task
        return len(done)

    assert asyncio.run(run()) == 2


def test_what_is_being_done_is_done_to_its_end():
    async def run():
        begun, finished = asyncio.Event(), []

        async def what():
            begun.set()
            await asyncio.sleep(0.01)
            finished.append(1)
            return True

        beside = Beside(what, 0.001)
        await begun.wait()
        await beside.end()
        return finished

    assert asyncio.run(run()) == [1]


def test_what_goes_wrong_is_told_at_the_end():
    async def run():
        async def what():
            raise OSError("gone")

        beside = Beside(what, 0.001)
        while not beside._task.done():
            await asyncio.sleep(0.001)
        await beside.end()

    with pytest.raises(OSError, match="gone"):
        asyncio.run(run())
