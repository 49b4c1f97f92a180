"""`scoring-kit diff`: what differs between two scorecards."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument

import scoring_kit as sk
from scoring_kit.cli.output import AsJson, print_json

Old = Annotated[Path, Argument(metavar="OLD", help="A scorecard.", show_default=False)]
New = Annotated[Path, Argument(metavar="NEW", help="The changed one.", show_default=False)]


def diff(old: Old, new: New, as_json: AsJson = False) -> None:
    """Tell what differs between two scorecards, a line for each change.

    Exit code 0 where they mean the same, whatever their comments and order of fields; 1
    where they differ, as diff has it.

    Example: scoring-kit diff card.yaml card-new.yaml
    """
    found = sk.changes(sk.read_scorecard(old), sk.read_scorecard(new))
    if as_json:
        print_json([asdict(change) for change in found])
    else:
        typer.echo(repr(found))
    if len(found):
        raise typer.Exit(1)
