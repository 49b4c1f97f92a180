"""Figures as Markdown: tables of ratios, and the targets that each is held to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.measure import Timing, ratio


@dataclass(slots=True)
class Report:
    """Prints tables as they come and keeps what missed its target.

    missed: one line for each target that a figure is beyond.
    """

    missed: list[str] = field(default_factory=list[str])

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a Markdown table under a heading."""
        print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
        for row in rows:
            print(f"| {' | '.join(row)} |", flush=True)
        print()

    def timings(self, title: str, timings: Mapping[str, Timing], ours: str) -> None:
        """Print seconds and, for each alternative, how many times our time it took."""
        rows = [
            [
                name,
                f"{timing.median('processor'):.3f}",
                f"{timing.median('wall'):.3f}",
                f"{ratio(timing, timings[ours]):.2f}",
                f"{ratio(timing, timings[ours], 'wall'):.2f}",
            ]
            for name, timing in timings.items()
        ]
        head = ["", "processor s", "wall s", f"processor / {ours}", f"wall / {ours}"]
        self.table(title, head, rows)

    def at_most(self, what: str, measured: float, limit: float) -> None:
        """Hold a figure to its upper limit."""
        self._target(what, measured, f"at most {limit:g}", measured <= limit)

    def at_least(self, what: str, measured: float, limit: float) -> None:
        """Hold a figure to its lower limit."""
        self._target(what, measured, f"at least {limit:g}", measured >= limit)

    def equal(self, what: str, difference: float, tolerance: float) -> None:
        """Hold a difference of results to its tolerance; without it no time counts."""
        good = difference <= tolerance
        self._target(
            f"{what}: largest difference", difference, f"at most {tolerance:g}", good, ".1e"
        )

    def _target(
        self, what: str, measured: float, wanted: str, good: bool, form: str = ".2f"
    ) -> None:
        line = f"{what}: {measured:{form}}, target {wanted}"
        print(f"- {line}: {'met' if good else '**missed**'}", flush=True)
        if not good:
            self.missed.append(line)
