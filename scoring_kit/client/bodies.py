"""Rows and tables as the bodies of requests."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from scoring_kit.errors import ScoringError
from scoring_kit.optional import require

ARROW = "application/vnd.apache.arrow.stream"


def json_body(**content: object) -> bytes:
    """Return content as JSON: a date is its text, and NaN, as everywhere, is nothing.

    Raises
    ------
    ScoringError
        When a value has no place in it.

    Examples
    --------
    >>> json_body(row={"age": float("nan"), "since": dt.date(2024, 2, 29)})
    b'{"row": {"age": null, "since": "2024-02-29"}}'
    """
    plain = {name: _plain(value) for name, value in content.items()}
    return json.dumps(plain, default=_refused).encode()


def _refused(value: object) -> NoReturn:
    found = f"found {type(value).__name__} {value!r:.80}"
    raise ScoringError(f"a number, text, date, True, False or None is expected, {found}")


def _plain(value: Any) -> Any:  # noqa: ANN401 - of any kind
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}  # pyright: ignore[reportUnknownVariableType] - of any kind
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]  # pyright: ignore[reportUnknownVariableType] - of any kind
    if type(value).__name__ in ("NAType", "NaTType"):  # those of pandas equal nothing
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    return None if value != value else value


def arrow_table(table: object) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return a table of pandas, polars or Arrow as one of Arrow.

    Raises
    ------
    ScoringError
        When it is none.
    """
    arrow: Any = require("pyarrow", "scoring tables")
    if isinstance(table, arrow.Table):
        return table
    if type(table).__module__.partition(".")[0] == "pandas":
        return arrow.Table.from_pandas(table, preserve_index=False)
    if type(table).__module__.partition(".")[0] == "polars":
        return getattr(table, "to_arrow")()  # noqa: B009 - of large texts, and no views
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
        return arrow.table(table)
    found = f"found {type(table).__name__}"
    raise ScoringError(f"a row (dict), rows (list of dicts) or a table is expected, {found}")


def arrow_body(table: Any) -> bytes:  # noqa: ANN401
    """Return a table of Arrow as a stream that is not compressed."""
    arrow: Any = require("pyarrow.ipc", "scoring tables")
    sink = require("pyarrow", "scoring tables").BufferOutputStream()
    with arrow.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
