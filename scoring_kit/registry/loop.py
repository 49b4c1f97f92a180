"""An event loop in a thread of its own, so that notebooks, which run one, can wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from scoring_kit.errors import RegistryError

T = TypeVar("T")


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
        if self._loop.is_closed():
            coroutine.close()
            raise RegistryError("closed", "this registry is closed; open it anew")
        if self._is_here:
            coroutine.close()
            message = "a clock cannot ask the registry that asks it; a guard can"
            raise RegistryError("waits_for_itself", message)
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
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

    @property
    def _is_here(self) -> bool:
        return threading.current_thread() is self._thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
