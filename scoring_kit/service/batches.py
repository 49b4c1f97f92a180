"""Work that takes long: in threads of its own, a few at once, and never without a limit."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from scoring_kit.service.problems import unavailable
from scoring_kit.service.settings import Settings

T = TypeVar("T")


SECONDS_OF_A_TURN = 0.0005
"""How long a thread keeps the interpreter while another waits for it; Python's own is ten times
that, and whoever receives requests would wait so long for each batch that is being scored."""


def take_short_turns() -> None:
    """Let threads take short turns in this process: for processes that do nothing but serve."""
    sys.setswitchinterval(SECONDS_OF_A_TURN)


class Batches:
    """Threads for batches. Whoever finds all places taken is told to come back."""

    def __init__(self, settings: Settings) -> None:
        self._pool = ThreadPoolExecutor(settings.batch_threads, "batch")
        self._places = settings.batch_threads + settings.batch_queue
        self._taken = 0
        self._deadline = settings.deadline

    async def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns, which is done in a thread.

        Raises
        ------
        ServiceError
            When no place is free, or it takes longer than the deadline (503).
        """
        if self._taken >= self._places:
            raise unavailable("busy", "all places for batches are taken; come back")
        self._taken += 1
        future = self._pool.submit(work)
        loop = asyncio.get_running_loop()
        # the place is free when the thread is, not when somebody stops to wait for it
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._freed))
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            detail = f"this took longer than {self._deadline:g} seconds; send fewer rows"
            raise unavailable("deadline", detail) from None

    async def close(self) -> None:
        """Wait for what has begun; what has not is dropped."""
        await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)

    def _freed(self) -> None:
        self._taken -= 1
