"""The connection to a registry's database: transactions that see one state and never mix."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import Address
from scoring_kit.registry.hidden import forget_values

SECONDS_TO_WAIT = 30
"""How long a transaction waits for another to end, before it gives up."""

SECONDS_TO_ANSWER = 60
"""How long a server may take to answer; more than it waits for another transaction."""

SECONDS_IDLE = 300
"""How long a transaction may do nothing, before the server ends it: its client may be frozen."""

MOST_WRITERS = 10
"""Transactions that one process writes in at once. Fewer than there are connections (15), so that
a guard can read while all of them wait for each other."""

_PRAGMAS = (
    # first, so that the pragmas below wait for others as well
    f"busy_timeout = {SECONDS_TO_WAIT * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    # without it, INSERT OR REPLACE deletes a row behind the triggers
    "recursive_triggers = ON",
)


class Database:
    """An engine, with transactions for reading and for writing.

    A transaction for writing on SQLite takes the one lock there is at once (BEGIN IMMEDIATE);
    on PostgreSQL, whoever writes locks the row of its scorecard.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        # errors do not show parameters: they hold documents and names
        options: dict[str, Any] = {"hide_parameters": True}
        if not address.is_sqlite:
            options["connect_args"] = {
                "timeout": SECONDS_TO_WAIT,
                "command_timeout": SECONDS_TO_ANSWER,
                "server_settings": {
                    "application_name": "scoring_kit",
                    "lock_timeout": f"{SECONDS_TO_WAIT}s",
                    "idle_in_transaction_session_timeout": f"{SECONDS_IDLE}s",
                },
            }
            options["pool_pre_ping"] = True  # a server that was started anew is no error
        self._engine = create_async_engine(address.url, **options)
        event.listen(self._engine.sync_engine, "handle_error", _unheard)
        if address.is_sqlite:
            _set_up_sqlite(self._engine)
        self._writers = asyncio.Semaphore(MOST_WRITERS)
        # one state for the whole of a reading, as SQLite gives anyway
        level = {} if address.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reading = self._engine.execution_options(**level)
        self._writing = self._engine.execution_options(immediate=True)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """Open a transaction that sees one state of the database throughout."""
        async with self._session(self._reading) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession]:
        """Open a transaction that is kept as a whole at the end, or not at all."""
        async with self._writers, self._session(self._writing) as session:
            yield session
            try:
                await _to_its_end(session.commit())
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise self._unanswered() from error
                raise

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncGenerator[AsyncSession]:
        try:
            async with AsyncSession(engine, expire_on_commit=False) as session:
                await self._connect(session)
                yield session
        except SQLAlchemyError as error:
            raise self._failed(error) from error

    async def _connect(self, session: AsyncSession) -> None:
        """Take a connection; what keeps a driver from it may be any exception."""
        try:
            await session.connection()
        except Exception as error:
            raise self._failed(error) from error

    def _unanswered(self) -> RegistryError:
        message = (
            f"{self.address}: the connection was lost while the last step was kept, so it may be "
            "there or not; look at the history before it is tried again"
        )
        return RegistryError("unanswered", message)

    def _failed(self, error: Exception) -> RegistryError:
        forget_values(error)  # a driver's hold the password
        cause = error.orig if isinstance(error, DBAPIError) else error
        text = str(cause).strip() or type(cause).__name__
        message = f"{self.address}: the database answers: {text}; nothing was changed"
        return RegistryError("database", message)


def when_kept(session: AsyncSession, do: Callable[[], None]) -> None:
    """Do something as soon as what is written in a transaction is kept, if ever it is."""

    def kept(session: Session) -> None:
        del session
        do()

    event.listen(session.sync_session, "after_commit", kept, once=True)


async def _to_its_end(step: Coroutine[Any, Any, None]) -> None:
    """Wait for a step that nobody leaves in the middle, even where the wait is cancelled."""
    task = asyncio.create_task(step)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


def unkept(what: str, where: str, failure: RegistryError) -> str:
    """Return in words that something could not be kept, or that nobody knows whether it was.

    Examples
    --------
    >>> unkept("it", "the audit", RegistryError("database", "no space is left"))
    'it is not in the audit: no space is left'
    >>> unkept("it", "the audit", RegistryError("unanswered", "the connection was lost"))
    'it may be in the audit or not: the connection was lost'
    """
    if failure.code == "unanswered":
        return f"{what} may be in {where} or not: {failure}"
    return f"{what} is not in {where}: {failure}"


def _unheard(context: ExceptionContext) -> None:
    """Raise what keeps a driver from an answer as a lost connection: it is no error of its own."""
    error = context.original_exception
    if isinstance(error, OSError):
        silent = isinstance(error, TimeoutError) and not error.args
        cause = TimeoutError(f"no answer in {SECONDS_TO_ANSWER} seconds") if silent else error
        lost = OperationalError(context.statement, None, cause, connection_invalidated=True)
        raise lost from error


def _set_up_sqlite(engine: AsyncEngine) -> None:
    event.listen(engine.sync_engine, "connect", _connected)
    event.listen(engine.sync_engine, "begin", _begun)


def _connected(connection: DBAPIConnection, record: object) -> None:
    del record
    # transactions begin below, not where sqlite3 thinks
    connection.isolation_level = None  # pyright: ignore[reportAttributeAccessIssue] - of sqlite3
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begun(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
