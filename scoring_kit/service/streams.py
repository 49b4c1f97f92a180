"""Answers that are sent a part after the other: few at once, and none outlives its client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol, TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from scoring_kit.service.problems import ServiceError, unavailable
from scoring_kit.service.settings import Settings

T = TypeVar("T")
PIECE = 64 * 1024
"""Bytes that are handed to the server at once: a slow client has the deadline for each."""

_SOON = 0.02
"""Seconds between two interrupts: a database that plans does not listen to the first."""


class Parts(Protocol):
    """Parts of an answer, one at a time and none ahead; to close them ends what makes them."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def close(self) -> None:
        """End, wherever it is."""
        ...


class Pulled:
    """The parts that a generator yields, which runs in a thread of its own.

    stop: interrupts it from outside, again and again until it listens.
    """

    def __init__(self, parts: Generator[bytes], stop: Callable[[], None]) -> None:
        self._parts = parts
        self._stop = stop
        # one thread: a cursor of a database never leaves it
        self._thread = ThreadPoolExecutor(1, "stream")
        self._closing: asyncio.Task[None] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        while (part := await loop.run_in_executor(self._thread, _next, self._parts)) is not None:
            yield part

    async def close(self) -> None:
        """End the generator, and the query below it."""
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        ended = asyncio.get_running_loop().run_in_executor(self._thread, self._parts.close)
        while not ended.done():
            self._stop()
            await asyncio.wait([ended], timeout=_SOON)
        self._thread.shutdown(wait=False)
        ended.result()


def _next(parts: Generator[bytes]) -> bytes | None:
    return next(parts, None)


class Streams:
    """Places for answers that are streamed. Whoever finds all taken is told to come back."""

    def __init__(self, settings: Settings) -> None:
        self._places = settings.streams
        self._deadline = settings.deadline
        self._open: set[Parts] = set()
        self._threads = ThreadPoolExecutor(settings.streams, "lines")

    @property
    def running(self) -> int:
        """How many there are."""
        return len(self._open)

    async def answer(
        self,
        make: Callable[[], Parts],
        headers: Mapping[str, str],
        media: str,
        gone: Receive | None = None,
    ) -> Response:
        """Return an answer whose first part is there already: what fails until then is refused.

        make: begins to make the parts; called once a place is free. gone: where the client's
        going away is heard, unless the parts hear it as they read what it sends.

        Raises
        ------
        ServiceError
            When no place is free, or the first part takes longer than the deadline (503).
        """
        if len(self._open) >= self._places:
            raise unavailable("busy", "all places for streams are taken; come back")
        parts = make()
        self._open.add(parts)
        rest = aiter(parts)
        try:
            async with asyncio.timeout(self._deadline):
                first = await _unless_gone(_first(rest), gone)
        except TimeoutError:
            await self._ended(parts)
            detail = f"nothing was there within {self._deadline:g} seconds"
            raise unavailable("deadline", detail) from None
        except BaseException:
            await self._ended(parts)
            raise
        close = partial(self._ended, parts)
        return StreamAnswer(first, rest, (gone, close), self._deadline, headers, media)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what the work for a part returns, which is done in a thread.

        Each stream has one at most: none waits for those of others.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def close(self) -> None:
        """End all of them; their clients can tell."""
        for parts in [*self._open]:
            await self._ended(parts)
        await asyncio.to_thread(self._threads.shutdown)

    async def _ended(self, parts: Parts) -> None:
        try:
            await parts.close()
        finally:
            self._open.discard(parts)


class StreamAnswer(Response):
    """Sends parts as they are made. It ends when they do, or when the client goes away.

    What fails on the way is raised: the server breaks the connection off, so that no client
    takes the answer for a whole one.
    """

    def __init__(
        self,
        first: bytes,
        rest: AsyncIterator[bytes],
        ends: tuple[Receive | None, Callable[[], Awaitable[None]]],
        deadline: float,
        headers: Mapping[str, str],
        media: str,
    ) -> None:
        super().__init__(headers=headers, media_type=media)
        del self.headers["content-length"]  # that of a body which is not there
        self._first = first
        self._rest = rest
        self._gone, self._close = ends
        self._deadline = deadline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        try:
            await _unless_gone(self._send_all(send), self._gone)
        except ClientGone:
            return
        finally:
            await self._close()

    async def _send_all(self, send: Send) -> None:
        headers, status = self.raw_headers, self.status_code
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send(send, self._first)
        async for part in self._rest:
            await self._send(send, part)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, send: Send, part: bytes) -> None:
        view = memoryview(part)
        for start in range(0, len(view), PIECE):
            body = bytes(view[start : start + PIECE])
            try:
                async with asyncio.timeout(self._deadline):
                    await send({"type": "http.response.body", "body": body, "more_body": True})
            except TimeoutError:
                detail = "the client does not read what it has asked for"
                raise ServiceError(408, "slow", detail) from None


class ClientGone(ServiceError):
    """Nobody waits for the answer."""

    def __init__(self) -> None:
        super().__init__(400, "gone", "the client went away")


async def _first(parts: AsyncIterator[bytes]) -> bytes:
    return await anext(parts, b"")


async def _unless_gone(work: Coroutine[Any, Any, T], gone: Receive | None) -> T:
    """Return what some work returns; it is cancelled as soon as the client goes away."""
    working = asyncio.ensure_future(work)
    tasks: set[asyncio.Future[Any]] = {working}
    if gone is not None:
        tasks.add(asyncio.ensure_future(_until_gone(gone)))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGone
        return working.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
