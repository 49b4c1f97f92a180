"""`scoring-kit registry branch`: a version as a branch of git, with the change in its message."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Option

from scoring_kit.cli.arguments import Parameters, TableName
from scoring_kit.cli.comparing import Data, Key, Top
from scoring_kit.cli.output import AsJson, print_json, visible
from scoring_kit.cli.registry_options import (
    PRODUCTION,
    At,
    Environment,
    Name,
    Number,
    declared_parameters,
    opened,
)
from scoring_kit.cli.registry_texts import plain

Repository = Annotated[
    Path, Option("--repository", metavar="FOLDER", help="A folder in a work tree of git.")
]
File = Annotated[
    str | None,
    Option(
        "--path",
        metavar="FILE",
        help="The file of the scorecard, from that folder; else that of an export.",
        show_default=False,
    ),
]
BranchName = Annotated[
    str | None, Option("--branch", metavar="NAME", help="Else propose/NAME-VERSION.")
]
Base = Annotated[str, Option("--base", metavar="COMMIT", help="What the branch stands on.")]
Author = Annotated[
    str | None,
    Option("--by", metavar="AUTHOR", help="Name or 'Name <address>'; else whom git knows."),
]


def branch(
    name: Name,
    version: Number,
    repository: Repository = Path("."),
    path: File = None,
    branch: BranchName = None,
    base: Base = "HEAD",
    data: Data = None,
    parameter: Parameters = None,
    table: TableName = None,
    key: Key = None,
    top: Top = None,
    by: Author = None,
    environment: Environment = PRODUCTION,
    registry: At = None,
    as_json: AsJson = False,
) -> None:
    """Write a version as a branch of git with one commit; its message tells the change.

    Files, index and branch that are being worked on stay as they are, and no hook runs.

    Example: scoring-kit registry branch book_club 2 --path cards/book_club.yaml
    """
    given: dict[str, Any] = {"parameter": parameter, "table": table, "key": key, "top": top}
    options = {option: value for option, value in given.items() if value}
    if data is None and options:
        message = f"--{next(iter(options))} says how rows are compared; name them with --data"
        raise typer.BadParameter(message)
    where: dict[str, Any] = {"environment": environment, "path": path, "branch": branch}
    with opened(registry) as reg:
        if options.pop("parameter", None):
            options["parameters"] = declared_parameters(
                reg, name, version, environment, parameter or []
            )
        where |= {"base": base, "by": by, "data": data, **options}
        found = reg.write_branch(name, version, repository, **where)
    if as_json:
        print_json(plain(found))
    else:
        typer.echo(visible(repr(found)))
