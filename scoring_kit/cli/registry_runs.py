"""`scoring-kit registry score`, `runs`, `replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from scoring_kit.cli.arguments import DetailChoice, Parameters, TableName, read_parameters
from scoring_kit.cli.output import (
    AsJson,
    Force,
    draw_table,
    print_json,
    print_table,
    visible,
    words,
)
from scoring_kit.cli.registry_options import PRODUCTION, At, By, Environment, KeyFile, Name, opened
from scoring_kit.cli.registry_texts import minute
from scoring_kit.cli.score import (
    EngineChoice,
    Key,
    Output,
    Table,
    check_output,
    summary_lines,
    summary_of,
)
from scoring_kit.errors import ScoringError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table as DrawnTable

    from scoring_kit.registry.run_records import Run, RunList, ScoredRun

RunId = Annotated[
    str,
    Argument(metavar="RUN", help="The id of a run, or the beginning of it.", show_default=False),
]
Data = Annotated[
    str | None,
    Argument(
        metavar="DATA", help="Its table; the files that it was of unless given.",
        show_default=False,
    ),
]  # fmt: skip
DIFFERS = 1
"""The exit code of a replay that is not identical."""

Detail = Annotated[DetailChoice, Option("--detail", "-d", help="Which columns the result has.")]
Engine = Annotated[EngineChoice, Option("--engine", help="All give the same result.")]


def score(
    name: Name,
    data: Table,
    output: Output,
    by: By = None,
    environment: Environment = PRODUCTION,
    detail: Detail = DetailChoice.REASONS,
    parameter: Parameters = None,
    engine: Engine = EngineChoice.DUCKDB,
    key: Key = None,
    table: TableName = None,
    order: Annotated[bool, Option("--order", help="Sort the result by the key.")] = False,
    force: Force = False,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Score a table with the live version, write the result, and record the run.

    Each row of the result ends with the version and its hash.

    Example: scoring-kit registry score book_club data/book_club.parquet -o scores.parquet
    """
    check_output(output, force=force)
    with opened(registry, key_file) as reg:
        live = reg.live(name, environment) if parameter else None
        given = read_parameters(live.card, parameter or []) if live else {}
        run = reg.score(
            name,
            data,
            environment,
            by=by,
            key=key or None,
            parameters=given,
            detail=detail.value,
            engine=engine.value,
            table=table,
            order="key" if order else None,
        )
        _write(run, output, force=force)
    summary = summary_of(run.scores, output, given)
    if as_json:
        print_json({"run": run.to_dict(), **summary})
        return
    where = f"{name} version {run.version} in {environment}"
    typer.echo(visible("\n".join([f"run {run.id}: {where}", *summary_lines(summary)])))


def runs(
    name: Name,
    environment: Annotated[
        str | None,
        Option("--environment", "-e", metavar="NAME", help="Of one only.", show_default=False),
    ] = None,
    status: Annotated[
        str | None,
        Option(
            "--status",
            metavar="STATUS",
            help="Only running, done, failed or lost.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int, Option("--limit", "-n", min=1, help="How many, the newest first.")] = 20,
    before: Annotated[
        str | None,
        Option("--before", metavar="RUN", help="Only older ones than this.", show_default=False),
    ] = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """List the runs of a scorecard, the newest first.

    Example: scoring-kit registry runs book_club --status failed
    """
    with opened(registry, key_file) as reg:
        found = reg.runs(name, environment=environment, status=status, before=before, limit=limit)
    if as_json:
        print_json([run.to_dict() for run in found])
    elif not found:
        typer.echo("no runs")
    else:
        print_table(_table(found))
        if not found.is_last:
            typer.echo(f"older ones: --before {found[-1].id[:8]}")


def replay(
    run: RunId,
    data: Data = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Calculate a run again, and say whether it is identical or what differs.

    It ends with 0 where it is identical, and with 1 where it is not.

    Example: scoring-kit registry replay 5f3c9a2e
    """
    with opened(registry, key_file) as reg:
        found = reg.replay(run, data)
    if as_json:
        print_json(found.to_dict())
    else:
        typer.echo(visible(str(found)))
    if not found:
        raise typer.Exit(DIFFERS)


def _write(run: ScoredRun, output: Path, *, force: bool) -> None:
    write = run.scores.to_parquet if output.suffix == ".parquet" else run.scores.to_csv
    try:
        write(output, overwrite=force)
    except (OSError, ScoringError):
        typer.echo(f"run {run.id} is recorded; its scores are not written", err=True)
        raise


def _table(runs: RunList) -> DrawnTable:
    heads = ["run", "version", "where", "status", "rows", "who", "started (UTC)", "why"]
    drawn = draw_table(f"{runs.scorecard}: runs", heads, right=("version", "rows"))
    for run in runs:
        drawn.add_row(*map(words, _cells(run)))
    return drawn


def _cells(run: Run) -> tuple[str, ...]:
    rows = "" if run.rows is None else f"{run.rows:,}"
    who = f"{run.actor} ({run.identity})"
    facts = (run.id[:8], str(run.version), run.environment, run.status, rows, who)
    return (*facts, minute(run.started), run.error or "")
