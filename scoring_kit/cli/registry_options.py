"""What the commands of a registry share: which registry, who, where; and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from scoring_kit.errors import RegistryError

if TYPE_CHECKING:
    from scoring_kit.registry import Registry

ADDRESS = "SCORING_KIT_REGISTRY"
"""The environment variable with the address of the registry."""

At = Annotated[
    str | None,
    Option(
        "--registry",
        "-r",
        metavar="URL",
        envvar=ADDRESS,
        help="sqlite:///scores.db, or postgresql://user@host/database. A password is better kept "
        "in PGPASSWORD or ~/.pgpass: others can read the command line with ps.",
        show_default=False,
    ),
]
By = Annotated[str | None, Option("--by", metavar="NAME", help="Who does it.", show_default=False)]
Environment = Annotated[
    str, Option("--environment", "-e", metavar="NAME", help="Where it goes live.")
]
Message = Annotated[
    str, Option("--message", "-m", metavar="TEXT", help="What and why.", show_default=False)
]
Name = Annotated[str, Argument(metavar="NAME", help="The name of a scorecard.", show_default=False)]
Number = Annotated[
    int, Argument(metavar="VERSION", min=1, help="The number of a version.", show_default=False)
]
PRODUCTION = "production"


def opened(address: str | None, *, create: bool = False) -> Registry:
    """Return an open registry. Only where it may be created, a new file is.

    Raises
    ------
    typer.BadParameter
        When no address is given, or what is given is none. The message never repeats it.
    RegistryError
        When there is no registry, or it cannot be opened.
    """
    from scoring_kit.registry import Registry

    url = checked_address(address)
    if not create:
        _check_is_there(url)
    return Registry(url)


def checked_address(address: str | None) -> str:
    """Return the address of a registry.

    Raises
    ------
    typer.BadParameter
        When none is given, or it is none. The message never repeats it.
    """
    from scoring_kit.registry.address import read_address

    if not address:
        message = f"name the registry: --registry sqlite:///scores.db, or set {ADDRESS}"
        raise typer.BadParameter(message)
    try:
        read_address(address)
    except RegistryError as error:
        raise typer.BadParameter(str(error)) from error
    return address


def who(by: str | None) -> str:
    """Return who does something.

    Raises
    ------
    typer.BadParameter
        When nobody is named.
    """
    if by is None:
        raise typer.BadParameter("say who does it: --by NAME")
    return by


def _check_is_there(url: str) -> None:
    """Refuse a file that is not there: opening a misspelt one would create it."""
    from scoring_kit.registry.address import read_address

    address = read_address(url)
    path = Path(str(address.url.database))
    if address.is_sqlite and path.parent.is_dir() and not path.exists():
        message = f"{address}: there is no registry; scoring-kit registry upgrade creates one"
        raise RegistryError("unknown", message)
