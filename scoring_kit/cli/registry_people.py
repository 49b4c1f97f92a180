"""`scoring-kit registry users` and `keys`: who may write, and with which keys."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Argument, Option

from scoring_kit.cli.output import AsJson, print_json, print_table, visible
from scoring_kit.cli.registry_options import At, By, KeyFile, moment_of, opened, who
from scoring_kit.cli.registry_texts import keys_table, plain

users = typer.Typer(
    help="People and programs that can have keys: list them, add one.", no_args_is_help=True
)
keys = typer.Typer(help="Keys to write with: list them, add one, revoke one.", no_args_is_help=True)
User = Annotated[str, Argument(metavar="NAME", help="The name of a user.", show_default=False)]
KeyId = Annotated[
    str, Argument(metavar="ID", help="The id of a key, as keys list has it.", show_default=False)
]
Scopes = Annotated[
    list[str],
    Option(
        "--scope",
        "-s",
        help="What it is good for: author, approve, admin, score or read; may stand several times.",
        show_default=False,
    ),
]
Places = Annotated[
    list[str] | None,
    Option("--environment", "-e", help="Where it is good for; else all.", show_default=False),
]
Expires = Annotated[
    str | None,
    Option(
        "--expires",
        metavar="MOMENT",
        help="A date (its end, UTC), or a moment with its zone; else never.",
        show_default=False,
    ),
]


@users.command("list")
def list_users(registry: At = None, as_json: AsJson = False) -> None:
    """List the users.

    Example: scoring-kit registry users list
    """
    with opened(registry) as reg:
        found = reg.users()
    if as_json:
        print_json([plain(user) for user in found])
    else:
        typer.echo(visible("\n".join(user.name for user in found) or "no users"))


@users.command("add")
def add_user(name: User, by: By = None, registry: At = None, key_file: KeyFile = None) -> None:
    """Add a user; one that is there already stays as they are.

    Example: scoring-kit registry users add ann --by root
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        reg.add_user(name, by=actor)
    typer.echo(visible(f"{name} can have keys"))


@keys.command("list")
def list_keys(registry: At = None, as_json: AsJson = False) -> None:
    """List the keys: whose they are and what they are good for, never their secrets.

    Example: scoring-kit registry keys list
    """
    with opened(registry) as reg:
        found = reg.keys()
    if as_json:
        print_json([plain(key) for key in found])
    elif found:
        print_table(keys_table(found))
    else:
        typer.echo("no keys: whoever may write to the database can write any name")


@keys.command("add")
def add_key(
    user: User,
    scope: Scopes,
    environment: Places = None,
    expires: Expires = None,
    by: By = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Add a key of a user, and print it: this once, as only a hash of it is kept.

    The first key is that of an admin; from then on nothing is written without a key. Only the
    key goes to standard output, so that it can be put into a file.

    Example: scoring-kit registry keys add ann --scope author > ann.key
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        until = moment_of(expires, "--expires")
        key = reg.add_key(user, scope, environments=environment, expires=until, by=actor)
    if as_json:
        print_json({"id": key.id, "key": key.reveal()})
        return
    typer.echo(visible(f"key {key.id} of {user}; it is not shown again:"), err=True)
    typer.echo(key.reveal())


@keys.command("revoke")
def revoke_key(key: KeyId, by: By = None, registry: At = None, key_file: KeyFile = None) -> None:
    """Revoke a key for good; what was written with it stays.

    Example: scoring-kit registry keys revoke 0123456789ab
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        reg.revoke_key(key, by=actor)
    typer.echo("the key is revoked")
