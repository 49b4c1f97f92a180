"""Time alternatives fairly: interleaved, medians, and ratios within one run.

A shared machine is slow for seconds at a time. Alternatives that take turns meet the same
slow seconds, so that their ratio holds where their milliseconds do not. Processor time is
taken beside the time on the clock: it is the work done, whoever else was busy.
"""

import gc
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Clock = Literal["processor", "wall"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that one alternative took, round by round: of all threads, and on the clock."""

    name: str
    processor: tuple[float, ...]
    wall: tuple[float, ...]

    def median(self, clock: Clock) -> float:
        """Return the middle of the rounds."""
        return statistics.median(self.processor if clock == "processor" else self.wall)


def interleave(
    alternatives: Mapping[str, Callable[[], object]],
    *,
    rounds: int = 11,
    warm: int = 2,
    in_a_row: int = 1,
) -> dict[str, Timing]:
    """Run all alternatives in turn, `rounds` times, after `warm` rounds that do not count.

    Every other round runs them in the opposite order, so that none always follows the same.
    in_a_row: how often each is run in its turn, where that is how it is used; the mean counts.
    """
    names = list(alternatives)
    processor: dict[str, list[float]] = {name: [] for name in names}
    wall: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    for number in range(warm + rounds):
        for name in names if number % 2 else reversed(names):
            clock, work = time.perf_counter(), time.process_time()
            for _ in range(in_a_row):
                alternatives[name]()
            if number >= warm:
                processor[name].append((time.process_time() - work) / in_a_row)
                wall[name].append((time.perf_counter() - clock) / in_a_row)
    return {name: Timing(name, tuple(processor[name]), tuple(wall[name])) for name in names}


def ratio(ours: Timing, theirs: Timing, clock: Clock = "processor") -> float:
    """Return the median over the rounds of ours / theirs: below 1 is faster."""
    our, their = (getattr(timing, clock) for timing in (ours, theirs))
    return statistics.median(a / b for a, b in zip(our, their, strict=True))


def show(title: str, timings: Mapping[str, Timing], *, unit: str = "ms", per: float = 1.0) -> None:
    """Print one line for each alternative: both medians, and their ratios to the fastest.

    unit: s, ms or us; per: what the seconds are divided by, say the number of rows.
    """
    factor = {"s": 1.0, "ms": 1e3, "us": 1e6}[unit] / per
    fastest = min(timings.values(), key=lambda timing: timing.median("processor"))
    print(f"\n{title}")
    for timing in timings.values():
        parts = [f"  {timing.name:<32}"]
        for clock in ("processor", "wall"):
            median = timing.median(clock) * factor
            parts.append(f"{clock} {median:9.2f} {unit} x {ratio(timing, fastest, clock):4.2f}")
        print("  ".join(parts))


def machine() -> str:
    """Return one line on what the figures were taken on."""
    import os

    import duckdb

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {cores} cores, "
        f"{platform.machine()}"
    )
