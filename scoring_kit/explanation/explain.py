"""Explains one row: finds it, runs the plan that holds all about it, and reads the result."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from scoring_kit.compiler.context import CLIPPED, FIRST_SPECIAL, INVALID, MISSING, OK, UNMATCHED
from scoring_kit.compiler.groups import effective_weights
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.explanation_lines import lines_of
from scoring_kit.explanation.explanation_parts import (
    AdjustmentPart,
    CriterionPart,
    GroupPart,
    InputPart,
    KnockOutPart,
    Reason,
    Row,
)
from scoring_kit.explanation.failing import problems_of
from scoring_kit.explanation.held import held_in_words
from scoring_kit.explanation.weights import weights_used
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import Criterion, Group, GroupParts, Scorecard, members_below
from scoring_kit.scorecard.reason_texts import reason_text

STATES = {
    OK: "ok",
    MISSING: "missing",
    INVALID: "invalid",
    UNMATCHED: "unmatched",
    CLIPPED: "clipped",
}
MILLIONTHS = 1e6
"""Shortfalls are published in millionths of a point."""


def explain_row(card: Scorecard, key: Mapping[str, Any], row: Row) -> Explanation:
    """Return the explanation of a row that the plan of `compile_explanation` was run on.

    key: what the row is called.
    """
    found = _Found(card, row)
    result = {
        name.removeprefix("result."): value
        for name, value in row.outputs.items()
        if name.startswith("result.")
    }
    return Explanation(
        card=card.name,
        title=card.title,
        key=dict(key),
        score=result["score"],
        tier=result["tier"],
        status=result["status"],
        coverage=result["coverage"],
        probability=result.get("probability"),
        score_before_knock_out=found.of("score", "rounded"),
        tiers=card.tiers,
        inputs=found.inputs(),
        criteria=found.criteria(),
        groups=found.groups(),
        lines=found.lines,
        adjustments=found.adjustments(),
        knock_outs=found.knock_outs(result["knock_outs"] or ()),
        reasons=found.reasons(result),
        problems=problems_of(card, found.outputs, result),
    )


@dataclass
class _Found:
    """A row with its card: each method reads one part of the explanation."""

    card: Scorecard
    row: Row

    def __post_init__(self) -> None:
        self.outputs = self.row.outputs
        self.weights = effective_weights(self.card.score)
        self.used = weights_used(self.card.score, self.outputs)
        self.lines = lines_of(self.card, self.outputs)
        self.parents = {member.name: tuple(path) for member, path in _paths(self.card.score, ())}
        labels = (special.label for entry in self.card.inputs.values() for special in entry.special)
        self.labels = tuple(dict.fromkeys(labels))

    def of(self, kind: str, name: str) -> Any:  # noqa: ANN401 (of any kind)
        """Return an output of the plan; None where it has none."""
        return self.outputs.get(f"{kind}.{name}")

    def label(self, number: float) -> str | None:
        """Return the label of a special state."""
        return self.labels[int(number - FIRST_SPECIAL)] if number >= FIRST_SPECIAL else None

    def inputs(self) -> tuple[InputPart, ...]:
        """Return the inputs that are read, then those that are derived."""
        parts: list[InputPart] = []
        for output in self.outputs:
            kind, _, name = output.partition(".")
            if kind != "input":
                continue
            is_derived = name in self.card.derived
            entry, state = self.card.inputs.get(name), self.of("input_state", name)
            parts.append(
                InputPart(
                    name=name,
                    value=self.of("input", name) if is_derived else self.row.columns[name],
                    unit=None if entry is None else entry.unit,
                    state=self.label(state) or STATES[state],
                    is_derived=is_derived,
                )
            )
        return tuple(parts)

    def criteria(self) -> tuple[CriterionPart, ...]:
        """Return the criteria in document order."""
        amounts = {line.name: line.amount for line in self.lines if line.kind == "criterion"}
        return tuple(self._criterion(part, amounts) for part in self.card.criteria)

    def _criterion(self, criterion: Criterion, amounts: Mapping[str, float]) -> CriterionPart:
        name, number = criterion.name, self.of("state", criterion.name)
        label, branch = self.label(number), self.of("branch", criterion.name)
        state = "special" if label is not None else STATES[number]
        x = None if criterion.column is None else self.of("input", criterion.column)
        return CriterionPart(
            name=name,
            title=criterion.title,
            groups=self.parents[name],
            inputs=inputs_of(criterion),
            state=state,
            held=held_in_words(
                self.card, criterion, state, label, None if branch is None else int(branch), x
            ),
            value=self.of("value", name),
            weight=self.weights[name],
            weight_used=self.used[name],
            contribution=amounts.get(name),
            reference=self.of("reference", name),
            shortfall=_in_millionths(self.of("shortfall", name)),
            code=self.of("code", name) or criterion.code,
        )

    def groups(self) -> tuple[GroupPart, ...]:
        """Return the groups below the root in document order."""
        return tuple(self._group(group) for group in self.card.groups)

    def _group(self, group: Group) -> GroupPart:
        name = group.name
        inside = {name, *(member.name for member in members_below(group))}
        owners = inside | {
            f"{owner}_{own}" for owner in inside for own in ("initial", "then", "limits")
        }
        tree = [line for line in self.lines if line.kind not in ("scaling", "adjustment")]
        amounts = [line.amount for line in tree if line.name in owners]
        return GroupPart(
            name=name,
            title=group.title,
            groups=self.parents[name],
            value=self.of("value", name),
            coverage=self.of("coverage", name),
            is_missing=self.of("missing", name) == 1,
            weight=self.weights[name],
            weight_used=self.used[name],
            contribution=math.fsum(amounts) if self.lines else None,
        )

    def adjustments(self) -> tuple[AdjustmentPart, ...]:
        """Return all adjustments in document order, those that did not fire too."""
        return tuple(
            AdjustmentPart(
                name=part.name,
                description=part.description,
                action=part.action,
                amount=self.of("amount", part.name),
                fired=self.of("fires", part.name) == 1,
                before=self.of("before", part.name),
                after=self.of("after", part.name),
            )
            for part in self.card.adjustments
        )

    def knock_outs(self, names: Collection[str]) -> tuple[KnockOutPart, ...]:
        """Return the knock-outs of these names, in document order."""
        return tuple(
            KnockOutPart(part.name, part.code, reason_text(self.card, part.code), part.when)
            for part in self.card.knock_outs
            if part.name in names
        )

    def reasons(self, result: Mapping[str, Any]) -> tuple[Reason, ...]:
        """Return the reasons by rank."""
        is_out = result["status"] == "knocked_out"
        codes = [value for name, value in result.items() if name.startswith("reason_")]
        return tuple(
            Reason(
                rank,
                code,
                reason_text(self.card, code),
                None if is_out else _in_millionths(self.of("shortfall_of", code)),
            )
            for rank, code in enumerate(codes, start=1)
            if code is not None
        )


def inputs_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the inputs that a criterion reads: its own, and those in its expressions."""
    own = () if criterion.column is None else (criterion.column,)
    read = [name for use in criterion.value.uses() for name in parsed(use.text).columns]
    return tuple(dict.fromkeys((*own, *read)))


def _paths(group: GroupParts, above: tuple[str, ...]) -> list[tuple[Any, tuple[str, ...]]]:
    found: list[tuple[Any, tuple[str, ...]]] = []
    for member in group.of:
        found.append((member, above))
        if isinstance(member, Group):
            found += _paths(member, (*above, member.name))
    return found


def _in_millionths(shortfall: float | None) -> float | None:
    """Return a shortfall as it is published; the largest have no millionths."""
    if shortfall is None or abs(shortfall) >= 2.0**50 / MILLIONTHS:
        return shortfall
    return math.floor(shortfall * MILLIONTHS + 0.5) / MILLIONTHS
