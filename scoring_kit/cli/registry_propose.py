"""`scoring-kit registry propose`: a version, with the evidence for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Option

from scoring_kit.cli.arguments import Parameters, TableName
from scoring_kit.cli.comparing import Key, Segments, Top
from scoring_kit.cli.output import AsJson
from scoring_kit.cli.registry_moves import tell
from scoring_kit.cli.registry_options import (
    PRODUCTION,
    At,
    By,
    Environment,
    KeyFile,
    Message,
    Name,
    Number,
    declared_parameters,
    opened,
    who,
)
from scoring_kit.cli.report import Event, Outcome, Period, Weights

Data = Annotated[
    str | None,
    Option("--data", "-t", help="Make evidence of it: Parquet, CSV, DuckDB.", show_default=False),
]
Sample = Annotated[
    str | None,
    Option("--sample", metavar="NAME", help="What its rows are; else its file's name."),
]
ReportFile = Annotated[
    Path | None,
    Option(
        "--report",
        metavar="FILE",
        help="In the place of --data: a report of this version, with --live the live one.",
        show_default=False,
    ),
]


def propose(
    name: Name,
    version: Number,
    message: Message,
    data: Data = None,
    sample: Sample = None,
    report: ReportFile = None,
    outcome: Outcome = None,
    event: Event = None,
    weights: Weights = None,
    period: Period = None,
    segment: Segments = None,
    parameter: Parameters = None,
    table: TableName = None,
    key: Key = None,
    top: Top = None,
    by: By = None,
    environment: Environment = PRODUCTION,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Propose a draft or a retired version on evidence, against what is live.

    Example: scoring-kit registry propose book_club 2 -m "Recency counts" --by ann -t october.csv
    """
    actor = who(by, key_file)
    given: dict[str, Any] = {"outcome": outcome, "event": event, "weights": weights}
    given |= {"period": period, "segment": segment, "parameter": parameter, "table": table}
    options = _options(data, {**given, "key": key, "top": top})
    options |= {"data": data, "sample": sample, "report": report}
    with opened(registry, key_file) as reg:
        if parameter:
            options["parameters"] = declared_parameters(reg, name, version, environment, parameter)
        moved = reg.propose(name, version, message, by=actor, environment=environment, **options)
    tell(moved, "proposed", environment, as_json=as_json)


def _options(data: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """Return what says how evidence is made, but for parameters, as Python calls it."""
    options = {name: value for name, value in given.items() if value}
    if data is None and options:
        message = f"--{next(iter(options))} says how evidence is made; name rows with --data"
        raise typer.BadParameter(message)
    names = {"segment": "segments"}
    return {names.get(name, name): options[name] for name in options if name != "parameter"}
