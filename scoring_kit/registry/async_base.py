"""How a registry is opened and closed; its rooms stand on this."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import Address, read_address
from scoring_kit.registry.database import Database
from scoring_kit.registry.guards import GUARDS, Guard
from scoring_kit.registry.migrations import is_current, upgrade


def now() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


class AsyncBase:
    """A registry that can be opened, brought up to date, and closed."""

    def __init__(
        self, url: str, *, guards: Sequence[Guard] = GUARDS, clock: Callable[[], datetime] = now
    ) -> None:
        self._address = read_address(url)
        self._guards = tuple(guards)
        self._clock = clock
        self._database = Database(self._address)
        self._opening = asyncio.Lock()
        self._is_open = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"

    @property
    def address(self) -> str:
        """Where the registry is kept, without its password."""
        return str(self._address)

    async def __aenter__(self) -> Self:
        try:
            await self.open()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    # ---- opening ---------------------------------------------------------------------------

    async def open(self) -> None:
        """Create the tables in an empty database; refuse those of another version."""
        async with self._opening:
            if self._is_open:
                return
            _check_folder(self._address)
            async with self._database.reading() as session:
                ready = await (await session.connection()).run_sync(is_current)
            if not ready:
                await self.upgrade()
            self._is_open = True

    async def upgrade(self) -> None:
        """Bring the tables up to date; what they hold stays."""
        async with self._database.writing() as session:
            await (await session.connection()).run_sync(upgrade)

    async def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        await self._database.close()

    def _time(self) -> datetime:
        return self._clock().astimezone(UTC)


def _check_folder(address: Address) -> None:
    """Refuse a file of SQLite in a folder that is not there; SQLite's own words hide it."""
    if address.is_sqlite and not Path(str(address.url.database)).parent.is_dir():
        message = f"{address}: the folder does not exist; create it first"
        raise RegistryError("address", message)
