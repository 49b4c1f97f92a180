"""The commands together: what they share, and how errors are told."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from typer import Option

import scoring_kit
from scoring_kit.cli.check import check
from scoring_kit.cli.schema import schema
from scoring_kit.cli.score import score
from scoring_kit.errors import ScoringError

REFUSED = 1
"""The exit code of errors; bad usage gives 2, as everywhere."""


def create_application() -> typer.Typer:
    """Return the application with all its commands."""
    application = typer.Typer(
        name="scoring-kit",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    application.callback()(_options)
    for command in (check, score, schema):
        application.command()(command)
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
        bool, Option("--debug", help="Show where in the code an error arose.")
    ] = False,
) -> None:
    """Scorecards as documents: check one, score a table with one.

    Exit codes: 0 done, 1 findings or refused, 2 bad usage.
    """
    del version, debug  # --version has ended the run; main looks for --debug itself


def main() -> None:
    """Run the command line; errors go to standard error, without a traceback."""
    try:
        create_application()(prog_name="scoring-kit")
    except (ScoringError, OSError) as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(Text.assemble(("error: ", "bold red"), _told(error)))
        sys.exit(REFUSED)


def _told(error: Exception) -> str:
    """Return an error for people: a file's name and what is wrong with it, without numbers."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}"
    return str(error)
