"""How gunicorn runs the service: several processes, each with an event loop of its own.

`scoring-kit serve --production` starts it so; by hand it is::

    export PROMETHEUS_MULTIPROC_DIR=$(mktemp -d)
    gunicorn -c python:scoring_kit.service.production "scoring_kit.service.app:create_app()"

The names in small letters are settings of gunicorn. Its command line and GUNICORN_CMD_ARGS win.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, cast

from prometheus_client import multiprocess
from uvicorn_worker import UvicornWorker

from scoring_kit.service.batches import take_short_turns

METRICS = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable with the folder in which the processes count together. It has to be
there when the first of them starts: without it, each tells of itself only."""

FOLDER = "scoring_kit_metrics_"
"""How the name of a folder begins that is made for one start and goes at its end."""


class Worker(UvicornWorker):
    """A process that serves; it does not say what it is made of."""

    CONFIG_KWARGS: dict[str, Any] = {  # noqa: RUF012 - uvicorn reads it
        "loop": "uvloop",
        "http": "httptools",
        "server_header": False,
        "access_log": False,
        "timeout_graceful_shutdown": 25,
    }


bind = "127.0.0.1:8000"
workers = os.cpu_count() or 1
worker_class = "scoring_kit.service.production.Worker"
preload_app = False  # a registry is opened by the process that uses it
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 1_000_000  # what leaks in spite of all ends some day; not all at once
max_requests_jitter = 100_000
accesslog = None
loglevel = "warning"


def post_worker_init(worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Let a process that serves take short turns between requests and batches."""
    del worker
    take_short_turns()


def child_exit(server: Any, worker: Any) -> None:  # noqa: ANN401
    """Forget what only a process that has ended could tell."""
    del server
    cast("Any", multiprocess).mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:  # noqa: ANN401
    """Remove the folder in which the processes counted, if it was made for them."""
    del server
    folder = Path(os.environ.get(METRICS, ""))
    if folder.name.startswith(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
