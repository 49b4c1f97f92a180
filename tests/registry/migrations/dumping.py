"""Fills a registry, writes down what it answers, and dumps it as text, for later revisions.

Whoever adds a revision of the tables first runs, with the code as it was before,
``python -m tests.registry.migrations.dumping``, and keeps the three files that it writes. Dumps
that are there stay as they are.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing, suppress
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

import scoring_kit as sk
from scoring_kit.errors import RegistryError
from scoring_kit.registry.migrations import upgrading
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.document import hash_of, parse_scorecard
from tests.registry.registries import NOON, Clock, approved, promoted, small
from tests.registry.server import PASSWORD, USER, Server, programs, started

DUMPS = Path(__file__).parent / "dumps"
ODD = "'; DROP TABLE versions; --\n\t100 % of Zoë's 🏛️ \\ :x $1"
MINUTES = (0, 1, 4, 5, 19, 20, 24, 25, 26, 39, 40, 59)
"""After noon, at which it is asked what was live: around each change."""


def fill(registry: Registry, clock: Clock) -> None:
    """Do a little of everything with two scorecards, by a clock that once goes backwards."""
    minutes = iter([1, 5, 9, 20, 25, 12, 31, 40])

    def tick() -> None:
        clock.set(minutes=next(minutes))

    tick()
    promoted(registry, 1.0)
    tick()
    registry.propose("small", approved(registry, 2.0, propose=False), ODD, by="ann")
    registry.reject("small", 2, "too steep", by="Zoë 🏛️")
    tick()
    registry.propose("small", 2, "it is not", by="ann")
    registry.approve("small", 2, "agreed", by="bob")
    tick()
    registry.promote("small", 2, "go", by="ann")
    tick()
    registry.rollback("small", 2, "bad", by="bob")
    promoted(registry, 3.0, "staging")
    tick()
    registry.propose("small", registry.add(small(4.0), ODD, author=ODD).number, "m", by="eve")
    with suppress(RegistryError):  # an author does not approve; the audit says so
        registry.approve("small", 4, "fine", by=ODD)
    tick()
    registry.add_environment("europe", by="ann")
    card, _ = sk.example("book_club")
    registry.add(card, "First weights", author="ann")
    tick()
    for move, who in (("propose", "ann"), ("approve", "bob"), ("promote", "ann")):
        getattr(registry, move)("book_club", 1, f"{move} it", by=who, environment="europe")


def told(registry: Registry) -> dict[str, object]:
    """Return what a registry tells of itself, as JSON holds it."""
    verified, names = registry.verify(), registry.names()
    numbers = {name: len([x for x in registry.history(name) if x.before is None]) for name in names}
    places = registry.environments()
    lives = {f"{n} in {place}": _lives(registry, n, place) for n in names for place in places}
    return {
        "verified": [verified.scorecards, verified.versions, verified.transitions],
        "environments": list(places),
        "versions": [
            _plain(registry.version(name, n)) for name in names for n in range(1, numbers[name] + 1)
        ],
        "transitions": [_plain(link) for name in names for link in registry.history(name)],
        "live": lives,
        "audit": [_plain(entry) for entry in registry.audit()],
    }


def _lives(registry, name, place):
    """Return which version was live from which minute on."""
    found: list[list[int | None]] = []
    for minute in MINUTES:
        live = registry.live(name, place, NOON + timedelta(minutes=minute))
        number = live and live.version.number
        if not found or found[-1][1] != number:
            found.append([minute, number])
    return found


def _plain(record):
    assert is_dataclass(record)
    found = {field.name: getattr(record, field.name) for field in fields(record)}
    if "document" in found:  # of a version
        found["card"] = hash_of(parse_scorecard(json.loads(found.pop("document"))))
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in found.items()}


# ---- dumps ---------------------------------------------------------------------------------


def dumped_sqlite(url: str) -> str:
    """Return all that a file of SQLite holds, as SQL."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def dumped_postgresql(server: Server, url: str) -> str:
    """Return all that a database of PostgreSQL holds, as SQL."""
    where = ["-h", "127.0.0.1", "-p", str(server.port), "-U", USER, url.rpartition("/")[2]]
    done = subprocess.run(
        [server.programs / "pg_dump", "--inserts", "--no-owner", "--no-comments", *where],
        env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    # what begins with a backslash is for psql alone, and which version it was tells nothing
    kept = [x for x in done.stdout.splitlines() if not x.startswith(("\\", "--"))]
    return "\n".join(line for line in kept if line) + "\n"


def restored(url: str, sql: str) -> None:
    """Run a dump in an empty database."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(sql)
        return

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    asyncio.run(run())


def main() -> None:
    """Write the dumps of the newest revision, where there are none."""
    revision, found = upgrading._scripts().get_current_head(), programs()
    assert found is not None, "PostgreSQL is not here"
    server, folder = started(found)
    with tempfile.TemporaryDirectory() as files:
        urls = [f"sqlite:///{files}/scores.db", server.create_database()]
        answers = []
        for url in urls:
            clock = Clock()
            with Registry(url, clock=clock) as registry:
                fill(registry, clock)
                answers.append(told(registry))
        assert answers[0] == answers[1]
        texts = {
            "sqlite.sql": dumped_sqlite(urls[0]),
            "postgresql.sql": dumped_postgresql(server, urls[1]),
            "json": json.dumps(answers[0], indent=1, ensure_ascii=False) + "\n",
        }
    folder.remove()
    for ending, content in texts.items():
        with (DUMPS / f"{revision}.{ending}").open("x") as file:
            file.write(content)


if __name__ == "__main__":
    main()
