"""Reads and writes runs, each in a transaction that somebody else opened."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, Select, Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError, nearest
from scoring_kit.registry.processes import Process
from scoring_kit.registry.run_records import SHORT, STATUSES, Run, RunList
from scoring_kit.registry.schema import RunRow, ScorecardRow
from scoring_kit.registry.texts import storable
from scoring_kit.scorecard.canonical import canonical_bytes

MOST_RUNS = 1_000
"""Runs that one page lists."""
LONGEST_ERROR = 2_000
"""Letters that are kept of why a run failed."""
_DIGITS = frozenset("0123456789abcdef")


async def heartbeat_time(session: AsyncSession) -> datetime:
    """Return the time of the one clock that all heartbeats of a database are taken from."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    found = await session.scalar(select(func.clock_timestamp()))
    assert found is not None  # a clock always says something
    return found


# ---- writing -------------------------------------------------------------------------------


async def write_begin(session: AsyncSession, card: ScorecardRow, run: Run) -> None:
    """Write that a run has begun."""
    same = ("id", "environment", "status", "actor", "identity", "started", "heartbeat")
    session.add(
        RunRow(
            scorecard_id=card.id,
            number=run.version,
            sha256=run.document_hash,
            host=run.process.host,
            process=run.process.number,
            process_started=run.process.started,
            request=as_json(run.request),
            data=as_json(run.data),
            **{name: getattr(run, name) for name in same},
        )
    )
    await session.flush()


async def write_heartbeat(session: AsyncSession, run: str) -> bool:
    """Write that a run is alive; return whether it may go on, as nobody has ended it."""
    return await _change(session, run, heartbeat=await heartbeat_time(session))


async def write_end(session: AsyncSession, run: str, status: str, **facts: object) -> bool:
    """Write how a run ended; return whether it was running until now."""
    return await _change(session, run, status=status, **facts)


async def write_lost(session: AsyncSession, run: Run, why: str, finished: datetime) -> bool:
    """Write that a run is lost, unless anything was heard of it since it was read."""
    facts = {"status": "lost", "finished": finished, "error": short_error(why)}
    is_silent = (
        (RunRow.id == run.id) & (RunRow.status == "running") & (RunRow.heartbeat == run.heartbeat)
    )
    return await _written(session, update(RunRow).where(is_silent).values(**facts))


async def _change(session: AsyncSession, run: str, **facts: Any) -> bool:  # noqa: ANN401 - of columns of any type
    is_running = (RunRow.id == run) & (RunRow.status == "running")
    return await _written(session, update(RunRow).where(is_running).values(**facts))


async def _written(session: AsyncSession, change: Update) -> bool:
    done = await session.execute(change)
    assert isinstance(done, CursorResult)  # as it is of all that change rows
    return done.rowcount == 1


def short_error(text: str) -> str:
    """Return why a run failed, as it is kept."""
    return storable(text)[:LONGEST_ERROR]


def as_json(data: object) -> str:
    """Return plain data as canonical JSON."""
    return canonical_bytes(data).decode()


# ---- reading -------------------------------------------------------------------------------


async def running(session: AsyncSession) -> list[Run]:
    """Return the runs that have not ended."""
    found = await session.execute(_runs().where(RunRow.status == "running"))
    return [run_of(name, row) for row, name in found]


async def find_run(session: AsyncSession, given: str) -> Run:
    """Return a run by its id, or by the beginning of it.

    Raises
    ------
    RegistryError
        When there is none, or several begin so.
    """
    prefix = given.strip().lower().replace("-", "")
    if not prefix or not set(prefix) <= _DIGITS:
        message = f"{given!r} is no id of a run: they are 32 of 0-9 and a-f, or the first of them"
        raise RegistryError("unknown", message)
    # a range, which reads the index of ids; "g" follows on the last digit
    query = _runs().where(RunRow.id >= prefix, RunRow.id < f"{prefix}g")
    found = (await session.execute(query.order_by(RunRow.id).limit(3))).all()
    if len(found) > 1:
        several = ", ".join(row.id[: len(prefix) + 4] for row, _ in found)
        message = f"several runs begin with {prefix!r}, such as {several}; give more of the id"
        raise RegistryError("ambiguous", message)
    if not found:
        raise RegistryError("unknown", await _no_run(session, prefix))
    row, name = found[0]
    return run_of(name, row)


async def _no_run(session: AsyncSession, prefix: str) -> str:
    """Return that there is none, and which of the two beside it may have been meant."""
    below = select(RunRow.id).where(RunRow.id < prefix).order_by(RunRow.id.desc()).limit(1)
    above = select(RunRow.id).where(RunRow.id > prefix).order_by(RunRow.id).limit(1)
    beside = [await session.scalar(query) for query in (below, above)]
    ids = [run[: max(len(prefix), SHORT)] for run in beside if run is not None]
    hint = nearest(prefix, ids) or "; runs(name) lists those of a scorecard"
    return f"the registry has no run {prefix!r}{hint}"


async def list_runs(
    session: AsyncSession,
    card: ScorecardRow,
    *,
    environment: str | None,
    status: str | None,
    before: Run | None,
    limit: int,
) -> RunList:
    """Return runs of a scorecard, the newest first, from the one after `before` on."""
    query = _runs().where(RunRow.scorecard_id == card.id)
    if environment is not None:
        query = query.where(RunRow.environment == environment)
    if status is not None:
        query = query.where(RunRow.status == status)
    if before is not None:
        # the first part alone bounds what is read of the index
        earlier = (RunRow.started < before.started) | (RunRow.id < before.id)
        query = query.where(RunRow.started <= before.started, earlier)
    query = query.order_by(RunRow.started.desc(), RunRow.id.desc()).limit(limit + 1)
    found = (await session.execute(query)).all()
    runs = tuple(run_of(name, row) for row, name in found[:limit])
    return RunList(card.name, runs, is_last=len(found) <= limit)


def check_page(status: str | None, limit: int) -> None:
    """Refuse a status that no run has, and a page without or with too many runs.

    Raises
    ------
    RegistryError
        When one of them is not allowed.
    """
    if status is not None and status not in STATUSES:
        allowed = ", ".join(STATUSES)
        hint = nearest(str(status), STATUSES)
        message = f"a status of runs is one of {allowed}, found {status!r}{hint}"
        raise RegistryError("status", message)
    if type(limit) is not int or not 1 <= limit <= MOST_RUNS:
        message = f"limit: a number from 1 to {MOST_RUNS:,} is expected, found {limit!r}"
        raise RegistryError("number", message)


def run_of(name: str, row: RunRow) -> Run:
    """Return the run that a row holds."""
    same = (
        "id", "environment", "status", "actor", "identity", "started", "heartbeat", "finished",
        "rows", "fingerprint", "result", "error",
    )  # fmt: skip
    return Run(
        scorecard=name,
        version=row.number,
        document_hash=row.sha256,
        process=Process(row.host, row.process, row.process_started),
        request=json.loads(row.request),
        data=json.loads(row.data),
        lineage=None if row.lineage is None else json.loads(row.lineage),
        **{field: getattr(row, field) for field in same},
    )


def _runs() -> Select[RunRow, str]:
    return select(RunRow, ScorecardRow.name).join(
        ScorecardRow, ScorecardRow.id == RunRow.scorecard_id
    )
