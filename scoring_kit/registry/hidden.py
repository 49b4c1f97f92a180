"""Texts that are not for every eye: keys, and addresses with a password."""

from __future__ import annotations

from contextlib import suppress
from traceback import walk_tb
from typing import NoReturn, TypeVar


class Hidden:
    """A text that shows in no repr, no log and no traceback, even one that shows values.

    It is never written down with what holds it either: it refuses to be pickled or copied.

    Examples
    --------
    >>> word = Hidden("open sesame")
    >>> word
    Hidden(***)
    >>> word.reveal()
    'open sesame'
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = lambda: text  # whoever lists attributes sees a function

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{self!r} is not written down; hand its text on by hand")

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text()


T = TypeVar("T")


def hidden(value: T | str) -> T | Hidden:
    """Return a text so that it does not show, and anything else as it is.

    Examples
    --------
    >>> hidden("open sesame"), hidden(None)
    (Hidden(***), None)
    """
    return Hidden(value) if isinstance(value, str) else value


_DRIVERS = {"sqlalchemy", "asyncpg", "aiosqlite", "asyncio", "urllib"}
"""Packages that handle an address or a password; nobody else's frames are touched."""


def forget_values(error: BaseException | None) -> None:
    """Clear what a traceback of an error could show of the values that drivers held."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for frame, _ in walk_tb(error.__traceback__):
            if str(frame.f_globals.get("__name__")).partition(".")[0] in _DRIVERS:
                with suppress(RuntimeError):  # it still runs
                    frame.clear()
        error = error.__cause__ or error.__context__
