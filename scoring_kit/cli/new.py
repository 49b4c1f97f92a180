"""`scoring-kit new`: a first scorecard from a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

import scoring_kit as sk
from scoring_kit.cli.arguments import TableName
from scoring_kit.cli.output import Force, check_is_free

Table = Annotated[str, Argument(metavar="DATA", help="Parquet, CSV or DuckDB.", show_default=False)]
Output = Annotated[
    Path | None,
    Option("--output", "-o", help="The scorecard's file; printed otherwise.", show_default=False),
]
Columns = Annotated[
    list[str] | None,
    Option(
        "--columns",
        "-c",
        metavar="A,B,...",
        help="The columns to use; one with a comma in its name in double quotes.",
        show_default=False,
    ),
]
Key = Annotated[
    list[str] | None,
    Option("--key", "-k", help="A column that identifies rows.", show_default=False),
]
Outcome = Annotated[
    str | None,
    Option(help="A number or boolean column that sets the directions.", show_default=False),
]


def new(
    data: Table,
    output: Output = None,
    columns: Columns = None,
    key: Key = None,
    outcome: Outcome = None,
    table: TableName = None,
    force: Force = False,
) -> None:
    """Draft a first scorecard from what a table holds, with comments that say why.

    Example: scoring-kit new data/book_club.csv -o card.yaml --outcome bought
    """
    if output is not None:
        if output.suffix.lower() not in (".yaml", ".yml"):
            raise typer.BadParameter(f"{str(output)!r} ends in neither .yaml nor .yml")
        check_is_free(output, force=force)
    draft = sk.draft_scorecard(
        data,
        columns=_split(columns or []) or None,
        key=key or None,
        outcome=outcome,
        table=table,
    )
    if output is None:
        typer.echo(draft.text, nl=False)
        return
    draft.write(output, overwrite=force)
    typer.echo(f"wrote {output}: {len(draft.scorecard.criteria)} criteria")
    option = "" if table is None else f" --table {table}"
    typer.echo(f"next: scoring-kit check {output} {data}{option}")


def _split(texts: list[str]) -> list[str]:
    """Return column names that are written with commas between them."""
    return [name for row in csv.reader(texts, skipinitialspace=True) for name in row]
