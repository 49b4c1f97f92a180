"""What the commands of a registry share: which registry, who, where; and how it is opened."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from scoring_kit.cli.arguments import read_parameters
from scoring_kit.errors import RegistryError

if TYPE_CHECKING:
    from scoring_kit.registry import Registry
    from scoring_kit.registry.hidden import Hidden

ADDRESS = "SCORING_KIT_REGISTRY"
"""The environment variable with the address of the registry."""

KEY = "SCORING_KIT_KEY"
"""The environment variable with the key to write with."""

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
KeyFile = Annotated[
    Path | None,
    Option(
        "--key-file",
        metavar="FILE",
        envvar="SCORING_KIT_KEY_FILE",
        help="A file with the key to write with; else it is that of SCORING_KIT_KEY. A key is no "
        "option of its own, as others can read the command line with ps.",
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


def opened(address: str | None, key_file: Path | None = None, *, create: bool = False) -> Registry:
    """Return an open registry. Only where it may be created, a new file is.

    key_file: holds the key to write with; that of the environment counts unless it is given.

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
    return Registry(url, key=_key(key_file))


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


def who(by: str | None, key_file: Path | None) -> str | None:
    """Return who does something; a key says it where nobody is named.

    Raises
    ------
    typer.BadParameter
        When nobody is named, and there is no key.
    """
    if by is None and key_file is None and not os.environ.get(KEY, "").strip():
        raise typer.BadParameter(f"say who does it: --by NAME, or give a key in {KEY}")
    return by


def moment_of(text: str | None, option: str) -> datetime | date | None:
    """Return the date or moment that an option names.

    Raises
    ------
    typer.BadParameter
        When it is none, or a moment without its zone.
    """
    if text is None:
        return None
    try:
        moment = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or (isinstance(moment, datetime) and moment.tzinfo is None):
        found = f"{option}: found {text!r}; write a date, or a moment with its zone"
        raise typer.BadParameter(f"{found}: 2026-11-26, 2026-11-26T12:00+01:00")
    return moment


def declared_parameters(
    reg: Registry, name: str, version: int, environment: str, texts: list[str]
) -> dict[str, Any]:
    """Return the values of parameters that a version or the live one declares."""
    card, live = reg.version(name, version).card, reg.live(name, environment)
    declared = {**(live.card.parameters if live else {}), **card.parameters}
    return read_parameters(card.model_copy(update={"parameters": declared}), texts)


def _key(path: Path | None) -> Hidden | None:
    """Return the key in a file, which shows nowhere."""
    from scoring_kit.registry.hidden import Hidden

    if path is None:
        return None
    try:
        return Hidden(path.read_text("utf-8"))
    except UnicodeDecodeError:
        raise RegistryError("key_text", f"{path}: this is no text, and so no key") from None


def _check_is_there(url: str) -> None:
    """Refuse a file that is not there: opening a misspelt one would create it."""
    from scoring_kit.registry.address import read_address

    address = read_address(url)
    path = Path(str(address.url.database))
    if address.is_sqlite and path.parent.is_dir() and not path.exists():
        message = f"{address}: there is no registry; scoring-kit registry upgrade creates one"
        raise RegistryError("unknown", message)
