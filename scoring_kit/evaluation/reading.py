"""What is evaluated, whatever it came as: scores of a card, a table with a score, arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import PurePath
from typing import Any

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.engines.cells import frequent_texts, text_code
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import Source
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.expression.words import Type
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.scores import Scores, opened_with
from scoring_kit.tables.frames import shallow_copy
from scoring_kit.tables.table import Table, table_columns

REFUSAL = "cannot be evaluated"
SCORE, OTHER, TIER, PROBABILITY = (
    f"evaluated {name}" for name in ("score", "other score", "tier", "probability")
)
"""Names of the columns that are calculated, beside those of the table."""
MOST_TIERS = 100


@dataclass(frozen=True, slots=True)
class Names:
    """The columns of a table without a card: where the score stands, and what belongs to it."""

    score: str = "score"
    tier: str | None = None
    probability: str | None = None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A table with its scores, ready to be counted.

    relation: what stands after FROM, as SQL, with all columns that are asked for and those
    that are calculated. score, other, probability, tier: their SQL over `source`; tier is the
    place among `tiers`, from the best on. card: None for a score that was given.
    reread: gives the table with other columns.
    """

    name: str
    engine: DuckDBEngine
    table: Table
    relation: str
    score: str
    other: str | None
    probability: str | None
    tier: str | None
    tiers: tuple[str, ...]
    card: Scorecard | None
    against: str | None
    reread: Callable[[Opened, Sequence[str]], Opened]

    def with_columns(self, names: Sequence[str]) -> Opened:
        """Return the same with more columns of the table."""
        check_named(self.table, names)
        return self.reread(self, names)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns of the table that the card reads; none without a card."""
        if self.card is None:
            return ()
        read = card_columns(self.card)
        return tuple(name for name in self.table.columns if name in read)


def card_columns(card: Scorecard | None) -> tuple[str, ...]:
    """Return the columns that a card asks a table for; none without a card."""
    if card is None:
        return ()
    found = input_types(card)
    return tuple(dict.fromkeys((*found.types, *found.read)))


def open_scores(scores: Scores, columns: Sequence[str], against: object) -> Opened:
    """Return the table of some scores, with those of another card where one is given."""
    other = _other_card(against)
    own = tuple(name for name in card_columns(other) if name in scores.table.columns)
    check_named(scores.table, columns)
    engine, table = opened_with(scores, tuple(dict.fromkeys((*columns, *own))))
    names = ("score", "tier", "probability")
    plan = _renamed(scores.whole_plan.only(names), (SCORE, TIER, PROBABILITY), names)
    kept = tuple(dict.fromkeys(columns))
    _check_free((*kept, *own))
    keys = tuple(dict.fromkeys((*kept, *own)))
    relation = f"({engine.run(plan, table, keys=keys).sql})"
    if other is not None:
        relation = _with_other(relation, engine, table, plan, kept, other, scores, against)
    tiers = tuple(name for name, _ in scores.card.tiers)
    has = {output.name for output in plan.outputs}
    return Opened(
        scores.card.name,
        engine,
        table,
        relation,
        _column(SCORE),
        None if other is None else _column(OTHER),
        _column(PROBABILITY) if PROBABILITY in has else None,
        text_code(_column(TIER), tiers) if tiers and TIER in has else None,
        tiers,
        scores.card,
        None if other is None else _other_name(scores.card, other),
        lambda _, more: open_scores(scores, (*columns, *more), against),
    )


def open_table_of_scores(
    data: object,
    columns: Sequence[str],
    names: Names,
    *,
    types: Mapping[str, Type],
    table: str | None,
    title: str,
) -> Opened:
    """Return a table that has a score already."""
    optional = [names.tier or "tier", names.probability or "probability"]
    needed = [names.score, *columns, *([names.against] if names.against else [])]
    needed += [name for name in (names.tier, names.probability) if name]
    source = Source(shallow_copy(data), types, table)
    read = tuple(dict.fromkeys((*needed, *optional)))
    engine, opened = source.open(read)
    read = tuple(name for name in read if name in opened.columns)
    check_named(opened, needed)
    probability = _optional(opened, names.probability, "probability", Type.NUMBER)
    tier = _optional(opened, names.tier, "tier", Type.TEXT)
    tiers = () if tier is None else _tiers(engine, opened, tier, names.score)
    return Opened(
        title,
        engine,
        opened,
        opened.relation,
        number_sql(engine, opened, names.score),
        None if names.against is None else number_sql(engine, opened, names.against),
        None if probability is None else number_sql(engine, opened, probability),
        None if tier is None else text_code(opened.columns[tier].sql, tiers),
        tiers,
        None,
        names.against,
        lambda this, more: _with(this, source.table_with(engine, opened, (*read, *more))),
    )


def _with(opened: Opened, table: Table) -> Opened:
    return replace(opened, table=table, relation=table.relation)


def check_named(table: Table, names: Sequence[str]) -> None:
    """Refuse names that the table does not have or cannot group rows by, all of them at once."""
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        if name not in table.columns:
            message = f"the table has no column {name!r}{nearest(name, table.columns)}"
            problems.append(Problem("column_missing", name, message))
        elif table.columns[name].engine_type and table.columns[name].kind is None:
            kind = table.columns[name].engine_type
            message = f"column {name!r} is {kind}; name one of numbers, texts, booleans or dates"
            problems.append(Problem("column_type", name, message))
    if problems:
        raise DataError(problems, refusal=REFUSAL)


def _check_free(names: Sequence[str]) -> None:
    """Refuse columns that would stand beside a calculated one of the same name, in any case."""
    taken = [name for name in names if name.lower() in (SCORE, OTHER, TIER, PROBABILITY)]
    if taken:
        message = f"a column cannot be called {taken[0]!r}, as what is calculated is; rename it"
        raise DataError([Problem("column_name", taken[0], message)], refusal=REFUSAL)


def known_types(outcome: str, names: Names, weights: str | None, event: object) -> dict[str, Type]:
    """Return what columns hold where a file does not say it."""
    numbers = [names.score, weights, names.probability, names.against]
    types = {name: Type.NUMBER for name in numbers if name is not None}
    return types if isinstance(event, str) else {**types, outcome: Type.NUMBER}


def is_file(data: object) -> bool:
    """Return whether data are files."""
    return isinstance(data, str | PathLike)


def title_of(data: object) -> str:
    """Return what a table without a card is called."""
    return PurePath(str(data)).stem if is_file(data) else "scores"


def _column(name: str) -> str:
    return f"source.{quote_identifier(name)}"


def _renamed(plan: Plan, names: Sequence[str], outputs: Sequence[str]) -> Plan:
    """Return the plan with other names for its outputs, which no column of a table has."""
    new = dict(zip(outputs, names, strict=True))
    return replace(plan, outputs=tuple(replace(o, name=new[o.name]) for o in plan.outputs))


def _other_card(against: object) -> Scorecard | None:
    if against is None or isinstance(against, Scorecard):
        return against
    if isinstance(against, Scores):
        return against.card
    kind = type(against).__name__
    raise TypeError(f"`against` is a Scorecard or Scores beside Scores, found {kind}")


def _other_name(card: Scorecard, other: Scorecard) -> str:
    return other.name if other.name != card.name else f"{other.name} (other)"


def _with_other(
    relation: str,
    engine: DuckDBEngine,
    table: Table,
    plan: Plan,
    kept: Sequence[str],
    other: Scorecard,
    scores: Scores,
    against: object,
) -> str:
    """Return the relation with the score of another card beside the first."""
    parameters: dict[str, Any] = dict(scores.parameters)
    if isinstance(against, Scores):
        parameters = dict(against.parameters)
    else:
        parameters = {k: v for k, v in parameters.items() if k in other.parameters}
    whole = compile_scorecard(other, table_columns(table), parameters)
    wanted = _renamed(whole.only(["score"]), [OTHER], ["score"])
    keys = (*kept, *(output.name for output in plan.outputs))
    return f"({engine.run(wanted, replace(table, relation=relation), keys=keys).sql})"


def _optional(table: Table, given: str | None, usual: str, kind: Type) -> str | None:
    """Return a column that was named, or the one that usually has what is looked for."""
    if given is not None:
        return given
    return usual if usual in table.columns and table.columns[usual].kind is kind else None


def number_sql(
    engine: DuckDBEngine, table: Table, name: str, allowed: str = "numbers are needed"
) -> str:
    """Return the SQL of a column of numbers; one without any value may be of texts."""
    column = table.columns[name]
    if column.kind is Type.NUMBER:
        return column.sql
    if column.kind is Type.TEXT and not frequent_texts(engine, table.relation, column.sql, 1):
        return "NULL::DOUBLE"
    held = "nothing usable" if column.kind is None else f"{column.kind.value}s"
    message = f"column {name!r} holds {held}; {allowed}: name another column"
    raise DataError([Problem("column_type", name, message)], refusal=REFUSAL)


def _tiers(engine: DuckDBEngine, table: Table, name: str, score: str) -> tuple[str, ...]:
    """Return the tiers of a table from the one with the highest score on."""
    x, y = table.columns[name].sql, table.columns[score].sql
    found = [text for text, _ in frequent_texts(engine, table.relation, x, MOST_TIERS + 1)]
    if len(found) > MOST_TIERS:
        message = f"column {name!r} has more than {MOST_TIERS} tiers; name the column of the tier"
        raise DataError([Problem("too_many_tiers", name, message)], refusal=REFUSAL)
    kinds = ", ".join(map(literal, found)) or "''"
    sql = (
        f"SELECT {x} AS tier FROM {table.relation} AS source WHERE {x} IN ({kinds}) "
        f"GROUP BY {x} ORDER BY max(CASE WHEN isfinite({y}) THEN {y} END) DESC NULLS LAST, tier"
    )
    return tuple(row[0] for row in engine.fetch(sql, lambda cursor: cursor.fetchall()))
