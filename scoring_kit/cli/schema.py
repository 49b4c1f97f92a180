"""`scoring-kit schema`: the JSON Schema, for editors."""

from __future__ import annotations

import typer

from scoring_kit.scorecard.schema import schema_text


def schema() -> None:
    """Print the JSON Schema of scorecards, with which editors complete and check.

    Example: scoring-kit schema > scoring-kit.schema.json
    """
    typer.echo(schema_text(), nl=False)
