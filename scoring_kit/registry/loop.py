"""An event loop in a thread of its own, so that notebooks, which run one, can wait."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar
from weakref import WeakSet

from scoring_kit.errors import RegistryError

T = TypeVar("T")
R = TypeVar("R")


class Work(Protocol):
    """How a coroutine has something done that takes long, while its loop runs on."""

    async def __call__(self, job: Callable[[], R]) -> R:
        """Return what a job gives."""
        ...


async def in_a_thread(job: Callable[[], R]) -> R:
    """Return what a job gives, done in a thread of its own."""
    return await asyncio.to_thread(job)


class LoopThread:
    """A running event loop. `stop` ends it; the thread does not keep a program alive."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._process = os.getpid()
        self._asking = threading.Lock()
        self._is_ended = False
        self._asked: WeakSet[Coroutine[Any, Any, Any]] = WeakSet()
        self._last: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="scoring_kit registry", daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Return what a coroutine gives; an interrupted wait cancels it first.

        Raises
        ------
        RegistryError
            When the loop is stopped, before it is asked or while it is, or the thread that asks is
            its own, or the process is one that was forked.
        """
        future = self._ask(coroutine)
        try:
            return future.result()
        except CancelledError:
            raise _closed_meanwhile() from None
        except BaseException:
            future.cancel()
            raise

    def run_with(self, begin: Callable[[Work], Coroutine[Any, Any, T]]) -> T:
        """Return what a coroutine gives; the work that it hands out is done in this thread.

        So a table is read by the thread that it came from, which can be interrupted, and shows
        how far it is. begin: makes the coroutine, from what it hands its work to.
        """
        jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

        async def work(job: Callable[[], R]) -> R:
            done: asyncio.Future[R] = self._loop.create_future()
            jobs.put(lambda: self._settle(done, job))
            return await done

        async def run() -> T:
            try:
                return await begin(work)
            finally:
                jobs.put(None)

        future = self._ask(run())
        try:
            while (job := jobs.get()) is not None:
                job()
            return future.result()
        except CancelledError:
            raise _closed_meanwhile() from None
        except BaseException:
            future.cancel()
            raise

    def stop(self, last: Coroutine[Any, Any, None]) -> None:
        """Cancel what is asked, run one more coroutine, then end the loop and its thread.

        Once is enough. A process that was forked has no such thread, and leaves all as it is.
        """
        if os.getpid() != self._process or not self._ends():
            last.close()
            return
        finishing = self._finish(last)
        if self._is_here:  # memory was tidied up in this thread, which cannot wait for itself
            self._last = self._loop.create_task(finishing)
            return
        future = asyncio.run_coroutine_threadsafe(finishing, self._loop)
        try:
            future.result()
        except BaseException:
            future.cancel()
            raise
        finally:
            self._thread.join()

    def _ends(self) -> bool:
        """End the asking; return whether it was not ended before."""
        with self._asking:
            before, self._is_ended = self._is_ended, True
        return not before

    async def _finish(self, last: Coroutine[Any, Any, None]) -> None:
        """Let whoever waits know that it is over, then do the last thing."""
        asked = [task for task in asyncio.all_tasks() if task.get_coro() in self._asked]
        try:
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
            await last
        finally:
            last.close()
            self._loop.stop()

    def _ask(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        try:
            self._check()
            # what is asked before the end is in the loop before what ends it
            with self._asking:
                if self._is_ended:
                    raise RegistryError("closed", "this registry is closed; open it anew")
                self._asked.add(coroutine)
                return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RegistryError:
            coroutine.close()
            raise

    def _check(self) -> None:
        if os.getpid() != self._process:
            message = "this registry was opened before the process was forked; open it anew here"
            raise RegistryError("forked", message)
        if self._is_here:
            message = "a clock cannot ask the registry that asks it; a guard can"
            raise RegistryError("waits_for_itself", message)

    def _settle(self, done: asyncio.Future[R], job: Callable[[], R]) -> None:
        """Do a job, and hand what it gives or raises to whoever waits for it in the loop."""
        try:
            found = job()
        except Exception as error:
            self._tell(done, done.set_exception, error)
        else:
            self._tell(done, done.set_result, found)

    def _tell(self, done: asyncio.Future[Any], how: Callable[[Any], None], found: object) -> None:
        def tell() -> None:
            if not done.done():  # nobody waits any more
                how(found)

        try:
            self._loop.call_soon_threadsafe(tell)
        except RuntimeError:  # the loop is closed
            raise _closed_meanwhile() from None

    @property
    def _is_here(self) -> bool:
        return threading.current_thread() is self._thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


def _closed_meanwhile() -> RegistryError:
    message = (
        "this registry was closed before it answered, so what was asked may be done or not; "
        "open it anew, and look at the history"
    )
    return RegistryError("closed", message)
