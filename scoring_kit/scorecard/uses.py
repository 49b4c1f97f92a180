"""Every expression of a document: where it stands, what it must yield, what it may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring_kit.expression.words import Type
from scoring_kit.scorecard.models import Criterion, Group, GroupParts, Scorecard, placed_members

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PlacedUse:
    """An expression of a document.

    expect: the type it must yield, None where any will do. members: names that hide inputs.
    """

    place: Place
    text: str
    expect: Type | None
    members: frozenset[str] = frozenset()


def uses_of(card: Scorecard) -> Iterator[PlacedUse]:
    """Yield every expression of a scorecard but those of derived inputs."""
    yield from _group_uses(card.score, ("score",))
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Group):
            yield from _group_uses(member, place)
        else:
            yield from criterion_uses(member, place)
    for index, adjustment in enumerate(card.adjustments):
        place = ("adjustments", index)
        if adjustment.when is not None:
            yield PlacedUse((*place, "when"), adjustment.when, Type.BOOLEAN)
        if isinstance(adjustment.amount, str):
            yield PlacedUse((*place, adjustment.action), adjustment.amount, Type.NUMBER)
    for index, knock_out in enumerate(card.knock_outs):
        yield PlacedUse(("knock_outs", index, "when"), knock_out.when, Type.BOOLEAN)


def derived_uses(card: Scorecard) -> Iterator[tuple[str, PlacedUse]]:
    """Yield the expressions of derived inputs, with their names."""
    for name, text in card.derived.items():
        yield name, PlacedUse(("derived", name), text, None)


def criterion_uses(criterion: Criterion, place: Place) -> Iterator[PlacedUse]:
    """Yield the expressions of a criterion's value function."""
    for use in criterion.value.uses():
        yield PlacedUse((*place, "value", *use.path), use.text, use.expect)


def _group_uses(group: GroupParts, place: Place) -> Iterator[PlacedUse]:
    members = frozenset(member.name for member in group.of)
    if group.aggregate.formula is not None:
        where = (*place, "aggregate", "formula")
        yield PlacedUse(where, group.aggregate.formula, Type.NUMBER, members)
    if group.then is not None:
        yield PlacedUse((*place, "then"), group.then, Type.NUMBER, members | {"value"})
