"""Tells somebody what was done with versions: a function of theirs, or a command.

They are told after it was written, in the order in which it was, and while nothing is locked.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass

from scoring_kit.errors import RegistryError
from scoring_kit.registry.commands import Command, CommandError
from scoring_kit.registry.events import Event

Hook = Callable[[Event], object] | Sequence[str]
"""A function, which may be asynchronous, or a command, which gets the event as JSON."""

SECONDS = 10.0
"""How long a hook may take; a command is killed then, and a function is no longer waited for."""

_TELLING: ContextVar[bool] = ContextVar("telling", default=False)
"""Whether this is done by a hook: it waits for no other, which may wait for it."""


def is_hook() -> bool:
    """Return whether this is done by a hook, for which nobody can wait here."""
    return _TELLING.get()


@dataclass(frozen=True, slots=True)
class Failure:
    """Somebody was not told. kind: without what may be nobody's business; text: with it."""

    event: Event
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.event} is done, but telling of it failed: {self.text}"


class Notifier:
    """Tells a hook of events, one after the other."""

    def __init__(self, hook: Hook, *, seconds: float | None = None) -> None:
        seconds = SECONDS if seconds is None else seconds
        self._hook = _checked(hook, seconds)
        # a command ends itself, and says so
        self._seconds = seconds + 5 if isinstance(self._hook, Command) else seconds
        self._waiting: deque[Event] = deque()
        self._one_by_one = asyncio.Lock()

    @property
    def has_news(self) -> bool:
        """Whether something waits to be told."""
        return bool(self._waiting)

    def put(self, event: Event) -> None:
        """Put an event at the end of those that are to be told."""
        self._waiting.append(event)

    async def tell(self, failed: Callable[[Failure], Awaitable[None]]) -> None:
        """Tell of everything that waits; what is put by the hook itself is told after it."""
        # whoever tells at this moment goes on until nothing waits
        if is_hook() and self._one_by_one.locked():
            return
        async with self._one_by_one:
            while self._waiting:
                failure = await self._told(self._waiting.popleft())
                if failure is not None:
                    await failed(failure)

    async def _told(self, event: Event) -> Failure | None:
        token, limit = _TELLING.set(True), asyncio.timeout(self._seconds)
        try:
            async with limit:
                await _called(self._hook, event)
        except Exception as error:
            if limit.expired():
                late = f"it took longer than {self._seconds:g} seconds"
                return Failure(event, late, late)
            if isinstance(error, CommandError):
                return Failure(event, error.kind, str(error))
            return Failure(event, type(error).__name__, f"{type(error).__name__}: {error}")
        finally:
            _TELLING.reset(token)
        return None


def _checked(hook: Hook, seconds: float) -> Callable[[Event], object]:
    if callable(hook):
        return hook
    # whatever somebody gives: a text would be one letter after the other
    words: list[object] = list(hook) if isinstance(hook, list | tuple) else []
    if not words or not all(isinstance(word, str) for word in words):
        message = (
            "notify: a function is expected, or a command as a list of texts, such as "
            "['mail', '-s', 'scores', 'ann@example.com']"
        )
        raise RegistryError("notify", message)
    return Command(tuple(map(str, words)), seconds)


async def _called(hook: Callable[[Event], object], event: Event) -> None:
    if inspect.iscoroutinefunction(hook):
        await hook(event)
        return
    found = await _in_a_thread(hook, event)
    if inspect.isawaitable(found):
        await found


async def _in_a_thread(hook: Callable[[Event], object], event: Event) -> object:
    """Return what a function gives, called in a thread that keeps nobody from ending."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[tuple[object, BaseException | None]] = loop.create_future()

    def settle(found: object, error: BaseException | None) -> None:
        if not done.done():
            done.set_result((found, error))

    def call() -> None:
        found, failed = None, None
        try:
            found = hook(event)
        except BaseException as error:  # SystemExit as well is a failure of the hook
            failed = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found, failed)

    context = copy_context()
    threading.Thread(target=context.run, args=(call,), name="scoring_kit hook", daemon=True).start()
    found, failed = await done
    if failed is not None:
        raise failed if isinstance(failed, Exception) else RuntimeError(repr(failed))
    return found
