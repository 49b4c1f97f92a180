"""How a registry of notebooks is opened and closed, and how it waits."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from weakref import finalize

from scoring_kit.registry.async_base import now
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.guards import Guard
from scoring_kit.registry.hidden import Hidden, hidden
from scoring_kit.registry.loop import LoopThread, Work
from scoring_kit.registry.notifying import Hook

T = TypeVar("T")


class Waiting:
    """A registry whose calls wait for their answer, in a thread of its own."""

    def __init__(
        self,
        url: str | Hidden,
        *,
        key: str | Hidden | None = None,
        guards: Sequence[Guard] = (),
        clock: Callable[[], datetime] = now,
        notify: Hook | None = None,
    ) -> None:
        # hidden before anything can fail: a traceback may show values
        url, key = hidden(url), hidden(key)
        self._warnings: list[str] = []
        self._registry = AsyncRegistry(
            url, key=key, guards=guards, clock=clock, notify=notify, warn=self._warnings.append
        )
        self._loop = LoopThread()
        self._close = finalize(self, _close, self._registry, self._loop)
        try:
            self._run(self._registry.open())
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        # also of one that could not be opened, for tracebacks that show values
        address = self._registry.address if hasattr(self, "_registry") else None
        return f"{type(self).__name__}({address!r})"

    @property
    def has_key(self) -> bool:
        """Whether what is written is written with a key, by its user."""
        return self._registry.has_key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; a registry that nobody holds any more is closed as well.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     reg = Waiting(f"sqlite:///{folder}/scores.db")
        ...     reg.close()
        """
        self._close()

    @classmethod
    def upgrade(cls, url: str | Hidden) -> None:
        """Bring the tables of a registry up to date; what they hold stays.

        A registry whose tables are older is not opened until this is done, so that nobody changes
        it by looking at it.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     Waiting.upgrade(f"sqlite:///{folder}/scores.db")
        """
        url = hidden(url)  # a traceback may show values
        registry, loop = AsyncRegistry(url, key=""), LoopThread()
        try:
            loop.run(registry.upgrade())
        finally:
            _close(registry, loop)

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self._warned(self._loop.run(coroutine))

    def _run_with(self, begin: Callable[[Work], Coroutine[Any, Any, T]]) -> T:
        """Return what a coroutine gives; what takes long is done in the thread that asks."""
        return self._warned(self._loop.run_with(begin))

    def _warned(self, found: T) -> T:
        """Warn in the thread that asked, and where it did, of what failed and stops nothing."""
        while self._warnings:
            warnings.warn(self._warnings.pop(0), stacklevel=4)
        return found


def _close(registry: AsyncRegistry, loop: LoopThread) -> None:
    loop.stop(registry.close())
