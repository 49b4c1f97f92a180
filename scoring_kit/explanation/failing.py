"""Why a row has no score, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring_kit.display.numbers import percent
from scoring_kit.scorecard.models import Criterion, Group, Scorecard, members_below

Outputs = Mapping[str, Any]


def problems_of(card: Scorecard, outputs: Outputs, result: Outputs) -> tuple[str, ...]:
    """Return what makes a row insufficient or invalid; nothing where it has a score."""
    if outputs["score.unrounded"] is not None and outputs["score.rounded"] is not None:
        return ()
    found = [
        *_of_criteria(card, outputs),
        *_of_groups(card, outputs),
        *_of_coverage(card, result["coverage"]),
        *_of_conditions(card, outputs),
    ]
    if not found and result["coverage"] == 0.0:
        return ("no criterion has a usable value",)
    return tuple(found) or ("the score cannot be calculated from these values",)


def _fails(outputs: Outputs, name: str) -> bool:
    return outputs.get(f"lacks.{name}") == 1 or outputs.get(f"breaks.{name}") == 1


def _of_criteria(card: Scorecard, outputs: Outputs) -> Iterator[str]:
    for criterion in card.criteria:
        if _fails(outputs, criterion.name):
            yield f"{criterion.name} {_without_value(criterion, outputs)} and may not be"


def _without_value(criterion: Criterion, outputs: Outputs) -> str:
    number = int(outputs[f"state.{criterion.name}"])
    words = {1: "is missing", 2: "is invalid", 3: "is in no branch", 4: "is out of range"}
    return words.get(number, "has a special code")


def _of_groups(card: Scorecard, outputs: Outputs) -> Iterator[str]:
    groups = [member for member in members_below(card.score) if isinstance(member, Group)]
    for group in groups:
        if outputs[f"breaks.{group.name}"] == 1:
            yield f"group {group.name} has no result that is a finite number"
        elif outputs[f"lacks.{group.name}"] == 1:
            yield f"group {group.name} is missing or lacks an input, and may not"
    if outputs["breaks.score"] == 1:
        yield "the root has no result that is a finite number"


def _of_coverage(card: Scorecard, coverage: float) -> Iterator[str]:
    if card.coverage is not None and coverage < card.coverage.minimum:
        least = percent(card.coverage.minimum)
        yield f"coverage is {percent(coverage)}, and {least} is the least"


def _of_conditions(card: Scorecard, outputs: Outputs) -> Iterator[str]:
    for adjustment in card.adjustments:
        if _fails(outputs, adjustment.name):
            yield f"adjustment {adjustment.name} cannot be calculated or decided"
    for knock_out in card.knock_outs:
        if _fails(outputs, knock_out.name):
            yield f"knock-out {knock_out.name} cannot be decided: an input is missing"
