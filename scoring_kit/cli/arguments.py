"""Arguments that several commands take, and how their texts are read."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from scoring_kit.errors import nearest

if TYPE_CHECKING:
    from scoring_kit.scorecard.models import Scorecard


class DetailChoice(StrEnum):
    """How many columns the result has."""

    SCORE = "score"
    REASONS = "reasons"
    FULL = "full"


Card = Annotated[
    Path, Argument(metavar="CARD", help="The scorecard, a YAML or JSON file.", show_default=False)
]
Parameters = Annotated[
    list[str] | None,
    Option(
        "--parameter",
        "--param",
        "-p",
        metavar="NAME=VALUE",
        help="A parameter of the scorecard; may stand there several times.",
        show_default=False,
    ),
]

TableName = Annotated[
    str | None,
    Option("--table", help="The table, where DATA is a database.", show_default=False),
]

TRUTHS = {"true": True, "false": False}


def read_parameters(card: Scorecard, texts: Sequence[str]) -> dict[str, Any]:
    """Return the values of parameters that are written NAME=VALUE, by their declared types.

    Raises
    ------
    typer.BadParameter
        Where one is not written so, not declared, or not of its type.
    """
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{text!r} is not written NAME=VALUE")
        if name not in card.parameters:
            known = ", ".join(card.parameters) or "none"
            hint = nearest(name, card.parameters)
            raise typer.BadParameter(f"no parameter {name!r} is declared (there is: {known}){hint}")
        values[name] = _value(name, value, card.parameters[name].type)
    return values


def _value(name: str, text: str, kind: str) -> float | bool | str:
    try:
        if kind == "number":
            return float(text)
        if kind == "boolean":
            return TRUTHS[text.lower()]
    except (ValueError, KeyError):
        raise typer.BadParameter(f"{name} is a {kind}, found {text!r}") from None
    return text
