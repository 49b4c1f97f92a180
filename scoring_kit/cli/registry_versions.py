"""`scoring-kit registry add`, `list`, `show`, `history`, `live`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

import scoring_kit as sk
from scoring_kit.cli.output import AsJson, draw_table, print_json, print_table, visible, words
from scoring_kit.cli.registry_merge import Base, Merged, check_merged, tell_conflict
from scoring_kit.cli.registry_options import (
    PRODUCTION,
    At,
    By,
    Environment,
    KeyFile,
    Message,
    Name,
    moment_of,
    opened,
    who,
)
from scoring_kit.cli.registry_texts import history_table, plain
from scoring_kit.errors import ConflictError

if TYPE_CHECKING:
    from scoring_kit.registry import Registry, Version
    from scoring_kit.scorecard.changes import Changes

Card = Annotated[
    Path, Argument(metavar="CARD", help="A scorecard, YAML or JSON.", show_default=False)
]
SomeNumber = Annotated[
    int | None,
    Argument(metavar="VERSION", min=1, help="The newest unless given.", show_default=False),
]
Against = Annotated[
    int | None,
    Option("--against", min=1, help="Print what differs from this version.", show_default=False),
]
AsOf = Annotated[
    str | None,
    Option(
        "--as-of",
        metavar="MOMENT",
        help="A date (its end, UTC), or a moment with its zone: 2026-11-26T12:00+01:00.",
        show_default=False,
    ),
]


def add(
    card: Card,
    message: Message,
    by: By = None,
    base: Base = None,
    merged: Merged = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Add a scorecard as the next version; one that is there already stays as it is.

    Example: scoring-kit registry add book_club.yaml -m "Recency counts more" --by ann

    Example: scoring-kit registry add edited.yaml -m "Steeper" --by ann --base 2
    """
    check_merged(merged, card, base)
    document = sk.read_scorecard(card)
    actor = who(by, key_file)
    with opened(registry, key_file, create=True) as reg:
        try:
            version = reg.add(document, message, author=actor, base=base)
        except ConflictError as error:
            newest = _newest(reg, document.name)
            raise tell_conflict(error, newest, merged, as_json=as_json) from error
    if as_json:
        print_json(plain(version))
    else:
        typer.echo(visible(repr(version)))


def list_scorecards(registry: At = None, as_json: AsJson = False) -> None:
    """List the scorecards, with how many versions each has and which are live.

    Example: scoring-kit registry list
    """
    with opened(registry) as reg:
        places, held = reg.environments(), reg.overview()
    if as_json:
        print_json([plain(holding) for holding in held])
        return
    if not held:
        typer.echo("no scorecards")
        return
    numbers = ["versions", *(f"live in {place}" for place in places)]
    drawn = draw_table("Scorecards", ["", *numbers], right=numbers)
    for holding in held:
        live_ones = [str(holding.live.get(place, "-")) for place in places]
        drawn.add_row(words(holding.scorecard), str(holding.versions), *live_ones)
    print_table(drawn)


def show(
    name: Name,
    version: SomeNumber = None,
    against: Against = None,
    registry: At = None,
    as_json: AsJson = False,
) -> None:
    """Print the document of a version as YAML, or what differs from another version.

    Example: scoring-kit registry show book_club 2 > book_club.yaml

    Example: scoring-kit registry show book_club --against 1
    """
    with opened(registry) as reg:
        found = reg.version(name, version or _newest(reg, name))
        other = None if against is None else reg.version(name, against)
    changed = None if other is None else sk.changes(other.card, found.card)
    if as_json:
        print_json(_shown(found, changed))
    elif changed is not None:
        typer.echo(visible(repr(changed)))
    else:
        from scoring_kit.scorecard.files import yaml_text

        typer.echo(yaml_text(found.card), nl=False)


def history(name: Name, registry: At = None, as_json: AsJson = False) -> None:
    """Tell all that was done with a scorecard: who, when, where, why.

    Example: scoring-kit registry history book_club
    """
    with opened(registry) as reg:
        links = reg.history(name)
    if as_json:
        print_json([plain(link) for link in links])
    else:
        print_table(history_table(name, links))


def live(
    name: Name,
    environment: Environment = PRODUCTION,
    as_of: AsOf = None,
    registry: At = None,
    as_json: AsJson = False,
) -> None:
    """Tell which version is live, or was at a moment; exit code 1 where none is.

    Example: scoring-kit registry live book_club --as-of 2026-11-26
    """
    moment = moment_of(as_of, "--as-of")
    with opened(registry) as reg:
        found = reg.live(name, environment, moment)
    if as_json:
        data = found and {"version": plain(found.version), "transition": plain(found.transition)}
        print_json(data)
    else:
        typer.echo(visible(repr(found) if found else f"nothing is live in {environment}"))
    if found is None:
        raise typer.Exit(1)


def _newest(reg: Registry, name: str) -> int:
    held = {holding.scorecard: holding.versions for holding in reg.overview()}
    return held.get(name, 1)  # where there is none, asking for one says so


def _shown(version: Version, changed: Changes | None) -> dict[str, Any]:
    from scoring_kit.scorecard.document import to_document

    data: dict[str, Any] = {"version": plain(version), "document": to_document(version.card)}
    return data if changed is None else {**data, "changes": [asdict(item) for item in changed]}
