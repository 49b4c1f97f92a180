"""Something that is done again and again beside all else, until it is told to end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Beside:
    """Does something every so many seconds, in the event loop that runs.

    what: returns whether it is to be done again.
    """

    def __init__(self, what: Callable[[], Awaitable[bool]], seconds: float) -> None:
        self._what = what
        self._seconds = seconds
        self._ended = asyncio.Event()
        self._task = asyncio.create_task(self._repeat())

    async def end(self) -> None:
        """End it; what is being done is done to its end, as a database is not left in the middle.

        Whatever went wrong beside is told here.
        """
        self._ended.set()
        await self._task

    async def _repeat(self) -> None:
        while not await self._is_ended() and await self._what():
            pass

    async def _is_ended(self) -> bool:
        try:
            await asyncio.wait_for(self._ended.wait(), self._seconds)
        except TimeoutError:
            return False
        return True
