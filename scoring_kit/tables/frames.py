"""What is in memory, copied into a DuckDB connection.

A copy is seen by every cursor and keeps its row order; data frames are only seen by the
connection they were registered with, and streams can be read only once.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Mapping
from typing import Any, cast

import duckdb
import numpy as np

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import Array, kind_of, plain_values, to_column
from scoring_kit.tables.names import check_column_names
from scoring_kit.tables.types import quoted
from scoring_kit.tables.values import is_missing


def load_frame(
    data: object, connection: duckdb.DuckDBPyConnection, types: Mapping[str, Type]
) -> str:
    """Copy a data frame, relation, stream or mapping of columns; return the table's name."""
    pandas: Any = sys.modules.get("pandas")
    if pandas is not None and isinstance(data, pandas.DataFrame):
        frame = cast(Any, data)
        names = check_column_names(frame.columns)
        return _load_columns({name: frame[name] for name in names}, connection, types)
    if isinstance(data, duckdb.DuckDBPyRelation):
        check_column_names(data.columns)
        return _load_stream(_exact(data), connection)
    if isinstance(data, Mapping):
        columns = cast(Mapping[Any, object], data)
        check_column_names(columns)
        return _load_columns(columns, connection, types)
    if hasattr(data, "__arrow_c_stream__"):
        check_column_names(_names_of(data))
        return _load_stream(data, connection)
    raise _unusable(
        f"a {type(data).__name__} is no table; use a path, a pandas or polars DataFrame, "
        "an Arrow table, a DuckDB relation, or a dict of columns"
    )


def _load_stream(data: object, connection: duckdb.DuckDBPyConnection) -> str:
    return _copied(_Stream(data), "*", connection)


def _names_of(data: Any) -> list[str]:
    """The names as polars and Arrow hold them; DuckDB would number those that collide."""
    names: Any = getattr(getattr(data, "schema", None), "names", ())
    return list(cast(list[str], names() if callable(names) else names))


class _Stream:
    """The Arrow stream of an object, which DuckDB would otherwise treat by its type."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._data.__arrow_c_stream__(requested_schema)


def _exact(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The relation with integers as numbers that no stream rounds."""
    columns = zip(relation.columns, map(str, relation.types), strict=True)
    items = [
        f"{quoted(name)}::VARCHAR::DOUBLE AS {quoted(name)}"
        if engine_type in ("HUGEINT", "UHUGEINT")
        else quoted(name)
        for name, engine_type in columns
    ]
    return relation.project(", ".join(items))


def _load_columns(
    columns: Mapping[str, object], connection: duckdb.DuckDBPyConnection, types: Mapping[str, Type]
) -> str:
    import pandas

    arrays = {name: _loadable(values, types.get(name), name) for name, values in columns.items()}
    if not arrays:
        raise _unusable("it has no columns")
    if len({len(array) for array, _ in arrays.values()}) > 1:
        raise _unusable("the columns differ in length")
    items = [
        f"{form.format(x=quoted(name))} AS {quoted(name)}" for name, (_, form) in arrays.items()
    ]
    frame = pandas.DataFrame({name: array for name, (array, _) in arrays.items()}, copy=False)
    return _copied(frame, ", ".join(items), connection)


def _loadable(values: object, wanted: Type | None, name: str) -> tuple[Any, str]:
    """A column that DuckDB reads without guessing, and the SQL that gives it its type."""
    plain = plain_values(values)
    if isinstance(plain, np.ndarray):
        return _loadable_array(cast(Array, plain), name)
    scalars = list(plain)
    kind = wanted or kind_of(scalars)
    if kind is None:  # of no use, but not in the way of other columns
        return np.array([None if is_missing(x) else str(x) for x in scalars], object), "encode({x})"
    if kind is Type.NUMBER and _are_small_integers(scalars):
        return _integers(scalars), "{x}::BIGINT"  # as keys they stay integers
    column = to_column(scalars, kind, name)
    if kind is Type.BOOLEAN:
        return np.where(column < 0, np.nan, column), "({x} <> 0)"
    return column, {Type.TEXT: "{x}::VARCHAR", Type.DATE: _FROM_DAYS}.get(kind, "{x}::DOUBLE")


_FROM_DAYS = "DATE '1970-01-01' + {x}::INTEGER"


def _integers(scalars: list[Any]) -> Any:
    import pandas

    cells = [None if is_missing(x) else x for x in scalars]
    return cast("Any", pandas).array(cells, dtype="Int64")


def _are_small_integers(scalars: list[Any]) -> bool:
    present = [x for x in scalars if not is_missing(x)]
    return bool(present) and all(type(x) is int and -(2**63) <= x < 2**63 for x in present)


def _loadable_array(array: Array, name: str) -> tuple[Any, str]:
    kind = array.dtype.kind
    if kind == "f":
        return array.astype(np.float64), "{x}::DOUBLE"
    if kind == "U":
        return to_column(array, Type.TEXT, name), "{x}::VARCHAR"
    return array, "{x}"


def _copied(data: object, items: str, connection: duckdb.DuckDBPyConnection) -> str:
    name = quoted(f"table {uuid.uuid4().hex}")
    view = f"view_{uuid.uuid4().hex}"
    # on a cursor, because a relation of this very connection cannot be read while it works
    with connection.cursor() as cursor:
        cursor.register(view, data)
        cursor.execute(f"CREATE TABLE {name} AS SELECT {items} FROM {view}")
    return name


def _unusable(message: str) -> DataError:
    return DataError([Problem("table_unusable", "", message)])
