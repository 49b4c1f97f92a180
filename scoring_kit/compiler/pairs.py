"""Two plans for the same rows as one: what both calculate alike is calculated once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, cast

from scoring_kit.compiler.plan import Output, Plan, PlanBuilder
from scoring_kit.expression.words import Column, Negate, Reference, Subtract, Word

LIVE, CANDIDATE, CHANGE, SEGMENT = "live.", "candidate.", "change.", "segment."
LINE = "contribution_"
_NUMBERED = re.compile(r"_\d+$")


def pair_plans(live: Plan, candidate: Plan, columns: Iterable[Column] = ()) -> Plan:
    """Return one plan for both versions.

    Parameters
    ----------
    live, candidate
        Plans of `compile_scorecard` for the same table.
    columns
        Columns of the table to hand on beside what is calculated.

    Returns
    -------
    Plan
        Outputs: ``live.<name>`` and ``candidate.<name>`` for each output but contributions;
        ``change.<line>`` for each contribution that the versions calculate differently, what
        one version lacks being 0; ``segment.<column>`` for each column.
    """
    pairing = _Pairing()
    old, new = pairing.take(live, LIVE), pairing.take(candidate, CANDIDATE)
    outputs = [
        Output(f"{prefix}{name}", reference)
        for prefix, found in ((LIVE, old), (CANDIDATE, new))
        for name, reference in found.items()
        if not name.startswith(LINE)
    ]
    for name in line_names((live, candidate)):
        change = _change(old.get(LINE + name), new.get(LINE + name))
        if change is not None:
            let = pairing.builder.let("result", f"{CHANGE}{name}", change)
            outputs.append(Output(f"{CHANGE}{name}", let))
    for column in columns:
        let = pairing.builder.let("result", f"{SEGMENT}{column.name}", column)
        outputs.append(Output(f"{SEGMENT}{column.name}", let))
    return pairing.builder.build(outputs)


def line_names(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return the contributions of plans in order, those of the last one first."""
    names = [item.name for plan in reversed(plans) for item in plan.outputs]
    lines = [name.removeprefix(LINE) for name in names if name.startswith(LINE)]
    return tuple(dict.fromkeys(lines))


def _change(old: Reference | None, new: Reference | None) -> Word | None:
    if old is None or new is None:
        return new if old is None else Negate(old)
    return None if old.name == new.name else Subtract(new, old)


class _Pairing:
    """Collects the calculations of several plans, each different one under one name."""

    def __init__(self) -> None:
        self.builder = PlanBuilder()
        self._known: dict[tuple[str, int], Reference] = {}
        self._numbers: dict[tuple[Any, ...], int] = {}

    def take(self, plan: Plan, prefix: str) -> dict[str, Reference]:
        """Add the calculations of a plan; return its outputs by name."""
        names: dict[str, Reference] = {}
        for step in plan.steps:
            stage = _NUMBERED.sub("", step.name)
            for let in step.lets:
                word = _renamed(let.word, names)
                what = (stage, self._number(word))
                if what not in self._known:
                    self._known[what] = self.builder.let(stage, f"{prefix}{let.name}", word)
                names[let.name] = self._known[what]
        return {output.name: names[output.reference.name] for output in plan.outputs}

    def _number(self, word: Word) -> int:
        """Return a number that two words share exactly when they say the same."""
        key = (type(word), *(self._part(getattr(word, item.name)) for item in fields(word)))
        return self._numbers.setdefault(key, len(self._numbers))

    def _part(self, value: object) -> object:
        if isinstance(value, Word):
            return self._number(value)
        if isinstance(value, tuple):
            return ("tuple", *map(self._part, cast("tuple[object, ...]", value)))
        # 0.0 and -0.0, 1 and true are equal to Python, and not the same calculation
        return (type(value), repr(value))


def _renamed(word: Word, names: Mapping[str, Reference]) -> Word:
    """Return a word that reads earlier calculations by their names in the pair."""
    if isinstance(word, Reference):
        return names[word.name]
    values: dict[str, Any] = {
        item.name: _renamed_part(getattr(word, item.name), names) for item in fields(word)
    }
    return type(word)(**values)


def _renamed_part(value: object, names: Mapping[str, Reference]) -> object:
    if isinstance(value, Word):
        return _renamed(value, names)
    if isinstance(value, tuple):
        return tuple(_renamed_part(item, names) for item in cast("tuple[object, ...]", value))
    return value
