"""`scoring-kit registry upgrade`, `verify`, `audit`, `environments`."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Argument

from scoring_kit.cli.output import AsJson, print_json, print_table, visible
from scoring_kit.cli.registry_options import At, By, KeyFile, checked_address, opened, who
from scoring_kit.cli.registry_texts import audit_table, plain

environments = typer.Typer(
    help="The places where versions go live: list them, add one.", no_args_is_help=True
)
Place = Annotated[
    str, Argument(metavar="NAME", help="The name of an environment.", show_default=False)
]


def upgrade(registry: At = None) -> None:
    """Create a registry, or bring the tables of an older one up to date.

    What it holds stays; make a copy first all the same.

    Example: scoring-kit registry upgrade --registry sqlite:///scores.db
    """
    from scoring_kit.registry import Registry
    from scoring_kit.registry.address import read_address

    url = checked_address(registry)
    Registry.upgrade(url)
    typer.echo(f"{read_address(url)} is up to date")


def verify(registry: At = None, as_json: AsJson = False) -> None:
    """Walk all chains and hashes; exit code 1 where something was changed behind its back.

    Example: scoring-kit registry verify
    """
    with opened(registry) as reg:
        found = reg.verify()
    if as_json:
        print_json(plain(found))
    else:
        typer.echo(repr(found))


def audit(registry: At = None, as_json: AsJson = False) -> None:
    """Tell what was refused, and what was done to the registry itself.

    Example: scoring-kit registry audit --json
    """
    with opened(registry) as reg:
        entries = reg.audit()
    if as_json:
        print_json([plain(entry) for entry in entries])
    elif entries:
        print_table(audit_table(entries))
    else:
        typer.echo("nothing was refused, and nothing done to the registry itself")


@environments.command("list")
def list_environments(registry: At = None, as_json: AsJson = False) -> None:
    """List the environments.

    Example: scoring-kit registry environments list
    """
    with opened(registry) as reg:
        names = reg.environments()
    if as_json:
        print_json(names)
    else:
        typer.echo(visible("\n".join(names)))


@environments.command("add")
def add_environment(
    name: Place, by: By = None, registry: At = None, key_file: KeyFile = None
) -> None:
    """Add an environment; one that is there already stays as it is.

    Example: scoring-kit registry environments add europe --by ann
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        reg.add_environment(name, by=actor)
    typer.echo(visible(f"versions can go live in {name}"))
