"""`scoring-kit diff`: what differs between two scorecards, and for which rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

import scoring_kit as sk
from scoring_kit.cli.arguments import Parameters, TableName, read_parameters
from scoring_kit.cli.impact_texts import print_impact
from scoring_kit.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from scoring_kit.impact import Impact
    from scoring_kit.scorecard.changes import Changes

Old = Annotated[Path, Argument(metavar="OLD", help="A scorecard.", show_default=False)]
New = Annotated[Path, Argument(metavar="NEW", help="The changed one.", show_default=False)]
Data = Annotated[
    str | None,
    Option("--data", "-t", help="Compare on its rows: Parquet, CSV, DuckDB.", show_default=False),
]
Segments = Annotated[
    list[str] | None,
    Option("--segment", "-s", help="A column to tell winners and losers by.", show_default=False),
]
Key = Annotated[
    list[str] | None,
    Option("--key", "-k", help="A column that identifies rows.", show_default=False),
]
Top = Annotated[
    int | None, Option("--top", min=1, help="Ranks that count as the top.", show_default=False)
]


def diff(
    old: Old,
    new: New,
    data: Data = None,
    segment: Segments = None,
    parameter: Parameters = None,
    table: TableName = None,
    key: Key = None,
    top: Top = None,
    as_json: AsJson = False,
) -> None:
    """Tell what differs between two scorecards, a line for each change; with --data for whom.

    Exit code 0 where they mean the same, whatever their comments and order of fields; 1
    where they differ, as diff has it.

    Example: scoring-kit diff card.yaml card-new.yaml --data customers.parquet --segment country
    """
    given = {"--segment": segment, "--parameter": parameter, "--table": table, "--key": key}
    idle = [name for name, value in {**given, "--top": top}.items() if value]
    if data is None and idle:
        raise typer.BadParameter(f"{idle[0]} says how rows are compared; name them with --data")
    live, candidate = sk.read_scorecard(old), sk.read_scorecard(new)
    found = sk.changes(live, candidate)
    impact = None
    if data is not None:
        declared = {**live.parameters, **candidate.parameters}
        both = candidate.model_copy(update={"parameters": declared})
        options: dict[str, Any] = {
            "segments": segment or (),
            "parameters": read_parameters(both, parameter or []),
            "table": table,
            "key": key or None,
            "top": top,
        }
        impact = sk.compare(live, candidate, data, **options)
    _tell(found, impact, as_json=as_json)
    if len(found):
        raise typer.Exit(1)


def _tell(changes: Changes, impact: Impact | None, *, as_json: bool) -> None:
    if as_json:
        listed = [asdict(change) for change in changes]
        print_json(listed if impact is None else {"changes": listed, "impact": impact.figures()})
        return
    typer.echo(repr(changes))
    if impact is not None:
        print_impact(impact)
