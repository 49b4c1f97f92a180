"""`scoring-kit registry compare`: what differs between two versions, and for which rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from typer import Argument

import scoring_kit as sk
from scoring_kit.cli.arguments import Parameters, TableName
from scoring_kit.cli.comparing import Data, Key, Segments, Top, impact_of, print_impact
from scoring_kit.cli.output import AsJson, print_json, visible
from scoring_kit.cli.registry_options import At, Name, opened

First = Annotated[
    int, Argument(metavar="FIRST", min=1, help="The number of a version.", show_default=False)
]
Second = Annotated[
    int, Argument(metavar="SECOND", min=1, help="That of another one.", show_default=False)
]


def compare(
    name: Name,
    first: First,
    second: Second,
    data: Data = None,
    segment: Segments = None,
    parameter: Parameters = None,
    table: TableName = None,
    key: Key = None,
    top: Top = None,
    registry: At = None,
    as_json: AsJson = False,
) -> None:
    """Tell what differs between two versions, a line for each change; with --data for whom.

    Example: scoring-kit registry compare book_club 1 2 --data customers.parquet
    """
    with opened(registry) as reg:
        pair = reg.version(name, first).card, reg.version(name, second).card
    impact = impact_of(
        pair, data, segment=segment, parameter=parameter, table=table, key=key, top=top
    )
    found = sk.changes(*pair)
    if as_json:
        listed = [asdict(change) for change in found]
        print_json({"changes": listed, "impact": impact and impact.figures()})
        return
    typer.echo(visible(repr(found)))
    if impact is not None:
        print_impact(impact)
