"""Rows of a registry as lines of text: canonical JSON, the same bytes for the same row."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, String

from scoring_kit.errors import ScoringError
from scoring_kit.registry.schema import Base, Moment, TransitionRow
from scoring_kit.scorecard.canonical import canonical_bytes

Columns = Mapping[str, Column[Any]]
"""The columns of a table, by name."""


class LineError(Exception):
    """A line is not one that was written here; the text says why."""


def columns_of(row: type[Base], *, without: Collection[str] = ()) -> Columns:
    """Return the columns of a table, but for those that say where a row stands."""
    columns = Base.metadata.tables[row.__tablename__].columns
    return {column.name: column for column in columns if column.name not in without}


LINK = {
    "scorecard": Column("scorecard", String(200), nullable=False),
    **columns_of(TransitionRow, without=["scorecard_id"]),
}
"""What a link of a chain has; `evidence` and `policy` are left out where they hold nothing."""

LATER = ("evidence", "policy")


def line_of(values: Mapping[str, object]) -> bytes:
    """Return values as a line. Moments are in UTC, to the microsecond."""
    return canonical_bytes({name: plain(value) for name, value in values.items()}) + b"\n"


def lines_of(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return a line for each row."""
    return b"".join(map(line_of, rows))


def plain(value: object) -> object:
    """Return a value as JSON holds it."""
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def read_line(line: bytes, columns: Columns, *, optional: Collection[str] = ()) -> dict[str, Any]:
    """Return the values in a line.

    Raises
    ------
    LineError
        When it is not, to the byte, what `line_of` makes of values that fit the columns.
    """
    data = _json(line)
    if set(data) | set(optional) != set(columns):
        wanted, found = set(columns) - set(optional), set(data)
        odd = sorted(wanted - found) or sorted(found - set(columns))
        raise LineError(f"its fields are not those that are expected (look at {', '.join(odd)})")
    values = {name: _value(data[name], columns[name]) for name in data}
    try:
        again = line_of(values)
    except ScoringError as error:
        raise LineError(str(error)) from error
    if again != line + b"\n":
        raise LineError("it is not spelt as it was written (canonical JSON)")
    return {**dict.fromkeys(optional), **values}


def _json(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise LineError("it is no JSON of an object")
    return data  # pyright: ignore[reportUnknownVariableType] - of anything


def _value(value: object, column: Column[Any]) -> object:
    try:
        return _checked(value, column)
    except ValueError as error:
        raise LineError(f"{column.name}: {error}") from error


def _checked(value: object, column: Column[Any]) -> object:
    kind = column.type
    if value is None and column.nullable:
        return None
    if isinstance(kind, Moment) and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() != timedelta(0):
            raise ValueError(f"{value!r} is no moment in UTC")
        return moment
    if isinstance(kind, Integer) and type(value) is int:
        bits = 63 if isinstance(kind, BigInteger) else 31
        if not -(2**bits) <= value < 2**bits:
            raise ValueError(f"{value} is too large")
        return value
    if isinstance(kind, String) and isinstance(value, str):
        if "\0" in value or len(value) > (kind.length or len(value)):
            raise ValueError(f"it holds a NUL, or more than {kind.length} letters")
        return value
    raise ValueError(f"{value!r} is not of its type")
