"""What a registry acknowledged in a campaign of faults, compared with what it holds afterwards."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from scoring_kit.errors import TamperingError
from scoring_kit.registry.registry import Registry
from tests.registry.snapshots import Sqlite, connected, problems_at

MOVES = ("propose", "approve", "promote")
LINKS = "SELECT message, action FROM transitions WHERE action <> 'retire'"
VERSIONS = "SELECT message, sha256 FROM versions"
RUNS = "SELECT actor, status, id, result FROM runs"
REFUSALS = "SELECT number, action, code FROM audit WHERE code <> 'done'"
ARTEFACTS = "SELECT sha256, content FROM artefacts"
NAMES = (
    "SELECT evidence FROM transitions", "SELECT policy FROM transitions",
    "SELECT sha256 FROM policies", "SELECT fingerprint FROM runs",
)  # fmt: skip
SOUND = """SELECT i.oid::regclass::text, bt_index_check(i.oid::regclass) FROM pg_class i
    JOIN pg_am a ON a.oid = i.relam AND a.amname = 'btree'
    WHERE i.relkind = 'i' AND i.relnamespace = 'public'::regnamespace"""
DAMAGED = """SELECT c.relname, v.msg FROM pg_class c, LATERAL verify_heapam(c.oid::regclass) v
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""


@dataclass
class Account:
    """What was told of a registry. open: what may be there or not, until it is looked for."""

    there: set[tuple[Any, ...]] = field(default_factory=set)
    open: set[tuple[Any, ...]] = field(default_factory=set)

    def hear(self, code: str, operation: str, mark: str, facts: dict[str, Any]) -> None:
        """Take down what a process told, in the order in which it did."""
        if code not in ("begin", "done", "author", "database"):
            return
        kept = self._kept(operation, mark, facts)
        if code == "begin":
            self.open.add(kept[:3])
        elif code in ("done", "author"):
            self.open.discard(kept[:3])
            self.there.add(kept)
        elif code == "database":  # nothing was changed, it says
            self.open.discard(kept[:3])

    def _kept(self, operation: str, mark: str, facts: dict[str, Any]) -> tuple[Any, ...]:
        """Return what has to be in the database once it is told that this is done."""
        kind = operation.partition(" ")[0]
        if kind == "refused":
            return ("audit", facts["number"], "author")
        if kind == "score":
            return ("run", mark, "done", facts.get("run"), facts.get("result"))
        if kind == "add":
            return ("version", mark, "add", facts.get("sha256"))
        return ("link", mark, kind)

    def compare(self, found: set[tuple[Any, ...]]) -> list[str]:
        """Return what is lost, and what is there though nobody was told; then all is settled."""
        short = {one[:3] for one in self.there}
        lost = [f"lost: {one}" for one in sorted(self.there - found, key=str)]
        more = [
            f"not told: {one}"
            for one in sorted(found - self.there, key=str)
            if one[:3] not in self.open or one[:3] in short
        ]
        self.there |= found
        self.open.clear()
        return lost + more


def problems(url: str, account: Account) -> list[str]:
    """Return what is wrong with a registry after a fault, once it is opened again."""
    found = asyncio.run(_damage(url))
    try:
        with Registry(url) as registry:
            registry.verify()
    except TamperingError as error:
        found.append(f"verify: {error}")
    return [*found, *asyncio.run(_held(url, account))]


async def _damage(url: str) -> list[str]:
    """Return what the database itself says is damaged, before the registry has touched it."""
    database = await connected(url)
    try:
        if isinstance(database, Sqlite):
            rows = await database.rows("PRAGMA integrity_check")
            keys = await database.rows("PRAGMA foreign_key_check")
            return [str(row) for row in (*rows, *keys) if row != ["ok"]]
        await database.connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        await database.rows(SOUND)  # an index that is not as its table raises
        return [str(row) for row in await database.rows(DAMAGED)]
    finally:
        await database.close()


async def _held(url: str, account: Account) -> list[str]:
    database = await connected(url)
    try:
        async with database.snapshot() as snapshot:
            wrong = await problems_at(snapshot)
            runs = await snapshot.rows(RUNS)
            wrong += [f"still running: {run}" for run in runs if run[1] == "running"]
            wrong += await _unnamed(snapshot)
            found = await _found(snapshot, runs)
            twice = [f"twice: {one}" for one, times in Counter(found).items() if times > 1]
            return [*wrong, *twice, *account.compare(set(found))]
    finally:
        await database.close()


async def _found(snapshot: Any, runs: list[list[Any]]) -> list[tuple[Any, ...]]:
    links = [row for row in await snapshot.rows(LINKS) if row[1] in MOVES]
    versions = await snapshot.rows(VERSIONS)
    refusals = await snapshot.rows(REFUSALS)
    return [
        *(("link", mark, action) for mark, action in links),
        *(("version", mark, "add", sha256) for mark, sha256 in versions),
        *(("run", mark, *rest) for mark, *rest in runs if rest[0] == "done"),
        *(("audit", number, code) for number, _, code in refusals),
    ]


async def _unnamed(snapshot: Any) -> list[str]:
    """Return artefacts that nothing names: what was kept for something that is not there."""
    content = {row[0]: row[1] for row in await snapshot.rows(ARTEFACTS)}
    named = {row[0] for query in NAMES for row in await snapshot.rows(query)}
    for (evidence,) in await snapshot.rows(NAMES[0]):
        if evidence is not None:
            named.add(json.loads(content[evidence])["report"])
    for (lineage,) in await snapshot.rows("SELECT lineage FROM runs WHERE lineage IS NOT NULL"):
        named.add(json.loads(lineage)["scores"])
    return [f"nothing names the artefact {sha256}" for sha256 in sorted(content.keys() - named)]
