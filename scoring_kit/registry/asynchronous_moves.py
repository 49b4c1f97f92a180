"""How versions move from draft to live, for programs that wait for nothing."""

from __future__ import annotations

import asyncio

from scoring_kit.registry import store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.audit import Deed
from scoring_kit.registry.moving import Move, move
from scoring_kit.registry.records import Version

PRODUCTION = "production"
"""The environment that is meant where none is named."""


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
    ) -> Version:
        """Propose a version for an environment, against what is live there now."""
        return await self._move(Move("propose", name, number, environment, by, message))

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

    async def _move(self, asked: Move) -> Version:
        asked = asked.checked()
        deed = Deed(asked.action, _scope(asked.action), asked.name, asked.number, asked.environment)
        async with self._writing(deed, asked.by) as writing:
            row = await move(writing, asked, self._guards)
        return await asyncio.to_thread(store.version_of, asked.name, row)


def _scope(action: str) -> str:
    return "author" if action == "propose" else "approve"
