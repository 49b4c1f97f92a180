"""Threads that go through the rows together, block by block."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.compiled import Kernels

T = TypeVar("T")

BLOCK = 65_536
"""Rows at a time, so that what numpy calculates from them stays near the processor."""
WIDE_BLOCK = 262_144
"""Rows at a time by machine code, which keeps little on the way; Python then says less often."""
MOST_WORKERS = 4
"""More would wait for the memory, and for each other."""


def blocks(rows: int, size: int | None = None) -> Iterator[slice]:
    """Yield the parts that rows are gone through in, of BLOCK rows where no size is given."""
    size = size or BLOCK
    for start in range(0, rows, size):
        yield slice(start, min(start + size, rows))


class Scratch:
    """Memory of one thread for what is calculated on the way, of one block each.

    kernels: machine code for it, where there is any.
    """

    def __init__(self, kernels: Kernels | None = None) -> None:
        self.kernels = kernels
        # what is not used of it takes no memory
        self._floats = np.empty((4, max(BLOCK, WIDE_BLOCK)), np.float32)
        self._numbers = np.empty((2, max(BLOCK, WIDE_BLOCK)), np.int32)
        self.tallies: npt.NDArray[np.int64] | None = None

    def floats(self, place: int, block: slice) -> np.ndarray:
        """Return one of 4 columns of 32-bit floats, as long as a block."""
        return self._floats[place, : block.stop - block.start]

    def numbers(self, place: int, block: slice) -> np.ndarray:
        """Return one of 2 columns of 32-bit integers, as long as a block."""
        return self._numbers[place, : block.stop - block.start]

    def tally(self, counts: npt.NDArray[np.int64]) -> None:
        """Add counts to those of the other blocks of this thread."""
        self.tallied(len(counts))[:] += counts

    def tallied(self, size: int) -> npt.NDArray[np.int64]:
        """Return the counts of all blocks of this thread, to add others to, (size,)."""
        if self.tallies is None:
            self.tallies = np.zeros(size, np.int64)
        return self.tallies


Work = Callable[[slice, Scratch], T]


class Workers:
    """As many threads as there are processors, the calling one among them.

    numpy lets go of the interpreter while it calculates, so they do not wait for each other.
    Only one thread at a time may ask for work.

    kernels: tells the machine code that there is; it is asked anew for each work.

    Examples
    --------
    >>> sum(Workers().each(100_000, lambda block, scratch: block.stop - block.start))
    100000
    """

    def __init__(
        self, count: int | None = None, kernels: Callable[[], Kernels | None] = lambda: None
    ) -> None:
        self._kernels = kernels
        found = count or min(os.cpu_count() or 1, MOST_WORKERS)
        self._scratch = [Scratch() for _ in range(found)]
        self._pool = ThreadPoolExecutor(found) if found > 1 else None

    def each(self, rows: int, work: Work[T]) -> list[T]:
        """Return what the work gives for each block, in the order of the blocks."""
        kernels = self._kernels()
        todo = list(blocks(rows, self._size(rows, kernels)))
        queue = iter(enumerate(todo))  # shared: each thread takes the next one
        found: list[T | None] = [None] * len(todo)
        for scratch in self._scratch:
            scratch.kernels = kernels

        def go(scratch: Scratch) -> None:
            with np.errstate(all="ignore"):  # of each thread by itself
                for number, block in queue:
                    found[number] = work(block, scratch)

        others: list[Future[None]] = []
        if self._pool is not None and len(todo) > 1:
            others = [self._pool.submit(go, scratch) for scratch in self._scratch[1:]]
        try:
            go(self._scratch[0])
        finally:
            wait(others)
        for other in others:
            other.result()
        return found  # pyright: ignore[reportReturnType] - all of them are there

    def _size(self, rows: int, kernels: Kernels | None) -> int:
        """Return how many rows are gone through at a time: as many for each thread by kernels."""
        if kernels is None:
            return BLOCK
        most = max(BLOCK, WIDE_BLOCK)
        turns = -(-rows // (most * len(self._scratch)))  # of all threads at once
        return max(BLOCK, min(most, -(-rows // max(turns * len(self._scratch), 1))))

    def tallied(self, size: int) -> npt.NDArray[np.int64]:
        """Return the sum of what was tallied, (size,), and begin anew."""
        total = np.zeros(size, np.int64)
        for scratch in self._scratch:
            if scratch.tallies is not None:
                total += scratch.tallies
                scratch.tallies = None
        return total
