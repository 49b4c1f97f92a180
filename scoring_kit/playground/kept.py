"""Results that several threads ask for, each calculated by one of them and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last few results by key. Who asks for one that is being calculated waits for it.

    Examples
    --------
    >>> kept = Kept[int](most=2)
    >>> kept.get("one", lambda: 1), kept.get("one", lambda: 2)
    (1, 1)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: dict[str, Future[T]] = {}

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return the result of a key, made where it is not there; an error is not kept."""
        with self._lock:
            known = self._found.pop(key, None)
            asked = Future[T]() if known is None else known
            self._found[key] = asked  # the last of them
            for old in list(self._found)[: -self._most]:
                del self._found[old]
        if known is None:
            self._make(key, asked, make)
        return asked.result()

    def _make(self, key: str, asked: Future[T], make: Callable[[], T]) -> None:
        try:
            asked.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._found.get(key) is asked:
                    del self._found[key]
            asked.set_exception(error)
