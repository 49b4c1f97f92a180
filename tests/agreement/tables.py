"""Hostile tables for a card: columns of every type, as SQL, as Python values, and as meant."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np

from tests.agreement.documents import Card
from tests.agreement.oracle_inputs import OUT_OF_RANGE

NUMBER_TYPES = (
    "DOUBLE", "DOUBLE", "DOUBLE", "FLOAT", "BIGINT", "HUGEINT", "DECIMAL(38,17)", "INTEGER",
)  # fmt: skip
DATE_TYPES = ("DATE", "TIMESTAMP", "TIMESTAMPTZ")
TEXTS = (
    "art", "Art", "A", "Ä", "ä", "ß", "", " art\t", "travel", "zz", "n/a", "日本", "🙂", "it's",
)  # fmt: skip
HOSTILE = (
    -0.0, 1e308, -1e308, 5e-324, 1e-310, 9007199254740993.0, 1e15, 0.1 + 0.2, -1e-9,
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One value: its SQL literal, the Python value, and what a scorecard sees.

    seen: None, float, text, bool, date, or OUT_OF_RANGE.
    """

    sql: str
    python: Any
    seen: Any


NULL = Cell("NULL", None, None)


@dataclass(frozen=True)
class Table:
    """Columns by name: the SQL type and the cells."""

    types: dict[str, str]
    cells: dict[str, list[Cell]]
    rows: int

    def select(self, order: list[int] | None = None) -> str:
        """A query for the rows, in the order given, with their place as `row_number`."""
        order = list(range(self.rows)) if order is None else order
        names = [_identifier(name) for name in self.types]
        casts = [
            f"CAST({name} AS {sql_type}) AS {name}"
            for name, sql_type in zip(names, self.types.values(), strict=True)
        ]
        if not order:
            empty = [
                f"CAST(NULL AS {t}) AS {n}" for n, t in zip(names, self.types.values(), strict=True)
            ]
            return f"SELECT {', '.join(empty)} WHERE false"
        rows = ", ".join(
            "(" + ", ".join(self.cells[name][row].sql for name in self.types) + ")" for row in order
        )
        return f"SELECT {', '.join(casts)} FROM (VALUES {rows}) AS given({', '.join(names)})"

    def row(self, index: int) -> dict[str, Any]:
        """One row as Python values."""
        return {name: cells[index].python for name, cells in self.cells.items()}

    def seen(self, index: int) -> dict[str, Any]:
        """One row as a scorecard sees it."""
        return {name: cells[index].seen for name, cells in self.cells.items()}


def random_table(card: Card, seed: int, rows: int | None = None) -> Table:
    """A table for a card, 0 to 20 rows."""
    random = Random(seed)
    if rows is None:
        rows = random.choice([0, 1, 5, 20, 20, 20, 20, 20, 20])
    types: dict[str, str] = {}
    cells: dict[str, list[Cell]] = {}
    for name, column in card.columns.items():
        maker = _Maker(random, list(column.hints), list(card.codes[name]))
        types[name] = maker.choose_type(column.kind)
        cells[name] = [maker.cell(types[name]) for _ in range(rows)]
    return Table(types, cells, rows)


@dataclass(frozen=True)
class _Maker:
    """Makes cells of one column."""

    random: Random
    hints: list[Any]
    codes: list[Any]

    def choose_type(self, kind: str) -> str:
        if kind == "number":
            return self.random.choice(NUMBER_TYPES)
        if kind == "date":
            return self.random.choice(DATE_TYPES)
        return {"text": "VARCHAR", "boolean": "BOOLEAN"}[kind]

    def cell(self, sql_type: str) -> Cell:
        if self.random.random() < 0.13:
            return NULL
        if sql_type == "VARCHAR":
            return self._text()
        if sql_type == "BOOLEAN":
            truth = self.random.random() < 0.5
            return Cell(str(truth).lower(), truth, truth)
        if sql_type in DATE_TYPES:
            return getattr(self, f"_{sql_type.lower()}")()
        if sql_type in {"DOUBLE", "FLOAT"}:
            return self._float(sql_type)
        return self._exact(sql_type)

    def _text(self) -> Cell:
        choices = [*TEXTS, *self.hints, *self.hints, *(c for c in self.codes for _ in range(6))]
        text = self.random.choice(choices)
        return Cell("'" + text.replace("'", "''") + "'", text, text)

    def _near(self) -> float:
        """A number that the document cares about, or one beside it, or any."""
        draw = self.random.random()
        if self.codes and draw < 0.2:
            return float(self.random.choice(self.codes))
        if draw < 0.55 and self.hints:
            edge = float(self.random.choice(self.hints))
            beside = [edge, edge, math.nextafter(edge, math.inf), math.nextafter(edge, -math.inf)]
            return self.random.choice(beside)
        if draw < 0.62:
            return self.random.choice(HOSTILE)
        return self.random.choice(
            [self.random.uniform(-30, 150), self.random.uniform(0, 3), self.random.randint(-2, 40)]
        )

    def _float(self, sql_type: str) -> Cell:
        draw = self.random.random()
        if draw < 0.05:
            return Cell("'NaN'::DOUBLE", math.nan, None)
        if draw < 0.12:
            sign = self.random.choice(["", "-"])
            return Cell(f"'{sign}Infinity'::DOUBLE", float(f"{sign}inf"), float(f"{sign}inf"))
        value = float(self._near())
        if sql_type == "FLOAT":
            value = _single(value)
        return Cell(f"'{value!r}'::DOUBLE", value, value)

    def _exact(self, sql_type: str) -> Cell:
        """Whole numbers and decimals; a scorecard sees the nearest double."""
        value = max(-2e9, min(2e9, self._near()))
        if sql_type == "DECIMAL(38,17)":
            exact = Decimal(repr(value)).quantize(Decimal("1e-17"))
            if self.random.random() < 0.3:
                exact += Decimal(self.random.randint(-9, 9)) * Decimal("1e-17")
            exact = exact if exact else exact.copy_abs()  # there is no -0 in a DECIMAL
            return Cell(f"'{exact:f}'::DECIMAL(38,17)", exact, float(str(exact)))
        whole = round(value)
        if sql_type != "INTEGER" and self.random.random() < 0.08:
            wide = [2**53 + 1, -(2**53) - 1, 2**63 - 1]
            wide += [2**100 + 1, 2**127 - 1] if sql_type == "HUGEINT" else []
            whole = self.random.choice(wide)
        return Cell(f"'{whole}'::{sql_type}", whole, float(whole))

    def _day(self) -> date:
        draw = self.random.random()
        if draw < 0.08:
            return self.random.choice([date(1, 1, 1), date(9999, 12, 31)])
        if draw < 0.4:
            days = [date(2024, 2, 29), date(2024, 3, 1), date(2020, 2, 29), date(2023, 1, 31)]
            return self.random.choice(days)
        return date.fromordinal(self.random.randint(735000, 739000))

    def _date(self) -> Cell:
        if self.random.random() < 0.08:
            text = self.random.choice(
                ["infinity", "-infinity", "10000-01-01", "0001-12-31 (BC)", "290000-01-01"]
            )
            return Cell(f"'{text}'::DATE", np.datetime64("10000-01-01"), OUT_OF_RANGE)
        day = self._day()
        return Cell(f"'{day.isoformat()}'::DATE", day, day)

    def _timestamp(self) -> Cell:
        if self.random.random() < 0.06:
            text = self.random.choice(["infinity", "-infinity"])
            return Cell(f"'{text}'::TIMESTAMP", np.datetime64("10000-01-01"), OUT_OF_RANGE)
        moment = self._moment()
        return Cell(f"'{moment.isoformat(sep=' ')}'::TIMESTAMP", moment, moment.date())

    def _timestamptz(self) -> Cell:
        moment = self._moment().replace(tzinfo=UTC)
        text = moment.isoformat(sep=" ")
        return Cell(f"'{text}'::TIMESTAMPTZ", moment, moment.date())

    def _moment(self) -> datetime:
        day = self._day()
        clock = self.random.choice([(0, 0, 0), (23, 59, 59), (12, 30, 0)])
        return datetime(day.year, day.month, day.day, *clock)


def _single(value: float) -> float:
    """The nearest number that a FLOAT holds; ends at 3e38."""
    if abs(value) > 3e38:
        value = math.copysign(3e38, value)
    return struct.unpack("f", struct.pack("f", value))[0]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
