"""Registered tables for tests: hostile rows as the card `wide` reads them, each with an id."""

import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq

HOSTILE = {
    "id": [1, 2, 3, 4, 5, 6, 7, 8],
    "age": [41.5, None, float("nan"), float("inf"), -0.0, 5e-324, 1e308, 17.999999999999996],
    "region": ["north", None, "ß", "😀", "", 'a"b,\n', "NULL", "e\u0301"],
    "member": [True, None, False, True, True, False, None, True],
    "since": [
        *(dt.date(2024, 2, 29), None, dt.date(1, 1, 1), dt.date(9999, 12, 31)),
        *(dt.date(1969, 12, 31), dt.date(2024, 6, 1), dt.date(2024, 6, 2), None),
    ],
}
TYPES = {"age": pa.float64(), "region": pa.string(), "member": pa.bool_(), "since": pa.date32()}


def table_of(columns):
    kinds = {name: TYPES.get(name) for name in columns}
    return pa.table({name: pa.array(columns[name], kinds[name]) for name in columns})


def many(rows, start=0):
    """Return a table of many rows, whose ids begin at one."""
    ages = [float(row % 100) for row in range(rows)]
    same = {"region": ["north"] * rows, "member": [True] * rows}
    dates = {"since": [dt.date(2024, 2, 29)] * rows}
    return table_of({"id": list(range(start, start + rows)), "age": ages, **same, **dates})


def written(folder, columns=None, name="people"):
    """Write a Parquet file; return its path and the settings that register it."""
    path = folder / f"{name}.parquet"
    pq.write_table(table_of(HOSTILE) if columns is None else columns, path)
    return path, {"tables": {name: {"path": str(path), "key": "id"}}}
