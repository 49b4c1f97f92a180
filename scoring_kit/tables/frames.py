"""What is in memory, as something that a DuckDB connection can select from.

Nearly all of it is copied: a copy stays as it is, and streams can be read only once. A pandas
DataFrame of numbers is read where it lies, as pandas itself keeps a shallow copy as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, cast

import duckdb
import numpy as np

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import Array, is_of, kind_of, plain_values, to_column
from scoring_kit.tables.exact import exact_column
from scoring_kit.tables.names import check_column_names
from scoring_kit.tables.nulls import with_typed_nulls
from scoring_kit.tables.types import is_text_in_arrow, quoted
from scoring_kit.tables.values import is_missing


class Loaded(NamedTuple):
    """A copy in a connection: what stands after FROM, and the names of all columns there were."""

    relation: str
    names: tuple[str, ...]


def shallow_copy(data: object) -> object:
    """Return what a frame or mapping holds now, though its owner adds, drops or sorts later."""
    if is_of("pandas", "DataFrame", data):
        return cast(Any, data).copy(deep=False)
    return dict(cast("Mapping[object, object]", data)) if isinstance(data, Mapping) else data


def load_frame(
    data: object,
    connection: duckdb.DuckDBPyConnection,
    types: Mapping[str, Type],
    columns: Collection[str] | None = None,
) -> Loaded:
    """Copy columns of a data frame, relation, stream or mapping; None for all of them."""
    if isinstance(data, Mapping) or is_of("pandas", "DataFrame", data):
        frame = cast(Any, data)
        names = check_column_names(frame.columns if hasattr(frame, "columns") else frame)
        if not isinstance(data, Mapping):
            numbers = frame[list(_chosen(names, columns))]
            if _stays_as_it_is(numbers):
                return Loaded(_seen(numbers.copy(deep=False), connection), names)
        chosen = {name: frame[name] for name in _chosen(names, columns)}
        return Loaded(_load_columns(chosen, connection, types), names)
    if isinstance(data, duckdb.DuckDBPyRelation):
        names = check_column_names(data.columns)
        return Loaded(_load_relation(data, _chosen(names, columns), connection), names)
    is_lazy = is_of("polars", "LazyFrame", data)
    if is_lazy or hasattr(data, "__arrow_c_stream__"):
        names = check_column_names(_names_of(data))
        stream = _stream(data, _chosen(names, columns), types, is_lazy)
        items = ", ".join(map(quoted, _chosen(names, columns))) or "*"
        return Loaded(_copied(stream, items, connection), names)
    raise _unusable(
        f"a {type(data).__name__} is no table; use a path, a pandas or polars DataFrame, "
        "an Arrow table, a DuckDB relation, or a dict of columns"
    )


def _chosen(names: Sequence[str], columns: Collection[str] | None) -> Sequence[str]:
    """Return the names that are wanted, or one, as even a column that is not read has rows."""
    wanted = None if columns is None else set(columns)
    return [name for name in names if wanted is None or name in wanted] or names[:1]


def _stream(data: Any, names: Sequence[str], types: Mapping[str, Type], is_lazy: bool) -> _Stream:
    if hasattr(data, "select") and names:  # polars and Arrow tables leave columns out themselves
        data = data.select(list(names))
    return _Stream(with_typed_nulls(data.collect() if is_lazy else data, types))


def _names_of(data: Any) -> list[str]:
    """The names as polars and Arrow hold them; DuckDB would number those that collide."""
    schema: Any = data.collect_schema() if hasattr(data, "collect_schema") else None
    schema = getattr(data, "schema", None) if schema is None else schema
    names: Any = getattr(schema, "names", None)
    if names is None:
        names = cast(Any, duckdb).from_arrow(data).columns
    return list(cast(list[str], names() if callable(names) else names))


class _Stream:
    """The Arrow stream of an object, which DuckDB would otherwise treat by its type."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._data.__arrow_c_stream__(requested_schema)


def _load_relation(
    relation: duckdb.DuckDBPyRelation,
    names: Sequence[str],
    connection: duckdb.DuckDBPyConnection,
) -> str:
    """Copy a relation, with those types by way of text that a stream would change."""
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    texts = {name for name in names if is_text_in_arrow(types[name])}
    sent = [f"{quoted(n)}::VARCHAR AS {quoted(n)}" if n in texts else quoted(n) for n in names]
    kept = [f"{quoted(n)}::{types[n]} AS {quoted(n)}" if n in texts else quoted(n) for n in names]
    return _copied(_Stream(relation.project(", ".join(sent))), ", ".join(kept), connection)


_READ_AS_THEY_ARE = frozenset(
    ["float64", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
)


def _stays_as_it_is(frame: Any) -> bool:
    """Whether a shallow copy is a snapshot, and DuckDB reads all its columns as they lie.

    From pandas 3 on, who changes a frame changes a copy of what is shared.
    """
    import pandas

    return int(pandas.__version__.split(".")[0]) >= 3 and all(
        str(column.dtype) in _READ_AS_THEY_ARE and column.to_numpy().strides[0] >= 0
        for _, column in frame.items()
    )


def _seen(frame: Any, connection: duckdb.DuckDBPyConnection) -> str:
    """Return a view of a frame that all cursors see; the connection keeps the frame alive."""
    name = f"frame {uuid.uuid4().hex}"
    connection.from_df(frame).create_view(name)
    connection.register(f"{name} held", frame)
    return quoted(name)


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
        array, form = _loadable_array(cast(Array, plain), name)
        has_zone = getattr(getattr(values, "dtype", None), "tz", None) is not None
        return array, "timezone('UTC', {x})" if has_zone else form
    scalars = list(plain)
    exact = exact_column(scalars)
    kind = wanted or kind_of(scalars)
    if exact is not None and (wanted is None or exact.kind is wanted):
        return exact.values, exact.sql
    if kind is None:  # of no use, but not in the way of other columns
        return np.array([None if is_missing(x) else str(x) for x in scalars], object), "encode({x})"
    column = to_column(scalars, kind, name)
    if kind is Type.BOOLEAN:
        return np.where(column < 0, np.nan, column), "({x} <> 0)"
    return column, {Type.TEXT: "{x}::VARCHAR", Type.DATE: _FROM_DAYS}.get(kind, "{x}::DOUBLE")


_FROM_DAYS = "DATE '1970-01-01' + {x}::INTEGER"


def _loadable_array(array: Array, name: str) -> tuple[Any, str]:
    if array.ndim != 1:
        raise _unusable(f"column {name!r} has {array.ndim} dimensions; a column has one")
    # DuckDB reads neither what lies backwards nor the bytes of other processors
    array = array.astype(array.dtype.newbyteorder("="), copy=array.strides[0] < 0, order="C")
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
