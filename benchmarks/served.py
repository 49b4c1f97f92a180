"""Servers to be asked by wrk: the service, a route that says hello, and MLflow's scoring server.

All score the mixed card of 20 criteria, each in one process of its own on the same cores.
"""

from __future__ import annotations

import json
import math
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from fastapi import FastAPI

from benchmarks.mixed_card import LEVELS, OTHER, Mixed, criteria, document, frame
from scoring_kit.registry import Policy, Registry
from scoring_kit.scorecard.document import parse_scorecard
from scoring_kit.service.app import create_app
from scoring_kit.service.batches import take_short_turns
from scoring_kit.service.settings import Settings

ROOT = Path(__file__).parents[1]
MLFLOW = ROOT / ".venv-mlflow" / "bin"
"""Where the programs of MLflow's environment are."""
ITEMS = criteria(20)
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


# ---- the servers --------------------------------------------------------------------------------


@contextmanager
def service(folder: Path) -> Generator[tuple[str, Mapping[str, str]]]:
    """Yield the address that scores the mixed card, and the headers that it wants."""
    url = f"sqlite:///{folder / 'scores.db'}"
    key = _registry(url)
    environment = {"SCORING_KIT_REGISTRY": url}
    command = _uvicorn("benchmarks.served:application", "--factory")
    with _serving(command, environment, "/livez") as address:
        yield f"{address}/v1/scorecards/mixed/score", {"X-API-Key": key}


@contextmanager
def greeting() -> Generator[str]:
    """Yield the address of the route that says hello."""
    with _serving(_uvicorn("benchmarks.served:hello"), {}, "/hello") as address:
        yield f"{address}/hello"


@contextmanager
def mlflow(folder: Path) -> Generator[str]:
    """Yield the address of MLflow's scoring server for a model of the same card."""
    if not MLFLOW.exists():
        raise FileNotFoundError("MLflow has no environment: run `make .venv-mlflow/ready`")
    told = folder / "criteria.json"
    told.write_text(json.dumps([_as_data(item) for item in ITEMS]))
    offline = {
        "PATH": f"{MLFLOW}:{os.environ['PATH']}",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_TRACKING_URI": f"sqlite:///{folder / 'tracking.db'}",
    }
    model = folder / "model"
    saving = [MLFLOW / "python", ROOT / "benchmarks" / "mlflow_model.py", told, model]
    subprocess.run(saving, check=True, capture_output=True, env=os.environ | offline)
    command = [str(MLFLOW / "mlflow"), "models", "serve", "-m", str(model)]
    command += ["--env-manager", "local", "--workers", "1", "-p", "{port}"]
    with _serving(command, offline, "/ping") as address:
        yield f"{address}/invocations"


def _registry(url: str) -> str:
    """Make a registry in which the mixed card is live; return a key that may score."""
    with Registry(url, key="") as registry:
        registry.set_policy(Policy(evidence=False), "A benchmark", by="ann")
        registry.add(parse_scorecard(document(ITEMS)), "As it is", author="ann")
        registry.propose("mixed", 1, "Go", by="ann")
        registry.approve("mixed", 1, "Go", by="bob")
        registry.promote("mixed", 1, "Go", by="bob")
        registry.add_user("ann", by="ann")
        admin = registry.add_key("ann", "admin", by="ann")
    with Registry(url, key=admin) as registry:
        registry.add_user("wrk")
        return registry.add_key("wrk", "score").reveal()


def _uvicorn(application: str, *options: str) -> list[str]:
    command = [sys.executable, "-m", "uvicorn", application, "--port", "{port}", *options]
    return [*command, "--log-level", "warning", "--no-access-log"]


@contextmanager
def _serving(command: Sequence[str], environment: Mapping[str, str], ready: str) -> Generator[str]:
    """Yield the address of a server, once it answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    seen = os.environ | ({} if "PATH" in environment else paths) | dict(environment)
    process = subprocess.Popen(
        [part.replace("{port}", port) for part in command],
        env=seen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(f"the server of {address} ended with {process.returncode}")
        try:
            urlopen(address, timeout=5).close()
        except (HTTPError, URLError, ConnectionError):
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(address)


# ---- what is asked ------------------------------------------------------------------------------


def columns(rows: int) -> dict[str, list[object]]:
    """Return rows for the mixed card as columns of JSON, which knows no NaN."""
    drawn = frame(ITEMS, rows)
    return {item.name: [_finite(value) for value in drawn[item.name]] for item in ITEMS}


def ask(address: str, body: object, headers: Mapping[str, str]) -> dict[str, object]:
    """Return the answer to one request."""
    told = {"Content-Type": "application/json", **headers}
    request = Request(address, json.dumps(body).encode(), told)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def script(path: Path, body: object, headers: Mapping[str, str]) -> Path:
    """Write a script with which wrk posts a body."""
    path.write_text(json.dumps(body))
    lines = [f'wrk.method = "POST"\nwrk.body = io.open("{path}"):read("*a")']
    for name, value in {"Content-Type": "application/json", **headers}.items():
        lines.append(f'wrk.headers["{name}"] = "{value}"')
    written = path.with_suffix(".lua")
    written.write_text("\n".join(lines) + "\n")
    return written


def wrk(
    address: str, posted: Path | None, connections: int, seconds: int
) -> tuple[float, float, float]:
    """Return the milliseconds of the median and of 99 in 100 requests, and requests a second."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    command += [address] if posted is None else [address, "-s", str(posted)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(f"some requests were not answered:\n{told}")
    found = dict(re.findall(r"(50|99)%\s+([\d.]+(?:us|ms|s))", told))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate is not None, told
    return _milliseconds(found["50"]), _milliseconds(found["99"]), float(rate[1])


def _finite(value: str | float | None) -> str | float | None:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _milliseconds(text: str) -> float:
    unit = text.lstrip("0123456789.")
    return float(text.removesuffix(unit)) * _UNITS[unit]


def _as_data(item: Mixed) -> dict[str, object]:
    largest = sys.float_info.max
    return {
        "name": item.name, "kind": item.kind, "weight": item.weight, "missing": item.missing,
        "knots": [[min(x, largest), value] for x, value in item.knots],
        "values": dict(zip(LEVELS, item.values, strict=False)), "other": OTHER,
    }  # fmt: skip
