"""What more rows and more criteria cost, each alternative in a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks import samples
from benchmarks.alone import measured
from benchmarks.batch import OURS
from benchmarks.report import Report

LIMIT = "1GB"
SHARE = 0.45
"""Of polars' memory, at the ten million rows that the target was set at."""
HEAD = ("", "rows", "processor s", "wall s", "peak MB", "written MB")


def memory(report: Report, rows: int) -> None:
    """Print the peaks of full detail and of scores; hold ours to a part of polars' at 10M rows."""
    found, lines = {}, []
    pairs = [("score", OURS), ("score", "polars"), ("full", OURS), ("full", "polars, optimised")]
    for detail, name in pairs:
        figures = measured(detail, name, samples.mixed(rows), samples.FOLDER / "out")
        found[detail, name] = figures["peak"]
        lines.append(_line(f"{detail}, {name}", rows, figures))
    report.table(f"Memory, {rows:,} rows to Parquet", HEAD, lines)
    share = found["full", OURS] / found["full", "polars, optimised"]
    if rows == 10 * samples.MILLION:
        report.at_most("full: peak of memory / polars, optimised, 10M rows", share, SHARE)
    else:
        print(f"- full: peak of memory / polars, optimised, {rows:,} rows: {share:.2f}")


def streamed(report: Report, detail: str, sizes: Sequence[int]) -> None:
    """Score more and more rows under a limit; the peak must not grow with them."""
    lines, peaks = [], []
    for rows in sizes:
        figures = measured(detail, OURS, repeated(rows), samples.FOLDER / "out", LIMIT)
        peaks.append(figures["peak"])
        lines.append(_line(f"{detail}, limit {LIMIT}", rows, figures))
    (samples.FOLDER / "out").unlink()
    report.table(f"Streamed to Parquet, {detail}", HEAD, lines)
    what = f"{detail}: peak at {sizes[-1]:,} rows / at {sizes[0]:,}"
    report.at_most(what, peaks[-1] / peaks[0], 1.2)


def repeated(rows: int) -> Path:
    """Return the file of ten million rows, or a folder that holds it as often as needed."""
    unit = 10 * samples.MILLION
    file = samples.mixed(min(rows, unit))
    if rows <= unit:
        return file
    folder = samples.FOLDER / f"repeated_{rows}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for place in range(rows // unit):
        (folder / f"{place:02}.parquet").hardlink_to(file)
    return folder


def _line(name: str, rows: int, figures: dict[str, float]) -> list[str]:
    return [
        name,
        f"{rows:,}",
        *(f"{figures[clock]:.2f}" for clock in ("processor", "wall")),
        *(f"{figures[size]:.0f}" for size in ("peak", "written")),
    ]
