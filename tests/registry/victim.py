"""A process that works with a registry and meets a fault at a point that was chosen for it.

It does one thing after another with a new version, and tells on a pipe what it begins and what
the registry acknowledged, so that it is known what has to be there afterwards.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from scoring_kit.errors import RegistryError
from scoring_kit.registry.registry import Registry
from tests.registry.registries import small

OPERATIONS = ("add", "propose", "propose on evidence", "refused", "approve", "promote", "score")
OPEN = "open"
"""What comes before all of them: tables are made where there are none."""
TABLE = {"id": [1, 2, 3], "age": [30.0, 41.5, None]}
BEGIN, COMMIT, COMMITTED = "begins", "COMMIT", "committed"


@dataclass(frozen=True)
class Fault:
    """What happens at a step of an operation: before a statement or a commit, or just after one.

    how: kill (this process dies), ask (somebody else does something, and says when it is done),
    file_size or pages (there is room for so many more bytes, or pages of the database).
    """

    operation: str
    step: int
    how: str = "kill"
    room: int = 0


@dataclass
class Steps:
    """Counts the steps of the operation that is under way; at the chosen one, the fault happens."""

    fault: Fault | None
    happen: Callable[[str, Connection | None], None]
    operation: str = ""
    passed: list[str] | None = None

    def begin(self, operation: str) -> None:
        self.operation, self.passed = operation, []
        self.step(BEGIN)

    def end(self) -> None:
        self.operation, self.passed = "", None

    def step(self, label: str, connection: Connection | None = None) -> None:
        if self.passed is None:
            return
        self.passed.append(label)
        chosen = self.fault
        if chosen and (chosen.operation, chosen.step) == (self.operation, len(self.passed) - 1):
            self.happen(label, connection)

    def listen(self) -> None:
        """Count the statements and commits of all engines of this process."""

        @event.listens_for(Engine, "before_cursor_execute")
        def _before(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
            self.step(short(statement), connection)

        @event.listens_for(Engine, "commit")
        def _commit(connection: Connection) -> None:
            self.step(COMMIT, connection)

        @event.listens_for(Session, "after_commit")
        def _committed(_session: Session) -> None:
            self.step(COMMITTED)


def short(statement: str) -> str:
    """Return what a statement does to which table."""
    words = statement.split()
    after = next((i for i, word in enumerate(words) if word in ("FROM", "INTO")), 0)
    return f"{words[0]} {words[min(after + 1, len(words) - 1)]}"


class Victim:
    """Does the operations of a point, which is the mark of all that it writes."""

    def __init__(self, url: str, registry: Registry, point: int, steps: Steps, pipe: Any) -> None:
        self.url, self.registry = url, registry
        self.point, self.steps, self.pipe = point, steps, pipe
        self.number = 0

    def go(self) -> None:
        """Do one operation after the other, until one comes to nothing."""
        other = "propose" if self.point % 2 else "propose on evidence"
        all(self.tell(operation) for operation in OPERATIONS if operation != other)

    def tell(self, operation: str) -> bool:
        """Do one operation, once more where it failed; return whether the next may follow."""
        found = self.told(operation, f"{self.point}.{operation}")
        if found == "database":
            self.make_room()
            found = self.told(operation, f"{self.point}.{operation} again")
        return found in ("done", "author")

    def make_room(self) -> None:
        """Let all be as it was before the fault."""
        resource.setrlimit(resource.RLIMIT_FSIZE, _unlimited())
        self.registry._run(self.registry._registry._database.close())  # limits of connections
        self.pipe.send(("room", "", "", {}))
        self.pipe.recv()

    def told(self, operation: str, mark: str) -> str:
        """Do one operation; tell of its beginning and of its end, and return its code."""
        before = {"number": self.number, "log": log_size(self.url)}
        self.pipe.send(("begin", operation, mark, before))
        start = time.perf_counter()
        self.steps.begin(operation)
        try:
            facts = getattr(self, f"_{operation.partition(' ')[0]}")(operation, mark)
            code = "done"
        except RegistryError as error:
            # such as that the audit does not hold it, or may hold it or not
            notes = " ".join(getattr(error, "__notes__", []))
            code = error.code
            if code != "unanswered" and notes:
                code = "unanswered" if "may be" in notes else "database"
            facts = {"message": f"{error} {notes}"}
        passed, seconds = self.steps.passed, time.perf_counter() - start
        self.steps.end()
        log = log_size(self.url) - before["log"]
        facts = {"number": self.number, **facts, "steps": passed, "seconds": seconds, "log": log}
        self.pipe.send((code, operation, mark, facts))
        return code

    def _add(self, operation, mark):
        del operation
        # the same document again where the first time it was not kept
        version = self.registry.add(small(float(self.point + 2)), mark, author="ann")
        self.number = version.number
        return {"sha256": version.sha256}

    def _propose(self, operation, mark):
        given = {"data": pa.table(TABLE), "key": ["id"], "threads": 1} if " " in operation else {}
        self.registry.propose("small", self.number, mark, by="ann", **given)
        return {}

    def _refused(self, operation, mark):
        del operation
        self.registry.approve("small", self.number, mark, by="ann")
        return {}

    def _approve(self, operation, mark):
        self._move(operation, mark, by="bob")
        return {}

    _promote = _approve

    def _move(self, operation, mark, by):
        getattr(self.registry, operation)("small", self.number, mark, by=by)

    def _score(self, operation, mark):
        del operation
        data = pa.table(TABLE)
        run = self.registry.score("small", data, by=mark, key=["id"], detail="score", threads=1)
        return {"run": run.id, "result": run.result}


def work(url: str, point: int, fault: Fault | None, pipe: Any) -> None:
    """Work until all is done, or the fault ends it."""

    def happen(label: str, connection: Connection | None) -> None:
        assert fault is not None  # it happens
        pipe.send(("at", fault.operation, label, {"step": fault.step}))
        _HOW[fault.how](fault, url, connection, pipe)

    steps = Steps(fault, happen)
    steps.listen()
    steps.begin(OPEN)
    with Registry(url) as registry:
        registry.names()
        pipe.send(("opened", OPEN, "", {"steps": steps.passed}))
        steps.end()
        try:
            Victim(url, registry, point, steps, pipe).go()
        except Exception as error:
            pipe.send(("broken", "", repr(error), {}))
            raise


def _kill(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _ask(_fault: Fault, _url: str, _connection: Connection | None, pipe: Any) -> None:
    pipe.recv()


def _limit_files(fault: Fault, url: str, *_: Any) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (fault.room + log_size(url), _unlimited()[1]))


def _limit_pages(fault: Fault, _url: str, connection: Connection | None, _pipe: Any) -> None:
    assert connection is not None  # a step with one was chosen
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA page_count")
    pages = cursor.fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages + fault.room}")
    cursor.close()


def _unlimited() -> tuple[int, int]:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    return hard, hard


def log_size(url: str) -> int:
    """Return how many bytes the log of SQLite has; 0 for another database."""
    log = Path(f"{url.removeprefix('sqlite:///')}-wal")
    return log.stat().st_size if log.exists() else 0


_HOW: dict[str, Callable[..., None]] = {
    "kill": _kill, "ask": _ask, "file_size": _limit_files, "pages": _limit_pages
}  # fmt: skip
