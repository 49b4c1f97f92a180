"""Columns by which the rows of a table in memory fall into few parts, and the part of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.display.numbers import exact
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table, table_columns

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

    codes: npt.NDArray[np.intp]
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


def parts_of(engine: DuckDBEngine, table: Table, name: str, most: int) -> Parts:
    """Return the parts by a text, boolean or number column: the `most` largest, others joined."""
    if table.columns[name].kind is Type.TEXT:
        return _by_text(engine, table, name, most)
    _, columns = read_columns(engine, Plan((table_columns(table)[name],), (), ()), table)
    column = columns[name].astype(np.float64)
    is_boolean = table.columns[name].kind is Type.BOOLEAN
    missing = column < 0.0 if is_boolean else np.isnan(column)
    values, codes = np.unique(column[~missing], return_inverse=True)
    all_codes = np.full(len(column), -1, np.intp)
    all_codes[~missing] = codes
    words = {0.0: "no", 1.0: "yes"} if is_boolean else {}
    names = [words.get(value) or exact(value) for value in values.tolist()]
    return _largest(all_codes, names, most)


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


def _by_text(engine: DuckDBEngine, table: Table, name: str, most: int) -> Parts:
    """Let DuckDB find the codes, as texts are slow to hand over."""
    x = table.columns[name].sql
    sql = f"SELECT {x} AS name, count(*) AS rows FROM {table.relation} AS source GROUP BY name"
    sql = f"FROM ({sql}) WHERE name IS NOT NULL ORDER BY rows DESC, name LIMIT {most}"
    names = [row[0] for row in engine.fetch(sql, lambda cursor: cursor.fetchall())]
    kinds = ", ".join(map(literal, names)) or "''"
    code = f"enum_code(TRY_CAST({x} AS ENUM ({kinds})))::INTEGER"
    found = f"CASE WHEN {x} IS NULL THEN -1 ELSE coalesce({code}, {len(names)}) END"
    sql = f"SELECT {found} AS {quote_identifier('code')} FROM {table.relation} AS source"
    frame = engine.fetch(sql, lambda cursor: cursor.df())
    return _named(frame["code"].to_numpy(np.intp), [str(text) for text in names])


def _largest(codes: npt.NDArray[np.intp], names: Sequence[str], most: int) -> Parts:
    """Return parts in the order of their size, those beyond `most` under one code."""
    sizes = np.bincount(codes[codes >= 0], minlength=len(names))
    order: npt.NDArray[np.intp] = np.argsort(-sizes, kind="stable")[:most]
    place = np.full(len(names) + 1, len(order), np.intp)
    place[order] = np.arange(len(order))
    place[-1] = -1
    chosen: list[int] = order.tolist()
    return _named(place[codes], [names[index] for index in chosen])


def _named(codes: npt.NDArray[np.intp], names: Sequence[str]) -> Parts:
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
