import asyncio
import os
import signal
import threading
import warnings

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.loop import LoopThread, in_a_thread


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


# ---- work that is handed out ---------------------------------------------------------------


def test_work_that_is_handed_out_is_done_in_the_thread_that_waits(loop):
    async def asking(work):
        return await work(threading.current_thread), threading.current_thread()

    here, there = loop.run_with(asking)
    assert here is threading.current_thread()
    assert there is not here


def test_what_work_raises_reaches_the_coroutine_and_then_whoever_waits(loop):
    seen = []

    async def asking(work):
        try:
            await work(lambda: {}["age"])
        except KeyError as error:
            seen.append(error)
            raise

    with pytest.raises(KeyError, match="age"):
        loop.run_with(asking)
    assert len(seen) == 1


def test_work_that_is_interrupted_cancels_what_waits_for_it(loop):
    ended = threading.Event()

    def job():
        raise KeyboardInterrupt("pressed")

    async def asking(work):
        try:
            await work(job)
        finally:
            ended.set()

    with pytest.raises(KeyboardInterrupt, match="pressed"):
        loop.run_with(asking)
    assert ended.wait(10)
    assert loop.run(answer(5)) == 5


def test_what_hands_out_no_work_or_much_gives_its_answer(loop):
    async def asking(work):
        return [await work(lambda number=number: number * 2) for number in range(3)]

    assert loop.run_with(lambda work: answer(5)) == 5
    assert loop.run_with(asking) == [0, 2, 4]


def test_work_beside_the_loop_is_done_in_another_thread():
    assert asyncio.run(in_a_thread(threading.current_thread)) is not threading.current_thread()


# ---- stopped while it is asked -------------------------------------------------------------


def asks(thread, begun, told):
    """Ask for something that takes long, and keep what is told of it."""

    async def long():
        begun.set()
        await asyncio.sleep(600)

    def ask():
        try:
            thread.run(long())
        except RegistryError as error:
            told.append((error.code, str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    assert begun.wait(10)
    return asking


def test_whoever_waits_is_told_when_it_is_stopped():
    thread, begun, told = LoopThread(), threading.Event(), []
    asking = asks(thread, begun, told)
    thread.stop(answer(None))
    asking.join(10)
    assert not asking.is_alive()
    assert told[0][0] == "closed"
    assert "so what was asked may be done or not" in told[0][1]


def test_the_last_thing_is_done_when_nothing_is_asked_any_more():
    thread, begun, order = LoopThread(), threading.Event(), []

    async def long():
        begun.set()
        try:
            await asyncio.sleep(600)
        finally:
            await asyncio.sleep(0.01)
            order.append("tidied up")

    async def last():
        order.append("last")

    def ask():
        with pytest.raises(RegistryError, match="closed before it answered"):
            thread.run(long())

    asking = threading.Thread(target=ask)
    asking.start()
    assert begun.wait(10)
    thread.stop(last())
    asking.join(10)
    assert order == ["tidied up", "last"]


def test_whoever_asks_while_it_is_stopped_is_answered_or_told():
    for _ in range(20):
        thread, told = LoopThread(), []

        def ask(thread=thread, told=told):
            try:
                while True:
                    thread.run(answer(5))
            except RegistryError as error:
                told.append(error.code)

        asking = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
        for one in asking:
            one.start()
        thread.stop(answer(None))
        for one in asking:
            one.join(10)
        assert told == ["closed"] * 3


def test_work_that_ends_after_it_was_stopped_is_told():
    thread, begun, stopped = LoopThread(), threading.Event(), threading.Event()

    def job():
        begun.set()
        assert stopped.wait(10)

    def stop():
        assert begun.wait(10)
        thread.stop(answer(None))
        stopped.set()

    stopping = threading.Thread(target=stop)
    stopping.start()

    async def begin(work):
        return await work(job)

    with pytest.raises(RegistryError, match="closed before it answered"):
        thread.run_with(begin)
    stopping.join(10)


def test_a_forked_process_is_told_and_can_end():
    thread = LoopThread()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there are threads: that is the test
        number = os.fork()
    if number == 0:
        code = 1
        try:
            thread.run(answer(5))
        except RegistryError as error:
            thread.stop(answer(None))
            code = 0 if error.code == "forked" else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == 0
    assert thread.run(answer(5)) == 5
    thread.stop(answer(None))
