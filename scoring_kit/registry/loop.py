"""An event loop in a thread of its own, so that notebooks, which run one, can wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

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
        self._last: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="scoring_kit registry", daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Return what a coroutine gives; an interrupted wait cancels it first.

        Raises
        ------
        RegistryError
            When the loop was stopped, or the thread that asks is its own.
        """
        try:
            self._check()
        except RegistryError:
            coroutine.close()
            raise
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def run_with(self, begin: Callable[[Work], Coroutine[Any, Any, T]]) -> T:
        """Return what a coroutine gives; the work that it hands out is done in this thread.

        So a table is read by the thread that it came from, which can be interrupted, and shows
        how far it is. begin: makes the coroutine, from what it hands its work to.
        """
        self._check()
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

        future = asyncio.run_coroutine_threadsafe(run(), self._loop)
        try:
            while (job := jobs.get()) is not None:
                job()
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def stop(self, last: Coroutine[Any, Any, None]) -> None:
        """Run one more coroutine, then end the loop and its thread; once is enough."""
        if self._loop.is_closed():
            last.close()
        elif self._is_here:  # memory was tidied up in this thread, which cannot wait for itself
            self._last = self._loop.create_task(last)
            self._last.add_done_callback(lambda _: self._loop.stop())
        else:
            try:
                self.run(last)
            finally:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join()

    def _check(self) -> None:
        if self._loop.is_closed():
            raise RegistryError("closed", "this registry is closed; open it anew")
        if self._is_here:
            message = "a clock cannot ask the registry that asks it; a guard can"
            raise RegistryError("waits_for_itself", message)

    def _settle(self, done: asyncio.Future[R], job: Callable[[], R]) -> None:
        """Do a job, and hand what it gives or raises to whoever waits for it in the loop."""
        try:
            found = job()
        except Exception as error:
            self._loop.call_soon_threadsafe(done.set_exception, error)
        else:
            self._loop.call_soon_threadsafe(done.set_result, found)

    @property
    def _is_here(self) -> bool:
        return threading.current_thread() is self._thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
