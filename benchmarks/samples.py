"""Parquet files to score, drawn once with a fixed seed and kept in `output/bench`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from benchmarks.mixed_card import criteria, load
from scoring_kit.engines.sql_writer import literal

FOLDER = Path(__file__).parents[1] / "output" / "bench"
MILLION = 1_000_000
BINNED = 15
_VERSION = 2
"""To be raised where what is drawn changes."""


def mixed(rows: int) -> Path:
    """Return the table of the mixed card of 20 criteria; ten times a million are drawn as one."""
    path = FOLDER / f"mixed_{rows}_v{_VERSION}.parquet"
    if path.exists():
        return path
    if rows > MILLION:
        part = f"FROM read_parquet({literal(str(mixed(MILLION)))})"
        starts = range(0, rows, MILLION)
        parts = [f"SELECT * REPLACE (id + {start} AS id) {part}" for start in starts]
        return _write(" UNION ALL ".join(parts), path, duckdb.connect())
    with duckdb.connect() as connection:
        load(connection, criteria(20), rows)
        return _write("FROM mixed", path, connection)


def binned(rows: int) -> Path:
    """Return a table of 15 numbers for the card of bins, which every peer can express."""
    path = FOLDER / f"binned_{rows}_v{_VERSION}.parquet"
    if path.exists():
        return path
    draw = np.random.default_rng(5)
    numbers = {f"x{place}": draw.normal(size=rows) for place in range(BINNED)}
    with duckdb.connect() as connection:
        connection.register("drawn", numbers)
        return _write("FROM drawn", path, connection)


def _write(sql: str, path: Path, connection: duckdb.DuckDBPyConnection) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    connection.execute(f"COPY ({sql}) TO {literal(str(draft))} (FORMAT parquet, COMPRESSION zstd)")
    draft.replace(path)
    return path
