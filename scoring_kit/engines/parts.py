"""Columns by which the rows of a table fall into few parts, and the part of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from scoring_kit.display.numbers import exact
from scoring_kit.engines.arrays import fetch_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.growing import Codes, small_kind
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table

KINDS = (Type.TEXT, Type.BOOLEAN, Type.NUMBER)
"""What a column holds by which rows can be parted; numbers must be whole."""

NOT_KNOWN, OTHER = "not known", "other"

What = Literal["value", "other", "missing"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that the rows of a table fall into by a column.

    codes: (rows,), the place of each row's part among `names`. names: as they are read by
    people, largest first; after the values those that are joined and those that are missing,
    where there are any. kinds: which of the three each one is. sizes: rows of each.
    """

    codes: Codes
    names: tuple[str, ...]
    kinds: tuple[What, ...]
    sizes: npt.NDArray[np.intp]


def part_columns(
    engine: DuckDBEngine, table: Table, names: Sequence[str], most: int
) -> tuple[str, ...]:
    """Return those of some columns that have 2 to `most` parts, missing values being one.

    Text, booleans and whole numbers have parts; dates, fractions and infinite numbers do not.
    """
    names = [name for name in names if table.columns[name].kind in KINDS]
    rough = _counted(engine, table, names, "approx_count_distinct")
    names = [name for name, count in zip(names, rough, strict=True) if 0 < count <= 2 * most + 10]
    counts = _counted(engine, table, names, "count_parts")
    return tuple(name for name, found in zip(names, counts, strict=True) if 2 <= found <= most)


@dataclass(frozen=True, slots=True)
class Parting:
    """The largest parts by a column, before rows are told apart by it.

    names: as they are read by people, largest first. values: the same as SQL literals.
    """

    kind: Type
    names: tuple[str, ...]
    values: tuple[str, ...]

    def code(self, x: str) -> str:
        """Return the SQL of a row's part by a value: its place, the next one for others, -1."""
        known = _known(x, self.kind)
        others = len(self.names)
        # DuckDB finds texts of an ENUM faster than those of a CASE; none can hold a NUL
        if self.kind is Type.TEXT and not any("\0" in name for name in self.names):
            texts = ", ".join(self.values or ("''",))
            place = f"coalesce(enum_code(TRY_CAST({known} AS ENUM ({texts})))::INTEGER, {others})"
        else:
            branches = [f"WHEN {value} THEN {place}" for place, value in enumerate(self.values)]
            place = f"CASE {known} {' '.join(branches)} ELSE {others} END" if branches else "0"
        return f"CASE WHEN {known} IS NULL THEN -1 ELSE {place} END"

    def parts(self, codes: Codes) -> Parts:
        """Return the parts of rows whose codes are these."""
        return _named(codes, self.names)


def find_parting(engine: DuckDBEngine, table: Table, name: str, most: int) -> Parting:
    """Return the `most` largest parts by a text, boolean or number column."""
    kind = table.columns[name].kind
    assert kind is not None  # whoever asks has looked
    x = _known(table.columns[name].sql, kind)
    sql = f"SELECT {x} AS name, count(*) AS rows FROM {table.relation} AS source GROUP BY name"
    sql = f"FROM ({sql}) WHERE name IS NOT NULL ORDER BY rows DESC, name LIMIT {most}"
    found = [row[0] for row in engine.fetch(sql, lambda cursor: cursor.fetchall())]
    words = {False: "no", True: "yes"} if kind is Type.BOOLEAN else {}
    names = [
        words[value] if words else exact(value) if kind is Type.NUMBER else str(value)
        for value in found
    ]
    return Parting(kind, tuple(names), tuple(map(literal, found)))


def parts_of(engine: DuckDBEngine, table: Table, name: str, most: int) -> Parts:
    """Return the parts by a text, boolean or number column: the `most` largest, others joined."""
    parting = find_parting(engine, table, name, most)
    code = parting.code(table.columns[name].sql)
    sql = f"SELECT {code} AS {quote_identifier('code')} FROM {table.relation} AS source"
    kind = small_kind(len(parting.names) + 2)
    return parting.parts(fetch_arrays(engine, sql, {"code": kind})[0]["code"])


def _known(x: str, kind: Type) -> str:
    """Return a value of which each part has one spelling: no NaN, no -0.0."""
    return f"CASE WHEN isnan({x}) THEN NULL ELSE {x} + 0e0 END" if kind is Type.NUMBER else x


def _counted(engine: DuckDBEngine, table: Table, names: Sequence[str], how: str) -> list[int]:
    """Return how many parts columns have, by one pass; 0 where numbers have no parts."""
    if not names:
        return []
    items = [_count(table, name, how) for name in names]
    sql = f"SELECT {', '.join(items)} FROM {table.relation} AS source"
    [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
    return [int(count or 0) for count in row]


def _count(table: Table, name: str, how: str) -> str:
    x = table.columns[name].sql
    count = f"{how}({x})"
    if how == "count_parts":
        known = f"CASE WHEN isnan({x}) THEN NULL ELSE {x} END" if _is_number(table, name) else x
        count = f"count(DISTINCT {known}) + max(CASE WHEN {known} IS NULL THEN 1 ELSE 0 END)"
    if not _is_number(table, name):
        return count
    return (
        f"CASE WHEN coalesce(bool_and(isnan({x}) OR {x} - floor({x}) = 0), true) THEN {count} END"
    )


def _is_number(table: Table, name: str) -> bool:
    return table.columns[name].kind is Type.NUMBER


def _named(codes: Codes, names: Sequence[str]) -> Parts:
    """Return parts whose codes are those of `names`, the next one for others, -1 for missing."""
    found: list[tuple[str, What]] = [(name, "value") for name in names]
    if len(codes) and codes.max() >= len(names):
        found.append((OTHER, "other"))
    if len(codes) and codes.min() < 0:
        codes = np.where(codes < 0, len(found), codes)
        found.append((NOT_KNOWN, "missing"))
    texts, kinds = zip(*found, strict=True) if found else ((), ())
    sizes = np.bincount(codes, minlength=len(texts))
    return Parts(codes, texts, cast("Any", kinds), sizes)
