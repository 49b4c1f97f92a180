"""The playground: one step of a weight or a knot, against others that do the same job anew.

All have the values of the criteria in memory as 32-bit floats, column by column, and give for each
step the scores, tier counts, a histogram of 64 columns, the 50 highest rows with their change of
rank, and how many rows moved and how far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import duckdb
import numpy as np

from benchmarks.measure import interleave, ratio, show
from benchmarks.mixed_card import TIERS, criteria, document, load
from benchmarks.report import Report
from benchmarks.samples import MILLION
from scoring_kit.playground import compiled
from scoring_kit.playground.board import Board
from scoring_kit.playground.edits import MoveKnot
from scoring_kit.playground.frame import View
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.document import parse_scorecard
from scoring_kit.scorecard.models import Scorecard

OURS = "scoring_kit"
LIMITS_MS = {
    MILLION: {"weight": 10.0, "knot": 15.0, "sampled": 30.0},
    10 * MILLION: {"weight": 80.0, "sampled": 30.0},
}
TITLES = {
    "weight": "one step of a weight",
    "knot": "one step of a knot",
    "sampled": "one step of a weight of a geometric mean, on a sample",
}
AT_LEAST = 3.0
STEPS = 5
"""Steps in a row, as a drag has many: what others leave in the caches is not what is measured."""
WHOLE_JOB = ("numpy", "DuckDB", "polars")
CUTS = tuple(TIERS.values())[:-1]
Step = Callable[[], object]


def run(report: Report, rows: int, *, rounds: int = 21, with_peers: bool = True) -> None:
    """Print the median of a step of each kind, and hold it to its limit and to its peers."""
    items = criteria(20)
    base = document(items, reasons=3)
    with duckdb.connect() as connection:
        load(connection, items, rows)
        board = Board(parse_scorecard(base), connection.table("mixed"))
    live = parse_scorecard(base)
    board.prepare(live)
    print("\nthe playground calculates by", "numba" if compiled.SHARED.wait() else "numpy")
    values = _values(board, live)
    weights = np.array([item.weight for item in items], np.float32)
    geometric = parse_scorecard(_geometric(base))
    kinds = {"weight": _weights(live), "knot": _knots(live), "sampled": _weights(geometric)}
    for kind, drafts in kinds.items():
        steps: dict[str, Step] = {OURS: _ours(board, drafts)}
        if kind == "weight" and with_peers:
            steps |= {
                "numpy": _by_numpy(values, weights, with_ranks=True),
                "numpy without ranks": _by_numpy(values, weights, with_ranks=False),
                "DuckDB": _by_duckdb(values, weights),
                "polars": _by_polars(values, weights),
            }
        timings = interleave(steps, rounds=rounds, in_a_row=STEPS)
        show(f"{TITLES[kind]}, {rows:,} rows x 20 criteria", timings)
        middle = timings[OURS].median("wall") * 1e3
        limit = LIMITS_MS.get(rows, {}).get(kind)
        if limit is not None:
            report.at_most(f"{TITLES[kind]}, {rows:,} rows, ms", middle, limit)
        peers = [timings[name] for name in WHOLE_JOB if name in timings]
        if peers:
            best = min(peers, key=lambda timing: timing.median("wall"))
            report.at_least(
                f"times as fast as {best.name}, {rows:,} rows",
                ratio(best, timings[OURS], "wall"),
                AT_LEAST,
            )


def _values(board: Board, card: Scorecard) -> np.ndarray:
    """Return the values of the criteria, (criteria, rows), absent ones 0."""
    columns = board.values_of(card)
    return np.nan_to_num(np.stack([columns[item.name] for item in card.criteria]))


def _weights(card: Scorecard) -> Iterator[Scorecard]:
    """Yield the drafts that a session makes of the steps of a drag, validated as it does."""
    session, name = Session(card, rebalancing="none"), card.criteria[3].name
    for step in count():
        yield session.preview(session.weight_edit(name, 1.0 + 0.01 * (step % 100)), merge=True)


def _geometric(base: dict[str, Any]) -> dict[str, Any]:
    """Return a card whose scores cannot be corrected for a weight, so a sample is looked at."""
    return base | {"score": base["score"] | {"aggregate": "geometric_mean", "at_least": 1}}


def _knots(card: Scorecard) -> Iterator[Scorecard]:
    session, name = Session(card), card.criteria[0].name
    for step in count():
        edit = MoveKnot(name, 1, value=30.0 + 0.1 * (step % 100))
        yield session.preview(edit, merge=True)


def _ours(board: Board, drafts: Iterator[Scorecard]) -> Step:
    """The whole step: the edit makes a valid document, then the frame is made."""
    return lambda: board.quick(next(drafts), View())


def _moved(weights: np.ndarray) -> Iterator[np.ndarray]:
    for step in count():
        moved = weights.copy()
        moved[3] = 1.0 + 0.01 * (step % 100)
        yield moved / moved.sum()


def _ranks(scores: np.ndarray) -> np.ndarray:
    ranks = np.empty(len(scores), np.int32)
    ranks[np.argsort(-scores)] = np.arange(1, len(scores) + 1, dtype=np.int32)
    return ranks


def _by_numpy(values: np.ndarray, weights: np.ndarray, *, with_ranks: bool) -> Step:
    """With ranks, the whole job; without, only what needs no sorting of all rows."""
    moved, live = _moved(weights), _ranks(weights @ values)

    def step() -> object:
        scores = next(moved) @ values
        counts, _ = np.histogram(scores, 64)
        tiers = [np.count_nonzero(scores >= cut) for cut in CUTS]
        top = np.argpartition(scores, -50)[-50:]
        top = top[np.argsort(-scores[top])]
        if not with_ranks:
            return counts, tiers, top
        moves = live - _ranks(scores)
        size = np.abs(moves)
        return counts, tiers, top, moves[top], np.count_nonzero(moves), size.mean()

    return step


def _by_duckdb(values: np.ndarray, weights: np.ndarray) -> Step:
    import pandas as pd

    connection, moved = duckdb.connect(), _moved(weights)
    columns = {f"v{place}": column for place, column in enumerate(values)}
    frame = pd.DataFrame({**columns, "live": _ranks(weights @ values)}, copy=False)
    connection.register("seen", frame)
    connection.execute("CREATE TABLE kept AS FROM seen")

    def step() -> object:
        terms = " + ".join(f"{weight} * v{place}" for place, weight in enumerate(next(moved)))
        ranked = "SELECT score, live - rank() OVER (ORDER BY score DESC) AS move FROM ({})"
        select = ranked.format(f"SELECT {terms} AS score, live FROM kept")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE scored AS {select}")
        tiers = ", ".join(f"count(*) FILTER (score >= {cut})" for cut in CUTS)
        moves = "count(*) FILTER (move <> 0), avg(abs(move))"
        histogram = "SELECT floor(score / 100 * 64) AS part, count(*) FROM scored GROUP BY part"
        top = "SELECT rowid, score, move FROM scored ORDER BY score DESC LIMIT 50"
        asked = (histogram, f"SELECT {tiers}, {moves} FROM scored", top)
        return [connection.execute(sql).fetchall() for sql in asked]

    return step


def _by_polars(values: np.ndarray, weights: np.ndarray) -> Step:
    import polars as pl

    frame = pl.DataFrame({f"v{place}": column for place, column in enumerate(values)})
    live = pl.Series("live", _ranks(weights @ values))
    table, moved = frame.with_columns(live).with_row_index("row"), _moved(weights)

    def step() -> object:
        terms = [pl.col(f"v{place}") * weight for place, weight in enumerate(next(moved))]
        scored = table.select("row", "live", pl.sum_horizontal(terms).alias("score"))
        rank = pl.col("score").rank("min", descending=True).cast(pl.Int32)
        scored = scored.with_columns((pl.col("live") - rank).alias("move")).lazy()
        part = (pl.col("score") / 100 * 64).floor().cast(pl.Int32).alias("part")
        tiers = [(pl.col("score") >= cut).sum().alias(f"{cut}") for cut in CUTS]
        moves = [(pl.col("move") != 0).sum().alias("moved"), pl.col("move").abs().mean()]
        asked = [
            scored.group_by(part).len(),
            scored.select(tiers + moves),
            scored.top_k(50, by="score"),
        ]
        return pl.collect_all(asked)

    return step
