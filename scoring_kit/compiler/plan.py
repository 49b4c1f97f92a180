"""A compiled scorecard: named calculations in steps, independent of any engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scoring_kit.expression.words import Column, Reference, Word

STAGES = (
    "inputs",
    "derived",
    "criterion_values",
    "group_values",
    "score",
    "contributions",
    "shortfalls",
    "reasons",
    "result",
)
"""The stages of every plan, in order; a step never reads a later one."""


_READ = (Column, Reference)


@dataclass(frozen=True)
class Let:
    """One named calculation. The word reads table columns and names of earlier steps."""

    name: str
    word: Word

    @cached_property
    def reads(self) -> tuple[Column | Reference, ...]:
        """Every column and name that the word reads, as often as it does."""
        return tuple(word for word in walk(self.word) if isinstance(word, _READ))


@dataclass(frozen=True, slots=True)
class Step:
    """Calculations that do not depend on each other; `name` is its stage, numbered from 2."""

    name: str
    lets: tuple[Let, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the result: its public name and the calculation that holds it."""

    name: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, the table columns they read, and the columns of the result."""

    columns: tuple[Column, ...]
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...]

    def only(self, names: Iterable[str]) -> Plan:
        """Return the plan cut down to the named outputs and what they need, in plan order."""
        wanted = set(names)
        outputs = tuple(output for output in self.outputs if output.name in wanted)
        needed = {output.reference.name for output in outputs}
        read: set[str] = set()
        steps: list[Step] = []
        for step in reversed(self.steps):
            kept = tuple(let for let in step.lets if let.name in needed)
            for let in kept:
                for word in let.reads:
                    (needed if isinstance(word, Reference) else read).add(word.name)
            if kept:
                steps.append(replace(step, lets=kept))
        columns = tuple(column for column in self.columns if column.name in read)
        return Plan(columns=columns, steps=tuple(reversed(steps)), outputs=outputs)


def walk(word: Word) -> Iterator[Word]:
    """Yield the word and everything below it."""
    stack = [word]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(current.operands)


class PlanBuilder:
    """Collects calculations and lays them out in steps by what they depend on."""

    def __init__(self) -> None:
        self._lets: dict[str, tuple[int, int, Let]] = {}
        self._columns: dict[str, Column] = {}

    def let(self, stage: str, name: str, word: Word) -> Reference:
        """Name a calculation and return a reference to it; a reference is not named again."""
        if isinstance(word, Reference):
            return word
        if name in self._lets:
            raise ValueError(f"the plan already has a calculation named {name!r}")
        let = Let(name, word)
        self._lets[name] = (STAGES.index(stage), self._depth(stage, let), let)
        return Reference(name, word.type)

    def shared(self, stage: str, name: str, word: Callable[[], Word]) -> Reference:
        """Return the calculation of this name, adding it where it is new."""
        if name in self._lets:
            return Reference(name, self._lets[name][2].word.type)
        return self.let(stage, name, word())

    def build(self, outputs: Sequence[Output]) -> Plan:
        """Return the plan for these outputs, without calculations that none of them needs."""
        layers: dict[tuple[int, int], list[Let]] = {}
        for stage, depth, let in self._lets.values():
            layers.setdefault((stage, depth), []).append(let)
        steps = tuple(
            Step(STAGES[stage] + (f"_{depth + 1}" if depth else ""), tuple(layers[stage, depth]))
            for stage, depth in sorted(layers)
        )
        plan = Plan(columns=tuple(self._columns.values()), steps=steps, outputs=tuple(outputs))
        return plan.only(output.name for output in outputs)

    def _depth(self, stage: str, let: Let) -> int:
        """Depth within the stage: one more than the deepest calculation of it that is read."""
        depth = 0
        index = STAGES.index(stage)
        for part in let.reads:
            if isinstance(part, Column):
                self._columns.setdefault(part.name, part)
                continue
            stage_read, depth_read, _ = self._lets[part.name]
            if stage_read > index:
                raise ValueError(f"{stage} cannot read {part.name!r} of a later stage")
            if stage_read == index:
                depth = max(depth, depth_read + 1)
        return depth
