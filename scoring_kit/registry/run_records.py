"""Runs as a registry gives them: frozen, and without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, overload

from scoring_kit.display.lines import one_line
from scoring_kit.registry.processes import Process
from scoring_kit.registry.records import minute
from scoring_kit.registry.run_html import run_html, runs_html
from scoring_kit.scores import Scores

SHORT = 8
"""Letters of an id that are shown."""
STATUSES = ("running", "done", "failed", "lost")
"""What a run can be: it starts running, and what it is in the end it stays."""


@dataclass(frozen=True, repr=False)
class Run:
    """One execution of a live version.

    id: 32 hexadecimal digits. version, document_hash: of the scorecard, as in each row.
    status: running, done, failed, or lost where its process ended before it did.
    actor, identity: who asked for it, and how the registry knows.
    started, heartbeat, finished: in UTC; the heartbeat is when it was last known to be alive.
    process: which one runs it. request: options of the scores, parameters with their defaults.
    data: where they came from. lineage: what was read, by which engine, in which versions; None
    until it is done, as are rows, fingerprint (the sha256 of the artefact with that of the data)
    and result (the fingerprint of the scores). error: why it failed, or is lost.
    """

    id: str
    scorecard: str
    version: int
    document_hash: str
    environment: str
    status: str
    actor: str
    identity: str
    started: datetime
    heartbeat: datetime
    finished: datetime | None
    process: Process
    request: Mapping[str, Any]
    data: Mapping[str, Any]
    lineage: Mapping[str, Any] | None = None
    rows: int | None = None
    fingerprint: str | None = None
    result: str | None = None
    error: str | None = None

    @property
    def duration(self) -> timedelta | None:
        """How long it took; None while it is running. Clocks that go backwards make it zero."""
        if self.finished is None:
            return None
        return max(self.finished - self.started, timedelta())

    def __repr__(self) -> str:
        rows = "" if self.rows is None else f", {self.rows:,} row{'s' * (self.rows != 1)}"
        what = f"{self.scorecard} version {self.version} in {self.environment}"
        said = f": {self.error}" if self.error else ""
        who = f"{self.actor} ({self.identity}), {minute(self.started)}"
        return one_line(f"run {self.id[:SHORT]}  {what}  {self.status}{rows}  {who}{said}")

    def _repr_html_(self) -> str:
        return run_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        found = {name: getattr(self, name) for name in _PLAIN}
        times = {name: _iso(getattr(self, name)) for name in ("started", "heartbeat", "finished")}
        process = {
            "host": self.process.host,
            "process": self.process.number,
            "process_started": self.process.started,
        }
        documents = {"request": dict(self.request), "data": dict(self.data)}
        lineage = None if self.lineage is None else dict(self.lineage)
        return {**found, **times, **process, **documents, "lineage": lineage}


_PLAIN = (
    "id", "scorecard", "version", "document_hash", "environment", "status", "actor", "identity",
    "rows", "fingerprint", "result", "error",
)  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="microseconds")


@dataclass(frozen=True, repr=False, kw_only=True)
class ScoredRun(Run):
    """A run that was just made, with its scores; each of their rows has version and hash."""

    scores: Scores

    @classmethod
    def of(cls, run: Run, scores: Scores) -> ScoredRun:
        """Return a run with its scores."""
        return cls(**{field.name: getattr(run, field.name) for field in fields(run)}, scores=scores)

    def _repr_html_(self) -> str:
        return run_html(self) + self.scores._repr_html_()  # pyright: ignore[reportPrivateUsage] what notebooks call


@dataclass(frozen=True, slots=True, repr=False)
class RunList(Sequence[Run]):
    """Runs of a scorecard, the newest one first.

    scorecard: its name. is_last: whether there are no older ones.
    """

    scorecard: str
    items: tuple[Run, ...] = ()
    is_last: bool = True

    @overload
    def __getitem__(self, index: int) -> Run: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Run, ...]: ...
    def __getitem__(self, index: int | slice) -> Run | tuple[Run, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        more = [] if self.is_last else ["older ones: runs(..., before=the last of these)"]
        return "\n".join([*map(repr, self.items), *more]) or "no runs"

    def _repr_html_(self) -> str:
        return runs_html(self)
