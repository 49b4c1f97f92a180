"""How versions move from draft to live, for programs that wait for nothing."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from functools import partial
from os import PathLike
from typing import Unpack

from scoring_kit.errors import RegistryError
from scoring_kit.impact import Impact
from scoring_kit.registry import store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.audit import Deed, Who
from scoring_kit.registry.database import when_kept
from scoring_kit.registry.evidence_making import Given, Options, Study, study_of
from scoring_kit.registry.loop import Work, in_a_thread
from scoring_kit.registry.moving import Move, move, standing_of
from scoring_kit.registry.notifying import Failure
from scoring_kit.registry.records import PRODUCTION, Version
from scoring_kit.registry.schema import VersionRow
from scoring_kit.report.report import Report

NOTIFY = "notify"
"""The action by which the audit knows that somebody could not be told."""


class AsyncMoves(AsyncBase):
    """What can be done with a version that was added."""

    async def propose(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
        data: object = None,
        sample: str | None = None,
        report: Report | str | PathLike[str] | None = None,
        impact: Impact | None = None,
        work: Work = in_a_thread,
        **options: Unpack[Options],
    ) -> Version:
        """Propose a version for an environment; work: how what takes long is done."""
        given = Given(impact, report, data, sample, options or None)
        given.check()
        asked = Move("propose", name, number, environment, by, message).checked()
        study = await self._study(asked, given, work) if given else None
        return await self._move(asked, study)

    async def approve(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
    ) -> Version:
        """Approve a proposed version."""
        return await self._move(Move("approve", name, number, environment, by, message))

    async def reject(
        self,
        name: str,
        number: int,
        reason: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
    ) -> Version:
        """Make a proposed or approved version a draft again."""
        return await self._move(Move("reject", name, number, environment, by, reason))

    async def promote(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
        revision: int | None = None,
    ) -> Version:
        """Make an approved version live, in the place of the one that is."""
        return await self._move(Move("promote", name, number, environment, by, message, revision))

    async def rollback(
        self,
        name: str,
        number: int,
        reason: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
        to: int | None = None,
        revision: int | None = None,
    ) -> Version:
        """Take back a live version: make the one before it live again, or an earlier one."""
        asked = Move("rollback", name, number, environment, by, reason, revision, to)
        return await self._move(asked)

    async def _study(self, asked: Move, given: Given, work: Work) -> Study:
        """Return the evidence for a proposal, made while no transaction is open."""
        deed = _deed(asked)
        async with self._writing(deed, asked.by) as writing:
            standing = await standing_of(writing, asked)
        try:
            return await work(partial(study_of, standing, given, self._time))
        except RegistryError as error:
            await self._record_refusal(writing.who, deed, error, self._key)
            raise

    async def _move(self, asked: Move, study: Study | None = None) -> Version:
        asked = asked.checked()
        try:
            row = await self._moved(asked, study)
        finally:  # what was written is told, also where nobody waits for the answer any more
            telling = self._tell()
        if telling is not None:
            await asyncio.shield(telling)
        return await asyncio.to_thread(store.version_of, asked.name, row)

    async def _moved(self, asked: Move, study: Study | None) -> VersionRow:
        # so that events wait in the order of what they tell of
        one_by_one = nullcontext() if self._notifier is None else self._moving
        async with one_by_one, self._writing(_deed(asked), asked.by) as writing:
            row, event = await move(writing, asked, self._guards, study)
            if self._notifier is not None:
                when_kept(writing.session, partial(self._notifier.put, event))
            return row

    def _tell(self) -> asyncio.Task[None] | None:
        """Begin to tell of everything that waits; None where nothing does."""
        if self._notifier is None or not self._notifier.has_news:
            return None
        task = asyncio.create_task(self._notifier.tell(self._not_told))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        return task

    async def _not_told(self, failure: Failure) -> None:
        """Warn, and tell the audit, that somebody was not told; what was done stays done."""
        link = failure.event.transition
        deed = Deed(NOTIFY, "read", link.scorecard, link.number, link.environment)
        error = RegistryError("not_told", f"telling of {failure.event} failed: {failure.kind}")
        await self._record_refusal(Who(link.actor, link.identity), deed, error, None)
        self._warn(" ".join([str(failure), *getattr(error, "__notes__", ())]))


def _deed(asked: Move) -> Deed:
    scope = "author" if asked.action == "propose" else "approve"
    return Deed(asked.action, scope, asked.name, asked.number, asked.environment)
