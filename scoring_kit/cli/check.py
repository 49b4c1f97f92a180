"""`scoring-kit check`: what is wrong or odd in a scorecard."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from typer import Argument, Option

from scoring_kit.checking import check_scorecard
from scoring_kit.cli.arguments import Card, Parameters, read_parameters
from scoring_kit.errors import Problem, ScorecardError
from scoring_kit.scorecard.files import read_scorecard
from scoring_kit.scorecard.findings import Finding, Findings, Severity

STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "note": "cyan"}

Data = Annotated[
    str | None,
    Argument(metavar="DATA", help="A Parquet or CSV table it is meant for.", show_default=False),
]


def check(
    card: Card,
    data: Data = None,
    parameter: Parameters = None,
    as_json: Annotated[bool, Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Tell what is wrong or odd in a scorecard, also against a table.

    Exit code 1 where something has to be mended; warnings and notes leave it at 0.

    Example: scoring-kit check data/book_club.yaml data/book_club.parquet
    """
    try:
        document = read_scorecard(card)
    except ScorecardError as error:
        if not as_json:
            raise
        _print_json(Findings(tuple(_finding(problem) for problem in error.problems)))
        raise typer.Exit(1) from error
    parameters = read_parameters(document, parameter or [])
    findings = check_scorecard(document, data, parameters=parameters)
    if as_json:
        _print_json(findings)
    else:
        _print(findings, str(card))
    if findings.has_errors:
        raise typer.Exit(1)


def _finding(problem: Problem) -> Finding:
    where = "" if problem.line is None else f"line {problem.line}: "
    return Finding(problem.code, "error", problem.place, where + problem.message)


def _print_json(findings: Findings) -> None:
    typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))


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
