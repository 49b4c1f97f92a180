"""`scoring-kit registry approve`, `reject`, `promote`, `rollback`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from scoring_kit.cli.output import AsJson, print_json, visible
from scoring_kit.cli.registry_options import (
    PRODUCTION,
    At,
    By,
    Environment,
    KeyFile,
    Message,
    Name,
    Number,
    opened,
    who,
)
from scoring_kit.cli.registry_texts import plain

if TYPE_CHECKING:
    from scoring_kit.registry import Version

Revision = Annotated[
    int | None,
    Option(
        "--revision",
        min=0,
        help="Of what is live, as you saw it (live --json). Where it has changed, nothing is done.",
        show_default=False,
    ),
]
To = Annotated[
    int | None,
    Option("--to", min=1, help="An earlier version that was live before.", show_default=False),
]


def approve(
    name: Name,
    version: Number,
    message: Message,
    by: By = None,
    environment: Environment = PRODUCTION,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Approve a proposed version, as somebody who did not write it.

    Example: scoring-kit registry approve book_club 2 -m "Agreed" --by bob
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        moved = reg.approve(name, version, message, by=actor, environment=environment)
    tell(moved, "approved", environment, as_json=as_json)


def reject(
    name: Name,
    version: Number,
    message: Message,
    by: By = None,
    environment: Environment = PRODUCTION,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a proposed or approved version a draft again, and say why.

    Example: scoring-kit registry reject book_club 2 -m "Too steep" --by bob
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        moved = reg.reject(name, version, message, by=actor, environment=environment)
    tell(moved, "a draft again", environment, as_json=as_json)


def promote(
    name: Name,
    version: Number,
    message: Message,
    by: By = None,
    environment: Environment = PRODUCTION,
    revision: Revision = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Make an approved version live, and retire the one that is.

    Example: scoring-kit registry promote book_club 2 -m "Go" --by ann
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        moved = reg.promote(
            name, version, message, by=actor, environment=environment, revision=revision
        )
    tell(moved, "live", environment, as_json=as_json)


def rollback(
    name: Name,
    version: Number,
    message: Message,
    by: By = None,
    environment: Environment = PRODUCTION,
    to: To = None,
    revision: Revision = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Take back the live VERSION: make live what was live before it, at once.

    VERSION is the one that is live now, so that nobody takes back what they have not seen.

    Example: scoring-kit registry rollback book_club 2 -m "Sold out" --by bob
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        moved = reg.rollback(
            name,
            version,
            message,
            by=actor,
            environment=environment,
            to=to,
            revision=revision,
        )
    tell(moved, "live again", environment, as_json=as_json)


def tell(version: Version, state: str, environment: str, *, as_json: bool) -> None:
    """Tell which state a version is in now."""
    if as_json:
        words = {"live again": "live", "a draft again": "draft"}
        where = {"environment": environment, "state": words.get(state, state)}
        print_json({**plain(version), **where})
        return
    what = f"{version.scorecard} version {version.number}"
    typer.echo(visible(f"{what} is {state} in {environment}"))
