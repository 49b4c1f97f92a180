"""Telling others that a session changed, whatever they make of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from scoring_kit.playground.history import Entry

What = Literal["apply", "merge", "undo", "redo", "jump", "rename", "measure", "settings"]

KEPT = 20
"""Failures that are remembered."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a session.

    version: counts what happened, so that late events can be told from new ones. entry: the
    edit that it is about, if any. author: who did it.
    """

    what: What
    version: int
    author: str
    entry: Entry | None = None


Listener = Callable[[Event], object]


@dataclass(frozen=True, slots=True)
class Failure:
    """A callback that raised: what it was called for, and the error."""

    event: Event
    error: Exception

    def __str__(self) -> str:
        return (
            f"a callback failed at {self.event.what!r}: {type(self.error).__name__}: {self.error}"
        )


class Listeners:
    """The callbacks of a session. One that fails stops neither the others nor the session."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: dict[int, Listener] = {}
        self._next = 0
        self._failures: deque[Failure] = deque(maxlen=KEPT)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The last errors of callbacks, oldest first."""
        with self._lock:
            return tuple(self._failures)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a callback with each event from now on; return what ends that."""
        if not callable(listener):
            raise TypeError(f"a callback is expected, found {type(listener).__name__}")
        with self._lock:
            key, self._next = self._next, self._next + 1
            self._listeners[key] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(key, None)

        return unsubscribe

    def tell(self, event: Event) -> None:
        """Call every callback, in the order in which they came."""
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(event)
            except Exception as error:  # whatever it is, it is not the session's
                self.failed(event, error)

    def failed(self, event: Event, error: Exception) -> None:
        """Remember an error."""
        with self._lock:
            self._failures.append(Failure(event, error))
