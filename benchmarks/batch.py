"""A Parquet file of 20 criteria to Parquet: this library, SQL by hand and polars.

Each alternative is a function of a source and a target, so that `alone` can run it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

import scoring_kit as sk
from benchmarks import by_hand, in_polars, samples
from benchmarks.bench_base import plan_of
from benchmarks.measure import interleave, ratio
from benchmarks.mixed_card import criteria, document
from benchmarks.report import Report
from scoring_kit.engines.sql import select_statement
from scoring_kit.engines.sql_writer import literal
from scoring_kit.scoring import Detail

Alternative = Callable[[Path, Path], object]
OURS = "scoring_kit"
TOLERANCE = 1e-9
OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 64"


def scan(source: Path, target: Path) -> None:
    """Read every column and do nothing with it: the limit."""
    columns = ", ".join(["count(id)", *(f"count({item.name})" for item in criteria(20))])
    with _connection() as connection:
        connection.execute(f"SELECT {columns} FROM {_relation(source)}").fetchall()


def ours_score(source: Path, target: Path) -> None:
    """Key and score only, as the hand-written query has it."""
    plan = plan_of(20).only(["score"])
    sources = {column.name: f'source."{column.name}"' for column in plan.columns}
    sql = select_statement(plan, relation=_relation(source), sources=sources, keys=["id"])
    with _connection() as connection:
        connection.execute(f"COPY ({sql}) TO {literal(str(target))} ({OPTIONS})")


def by_hand_score(source: Path, target: Path) -> None:
    """The quickest of the hand-written queries."""
    query = by_hand.folded(criteria(20)).replace("FROM mixed", f"FROM {_relation(source)}")
    with _connection() as connection:
        connection.execute(f"COPY ({query}) TO {literal(str(target))} ({OPTIONS})")


def ours(detail: Detail) -> Alternative:
    """The library as its users call it."""

    def run(source: Path, target: Path) -> None:
        card = sk.Scorecard.model_validate(document(criteria(20), reasons=3))
        sk.score(card, source, detail=detail).to_parquet(target, overwrite=True)

    return run


def _polars(frame: Callable[..., object], **options: bool) -> Alternative:
    def run(source: Path, target: Path) -> None:
        in_polars.write(frame(criteria(20), source, **options), target)

    return run


ALTERNATIVES: Mapping[str, Mapping[str, Alternative]] = {
    "score": {
        OURS: ours_score,
        "bare scan": scan,
        "SQL by hand": by_hand_score,
        "polars": _polars(in_polars.score_only),
    },
    "reasons": {OURS: ours("reasons"), "polars, optimised": _polars(in_polars.reasons)},
    "full": {
        OURS: ours("full"),
        "polars, optimised": _polars(in_polars.full),
        "polars, idiomatic": _polars(in_polars.full, idiomatic=True),
    },
}


def run(report: Report, rows: int, *, rounds: int = 5) -> None:
    """Compare results, then time all details."""
    source = samples.mixed(rows)
    limits = {"score": ("SQL by hand", 1.3), "full": ("polars, optimised", 1.25)}
    for detail, alternatives in ALTERNATIVES.items():
        targets = {name: samples.FOLDER / f"out_{place}" for place, name in enumerate(alternatives)}
        for name, write in alternatives.items():
            write(source, targets[name])
            if name not in (OURS, "bare scan"):
                difference = largest_difference(targets[OURS], targets[name], rows)
                report.equal(f"{detail}, {name}", difference, TOLERANCE)
        calls = {name: _call(write, source, targets[name]) for name, write in alternatives.items()}
        timings = interleave(calls, rounds=rounds, warm=0)
        report.timings(f"Parquet to Parquet, {detail}, {rows:,} rows, 20 criteria", timings, OURS)
        if detail in limits:
            peer, limit = limits[detail]
            measured = ratio(timings[OURS], timings[peer])
            report.at_most(f"{detail}: processor time / {peer}, {rows:,} rows", measured, limit)


def largest_difference(ours: Path, theirs: Path, rows: int) -> float:
    """Return the largest difference of a number; infinite where anything else differs."""
    with duckdb.connect() as connection:
        a, b = (f"read_parquet({literal(str(path))})" for path in (ours, theirs))
        columns = [row[:2] for row in connection.sql(f"DESCRIBE FROM {a}").fetchall()]
        if columns != [row[:2] for row in connection.sql(f"DESCRIBE FROM {b}").fetchall()]:
            return float("inf")
        numbers = [name for name, kind in columns if kind == "DOUBLE"]
        unlike = [
            f"(a.{name} IS NULL) <> (b.{name} IS NULL)"
            if kind == "DOUBLE"
            else f"a.{name} IS DISTINCT FROM b.{name}"
            for name, kind in columns
        ]
        largest = ", ".join(f"max(abs(a.{name} - b.{name}))" for name in numbers)
        [(count, wrong, *found)] = connection.sql(
            f"SELECT count(*), count(*) FILTER ({' OR '.join(unlike)}), {largest} "
            f"FROM {a} a JOIN {b} b USING (id)"
        ).fetchall()
    if wrong or count != rows:
        return float("inf")
    return max(float(number or 0.0) for number in found)


def _call(write: Alternative, source: Path, target: Path) -> Callable[[], object]:
    return lambda: write(source, target)


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    return connection


def _relation(source: Path) -> str:
    return f"read_parquet({literal(str(source))})"
