"""Results that an engine calculates once and keeps, each row stamped with what made it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.fingerprints import fingerprint_table
from scoring_kit.engines.results import LISTS, Result
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.tables.fingerprint import Fingerprint
from scoring_kit.tables.table import describe_table
from scoring_kit.tables.types import TableColumn

Stamp = int | str
"""A value that stands in each row: a whole number, or a text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A result in a table of its engine's, which lives as long as the engine does.

    relation: the table, as SQL. types: of its columns, in order, as they leave. held: the names
    of columns that it holds as ENUMs. outputs: as in `Result`. stamps: columns at the end with
    one value each. notes: what a Parquet file is to say of itself, by key.
    """

    engine: DuckDBEngine
    relation: str
    types: Mapping[str, str]
    held: frozenset[str]
    outputs: frozenset[str]
    stamps: Mapping[str, Stamp] = field(default_factory=dict[str, Stamp])
    notes: Mapping[str, str] = field(default_factory=dict[str, str])

    def result(self, order: Sequence[str] = ()) -> Result:
        """Return the rows with their stamps; order: the columns to sort by."""
        types = {name: _STAMP_TYPES[type(value)] for name, value in self.stamps.items()}
        return Result(
            self.engine,
            self._select(quick=False),
            {**self.types, **types},
            self.outputs | self.stamps.keys(),
            tuple(order),
            lambda: self._select(quick=True),
        )

    def fingerprint(self, key: Sequence[str] = ()) -> Fingerprint:
        """Return the fingerprint of the rows without their stamps, lists as texts with commas.

        Raises
        ------
        DataError
            When a key is of a type that has none.
        """
        items = [
            f"array_to_string({quote_identifier(name)}, ',') AS {quote_identifier(name)}"
            if kind == LISTS and name in self.outputs
            else quote_identifier(name)
            for name, kind in self.types.items()
        ]
        relation = f"(SELECT {', '.join(items)} FROM {self.relation})"
        table = describe_table(relation, self.engine.connection)
        return fingerprint_table(self.engine, table, key=key)

    def _select(self, *, quick: bool) -> str:
        items = [
            f"{quote_identifier(name)}::{kind} AS {quote_identifier(name)}"
            if name in self.held and not quick
            else quote_identifier(name)
            for name, kind in self.types.items()
        ]
        items += [_stamped(name, value, quick=quick) for name, value in self.stamps.items()]
        return f"SELECT {', '.join(items)} FROM {self.relation}"


def keep(
    result: Result,
    stamps: Mapping[str, Stamp] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Kept:
    """Calculate a result, once, and return it as it is kept.

    Raises
    ------
    EngineError, DataError
        When it cannot be calculated.
    """
    relation = quote_identifier(f"kept {secrets.token_hex(8)}")
    sql = result.sql if result.quick is None else result.quick()
    result.engine.change(f"CREATE TABLE {relation} AS {sql}")
    columns = describe_table(relation, result.engine.connection).columns
    held = frozenset(name for name, kind in result.types.items() if _is_held(columns[name], kind))
    return Kept(
        result.engine, relation, result.types, held, result.outputs, stamps or {}, notes or {}
    )


def _is_held(column: TableColumn, kind: str) -> bool:
    """Return whether a text is held as an ENUM, which it was not."""
    return column.engine_type.startswith("ENUM") and kind == "VARCHAR"


_STAMP_TYPES = {int: "BIGINT", str: "VARCHAR"}


def _stamped(name: str, value: Stamp, *, quick: bool) -> str:
    if isinstance(value, int):
        return f"{value}::BIGINT AS {quote_identifier(name)}"
    kind = f"ENUM ({literal(value)})" if quick else "VARCHAR"
    return f"{literal(value)}::{kind} AS {quote_identifier(name)}"
