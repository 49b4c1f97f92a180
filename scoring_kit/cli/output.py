"""How commands write: JSON for programs, files that do not replace others unasked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from scoring_kit.display.lines import visible

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

AsJson = Annotated[bool, Option("--json", help="Print JSON, for programs.")]
Force = Annotated[bool, Option("--force", "-f", help="Replace a file that is there already.")]


def print_json(data: object) -> None:
    """Print plain data as indented JSON."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def words(text: str) -> Text:
    """Return a text for a cell of a table: no markup, and nothing that steers a terminal."""
    from rich.text import Text

    return Text(visible(text))


def draw_table(title: str, heads: Sequence[str], right: Sequence[str] = ()) -> Table:
    """Return a table with its heads and no rows yet. right: heads of columns of numbers."""
    from rich import box
    from rich.table import Table

    drawn = Table(title=words(title), title_justify="left", box=box.SIMPLE_HEAD)
    for head in heads:
        drawn.add_column(words(head), justify="right" if head in right else "left")
    return drawn


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal is."""
    from rich.console import Console

    Console(highlight=False, markup=False).print(table)


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
