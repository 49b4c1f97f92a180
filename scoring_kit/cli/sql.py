"""`scoring-kit sql`: the SELECT that DuckDB runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

import scoring_kit as sk
from scoring_kit.cli.arguments import Card, DetailChoice, Parameters, TableName, read_parameters

if TYPE_CHECKING:
    from scoring_kit.scorecard.models import Scorecard
    from scoring_kit.tables.table import Table

Data = Annotated[
    str | None,
    Argument(
        metavar="DATA",
        help="Parquet, CSV or DuckDB; without it, a table named data, or as --table says.",
        show_default=False,
    ),
]


def sql(
    card: Card,
    data: Data = None,
    detail: Annotated[
        DetailChoice, Option("--detail", "-d", help="Which columns the result has.")
    ] = DetailChoice.REASONS,
    parameter: Parameters = None,
    table: TableName = None,
) -> None:
    """Print the SELECT that scores a table, as DuckDB runs it.

    Without DATA the columns are taken to have the types that the scorecard gives them.

    Example: scoring-kit sql data/book_club.yaml data/book_club.parquet | duckdb
    """
    from scoring_kit.engines.statements import scoring_statement

    document = sk.read_scorecard(card)
    source = _without_rows(document) if data is None else data
    parameters = read_parameters(document, parameter or [])
    scores = sk.score(
        document,
        source,
        parameters=parameters,
        detail=detail.value,
        table=None if data is None else table,
    )
    read = scores.table if data is not None else _named(table or "data", document)
    typer.echo(f"{scoring_statement(scores.plan, read, scores.key)};")


_WITHOUT_ROWS = {"number": "float64", "boolean": "bool", "date": "datetime64[D]", "text": "str"}
# Of each type the one whose canonical form is a cast, as nobody knows what the table holds.
_CASTS = {"number": "FLOAT", "boolean": "BOOLEAN", "date": "TIMESTAMP", "text": "ENUM"}


def _types(card: Scorecard) -> dict[str, str]:
    """Return the types of the columns that a scorecard reads, as far as it says them."""
    from scoring_kit.scorecard.types import input_types

    found = input_types(card)
    columns = [name for name in found.read if name not in card.derived]
    kinds = {name: found.types.get(name) for name in columns}
    named = {name: "number" if kind is None else kind.value for name, kind in kinds.items()}
    return {**dict.fromkeys(card.key, "text"), **named}


def _without_rows(card: Scorecard) -> dict[str, object]:
    """Return the table that a scorecard expects, empty."""
    import numpy

    return {name: numpy.array([], _WITHOUT_ROWS[kind]) for name, kind in _types(card).items()}


def _named(name: str, card: Scorecard) -> Table:
    """Return the table of this name that a scorecard expects."""
    from scoring_kit.engines.sql import quote_identifier
    from scoring_kit.tables.table import Table
    from scoring_kit.tables.types import describe

    columns = {column: describe(column, _CASTS[kind]) for column, kind in _types(card).items()}
    return Table(quote_identifier(name), columns, keeps_order=False)
