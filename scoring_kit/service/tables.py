"""Registered tables: files that the operator names, so that no client ever gives a path."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.fingerprints import fingerprint_table
from scoring_kit.engines.opening import Source
from scoring_kit.errors import DataError, ScoringError
from scoring_kit.expression.words import Type
from scoring_kit.service.problems import Fault, ServiceError, pointer, unavailable
from scoring_kit.service.scorer import Scorer
from scoring_kit.service.settings import Settings
from scoring_kit.service.table_files import TableFile
from scoring_kit.tables.table import Table, check_columns, check_key_names

LOG = logging.getLogger("scoring_kit.service")


@dataclass(frozen=True)
class Opened:
    """A table as its files were at one moment.

    version: stands on every answer; it changes with the files. state: what the files looked
    like. finder: looks few rows up. reader: reads all of them.
    """

    name: str
    key: tuple[str, ...]
    version: str
    state: str
    source: Source
    table: Table
    finder: DuckDBEngine
    reader: DuckDBEngine

    def is_current(self) -> bool:
        """Whether the files are still the same; asks the file system."""
        try:
            return state_of(self.source) == self.state
        except (DataError, OSError):
            return False

    def check_current(self) -> None:
        """Refuse what was read while the files changed.

        Raises
        ------
        ServiceError
            When they did (503).
        """
        if not self.is_current():
            detail = f"the table {self.name!r} changed while it was read; try again"
            raise unavailable("table_changed", detail)

    def check_fits(self, scorer: Scorer) -> None:
        """Refuse a scorecard that cannot score the table.

        Raises
        ------
        ServiceError
            With all the columns that do not fit (409).
        """
        faults: list[Fault] = []
        for column in scorer.plan.columns:
            found = self.table.columns.get(column.name)
            if found is None:
                message = f"the table has no column {column.name!r}, which the scorecard reads"
                faults.append(Fault(pointer(column.name), "column_missing", message))
            elif found.kind is not column.kind:
                message = f"the scorecard reads {column.kind.value}s, the table has others"
                faults.append(Fault(pointer(column.name), "column_type", message))
        try:
            check_key_names(self.key, [output.name for output in scorer.plan.outputs])
        except DataError as error:
            faults += [Fault(pointer(x.place), x.code, x.message) for x in error.problems]
        if faults:
            detail = f"the table {self.name!r} does not fit the scorecard; see errors"
            raise ServiceError(409, "table_unfit", detail, faults)


class Tables:
    """Opens registered tables, each again when its files have changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened: dict[str, Opened] = {}
        self._opening: dict[str, asyncio.Task[Opened]] = {}

    async def of(self, name: str) -> Opened:
        """Return a table as it is now.

        Raises
        ------
        ServiceError
            When there is none of the name (404), or it cannot be read (503).
        """
        if name not in self._settings.tables:
            raise ServiceError(404, "no_table", f"there is no registered table {name!r}")
        try:
            async with asyncio.timeout(self._settings.deadline):
                known = self._opened.get(name)
                if known is not None and await asyncio.to_thread(known.is_current):
                    return known
                # shielded: to read it for its fingerprint may take longer than one may wait
                return await asyncio.shield(self._begin(name))
        except (ScoringError, OSError, TimeoutError) as error:
            raise unreadable(name, error) from error

    async def close(self) -> None:
        """End what is being opened."""
        opening = [*self._opening.values()]
        for task in opening:
            task.cancel()
        await asyncio.gather(*opening, return_exceptions=True)

    def _begin(self, name: str) -> asyncio.Task[Opened]:
        task = self._opening.get(name)
        if task is None:
            task = asyncio.get_running_loop().create_task(asyncio.to_thread(self._open, name))
            self._opening[name] = task
            task.add_done_callback(lambda done: self._ended(name, done))
        return task

    def _ended(self, name: str, task: asyncio.Task[Opened]) -> None:
        self._opening.pop(name, None)
        if not task.cancelled() and task.exception() is None:
            self._opened[name] = task.result()  # running streams hold the older one

    def _open(self, name: str) -> Opened:
        told = self._settings.tables[name]
        source = source_of(told, self._settings)
        state = state_of(source)
        finder = replace(source, time_limit=self._settings.deadline).finder()
        reader, table = source.open()
        check_columns(table, told.key)
        version = f"file:{state[:32]}"
        if told.fingerprint:
            version = fingerprint_table(reader, table).text
        if state_of(source) != state:
            raise unavailable("table_changed", "the table changed while it was opened")
        return Opened(name, told.key, version, state, source, table, finder, reader)


def unreadable(name: str, error: Exception) -> ServiceError:
    """Return what is told of a table that cannot be read; the operator's log has the rest."""
    if isinstance(error, ServiceError):
        return error
    # its words only: what is below it may quote the data
    LOG.error("the registered table %r cannot be read: %s", name, error)
    return unavailable("table", f"the table {name!r} cannot be read at the moment; try again")


def source_of(told: TableFile, settings: Settings) -> Source:
    """Return what reads a registered table."""
    types: Mapping[str, Type] = {name: Type(kind) for name, kind in told.types.items()}
    limits = {"memory_limit": settings.table_memory}
    return Source(told.path, types, limits=limits)


def state_of(source: Source) -> str:
    """Return what the files of a table look like from outside, as 64 hexadecimal digits."""
    seen = [(str(file), *_look(file)) for file in source.files]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _look(file: Path) -> tuple[int, ...]:
    found = file.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
