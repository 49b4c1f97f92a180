"""The commands together: what they share, and how errors are told."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from typer import Option

import scoring_kit
from scoring_kit.cli.check import check
from scoring_kit.cli.diff import diff
from scoring_kit.cli.lab import lab
from scoring_kit.cli.new import new
from scoring_kit.cli.output import visible
from scoring_kit.cli.registry import create_registry_commands
from scoring_kit.cli.report import report
from scoring_kit.cli.schema import schema
from scoring_kit.cli.score import score
from scoring_kit.cli.serve import serve
from scoring_kit.cli.sql import sql
from scoring_kit.errors import ScoringError

REFUSED = 1
"""The exit code of errors; bad usage gives 2, as everywhere."""


def create_application() -> typer.Typer:
    """Return the application with all its commands, in the order of the work."""
    application = typer.Typer(
        name="scoring-kit",
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    application.callback()(_options)
    for command in (new, check, score, sql, diff, report, schema, lab, serve):
        application.command()(command)
    application.add_typer(create_registry_commands(), name="registry")
    return application


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scoring-kit {scoring_kit.__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
    debug: Annotated[
        bool,
        Option("--debug", help="Show where in the code an error arose; also after a command."),
    ] = False,
) -> None:
    """Scorecards as documents: draft one, check one, score a table with one, report on it.

    Exit codes: 0 done, 1 findings or refused, 2 bad usage.
    """
    del version, debug  # --version has ended the run; `run` looks for --debug itself


def run(arguments: Sequence[str]) -> None:
    """Run one command; --debug may stand anywhere."""
    is_debugged = "--debug" in arguments
    wanted = [argument for argument in arguments if argument != "--debug"]
    try:
        create_application()(wanted, prog_name="scoring-kit")
    except (ScoringError, OSError) as error:
        if is_debugged:
            traceback.print_exc()
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(Text.assemble(("error: ", "bold red"), visible(_told(error))))
        sys.exit(REFUSED)


def _told(error: Exception) -> str:
    """Return an error for people: a file's name and what is wrong with it, without numbers."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}"
    return str(error)
