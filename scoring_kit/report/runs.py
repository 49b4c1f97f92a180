"""How a report was made: what makes no difference to it, and stands in a file beside it."""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from os import PathLike, fspath
from pathlib import Path
from typing import Any, cast

import scoring_kit
from scoring_kit.report.subject import Subject

_PACKAGES = ("duckdb", "numpy", "pandas", "pydantic", "rfc8785", "ruamel.yaml", "sqlglot")


@dataclass(frozen=True, slots=True)
class Start:
    """When something began: by the calendar, and by a clock that only moves on."""

    moment: datetime
    tick: float


def started() -> Start:
    """Return the present moment."""
    return Start(datetime.now(UTC), time.monotonic())


def run_of(subject: Subject, start: Start) -> dict[str, Any]:
    """Return when, in how long, by which programs and from which files a report was made."""
    sql = "SELECT current_setting('threads')"
    [[threads]] = subject.engine.fetch(sql, lambda cursor: cursor.fetchall())
    packages = {name: version(name) for name in _PACKAGES}
    return {
        "started": start.moment.isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - start.tick, 3),
        "engine": "duckdb",
        "threads": threads,
        "versions": {
            "scoring_kit": scoring_kit.__version__,
            "python": platform.python_version(),
            **packages,
        },
        "platform": platform.platform(),
        "data": {**_given(subject.data), **subject.request.data},
    }


def _given(data: object) -> dict[str, str]:
    """Return the path that was given, which may be a folder, a pattern or a database."""
    if not isinstance(data, str | PathLike):
        return {}
    return {"path": str(Path(fspath(cast("str | PathLike[str]", data))).absolute())}
