"""Runs of live versions, for programs that wait for nothing."""

from __future__ import annotations

import asyncio
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry import artefacts, heartbeats, run_store, store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.asynchronous_moves import PRODUCTION
from scoring_kit.registry.audit import Deed
from scoring_kit.registry.beside import Beside
from scoring_kit.registry.database import unkept
from scoring_kit.registry.processes import logged_in, this_process
from scoring_kit.registry.records import Version
from scoring_kit.registry.replaying import Recorded, Replay, ReplayOptions, replayed
from scoring_kit.registry.run_records import SHORT, Run, RunList, ScoredRun
from scoring_kit.registry.running import (
    Outcome,
    ScoreOptions,
    calculate,
    check_options,
    described,
    lineage_json,
    requested,
    told,
)
from scoring_kit.registry.schema import ScorecardRow
from scoring_kit.registry.texts import label, named
from scoring_kit.registry.verifying_runs import recorded
from scoring_kit.scorecard.canonical import canonical_bytes


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that has begun, and the version that it is of."""

    run: Run
    version: Version


class AsyncRuns(AsyncBase):
    """What live versions are for: scores, and the record of each run."""

    # ---- scoring ---------------------------------------------------------------------------

    async def score(
        self,
        name: str,
        data: object,
        environment: str = PRODUCTION,
        *,
        by: str | None = None,
        **options: Unpack[ScoreOptions],
    ) -> ScoredRun:
        """Score data with the live version, and record the run; the work is done in a thread."""
        run, stop = new_run_id(), threading.Event()
        with heartbeats.active(run):
            try:
                begun = await self.begin_run(run, name, data, environment, by, options)
                outcome = await asyncio.to_thread(
                    calculate, begun.version, data, options, run=run, stop=stop
                )
                return await self.end_run(begun, outcome)
            except BaseException as error:
                stop.set()
                await asyncio.shield(self.fail_run(run, error))
                raise

    async def begin_run(
        self,
        run: str,
        name: str,
        data: object,
        environment: str,
        by: str | None,
        options: ScoreOptions,
    ) -> Begun:
        """Write that a run of the live version begins; until it ends, that it is alive."""
        check_options(options)
        who = named(by if by is not None or self._key is not None else logged_in(), "by")
        name, environment = label(name, "name"), label(environment, "environment")
        came_from = await asyncio.to_thread(described, data)
        deed = Deed("score", "score", name, environment=environment)
        async with self._writing(deed, who) as writing:
            session = writing.session
            card, place, version = await _live_version(session, name, environment)
            started = Run(
                id=run,
                scorecard=name,
                version=version.number,
                document_hash=version.sha256,
                environment=place,
                status="running",
                actor=writing.who.name,
                identity=writing.who.identity,
                started=writing.clock,
                heartbeat=await run_store.heartbeat_time(session),
                finished=None,
                process=this_process(),
                request=requested(version.card, options),
                data=came_from,
            )
            await run_store.write_begin(session, card, started)
        self._beside[run] = Beside(partial(self._beat, run), heartbeats.HEARTBEAT_SECONDS)
        return Begun(started, version)

    async def end_run(self, begun: Begun, outcome: Outcome) -> ScoredRun:
        """Write what a run came to, all of it at once."""
        run = begun.run
        await self._end_beside(run.id)
        kept = {
            name: canonical_bytes(found.to_dict())
            for name, found in (("data", outcome.data), ("result", outcome.result))
        }
        done: dict[str, Any] = {"rows": outcome.data.rows, "result": outcome.result.text}
        async with self._database.writing() as session:
            done["finished"] = self._time()
            # in one order, so that no two wait for each other
            hashes = {
                name: await artefacts.keep(session, content, artefacts.JSON, done["finished"])
                for name, content in sorted(kept.items(), key=lambda item: item[1])
            }
            done["fingerprint"] = hashes["data"]
            lineage = lineage_json(outcome.lineage, hashes["result"])
            facts = {**done, "lineage": run_store.as_json(lineage)}
            if not await run_store.write_end(session, run.id, "done", **facts):
                raise _lost(await run_store.find_run(session, run.id))
        ended = replace(run, status="done", lineage=lineage, **done)
        return ScoredRun.of(ended, outcome.scores)

    async def fail_run(self, run: str, error: BaseException) -> None:
        """Write that a run failed, if it began; where that cannot be, the error says so."""
        is_unclear = not isinstance(error, Exception) or getattr(error, "code", "") == "unanswered"
        if not await self._end_beside(run) and not is_unclear:
            return
        facts = {"finished": self._time(), "error": run_store.short_error(told(error))}
        try:
            async with self._database.writing() as session:
                await run_store.write_end(session, run, "failed", **facts)
        except RegistryError as failure:
            error.add_note(unkept("that the run failed", "the registry", failure))

    async def _beat(self, run: str) -> bool:
        """Write that a run is alive; return whether to go on doing so."""
        if not heartbeats.is_active(run):
            return False
        try:
            async with self._database.writing() as session:
                return await run_store.write_heartbeat(session, run)
        except RegistryError:
            return True  # the next may get through

    # ---- opening ---------------------------------------------------------------------------

    async def _opened(self) -> None:
        """Mark runs lost that nothing works on any more; whoever opens it next tries again."""
        with suppress(RegistryError):
            async with self._database.reading() as session:
                found = await run_store.running(session)
                now = await run_store.heartbeat_time(session)
            lost = [(run, why) for run in found if (why := heartbeats.why_lost(run, now))]
            if lost:
                async with self._database.writing() as session:
                    for run, why in lost:
                        await run_store.write_lost(session, run, why, self._time())

    # ---- looking ---------------------------------------------------------------------------

    async def run(self, run: str) -> Run:
        """Return a run by its id, or by the beginning of it."""
        await self.open()
        async with self._database.reading() as session:
            return await run_store.find_run(session, run)

    async def runs(
        self,
        name: str,
        *,
        environment: str | None = None,
        status: str | None = None,
        before: Run | str | None = None,
        limit: int = 20,
    ) -> RunList:
        """Return runs of a scorecard, the newest first."""
        run_store.check_page(status, limit)
        await self.open()
        async with self._database.reading() as session:
            card = await store.scorecard_row(session, name)
            place = environment and await store.known_environment(session, environment)
            last = await run_store.find_run(session, before) if isinstance(before, str) else before
            return await run_store.list_runs(
                session, card, environment=place, status=status, before=last, limit=limit
            )

    # ---- replaying -------------------------------------------------------------------------

    async def replay(
        self, run: str, data: object = None, **options: Unpack[ReplayOptions]
    ) -> Replay:
        """Return whether a run comes to the same again; it is calculated in a thread."""
        found = await self.recorded(run)
        return await asyncio.to_thread(replayed, found, data, options)

    async def recorded(self, run: str) -> Recorded:
        """Return all that is held of a run that is done, or what of it was changed."""
        await self.open()
        async with self._database.reading() as session:
            found = await run_store.find_run(session, run)
            if found.status != "done":
                how = "failed" if found.status == "failed" else f"is {found.status}"
                message = f"run {found.id[:SHORT]} {how}; only what is done is replayed"
                raise RegistryError("state", message)
            try:
                return await recorded(session, found)
            except TamperingError as error:
                return Recorded(found, problem=str(error))


def new_run_id() -> str:
    """Return the id of a new run."""
    return uuid.uuid4().hex


async def _live_version(
    session: AsyncSession, name: str, environment: str
) -> tuple[ScorecardRow, str, Version]:
    """Return a scorecard, an environment, and the version that is live there, verified."""
    card = await store.scorecard_row(session, name)
    place = await store.known_environment(session, environment)
    link = await store.live_transition(session, card, place)
    if link is None:
        message = f"no version of {name!r} is live in {place}; promote one first"
        raise RegistryError("not_live", message)
    row = await store.version_row(session, card, link.number)
    return card, place, await asyncio.to_thread(store.version_of, name, row)


def _lost(run: Run) -> RegistryError:
    message = (
        f"run {run.id[:8]} was marked {run.status} before it ended ({run.error}), so its scores "
        "are not those of a run; score again"
    )
    return RegistryError("lost", message)
