"""`scoring-kit check`: what is wrong or odd in a scorecard."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text
from typer import Argument

import scoring_kit as sk
from scoring_kit.cli.arguments import Card, Parameters, TableName, read_parameters
from scoring_kit.cli.output import AsJson, print_json
from scoring_kit.errors import Problem, ScorecardError

if TYPE_CHECKING:
    from scoring_kit.scorecard.findings import Findings

STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}

Data = Annotated[
    str | None,
    Argument(
        metavar="DATA",
        help="The table it is meant for: Parquet, CSV or DuckDB.",
        show_default=False,
    ),
]


def check(
    card: Card,
    data: Data = None,
    parameter: Parameters = None,
    table: TableName = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is wrong or odd in a scorecard, also against a table.

    Exit code 1 where something has to be mended; warnings and notes leave it at 0.

    Example: scoring-kit check data/book_club.yaml data/book_club.parquet
    """
    try:
        document = sk.read_scorecard(card)
    except ScorecardError as error:
        if not as_json:
            raise
        print_json([_finding(problem) for problem in error.problems])
        raise typer.Exit(1) from error
    parameters = read_parameters(document, parameter or [])
    findings = sk.check_scorecard(document, data, parameters=parameters, table=table)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        _print(findings, str(card))
    if findings.has_errors:
        raise typer.Exit(1)


def _finding(problem: Problem) -> dict[str, str]:
    """A problem of an invalid document in the form of a finding."""
    where = "" if problem.line is None else f"line {problem.line}: "
    message = where + problem.message
    return {"code": problem.code, "severity": "error", "place": problem.place, "message": message}


def _print(findings: Findings, name: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        console.print(
            Text.assemble(
                (f"{finding.severity:8}", STYLES[finding.severity]),
                (finding.place or "document", "bold"),
                f": {finding.message} ",
                (f"[{finding.code}]", "dim"),
            )
        )
    console.print(Text(f"{name}: {findings.summary}"))
