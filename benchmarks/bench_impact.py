"""The impact of a change on a Parquet file, beside the time of scoring both versions."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb

import scoring_kit as sk
from benchmarks import samples
from benchmarks.measure import interleave, ratio
from benchmarks.mixed_card import criteria, document
from benchmarks.report import Report
from scoring_kit.engines.sql_writer import literal

OURS = "impact"
BOTH = "both scored, with reasons"
LIMIT = 2.5
TOLERANCE = 1e-9


def versions() -> tuple[sk.Scorecard, sk.Scorecard]:
    """Return a card of 20 criteria, and one in which a few weights and a cut are others."""
    live: dict[str, Any] = document(criteria(20), reasons=3)
    candidate = deepcopy(live)
    for member in candidate["score"]["of"][:10:3]:
        member["weight"] *= 1.5
    candidate["tiers"] = {**candidate["tiers"], "B": 48}
    return sk.Scorecard.model_validate(live), sk.Scorecard.model_validate(candidate)


def impact(source: Path) -> sk.Impact:
    """Everything that an impact knows but its rows."""
    return sk.compare(*versions(), source)


def score_both(source: Path, detail: str) -> list[Path]:
    """Score both versions into files."""
    targets = [samples.FOLDER / f"impact_{place}.parquet" for place in range(2)]
    for card, target in zip(versions(), targets, strict=True):
        sk.score(card, source, detail=detail).to_parquet(target, overwrite=True)  # pyright: ignore[reportArgumentType]
    return targets


def run(report: Report, rows: int, *, rounds: int = 5) -> None:
    """Compare the figures with those of the two results, then time both."""
    source = samples.mixed(rows)
    report.equal(f"impact, {rows:,} rows", largest_difference(source), TOLERANCE)
    calls = {
        OURS: lambda: impact(source),
        BOTH: lambda: score_both(source, "reasons"),
        "both scored, no reasons": lambda: score_both(source, "score"),
        "both scored, full detail": lambda: score_both(source, "full"),
    }
    timings = interleave(calls, rounds=rounds, warm=0)
    report.timings(f"Impact of two versions, {rows:,} rows, 20 criteria", timings, OURS)
    measured = {
        clock: ratio(timings[OURS], timings[BOTH], clock) for clock in ("processor", "wall")
    }
    for clock, found in measured.items():
        report.at_most(f"impact / {BOTH}, {clock} time, {rows:,} rows", found, LIMIT)


def largest_difference(source: Path) -> float:
    """Return how far the figures are from those of a join of both results by SQL."""
    figures = impact(source).figures()
    old, new = (f"read_parquet({literal(str(path))})" for path in score_both(source, "score"))
    joined = f"FROM {old} AS a JOIN {new} AS b USING (id)"
    with duckdb.connect() as connection:
        tiers = connection.sql(f"SELECT a.tier, b.tier, count(*) {joined} GROUP BY ALL").fetchall()
        [(mean, both)] = connection.sql(
            f"SELECT avg((b.score - a.score)::DECIMAL(38, 12)), count(a.score + b.score) {joined}"
        ).fetchall()
    migrated = {(cell["live_tier"], cell["tier"]): cell["rows"] for cell in figures["tiers"]}
    known = {pair: count for pair, count in migrated.items() if count}
    if known != {(old, new): count for old, new, count in tiers}:
        return float("inf")
    if both != figures["scored"]["both"]:
        return float("inf")
    return abs(figures["scores"][0]["change"] - float(mean))
