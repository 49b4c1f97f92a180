"""One chunk of the campaign: cards and tables of some seeds through all executors.

Run as a program, it writes the digests of the chunk's DuckDB results, so that another
interpreter with another DuckDB can be compared:

    python -m tests.agreement.campaign FIRST_SEED COUNT DIGESTS.json
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.agreement.bits import Columns, different_cells, digest
from tests.agreement.comparison import differences
from tests.agreement.documents import Card, random_card
from tests.agreement.executors import Executors, plan_of
from tests.agreement.occurrences import count
from tests.agreement.oracle import score_row
from tests.agreement.tables import Table, random_table

ROOT = Path(__file__).parents[2]

SHUFFLED_EVERY = 10
"""One card in so many is also scored with its rows in another order."""


@dataclass
class Chunk:
    """What a chunk found: texts about differences, digests by seed, and what occurred."""

    rows: int = 0
    disagreements: list[str] = field(default_factory=list)
    opinions: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def run_chunk(first: int, size: int) -> Chunk:
    """Score the cards of some seeds in every way and compare."""
    chunk = Chunk()
    with Executors() as executors:
        for seed in range(first, first + size):
            _run_seed(chunk, executors, seed)
    return chunk


def run_digests(first: int, size: int) -> dict[str, str]:
    """The digests of DuckDB's results alone."""
    with Executors() as executors:
        return {
            str(seed): digest(executors.run_duckdb(plan_of(card, table), table))
            for seed, card, table in _cases(first, size)
        }


def _cases(first: int, size: int) -> list[tuple[int, Card, Table]]:
    cards = [(seed, random_card(seed)) for seed in range(first, first + size)]
    return [(seed, card, random_table(card, seed)) for seed, card in cards]


def _run_seed(chunk: Chunk, executors: Executors, seed: int) -> None:
    card = random_card(seed)
    table = random_table(card, seed)
    chunk.rows += table.rows
    results = executors.all(card, table)
    first = results["duckdb"]
    chunk.digests[str(seed)] = digest(first)
    for name, result in results.items():
        for difference in different_cells(first, result):
            chunk.disagreements.append(f"seed {seed}, duckdb and {name}: {difference}")
    if seed % SHUFFLED_EVERY == 0:
        _shuffle(chunk, executors, seed, card, table, first)
    for index in range(table.rows):
        row = {name: values[index] for name, values in first.items()}
        opinion = score_row(card.document, table.seen(index), card.parameters)
        chunk.counts.update(count(card.document, opinion))
        chunk.counts[f"status {opinion.status}"] += 1
        for difference in differences(card.document, opinion, row):
            chunk.opinions.append(f"seed {seed}, row {index}: {difference}")
        if not is_balanced(row) and all(map(math.isfinite, opinion.lines.values())):
            chunk.unbalanced.append(f"seed {seed}, row {index}: {row}")


def _shuffle(
    chunk: Chunk, executors: Executors, seed: int, card: Card, table: Table, first: Columns
) -> None:
    """Score the rows in another order and compare row by row."""
    order = list(range(table.rows))
    Random(seed).shuffle(order)
    expected = {name: [values[place] for place in order] for name, values in first.items()}
    for difference in different_cells(
        expected, executors.run_duckdb(plan_of(card, table), table, order)
    ):
        chunk.disordered.append(f"seed {seed}: {difference}")


def is_balanced(row: dict[str, Any]) -> bool:
    """Whether the contributions add up to the score, as far as there is one."""
    if row["score"] is None:
        return True
    lines = [value or 0.0 for name, value in row.items() if name.startswith("contribution_")]
    largest = max([1.0, *(abs(line) for line in lines)])
    return abs(sum(lines) - row["score"]) <= 1e-9 * largest


def chunk_on_disk(folder: Path, first: int, size: int) -> Chunk:
    """The chunk, run once per folder: other processes wait and read what the first one found."""
    path = folder / f"chunk_{first}_{size}.json"
    while not path.exists():
        with _lock(path.with_suffix(".lock")) as is_mine:
            if is_mine and not path.exists():
                written = path.with_suffix(".part")
                written.write_text(json.dumps(vars(run_chunk(first, size))))
                written.rename(path)
    found = json.loads(path.read_text())
    return Chunk(**{**found, "counts": Counter(found["counts"])})


@contextmanager
def _lock(folder: Path) -> Iterator[bool]:
    """Whether this process holds the lock; if not, a little time has passed."""
    try:
        folder.mkdir()
    except FileExistsError:
        time.sleep(0.2)
        yield False
        return
    try:
        yield True
    finally:
        folder.rmdir()


def digests_by(python: Path, folder: Path, first: int, size: int) -> dict[str, str]:
    """The digests of the same seeds by another interpreter, with its DuckDB."""
    target = folder / f"digests_{first}_{size}.json"
    command = [str(python), "-m", "tests.agreement.campaign", str(first), str(size), str(target)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(target.read_text())


def other_python() -> Path:
    """The interpreter with another version of DuckDB.

    Named by SCORING_KIT_OTHER_PYTHON, else the one that `make test` builds beside its own.
    """
    named = os.environ.get("SCORING_KIT_OTHER_PYTHON")
    built = [ROOT / name / "bin" / "python" for name in (".venv-duckdb15", ".venv")]
    paths = [Path(named)] if named else [p for p in built if p.parents[1] != Path(sys.prefix)]
    found = next((path for path in paths if path.exists()), None)
    assert found, "no second DuckDB: run `make test`, or set SCORING_KIT_OTHER_PYTHON"
    return found


def duckdb_version(python: Path) -> str:
    """The version of DuckDB that an interpreter has."""
    command = [str(python), "-c", "import duckdb; print(duckdb.__version__)"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    first_seed, seeds, target_file = sys.argv[1:]
    Path(target_file).write_text(json.dumps(run_digests(int(first_seed), int(seeds))))
