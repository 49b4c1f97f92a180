"""The inputs of a row, and what of a scorecard uses each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.explanation.explain import inputs_of
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.explanation_parts import InputPart
from scoring_kit.playground.plain_values import plain
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import GroupParts, Scorecard


def inputs_read(
    sides: Iterable[tuple[Scorecard, Plan, Explanation]], what_if: Explanation | None
) -> list[dict[str, Any]]:
    """Return the inputs of one row that scorecards read, each once, those of the first before.

    value: that of the what-if, `own` that of the table. used_by: criteria, groups, adjustments
    and knock-outs. derived: whether it follows from others and cannot be changed by itself.
    """
    values = {} if what_if is None else {part.name: part.value for part in what_if.inputs}
    found: dict[str, dict[str, Any]] = {}
    for card, plan, explanation in sides:
        readers = list(readers_of(card))
        kinds = {output.name: output.reference.kind for output in plan.outputs}
        for part in explanation.inputs:
            users = [reader for reader, names in readers if part.name in names]
            kind = kinds[f"input.{part.name}"].value
            entry = found.setdefault(part.name, _entry(part, kind, values))
            entry["used_by"] += [user for user in users if user not in entry["used_by"]]
    return list(found.values())


def _entry(part: InputPart, kind: str, values: Mapping[str, object]) -> dict[str, Any]:
    value, own = plain(values.get(part.name, part.value)), plain(part.value)
    return {
        "name": part.name,
        "value": value,
        "own": own,
        "kind": kind,
        "unit": part.unit,
        "used_by": [],
        "derived": part.is_derived,
        "changed": value != own,
    }


def readers_of(card: Scorecard) -> Iterator[tuple[str, set[str]]]:
    """Yield what reads inputs, by name, with all inputs that it needs in the end."""
    for criterion in card.criteria:
        yield criterion.name, _needed(card, inputs_of(criterion))
    for group in (card.score, *card.groups):
        yield group.name, _needed(card, _read_by_group(group))
    for adjustment in card.adjustments:
        amounts = [adjustment.amount] if isinstance(adjustment.amount, str) else []
        whens = [] if adjustment.when is None else [adjustment.when]
        yield adjustment.name, _needed(card, _columns([*whens, *amounts]))
    for knock_out in card.knock_outs:
        yield knock_out.name, _needed(card, _columns([knock_out.when]))


def _read_by_group(group: GroupParts) -> list[str]:
    members = {member.name for member in group.of} | {"value"}
    texts = [text for text in (group.aggregate.formula, group.then) if text is not None]
    return [name for name in _columns(texts) if name not in members]


def _columns(texts: Iterable[str]) -> list[str]:
    return [name for text in texts for name in parsed(text).columns]


def _needed(card: Scorecard, names: Iterable[str]) -> set[str]:
    """Return inputs with those that they are derived from."""
    needed: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += _columns([card.derived[name]]) if name in card.derived else []
    return needed
