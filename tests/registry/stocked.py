"""A registry with something of everything, and folders seen as their files."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import insert, select

from scoring_kit.errors import DataError
from scoring_kit.registry import artefacts, store
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.schema import RunRow, ScorecardRow
from tests.registry.registries import NOON, promoted, small

ODD = "Größe/../con\n# 🎉"
"""A name that no file system takes as it is."""
JSON, HTML, BINARY = b'{"a":1}', b"<!doctype html>\r\n<p>\xe9", b"\x00\xff\n"
"""Artefacts that nothing names."""
LATE = datetime(2999, 1, 1, tzinfo=UTC)
ROWS = {"id": ["a", "b", "c"], "age": [2.0, 0.0, 3.0]}


def stocked(registry):
    """Fill a registry with all that an export holds, and with what it leaves out."""
    clock = registry._registry._clock
    registry.add_environment(ODD, by="ann")
    for minute, weight in ((10, 1.0), (20, 2.0)):
        clock.set(minutes=minute)
        promoted(registry, weight)
    clock.set(minutes=15)  # a clock that goes backwards
    registry.rollback("small", 2, ODD, by="bob")
    promoted(registry, 3.0, ODD)
    registry.add(small(1.0, name="con", title="Née\u2028#1"), "# first\n\ttext 漢", author=ODD)
    for days in (7, 9):
        policy = Policy(evidence=False, max_age_days=days)
        registry.set_policy(policy, ODD, by="carol", name="small")
    registry.score("small", ROWS, ODD, by="ann", key=["id"])
    clock.set(minutes=16)  # runs of one moment are in the order of their ids
    with suppress(DataError):
        registry.score("small", {"id": ["a"]}, ODD, by="ann")
    registry.propose("small", 3, ODD, by="ann", data=ROWS, sample="October", key=["id"])
    registry._run(_rows(registry._registry))


async def _rows(registry):
    async with registry._database.writing() as session:
        for content, media in (
            (JSON, artefacts.JSON), (HTML, artefacts.HTML), (BINARY, "application/x-y")
        ):  # fmt: skip
            await artefacts.keep(session, content, media, NOON)
        card = await session.scalar(select(ScorecardRow).where(ScorecardRow.name == "small"))
        version = await store.version_row(session, card, 1)
        running = {
            "id": "f" * 32, "scorecard_id": card.id, "number": 1, "sha256": version.sha256,
            "environment": ODD, "status": "running", "actor": "ann", "identity": "claimed",
            "started": NOON, "heartbeat": LATE, "host": "far/boot/space",
            "process": 1, "process_started": "1", "request": "{}", "data": "{}",
        }  # fmt: skip
        await session.execute(insert(RunRow).values(**running))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def files_of(folder):
    """Return what is in a folder: the bytes of each file by its path."""
    paths = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
