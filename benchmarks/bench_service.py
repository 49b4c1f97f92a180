"""The service under load: how long a row and a batch take beside a route that says hello.

Both run on the same cores in turn, each in a process of uvicorn, and wrk asks them (Debian has it).
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import duckdb
from fastapi import FastAPI

import scoring_kit as sk
from benchmarks.report import Report
from scoring_kit.service.app import create_app
from scoring_kit.service.batches import take_short_turns
from scoring_kit.service.demonstration import Demonstration, demonstration
from scoring_kit.service.settings import Settings

ROWS = 10_000
ROUNDS, SECONDS = 5, 3
MULTIPLE, ROW_P99, BATCH_P50 = 1.5, 200.0, 60.0
PATH = "/v1/scorecards/book_club/score"
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}

hello = FastAPI(openapi_url=None)


@hello.get("/hello")
async def say_hello() -> dict[str, str]:
    """Answer with next to nothing, as a first route of FastAPI does."""
    return {"hello": "world"}


def application() -> FastAPI:
    """Return the service as `scoring-kit serve` has it, with the settings of the environment."""
    take_short_turns()
    return create_app(Settings())


def run(report: Report) -> None:
    """Measure, and hold the figures to their targets."""
    if shutil.which("wrk") is None:
        print("the service is not measured: apt-get install wrk")
        return
    with ExitStack() as stack:
        demo = stack.enter_context(demonstration())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        ours = stack.enter_context(_serving("benchmarks.bench_service:application", demo))
        theirs = stack.enter_context(_serving("benchmarks.bench_service:hello", demo))
        row, batch = _scripts(folder, demo)
        targets = {
            "hello": (f"{theirs}/hello", None, 1),
            "one row": (f"{ours}{PATH}", row, 1),
            "hello, 64 connections": (f"{theirs}/hello", None, 64),
            "one row, 64 connections": (f"{ours}{PATH}", row, 64),
            f"{ROWS:,} rows as columns": (f"{ours}{PATH}", batch, 1),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in targets}
        for _ in range(ROUNDS):
            for name, target in targets.items():
                found[name].append(_asked(*target))
    _tell(report, found)


def _tell(report: Report, found: dict[str, list[tuple[float, float]]]) -> None:
    half = {name: statistics.median(each[0] for each in rounds) for name, rounds in found.items()}
    last = {name: statistics.median(each[1] for each in rounds) for name, rounds in found.items()}
    rows = [[name, f"{half[name]:.2f}", f"{last[name]:.1f}"] for name in found]
    report.table("The service, asked by wrk", ["", "p50 ms", "p99 ms"], rows)
    pairs = zip(found["one row"], found["hello"], strict=True)
    multiple = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
    report.at_most("one row / hello, p50", multiple, MULTIPLE)
    report.at_most("one row, 64 connections, p99 ms", last["one row, 64 connections"], ROW_P99)
    report.at_most(
        f"{ROWS:,} rows as columns, p50 ms", half[f"{ROWS:,} rows as columns"], BATCH_P50
    )


@contextmanager
def _serving(application: str, demo: Demonstration) -> Generator[str]:
    """Yield the address of an application that uvicorn serves in a process of its own."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log"]
    command += ["--factory"] if application.endswith(":application") else []
    environment = {"SCORING_KIT_REGISTRY": demo.url, "PYTHONPATH": ":".join(filter(None, sys.path))}
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/livez")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            urlopen(address, timeout=5).close()
        except URLError as error:
            if getattr(error, "code", None) == 404:
                return
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(address)


def _scripts(folder: Path, demo: Demonstration) -> tuple[Path, Path]:
    """Return scripts for wrk that post one row, and many as columns."""
    data = str(sk.example("book_club").data)
    source = f"SELECT part.* FROM '{data}' AS part, range(3) LIMIT {ROWS}"
    with duckdb.connect() as connection:
        columns = connection.sql(source).fetchnumpy()
    lists = {name: values.tolist() for name, values in columns.items()}
    row = {name: values[0] for name, values in lists.items()}
    one = _script(folder / "row", {"row": row}, demo)
    return one, _script(folder / "columns", {"columns": lists}, demo)


def _script(path: Path, body: object, demo: Demonstration) -> Path:
    path.write_text(json.dumps(body))
    script = path.with_suffix(".lua")
    script.write_text(
        f'wrk.method = "POST"\nwrk.body = io.open("{path}"):read("*a")\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
        f'wrk.headers["X-API-Key"] = "{demo.key.reveal()}"\n'
    )
    return script


def _asked(address: str, script: Path | None, connections: int) -> tuple[float, float]:
    """Return the milliseconds within which half of the requests, and 99 of 100, were answered."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", address]
    command += [] if script is None else ["-s", str(script)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(f"some requests were refused:\n{told}")
    found = dict(re.findall(r"(50|99)%\s+([\d.]+(?:us|ms|s))", told))
    return _milliseconds(found["50"]), _milliseconds(found["99"])


def _milliseconds(text: str) -> float:
    unit = text.lstrip("0123456789.")
    return float(text.removesuffix(unit)) * _UNITS[unit]


if __name__ == "__main__":
    run(Report())
