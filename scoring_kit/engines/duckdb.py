"""A plan over a table, run by DuckDB: any size, one SELECT, results when they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from operator import methodcaller
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb_errors import translated
from scoring_kit.engines.sql import select_statement
from scoring_kit.engines.sql_writer import literal
from scoring_kit.engines.supervision import supervised
from scoring_kit.errors import EngineError
from scoring_kit.tables.databases import database_fault, is_database
from scoring_kit.tables.literals import file_pattern
from scoring_kit.tables.table import Table

if TYPE_CHECKING:
    import pandas
    import pyarrow  # pyright: ignore[reportMissingTypeStubs] - it has none

T = TypeVar("T")
Setting = str | int | bool | list[str]
Cursor = duckdb.DuckDBPyConnection


def connect(
    *,
    files: Sequence[str | PathLike[str]] = (),
    memory_limit: str | None = None,
    temp_directory: str | PathLike[str] | None = None,
    temp_limit: str | None = None,
    threads: int | None = None,
    keep_order: bool = True,
    filters: bool = False,
) -> Cursor:
    """Return a DuckDB in memory that can reach these files and nothing else.

    Parameters
    ----------
    files
        What may be read or written; `tables.files.data_files` finds those of a path.
    memory_limit
        Such as "4GB"; DuckDB takes 80 % of the memory otherwise.
    temp_directory, temp_limit
        Where results go that exceed the memory, and how much of them.
    keep_order
        Whether rows are written in the order in which they are read, which takes memory.
    filters
        Whether few rows of large files are looked for, so that filters reach the files; they
        always do in databases, whose views join and filter.

    Examples
    --------
    >>> connect(threads=1).execute("SELECT 1").fetchall()
    [(1,)]
    """
    connection = duckdb.connect(":memory:")
    known, optimizers = _known()
    idle = _idle_optimizers(optimizers, filters=filters or any(map(is_database, files)))
    wanted: dict[str, Setting | None] = {
        "disabled_optimizers": ",".join(idle),
        "GLOBAL TimeZone": "UTC",
        # a path is a pattern to DuckDB, which asks whether that is allowed, then each file
        "allowed_paths": [path for file in files for path in _paths(file)],
        "memory_limit": memory_limit,
        "temp_directory": None if temp_directory is None else str(temp_directory),
        "max_temp_directory_size": temp_limit,
        "threads": threads,
        "preserve_insertion_order": keep_order,
        **_HARDENED,
    }
    for name, value in wanted.items():
        # some settings exist in one version only; what the caller asks for exists in all
        if value is not None and (name in known or name not in _HARDENED):
            try:
                connection.execute(f"SET {name} = {_setting(value)}")
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                raise EngineError(f"{name} cannot be {value!r}: {reason}") from error
    return connection


def _paths(file: str | PathLike[str]) -> list[str]:
    return list(dict.fromkeys([str(file), file_pattern(file)]))


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the settings and of the optimizers that this DuckDB has."""
    with duckdb.connect(":memory:") as connection:
        settings = connection.execute("SELECT name FROM duckdb_settings()").fetchall()
        optimizers = connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
    return frozenset(row[0] for row in settings), frozenset(row[0] for row in optimizers)


def as_connection(given: object) -> Cursor:
    """Return what is given if it is a connection of DuckDB."""
    if not isinstance(given, Cursor):
        raise TypeError(f"a DuckDB connection or a path is expected, not a {type(given).__name__}")
    return given


def open_database(path: PathLike[str]) -> Cursor:
    """Return a connection that may write to a database file, which is made if need be.

    Raises
    ------
    EngineError
        When another process has it open, or it is no database.
    """
    try:
        return duckdb.connect(str(path))
    except duckdb.Error as error:
        raise EngineError(f"{path}: {database_fault(str(error))}") from error


# Nothing is written twice, so most of these find nothing; for a thousand criteria they take half
# of the planning.
_IDLE_OPTIMIZERS = (
    # With statistics, DuckDB 2.0.0 fails where text is compared with a CASE of one branch;
    # they would skip rows, and a scorecard reads all of them.
    "statistics_propagation",
    "common_subexpressions",
    "column_lifetime",
    "projection_placement",
    "projection_pullup",
)
_ROW_OPTIMIZERS = (
    "join_order",
    "filter_pushdown",
    "filter_pullup",
    "in_clause",
    "duplicate_groups",
    "outer_join_simplification",
    "join_elimination",
    "deliminator",
    "unnest_rewriter",
    "sampling_pushdown",
    "remote_pushdown",
    "common_subplan",
)
"""Idle too where nothing is joined, filtered or grouped, as it may be in views of a database."""


def _idle_optimizers(known: frozenset[str], *, filters: bool) -> list[str]:
    idle = _IDLE_OPTIMIZERS if filters else _IDLE_OPTIMIZERS + _ROW_OPTIMIZERS
    return [name for name in idle if name in known]


_HARDENED: dict[str, Setting | None] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "allow_extension_repositories": "forbidden",
    "python_enable_replacements": False,
    "python_scan_all_frames": False,
    "pandas_analyze_sample": 0,
    # counted, so that whoever asks can be told; DuckDB itself prints nothing
    "enable_progress_bar_print": False,
    "progress_bar_time": 0,
    "enable_progress_bar": True,
    # the last two, in this order: nothing can be set after them
    "enable_external_access": False,
    "lock_configuration": True,
}


def _setting(value: Setting) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return literal(str(value))


class DuckDBEngine:
    """Runs plans over the tables of a connection, from any number of threads.

    connection: from `connect`; the engine uses cursors of it, one for each thread that runs,
    because threads that share one get each other's results. time_limit: seconds for one result.

    Examples
    --------
    >>> engine = DuckDBEngine(connect(threads=1), time_limit=60)
    >>> engine.fetch("SELECT 1.5e0 AS score", lambda cursor: cursor.fetchall())
    [(1.5,)]
    """

    def __init__(self, connection: Cursor, *, time_limit: float | None = None) -> None:
        self.connection = connection
        self.time_limit = time_limit
        self._lock = threading.Lock()
        self._own = threading.Lock()
        self._running: set[Cursor] = set()
        self._look: Callable[[float | None], None] | None = None

    def run(
        self, plan: Plan, table: Table, *, keys: Sequence[str] = (), few_as_enums: bool = False
    ) -> Result:
        """Return the result of a plan; nothing is calculated until it is fetched.

        keys: columns of the table that come first in the result. few_as_enums: whether texts
        of which there are few are ENUMs.
        """
        sources = {column.name: table.columns[column.name].sql for column in plan.columns}
        sql = select_statement(
            plan, relation=table.relation, sources=sources, keys=keys, few_as_enums=few_as_enums
        )
        return Result(self, sql)

    def fetch(self, sql: str, how: Callable[[Cursor], T]) -> T:
        """Run one SELECT and return what `how` fetches from it.

        Raises
        ------
        EngineError
            Where the statement is no single SELECT, fails, or was stopped.
        DataError
            Where the table holds what its types do not allow.
        """
        return self._ask(sql, lambda cursor, statement: how(cursor.execute(statement)))

    def to_arrow(self, sql: str) -> pyarrow.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType]
        """Run one SELECT and return its result as an Arrow table; raises as `fetch` does."""
        # from a relation, because DuckDB 2 copies what it fetches from a cursor
        table: Any = self._ask(sql, lambda cursor, select: _to_arrow(cursor.sql(select)))
        return table

    def stream(self, sql: str, use: Callable[[ArrowStream], T]) -> T:
        """Run one SELECT and let `use` read its result as an Arrow stream; needs no pyarrow."""
        return self._ask(sql, lambda cursor, select: use(ArrowStream(cursor.sql(select))))

    def change(self, sql: str, **streams: object) -> None:
        """Run a statement that writes; raises as `fetch` does.

        streams: what the statement reads by these names: frames or Arrow streams.
        """

        def work(cursor: Cursor) -> None:
            try:
                for name, stream in streams.items():
                    cursor.register(name, stream)
                cursor.execute(
                    sql
                ).fetchall()  # an unfinished result would be in the way of the next
            finally:
                for name in streams:
                    cursor.unregister(name)

        self._supervised(work, sql)

    def interrupt(self) -> None:
        """Stop what is running, in whatever thread; the engine can be used again."""
        with self._lock:
            for cursor in self._running:
                cursor.interrupt()

    @contextmanager
    def reporting(self, look: Callable[[float | None], None] | None) -> Generator[None]:
        """Let `look` know, while anything runs, which share of it is done, where that is known.

        None leaves it to whom it is told already.
        """
        before, self._look = self._look, look or self._look
        try:
            yield
        finally:
            self._look = before

    def _ask(self, sql: str, how: Callable[[Cursor, duckdb.Statement], T]) -> T:
        return self._supervised(lambda cursor: how(cursor, _one_select(cursor, sql)), sql)

    def _supervised(self, work: Callable[[Cursor], T], sql: str) -> T:
        with self._cursor() as cursor:

            def run() -> T:
                try:
                    return work(cursor)
                except duckdb.Error as error:
                    raise translated(error, sql) from error

            look = self._look
            watch = None if look is None else lambda: look(_share_done(cursor))
            return supervised(run, cursor.interrupt, time_limit=self.time_limit, look=watch)

    @contextmanager
    def _cursor(self) -> Generator[Cursor]:
        """Give the connection itself to one run at a time, as cursors do not tell how far they are.

        Settings of a session, such as whether it counts, are not those of its cursors.
        """
        is_own = self._own.acquire(blocking=False)
        cursor = self.connection if is_own else self.connection.cursor()
        with self._lock:
            self._running.add(cursor)
        try:
            yield cursor
        finally:
            with self._lock:
                self._running.discard(cursor)
            if is_own:
                self._own.release()
            else:
                cursor.close()


def _share_done(cursor: Cursor) -> float | None:
    percent = cursor.query_progress()
    return percent / 100 if percent >= 0 else None


def _one_select(cursor: Cursor, sql: str) -> duckdb.Statement:
    """Return the parsed statement, so that long ones are parsed once."""
    statements = cursor.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise EngineError("only one SELECT is run at a time")
    return statements[0]


_to_arrow = methodcaller("to_arrow_table")


class ArrowStream:
    """A relation as an Arrow stream, which another connection can read."""

    def __init__(self, relation: object) -> None:
        self._relation: Any = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


@dataclass(frozen=True, slots=True)
class Result:
    """What a plan gives for a table. Each method runs `sql` and fetches it in one form."""

    engine: DuckDBEngine
    sql: str

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows as tuples of Python values."""
        return self.engine.fetch(self.sql, lambda cursor: cursor.fetchall())

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame."""
        return self.engine.fetch(self.sql, lambda cursor: cursor.df())

    def to_arrow(self) -> pyarrow.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType]
        """Return an Arrow table; needs pyarrow."""
        return self.engine.to_arrow(self.sql)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    def stream(self, use: Callable[[ArrowStream], T]) -> T:
        """Let `use` read the result as an Arrow stream."""
        return self.engine.stream(self.sql, use)
