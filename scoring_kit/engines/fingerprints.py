"""The fingerprint of any table, calculated by DuckDB: `fingerprint`.

`docs/fingerprint.md` specifies it. A cell is a text; a column is the sum of the md5 of its
cells, and the rows are the sum of the md5 of each row's cells side by side. Sums of
integers are exact and know no order. DuckDB's own `hash` changes between its versions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, cast, get_args

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.expression.words import Type
from scoring_kit.scorecard.inputs import TypeName
from scoring_kit.tables.files import data_files
from scoring_kit.tables.fingerprint import BLOCK_ROWS, Fingerprint, added, digest_of_sums, md5_of
from scoring_kit.tables.table import Table, open_table
from scoring_kit.tables.types import TableColumn

AT_ONCE = 100
"""Columns that one SELECT sums: the time to plan it grows faster than their number."""

ROWS_OF_A_VALUE = 8
"""Rows from which on it is faster to group equal values than to take the md5 of each cell."""

NO_ROWS = "0" * 32
_Sums = tuple[int, int, int]
"""How many cells hold something, and the sums of the upper and lower halves of their md5."""


def fingerprint(
    data: object,
    *,
    key: str | Sequence[str] = (),
    columns: Sequence[str] | None = None,
    types: Mapping[str, str] | None = None,
    table: str | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: str | PathLike[str] | None = None,
    temp_limit: str | None = None,
    time_limit: float | None = None,
) -> Fingerprint:
    """Return the fingerprint of a table, by which a later change is found and located.

    The same values give the same fingerprint, whatever the order of rows and columns, the
    form of the data, the version of DuckDB and the number of threads. Values count as they
    are scored: numbers as doubles, so that 1, 1.0 and -0.0 and 0.0 are the same and NaN is
    missing, and moments as their date in UTC.

    Parameters
    ----------
    data
        Any table that `score` takes.
    key
        Columns that order the rows into blocks of 10,000, so that a change can be located.
    columns
        What to read, and the key; all columns unless given.
    types
        Types (number, text, boolean, date) of columns in CSV files; others are text.
    table
        The table of a database file, where it has several.
    threads, memory_limit, temp_directory, temp_limit, time_limit
        As in `score`.

    Raises
    ------
    DataError
        When the table cannot be read, lacks a column, or one is of a type without values
        that scoring knows (a list, say); all of them at once.
    ValueError
        When one of `types` is none that there is.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> sk.fingerprint({"id": [2, 1], "city": ["Bern", None]})
    <fp1:601c83332d2d22991b2ee23a1bb22121: 2 rows, 2 columns>
    """
    known = _known(types or {})
    connection = connect(
        files=_files_of(data),
        threads=threads,
        memory_limit=memory_limit,
        temp_directory=temp_directory,
        temp_limit=temp_limit,
    )
    opened = open_table(data, connection=connection, types=known, table=table)
    engine = DuckDBEngine(connection, time_limit=time_limit)
    order = (key,) if isinstance(key, str) else tuple(key)
    return fingerprint_table(engine, opened, key=order, columns=columns)


def fingerprint_table(
    engine: DuckDBEngine,
    table: Table,
    *,
    key: Sequence[str] = (),
    columns: Sequence[str] | None = None,
) -> Fingerprint:
    """Return the fingerprint of a table that an engine reads; raises as `fingerprint` does."""
    chosen = {*(table.columns if columns is None else columns), *key}
    _check(table, chosen)
    names = sorted(chosen)
    read = [table.columns[name] for name in names]
    digests: list[str] = []
    for start in range(0, len(read), AT_ONCE):
        digests += _columns(engine, table, read[start : start + AT_ONCE])
    order = tuple(dict.fromkeys(key))
    rows, blocks = _rows(engine, table, read, [table.columns[name] for name in order])
    return Fingerprint(
        rows=rows,
        content=added(blocks),
        columns=dict(zip(names, digests, strict=True)),
        key=order,
        blocks=blocks if order else (),
    )


def has_fingerprint(column: TableColumn) -> bool:
    """Return whether a column is of a type that has a fingerprint."""
    return column.kind is not None or column.engine_type in _AS_TEXT


def _files_of(data: object) -> tuple[Path, ...]:
    return data_files(cast("str", data)) if isinstance(data, str | PathLike) else ()


def _known(types: Mapping[str, str]) -> dict[str, Type]:
    allowed = get_args(TypeName)
    for name, kind in types.items():
        if kind not in allowed:
            found = f"found {kind!r}{nearest(kind, allowed)}"
            raise ValueError(f"the type of {name!r} is one of {', '.join(allowed)}, {found}")
    return {name: Type(kind) for name, kind in types.items()}


def _columns(engine: DuckDBEngine, table: Table, columns: Sequence[TableColumn]) -> list[str]:
    """Return a digest per column: its kind, how many values it has, and their sum."""
    few = _of_few_values(engine, table, columns)
    many = [column for column in columns if column not in few]
    found = {**_sums_of_values(engine, table, few), **_sums_of_cells(engine, table, many)}
    return [_column_digest(column, *found.get(column.name, (0, 0, 0))) for column in columns]


def _column_digest(column: TableColumn, count: int, upper: int, lower: int) -> str:
    kind = _kind(column) if count else ""
    return md5_of([kind, str(count), digest_of_sums(upper, lower)])


def _of_few_values(
    engine: DuckDBEngine, table: Table, columns: Sequence[TableColumn]
) -> list[TableColumn]:
    """Return the columns of which a value stands in many rows, so that its md5 is taken once.

    How many values there are is a guess. It says how the sums are made, not what they are.
    """
    values = ", ".join(f"approx_count_distinct({_canonical(column)})" for column in columns)
    [found] = _fetch(engine, f"SELECT count(*), {values} FROM {table.relation} AS source")
    pairs = zip(columns, found[1:], strict=True)
    return [column for column, number in pairs if number * ROWS_OF_A_VALUE <= found[0]]


def _sums_of_values(
    engine: DuckDBEngine, table: Table, columns: Sequence[TableColumn]
) -> dict[str, _Sums]:
    """Return the sums of columns, value by value; each value times the rows that it stands in."""
    if not columns:
        return {}
    found = _fetch(
        engine,
        f"SELECT i, sum(n), {_sum('md5', 'n')} FROM ("
        f"SELECT i, n, md5_number(cell) AS md5 FROM ({_values(table, columns)})) "
        "WHERE md5 IS NOT NULL GROUP BY i",
    )
    names = [column.name for column in columns]
    return {names[i]: (count, upper, lower) for i, count, upper, lower in found}


def _values(table: Table, columns: Sequence[TableColumn]) -> str:
    """Return a SELECT of each value: the number of its column, its cell, and its rows.

    The table is read once. In each row of the grouping sets one column at most holds a value.
    """
    read = ", ".join(f"{_canonical(column)} AS x_{i}" for i, column in enumerate(columns))
    names = [f"x_{i}" for i in range(len(columns))]
    sets = ", ".join(f"({name})" for name in names)
    grouped = f"SELECT *, count(*) AS n FROM (SELECT {read} FROM {table.relation} AS source) "
    grouped += f"GROUP BY GROUPING SETS ({sets})"
    numbers = " ".join(f"WHEN {name} IS NOT NULL THEN {i}" for i, name in enumerate(names))
    of_kind: dict[str, list[str]] = {}
    for column, name in zip(columns, names, strict=True):
        of_kind.setdefault(_kind(column), []).append(name)
    # one value a kind first: a cell for each column would cost as much as to group nothing
    kinds = ", ".join(f"{_first(of)} AS a_{kind}" for kind, of in of_kind.items())
    cell = _first([_CELLS[kind].format(x=f"a_{kind}") for kind in of_kind])
    placed = f"SELECT CASE {numbers} END AS i, {kinds}, n FROM ({grouped})"
    return f"SELECT i, {cell} AS cell, n FROM ({placed})"


def _first(values: Sequence[str]) -> str:
    return f"coalesce({', '.join(values)})"


def _sums_of_cells(
    engine: DuckDBEngine, table: Table, columns: Sequence[TableColumn]
) -> dict[str, _Sums]:
    """Return the sums of columns, cell by cell."""
    if not columns:
        return {}
    numbered = range(len(columns))
    sums = ", ".join(f"count(md5_{i}), {_sum(f'md5_{i}')}" for i in numbered)
    hashes = ", ".join(f"md5_number(cell_{i}) AS md5_{i}" for i in numbered)
    [found] = _fetch(
        engine, f"SELECT {sums} FROM (SELECT {hashes} FROM ({_cells(table, columns)}))"
    )
    parts = (found[3 * i : 3 * i + 3] for i in numbered)
    pairs = zip(columns, parts, strict=True)
    return {column.name: (part[0], part[1], part[2]) for column, part in pairs if part[0]}


def _rows(
    engine: DuckDBEngine,
    table: Table,
    columns: Sequence[TableColumn],
    key: Sequence[TableColumn],
) -> tuple[int, tuple[str, ...]]:
    """Return the number of rows, and the sum of each block of them; one block without a key."""
    keys = "".join(f", {_sortable(column)} AS key_{i}" for i, column in enumerate(key))
    names = "".join(f", key_{i}" for i in range(len(key)))
    sides = ", ".join(_side(f"cell_{i}", column) for i, column in enumerate(columns))
    hashed = (
        f"SELECT md5_number(concat({sides})) AS md5{names} FROM ({_cells(table, columns, keys)})"
    )
    order = ", ".join(f"key_{i} ASC NULLS FIRST" for i in range(len(key)))
    block = f"(rank() OVER (ORDER BY {order}) - 1) // {BLOCK_ROWS}" if key else "0"
    placed = f"SELECT md5, {block} AS block FROM ({hashed})"
    found = _fetch(engine, f"SELECT block, count(*), {_sum('md5')} FROM ({placed}) GROUP BY block")
    blocks = {number: digest_of_sums(upper, lower) for number, _, upper, lower in found}
    numbers = range(max(blocks, default=-1) + 1)  # a key of many rows leaves the next block empty
    return sum(row[1] for row in found), tuple(blocks.get(n, NO_ROWS) for n in numbers)


def _cells(table: Table, columns: Sequence[TableColumn], more: str = "") -> str:
    cells = ", ".join(f"{_cell(column)} AS cell_{i}" for i, column in enumerate(columns))
    return f"SELECT {cells}{more} FROM {table.relation} AS source"


def _cell(column: TableColumn) -> str:
    return _CELLS[_kind(column)].format(x=_canonical(column))


_CELLS = {
    # its 64 bits as an integer; no text of a double is the same in each program
    "number": "CASE WHEN {x} = 0e0 THEN '0' WHEN NOT isnan({x}) THEN {x}::BIT::BIGINT::VARCHAR END",
    "text": "{x}",
    "boolean": "{x}::INTEGER::VARCHAR",
    "date": "({x} - DATE '1970-01-01')::VARCHAR",
}


def _side(cell: str, column: TableColumn) -> str:
    """Return a cell and a comma; texts, which may hold commas, say their length in bytes."""
    if _kind(column) == "text":
        return f"coalesce(strlen({cell}) || ':' || {cell}, ''), ','"
    return f"{cell}, ','"  # concat leaves NULL out


def _sortable(column: TableColumn) -> str:
    if _kind(column) != "number":
        return _canonical(column)
    return "CASE WHEN {x} = 0e0 THEN 0e0 WHEN NOT isnan({x}) THEN {x} END".format(
        x=_canonical(column)
    )


def _sum(md5: str, times: str = "1") -> str:
    """Return the sums of the upper and the lower 64 bits, which fit a HUGEINT."""
    halves = (f"({md5} >> 64)::UBIGINT", f"({md5} & {2**64 - 1}::UHUGEINT)::UBIGINT")
    return ", ".join(f"sum({half} * {times}::HUGEINT)" for half in halves)


def _kind(column: TableColumn) -> str:
    return "text" if column.kind is None else column.kind.value


def _canonical(column: TableColumn) -> str:
    if column.engine_type in _AS_TEXT:
        return f"source.{quote_identifier(column.name)}::VARCHAR"
    return column.sql


_AS_TEXT = ("UUID",)
"""Types that scoring has no use for, but that are keys and have one spelling only."""


def _check(table: Table, names: set[str]) -> None:
    problems: list[Problem] = []
    if not names:
        problems.append(Problem("table_unusable", "", "no column is named; name one at least"))
    for name in sorted(names):
        column = table.columns.get(name)
        if column is None:
            message = f"the table has no column {name!r}{nearest(name, table.columns)}"
            problems.append(Problem("column_missing", name, message))
        elif not has_fingerprint(column):
            message = (
                f"column {name!r} is {column.engine_type}, of which there is no fingerprint; "
                "name the columns to read with columns=[...]"
            )
            problems.append(Problem("column_type", name, message))
    if problems:
        raise DataError(problems, "table", "has no fingerprint")


def _fetch(engine: DuckDBEngine, sql: str) -> list[tuple[Any, ...]]:
    return engine.fetch(sql, lambda cursor: cursor.fetchall())
