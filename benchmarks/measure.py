"""Time alternatives fairly: interleaved, medians, and ratios within one run.

A shared machine is slow for seconds at a time. Alternatives that take turns meet the same
slow seconds, so that their ratio holds where their milliseconds do not.
"""

import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that one alternative took, round by round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        """The quietest round."""
        return min(self.seconds)


def interleave(
    alternatives: Mapping[str, Callable[[], object]], *, rounds: int = 11, warm: int = 2
) -> dict[str, Timing]:
    """Run all alternatives in turn, `rounds` times, after `warm` rounds that do not count.

    Every other round runs them in the opposite order, so that none always follows the same.
    """
    taken: dict[str, list[float]] = {name: [] for name in alternatives}
    names = list(alternatives)
    gc.collect()
    for round_number in range(warm + rounds):
        for name in names if round_number % 2 else reversed(names):
            start = time.perf_counter()
            alternatives[name]()
            seconds = time.perf_counter() - start
            if round_number >= warm:
                taken[name].append(seconds)
    return {name: Timing(name, tuple(seconds)) for name, seconds in taken.items()}


def ratio(ours: Timing, theirs: Timing) -> float:
    """Return the median over the rounds of ours / theirs: below 1 is faster."""
    pairs = zip(ours.seconds, theirs.seconds, strict=True)
    return statistics.median(our / their for our, their in pairs)


def show(title: str, timings: Mapping[str, Timing], *, unit: str = "ms", per: float = 1.0) -> None:
    """Print one line for each alternative: median, best, and the ratio to the fastest.

    unit: s, ms or us; per: what the seconds are divided by, say the number of rows.
    """
    factor = {"s": 1.0, "ms": 1e3, "us": 1e6}[unit] / per
    fastest = min(timings.values(), key=lambda timing: timing.median)
    print(f"\n{title}")
    for timing in timings.values():
        print(
            f"  {timing.name:<34} median {timing.median * factor:9.2f} {unit}"
            f"   best {timing.best * factor:9.2f} {unit}   x {ratio(timing, fastest):5.2f}"
        )


def machine() -> str:
    """Return one line on what the figures were taken on."""
    import os

    import duckdb

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {cores} cores, "
        f"{platform.machine()}"
    )
