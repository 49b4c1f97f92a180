"""Columns of polars and Arrow that hold nothing and have no type: they get the one asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import is_of

_POLARS = {
    Type.NUMBER: "Float64",
    Type.TEXT: "String",
    Type.BOOLEAN: "Boolean",
    Type.DATE: "Date",
}
_ARROW = {Type.NUMBER: "float64", Type.TEXT: "string", Type.BOOLEAN: "bool_", Type.DATE: "date32"}


def with_typed_nulls(data: Any, types: Mapping[str, Type]) -> Any:
    """Return a polars frame, Arrow table or reader whose columns all have a type.

    DuckDB 2.0 refuses the streams of columns that have none. Those that nobody reads become
    binary, which cannot be scored.

    Examples
    --------
    >>> import polars
    >>> frame = polars.DataFrame({"age": [None, None]})
    >>> with_typed_nulls(frame, {"age": Type.NUMBER}).schema["age"]
    Float64
    """
    if is_of("polars", "DataFrame", data):
        polars: Any = sys.modules["polars"]
        untyped = [name for name, kind in data.schema.items() if kind == polars.Null]
        wanted = {name: _POLARS.get(types.get(name, Type.LIST), "Binary") for name in untyped}
        return data.cast({name: getattr(polars, kind) for name, kind in wanted.items()})
    arrow: Any = sys.modules.get("pyarrow")
    if arrow is not None and isinstance(data, arrow.Table | arrow.RecordBatchReader):
        return _typed_arrow(data, types, arrow)
    return data


def _typed_arrow(data: Any, types: Mapping[str, Type], arrow: Any) -> Any:
    fields = list(data.schema)
    if not any(arrow.types.is_null(field.type) for field in fields):
        return data
    wanted = [
        field.with_type(getattr(arrow, _ARROW.get(types.get(field.name, Type.LIST), "binary"))())
        if arrow.types.is_null(field.type)
        else field
        for field in fields
    ]
    table = data.read_all() if hasattr(data, "read_all") else data
    return table.cast(arrow.schema(wanted))
