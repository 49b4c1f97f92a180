"""Run the benchmarks: `make bench`, `make bench-large`. Ends with 1 where a target is missed."""

import sys

from benchmarks import (
    batch,
    bench_base,
    bench_evaluation,
    bench_impact,
    bench_playground,
    bench_screen,
    bench_service,
    growth,
    peers,
    start,
)
from benchmarks.measure import machine
from benchmarks.report import Report
from benchmarks.samples import MILLION


def standard(report: Report) -> None:
    """A million rows: about a quarter of an hour on two cores."""
    if not bench_base.run():
        report.missed.append("a figure of the base: see above")
    start.imports(report)
    start.compilation(report)
    start.execution(report)
    batch.run(report, MILLION)
    growth.memory(report, MILLION)
    peers.run(report, MILLION)
    bench_impact.run(report, MILLION)
    bench_impact.run(report, 10 * MILLION, rounds=1)
    bench_playground.run(report, MILLION)
    bench_screen.run(report, MILLION)
    bench_evaluation.run(report, 10 * MILLION)
    bench_service.run(report)


def large(report: Report) -> None:
    """Ten to a hundred million rows: about an hour, and 12 GB of disk in `output/`."""
    batch.run(report, 10 * MILLION, rounds=3)
    growth.memory(report, 10 * MILLION)
    growth.streamed(report, "score", [10 * MILLION, 100 * MILLION])
    growth.streamed(report, "full", [10 * MILLION, 20 * MILLION])
    peers.run(report, 10 * MILLION, rounds=3, with_slowest=False)
    bench_impact.run(report, 10 * MILLION, rounds=3)
    bench_playground.run(report, 10 * MILLION, rounds=7, with_peers=False)


def main(arguments: list[str]) -> int:
    """Print the machine, every figure, and the targets that were missed."""
    report = Report()
    print(f"Median of turns in one run; {machine()}")
    (large if arguments == ["large"] else standard)(report)
    print(f"\n{len(report.missed)} targets missed")
    for line in report.missed:
        print(f"- {line}")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
