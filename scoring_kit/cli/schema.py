"""`scoring-kit schema`: the JSON Schema, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from scoring_kit.cli.output import Force, check_is_free

Output = Annotated[
    Path | None, Option("--output", "-o", help="Write it to this file.", show_default=False)
]


def schema(output: Output = None, force: Force = False) -> None:
    """Print the JSON Schema of scorecards, with which editors complete and check.

    A scorecard names it in its first line:
    # yaml-language-server: $schema=scoring-kit.schema.json

    Example: scoring-kit schema -o scoring-kit.schema.json
    """
    from scoring_kit.scorecard.schema import schema_text
    from scoring_kit.scorecard.writing import write_text_atomically

    text = schema_text()
    if output is None:
        typer.echo(text, nl=False)
        return
    if not output.is_file() or output.read_bytes() != text.encode():
        check_is_free(output, force=force)
    write_text_atomically(output, text)
    typer.echo(f"wrote {output}")
