"""What a program pays before the first row: the import, and the way from document to plan."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import duckdb

from benchmarks.bench_base import RESULT, plan_of
from benchmarks.mixed_card import criteria, load
from benchmarks.report import Report
from scoring_kit.engines.duckdb import connect
from scoring_kit.engines.row import compile_row
from scoring_kit.engines.sql import select_statement

IMPORT_LIMIT_MS = 200.0
ROUNDS = 11


def imports(report: Report) -> None:
    """Time `import scoring_kit` less an empty start of Python, and that of what it stands on."""
    starts = {name: [] for name in ("pass", "import scoring_kit", "import duckdb", "import pandas")}
    for _ in range(ROUNDS):
        for code, taken in starts.items():
            taken.append(_seconds(code))
    empty = starts.pop("pass")
    rows = [
        [code, f"{(_middle(taken) - _middle(empty)) * 1e3:.0f}"] for code, taken in starts.items()
    ]
    report.table("Import, in a new Python, less its empty start", ["", "wall ms"], rows)
    ours = _middle(starts["import scoring_kit"]) - _middle(empty)
    report.at_most("milliseconds for import scoring_kit", ours * 1e3, IMPORT_LIMIT_MS)


def compilation(report: Report) -> None:
    """Time each step from a document to a plan of DuckDB, for more and more criteria."""
    rows = [[f"{count:,}", *_steps(count)] for count in (20, 200, 1000)]
    head = ["criteria", "document, plan", "SQL", "DuckDB's planning", "row function"]
    report.table("Compilation, processor ms", head, rows)


def _steps(count: int) -> list[str]:
    """Return the milliseconds of each step, the quickest of three."""
    found: list[list[float]] = []
    for _ in range(3):
        marks = [time.process_time()]
        plan = plan_of(count, reasons=3).only(RESULT)
        marks.append(time.process_time())
        sources = {column.name: f'source."{column.name}"' for column in plan.columns}
        sql = select_statement(plan, relation="mixed", sources=sources)
        marks.append(time.process_time())
        planned = _planned(sql, count)
        start = time.process_time()
        compile_row(plan)
        generated = time.process_time() - start
        found.append([marks[1] - marks[0], marks[2] - marks[1], planned, generated])
    return [f"{min(step) * 1e3:.0f}" for step in zip(*found, strict=True)]


def _planned(sql: str, count: int) -> float:
    with connect() as connection:
        load(connection, criteria(count), 0)
        start = time.process_time()
        connection.execute(connection.extract_statements(sql)[0]).fetchall()
        return time.process_time() - start


def execution(report: Report, rows: int = 500_000) -> None:
    """Time what a row and a criterion cost as criteria become more, planning left out."""
    lines = []
    for count in (20, 200, 1000):
        size = rows * 20 // count
        lines.append([f"{count:,}", f"{size:,}", f"{_nanoseconds(count, size):.0f}"])
    head = ["criteria", "rows", "processor ns a row and criterion"]
    report.table("Execution with three reasons, a table in memory", head, lines)


def _nanoseconds(count: int, rows: int) -> float:
    plan = plan_of(count, reasons=3).only(RESULT)
    sources = {column.name: f'source."{column.name}"' for column in plan.columns}
    sql = select_statement(plan, relation="mixed", sources=sources)
    names = ", ".join(f"count({name})" for name in RESULT)
    with connect() as connection:
        load(connection, criteria(count), rows)
        taken = [_once(connection, f"SELECT {names} FROM ({sql})") for _ in range(2)]
        connection.execute("DELETE FROM mixed")
        planned = _once(connection, f"SELECT {names} FROM ({sql})")
    return (min(taken) - planned) / rows / count * 1e9


def _once(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    start = time.process_time()
    connection.execute(sql).fetchall()
    return time.process_time() - start


def _seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def _middle(taken: list[float]) -> float:
    return statistics.median(taken)
