"""`scoring-kit registry export`, `import`: a registry as files that git can review, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument

from scoring_kit.cli.output import AsJson, print_json, visible
from scoring_kit.cli.registry_options import At, By, KeyFile, opened, who

Folder = Annotated[
    Path, Argument(metavar="FOLDER", help="The folder of an export.", show_default=False)
]


def export(folder: Folder, registry: At = None, as_json: AsJson = False) -> None:
    """Write all versions, histories, evidence and runs into a folder, for git to keep.

    The same registry gives the same bytes. A folder with an earlier export gets what is new,
    and nothing in it is removed. Keys, users and the audit are left out.

    Example: scoring-kit registry export review
    """
    with opened(registry) as reg:
        found = reg.export(folder)
    if as_json:
        print_json({"folder": found.folder, "totals": found.totals, "written": found.written})
    else:
        typer.echo(visible(repr(found)))


def import_(
    folder: Folder,
    by: By = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Take in all of an export that the registry does not hold, once all of it is verified.

    Importing twice changes nothing; where a history goes otherwise, nothing is taken in.

    Example: scoring-kit registry import review --by ann
    """
    actor = who(by, key_file)
    with opened(registry, key_file, create=True) as reg:
        found = reg.import_from(folder, by=actor)
    if as_json:
        print_json({"folder": found.folder, "new": found.totals})
    else:
        typer.echo(visible(repr(found)))
