"""Bodies of requests and answers as Arrow streams; what they hold is checked before it is used."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow

from scoring_kit.compiler import Plan
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.expression.words import Type
from scoring_kit.service.arrow_messages import is_packed, row_count
from scoring_kit.service.problems import Fault, ServiceError, pointer
from scoring_kit.service.reading import Columns, Reader, absent, too_long, wrong

MEDIA = "application/vnd.apache.arrow.stream"

arrow: Any = pyarrow  # it has no types


def read_arrow(body: bytes, reader: Reader) -> Columns:
    """Return the rows of an Arrow stream as the numpy engine reads them.

    Numbers, texts (dictionaries too), booleans, dates and moments are read, as `score` does.

    Raises
    ------
    ServiceError
        When it is no such stream (400), is compressed (415), or does not fit (413, 422).
    """
    try:
        table = _table(body, reader)
        reader.check_names(table.schema.names, "")
        names = table.schema.names
        faults = [absent(name, names, "") for name in reader.columns if name not in names]
        if faults:
            raise wrong(faults)
        return _converted(table, reader)
    # a damaged stream is no error of Arrow alone: names may be no UTF-8, lengths no numbers
    except (arrow.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        raise ServiceError(400, "arrow", "the body is no Arrow stream that can be read") from error


def write_arrow(outputs: Mapping[str, Array], plan: Plan, stamps: Mapping[str, str]) -> bytes:
    """Return the results of rows as an Arrow stream.

    stamps: what the schema says of them, such as the version.
    """
    arrays: list[Any] = []
    fields: list[Any] = []
    for output in plan.outputs:
        kind = _KINDS[output.reference.kind]
        values = outputs[output.name]
        is_number = output.reference.kind is Type.NUMBER
        arrays.append(arrow.array(values if is_number else values.tolist(), kind, from_pandas=True))
        fields.append(arrow.field(output.name, kind))
    schema = arrow.schema(fields, metadata=dict(stamps))
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(arrow.record_batch(arrays, schema=schema))
    return sink.getvalue().to_pybytes()


_KINDS: dict[Type, Any] = {
    Type.NUMBER: arrow.float64(),
    Type.TEXT: arrow.string(),
    Type.LIST: arrow.list_(arrow.string()),
}


def _table(body: bytes, reader: Reader) -> Any:  # noqa: ANN401
    """Return what is in a stream, once its messages say that it is of a size that is allowed."""
    rows = 0
    for message in arrow.ipc.MessageReader.open_stream(body):
        metadata = message.metadata.to_pybytes()
        if is_packed(metadata):
            detail = "the buffers of the stream are compressed; send them as they are"
            raise ServiceError(415, "compressed", detail)
        rows += row_count(metadata) if message.type == "record batch" else 0
        reader.check_count(rows)
    source = arrow.BufferReader(body)
    table = arrow.ipc.open_stream(source).read_all()
    if source.tell() < len(body):  # rows that nobody would miss, as the answer is in order
        detail = "the body goes on after its end; send one stream, and nothing behind it"
        raise ServiceError(400, "arrow", detail)
    reader.check_count(table.num_rows)
    table.validate(full=True)
    return table


def _converted(table: Any, reader: Reader) -> Columns:  # noqa: ANN401
    arrays: dict[str, Array] = {}
    faults: list[Fault] = []
    for name, column in reader.columns.items():
        found = table.column(name)
        values = _canonical(found, column.kind)
        if values is None:
            message = f"a column of {column.kind.value}s is expected, found {found.type}"
            faults.append(Fault(pointer(name), "wrong_type", message))
        elif column.kind is Type.TEXT and _longest(values) > reader.longest_text:
            faults.append(too_long(pointer(name), reader.longest_text))
        else:
            arrays[name] = values
    if faults:
        raise wrong(faults)
    return Columns(arrays, table.num_rows)


def _longest(values: Array) -> int:
    texts: list[str | None] = values.tolist()
    return max([len(text) for text in texts if text], default=0)


def _canonical(column: Any, kind: Type) -> Array | None:  # noqa: ANN401
    """Return a column in the form of the numpy engine; None where it is of another kind."""
    if arrow.types.is_null(column.type):
        return _EMPTY[kind](len(column))
    if arrow.types.is_dictionary(column.type):
        return _decoded(column, kind)
    for is_kind, convert in _CONVERSIONS[kind]:
        if is_kind(column.type):
            return convert(column)
    return None


def _decoded(column: Any, kind: Type) -> Array | None:  # noqa: ANN401
    """Return the values of a dictionary, each there once however many rows have it."""
    parts: list[Array] = []
    for chunk in column.chunks:
        values = _canonical(arrow.chunked_array([chunk.dictionary]), kind)
        if values is None:
            return None
        known = np.concatenate([values, _EMPTY[kind](1)])
        # widened first: the number for null may be one more than the indices can tell
        codes = chunk.indices.cast(arrow.int64()).fill_null(len(values)).to_numpy()
        parts.append(known[codes])
    return np.concatenate(parts) if parts else _EMPTY[kind](0)


_EMPTY: dict[Type, Callable[[int], Array]] = {
    Type.NUMBER: lambda rows: np.full(rows, math.nan),
    Type.DATE: lambda rows: np.full(rows, math.nan),
    Type.TEXT: lambda rows: np.full(rows, None, dtype=object),
    Type.BOOLEAN: lambda rows: np.full(rows, -1, dtype=np.int8),
}


def _doubles(column: Any) -> Array:  # noqa: ANN401
    return _floats(column.cast(arrow.float64(), safe=False))


def _floats(column: Any) -> Array:  # noqa: ANN401
    return column.to_numpy().astype(np.float64, copy=False)


def _from_text(column: Any) -> Array:  # noqa: ANN401
    values = [math.nan if value is None else float(str(value)) for value in column.to_pylist()]
    return np.array(values, dtype=np.float64)


def _texts(column: Any) -> Array:  # noqa: ANN401
    return np.fromiter(column.to_pylist(), dtype=object, count=len(column))


def _truths(column: Any) -> Array:  # noqa: ANN401
    return column.cast(arrow.int8()).fill_null(-1).to_numpy().astype(np.int8, copy=False)


def _days(column: Any) -> Array:  # noqa: ANN401
    """Return days since 1970-01-01; a moment is its date in UTC."""
    units = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
    per_day = 1
    if arrow.types.is_timestamp(column.type):
        per_day = units[column.type.unit]
    elif arrow.types.is_date64(column.type):
        per_day = units["ms"]
    missing = column.is_null().to_numpy()
    width = arrow.int32() if arrow.types.is_date32(column.type) else arrow.int64()
    counts = column.cast(width).fill_null(0).to_numpy().astype(np.int64)
    return np.where(missing, math.nan, (counts // per_day).astype(np.float64))


Conversion = tuple[Callable[[Any], bool], Callable[[Any], Array]]
_IS = arrow.types
_CONVERSIONS: dict[Type, tuple[Conversion, ...]] = {
    Type.NUMBER: (
        (_IS.is_floating, _doubles),
        (_IS.is_integer, _doubles),
        (_IS.is_decimal, _from_text),
    ),
    Type.TEXT: (
        (_IS.is_string, _texts),
        (_IS.is_large_string, _texts),
        (_IS.is_string_view, _texts),
    ),
    Type.BOOLEAN: ((_IS.is_boolean, _truths),),
    Type.DATE: ((_IS.is_date, _days), (_IS.is_timestamp, _days)),
}
