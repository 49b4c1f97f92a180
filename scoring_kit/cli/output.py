"""How commands write: JSON for programs, files that do not replace others unasked."""

from __future__ import annotations

import json
from errno import EEXIST
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

AsJson = Annotated[bool, Option("--json", help="Print JSON, for programs.")]
Force = Annotated[bool, Option("--force", "-f", help="Replace a file that is there already.")]


def print_json(data: object) -> None:
    """Print plain data as indented JSON."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def check_is_free(path: Path, *, force: bool) -> None:
    """Refuse a name that is taken, unless it may be.

    Raises
    ------
    FileExistsError
        Where something of this name is there and may not be replaced.
    """
    if path.exists() and not force:
        message = "there is something of this name; choose another one, or add --force"
        raise FileExistsError(EEXIST, message, str(path))
