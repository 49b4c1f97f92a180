"""Other libraries on a card of bins that all of them can express, in memory.

All start from the same pandas DataFrame and end with an array of scores. The target is time on
the clock, as a person waits: this library uses all cores, the peers one. The processor time
of both stands beside it.

The peers live in `.venv-bench` and are asked one scoring at a time, so that they take turns with
this library although they run in another process.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import scoring_kit as sk
from benchmarks import samples
from benchmarks.measure import Timing, ratio
from benchmarks.report import Report

ROOT = Path(__file__).parents[1]
INTERPRETER = ROOT / ".venv-bench" / "bin" / "python"
OURS = "scoring_kit"
PEERS = ("numpy", "pandas", "toad", "optbinning", "scikit-learn")
SLOWEST = "scorecardpy"
TOLERANCE = 1e-8
FACTORS = {
    samples.MILLION: {"optbinning": 10, "pandas": 4, "scorecardpy": 100},
    10 * samples.MILLION: {"optbinning": 15, "pandas": 4},
}


def run(report: Report, rows: int, *, rounds: int = 5, with_slowest: bool = True) -> None:
    """Compare the scores of all peers with ours, then time them in turn."""
    source = samples.binned(rows)
    frame = pd.read_parquet(source)
    with asking(source) as (card, ask):
        peers = [*PEERS, *([SLOWEST] if with_slowest else [])]
        mine, seconds = scoring(card, frame), {}
        for name in peers:
            path = samples.FOLDER / "peer.npy"
            seconds[name] = [ask(f"{name} {path}")]
            difference = float(np.max(np.abs(np.load(path) - mine())))
            report.equal(f"card of bins, {name}", difference, TOLERANCE)
        timings = _timings(mine, ask, seconds, rounds)
    report.timings(f"Card of bins in memory, {rows:,} rows, 15 criteria", timings, OURS)
    for name, factor in FACTORS.get(rows, {}).items():
        if name in timings:
            faster = ratio(timings[name], timings[OURS], "wall")
            report.at_least(f"times as fast as {name}, {rows:,} rows", faster, factor)


def document(edges: list[float], points: Mapping[str, list[float]]) -> dict[str, Any]:
    """Return the scorecard of the points: a sum of bins."""
    members = []
    for name, values in points.items():
        below = [{"below": edge, "value": y} for edge, y in zip(edges, values[:-1], strict=True)]
        members.append({"criterion": name, "value": {"bins": [*below, {"value": values[-1]}]}})
    return {
        "schema": "scoring-kit/1",
        "name": "binned",
        "defaults": {"missing": 0},
        "score": {"aggregate": "sum", "of": members},
    }


def scoring(card: Mapping[str, Any], frame: pd.DataFrame) -> Callable[[], np.ndarray]:
    """Return the scoring of a frame with this library, from the frame to its scores."""
    ours = sk.Scorecard.model_validate(document(card["edges"], card["points"]))
    return lambda: sk.score(ours, frame, detail="score").to_pandas()["score"].to_numpy()


@contextmanager
def asking(source: Path) -> Iterator[tuple[dict[str, Any], Callable[[str], dict[str, float]]]]:
    """Start the peers on a file; yield the card they share and what asks for one scoring."""
    if not INTERPRETER.exists():
        raise FileNotFoundError("the peers have no environment: run `make .venv-bench/ready`")
    command = [str(INTERPRETER), str(ROOT / "benchmarks" / "outside.py"), str(source)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        questions, answers = process.stdin, process.stdout

        def ask(line: str) -> dict[str, float]:
            questions.write(line + "\n")
            questions.flush()
            return json.loads(answers.readline())

        yield json.loads(answers.readline()), ask
        questions.close()


def _timings(
    mine: Callable[[], object],
    ask: Callable[[str], dict[str, float]],
    seconds: dict[str, list[dict[str, float]]],
    rounds: int,
) -> dict[str, Timing]:
    """Time in turns; the slowest keeps its one scoring, set against our median."""
    own: list[dict[str, float]] = []
    turns = {name: [] for name in seconds if name != SLOWEST}
    for _ in range(rounds):
        clock, work = time.perf_counter(), time.process_time()
        mine()
        own.append({"processor": time.process_time() - work, "wall": time.perf_counter() - clock})
        for name, taken in turns.items():
            taken.append(ask(name))
    if SLOWEST in seconds:
        turns[SLOWEST] = seconds[SLOWEST] * rounds
    return {name: _timing(name, taken) for name, taken in {OURS: own, **turns}.items()}


def _timing(name: str, taken: list[dict[str, float]]) -> Timing:
    processor, wall = (tuple(one[clock] for one in taken) for clock in ("processor", "wall"))
    return Timing(name, processor, wall)
