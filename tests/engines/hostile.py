"""A table of everything that goes wrong, as each engine reads it, and its results compared."""

import datetime as dt
import math
import random
import struct
from decimal import Decimal

import numpy as np

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.numpy import run
from scoring_kit.engines.row import compile_row
from scoring_kit.expression.words import Column, Type
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.table import describe_table

FLOATS = (
    None, math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 0.1, 0.5, -2.5, 5.0, 10.0, 1e308,
    -1e308, 5e-324, -5e-324, 2.0**53 + 2, 709.782712893384, 710.0, 1e-7, 123456.789, 1e22, -745.2,
)  # fmt: skip
POOLS = {
    "double": (Type.NUMBER, False, "DOUBLE", FLOATS),
    "other": (Type.NUMBER, False, "DOUBLE", FLOATS),
    "bigint": (Type.NUMBER, True, "BIGINT", (None, 0, 5, -10, 2**53 + 1, 2**63 - 1, -(2**63))),
    "huge": (Type.NUMBER, True, "HUGEINT", (None, 1, 2**100 + 1, -(10**38), 2**127 - 1)),
    "decimal": (
        Type.NUMBER, True, "DECIMAL(38,17)",
        (None, Decimal("0.1"), Decimal("-2.5"), Decimal("12345678901234567890.12345678901234567")),
    ),
    "text": (
        Type.TEXT, True, "VARCHAR",
        (None, "", " ", "a", "A", "b", "it's", "ß", "İ", "ΑΣ", "ς", "\tx \r\n", "\u00a0x", "é",
         "e\u0301", "😀", "\uffff", "a\0b", "ﬁ", "ǆ", "ᾳ", "NULL", "nan"),
    ),
    "word": (Type.TEXT, True, "VARCHAR", (None, "", "a", "b", "😀", "A", "İ")),
    "flag": (Type.BOOLEAN, True, "BOOLEAN", (None, True, False)),
    "day": (
        Type.DATE, False, "DATE",
        (None, dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(1970, 1, 1), dt.date(1969, 12, 31),
         dt.date(2024, 2, 29), dt.date(1900, 3, 1)),
    ),
}  # fmt: skip
ROWS = 150
COLUMNS = {name: Column(name, kind, finite) for name, (kind, finite, _, _) in POOLS.items()}


def hostile_rows():
    """Return rows by column; each value of a pool occurs, in chance company."""
    chance = random.Random(20240229)
    columns = []
    for _, _, _, pool in POOLS.values():
        values = [pool[number % len(pool)] for number in range(ROWS)]
        chance.shuffle(values)
        columns.append(values)
    return [dict(zip(POOLS, values, strict=True)) for values in zip(*columns, strict=True)]


class Engines:
    """The three engines over one table, with results in one form."""

    def __init__(self, rows):
        self.rows = rows
        self.engine = DuckDBEngine(connect(threads=2))
        self.engine.connection.execute(
            f"CREATE TABLE hostile (row INTEGER, {', '.join(_definition(n) for n in POOLS)})"
        )
        places = ", ".join("?" for _ in range(len(POOLS) + 1))
        self.engine.connection.executemany(
            f"INSERT INTO hostile VALUES ({places})",
            [[number, *row.values()] for number, row in enumerate(rows)],
        )
        self.table = describe_table("hostile", self.engine.connection, keeps_order=True)
        self.columns = {
            name: to_column([row[name] for row in rows], kind, name)
            for name, (kind, _, _, _) in POOLS.items()
        }

    def duckdb(self, plan):
        rows = self.engine.run(plan, self.table).rows()
        return [[bits(value) for value in row] for row in rows]

    def numpy(self, plan):
        outputs = run(plan, self.columns, rows=len(self.rows))
        columns = [python_values(outputs[o.name], o.reference.kind) for o in plan.outputs]
        return [[bits(value) for value in row] for row in zip(*columns, strict=True)]

    def row(self, plan):
        function = compile_row(plan)
        return [[bits(value) for value in function(row).values()] for row in self.rows]


def bits(value):
    """Return a value such that only the very same value equals it."""
    if isinstance(value, float):
        return None if math.isnan(value) else struct.pack(">d", value).hex()
    return value


def _definition(name):
    return f'"{name}" {POOLS[name][2]}'


def python_values(array, kind):
    """Return an output of the numpy engine as the values that the others give."""
    if kind is Type.BOOLEAN:
        return [None if value < 0 else bool(value) for value in array.tolist()]
    if kind is Type.DATE:
        epoch = dt.date(1970, 1, 1)
        return [None if np.isnan(v) else epoch + dt.timedelta(days=v) for v in array.tolist()]
    if kind is Type.PACKED:
        return [None if value == -(2**63) else value for value in array.tolist()]
    return array.tolist()
