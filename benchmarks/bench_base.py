"""The base: score only in SQL against the best hand-written query, one row, a large plan."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import duckdb

from benchmarks import by_hand
from benchmarks.measure import interleave, ratio, show
from benchmarks.mixed_card import criteria, document, load
from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import connect
from scoring_kit.engines.row import compile_row
from scoring_kit.engines.sql import select_statement
from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard.models import Scorecard

ROWS = 1_000_000
RATIO_LIMIT = 1.3
ROW_LIMIT_US = 25.0
PLAN_LIMIT_S = 1.5
PLAN_TURNS = 7
RESULT = ("score", "tier", "status", "reason_1", "reason_2", "reason_3")


def run() -> bool:
    """Print the figures; return whether all are within their limits."""
    results = [score_only(), one_row(), large_plan()]
    return all(results)


def plan_of(count: int, *, reasons: int = 0) -> Plan:
    """Compile the mixed card of so many criteria."""
    items = criteria(count)
    card = Scorecard.model_validate(document(items, reasons=reasons))
    kinds = {item.name: item.kind for item in items}
    columns = {
        name: Column(name, Type.TEXT) if kind == "categories" else Column(name, Type.NUMBER, False)
        for name, kind in kinds.items()
    }
    return compile_scorecard(card, columns, with_contributions=False)


def score_only() -> bool:
    """Compare the score of a million rows and 20 criteria with each hand-written style.

    Both sides run on one connection and one table and end in the same two aggregates, so that
    nothing but the calculation of the score is measured.
    """
    items = criteria(20)
    plan = plan_of(20).only(["score"])
    with duckdb.connect() as connection:
        load(connection, items, ROWS)
        sources = {column.name: f'source."{column.name}"' for column in plan.columns}
        ours = select_statement(plan, relation="mixed", sources=sources, keys=["id"])
        queries = {name: write(items) for name, write in by_hand.STYLES.items()}
        difference = _difference(connection, ours, queries["plain"])
        timings = interleave(
            {name: _consume(connection, sql) for name, sql in _named(ours, queries)}
        )
    show(f"score only, {ROWS:,} rows x 20 criteria", timings)
    fastest = min((timings[name] for name in queries), key=lambda t: t.median("processor"))
    measured = ratio(timings["scoring_kit"], fastest)
    print(
        f"  largest difference of a score {difference:.1e}; ratio to {fastest.name}: {measured:.2f}"
    )
    return difference < 1e-9 and _within("ratio", measured, RATIO_LIMIT)


def one_row() -> bool:
    """Time the row executor with tier, status and three reasons, over 200 different rows."""
    plan = plan_of(20, reasons=3)
    score = compile_row(plan.only(RESULT))
    only = compile_row(plan.only(["score"]))
    with duckdb.connect() as connection:
        load(connection, criteria(20), 200)
        table = connection.sql("FROM mixed ORDER BY id")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]

    def all_rows(function: Callable[[dict[str, object]], object]) -> Callable[[], None]:
        def call() -> None:
            for row in rows:
                function(row)

        return call

    timings = interleave(
        {"score, tier, status, 3 reasons": all_rows(score), "score only": all_rows(only)},
        rounds=101,
    )
    show("one row, 20 criteria", timings, unit="us", per=len(rows))
    full = timings["score, tier, status, 3 reasons"].median("processor") / len(rows) * 1e6
    return _within("microseconds a row", full, ROW_LIMIT_US)


def large_plan() -> bool:
    """Time a plan of 1,000 criteria with reasons, its SQL text, DuckDB's own planning, a row.

    Each turn is a process of its own, as nothing is known or cached when a card is first used.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        turns = [fresh.submit(_plan_once).result() for _ in range(PLAN_TURNS)]
    document_s, sql_s, duckdb_s, row_s, characters = (
        statistics.median(part) for part in zip(*turns, strict=True)
    )
    wholes = sorted(sum(turn[:3]) for turn in turns)
    print(f"\n1,000 criteria, tier and 3 reasons: medians of {PLAN_TURNS} fresh processes")
    print(
        f"  document and plan {document_s:.2f} s, SQL text {sql_s:.2f} s ({characters:,.0f} long)"
    )
    print(f"  DuckDB plans it in {duckdb_s:.2f} s, the row function is made in {row_s:.2f} s")
    print(f"  document, plan, SQL and DuckDB from {wholes[0]:.2f} to {wholes[-1]:.2f} s")
    return _within("seconds of processor in the middle", statistics.median(wholes), PLAN_LIMIT_S)


def _plan_once() -> tuple[float, ...]:
    """Return the seconds of processor of each part, and the characters of the SQL."""
    start = time.process_time()
    small = plan_of(1000, reasons=3).only(RESULT)
    planned = time.process_time()
    sources = {column.name: f'source."{column.name}"' for column in small.columns}
    sql = select_statement(small, relation="mixed", sources=sources)
    written = time.process_time()
    with connect() as connection:
        load(connection, criteria(1000), 0)
        before = time.process_time()
        connection.execute(connection.extract_statements(sql)[0]).fetchall()
        ready = time.process_time() - before
    before = time.process_time()
    compile_row(small)
    made = time.process_time() - before
    return planned - start, written - planned, ready, made, len(sql)


def _named(ours: str, queries: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "scoring_kit", ours
    yield from queries.items()


def _consume(connection: duckdb.DuckDBPyConnection, sql: str) -> Callable[[], object]:
    return lambda: connection.sql(f"SELECT sum(score), count(score) FROM ({sql})").fetchall()


def _difference(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str) -> float:
    """Return the largest difference of a score; infinite where one is NULL and one is not."""
    unlike = "(a.score IS NULL) <> (b.score IS NULL)"
    both = f"({ours}) a JOIN ({theirs}) b USING (id)"
    [(largest, count, only_one)] = connection.sql(
        f"SELECT max(abs(a.score - b.score)), count(*), count(*) FILTER ({unlike}) FROM {both}"
    ).fetchall()
    return float(largest) if only_one == 0 and count == ROWS else float("inf")


def _within(what: str, measured: float, limit: float) -> bool:
    good = measured <= limit
    print(f"  {what}: {measured:.2f}, limit {limit:g}: {'met' if good else 'NOT MET'}")
    return good
