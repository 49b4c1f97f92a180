"""What a saved session looks like as plain data, field by field."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from scoring_kit.playground.paths import ABSENT
from scoring_kit.playground.rebalance import Rebalancing
from scoring_kit.scorecard.fields import Part, describe, problem

SAVED = "scoring-kit-session/1"
"""The version of the format; another one is refused."""


def _step(value: object) -> str | int:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    message = f"a field or a position in a list is expected, found {describe(value)}"
    raise problem("wrong_type", message)


def _scalar(value: object) -> str | float | bool | None:
    if value is None or isinstance(value, str | int | float):
        return value
    message = f"a text, number, boolean or null is expected, found {describe(value)}"
    raise problem("wrong_type", message)


Step = Annotated[Any, BeforeValidator(_step)]
Scalar = Annotated[Any, BeforeValidator(_scalar)]
Number = Annotated[int, Field(ge=1)]


class SavedDifference(Part):
    """A place with its values before and after; one that is absent is left out."""

    place: list[Step]
    before: Any = ABSENT
    after: Any = ABSENT


class SavedEntry(Part):
    """An edit of the history; see `Entry`."""

    number: Number
    label: str
    author: str
    differences: Annotated[list[SavedDifference], Field(min_length=1)]
    kind: str
    target: list[Scalar]
    name: str | None = None
    effect: Any = None
    below: list[Number]
    is_undone: bool = False


class SavedHistory(Part):
    """All edits, and how many were made in all."""

    made: Annotated[int, Field(ge=0)]
    entries: list[SavedEntry]


class SavedSession(Part):
    """A session. draft: its document with what is switched off, see `Draft.whole`."""

    format: Literal["scoring-kit-session/1"] = Field(alias="schema")
    author: str
    rebalancing: Rebalancing
    locks: list[str]
    live: dict[str, Any]
    draft: dict[str, Any]
    history: SavedHistory
