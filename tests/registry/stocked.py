"""A registry with something of everything, and folders seen as their files."""

import hashlib
from datetime import timedelta

from sqlalchemy import insert, select

from scoring_kit.registry import artefacts, store
from scoring_kit.registry.schema import PolicyRow, RunRow, ScorecardRow
from tests.registry.registries import NOON, promoted, small

ODD = "Größe/../con\n# 🎉"
"""A name that no file system takes as it is."""
EVIDENCE, REPORT, BINARY = b'{"a":1}', b"<!doctype html>\r\n<p>\xe9", b"\x00\xff\n"


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
    registry._run(_rows(registry._registry))


async def _rows(registry):
    async with registry._database.writing() as session:
        for content, media in (
            (EVIDENCE, artefacts.JSON), (REPORT, artefacts.HTML), (BINARY, "application/x-y")
        ):  # fmt: skip
            await artefacts.keep(session, content, media, NOON)
        card = await session.scalar(select(ScorecardRow).where(ScorecardRow.name == "small"))
        third = await store.version_row(session, card, 3)
        proofs = {"evidence": sha256(EVIDENCE), "policy": sha256(EVIDENCE)}
        step = store.Step(
            "propose", 3, third.sha256, "production", "draft", "proposed", 3, "ann", ODD, **proofs
        )
        await store.write_link(session, card, await store.next_link(session, card, step, NOON))
        facts = {"actor": "ann", "identity": "claimed", "message": "m", "clock": NOON}
        for owner in (None, card.id, card.id):
            values = {"scorecard_id": owner, "sha256": sha256(EVIDENCE), **facts}
            await session.execute(insert(PolicyRow).values(**values))
        version = await store.version_row(session, card, 1)
        for number, status in enumerate(("failed", "running", "done")):
            await session.execute(insert(RunRow).values(**run(version, number, status)))


def run(version, number, status):
    ended = None if status == "running" else NOON + timedelta(minutes=10 - number)
    return {
        "id": f"{number:032x}", "scorecard_id": version.scorecard_id, "number": version.number,
        "sha256": version.sha256, "environment": ODD, "status": status, "actor": "ann",
        "identity": "claimed", "started": NOON + timedelta(microseconds=number),
        "heartbeat": NOON, "finished": ended, "host": "h", "process": 2**31 - 1,
        "process_started": "", "request": '{"key":["id"]}', "data": '"é"', "lineage": None,
        "rows": 2**40, "fingerprint": sha256(EVIDENCE) if status == "done" else None,
        "result": None, "error": "disk\nfull" if status == "failed" else None,
    }  # fmt: skip


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def files_of(folder):
    """Return what is in a folder: the bytes of each file by its path."""
    paths = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
