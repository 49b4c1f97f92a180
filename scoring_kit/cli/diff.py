"""`scoring-kit diff`: what differs between two scorecards, and for which rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument

import scoring_kit as sk
from scoring_kit.cli.arguments import Parameters, TableName
from scoring_kit.cli.comparing import Data, Key, Segments, Top, impact_of, print_impact
from scoring_kit.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from scoring_kit.impact import Impact
    from scoring_kit.scorecard.changes import Changes

Old = Annotated[Path, Argument(metavar="OLD", help="A scorecard.", show_default=False)]
New = Annotated[Path, Argument(metavar="NEW", help="The changed one.", show_default=False)]


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
    pair = sk.read_scorecard(old), sk.read_scorecard(new)
    impact = impact_of(
        pair, data, segment=segment, parameter=parameter, table=table, key=key, top=top
    )
    found = sk.changes(*pair)
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
