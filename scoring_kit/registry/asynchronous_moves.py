"""How versions move from draft to live, for programs that wait for nothing."""

from __future__ import annotations

import asyncio

from scoring_kit.errors import RegistryError
from scoring_kit.registry import store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.moving import Move, move
from scoring_kit.registry.records import Version
from scoring_kit.registry.schema import AuditRow

PRODUCTION = "production"
"""The environment that is meant where none is named."""


class AsyncMoves(AsyncBase):
    """What can be done with a version that was added."""

    async def propose(
        self, name: str, number: int, message: str, *, by: str, environment: str = PRODUCTION
    ) -> Version:
        """Propose a version for an environment, against what is live there now."""
        return await self._move(Move("propose", name, number, environment, by, message))

    async def approve(
        self, name: str, number: int, message: str, *, by: str, environment: str = PRODUCTION
    ) -> Version:
        """Approve a proposed version."""
        return await self._move(Move("approve", name, number, environment, by, message))

    async def reject(
        self, name: str, number: int, reason: str, *, by: str, environment: str = PRODUCTION
    ) -> Version:
        """Make a proposed or approved version a draft again."""
        return await self._move(Move("reject", name, number, environment, by, reason))

    async def promote(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str,
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
        by: str,
        environment: str = PRODUCTION,
        to: int | None = None,
        revision: int | None = None,
    ) -> Version:
        """Take back a live version: make the one before it live again, or an earlier one."""
        asked = Move("rollback", name, number, environment, by, reason, revision, to)
        return await self._move(asked)

    async def _move(self, asked: Move) -> Version:
        asked = asked.checked()
        await self.open()
        try:
            async with self._database.writing() as session:
                row = await move(session, asked, self._guards, self._time())
        except RegistryError as error:
            if error.code not in ("database", "unanswered"):
                await self._record_refusal(asked, error)
            raise
        return await asyncio.to_thread(store.version_of, asked.name, row)

    async def _record_refusal(self, asked: Move, error: RegistryError) -> None:
        row = AuditRow(
            clock=self._time(),
            actor=asked.by,
            action=asked.action,
            scorecard=asked.name,
            number=asked.number,
            environment=asked.environment,
            code=error.code,
            message=str(error),
        )
        try:
            async with self._database.writing() as session:
                session.add(row)
        except RegistryError as failure:
            error.add_note(f"this refusal is not in the audit: {failure}")
