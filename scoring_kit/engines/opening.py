"""A table with an engine that reads it and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, cast

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.files import data_files
from scoring_kit.tables.table import Table, open_table


@dataclass(frozen=True, slots=True)
class Source:
    """Data as they were given, and how they are to be read.

    types: what columns of CSV files hold. name: the table of a database. limits: those of
    `connect`.
    """

    data: object
    types: Mapping[str, Type]
    name: str | None = None
    limits: Mapping[str, Any] = field(default_factory=dict[str, Any])
    time_limit: float | None = None

    @property
    def is_on_disk(self) -> bool:
        """Whether the data are files, which any engine can be made to read."""
        return isinstance(self.data, str | PathLike)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the data stand for; none for what is in memory."""
        if not self.is_on_disk:
            return ()
        return data_files(cast("str | PathLike[str]", self.data))

    def open(self, columns: Iterable[str] | None = None) -> tuple[DuckDBEngine, Table]:
        """Return an engine of its own and the table; see `tables.table.open_table`."""
        engine = DuckDBEngine(connect(files=self.files, **self.limits), time_limit=self.time_limit)
        return engine, self._table(engine, columns)

    def table_with(self, engine: DuckDBEngine, table: Table, columns: Iterable[str]) -> Table:
        """Return the table of an engine with these columns, read again if it lacks some.

        Raises
        ------
        DataError
            When they stood in a stream, which can be read only once, or have several types
            in several files.
        """
        wanted = tuple(dict.fromkeys(columns))
        if self.is_on_disk:  # the types of those that nobody asked for were not compared
            self._table(engine, wanted)
        lacking = [name for name in wanted if not table.columns[name].engine_type]
        if not lacking:
            return table
        if not hasattr(self.data, "__len__") and not hasattr(self.data, "collect"):
            raise DataError([_gone(name) for name in lacking])
        return self._table(engine, wanted)

    def writer(self, draft: Path, *, reads_files: bool) -> DuckDBEngine:
        """Return another engine with the same limits, which writes a draft.

        reads_files: whether it reads the files itself, in any order; where one is asked for,
        rows are sorted. What is streamed to it stays in order.
        """
        files = [*self.files, draft] if reads_files else [draft]
        connection = connect(files=files, **self.limits, keep_order=not reads_files)
        engine = DuckDBEngine(connection, time_limit=self.time_limit)
        if reads_files:
            self._table(engine, ())  # a database has to be attached
        return engine

    def finder(self) -> DuckDBEngine:
        """Return an engine for files, in which filters reach the files."""
        connection = connect(files=self.files, **self.limits, filters=True)
        engine = DuckDBEngine(connection, time_limit=self.time_limit)
        self._table(engine, ())  # a database has to be attached
        return engine

    def _table(self, engine: DuckDBEngine, columns: Iterable[str] | None) -> Table:
        return open_table(
            self.data,
            connection=engine.connection,
            types=self.types,
            columns=None if columns is None else tuple(columns),
            table=self.name,
        )


def open_data(
    data: object, types: Mapping[str, Type | None], *, name: str | None = None
) -> tuple[DuckDBEngine, Table]:
    """Return an engine of its own for the data, and the data as a table of it.

    types: what columns of CSV files hold, where it is known. name: the table of a database.

    Raises
    ------
    DataError
        When the data cannot be read.
    """
    known = {name: kind for name, kind in types.items() if kind is not None}
    return Source(data, known, name).open()


def _gone(name: str) -> Problem:
    message = f"column {name!r} went by in a stream; make it a key, or pass a table"
    return Problem("column_gone", name, message)
