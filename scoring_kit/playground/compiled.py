"""The loops of `kernels` as machine code, made by numba in a thread of its own.

numba is an extra: `pip install 'scoring-kit[fast]'`. Until it is done, and without it, all is
calculated by numpy. What it makes is kept on disk for the next time, where that can be written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from scoring_kit.playground import kernels

Loop = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Kernels:
    """Machine code for each loop of `kernels`, which lets go of the interpreter."""

    recode: Loop
    add_up: Loop
    present: Loop
    place: Loop
    grade: Loop
    rank_moves: Loop
    changes: Loop
    crossings: Loop


def compile_kernels() -> Kernels | None:
    """Return the loops as machine code, after some seconds the first time; None without numba."""
    try:
        numba: Any = import_module("numba")
    except ImportError:  # not there, or not made for this numpy
        return None
    return Kernels(**{name: _compiled(numba, name) for name in kernels.SIGNATURES})


def _compiled(numba: Any, name: str) -> Loop:  # noqa: ANN401 - a module without types
    loop, signature = getattr(kernels, name), kernels.SIGNATURES[name]
    options = {"nogil": True, "fastmath": {"reassoc"} if name in kernels.IN_ANY_ORDER else False}
    try:
        return numba.njit(signature, cache=True, **options)(loop)
    except (RuntimeError, OSError):  # there is no place to keep it in
        return numba.njit(signature, **options)(loop)


class Compiling:
    """Kernels that are made beside everything else, once for all that ask.

    make: what makes them; None stands for those that cannot be made.
    """

    def __init__(self, make: Callable[[], Kernels | None] = compile_kernels) -> None:
        self._make = make
        self._kernels: Kernels | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Begin to make them, unless that was begun before."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="kernels", daemon=True)
                self._thread.start()

    def ready(self) -> Kernels | None:
        """Return the kernels; None as long as they are not made."""
        return self._kernels

    def wait(self) -> Kernels | None:
        """Return the kernels when they are made; None where they cannot be."""
        self.begin()
        assert self._thread is not None
        self._thread.join()
        return self._kernels

    def _work(self) -> None:
        self._kernels = self._make()


SHARED = Compiling()
"""Those of all boards."""
