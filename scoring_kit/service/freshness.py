"""What is remembered for a moment, so that many requests share one look at the registry."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Seen(NamedTuple, Generic[V]):
    """What was found and when the look began; an error where it was refused."""

    at: float
    value: V | None
    refusal: Exception | None

    def given(self) -> V:
        if self.refusal is not None:
            raise self.refusal.with_traceback(None)
        return self.value  # pyright: ignore[reportReturnType] - it is None where V has None only


class Fresh(Generic[K, V]):
    """Values by key, each at most some seconds old and looked up by one request at a time.

    is_final: whether an error is an answer too, which is remembered as values are; other errors
    are raised and forgotten.

    A value past half of its time is looked up again while it still serves, so that nobody waits.
    """

    def __init__(
        self,
        *,
        seconds: float,
        most: int,
        is_final: Callable[[Exception], bool] = lambda error: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._half = seconds, seconds / 2
        self._most = most
        self._is_final = is_final
        self._clock = clock
        self._seen: dict[K, _Seen[V]] = {}
        self._looking: dict[K, asyncio.Task[_Seen[V]]] = {}

    async def get(self, key: K, look: Callable[[], Awaitable[V]]) -> V:
        """Return the value of a key, by `look` where need be; raises what it raises."""
        asked, seen = self._clock(), self._seen.get(key)
        if seen is not None:
            self._seen[key] = self._seen.pop(key)  # the first one is the one not asked for longest
            age = asked - seen.at
            if age < self._half:
                return seen.given()
            if age < self._seconds:
                self._begin(key, look)
                return seen.given()
        # shielded: whoever goes away does not take the look from those who still wait
        found = await asyncio.shield(self._begin(key, look))
        if asked - found.at >= self._seconds:  # it hung since long before: what it saw is too old
            found = await asyncio.shield(self._begin(key, look))
        return found.given()

    async def close(self) -> None:
        """End what is being looked up."""
        looking = [*self._looking.values()]
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)

    def _begin(self, key: K, look: Callable[[], Awaitable[V]]) -> asyncio.Task[_Seen[V]]:
        task = self._looking.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._found(key, look))
            self._looking[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        return task

    def _ended(self, key: K, task: asyncio.Task[_Seen[V]]) -> None:
        self._looking.pop(key, None)
        if not task.cancelled():
            task.exception()  # told to whoever waits; a look ahead of time has nobody

    async def _found(self, key: K, look: Callable[[], Awaitable[V]]) -> _Seen[V]:
        at = self._clock()
        try:
            seen = _Seen(at, await look(), None)
        except Exception as error:
            if not self._is_final(error):
                raise
            seen = _Seen[V](at, None, error)
        self._seen.pop(key, None)
        self._seen[key] = seen
        if len(self._seen) > self._most:
            del self._seen[next(iter(self._seen))]
        return seen
