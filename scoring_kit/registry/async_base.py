"""How a registry is opened and closed; its rooms stand on this."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import Address, read_address
from scoring_kit.registry.audit import KEYS, SOMEBODY, Deed, Who, audited, locked_head
from scoring_kit.registry.beside import Beside
from scoring_kit.registry.database import Database, unkept
from scoring_kit.registry.guards import Guard
from scoring_kit.registry.hidden import Hidden, hidden
from scoring_kit.registry.identity import (
    Writing,
    check_key,
    check_keyless,
    holder,
    principal_of,
)
from scoring_kit.registry.keys import Key, given_key
from scoring_kit.registry.migrations import is_current, upgrade
from scoring_kit.registry.notifying import Hook, Notifier, is_hook
from scoring_kit.registry.people import close_expired
from scoring_kit.registry.schema import LONGEST_CODE
from scoring_kit.registry.texts import storable


def now() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


class AsyncBase:
    """A registry that can be opened, brought up to date, and closed."""

    def __init__(
        self,
        url: str | Hidden,
        *,
        key: str | Hidden | None = None,
        guards: Sequence[Guard] = (),
        clock: Callable[[], datetime] = now,
        notify: Hook | None = None,
        warn: Callable[[str], object] = warnings.warn,
    ) -> None:
        # hidden before anything can fail: a traceback may show values
        url, key = hidden(url), hidden(key)
        self._key = given_key(key)
        self._address = read_address(url)
        self._guards = tuple(guards)
        self._clock = clock
        self._notifier = None if notify is None else Notifier(notify)
        self._warn = warn
        self._database = Database(self._address)
        self._opening = asyncio.Lock()
        self._moving = asyncio.Lock()
        self._is_open = False
        self._beside: dict[str, Beside] = {}
        self._telling: set[asyncio.Task[None]] = set()

    def __repr__(self) -> str:
        # also of one that could not be opened, for tracebacks that show values
        return f"{type(self).__name__}({str(getattr(self, '_address', None))!r})"

    @property
    def address(self) -> str:
        """Where the registry is kept, without its password."""
        return str(self._address)

    @property
    def has_key(self) -> bool:
        """Whether what is written is written with a key, by its user."""
        return self._key is not None

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
            await self._opened()
            self._is_open = True

    async def _opened(self) -> None:
        """Do what a room has to do once the tables are there."""

    async def upgrade(self) -> None:
        """Bring the tables up to date; what they hold stays."""
        _check_folder(self._address)
        async with self._database.writing() as session:
            await (await session.connection()).run_sync(upgrade)

    async def close(self) -> None:
        """Close all connections, once hooks were told; the next use opens new ones."""
        if not is_hook():
            await asyncio.gather(*self._telling, return_exceptions=True)
        try:
            for name in [*self._beside]:
                await self._end_beside(name)
        finally:
            await self._database.close()

    def with_key(self, key: str | Hidden) -> Self:
        """Return the same registry in the hands of somebody else, over the same connections."""
        key = hidden(key)  # a traceback may show values
        other = copy(self)
        other._key = given_key(key)
        return other

    # ---- writing ---------------------------------------------------------------------------

    @asynccontextmanager
    async def _writing(self, deed: Deed, named: str | None) -> AsyncGenerator[Writing]:
        """Open a transaction for whoever may do something; a refusal goes to the audit."""
        await self.open()
        who = Who(named or SOMEBODY)
        try:
            async with self._database.writing() as session:
                clock = self._time()
                if deed.scope == "admin":  # keys, and who may have them, change one by one
                    await locked_head(session, KEYS)
                if self._key is None:
                    who = await check_keyless(session, named)
                else:
                    record, moment = await holder(session, self._key, clock, lock=True)
                    who = Who(record.user, principal_of(record).identity)
                    check_key(record, deed, named, moment)
                yield Writing(session, deed, who, clock, self._time)
        except RegistryError as error:
            await self._record_refusal(who, deed, error, self._key)
            raise

    async def _record_refusal(
        self, who: Who, deed: Deed, error: RegistryError, key: Key | None
    ) -> None:
        if error.code in ("database", "unanswered"):
            return
        try:
            async with self._database.writing() as session:
                if error.code == "key_expired" and key is not None:
                    await close_expired(session, key.id, self._time())
                # a guard of one's own may say anything
                said, code = storable(str(error)), storable(error.code)[:LONGEST_CODE]
                await audited(session, who, deed, self._time(), said, code)
        except RegistryError as failure:
            error.add_note(unkept("this refusal", "the audit", failure))

    async def _end_beside(self, name: str) -> bool:
        """End what is done beside all else under a name; return whether anything was."""
        found = self._beside.pop(name, None)
        if found is not None:
            await found.end()
        return found is not None

    def _time(self) -> datetime:
        said = self._clock()
        if said.tzinfo is None:
            message = f"the clock says {said.isoformat()} and no time zone; give datetime.now(UTC)"
            raise RegistryError("clock", message)
        return said.astimezone(UTC)


def _check_folder(address: Address) -> None:
    """Refuse a file of SQLite in a folder that is not there; SQLite's own words hide it."""
    if address.is_sqlite and not Path(str(address.url.database)).parent.is_dir():
        message = f"{address}: the folder does not exist; create it first"
        raise RegistryError("address", message)
