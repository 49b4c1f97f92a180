"""What `scoring-kit registry add --base` tells where somebody else added a version first."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Option

import scoring_kit as sk
from scoring_kit.cli.output import check_is_free, print_json, visible
from scoring_kit.errors import ConflictError

Base = Annotated[
    int | None,
    Option(
        "--base",
        metavar="VERSION",
        min=1,
        help="The version that was edited. Where somebody has added a newer one, nothing is added, "
        "and both edits are shown put together.",
        show_default=False,
    ),
]
Merged = Annotated[
    Path | None,
    Option(
        "--merged",
        metavar="FILE",
        help="With --base: where to write both edits put together, if nothing is left to decide. "
        "It may be CARD itself, which keeps its comments.",
        show_default=False,
    ),
]


def check_merged(merged: Path | None, card: Path, base: int | None) -> None:
    """Refuse a file for a merge that would replace another one than that of the edit.

    Raises
    ------
    typer.BadParameter
        When the version that was edited is not named.
    FileExistsError
        When there is another file of this name.
    """
    if merged is None:
        return
    if base is None:
        raise typer.BadParameter("--merged needs --base: the number of the version you edited")
    check_is_free(merged, force=merged.resolve() == card.resolve())


def tell_conflict(
    error: ConflictError, newest: int, merged: Path | None, *, as_json: bool
) -> ConflictError:
    """Print both edits put together, and write them; return the error for the command line.

    newest: the number of the version to stand on next.
    """
    from scoring_kit.registry.meanwhile import IN_PYTHON

    found: sk.Merge = error.merge
    if as_json:
        print_json({"newest": newest, **_plain(found)})
    else:
        typer.echo(visible(repr(found)))
    head = str(error).partition(IN_PYTHON)[0]
    return ConflictError("conflict", f"{head}; {_next_step(found, newest, merged)}")


def _next_step(found: sk.Merge, newest: int, merged: Path | None) -> str:
    again = f"--base {newest}"
    if found.card is None:
        what = f"put your edit into version {newest} (scoring-kit registry show), as you decide"
        return f"{what} what both changed, and add it with {again}"
    if merged is None:
        return f"nothing is left to decide: --merged FILE writes both edits, to add with {again}"
    sk.write_scorecard(found.card, merged)
    return f"{merged} holds both edits: add it with {again}"


def _plain(found: sk.Merge) -> dict[str, Any]:
    return {
        "conflicts": [asdict(conflict) for conflict in found.conflicts],
        "mine": [asdict(change) for change in found.mine],
        "theirs": [asdict(change) for change in found.theirs],
        "notes": list(found.notes),
    }
