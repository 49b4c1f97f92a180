"""The lines that add up to a score, in the order in which a reader adds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring_kit.explanation.explanation_parts import Line, LineKind
from scoring_kit.scorecard.models import Group, GroupParts, Scorecard


def lines_of(card: Scorecard, outputs: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the lines of a row; none where it has no score, before knock-outs too.

    Scaling comes first, as it is where the points start; then the tree in document order,
    what a group adds of its own behind its members; then adjustments and rounding.
    """
    amounts = {
        name.removeprefix("line."): value
        for name, value in outputs.items()
        if name.startswith("line.") and value is not None
    }
    lines: list[Line] = []
    total = 0.0
    for kind, name in line_order(card):
        # a name can stand for two lines, whose sum the plan gives once
        amount = amounts.pop(name, None)
        if amount is not None:
            total += amount
            lines.append(Line(kind, name, amount, total))
    return tuple(lines)


def line_order(card: Scorecard) -> Iterator[tuple[LineKind, str]]:
    """Yield kind and name of each line that a row can have, in order."""
    if card.scaling is not None:
        yield "scaling", "scaling"
    yield from _group_order(card.score)
    for adjustment in card.adjustments:
        yield "adjustment", adjustment.name
    if card.rounding is not None:
        yield "rounding", "rounding"


def _group_order(group: GroupParts) -> Iterator[tuple[LineKind, str]]:
    name: str = getattr(group, "name", "")
    yield "initial", f"{name}_initial"
    for member in group.of:
        if isinstance(member, Group):
            yield from _group_order(member)
        else:
            yield "criterion", member.name
    yield "group", name
    yield "then", f"{name}_then"
    yield "limits", f"{name}_limits"
