"""What a plan gives for a table, in the forms that other libraries read."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import numpy as np

from scoring_kit.engines.duckdb import ArrowStream, DuckDBEngine
from scoring_kit.engines.sql import quote_identifier
from scoring_kit.optional import require
from scoring_kit.tables.types import family_of, is_text_in_arrow

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

T = TypeVar("T")
Form = Literal["parquet", "csv", "table"]
LISTS = "VARCHAR[]"
_WIDE = ("HUGEINT", "UHUGEINT")


@dataclass(frozen=True, slots=True)
class Result:
    """A SELECT that an engine has not run yet, and the DuckDB types of its columns, in order.

    order: the columns that its rows are sorted by, NULLs last; none for the order of the
    table. outputs: the columns that were calculated; the others are keys and stay what they
    are in every form. quick: gives the same SELECT with ENUMs for texts of which there are few,
    which forms that know no ENUM are made from faster.
    """

    engine: DuckDBEngine
    sql: str
    types: Mapping[str, str]
    outputs: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    quick: Callable[[], str] | None = None

    def select(self, form: Form) -> str:
        """Return the SELECT whose columns a form can hold."""
        casts = {"HUGEINT": "DECIMAL(38,0)", "UHUGEINT": "DECIMAL(38,0)"}
        items = [
            f"{quote_identifier(name)}::{casts[kind]} AS {quote_identifier(name)}"
            if form == "parquet" and kind in _WIDE
            else quote_identifier(name)
            for name, kind in self.types.items()
        ]
        return self._select(items, quick=form == "parquet")

    def stream(self, use: Callable[[ArrowStream], T]) -> T:
        """Let `use` read the rows as an Arrow stream; types it would change come as text."""
        items = [
            f"{quote_identifier(name)}::VARCHAR AS {quote_identifier(name)}"
            if is_text_in_arrow(kind)
            else quote_identifier(name)
            for name, kind in self.types.items()
        ]
        return self.engine.stream(self._select(items), use)

    def streamed_select(self, form: Form, relation: str) -> str:
        """Return the SELECT that gives what was streamed its types again."""
        items: list[str] = []
        for name, kind in self.types.items():
            column = quote_identifier(name)
            wanted = "DECIMAL(38,0)" if form == "parquet" and kind in _WIDE else kind
            items.append(f"{column}::{wanted} AS {column}" if is_text_in_arrow(kind) else column)
        return f"SELECT {', '.join(items or ['*'])} FROM {relation}"

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame; NULL is NaN in numbers, lists are Python lists."""
        items = [_pandas_item(name, kind) for name, kind in self.types.items()]
        select = self._select(items, quick=True)
        frame = self.engine.fetch(select, lambda cursor: cursor.df())
        made = {name: self._series(frame, name) for name in self.types}
        return cast("Any", import_module("pandas")).DataFrame(made, index=frame.index, copy=False)

    def to_polars(self) -> polars.DataFrame:
        """Return a polars DataFrame; what polars has no type for is text."""
        frames = cast("Any", require("polars", "to_polars"))
        items = [
            f"{quote_identifier(name)}::VARCHAR AS {quote_identifier(name)}"
            if is_text_in_arrow(kind) and kind not in _WIDE
            else quote_identifier(name)
            for name, kind in self.types.items()
        ]
        made: Any = self.engine.stream(self._select(items), frames.DataFrame)
        return made

    def to_arrow(self) -> pyarrow.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType] pyarrow has no types
        """Return an Arrow table, with the extension type for UUIDs."""
        require("pyarrow", "to_arrow")
        items: list[str] = []
        for name, kind in self.types.items():
            column = quote_identifier(name)
            octets = f"unhex(replace({column}::VARCHAR, '-', '')) AS {column}"
            items.append(octets if kind == "UUID" else column)
        table = cast("Any", self.engine).to_arrow(self._select(items))
        return _with_uuids(table, [kind == "UUID" for kind in self.types.values()])

    def _select(self, items: Sequence[str], *, quick: bool = False) -> str:
        sql = self.quick() if quick and self.quick is not None else self.sql
        order = ", ".join(f"{quote_identifier(name)} ASC NULLS LAST" for name in self.order)
        # the columns that are sorted by are those of the result, not what a form makes of them
        ordered = f" ORDER BY {order}" if order else ""
        rows = f"(FROM ({sql}){ordered})" if order else f"({sql})"
        return f"SELECT {', '.join(items or ['*'])} FROM {rows} AS result"

    def _series(self, frame: pandas.DataFrame, name: str) -> Any:
        pandas: Any = import_module("pandas")
        values: Any = frame[name]
        kind = self.types[name]
        if kind == LISTS:
            return _lists(values)
        if name in self.outputs and str(values.dtype) == "category":
            texts = pandas.Series(values.cat.categories, dtype="str").array
            cells = texts.take(values.cat.codes.to_numpy(), allow_fill=True)
            return pandas.Series(cells, dtype="str", index=frame.index)
        if name in self.outputs and kind == "VARCHAR" and str(values.dtype) != "str":
            return pandas.Series(values.to_numpy(), dtype="str", index=frame.index)
        convert = _FROM_PANDAS.get(family_of(kind))
        return values if convert is None else convert(values)


def _pandas_item(name: str, kind: str) -> str:
    column = quote_identifier(name)
    form = _PANDAS_ITEMS.get(kind if kind == LISTS else family_of(kind), "{x}")
    return f"{form.format(x=column)} AS {column}"


_MOMENTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_PANDAS_ITEMS = {
    LISTS: "array_to_string({x}, ',')",
    **dict.fromkeys(("DECIMAL", *_WIDE), "{x}::VARCHAR"),
    "DATE": "CASE WHEN {x} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' "
    "THEN ({x} - DATE '1970-01-01')::INTEGER END",
    **dict.fromkeys(_MOMENTS, "CASE WHEN isfinite({x}::TIMESTAMP) THEN {x} END"),
    "TIMESTAMP WITH TIME ZONE": "timezone('UTC', CASE WHEN isfinite({x}) THEN {x} END)",
}
"""What DuckDB makes of these for pandas is rounded, fails (infinite dates), or takes long."""


def _objects(values: Any, make: Callable[[Any], object]) -> Any:
    present = values.notna().to_numpy()
    cells = np.full(len(values), None, dtype=object)
    cells[present] = np.fromiter(
        (make(cell) for cell in values[present].tolist()), object, int(present.sum())
    )
    return cast("Any", import_module("pandas")).Series(cells, index=values.index, dtype=object)


_FIRST = date(1970, 1, 1).toordinal()
_FROM_PANDAS: dict[str, Callable[[Any], Any]] = {
    "DECIMAL": lambda values: _objects(values, Decimal),
    "HUGEINT": lambda values: _objects(values, int),
    "UHUGEINT": lambda values: _objects(values, int),
    "DATE": lambda values: _objects(values, lambda day: date.fromordinal(_FIRST + int(day))),
    "TIMESTAMP WITH TIME ZONE": lambda values: values.dt.tz_localize("UTC"),
}


def _lists(texts: Any) -> Any:
    """Return lists of names that came joined: few of them differ, so few are split."""
    pandas: Any = import_module("pandas")
    codes, distinct = pandas.factorize(texts)
    kinds: list[list[str]] = [text.split(",") if text else [] for text in distinct.tolist()]
    was_on = gc.isenabled()
    gc.disable()  # a million small lists are no garbage, and looking for it takes half of the time
    try:
        cells = np.fromiter(([*kinds[code]] for code in codes.tolist()), object, len(codes))
    finally:
        if was_on:
            gc.enable()
    return pandas.Series(cells, index=texts.index, dtype=object)


def _with_uuids(table: Any, are_uuids: Sequence[bool]) -> Any:
    for place, is_uuid in enumerate(are_uuids):
        if is_uuid:
            name = table.column_names[place]
            table = table.set_column(place, name, _uuids(table.column(place)))
    return table


def _uuids(column: Any) -> Any:
    arrow: Any = import_module("pyarrow")
    stored = column.cast(arrow.binary(16))
    kind = arrow.uuid()
    chunks = [arrow.ExtensionArray.from_storage(kind, chunk) for chunk in stored.chunks]
    return arrow.chunked_array(chunks, type=kind)
