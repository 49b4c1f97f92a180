"""The service under load: beside a route that says hello, and beside MLflow's scoring server.

All run on the same cores in turn, each in one process, and wrk asks them (Debian has it).
"""

from __future__ import annotations

import shutil
import statistics
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import served
from benchmarks.report import Report

ROWS = 10_000
ROUNDS, SECONDS = 5, 3
MULTIPLE, ROW_P99, BATCH_P50, TIMES = 1.5, 200.0, 60.0, 5.0
TOLERANCE = 1e-9
MANY = f"{ROWS:,} rows as columns"
Found = dict[str, list[tuple[float, float, float]]]


def run(report: Report) -> None:
    """Compare the scores, measure, and hold the figures to their targets."""
    if shutil.which("wrk") is None:
        print("the service is not measured: apt-get install wrk")
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        ours, key = stack.enter_context(served.service(folder))
        hello = stack.enter_context(served.greeting())
        theirs = stack.enter_context(served.mlflow(folder))
        lists = served.columns(ROWS)
        bodies = _bodies(lists)
        _compare(report, served.ask(ours, bodies[0][1], key), served.ask(theirs, bodies[1][1], {}))
        row, many = (served.script(folder / f"ours{n}", bodies[0][n], key) for n in (0, 1))
        their_row, their_many = (
            served.script(folder / f"theirs{n}", bodies[1][n], {}) for n in (0, 1)
        )
        targets = {
            "hello": (hello, None, 1),
            "one row": (ours, row, 1),
            "one row, MLflow": (theirs, their_row, 1),
            "hello, 64 connections": (hello, None, 64),
            "one row, 64 connections": (ours, row, 64),
            "one row, MLflow, 64 connections": (theirs, their_row, 64),
            MANY: (ours, many, 1),
            f"{MANY}, MLflow": (theirs, their_many, 1),
        }
        found: Found = {name: [] for name in targets}
        for _ in range(ROUNDS):
            for name, target in targets.items():
                found[name].append(served.wrk(*target, SECONDS))
    _tell(report, found)


def _bodies(lists: dict[str, list[object]]) -> list[tuple[object, object]]:
    """Return one row and all of them, as the service takes them and as MLflow does."""
    row = {name: values[0] for name, values in lists.items()}
    split = {"columns": list(lists), "data": list(zip(*lists.values(), strict=True))}
    theirs = ({"dataframe_records": [row]}, {"dataframe_split": split})
    return [({"row": row}, {"columns": lists}), theirs]


def _compare(report: Report, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    pairs = list(zip(ours["columns"]["score"], theirs["predictions"], strict=True))
    assert len(pairs) == ROWS
    difference = max(abs(one - other) for one, other in pairs)
    report.equal("the mixed card, the service and MLflow", difference, TOLERANCE)


def _tell(report: Report, found: Found) -> None:
    half, last, rate = (
        {name: statistics.median(each[n] for each in rounds) for name, rounds in found.items()}
        for n in range(3)
    )
    rows = [[name, f"{half[name]:.2f}", f"{last[name]:.1f}", f"{rate[name]:.0f}"] for name in found]
    report.table("The service, asked by wrk", ["", "p50 ms", "p99 ms", "requests a second"], rows)
    row, crowd = "one row", "one row, 64 connections"
    report.at_most("one row / hello, p50", _paired(found, row, "hello", 0), MULTIPLE)
    multiple = _paired(found, crowd, "hello, 64 connections", 0)
    report.at_most("one row / hello, 64 connections, p50", multiple, MULTIPLE)
    report.at_most("one row, 64 connections, p99 ms", last[crowd], ROW_P99)
    report.at_most(f"{MANY}, p50 ms", half[MANY], BATCH_P50)
    for ours, theirs in (
        (row, "one row, MLflow"),
        (crowd, "one row, MLflow, 64 connections"),
        (MANY, f"{MANY}, MLflow"),
    ):
        times = _paired(found, ours, theirs, 2)
        report.at_least(f"times the requests a second of MLflow, {ours}", times, TIMES)


def _paired(found: Found, one: str, other: str, place: int) -> float:
    """Return the median over rounds of one figure by another."""
    pairs = zip(found[one], found[other], strict=True)
    return statistics.median(mine[place] / their[place] for mine, their in pairs)


if __name__ == "__main__":
    run(Report())
