"""A thread that does what takes long, always for the newest wish of each screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Condition, Thread
from typing import Any

from scoring_kit.playground.shown import Shown

Asked = Mapping[str, Any]


class Settling:
    """Does the work that screens ask for, one after the other; a newer wish replaces an older.

    work: gives the answer to a wish, and never raises. tell: is handed the answer.
    """

    def __init__(self, work: Callable[[Asked], Shown], tell: Callable[[Shown], None]) -> None:
        self._work, self._tell = work, tell
        self._wishes: dict[object, Asked] = {}
        self._changed = Condition()
        self._thread: Thread | None = None
        self._is_open = True

    def ask(self, asked: Asked) -> None:
        """Take a wish; the last one of the same screen is forgotten if it was not begun."""
        with self._changed:
            self._wishes[asked.get("view")] = asked
            if self._thread is None:
                self._thread = Thread(target=self._run, name="playground", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Let the thread end after what it does now."""
        with self._changed:
            self._is_open = False
            self._wishes.clear()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wishes or not self._is_open)
                if not self._is_open:
                    return
                asked = self._wishes.pop(next(iter(self._wishes)))
            self._tell(self._work(asked))
