"""One of two tables that are held against each other, and the columns of it that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import Source
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.engines.summaries import count_rows
from scoring_kit.errors import DataError, Problem
from scoring_kit.evaluation.reading import (
    REFUSAL,
    SCORE,
    TIER,
    card_columns,
    check_named,
    open_scores,
)
from scoring_kit.expression.words import Type
from scoring_kit.scores import Scores
from scoring_kit.tables.frames import shallow_copy
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import TableColumn


@dataclass(frozen=True, slots=True)
class Side:
    """A table: its columns over `source`, how many rows it has, and what stands after FROM.

    made: columns that are calculated, of which `scored` has the rows; all others are in `table`.
    """

    engine: DuckDBEngine
    table: str
    columns: Mapping[str, TableColumn]
    rows: int
    scored: str = ""
    made: tuple[str, ...] = ()

    def relation(self, name: str) -> str:
        """Return what stands after FROM for a column, so that nothing is scored for an input."""
        return self.scored if name in self.made else self.table


def open_side(data: object, names: Sequence[str] | None, types: Mapping[str, str]) -> Side:
    """Return a table, the scores of one, or an array as the column ``value``."""
    if isinstance(data, Scores):
        return _of_scores(data, names)
    known = {name: Type(kind) for name, kind in types.items()}
    kind: object = type(data)
    is_array = kind is list or getattr(data, "ndim", None) == 1
    given: dict[str, object] = {"value": data}
    copied: object = shallow_copy(given if is_array else data)
    source = Source(copied, known)
    engine, table = source.open(names)
    if names is not None:
        check_named(table, names)
    return Side(engine, table.relation, _usable(table, names), count_rows(engine, table))


def alike(before: Side, after: Side, name: str) -> tuple[Side, Side]:
    """Return both sides with a column of one kind; one without any value takes the other's.

    Raises
    ------
    DataError
        When both have values of different kinds: their bins would have nothing in common.
    """
    kinds = [side.columns[name].kind for side in (before, after)]
    if kinds[0] is kinds[1]:
        return before, after
    if not _has_values(after, name):
        return before, _empty(after, name, before.columns[name])
    if not _has_values(before, name):
        return _empty(before, name, after.columns[name]), after
    first, second = (kind.value if kind else "nothing usable" for kind in kinds)
    message = (
        f"column {name!r} holds {first}s before and {second}s after; make one kind of it, for a "
        f"CSV file with types={{{name!r}: ...}}, or leave it out with columns=[...]"
    )
    raise DataError([Problem("column_type", name, message)], refusal=REFUSAL)


def _has_values(side: Side, name: str) -> bool:
    column = side.columns[name]
    x = f"nullif({column.sql}, 'nan'::DOUBLE)" if column.kind is Type.NUMBER else column.sql
    sql = f"SELECT count({x}) FROM {side.relation(name)} AS source"
    [[known]] = side.engine.fetch(sql, lambda cursor: cursor.fetchall())
    return known > 0


def _empty(side: Side, name: str, like: TableColumn) -> Side:
    """Return a side whose column is missing in every row, of the kind of another."""
    sql = "NULL::DOUBLE" if like.kind is Type.NUMBER else "NULL::VARCHAR"
    kind = Type.NUMBER if like.kind is Type.NUMBER else Type.TEXT
    made = replace(side.columns[name], kind=kind, sql=sql)
    return replace(side, columns={**side.columns, name: made})


def _of_scores(scores: Scores, names: Sequence[str] | None) -> Side:
    """Return the scores of a table: score, tier, and what the card reads of it."""
    made = {"score": (SCORE, Type.NUMBER), "tier": (TIER, Type.TEXT)}
    if not scores.card.tiers:
        made.pop("tier")
    inputs = [name for name in card_columns(scores.card) if name in scores.table.columns]
    wanted = [*made, *inputs] if names is None else list(names)
    columns = [name for name in wanted if name not in made]
    opened = open_scores(scores, columns, None)
    found = {name: opened.table.columns[name] for name in columns}
    for name, (output, kind) in made.items():
        if name in wanted:
            sql = f"source.{quote_identifier(output)}"
            found[name] = TableColumn(name, "DOUBLE", kind, finite=True, sql=sql)
    ordered = {name: found[name] for name in dict.fromkeys(wanted)}
    rows = count_rows(opened.engine, opened.table)
    relation = opened.table.relation
    return Side(opened.engine, relation, ordered, rows, opened.relation, tuple(made))


def _usable(table: Table, names: Sequence[str] | None) -> dict[str, TableColumn]:
    """Return the columns that can be compared: lists and the like are left out unless named."""
    return {
        name: column
        for name, column in table.columns.items()
        if (name in names if names is not None else column.kind is not None)
    }
